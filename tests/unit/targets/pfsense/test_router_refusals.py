"""Files that are no backup, or not of this site's router: refused in clear words, never half taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generators.catalog import load_catalog
from generators.targets.pfsense.merge import BackupRefused
from generators.targets.pfsense.merge import merge as merged
from generators.targets.pfsense.merge.document import MOST_BYTES, MOST_DEPTH, MOST_ELEMENTS, read
from tests.backups import SECRETS, Backup, alias, vlan
from tests.unit.targets.pfsense.merging import agency, kinds, merge, siege
from tests.unit.targets.pfsense.routers import chain, estate

LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
HOSTILE = [
    ("encrypted", b"---- BEGIN config.xml ----\nU2FsdGVk\n---- END config.xml ----\n", "encrypted"),
    ("empty", b"  \n", "empty"),
    ("entities", f"<?xml version='1.0'?>{LAUGHS}<pfsense>&c;</pfsense>".encode(), "DOCTYPE"),
    ("external entity", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><pfsense>&x;</pfsense>', "DOCTYPE"),
    ("UTF-16", "<pfsense></pfsense>".encode("utf-16"), "byte order mark"),
    ("byte order mark", b"\xef\xbb\xbf<pfsense></pfsense>", "byte order mark"),
    ("Latin-1", "<pfsense>\n<descr>é</descr></pfsense>".encode("latin-1"), "line 2: not UTF-8"),
    ("declared Latin-1", b'<?xml version="1.0" encoding="iso-8859-1"?><pfsense></pfsense>', "encoding"),
    ("truncated", b"<pfsense>\n<system>", "line 2: not XML"),
    ("an HTML page", b"<html><body>Login</body></html>", "not a full pfSense backup"),
    ("OPNsense", b"<opnsense><version>1</version></opnsense>", "OPNsense"),
    ("an area", b"<filter>\n</filter>\n", "area All"),
    ("an element twice", b"<pfsense><nat></nat>\n<nat></nat></pfsense>", "line 2: <nat> stands twice"),
    (
        "a field twice",
        b"<pfsense><filter><rule><type/>\n<type/></rule></filter></pfsense>",
        "line 2: <type> stands twice",
    ),
    ("text beside elements", b"<pfsense><nat>x<rule></rule></nat></pfsense>", "text beside"),
    ("text after elements", b"<pfsense><nat><rule></rule>x</nat></pfsense>", "text beside"),
    ("blank, tab, blank", b"<pfsense> \t <nat></nat></pfsense>", "text beside"),
    ("an accent as an entity", b"<pfsense><a>&eacute;</a></pfsense>", "accent"),
    ("no version", b"<pfsense><interfaces><wan></wan></interfaces></pfsense>", "no configuration version"),
    ("no interfaces", b"<pfsense><version>23.3</version></pfsense>", "no interface wan"),
    ("control characters", b"<pfsense>\x00</pfsense>", "not XML"),
    ("too deep", b"<a>" * (MOST_DEPTH + 1) + b"</a>" * (MOST_DEPTH + 1), "more elements"),
]


def take(data: bytes, site: str = "lyon", **how: Any) -> None:
    """Merge, expecting a refusal."""
    case = estate("nyxd")
    merged(case, case.site[site], data, load_catalog().routers["pfsense"], **how)


@pytest.mark.parametrize(("data", "words"), [(d, w) for _, d, w in HOSTILE], ids=[n for n, _, _ in HOSTILE])
def test_a_file_that_is_no_backup_is_refused(data: bytes, words: str) -> None:
    """One line that says what it is."""
    with pytest.raises(BackupRefused) as error:
        take(data)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    """By size, and by the number of its elements."""
    with pytest.raises(BackupRefused, match="RRD"):
        read(b" " * (MOST_BYTES + 1) + b"<pfsense/>")
    with pytest.raises(BackupRefused, match="more elements"):
        read(b"<pfsense>" + b"<rule/>" * (MOST_ELEMENTS + 1) + b"</pfsense>")


@pytest.mark.parametrize(
    ("version", "words"), [("24.5", "no release known"), ("19.1", "no release known"), ("24.0", "--force")]
)
def test_an_unknown_version_is_refused_and_a_likely_one_wants_force(version: str, words: str) -> None:
    """The catalog says which; forcing helps only where it knows the release."""
    data = agency(version=version).data()
    with pytest.raises(BackupRefused, match=words):
        take(data)
    if words == "--force":
        take(data, force=True)
    else:
        with pytest.raises(BackupRefused, match=words):
            take(data, force=True)


def test_another_sites_router_is_refused() -> None:
    """By the addresses of its interfaces, and by the marks of another site."""
    with pytest.raises(BackupRefused, match="router of site 'siege'"):
        take(siege().data())
    mine = merge(estate("nyxd"), "lyon", agency()).content
    for other in ("nantes", "lille"):
        with pytest.raises(BackupRefused, match="site 'lyon', not of"):
            take(mine, other)


def test_a_site_without_pfsense_is_refused() -> None:
    """There is nothing to merge."""
    case = chain()
    with pytest.raises(BackupRefused, match="no pfSense router"):
        merged(case, replace(case.site["hq"], router=None), agency().data(), load_catalog().routers["pfsense"])


def test_the_phones_vlan_is_made_where_its_socket_is_clear() -> None:
    """LAN's socket, or the one that carries VLANs, or the one that is said; else the choice is asked for."""
    case = estate("nyxd")
    base = {"lan": "10.42.40.129/25"}
    assert "VLAN 20 on igb1" in kinds(merge(case, "lyon", Backup(**base)), "missing")
    assert "VLAN 20 on ix0" in kinds(merge(case, "lyon", Backup(**base, vlans=[vlan("ix0", 7)])), "missing")
    two = Backup(**base, vlans=[vlan("ix0", 7), vlan("ix1", 7)])
    with pytest.raises(BackupRefused, match=r"--parent .*igb0, igb1, ix0, ix1"):
        take(two.data())
    assert "VLAN 20 on ix1" in kinds(merge(case, "lyon", two, parent="ix1"), "missing")
    with pytest.raises(BackupRefused, match="no socket 'em7'"):
        take(two.data(), parent="em7")


def test_an_interface_that_disagrees_is_refused() -> None:
    """Another address in the phones' network, another network under their VLAN, a server's network that is missing."""
    with pytest.raises(BackupRefused, match=r"opt1 \(VOICE\) has the address 10.42.40.2/25"):
        take(Backup().voice("opt1", "10.42.40.2/25", 20).data())
    with pytest.raises(BackupRefused, match=r"VLAN 20 is interface opt1 \(VOICE\) with the address 172.16.0.1/24"):
        take(Backup(lan="10.42.40.129/25").voice("opt1", "172.16.0.1/24", 20).data())
    case = chain()
    releases = load_catalog().routers["pfsense"]
    with pytest.raises(BackupRefused, match=r"no interface has 10\.1\.10\.1/24, .* the server 'pbx' stands"):
        merged(case, case.site["hq"], Backup(release="2.6.0").voice("opt1", "10.1.20.1/24", 20).data(), releases)
    with pytest.raises(BackupRefused, match="no VLAN that could be made"):
        merged(case, case.site["middle"], Backup().data(), releases)


def test_an_alias_of_that_name_with_other_values_is_refused() -> None:
    """Two aliases cannot share a name; which is right only the administrator knows."""
    with pytest.raises(BackupRefused, match="alias 'tel_pbx' of its own"):
        take(agency(aliases=[alias("tel_pbx", "192.0.2.1")]).data())


def test_kea_before_2_8_cannot_send_what_phones_need() -> None:
    """Refused with the way out; with ISC named or nothing said it is taken."""
    with pytest.raises(BackupRefused, match="ISC DHCP in System > Advanced"):
        take(agency(dhcpbackend="kea").data())
    take(agency(dhcpbackend="isc").data())


def test_no_refusal_and_no_finding_repeats_a_secret() -> None:
    """Backups hold hashes and keys; nothing that is said holds one."""
    said = [f.what for f in merge(estate("nyxd"), "siege", siege()).findings]
    for place in ("$2y$10$", "<bcrypt-hash>", "<prv>", "<sshdata>"):
        broken = agency().text().replace(place, f"{place}\x00<", 1)
        with pytest.raises(BackupRefused) as error:
            take(broken.encode())
        said.append(str(error.value))
    assert not [text for text in said for secret in SECRETS if secret in text]


def test_lists_that_only_the_router_knows_are_its_own_matter() -> None:
    """Releases and packages add names; a section that is not read here may repeat any."""
    text = agency().text().replace("<diag>", "<diag>\n\t\t<neuf>1</neuf>\n\t\t<neuf>2</neuf>")
    releases = load_catalog().routers["pfsense"]
    result = merged(estate("nyxd"), estate("nyxd").site["lyon"], text.encode(), releases)
    assert result.content.count(b"<neuf>") == 2
    assert result.content.count(b"<sshkeyfile>") == 2

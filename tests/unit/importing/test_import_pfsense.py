"""`tonalite import pfsense`: what it finds, what it says it did not, what it never shows; its YAML is lawful."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from generators.catalog import load_catalog
from generators.cli import app
from generators.estate.resolve import resolve
from generators.estate.values import Audience
from generators.flow import check_folder, load_estate
from generators.importing.backup import ImportRefused, read_backup
from generators.importing.names import fresh_id, said
from generators.importing.pfsense import read_site
from generators.importing.write import to_yaml
from generators.problems import Report
from tests.unit.importing.backups import AGENCY, ORGANIZATION, SECRET

MODELS = {"cisco-7940", "cisco-7941", "cisco-7960", "cisco-7961", "cisco-7961g-ge"}
RELEASES = {"22.9": "2.7.0", "23.3": "2.7.2"}


def imported(xml: str = AGENCY, link: str = "siege") -> str:
    return to_yaml(read_site(read_backup(xml.encode()), "", MODELS, RELEASES, bool(link)), link)


def body(text: str) -> list[str]:
    """The lines that are no comment, without the comment at their end."""
    return [re.sub(r" # [^\"]*$", "", line) for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def test_a_site_its_networks_its_phones_and_its_link_are_found() -> None:
    assert body(imported()) == [
        "sites:",
        "  agence-lyon:",
        '    title: "agence-lyon"',
        "    networks:",
        "      lan: {role: data, subnet: 10.42.41.0/24, pool: 100-199}",
        "      voice: {vlan: 20, subnet: 10.42.40.0/25, pool: 60-119}",
        "      invites: {role: data, vlan: 30, subnet: 10.42.43.0/24, gateway: 10.42.43.254}",
        '    router: {product: pfsense, release: "2.7.2", serves: [time]}',
        "    uplink: {address: 203.0.113.40}",
        "    link: {to: siege, tunnel: 10.42.255.40/30, port: 1140}",
        "phones:",
        '  accueil: {mac: "00:1B:D4:60:20:01", model: cisco-7961g-ge, site: agence-lyon, '
        'place: "7961G-GE de l\'accueil", address: 10.42.40.20}',
        '  phone-4c2002: {mac: "00:07:EB:4C:20:02", model: cisco-7940, site: agence-lyon, '
        'place: "Cisco 7940, bureau \\"Z\\"", address: 10.42.40.21}',
        '  p-7941: {mac: "00:1B:D4:60:20:04", model: cisco-7941, site: agence-lyon}',
    ]


def test_what_was_not_understood_is_said() -> None:
    text = imported()
    for said_of in (
        "interface SIEGE is a tunnel",
        "interface OLD is disabled",
        "switch: a Cisco device in LAN, nothing calls it a phone",
        "1 static mapping of other makers' devices left out",
        "encore: MAC 001BD4602001 is mapped twice",
        "phone p-7941 keeps no fixed address: 10.42.40.70 lies in the DHCP range",
        "OpenVPN server 'nomades' listens on port 1195",
        "OpenVPN peer antoine",
        "WireGuard peer 'nord' on tun_wg0, at 198.51.100.9 port 51820, networks: 10.77.0.0/24",
        "IPsec peer 'partenaire' at 192.0.2.99",
        "2 filter rules",
    ):
        assert f"# - {said_of}" in text or said_of in text, said_of
    assert '# atelier: {mac: "00:1B:D4:60:20:03", model: MODEL, site: agence-lyon, address: 10.42.40.22}' in text


def test_no_secret_of_the_backup_is_shown() -> None:
    assert AGENCY.count(SECRET) == 17
    for link in ("siege", ""):
        assert SECRET not in imported(link=link)


def test_without_a_far_site_the_client_is_told_and_no_link_is_written() -> None:
    text = imported(link="")
    assert "link: {to: siege" not in text
    assert "OpenVPN client 'vers le siège' calls 203.0.113.10 port 1140, tunnel 10.42.255.40/30" in text


def merged(folder: Path, text: str) -> None:
    """The imported site beside a minimal organization, each phone on a line of its own."""
    names = re.findall(r"^  ([a-z0-9-]+): \{mac", text, re.MULTILINE)
    lines = [f"  l{n}: {{title: L, extension: {1000 + n}, phones: [{name}]}}" for n, name in enumerate(names)]
    (folder / "organization.yml").write_text(ORGANIZATION + ("\n".join(lines) or "  {}") + "\n", "utf-8")
    (folder / "imported.yml").write_text(text, "utf-8")


def test_the_yaml_passes_the_check_beside_a_minimal_organization(tmp_path: Path) -> None:
    merged(tmp_path, imported())
    estate = load_estate(tmp_path, Audience.INTERNAL)
    site = estate.site["agence-lyon"]
    assert {(n.name, n.role.value, n.vlan) for n in site.networks} == {
        ("lan", "data", None),
        ("voice", "voice", 20),
        ("invites", "data", 30),
    }
    assert [p.id for p in estate.phones_of_site["agence-lyon"]] == ["accueil", "p-7941", "phone-4c2002"]
    assert site.links == ("agence-lyon",)


def test_the_command_prints_writes_and_never_replaces(tmp_path: Path) -> None:
    backup, out = tmp_path / "config.xml", tmp_path / "lyon.yml"
    backup.write_text(AGENCY, "utf-8")
    words = ["import", "pfsense", str(backup), "--link-to", "siege", "--site", "lyon"]
    printed = CliRunner().invoke(app, words)
    assert printed.exit_code == 0
    assert "  lyon:\n" in printed.stdout
    assert CliRunner().invoke(app, [*words, "-o", str(out)]).exit_code == 0
    assert out.read_text("utf-8") == printed.stdout
    out.write_text("mine", "utf-8")
    again = CliRunner().invoke(app, [*words, "-o", str(out)])
    assert again.exit_code == 1
    assert out.read_text("utf-8") == "mine"
    onto_itself = CliRunner().invoke(app, [*words, "-o", str(backup)])
    assert onto_itself.exit_code == 1
    assert backup.read_text("utf-8") == AGENCY
    assert CliRunner().invoke(app, ["import", "pfsense", str(tmp_path / "none.xml")]).exit_code == 1
    assert CliRunner().invoke(app, ["import", "pfsense", str(backup), "--site", "../x"]).exit_code == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not well-formed"),
        (b"<pfsense>", "not well-formed"),
        (b"<pfsense>&nothing;</pfsense>", "not well-formed"),
        (b"---- BEGIN config.xml ----\nU2Fsd", "encrypted"),
        (b"<dhcpd><lan/></dhcpd>", "its root is not <pfsense>"),
        (b'<!DOCTYPE pfsense [<!ENTITY a "b">]><pfsense>&a;</pfsense>', "document type"),
        (b'<!DOCTYPE pfsense SYSTEM "file:///etc/passwd"><pfsense/>', "document type"),
        (b"<pfsense>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</pfsense>", "not well-formed"),
    ],
)
def test_hostile_files_are_refused(data: bytes, why: str) -> None:
    with pytest.raises(ImportRefused, match=why) as caught:
        read_backup(data)
    assert "\n" not in str(caught.value)


def test_entities_do_not_grow() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE pfsense [<!ENTITY a0 "x">{levels}]><pfsense>&a11;</pfsense>'.encode()
    with pytest.raises(ImportRefused):
        read_backup(data)


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("<version>23.3</version>", "<version>99.9</version>", "configuration version '99.9' is of no known release"),
        ("203.0.113.40", "192.168.1.2", "WAN has the private address 192.168.1.2"),
        ("10.42.40.60</from>", "10.42.99.60</from>", "is not in 10.42.40.0/25"),
        ("10.42.40.60</from>", "10.42.40.1</from>", "holds the router's address"),
        ("<ipaddr>10.42.43.254", "<ipaddr>10.42.41.254", "overlaps another network"),
        ("<tag>30</tag>", "<tag>20</tag>", "VLAN 20 is another network's too"),
        ("<ipaddr>10.42.43.254", "<ipaddr>dhcp", "has no fixed IPv4 address"),
        ("<ipaddr>10.42.40.21", "<ipaddr>10.42.40.20", "10.42.40.20 is another phone's too"),
        ("<ipaddr>10.42.40.21", "<ipaddr>10.42.41.21", "10.42.41.21 is not in the phones' network"),
        ("<ipaddr>10.42.40.21", "<ipaddr>10.42.40.1", "10.42.40.1 is not a host's, or the router's"),
        ("<ipaddr>10.42.40.21", "<ipaddr>nowhere", "'nowhere' is no address"),
        ("<mac>00:07:eb:4c:20:02", "<mac>zz", "'zz' is no MAC"),
        ("10.42.255.40/30", "10.42.255.0/24", "no OpenVPN client could be the link"),
    ],
)
def test_odd_backups_are_taken_with_a_note_and_stay_lawful(tmp_path: Path, old: str, new: str, note: str) -> None:
    assert old in AGENCY
    text = imported(AGENCY.replace(old, new))
    assert note in text
    merged(tmp_path, text)
    # What a person must add, because it is not in the file: the router's release, a way to the servers.
    lacking = {"99.9": {"TON202"}, "255.0/24": {"TON415"}}
    assert faults(tmp_path) == next((codes for mark, codes in lacking.items() if mark in new), set())


def faults(folder: Path) -> set[str]:
    """The codes of what `tonalite check` finds wrong."""
    report = Report()
    checked = check_folder(folder, report)
    if checked is not None:
        resolve(checked, load_catalog(), Audience.INTERNAL, None, report)
    return {p.code for p in report.errors}


@given(st.text(max_size=80))
def test_any_text_becomes_an_id_and_a_line(text: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", fresh_id(text, "site", ["a", "b"]))
    assert len(fresh_id(text, "site", ["a", "b"])) <= 32
    line = said(text)
    assert line.isprintable()
    assert len(line) <= 60
    assert line == line.strip()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_of_a_backup_make_lawful_yaml(host: str, descr: str) -> None:
    def xml(text: str) -> str:
        legal = "".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe"))
        return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    changed = AGENCY.replace("<hostname>agence-lyon<", f"<hostname>{xml(host)}<")
    changed = changed.replace("<hostname>accueil<", f"<hostname>{xml(descr)}<")
    changed = changed.replace("[VOIX]", "[voix " + xml(descr).replace("]", "") + "]")
    text = imported(changed)
    with tempfile.TemporaryDirectory() as folder:
        merged(Path(folder), text)
        load_estate(Path(folder), Audience.INTERNAL)

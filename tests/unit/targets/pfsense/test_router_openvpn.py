"""OpenVPN links in a router's own backup: made, kept, renewed, taken out; other VPNs and certificates stay."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from typing import Any

import pytest

from generators.estate.estate import Estate
from generators.targets.pfsense.merge import area_files
from tests.backups import Backup, b64, many, tag
from tests.parsers.pfsense_config import listed, read_config, written
from tests.unit.targets.pfsense.keyed import authority, keyed, server, with_keys
from tests.unit.targets.pfsense.merging import agency, is_inside, kinds, merge, siege
from tests.unit.targets.pfsense.routers import SOURCES

ENTRIES = ("ca", "cert", "openvpn.openvpn-server", "openvpn.openvpn-client")


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("description") or entry.get("descr", ""))


def ours(content: bytes, path: str) -> dict[str, dict[str, Any]]:
    """Our entries by identity."""
    out = {}
    for entry in listed(read_config(content), path):
        text = _name(entry)
        if "(tonalite:" in text:
            out[text.rpartition("(tonalite:")[2].removesuffix(")").partition("/")[2]] = entry
    return out


def foreign(content: bytes, path: str) -> list[dict[str, Any]]:
    return [e for e in listed(read_config(content), path) if "(tonalite:" not in _name(e)]


def test_both_ends_fit_each_other() -> None:
    """One authority, two certificates of it, one TLS key, the same tunnel, port, ciphers and MTU."""
    here = ours(merge(keyed(), "lyon", agency()).content, "openvpn.openvpn-client")["openvpn/lyon"]
    merged = merge(keyed(), "siege", siege()).content
    there = ours(merged, "openvpn.openvpn-server")["openvpn/lyon"]
    assert set(ours(merged, "openvpn.openvpn-server")) == {"openvpn/lyon", "openvpn/lille", "openvpn/nantes"}
    same = ("mode", "protocol", "tls", "tls_type", "data_ciphers", "data_ciphers_fallback", "digest", "tunnel_network")
    same += ("custom_options", "passtos", "keepalive_interval", "keepalive_timeout", "allow_compression")
    assert {k: here[k] for k in same} == {k: there[k] for k in same}
    assert (here["server_addr"], here["server_port"], there["local_port"]) == ("203.0.113.10", "1140", "1140")
    assert here["remote_network"] == "10.42.20.0/24"
    assert there["remote_network"] == "10.42.40.0/25"
    assert "remote_cert_tls" in here
    assert "remote_cert_tls" in there
    assert len(ours(merged, "ca")) == 1
    assert len(ours(merged, "cert")) == 3


def test_entries_name_what_the_store_holds() -> None:
    """PEM in base64; the authority's key is in no router; numbers are those of the entries."""
    link = keyed().link["lyon"]
    content = merge(keyed(), "lyon", agency()).content
    tunnel = ours(content, "openvpn.openvpn-client")["openvpn/lyon"]
    ca, cert = ours(content, "ca")["ca/siege"], ours(content, "cert")["cert/lyon"]
    assert (tunnel["caref"], tunnel["certref"]) == (ca["refid"], cert["refid"])
    assert b64decode(ca["crt"]).decode() == link.keys.authority.reveal()
    assert b64decode(cert["crt"]).decode() == link.keys.client.certificate.reveal()
    assert b64decode(cert["prv"]).decode() == link.keys.client.key.reveal()
    assert b64decode(tunnel["tls"]).decode() == link.keys.shared.reveal()
    assert (cert["type"], cert["caref"], "prv" in ca) == ("user", ca["refid"], False)
    assert link.keys.server.key.reveal().split("\n")[1].encode() not in content


def test_other_vpns_and_certificates_stay_and_numbers_are_free() -> None:
    """Every line of the backup is there in its order; no vpnid and no refid twice."""
    backup = agency(openvpn=[server(1), server(3, 1195)], more=[authority()])
    result = merge(keyed(), "lyon", backup)
    but = ("<aliases></aliases>", "<mode>", "<outbound></outbound>")
    assert not list(is_inside(backup.text(), result.content.decode(), but))
    before = read_config(backup.data())
    for path in ENTRIES:
        assert foreign(result.content, path) == listed(before, path)
    assert ours(result.content, "openvpn.openvpn-client")["openvpn/lyon"]["vpnid"] == "2"
    config = read_config(result.content)
    refids = [e["refid"] for section in ("ca", "cert") for e in listed(config, section)]
    assert len(refids) == len(set(refids)) == 4
    assert merge(keyed(), "lyon", written(config)).differences == (), "as the router itself writes it"


def test_a_refid_that_is_taken_is_not_taken_again() -> None:
    first = ours(merge(keyed(), "lyon", agency()).content, "ca")["ca/siege"]["refid"]
    second = ours(merge(keyed(), "lyon", agency(more=[authority(first)])).content, "ca")["ca/siege"]["refid"]
    assert first != second


def test_fields_of_the_routers_screens_stay_and_ours_are_put_right() -> None:
    """A saved tunnel has more fields than ours; a changed one of ours is said, keys are never shown."""
    first = merge(keyed(), "lyon", agency()).content
    text = first.decode().replace(
        "<passtos>yes</passtos>", "<passtos></passtos>\n\t\t\t<verbosity_level>3</verbosity_level>"
    )
    tls = ours(first, "openvpn.openvpn-client")["openvpn/lyon"]["tls"]
    text = text.replace(tls, b64("another"))
    result = merge(keyed(), "lyon", text.encode())
    entry = ours(result.content, "openvpn.openvpn-client")["openvpn/lyon"]
    assert (entry["passtos"], entry["verbosity_level"], entry["tls"]) == ("yes", "3", tls)
    assert kinds(result, "different") == ["link lyon: tls differs", "link lyon: passtos is not set, should be yes"]
    assert not any(tls[:20] in f.what for f in result.findings)


def test_a_renewed_certificate_changes_that_alone() -> None:
    """The numbers stay, so nothing else has to follow."""
    first = merge(keyed(), "lyon", agency()).content
    old = keyed()
    keys = replace(old.link["lyon"].keys, client=with_keys(SOURCES["nyxd"]).link["lyon"].keys.client)
    renewed = replace(old, links=tuple(replace(x, keys=keys) if x.id == "lyon" else x for x in old.links))
    result = merge(renewed, "lyon", first)
    assert kinds(result, "different") == ["tel-lyon-lyon: crt differs", "tel-lyon-lyon: prv differs"]
    assert ours(result.content, "openvpn.openvpn-client") == ours(first, "openvpn.openvpn-client")


def test_a_link_that_is_gone_is_taken_out_with_its_certificates() -> None:
    """And the sections are as before they had any; what something else names is kept and said."""
    without = _without_links(keyed())
    backup = agency(openvpn=[server(1)], more=[authority()])
    full = merge(keyed(), "lyon", backup).content
    result = merge(without, "lyon", full)
    before, after = read_config(backup.data()), read_config(result.content)
    assert [after[name] for name in ("openvpn", "ca", "cert")] == [before[name] for name in ("openvpn", "ca", "cert")]
    assert [w for w in kinds(result, "unwanted") if w.split()[0] not in ("alias", "rule", "limiter", "host")] == [
        "tunnel openvpn/lyon",
        "cert/lyon",
        "ca/siege",
    ]
    refid = ours(full, "ca")["ca/siege"]["refid"]
    used = full.decode().replace("<caref>5f0c0ffee0002</caref>", f"<caref>{refid}</caref>")
    kept = merge(without, "lyon", used.encode())
    assert "ca/siege" in ours(kept.content, "ca")
    assert any("ca/siege is no longer wanted, but something" in f.what for f in kept.findings)


def _without_links(estate: Estate) -> Estate:
    """The same sites, each for itself: no phone crosses a link."""
    sites = tuple(replace(s, links=(), reach={}) for s in estate.sites)
    return replace(estate, links=(), sites=sites)


def test_files_imported_by_hand_are_used() -> None:
    """Who followed the sheet has the same certificates without our mark."""
    keys = keyed().link["lyon"].keys
    ca = tag("ca", many(2, refid="aaaaaaaaaaaaa", descr="tel-vpn-siege", crt=b64(keys.authority.reveal())))
    pem = keys.client.certificate.reveal().replace("\n", "\r\n")
    cert = tag("cert", many(2, refid="bbbbbbbbbbbbb", descr="x", crt=b64(pem), prv=b64(keys.client.key.reveal())))
    text = agency(more=[ca]).text().replace("\t<revision>", cert + "\t<revision>")
    result = merge(keyed(), "lyon", text.encode())
    entry = ours(result.content, "openvpn.openvpn-client")["openvpn/lyon"]
    assert (entry["caref"], entry["certref"]) == ("aaaaaaaaaaaaa", "bbbbbbbbbbbbb")
    assert not ours(result.content, "ca")
    assert not ours(result.content, "cert")


@pytest.mark.parametrize(
    ("site", "tunnels", "said"),
    [
        ("siege", [server(1, 1140)], "listens on port 1140"),
        ("siege", [tag("openvpn-client", many(3, vpnid="4", tunnel_network="10.42.255.40/30"), 2)], "not a server"),
        ("lyon", [tag("openvpn-client", many(3, tunnel_network="10.42.255.40/30", server_port="9"), 2)], "port is 9"),
    ],
)
def test_what_is_in_the_way_is_said_and_left(site: str, tunnels: list[str], said: str) -> None:
    backup = siege(openvpn=tunnels) if site == "siege" else agency(openvpn=tunnels)
    result = merge(keyed(), site, backup)
    assert any(said in text for text in kinds(result, "by-hand"))
    for path in ENTRIES[2:]:
        assert "openvpn/lyon" not in ours(result.content, path)
        assert foreign(result.content, path) == listed(read_config(backup.data()), path)


def test_a_tunnel_switched_off_on_the_router_stays_off_and_is_said() -> None:
    first = merge(keyed(), "lyon", agency()).content
    off = first.replace(b"<openvpn-client>", b"<openvpn-client>\n\t\t\t<disable></disable>")
    result = merge(keyed(), "lyon", off)
    assert result.content == off
    assert "link lyon: the tunnel is switched off" in kinds(result, "by-hand")


def test_without_a_public_address_of_the_other_end_no_client_is_made() -> None:
    """OpenVPN would have nobody to call; one that the administrator completed keeps its host."""
    sites = tuple(replace(s, uplink=replace(s.uplink, address=None)) if s.id == "siege" else s for s in keyed().sites)
    unknown = replace(keyed(), sites=sites)
    result = merge(unknown, "lyon", agency())
    assert not ours(result.content, "openvpn.openvpn-client")
    assert any("no fixed address" in text for text in kinds(result, "by-hand"))
    named = merge(keyed(), "lyon", agency()).content.replace(b">203.0.113.10<", b">siege.example.org<")
    entry = ours(merge(unknown, "lyon", named).content, "openvpn.openvpn-client")["openvpn/lyon"]
    assert entry["server_addr"] == "siege.example.org"


def test_tunnels_are_no_area_while_their_certificates_are_new() -> None:
    """A restored tunnel would name certificates that no restored area brings."""
    before = agency().data()
    first = merge(keyed(), "lyon", before).content
    files, without = area_files(before, first)
    assert "openvpn" not in [f.area for f in files]
    assert set(without) == {"ca", "cert", "openvpn"}
    port = first.replace(b"<server_port>1140<", b"<server_port>9<")
    files, without = area_files(port, merge(keyed(), "lyon", port).content)
    assert [f.area for f in files] == ["openvpn"]
    assert without == ()


def test_a_new_router_gets_all_of_it() -> None:
    """No section openvpn, no authority, an empty one."""
    text = (
        Backup(lan="10.42.40.129/25").voice("opt1", "10.42.40.1/25", 20).text().replace("\t<openvpn></openvpn>\n", "")
    )
    assert ours(merge(keyed(), "lyon", text.encode()).content, "openvpn.openvpn-client")

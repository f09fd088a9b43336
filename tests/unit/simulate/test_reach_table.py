"""The law over whole estates: what is needed passes, all else is dropped; and a changed rule is found out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.simulate.reach import ReachError, Row, digest, reach_rows, reach_table, skipped_rules
from generators.targets import artifacts
from tests.estates import THEMES

EXAMPLE = Path("site_data")
TWO_SITES = next(path for path in THEMES if path.name == "two_sites")


@cache
def built(folder: Path, audience: Audience = Audience.INTERNAL) -> tuple[Estate, dict[str, bytes]]:
    """The Estate of a source and the files of its routers."""
    estate = load_estate(folder, audience)
    return estate, {a.path: a.content for a in artifacts(estate, ["pfsense"])}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("folder", [EXAMPLE, *THEMES], ids=lambda path: path.name)
def test_every_estate_keeps_the_law(folder: Path, audience: Audience) -> None:
    estate, files = built(folder, audience)
    rows = reach_table(estate, files)
    assert [row for row in rows if row.breach] == []
    assert skipped_rules(estate, files) == {}
    routed = {s.id for s in estate.sites if any(p.startswith(f"routers/{s.id}/") and "filter" in p for p in files)}
    assert {row.site for row in rows} == routed


def find(rows: tuple[Row, ...], source: str, destination: str, service: str, protocol: str = "udp") -> list[Row]:
    """The rows of a pair of parties (`party@site`) and a service."""
    return [
        row
        for row in rows
        if f"{row.source}@{row.source_site}" == source
        and f"{row.destination}@{row.destination_site}" == destination
        and (row.service, row.protocol) == (service, protocol)
    ]


def test_phones_behind_a_tunnel_reach_the_servers_by_the_rules_of_both_routers() -> None:
    rows = reach_table(*built(EXAMPLE), ["lyon"])
    server = "pbx+provisioning@siege"
    for service, protocol, ports in (
        ("sip", "udp", "5060"), ("rtp", "udp", "10000-20000"), ("tftp", "udp", "69"), ("http", "tcp", "6970"),
    ):  # fmt: skip
        (row,) = find(rows, "phones@lyon", server, service, protocol)
        assert (row.need, row.passed, row.ports) == ("needed", True, ports)
        assert [rule.split(":")[0] for rule in row.rules] == ["lyon opt1", "siege openvpn"]
    assert find(rows, "phones@lyon", "router (voice)@lyon", "dns")[0].passed
    (back,) = find(rows, server, "phones@lyon", "calls")
    assert (back.need, back.passed, back.ports) == ("needed", True, "*")


@pytest.mark.parametrize(
    ("source", "destination", "service", "protocol"),
    [
        ("phones@lyon", "router (voice)@lyon", "gui", "tcp"),
        ("phones@lyon", "router (voice)@lyon", "ssh", "tcp"),
        ("phones@lyon", "phones (as at 1 more like it)@lille", "sip", "udp"),
        ("phones@lyon", "phones@siege", "sip", "udp"),
        ("phones@lyon", "data@lyon", "other", "tcp"),
        ("phones@lyon", "data@siege", "other", "udp"),
        ("phones@lyon", "Internet@", "sip", "udp"),
        ("phones@lyon", "Internet@", "dns", "udp"),
        ("data@lyon", "phones@lyon", "sip", "udp"),
        ("data@lyon", "pbx+provisioning@siege", "sip", "udp"),
        ("Internet@", "router (WAN)@lyon", "gui", "tcp"),
    ],
)
def test_what_nobody_needs_is_dropped(source: str, destination: str, service: str, protocol: str) -> None:
    rows = find(reach_table(*built(EXAMPLE), ["lyon"]), source, destination, service, protocol)
    assert rows
    assert {(row.need, row.passed, row.breach) for row in rows} == {("nothing", False, "")}


def test_the_head_office_opens_tunnels_and_the_admitted_site_and_nothing_more() -> None:
    rows = reach_table(*built(EXAMPLE), ["siege"])
    opened = [r for r in rows if r.source == "Internet" and r.passed]
    assert {(r.service, r.protocol, r.ports, r.need) for r in opened} == {
        ("vpn", "udp", port, "needed") for port in ("1140", "1144", "1148")
    }
    (sip,) = find(rows, "router (WAN)@atelier", "router (WAN)@siege", "sip")
    assert (sip.need, sip.passed) == ("needed", True)
    provider = [r for r in rows if r.source == "pbx+provisioning" and r.destination.startswith("provider")]
    assert {(r.service, r.passed) for r in provider if r.need == "needed"} == {("provider", True), ("outside", True)}
    assert not [r for r in rows if r.source.startswith("provider") and r.passed and r.service != "vpn"]


def test_the_packages_redirect_takes_sip_of_phones_wherever_it_is_sent() -> None:
    rows = reach_table(*built(EXAMPLE), ["atelier"])
    (sip,) = find(rows, "phones@atelier", "router (voice)@atelier", "siproxd-sip")
    assert (sip.need, sip.passed) == ("needed", True)
    away = [r for r in rows if r.source == "phones" and r.destination == "Internet" and r.ports == "5060"]
    assert [(r.passed, r.rules) for r in away if r.protocol == "udp"] == [
        (False, ("atelier opt1: siproxd: redirect of the package",))
    ]


def test_hosts_of_one_network_need_no_router() -> None:
    rows = reach_table(*built(EXAMPLE), ["siege"])
    (row,) = find(rows, "phones@siege", "pbx+provisioning@siege", "direct", "")
    assert (row.service, row.passed, row.rules) == ("direct", True, ("same network",))


@pytest.mark.parametrize(
    "destination",
    [
        "router (voice)@siege",
        "router (data)@siege",
        "router (WAN)@siege",
        "data@siege",
        "data@lyon",
        "router (voice)@lyon",
    ],
)
def test_the_pbx_reaches_no_router_and_no_computer(destination: str) -> None:
    """Its wide rules are for the Internet: of its own router it gets names and the time, of others nothing."""
    rows = reach_table(*built(EXAMPLE), ["siege"])
    found = [
        r
        for r in rows
        if r.source == "pbx+provisioning"
        and f"{r.destination}@{r.destination_site}".startswith(destination)
        and r.passed
    ]
    needed = {("dns", "udp"), ("dns", "tcp"), ("ntp", "udp")} if destination == "router (voice)@siege" else set()
    assert {(r.service, r.protocol) for r in found} == needed
    assert {r.need for r in found} <= {"needed"}


def test_what_the_pbx_sends_beyond_need_goes_to_the_internet_alone() -> None:
    rows = reach_table(*built(EXAMPLE), ["siege"])
    beyond = {r.service for r in rows if r.source == "pbx+provisioning" and r.need == "tolerated" and r.passed}
    assert beyond - {"direct", "siproxd-sip", "siproxd-rtp"} == set()


def test_a_router_without_files_makes_its_ways_unknown_and_is_no_breach() -> None:
    estate, files = built(EXAMPLE)
    without = {path: content for path, content in files.items() if not path.startswith("routers/siege/")}
    rows = reach_table(estate, without)
    assert not [row for row in rows if row.site == "siege"]
    (row,) = find(rows, "phones@lyon", "pbx+provisioning@siege", "sip")
    assert (row.passed, row.breach, row.rules[-1]) == (None, "", "siege: no files for this router")


def test_a_scope_in_another_network_than_its_interface_is_refused() -> None:
    estate, files = built(EXAMPLE)
    (path,) = [p for p in files if p.startswith("routers/lyon/") and p.endswith("-dhcpd.xml")]
    moved = files | {path: files[path].replace(b"<from>10.42.40.", b"<from>10.99.40.")}
    with pytest.raises(ReachError, match=r"site 'lyon': the DHCP scope of opt1 is not in 10\.42\.40\.0/25"):
        reach_table(estate, moved)


def test_the_digest_keeps_every_need_and_every_breach_and_is_short() -> None:
    estate, files = built(EXAMPLE)
    rows = reach_table(estate, files, ["lyon"])
    lines = digest(rows, "lyon")
    assert sum(row.need == "needed" for row in rows) == sum(line.need == "needed" for line in lines)
    dropped = [line for line in lines if line.rest]
    assert dropped
    assert all(line.passed is False for line in dropped)
    assert len(lines) < len(rows) / 3


# What one changed rule does not change, with the reason.
SPARED = re.compile(
    r"\S+ \S+: (drop|open-protocol) .*/block"  # nothing else passes there anyway
    r"|\S+ lan: "  # LAN as delivered is put up with, more or less of it
    r"|siege wan: any-(source|destination) .*/wan/(link|forward_sip|forward_rtp)"  # nothing else comes in at the WAN
    r"|siege wan: more-ports .*/wan/forward_sip"  # the port forward beside it has the one port
    r"|siege openvpn: any-source "  # the branch has phones only; the example's branches have more, see below
    r"|annexe wan: any-destination .*/wan/siproxd"  # likewise
    r"|\S+ opt1: any-source .*/opt1/(dns|(pbx|provisioning|time|siproxd)/(sip|rtp|tftp|http|ntp))"  # only phones there
    r"|agence openvpn: any-destination .*/(pbx|provisioning)/back"  # phones only, and the router is closed above
    r"|annexe opt1: any-destination .*/opt1/siproxd/sip"  # the package's redirect takes it all
)


def mutations(files: dict[str, bytes], site: str) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Every small change of every filter rule of a site, with its name."""
    (path,) = [p for p in files if p.startswith(f"routers/{site}/") and p.endswith("-filter.xml")]
    count = len(etree.fromstring(files[path]))
    for index in range(count):
        for name in ("drop", "turn", "any-source", "any-destination", "more-ports", "open-protocol"):
            root = etree.fromstring(files[path])
            rule = root[index]
            descr = rule.findtext("descr")
            if rule.findtext("ipprotocol") != "inet" or not change(root, rule, name):
                continue
            yield f"{site} {rule.findtext('interface')}: {name} {descr}", files | {path: etree.tostring(root)}


def change(root: etree._Element, rule: etree._Element, name: str) -> bool:
    """Make one change; False where it would change nothing."""
    port = rule.find("destination/port")
    if name == "drop":
        root.remove(rule)
    elif name == "turn":
        kind = rule.find("type")
        assert kind is not None
        kind.text = "block" if kind.text == "pass" else "pass"
    elif name in ("any-source", "any-destination"):
        end = rule.find(name.removeprefix("any-"))
        assert end is not None
        if end.find("any") is not None or rule.findtext("type") != "pass":
            return False
        for child in end:
            if child.tag != "port":
                end.remove(child)
        etree.SubElement(end, "any")
    elif name == "more-ports":
        if port is None or not (port.text or "").isdecimal():
            return False
        port.text = f"{port.text}-{int(port.text) + 1}"
    else:
        protocol = rule.find("protocol")
        if protocol is None or port is not None:
            return False
        rule.remove(protocol)
    return True


@pytest.mark.parametrize("site", ["agence", "annexe", "siege"])
def test_a_changed_rule_breaks_the_law(site: str) -> None:
    estate, files = built(TWO_SITES)
    tried = missed = 0
    unnoticed = []
    for name, changed in mutations(files, site):
        tried += 1
        if not any(row.breach for row in reach_rows(estate, changed, [site])):
            missed += 1
            if not SPARED.match(name):
                unnoticed.append(name)
    assert unnoticed == [], "\n".join(unnoticed)
    assert tried - missed > 20


def test_a_flow_whose_answers_are_lost_has_not_passed() -> None:
    """A floating rule lets everything out of the tunnel without state: answers must then pass by rules of their own."""
    estate, files = built(EXAMPLE)
    (path,) = [p for p in files if p.startswith("routers/lyon/") and p.endswith("-filter.xml")]
    stateless = (
        b"<rule><type>pass</type><interface>openvpn</interface><floating>yes</floating><quick>yes</quick>"
        b"<direction>out</direction><ipprotocol>inet</ipprotocol><statetype>none</statetype><source><any/></source>"
        b"<destination><any/></destination><descr>no state</descr></rule></filter>"
    )
    changed = files | {path: files[path].replace(b"</filter>", stateless)}
    rows = reach_table(estate, changed, ["lyon"])
    (http,) = find(rows, "phones@lyon", "pbx+provisioning@siege", "http", "tcp")
    assert (http.passed, http.breach) == (False, "needed, but dropped")
    (sip,) = find(rows, "phones@lyon", "pbx+provisioning@siege", "sip")
    assert (sip.passed, sip.breach) == (True, "")  # the rule for calls to phones lets UDP of the PBX in
    assert sip.rules[1] == "lyon openvpn: no state"


def test_a_source_opened_to_a_whole_branch_is_found() -> None:
    estate, files = built(EXAMPLE)
    (path,) = [p for p in files if p.startswith("routers/siege/") and p.endswith("-filter.xml")]
    changed = files[path].replace(b"<address>tel_phones_pbx</address>", b"<any></any>", 1)
    broken = [r for r in reach_table(estate, files | {path: changed}, ["siege"]) if r.breach]
    assert {(r.source, r.source_site) for r in broken} >= {("data", "lyon"), ("data", "lille")}
    assert {r.breach for r in broken} == {"not needed, and only another site's router drops it"}


@pytest.mark.parametrize(
    ("area", "old", "new"),
    [
        ("nat", b"<staticnatport></staticnatport>", b""),
        ("nat", b"<mode>hybrid</mode>", b"<mode>automatic</mode>"),
        ("nat", b"<mode>hybrid</mode>", b"<mode>disabled</mode>"),
        ("nat", b"<target>tel_pbx</target>", b"<target>10.60.20.99</target>"),
        ("nat", b"<local-port>10000</local-port>", b"<local-port>10001</local-port>"),
        ("aliases", b"10.60.20.10", b"10.60.20.99"),
        ("aliases", b"10.60.40.0/24", b"10.60.41.0/24"),
        ("aliases", b"10.60.40.0/24", b"10.60.0.0/16"),
        ("aliases", b"198.51.100.61", b"198.51.100.62"),
        ("aliases", b"10000:20000", b"10000-20000"),
    ],
)
def test_changed_nat_and_aliases_break_the_law(area: str, old: bytes, new: bytes) -> None:
    estate, files = built(TWO_SITES)
    (path,) = [p for p in files if p.startswith("routers/siege/") and p.endswith(f"-{area}.xml")]
    assert old in files[path]
    changed = files | {path: files[path].replace(old, new)}
    broken = [row for row in reach_table(estate, changed, ["siege"]) if row.breach]
    assert broken or skipped_rules(estate, changed)

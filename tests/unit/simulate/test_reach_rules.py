"""The evaluator, feature by feature: order, floating rules, aliases, ports, protocols, interface words, NAT, state."""

from __future__ import annotations

import pytest

from generators.simulate.reach.areas import ReachError, areas, read
from generators.simulate.reach.evaluate import incoming, outgoing, translated
from tests.unit.simulate.reach_routers import WAN, alias, decides, packet, router, rule

PHONE, OTHER, SERVER, OUT = "10.2.0.20", "10.2.0.21", "10.1.0.10", "192.0.2.9"


def test_nothing_comes_in_without_a_rule_and_everything_goes_out() -> None:
    empty = router()
    assert decides(empty, PHONE, SERVER) == (False, "default deny")
    assert outgoing(empty, "wan", packet(PHONE, OUT)).passed


def test_the_first_match_on_an_interface_wins() -> None:
    box = router(rule("one", "block", source=f"<address>{PHONE}</address>") + rule("two"))
    assert decides(box, PHONE, SERVER) == (False, "one")
    assert decides(box, OTHER, SERVER) == (True, "two")


def test_a_rule_counts_on_its_own_interface_only() -> None:
    box = router(rule("here"))
    assert decides(box, PHONE, SERVER, interface="opt1")[0]
    assert not decides(box, OUT, "198.51.100.2", interface="wan")[0]


def test_reject_drops_and_match_decides_nothing() -> None:
    floating = "<floating>yes</floating><direction>any</direction>"
    box = router(rule("queue", "match", "any", more=floating) + rule("no", "reject"))
    assert decides(box, PHONE, SERVER) == (False, "no")


@pytest.mark.parametrize("quick", [True, False])
def test_a_floating_rule_decides_at_once_only_when_quick(quick: bool) -> None:
    more = "<floating>yes</floating><direction>in</direction>" + ("<quick>yes</quick>" if quick else "")
    box = router(rule("tab") + rule("floating", "block", "opt1,lan", more=more))
    assert decides(box, PHONE, SERVER) == ((False, "floating") if quick else (True, "tab"))


def test_of_floating_rules_that_are_not_quick_the_last_match_wins() -> None:
    more = "<floating>yes</floating><direction>in</direction>"
    box = router(rule("one", "pass", "opt1", more=more) + rule("two", "block", "opt1", more=more))
    assert decides(box, PHONE, SERVER) == (False, "two")


def test_floating_rules_and_those_of_tunnels_come_before_the_tabs() -> None:
    quick = "<floating>yes</floating><quick>yes</quick><direction>in</direction>"
    box = router(
        rule("tab", interface="opt1") + rule("group", interface="openvpn") + rule("f", "block", "", more=quick)
    )
    assert [r.name for r in box.rules] == ["f", "group", "tab"]


def test_a_floating_rule_out_holds_back_what_leaves() -> None:
    more = "<floating>yes</floating><quick>yes</quick><direction>out</direction>"
    box = router(rule("not out", "block", "wan", protocol="udp", more=more))
    assert not outgoing(box, "wan", packet(PHONE, OUT)).passed
    assert outgoing(box, "wan", packet(PHONE, OUT, "tcp", 80)).passed
    assert outgoing(box, "lan", packet(PHONE, SERVER)).passed
    assert decides(box, PHONE, OUT) == (False, "default deny")


def test_aliases_hold_hosts_networks_and_each_other() -> None:
    names = alias("all", "network", "10.9.0.0/16 two") + alias("two", "host", f"{SERVER} 10.8.0.1")
    box = router(rule("to", destination="<address>all</address>"), names)
    for address, passes in ((SERVER, True), ("10.8.0.1", True), ("10.9.3.4", True), ("10.8.0.2", False)):
        assert decides(box, PHONE, address)[0] is passes


def test_ports_are_single_a_range_or_an_alias_and_need_a_protocol() -> None:
    names = alias("some", "port", "5060 10000:20000 more") + alias("more", "port", "7000")
    box = router(rule("p", protocol="udp", destination="<any/><port>some</port>"), names)
    for port, passes in ((5059, 0), (5060, 1), (5061, 0), (9999, 0), (10000, 1), (20000, 1), (20001, 0), (7000, 1)):
        assert decides(box, PHONE, OUT, "udp", port)[0] is bool(passes), port
    assert not decides(box, PHONE, OUT, "tcp", 5060)[0]
    ranged = router(rule("r", protocol="tcp/udp", destination="<any/><port>100-200</port>"))
    assert decides(ranged, PHONE, OUT, "tcp", 200)[0]
    assert decides(ranged, PHONE, OUT, "udp", 100)[0]
    assert not decides(ranged, PHONE, OUT, "udp", 201)[0]


def test_a_source_port_counts() -> None:
    box = router(rule("from", protocol="udp", source="<any/><port>5060</port>"))
    assert incoming(box, "opt1", packet(PHONE, OUT, "udp", 9, 5060))[0].passed
    assert not incoming(box, "opt1", packet(PHONE, OUT, "udp", 9, 5061))[0].passed


def test_a_rule_without_protocol_is_for_all_and_one_with_it_for_that_alone() -> None:
    assert all(decides(router(rule("any")), PHONE, OUT, protocol)[0] for protocol in ("udp", "tcp", "icmp", "esp"))
    box = router(rule("icmp", protocol="icmp"))
    assert decides(box, PHONE, OUT, "icmp")[0]
    assert not decides(box, PHONE, OUT, "udp")[0]


def test_interface_words_are_networks_addresses_and_the_router_itself() -> None:
    box = router(rule("n", source="<network>opt1</network>", destination="<network>opt1ip</network>"))
    assert decides(box, PHONE, "10.2.0.1")[0]
    assert not decides(box, PHONE, "10.1.0.1")[0]
    assert not decides(box, "10.3.0.1", "10.2.0.1")[0]
    itself = router(rule("self", destination="<network>(self)</network>"))
    assert all(decides(itself, PHONE, a)[0] for a in ("10.2.0.1", "10.1.0.1", str(WAN)))
    assert not decides(itself, PHONE, SERVER)[0]


def test_not_turns_an_end_round() -> None:
    box = router(rule("not", destination="<network>lan</network><not/>"))
    assert decides(box, PHONE, OUT)[0]
    assert not decides(box, PHONE, SERVER)[0]


def test_a_flag_is_set_by_being_there() -> None:
    box = router(rule("off", more="<disabled>no</disabled>") + rule("v6", more="").replace(">inet<", ">inet6<"))
    assert box.rules == ()
    assert box.skipped == ()


@pytest.mark.parametrize(
    ("broken", "aliases", "why"),
    [
        (rule("x", interface="opt9"), "", "interface 'opt9' is not there"),
        (rule("x", destination="<address>nobody</address>"), "", "no alias 'nobody'"),
        (rule("x", destination="<address>none</address>"), alias("none", "host", ""), "alias 'none' is empty"),
        (rule("x", destination="<network>tel_pbx</network>"), alias("tel_pbx", "host", SERVER), "is no interface"),
        (rule("x", protocol="udp", destination="<any/><port>1:2</port>"), "", "no port or range"),
        (rule("x", protocol="udp", destination="<any/><port>p</port>"), alias("p", "port", "1-2"), "no port or range"),
        (rule("x", destination="<any/><port>53</port>"), "", "ports without a protocol"),
        (rule("x", protocol="udp", destination="<port>53</port>"), "", "an end without address"),
        (rule("x", destination="<address>p</address>"), alias("p", "port", "53"), "holds no addresses"),
        (rule("x", destination="<address>a</address>"), alias("a", "host", "a"), "holds no addresses"),
        (rule("x", action="allow"), "", "type 'allow'"),
    ],
)
def test_what_pfsense_leaves_out_is_left_out_and_named(broken: str, aliases: str, why: str) -> None:
    box = router(broken, aliases)
    assert box.rules == ()
    assert len(box.skipped) == 1
    assert why in box.skipped[0]


def test_lan_keeps_the_way_to_the_configurator_and_no_other_interface_does() -> None:
    box = router(rule("no", "block", "lan"))
    for port, passes in ((80, True), (443, True), (22, False)):
        assert decides(box, SERVER, "10.1.0.1", "tcp", port, "lan")[0] is passes
    assert not decides(box, SERVER, "10.2.0.1", "tcp", 443, "lan")[0]
    assert not decides(box, PHONE, "10.2.0.1", "tcp", 443, "opt1")[0]


def forward(more: str = "", destination: str = "<network>wanip</network><port>6000-6009</port>") -> str:
    return (
        f"<rule><interface>wan</interface><protocol>udp</protocol><source><any/></source><destination>{destination}"
        f"</destination><target>{SERVER}</target><local-port>7000</local-port><descr>fwd</descr>{more}</rule>"
    )


def test_a_port_forward_moves_the_packet_and_a_rule_must_let_it_in() -> None:
    linked = rule("linked", interface="wan", protocol="udp", destination=f"<address>{SERVER}</address>")
    box = router(linked, nat=forward())
    verdict, moved = incoming(box, "wan", packet(OUT, str(WAN), "udp", 6003))
    assert (verdict.passed, verdict.rule) == (True, "linked")
    assert (str(moved.destination), moved.port) == (SERVER, 7003)
    assert not incoming(box, "wan", packet(OUT, str(WAN), "udp", 6010))[0].passed
    assert not incoming(router(nat=forward()), "wan", packet(OUT, str(WAN), "udp", 6003))[0].passed
    alone = router(nat=forward("<associated-rule-id>pass</associated-rule-id>"))
    assert incoming(alone, "wan", packet(OUT, str(WAN), "udp", 6003))[0].passed
    assert (
        incoming(router(linked, nat=forward("<disabled/>")), "wan", packet(OUT, str(WAN), "udp", 6003))[1].port == 6003
    )


def test_an_exemption_stops_a_later_forward() -> None:
    exempt = forward("<nordr/>", "<network>wanip</network><port>6003</port>")
    box = router(nat=exempt + forward())
    assert incoming(box, "wan", packet(OUT, str(WAN), "udp", 6003))[1].destination == WAN
    assert str(incoming(box, "wan", packet(OUT, str(WAN), "udp", 6004))[1].destination) == SERVER


def outbound(mode: str, more: str = "", target: str = "<target>wanip</target>") -> str:
    written = (
        f"<rule><interface>wan</interface><protocol>udp</protocol><source><network>{SERVER}/32</network></source>"
        f"<sourceport/><destination><any/></destination>{target}{more}<descr>o</descr></rule>"
    )
    return f"<outbound><mode>{mode}</mode>{written}</outbound>"


@pytest.mark.parametrize(
    ("mode", "more", "source", "keeps"),
    [
        ("hybrid", "<staticnatport/>", str(WAN), True),
        ("hybrid", "", str(WAN), False),
        ("hybrid", "<disabled/>", str(WAN), False),
        ("advanced", "<nonat/>", SERVER, True),
        ("automatic", "<staticnatport/>", str(WAN), False),
        ("disabled", "<staticnatport/>", SERVER, True),
    ],
)
def test_outbound_rules_count_in_hybrid_and_manual_mode(mode: str, more: str, source: str, keeps: bool) -> None:
    box = router(nat=outbound(mode, more))
    left, kept = translated(box, "wan", packet(SERVER, OUT))
    assert (str(left.source), kept) == (source, keeps)


def test_automatic_outbound_nat_is_for_inner_networks_and_the_old_layout_is_read() -> None:
    assert translated(router(nat=outbound("hybrid")), "wan", packet(PHONE, OUT, "tcp", 80))[0].source == WAN
    assert str(translated(router(nat=outbound("advanced")), "wan", packet(PHONE, OUT))[0].source) == PHONE
    old = router(nat=outbound("hybrid", "<staticnatport/>", "<target/><targetip/><targetip_subnet/>"))
    assert translated(old, "wan", packet(SERVER, OUT)) == (packet(str(WAN), OUT), True)


def test_a_rule_without_state_says_so() -> None:
    box = router(rule("no state", more="<statetype>none</statetype>"))
    assert not incoming(box, "opt1", packet(PHONE, OUT))[0].state
    assert incoming(router(rule("state")), "opt1", packet(PHONE, OUT))[0].state


def test_text_is_read_as_the_router_reads_it() -> None:
    node = read(b"<FILTER><Rule><Descr><![CDATA[a &amp;amp; b]]></Descr>\n\t\t<log></log></Rule></FILTER>", "x")
    assert node.name == "filter"
    assert node.value("rule", "descr") == "a &amp; b"
    assert node.node("rule").has("log")


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"<filter>",
        b"<!DOCTYPE filter><filter/>",
        b'<!DOCTYPE filter [<!ENTITY a "b">]><filter>&a;</filter>',
        b'<!DOCTYPE filter SYSTEM "file:///etc/passwd"><filter/>',
        b"<filter>\0</filter>",
    ],
)
def test_what_is_no_area_is_refused_in_one_line(hostile: bytes) -> None:
    with pytest.raises(ReachError) as caught:
        read(hostile, "routers/a/x-filter.xml")
    assert str(caught.value).startswith("routers/a/x-filter.xml")
    assert "\n" not in str(caught.value)


def test_two_files_with_one_area_are_refused_and_other_sites_left_alone() -> None:
    files = {"routers/a/1.xml": b"<filter/>", "routers/b/2.xml": b"<", "routers/a/readme.md": b"#"}
    assert set(areas(files, "a")) == {"filter"}
    with pytest.raises(ReachError, match="a second file"):
        areas(files | {"routers/a/2.xml": b"<filter/>"}, "a")

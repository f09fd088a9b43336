"""What the router holds of its own and matters for telephony: used, gone around or named, never changed."""

from __future__ import annotations

import json
from base64 import b64decode

import pytest

from tests.backups import Backup, alias, b64, many, rule, tag
from tests.parsers.pfsense_config import listed, read_config
from tests.unit.targets.pfsense.merging import agency, is_inside, kinds, merge, ours, siege
from tests.unit.targets.pfsense.routers import chain, estate
from tests.unit.targets.pfsense.test_router_merge import BUT


def on(content: bytes, interface: str) -> list[str]:
    """The rules of an interface in their order, ours by their mark."""
    rules = [r for r in listed(read_config(content), "filter.rule") if r["interface"] == interface]
    return [r["descr"].rpartition("(tonalite:")[2].removesuffix(")") for r in rules]


PASSES = ["dns", "pbx/sip", "pbx/rtp", "provisioning/tftp", "provisioning/http", "time/ntp"]
OURS = [f"lyon/opt2/{name}" for name in PASSES]


def test_entries_that_say_the_same_are_not_doubled() -> None:
    """A rule and an alias typed from the setup sheet: used as they are, and said."""
    typed = rule(
        "1690000001", "opt2", descr="SIP", protocol="udp", source="network:opt2", destination="address:tel_pbx:tel_sip"
    )
    backup = agency(rules=[typed], aliases=[alias("tel_pbx", "10.42.20.10"), alias("tel_sip", "5060", "port")])
    result = merge(estate("nyxd"), "lyon", backup)
    assert on(result.content, "opt2") == ["SIP", *(o for o in OURS if o != "lyon/opt2/pbx/sip"), "lyon/opt2/block"]
    names = [a["name"] for a in listed(read_config(result.content), "aliases.alias")]
    assert len(set(names)) == len(names)
    assert len(kinds(result, "same")) == 3


def test_a_port_forward_that_says_the_same_is_used_with_its_rule() -> None:
    """Only where its own rule is there; else ours comes with ours."""
    source, destination = tag("source", many(4, address="tel_admitted"), 3), ["\t\t\t\t<network>wanip</network>\n"]
    destination += many(4, port="5060")
    lines = [*many(3, interface="wan", ipprotocol="inet", protocol="udp", target="tel_pbx"), source]
    lines += [
        tag("destination", destination, 3),
        *many(3, local__port="5060", descr="SIP", associated__rule__id="nat_a"),
    ]
    own = rule("1690000001", "wan", descr="NAT SIP", protocol="udp", associated__rule__id="nat_a",
               source="address:tel_admitted", destination="address:tel_pbx:5060")  # fmt: skip
    with_rule = merge(estate("nyxd"), "siege", siege(forwards=[tag("rule", lines, 2)], rules=[own]))
    assert set(ours(with_rule.content, "nat.rule")) == {"siege/forward/rtp"}
    assert "siege/wan/forward_sip" not in ours(with_rule.content, "filter.rule")
    alone = merge(estate("nyxd"), "siege", siege(forwards=[tag("rule", lines, 2)]))
    assert set(ours(alone.content, "nat.rule")) == {"siege/forward/sip", "siege/forward/rtp"}


def test_ours_stand_before_what_would_stop_them_and_behind_the_rest() -> None:
    """A list of bad addresses keeps its place above; a block of everything does not stop phones; ours blocks last."""
    bad = rule("1690000001", "opt2", "block", descr="listes", source="network:opt2", destination="address:mauvais")
    printer = rule("1690000002", "opt2", descr="imprimante", destination="address:192.0.2.9")
    stop = rule("1690000003", "opt2", "block", descr="stop")
    backup = agency(rules=[bad, printer, stop], aliases=[alias("mauvais", "198.51.100.0/24", "network")])
    result = merge(estate("nyxd"), "lyon", backup)
    assert on(result.content, "opt2") == ["listes", "imprimante", *OURS, "stop", "lyon/opt2/block"]
    assert not list(is_inside(backup.text(), result.content.decode(), BUT))


def test_a_rule_that_sends_phones_by_another_gateway_is_gone_around() -> None:
    """Policy routing would lead their packets past the tunnel: ours are tried first."""
    away = rule("1690000001", "opt2", descr="4G", gateway="LTE_GW")
    result = merge(estate("nyxd"), "lyon", agency(rules=[away]))
    assert on(result.content, "opt2") == [*OURS, "4G", "lyon/opt2/block"]


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (rule("1690000001", "opt2", descr="tout"), "stands above and decides for opt2/block"),
        (
            rule("1690000001", "opt1,opt2", "block", descr="non", floating="yes", quick="yes", direction="in"),
            "is tried before the interface's rules and decides for opt2/dns",
        ),
        (rule("1690000001", "GROUPE", "reject", descr="non"), "decides for opt2/pbx/sip"),
    ],
    ids=["all is let through", "floating", "a group of interfaces"],
)
def test_a_rule_that_decides_in_the_place_of_ours_is_named(own: str, words: str) -> None:
    """With its number, so that the administrator finds it; nothing is done about it."""
    own = own.replace("<floating></floating>", "<floating>yes</floating>").replace(
        "<quick></quick>", "<quick>yes</quick>"
    )
    group = tag("ifgroupentry", [*many(3, ifname="GROUPE", members="opt1 opt2", descr="")], 2)
    result = merge(estate("nyxd"), "lyon", agency(rules=[own], more=[tag("ifgroups", [group])]))
    assert [t for t in kinds(result, "foreign") if words in t and "1690000001" in t]


@pytest.mark.parametrize("more", [{"disabled": ""}, {"quick": "no", "floating": "yes"}], ids=["off", "not quick"])
def test_a_rule_without_effect_is_not_named(more: dict[str, str]) -> None:
    """Switched off, or floating and not quick: the last match would win, and ours is quick."""
    own = rule("1690000001", "lan" if "floating" in more else "opt2", "block", descr="x", direction="in", **more)
    own = own.replace("<floating></floating>", "<floating>yes</floating>").replace("<quick></quick>", "")
    own = own.replace("<interface>lan</interface>", "<interface>opt2</interface>")
    result = merge(estate("nyxd"), "lyon", agency(rules=[own]))
    assert not [t for t in kinds(result, "foreign") if "decides" in t]


def test_mappings_of_the_administrators_own_are_respected() -> None:
    """The same one is used; another address for a phone's MAC, or its address for another MAC, is for a person."""
    phones = [p for p in estate("nyxd").phones_of_site["siege"] if p.address is not None]
    one, two, three = phones[:3]
    pairs = [
        (one.mac.colons, one.address),
        (two.mac.colons.upper(), "10.42.20.77"),
        ("00:00:5e:00:53:01", three.address),
    ]
    maps = [tag("staticmap", many(3, mac=str(m), ipaddr=str(a), hostname="x", descr="à nous"), 3) for m, a in pairs]
    result = merge(estate("nyxd"), "siege", siege(scopes=[tag("opt1", maps, 2)]))
    there = {m["mac"].lower(): m["ipaddr"] for m in listed(read_config(result.content), "dhcpd.opt1.staticmap")}
    assert len(there) == len(phones)  # one of ours is left out, one foreign client is there
    assert one.mac.colons not in {m["mac"] for m in ours(result.content, "dhcpd.opt1.staticmap").values()}
    assert there[two.mac.colons] == "10.42.20.77"
    assert three.mac.colons not in there
    said = [t for t in kinds(result, "by-hand") if "mapping" in t]
    assert len(said) == 2
    assert "3 fixed addresses of the router's own in the phones' network" in kinds(result, "foreign")


def test_an_alias_that_the_administrator_uses_stays_when_it_is_no_longer_wanted() -> None:
    """Else his rule would vanish with it: pfSense skips rules with unknown aliases."""
    change = ("admit: [alone]", "admit: []")
    other = ("    siproxd: {port: 5062, rtp: 7070-7109}\n", "    link: {to: hq, tunnel: 10.255.0.8/30, port: 1196}\n")
    own = rule("1690000001", "wan", "pass", descr="lui", source="address:tel_admitted")
    backup = Backup(release="2.6.0", lan="10.1.10.1/24", rules=[own]).voice("opt1", "10.1.20.1/24", 20)
    first = merge(chain(), "hq", backup)
    second = merge(chain(change, other), "hq", first.content)
    assert "hq/alias/tel_admitted" in ours(second.content, "aliases.alias")
    assert [t for t in kinds(second, "foreign") if "tel_admitted" in t and "kept" in t]


def test_outbound_rules_of_the_administrators_own() -> None:
    """One that holds for everything comes after ours; `advanced` stays; `disabled` is said and left."""
    net = tag("source", many(5, network="10.42.10.0/24"), 4)
    everywhere = tag("destination", [tag("any", "", 5)], 4)
    own = tag("rule", [*many(4, interface="wan"), net, everywhere, *many(4, target="wanip", descr="tous")], 3)
    wide = own.replace("10.42.10.0/24", "10.42.0.0/16")
    result = merge(estate("nyxd"), "siege", siege(outbound_mode="advanced", outbound=[own, wide]))
    held = read_config(result.content)["nat"]["outbound"]
    assert held["mode"] == "advanced"
    assert [r["descr"][:5] for r in held["rule"]] == ["tous", "TEL: ", "tous"]
    assert len([t for t in kinds(result, "foreign") if "holds for the PBX too" in t]) == 1
    off = merge(estate("nyxd"), "siege", siege(outbound_mode="disabled"))
    assert [t for t in kinds(off, "by-hand") if "switched off" in t]
    for mode in (None, "automatic"):
        assert (
            read_config(merge(estate("nyxd"), "siege", siege(outbound_mode=mode)).content)["nat"]["outbound"]["mode"]
            == "hybrid"
        )


SETTINGS = tag("siproxdsettings", [tag("config", many(4, rtptimeout="120", authentication="on", port="5060"), 3)], 2)
USERS = tag("siproxdusers", [tag("config", many(4, username="a", password="MadeUpSiproxdPassword"), 3)], 2)


def atelier(**fields: object) -> Backup:
    """The router of the site behind siproxd."""
    return Backup(lan="192.168.1.1/24", wan="203.0.113.77", **fields).voice("opt1", "192.168.20.1/24", 20)  # type: ignore[arg-type]


def test_packages_are_set_only_where_they_are_installed() -> None:
    """Their other settings and users stay; where one is missing the way is said and nothing is invented."""
    without = merge(estate("nyxd"), "atelier", atelier())
    assert len([t for t in kinds(without, "by-hand") if "is not installed" in t]) == 2
    assert b"siproxdsettings" not in without.content
    assert b"<tftpd>" not in without.content
    backup = atelier(packages=["siproxd", "tftpd"], package_settings=[SETTINGS, USERS])
    held = read_config(merge(estate("nyxd"), "atelier", backup).content)["installedpackages"]
    (config,) = held["siproxdsettings"]["config"]
    assert config == {
        "rtptimeout": "120", "authentication": "", "port": "5060", "sipenable": "on", "if_inbound": "opt1",
        "if_outbound": "wan", "hosts_allow_reg": "192.168.20.0/24", "rtpenable": "1", "rtplower": "7070",
        "rtpupper": "7169",
    }  # fmt: skip
    assert held["siproxdusers"]["config"][0]["password"] == "MadeUpSiproxdPassword"
    (tftpd,) = held["tftpd"]["config"]
    assert (tftpd["enable"], tftpd["tftpd_ip"]) == ("on", "192.168.20.1")


def test_the_older_tftpd_keeps_its_own_switch() -> None:
    """An older package calls it tftpd_enable."""
    older = tag("tftpd", [tag("config", many(4, tftpd_enable="", tftpd_create="on"), 3)], 2)
    backup = atelier(packages=["siproxd", "tftpd"], package_settings=[older])
    (config,) = read_config(merge(estate("nyxd"), "atelier", backup).content)["installedpackages"]["tftpd"]["config"]
    assert (config["tftpd_enable"], config["tftpd_create"], "enable" in config) == ("on", "", False)


def test_siproxd_where_phones_use_the_tunnel_is_named_as_harm() -> None:
    """It would take their packets; the merge does not switch it off."""
    settings = tag("siproxdsettings", [tag("config", many(4, sipenable="on", if_inbound="opt2"), 3)], 2)
    result = merge(estate("nyxd"), "lyon", agency(packages=["siproxd"], package_settings=[settings]))
    assert [t for t in kinds(result, "by-hand") if "siproxd runs on the phones' interface" in t]


def test_kea_gets_its_json_and_never_over_that_of_the_administrator() -> None:
    """2.8: definition and data, for the pool and for fixed addresses; a JSON of his own is left, with what to add."""
    result = merge(estate("nyxd"), "siege", siege(release="2.8.0", dhcpbackend="kea"), force=True)
    config = read_config(result.content)
    (definition,) = json.loads(b64decode(config["kea"]["custom_kea_config"]))["option-def"]
    assert (definition["code"], definition["type"], definition["array"]) == (150, "ipv4-address", True)
    data = json.loads(b64decode(config["dhcpd"]["opt1"]["custom_kea_config"]))["option-data"]
    assert [(d.get("code") or d.get("name"), d["data"]) for d in data] == [
        (150, "10.42.20.10"),
        ("tftp-server-name", "10.42.20.10"),
    ]
    own = tag("kea", many(2, custom_kea_config=b64('{"valid-lifetime": 60}')))
    backup = siege(release="2.8.0", dhcpbackend="kea", more=[own])
    told = merge(estate("nyxd"), "siege", backup, force=True)
    assert read_config(told.content)["kea"] == {"custom_kea_config": b64('{"valid-lifetime": 60}')}
    assert [t for t in kinds(told, "by-hand") if "administrator's own; add to it" in t]


def test_what_else_matters_is_named() -> None:
    """Scopes over the phones' addresses, limits, a clock that is off, names nobody answers."""
    scope = tag("opt1", [tag("enable", "", 3), tag("range", many(4, from_="10.42.40.5", to="10.42.40.9"), 3)], 2)
    mine = tag("opt2", many(3, denyunknown="enabled"), 2)
    text = (
        agency(scopes=[scope, mine]).text().replace("<enable></enable>\n\t\t<active_interface>", "<active_interface>")
    )
    result = merge(estate("nyxd"), "lyon", text.encode())
    said = "\n".join(kinds(result, "foreign"))
    assert "the DHCP scope of opt1 hands out addresses of the phones' network" in said
    assert "limited by denyunknown" in said
    assert "no DNS service is on" in said
    off = siege().text().replace("<enable>enabled</enable>", "<enable>disabled</enable>")
    clock = merge(estate("nyxd"), "siege", off.encode())
    assert read_config(clock.content)["ntpd"]["enable"] == "enabled"


def test_a_tunnel_of_the_routers_own_is_compared_and_left() -> None:
    """The port of the link, and whether it is on; without a store there are no keys to make one."""
    link = next(x for x in estate("nyxd").links if x.near == "lyon")
    client = many(3, vpnid="1", tunnel_network=str(link.tunnel), server_port=str(link.port), description="Siège")
    same = merge(estate("nyxd"), "lyon", agency(openvpn=[tag("openvpn-client", client, 2)]))
    assert not same.content.count(b"<openvpn-server>")
    assert not kinds(same, "by-hand")
    client[2] = tag("server_port", "9999", 3)
    other = merge(estate("nyxd"), "lyon", agency(openvpn=[tag("openvpn-client", [*client, tag("disable", "", 3)], 2)]))
    assert len([t for t in kinds(other, "by-hand") if "link lyon" in t]) == 2
    assert [t for t in kinds(merge(estate("nyxd"), "lyon", agency()), "by-hand") if "no keys at hand" in t]


def test_aliases_in_a_circle_and_odd_numbers_are_no_obstacle() -> None:
    """What cannot be told covers nothing: the block stays above ours, and nothing ends in a traceback."""
    stop = rule("1690000001", "opt2", "block", descr="x", protocol="udp", source="address:a", destination="any::ports")
    odd = rule("9" * 5000, "opt2", "block", descr="y", protocol="udp", destination="any::" + "9" * 5000)
    names = [alias("a", "b"), alias("b", "a c"), alias("ports", "ports p", "port"), alias("p", "ports 5:6", "port")]
    backup = agency(rules=[stop, odd], aliases=names)
    text = backup.text().replace("<filter>", "<filter>\n", 1)
    assert on(merge(estate("nyxd"), "lyon", text.encode()).content, "opt2")[:3] == ["x", "y", OURS[0]]


def test_a_block_that_covers_by_network_and_alias_is_gone_around() -> None:
    """What a name stands for decides, not its text: networks within networks, ranges within ranges."""

    def last_and_first(to: str, port: str = "") -> tuple[str, str]:
        stop = rule("1690000001", "opt2", "block", descr="x", protocol="udp", source="any:", destination=to)
        if port:
            stop = stop.replace("</address>\n\t\t\t</dest", f"</address>\n\t\t\t\t<port>{port}</port>\n\t\t\t</dest")
        names = [alias("grand", "10.0.0.0/8", "network"), alias("tout", "1:65535", "port")]
        rules = on(merge(estate("nyxd"), "lyon", agency(rules=[stop], aliases=names)).content, "opt2")
        return rules[0], rules[-2]

    for to in ("address:grand:tout", "address:10.42.0.0/16:5000-5100", "address:10.42.20.10:5060"):
        assert last_and_first(to) == (OURS[0], "x"), to
    for address, port in (("10.42.20.11", "5060"), ("10.42.20.10", "5061"), ("10.42.20.10", "5000:5100")):
        assert last_and_first(f"address:{address}", port) == ("x", OURS[-1]), (address, port)

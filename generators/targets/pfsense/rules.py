"""Filter rules: what may cross the router for telephony, each with its identity and its reason.

First match wins on an interface: what is needed of a router comes first, then the router is closed to the servers,
then come the ways that the servers themselves begin, the widest last, and at the end the block of everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from generators.estate.estate import Estate
from generators.estate.places import Site, Way
from generators.targets.pfsense.flows import SERVERS, Traffic, seen_from, served_by_router, way
from generators.targets.pfsense.views import End, EndKind, Forward, Interface, Pipes, Rule

FIRST_TRACKER = 1_700_000_000
TRACKERS = 400_000_000
# The two rules of LAN as delivered (pfSense, conf.default/config.xml).
FACTORY_TRACKERS = ("0100000101", "0100000102")

ANY = End(EndKind.ANY, "", "any")
SELF = End(EndKind.NETWORK, "(self)", "This firewall (self)")
# The tab on which what comes out of tunnels is filtered, by the kind of a link.
TABS = {"openvpn": "openvpn", "wireguard": "WireGuard"}


def rules(
    estate: Estate,
    traffic: Traffic,
    site: Site,
    voice: Interface | None,
    servers: tuple[tuple[str, Interface], ...],
    forwards: tuple[Forward, ...],
    lan_is_data: bool,
    pipes: Pipes | None,
) -> tuple[Rule, ...]:
    """Every rule of the site's router, grouped by interface, in the order in which they are tried.

    `lan_is_data` keeps what an empty router's LAN may do as delivered: a restored area would take it away.
    `pipes` are the limiters of computers: then LAN's way to the inside, which they must not slow down, is a rule apart.
    """
    found = [*_wan(estate, traffic, site, forwards)]
    for kind in sorted({estate.link[name].kind for name in site.links}):
        found += _tunnels(estate, traffic, site, voice, kind)
    phones = voice if voice is not None and site.reach else None
    standing: dict[str, tuple[Interface, list[str]]] = {}
    for name, interface in servers:
        standing.setdefault(interface.key, (interface, []))[1].append(name)
    for key, (interface, names) in standing.items():
        if phones is None or key != phones.key:
            found += _questions(estate, site, names, interface)
            found += _from_servers(estate, traffic, site, voice, names, interface, bool(forwards))
    if phones is not None:
        found += _from_phones(estate, site, phones)
        if phones.key in standing:
            names = standing[phones.key][1]
            found += _from_servers(estate, traffic, site, voice, names, phones, bool(forwards))
        everything_else = _net(phones.key, phones.name)
        found.append(
            Rule(
                f"{phones.key}/block",
                phones.key,
                "block",
                None,
                everything_else,
                ANY,
                "rule_block",
                log=True,
                last=True,
            )
        )
    if lan_is_data:
        lan, lan6 = FACTORY_TRACKERS
        all_of_it = _net("lan", "LAN")
        if pipes is not None:
            found.append(
                Rule("lan/inside", "lan", "pass", None, all_of_it, _address("tel_house"), "rule_lan_inside", ours=False)
            )
        found.append(
            Rule("lan/inet", "lan", "pass", None, all_of_it, ANY, "rule_lan", tracker=lan, pipes=pipes, ours=False)
        )
        found.append(
            Rule(
                "lan/inet6",
                "lan",
                "pass",
                None,
                all_of_it,
                ANY,
                "rule_lan6",
                family="inet6",
                tracker=lan6,
                pipes=pipes,
                ours=False,
            )
        )
    return _tracked(site, found)


def names_used(rules: tuple[Rule, ...], forwards: tuple[Forward, ...]) -> frozenset[str]:
    """The names of aliases that rules and port forwards refer to."""
    ends = [e for r in rules for e in (r.source, r.destination)] + [f.source for f in forwards]
    values = {e.value for e in ends} | {e.port for e in ends if e.port} | {f.target for f in forwards}
    return frozenset(v for v in values if v.startswith("tel_"))


def _wan(estate: Estate, traffic: Traffic, site: Site, forwards: tuple[Forward, ...]) -> Iterator[Rule]:
    for forward in forwards:
        port = forward.destination.port
        target = End(EndKind.ADDRESS, forward.target, forward.target, port)
        yield Rule(
            f"wan/{forward.text}", "wan", "pass", forward.protocol, forward.source, target, f"rule_{forward.text}",
            association=forward.association,
        )  # fmt: skip
    for link in traffic.served.get(site.id, ()):
        caller = estate.site[link.near]
        source = ANY if caller.uplink.address is None else _address(str(caller.uplink.address))
        text = "rule_vpn_any" if caller.uplink.address is None else "rule_vpn"
        yield Rule(
            f"wan/link/{link.id}", "wan", "pass", "udp", source, _wan_address(str(link.port)), text,
            names=(("site", caller.title),),
        )  # fmt: skip
    if site.siproxd is not None:
        source = _address("tel_pbx")
        media = f"{site.siproxd.rtp_first}-{site.siproxd.rtp_last}"
        yield Rule(
            "wan/siproxd/sip", "wan", "pass", "udp", source, _wan_address(str(site.siproxd.port)), "rule_siproxd_sip"
        )
        yield Rule("wan/siproxd/rtp", "wan", "pass", "udp", source, _wan_address(media), "rule_siproxd_rtp")


def _tunnels(estate: Estate, traffic: Traffic, site: Site, voice: Interface | None, kind: str) -> Iterator[Rule]:
    """What comes in by the tunnels: phones of other sites to servers, and servers back to phones, not to routers."""
    tab = TABS[kind]
    for name in SERVERS:
        if traffic.users.get((name, site.id)):
            source = _address(f"tel_phones_{name}")
            yield from _services(estate, tab, name, source, f"{kind}/{name}", _address(f"tel_{name}"))
    # The time server answers to the port the question came from; the others begin conversations of their own.
    others = ("pbx", "provisioning")
    back = [name for name in others if voice is not None and way(estate, site, name)]
    on = [name for name in others if traffic.users.get((name, site.id)) and estate.servers[name].site != site.id]
    for name in _apart(estate, site, back):
        yield Rule(f"{kind}/{name}/self", tab, "block", None, _address(f"tel_{name}"), SELF, "rule_server_self")
    for name in _apart(estate, site, on):
        yield _not_to_gateways(f"{kind}/{name}", tab, _address(f"tel_{name}"))
    for name in others:
        source = _address(f"tel_{name}")
        if name in back and voice is not None:
            phones_here = _net(voice.key, voice.name)
            yield Rule(f"{kind}/{name}/back", tab, "pass", "udp", source, phones_here, f"rule_{name}_back")
        if name in on:
            phones = _address(f"tel_phones_{name}")
            yield Rule(f"{kind}/{name}/on", tab, "pass", "udp", source, phones, f"rule_{name}_back")


def _apart(estate: Estate, site: Site, names: list[str]) -> list[str]:
    """Of servers that have one address, the first: its alias stands for all of them."""
    return list({seen_from(site, estate.servers[name]): name for name in reversed(names)}.values())[::-1]


def _not_to_gateways(identity: str, interface: str, source: End) -> Rule:
    gateways = _address("tel_gateways")
    return Rule(f"{identity}/gateways", interface, "block", None, source, gateways, "rule_server_gateways")


def _services(estate: Estate, interface: str, name: str, source: End, identity: str, server: End) -> Iterator[Rule]:
    """The rules that let `source` use a server: one a service."""
    ports = estate.servers[name].ports
    services = {
        "pbx": (("sip", "udp", "tel_sip"), ("rtp", "udp", "tel_rtp")),
        "provisioning": (("tftp", "udp", str(ports.get("tftp"))), ("http", "tcp", str(ports.get("http")))),
        "time": (("ntp", "udp", str(ports.get("ntp"))),),
    }[name]
    for service, protocol, port in services:
        end = replace(server, port=port)
        yield Rule(f"{identity}/{service}", interface, "pass", protocol, source, end, f"rule_{service}")


def _questions(estate: Estate, site: Site, names: list[str], interface: Interface) -> Iterator[Rule]:
    """What the servers ask: names, of their router; the time, of the site's time server if it has one."""
    key, time = interface.key, estate.servers["time"]
    router = End(EndKind.NETWORK, f"{key}ip", f"{interface.name} address")
    clock: End | None = None
    if time.site == site.id and (
        time.address not in interface.network.subnet or time.address == interface.network.gateway
    ):
        clock = _address("tel_time")
    elif time.site != site.id and "time" in served_by_router(estate, site):
        clock = router
    for name in _apart(estate, site, names):
        source = _address(f"tel_{name}")
        end = replace(router, port="53")
        yield Rule(f"{key}/{name}/dns", key, "pass", "tcp/udp", source, end, "rule_server_dns")
        if clock is not None:
            end = replace(clock, port=str(time.ports["ntp"]))
            yield Rule(f"{key}/{name}/ntp", key, "pass", "udp", source, end, "rule_server_ntp")


def _from_servers(
    estate: Estate,
    traffic: Traffic,
    site: Site,
    voice: Interface | None,
    names: list[str],
    interface: Interface,
    admits: bool,
) -> Iterator[Rule]:
    """What the PBX and the provisioning server begin themselves: calls and file transfers to phones, the outside.

    `admits` tells whether phones of other sites come to the PBX by its public address.
    """
    key = interface.key
    far = [name for name in names if traffic.users.get((name, site.id))]
    local = voice is not None and voice.key != key
    for name in _apart(estate, site, names):
        if name == "pbx" or local:
            yield Rule(f"{key}/{name}/self", key, "block", None, _address(f"tel_{name}"), SELF, "rule_server_self")
    for name in _apart(estate, site, far):
        yield _not_to_gateways(f"{key}/{name}", key, _address(f"tel_{name}"))
    for name in names:
        source, back = _address(f"tel_{name}"), f"rule_{name}_back"
        if name in far:
            yield Rule(f"{key}/{name}/back", key, "pass", "udp", source, _address(f"tel_phones_{name}"), back)
        if voice is not None and voice.key != key:
            yield Rule(f"{key}/{name}/local", key, "pass", "udp", source, _net(voice.key, voice.name), back)
    if "pbx" in names:
        source = _address("tel_pbx")
        yield Rule(f"{key}/pbx/inside", key, "block", None, source, _address("tel_inside"), "rule_pbx_inside")
        if estate.trunks:
            yield Rule(f"{key}/pbx/udp", key, "pass", "udp", source, ANY, "rule_pbx_provider")
        elif admits:
            yield Rule(f"{key}/pbx/udp", key, "pass", "udp", source, _address("tel_admitted"), "rule_pbx_admitted")
        yield Rule(f"{key}/pbx/tcp", key, "pass", "tcp", source, replace(ANY, port="tel_outside"), "rule_pbx_outside")


def _from_phones(estate: Estate, site: Site, voice: Interface) -> Iterator[Rule]:
    """What the phones of the site may reach across the router; a server in their own network needs no rule."""
    key = voice.key
    phones = _net(key, voice.name)
    router = End(EndKind.NETWORK, f"{key}ip", f"{voice.name} address")
    yield Rule(f"{key}/dns", key, "pass", "tcp/udp", phones, replace(router, port="53"), "rule_dns")
    for name in SERVERS:
        reach = site.reach[name]
        if reach.way is Way.ROUTER or reach.address == voice.network.gateway:
            served = {"provisioning": "/tftp", "time": "/ntp"}[name]
            found = _services(estate, key, name, phones, f"{key}/{name}", router)
            yield from (rule for rule in found if rule.id.endswith(served))
        elif reach.address in voice.network.subnet:
            continue
        elif name == "pbx" and site.siproxd is not None and reach.way is Way.PUBLIC:
            # The package passes these too, but where its rules stand among ours is not known.
            media = f"{site.siproxd.rtp_first}-{site.siproxd.rtp_last}"
            for service, port in (("sip", str(site.siproxd.port)), ("rtp", media)):
                end = replace(router, port=port)
                yield Rule(f"{key}/siproxd/{service}", key, "pass", "udp", phones, end, f"rule_proxy_{service}")
        else:
            yield from _services(estate, key, name, phones, f"{key}/{name}", _address(f"tel_{name}"))


def _tracked(site: Site, found: list[Rule]) -> tuple[Rule, ...]:
    """Give each rule its tracker: a number above pfSense's own series that depends on its identity alone."""
    taken = {rule.tracker for rule in found if rule.tracker}
    out = []
    for rule in found:
        if not rule.tracker:
            wanted = int.from_bytes(sha256(f"{site.id}/{rule.id}".encode()).digest()[:8], "big") % TRACKERS
            while str(FIRST_TRACKER + wanted) in taken:
                wanted = (wanted + 1) % TRACKERS
            rule = replace(rule, tracker=str(FIRST_TRACKER + wanted))
            taken.add(rule.tracker)
        out.append(rule)
    return tuple(out)


def _address(value: str) -> End:
    return End(EndKind.ADDRESS, value, value)


def _net(key: str, name: str) -> End:
    return End(EndKind.NETWORK, key, f"{name} net / {name} subnets")


def _wan_address(port: str) -> End:
    return End(EndKind.NETWORK, "wanip", "WAN address", port)

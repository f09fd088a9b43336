"""Filter rules: what may cross the router for telephony, each with its identity and its reason.

First match wins on an interface, so a rule for a server stands above the phones' and the block comes last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from generators.estate.estate import Estate
from generators.estate.places import Site, Way
from generators.targets.pfsense.flows import SERVERS, Traffic, way
from generators.targets.pfsense.views import End, EndKind, Forward, Interface, Rule

FIRST_TRACKER = 1_700_000_000
TRACKERS = 400_000_000
# The two rules of LAN as delivered (pfSense, conf.default/config.xml).
FACTORY_TRACKERS = ("0100000101", "0100000102")

ANY = End(EndKind.ANY, "", "any")


def rules(
    estate: Estate,
    traffic: Traffic,
    site: Site,
    voice: Interface | None,
    servers: tuple[tuple[str, Interface], ...],
    forwards: tuple[Forward, ...],
    lan_is_data: bool,
) -> tuple[Rule, ...]:
    """Every rule of the site's router, grouped by interface, in the order in which they are tried.

    `lan_is_data` keeps what an empty router's LAN may do as delivered: a restored area would take it away.
    """
    found = [*_wan(estate, traffic, site, forwards), *_openvpn(estate, traffic, site, voice)]
    for name, interface in servers:
        found += _from_server(estate, traffic, site, voice, name, interface)
    if voice is not None and site.reach:
        found += _from_phones(estate, site, voice)
    if lan_is_data:
        lan, lan6 = FACTORY_TRACKERS
        all_of_it = _net("lan", "LAN")
        found.append(Rule("lan/inet", "lan", "pass", None, all_of_it, ANY, "rule_lan", tracker=lan))
        found.append(Rule("lan/inet6", "lan", "pass", None, all_of_it, ANY, "rule_lan6", family="inet6", tracker=lan6))
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


def _openvpn(estate: Estate, traffic: Traffic, site: Site, voice: Interface | None) -> Iterator[Rule]:
    """What comes in by the tunnels: phones of other sites to servers, and servers back to phones."""
    for name in SERVERS:
        phones = traffic.users.get((name, site.id), ())
        source = _address(f"tel_phones_{name}")
        if phones:
            yield from _services(estate, "openvpn", name, source, f"openvpn/{name}", _address(f"tel_{name}"))
        if name == "time":
            continue  # it answers to the port the question came from
        back = _address(f"tel_{name}")
        if voice is not None and way(estate, site, name):
            phones_here = _net(voice.key, voice.name)
            yield Rule(f"openvpn/{name}/back", "openvpn", "pass", "udp", back, phones_here, f"rule_{name}_back")
        if phones and estate.servers[name].site != site.id:
            yield Rule(f"openvpn/{name}/on", "openvpn", "pass", "udp", back, source, f"rule_{name}_back")


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


def _from_server(
    estate: Estate, traffic: Traffic, site: Site, voice: Interface | None, name: str, interface: Interface
) -> Iterator[Rule]:
    """What the PBX or the provisioning server begins itself: calls and file transfers to phones, the outside."""
    key, source, back = interface.key, _address(f"tel_{name}"), f"rule_{name}_back"
    if traffic.users.get((name, site.id)):
        yield Rule(f"{key}/{name}/back", key, "pass", "udp", source, _address(f"tel_phones_{name}"), back)
    if voice is not None and voice.key != key:
        yield Rule(f"{key}/{name}/local", key, "pass", "udp", source, _net(voice.key, voice.name), back)
    if name == "pbx":
        if estate.trunks or estate.servers["pbx"].admit:
            yield Rule(f"{key}/pbx/udp", key, "pass", "udp", source, ANY, "rule_pbx_provider")
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
    yield Rule(f"{key}/block", key, "block", None, phones, ANY, "rule_block", log=True)


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

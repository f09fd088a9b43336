"""What telephony needs, written from the Estate alone: who must reach what, and what more is put up with.

This list is the other opinion beside the generated rules: it shares nothing with the code that makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network

from generators.estate.places import Reach, Server, Site, Way
from generators.simulate.reach.values import Span
from generators.simulate.reach.world import FACTORY_LAN, World

ALL_PORTS = (0, 65535)
EVERYWHERE = IPv4Network("0.0.0.0/0")
# What a PBX fetches and sends itself: packages by HTTP(S), voice messages by mail (RFC 8314, RFC 6409).
WEB_AND_MAIL = (80, 443, 465, 587)


class Need(StrEnum):
    """Why a flow may pass."""

    NEEDED = "needed"
    TOLERATED = "tolerated"  # passes today, is not needed, and is known
    NOTHING = "nothing"


@dataclass(frozen=True)
class Want:
    """A flow from hosts of one site (empty: the Internet) to hosts of one (empty: the Internet; None: anywhere).

    `service` names it; `keeps_port` tells that NAT must leave the source port alone, `host` where it must end; `but` is
    a destination that is not meant.
    """

    from_site: str
    source: IPv4Network
    to_site: str | None
    destination: IPv4Network
    protocol: str | None
    ports: Span
    service: str
    need: Need = Need.NEEDED
    keeps_port: bool = False
    host: IPv4Address | None = None
    but: IPv4Address | None = None


def wants(world: World) -> tuple[Want, ...]:
    """Everything that telephony needs of the routers of all sites."""
    estate = world.estate
    out: list[Want] = []
    for site in estate.sites:
        if site.router is None:
            continue
        if site.has_voice and site.reach:
            out += _phones(world, site)
        out += _lan(world, site)
    out += _links(world)
    out += _servers(world)
    out += _pbx_outside(world)
    return tuple(out)


def services(server: Server) -> tuple[tuple[str, str, Span], ...]:
    """What a server offers to phones: name, protocol, ports."""
    ports = server.ports
    return {
        "pbx": (
            ("sip", "udp", (ports.get("sip", 0), ports.get("sip", 0))),
            ("rtp", "udp", (ports.get("rtp_first", 0), ports.get("rtp_last", 0))),
        ),
        "provisioning": (
            ("tftp", "udp", (ports.get("tftp", 0), ports.get("tftp", 0))),
            ("http", "tcp", (ports.get("http", 0), ports.get("http", 0))),
        ),
        "time": (("ntp", "udp", (ports.get("ntp", 0), ports.get("ntp", 0))),),
    }[server.id]


def _phones(world: World, site: Site) -> Iterator[Want]:
    voice, gateway = site.voice.subnet, site.voice.gateway
    here = IPv4Network(gateway)
    for protocol in ("udp", "tcp"):
        yield Want(site.id, voice, site.id, here, protocol, (53, 53), "dns")
    for name in ("pbx", "provisioning", "time"):
        server, reach = world.estate.servers[name], site.reach[name]
        if reach.way is Way.ROUTER or reach.address == gateway:
            for service, protocol, ports in services(server):
                if service in ("tftp", "ntp"):
                    yield Want(site.id, voice, site.id, here, protocol, ports, service)
        elif reach.way is Way.PUBLIC:
            yield from _through_siproxd(world, site, reach, server)
        elif reach.address not in voice:
            at = IPv4Network(reach.address)
            for service, protocol, ports in services(server):
                yield Want(site.id, voice, server.site, at, protocol, ports, service)
            if name != "time":
                # Calls to phones go to ports that phones choose; TFTP data comes from a port of its own (RFC 1350).
                back = "calls" if name == "pbx" else "tftp-data"
                yield Want(server.site, at, site.id, voice, "udp", ALL_PORTS, back, but=gateway)


def _through_siproxd(world: World, site: Site, reach: Reach, server: Server) -> Iterator[Want]:
    proxy = site.siproxd
    if proxy is None:
        return
    voice, here = site.voice.subnet, IPv4Network(site.voice.gateway)
    sip, rtp = (proxy.port, proxy.port), (proxy.rtp_first, proxy.rtp_last)
    wan = IPv4Network(world.public[site.id][0])
    yield Want(site.id, voice, site.id, here, "udp", sip, "siproxd-sip")
    yield Want(site.id, voice, site.id, here, "udp", rtp, "siproxd-rtp")
    for service, protocol, ports in services(server):
        public = IPv4Network(reach.address)
        yield Want(site.id, wan, server.site, public, protocol, ports, service, host=server.address)
    pbx = IPv4Network(server.address)
    yield Want(server.site, pbx, site.id, wan, "udp", sip, "siproxd-sip")
    yield Want(server.site, pbx, site.id, wan, "udp", rtp, "siproxd-rtp")
    # Behind NAT the PBX and its router are one address; and the package takes phones' SIP wherever it is sent.
    for address in world.public[server.site]:
        router = IPv4Network(address)
        yield Want(server.site, router, site.id, wan, "udp", sip, "siproxd-sip", Need.TOLERATED)
        yield Want(server.site, router, site.id, wan, "udp", rtp, "siproxd-rtp", Need.TOLERATED)
    yield Want(site.id, voice, site.id, EVERYWHERE, "udp", sip, "siproxd-sip", Need.TOLERATED)


def _links(world: World) -> Iterator[Want]:
    """A tunnel's outer packets: from the caller's address, or from anywhere where it has no fixed one."""
    for link in world.estate.links:
        caller = world.estate.site[link.near].uplink.address
        there = IPv4Network(world.public[link.far][0])
        ports = (link.port, link.port)
        near = IPv4Network(world.public[link.near][0])
        yield Want(link.near, near, link.far, there, "udp", ports, "vpn")
        if caller is None:
            yield Want("", EVERYWHERE, link.far, there, "udp", ports, "vpn")
            for site in world.estate.sites:
                if site.id not in (link.near, link.far):
                    outside = IPv4Network(world.public[site.id][0])
                    yield Want(site.id, outside, link.far, there, "udp", ports, "vpn", Need.TOLERATED)


def _servers(world: World) -> Iterator[Want]:
    """What the PBX and the provisioning server ask of their router: names, and the time where their site tells it."""
    estate = world.estate
    time = estate.servers["time"]
    for server in (estate.servers["pbx"], estate.servers["provisioning"]):
        site, network = estate.site[server.site], world.network_at(server.site, server.address)
        if network is None or site.router is None or server.address == network.gateway:
            continue
        at, here = IPv4Network(server.address), IPv4Network(network.gateway)
        for protocol in ("udp", "tcp"):
            yield Want(site.id, at, site.id, here, protocol, (53, 53), "dns")
        if time.site == site.id:
            here = IPv4Network(time.address)
        elif "time" not in site.router.serves:
            continue
        yield Want(site.id, at, site.id, here, "udp", (time.ports["ntp"], time.ports["ntp"]), "ntp")


def _pbx_outside(world: World) -> Iterator[Want]:
    """The PBX and its providers, whose media addresses no list gives; updates and mail; nothing of the inside.

    The public addresses of other sites are of the Internet too: what the PBX sends there leaves its own router, and
    it is for theirs to drop it.
    """
    estate, pbx = world.estate, world.estate.pbx
    if world.network_at(pbx.site, pbx.address) is None or estate.site[pbx.site].router is None:
        return
    at = IPv4Network(pbx.address)
    flows = [("tcp", (port, port), "outside") for port in WEB_AND_MAIL]
    flows += [("udp", ALL_PORTS, "provider")] if estate.trunks else []
    for protocol, ports, service in flows:
        yield Want(pbx.site, at, "", EVERYWHERE, protocol, ports, service, keeps_port=service == "provider")
        for site in estate.sites:
            for address in world.public[site.id] if site.id != pbx.site else ():
                there = IPv4Network(address)
                yield Want(pbx.site, at, site.id, there, protocol, ports, service, Need.TOLERATED)


def _lan(world: World, site: Site) -> Iterator[Want]:
    """LAN as delivered may everything; where LAN is the phones', it keeps the way to the web configurator."""
    keys = world.keys(site)
    if world.has_factory_lan(site):
        yield Want(site.id, FACTORY_LAN, None, EVERYWHERE, None, ALL_PORTS, "lan", Need.TOLERATED)
    for network in site.networks:
        if keys[network.name] != "lan":
            continue
        here = IPv4Network(network.gateway)
        for port in (80, 443):
            yield Want(
                site.id, network.subnet, site.id, here, "tcp", (port, port), "anti-lockout", Need.TOLERATED
            )  # fmt: skip
        if not (site.has_voice and network.name == site.voice.name):
            yield Want(site.id, network.subnet, None, EVERYWHERE, None, ALL_PORTS, "lan", Need.TOLERATED)


def is_of(want: Want, from_site: str, source: IPv4Address, to_site: str, destination: IPv4Address) -> bool:
    """Whether the want speaks of a pair of hosts."""
    return (
        want.from_site == from_site
        and want.to_site in (None, to_site)
        and source in want.source
        and destination in want.destination
        and destination != want.but
    )

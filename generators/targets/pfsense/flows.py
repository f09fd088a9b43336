"""Who talks to whom across a router: the ways of the phones of all sites to the servers, link by link.

Routes of the VPN, rules of its tab and the aliases they name all follow from here, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from generators.estate.estate import Estate
from generators.estate.places import Link, Network, Server, Site, Way

SERVERS = ("pbx", "provisioning", "time")


@dataclass(frozen=True)
class Crossing:
    """One link on the way of a site's phones to a server: they go from `near_site` to `far_site` over `link`."""

    link: str
    near_site: str
    far_site: str


def way(estate: Estate, site: Site, server: str) -> tuple[Crossing, ...]:
    """The links that the site's phones cross to reach `server`, in their order; none if they need no VPN."""
    reach = site.reach.get(server)
    if reach is None or reach.way is not Way.VPN:
        return ()
    out = []
    here = site.id
    for name in reach.links:
        there = other_end(estate.link[name], here)
        out.append(Crossing(name, here, there))
        here = there
    return tuple(out)


def other_end(link: Link, site: str) -> str:
    """The site at the other end of `link`."""
    return link.far if link.near == site else link.near


@dataclass(frozen=True)
class Traffic:
    """Who crosses which router and which link, walked once for the whole Estate.

    `users` are, by server and site, the other sites whose phones come in there by VPN on their way to the server;
    `routed`, by link and site, the networks that the site's router sends into the link; `served` and `called`
    the links on which a site listens, and those it opens.
    """

    users: Mapping[tuple[str, str], tuple[Site, ...]]
    routed: Mapping[tuple[str, str], tuple[IPv4Network, ...]]
    served: Mapping[str, tuple[Link, ...]]
    called: Mapping[str, tuple[Link, ...]]


def traffic(estate: Estate) -> Traffic:
    """Walk every site's way to every server."""
    users: dict[tuple[str, str], list[Site]] = {}
    routed: dict[tuple[str, str], set[IPv4Network]] = {}
    for site in estate.sites:
        for server in SERVERS:
            for crossing in way(estate, site, server):
                users.setdefault((server, crossing.far_site), []).append(site)
                servers = routed.setdefault((crossing.link, crossing.near_site), set())
                servers.add(subnet_of(estate, estate.servers[server]))
                routed.setdefault((crossing.link, crossing.far_site), set()).add(site.voice.subnet)
    served: dict[str, list[Link]] = {}
    called: dict[str, list[Link]] = {}
    for link in estate.links:
        served.setdefault(link.far, []).append(link)
        called.setdefault(link.near, []).append(link)
    return Traffic(
        users={key: tuple(sites) for key, sites in users.items()},
        routed={key: tuple(sorted(networks)) for key, networks in routed.items()},
        served={key: tuple(links) for key, links in served.items()},
        called={key: tuple(links) for key, links in called.items()},
    )


def network_of(estate: Estate, server: Server) -> Network | None:
    """The network of its site that the server stands in; None if it is in none that the estate knows."""
    return next((n for n in estate.site[server.site].networks if server.address in n.subnet), None)


def subnet_of(estate: Estate, server: Server) -> IPv4Network:
    """The subnet to route for a server: its network's, or its address alone."""
    network = network_of(estate, server)
    return network.subnet if network is not None else IPv4Network(server.address)


def seen_from(site: Site, server: Server) -> IPv4Address:
    """The address at which this site meets a server: its public one where its phones go there, else its own.

    A site whose phones use their own router may still let phones of others through to the real server.
    """
    reach = site.reach.get(server.id)
    return reach.address if reach is not None and reach.way is Way.PUBLIC else server.address


def served_by_router(estate: Estate, site: Site) -> frozenset[str]:
    """What the site's own router must run: what it serves its phones, and a server that has a router's address."""
    gateways = {network.gateway for network in site.networks}
    out = set(site.router.serves) if site.router is not None else set()
    for name, service in (("provisioning", "tftp"), ("time", "time")):
        server = estate.servers[name]
        if server.site == site.id and server.address in gateways:
            out.add(service)
    return frozenset(out)

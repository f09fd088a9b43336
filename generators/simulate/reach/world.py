"""Every site with its router and networks, the links between them, and the Internet around them.

Routes are taken at their widest: a router sends every network of every site that the links join into the tunnel
that leads there. So the filter alone decides what gets through, as the law asks of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network

from generators.estate.estate import Estate
from generators.estate.places import Network, Site
from generators.simulate.reach.areas import Node, ReachError, areas
from generators.simulate.reach.reader import RouterReader
from generators.simulate.reach.router import Interface, Router
from generators.simulate.reach.values import End, Forward

# Public addresses for who has none of their own in the source: the range kept for measuring networks (RFC 2544).
UNNAMED = IPv4Network("198.18.0.0/15")
FACTORY_LAN = IPv4Network("192.168.1.0/24")
TUNNELS = {"openvpn": "openvpn", "wireguard": "wireguard"}
LOOPBACK = IPv4Address("127.0.0.1")


@dataclass(frozen=True)
class Place:
    """Where an address stands: a site's network, a router (`network` empty), or the Internet (`site` empty too)."""

    site: str = ""
    network: str = ""


class World:
    """All sites of an Estate, with what the generated files of their routers say."""

    def __init__(self, estate: Estate, files: Mapping[str, bytes]) -> None:
        self.estate = estate
        taken = {n.subnet for s in estate.sites for n in s.networks} | {link.tunnel for link in estate.links}
        fixed = (*(s.uplink.address for s in estate.sites), estate.pbx.public)
        taken |= {IPv4Network(address) for address in fixed if address is not None}
        spare = (a for net in UNNAMED.subnets(new_prefix=28) if _apart(net, taken) for a in net.hosts())
        self._spare = spare
        self._keys: dict[str, dict[str, str]] = {}
        self.stranger = next(spare)
        self.public = {site.id: self._public(site) for site in estate.sites}
        self.providers = {t.id: self._provider(t.domain) for t in estate.trunks}
        self.routers: dict[str, Router] = {}
        for site in estate.sites:
            found = areas(files, site.id)
            if site.router is not None and "filter" in found:
                self.routers[site.id] = self._router(site, found)
        self._ways: dict[str, Mapping[str, tuple[str, str]]] = {}
        self._at_wan = {a: s for s, found in self.public.items() for a in found}

    def keys(self, site: Site) -> dict[str, str]:
        """The interface of each network, by its name; `lan` is FACTORY_LAN where no network takes it.

        The convention of the setup sheets for an empty router: LAN is the network without VLAN (one that is not
        for voice, where there are two), voice is the next, the others follow by name.
        """
        if site.id not in self._keys:
            self._keys[site.id] = _keys(site)
        return self._keys[site.id]

    def has_factory_lan(self, site: Site) -> bool:
        """Whether the router's LAN is still as delivered, and apart from all networks of the source."""
        free = "lan" not in self.keys(site).values()
        return free and not any(n.subnet.overlaps(FACTORY_LAN) for s in self.estate.sites for n in s.networks)

    def tunnel(self, link: str) -> str:
        """The name of the interface on whose tab the rules for a link stand."""
        kind = self.estate.link[link].kind
        return TUNNELS.get(kind, kind)

    def network_at(self, site: str, address: IPv4Address) -> Network | None:
        """The network of a site that holds an address."""
        return next((n for n in self.estate.site[site].networks if address in n.subnet), None)

    def wan_owner(self, address: IPv4Address) -> str | None:
        """The site that has a public address."""
        return self._at_wan.get(address)

    def joined(self, site: str) -> tuple[str, ...]:
        """The sites that links join to this one, itself among them, sorted."""
        return tuple(sorted(self._towards(site)))

    def next_hop(self, site: str, end: str) -> tuple[str, str] | None:
        """The link and the site that come next on the way from `site` to `end`; None if no link leads there."""
        return self._towards(end).get(site) if site != end else None

    def behind_links(self, site: str, address: IPv4Address) -> str | None:
        """The other site, joined by links, that holds an address (in a network, or as its end of a tunnel)."""
        starts, entries = self._map
        joined = self._towards(site)
        at = bisect_right(starts, int(address)) - 1
        while at >= 0:
            network, owner = entries[at]
            if address in network and owner != site and owner in joined:
                return owner
            if at == 0 or starts[at] < int(address) - self._widest:
                break
            at -= 1
        return None

    @cached_property
    def _widest(self) -> int:
        return max((n.num_addresses for n, _ in self._map[1]), default=0)

    @cached_property
    def _map(self) -> tuple[list[int], list[tuple[IPv4Network, str]]]:
        found = [(n.subnet, s.id) for s in self.estate.sites for n in s.networks]
        for link in self.estate.links:
            found.append((IPv4Network(link.near_address), link.near))
            found.append((IPv4Network(link.far_address), link.far))
        found.sort()
        return [int(network.network_address) for network, _ in found], found

    def _towards(self, end: str) -> Mapping[str, tuple[str, str]]:
        """For every site joined to `end`: link and site that come next; `end` itself stands for nothing more."""
        if end not in self._ways:
            found: dict[str, tuple[str, str]] = {end: ("", "")}
            todo = deque([end])
            while todo:
                at = todo.popleft()
                for other, link in sorted(self._neighbours.get(at, ())):
                    if other not in found:
                        found[other] = (link, at)
                        todo.append(other)
            self._ways[end] = found
        return self._ways[end]

    @cached_property
    def _neighbours(self) -> dict[str, list[tuple[str, str]]]:
        out: dict[str, list[tuple[str, str]]] = {}
        for link in self.estate.links:
            out.setdefault(link.near, []).append((link.far, link.id))
            out.setdefault(link.far, []).append((link.near, link.id))
        return out

    def _public(self, site: Site) -> tuple[IPv4Address, ...]:
        """The public addresses of a site, that of its WAN first."""
        pbx = self.estate.pbx
        public = pbx.public if pbx.site == site.id else None
        first = site.uplink.address or public or next(self._spare)
        return (first,) if public in (None, first) else (first, public)

    def _provider(self, domain: str) -> IPv4Address:
        try:
            return IPv4Address(domain)
        except ValueError:
            return next(self._spare)

    def _router(self, site: Site, found: Mapping[str, Node]) -> Router:
        keys = self.keys(site)
        wan = self.public[site.id][0]
        interfaces = {keys[n.name]: Interface(n.gateway, n.subnet) for n in site.networks}
        if self.has_factory_lan(site):
            interfaces["lan"] = Interface(FACTORY_LAN[1], FACTORY_LAN)
        _check_scopes(site, interfaces, found)
        tunnels = {a for link in site.links if (a := self._end(link, site.id)) is not None}
        own = frozenset({*(i.address for i in interfaces.values()), *self.public[site.id], *tunnels, LOOPBACK})
        interfaces["wan"] = Interface(wan, IPv4Network(wan))
        router = RouterReader(interfaces, own, wan, found).router()
        return _with_siproxd(site, keys, router)

    def _end(self, link: str, site: str) -> IPv4Address:
        found = self.estate.link[link]
        return found.near_address if found.near == site else found.far_address


def _with_siproxd(site: Site, keys: Mapping[str, str], router: Router) -> Router:
    """The package's own redirect: every UDP packet to its port, not meant for the interface, goes to the proxy."""
    if site.siproxd is None or not site.has_voice:
        return router
    port = (site.siproxd.port, site.siproxd.port)
    here = IPv4Network(site.voice.gateway)
    redirect = Forward(
        name="siproxd: redirect of the package",
        interfaces=frozenset({keys[site.voice.name]}),
        protocols=frozenset({"udp"}),
        source=End(),
        destination=End((here,), (port,), inverted=True),
        target=LOOPBACK,
        first=None,
        passes=True,
    )
    forwards = (*router.forwards, redirect)
    return Router(
        router.interfaces, router.own, router.wan_address, router.rules, forwards, router.outbound, router.skipped
    )


def _check_scopes(site: Site, interfaces: Mapping[str, Interface], found: Mapping[str, Node]) -> None:
    """The DHCP scopes of the same files must lie in the networks that the interfaces are taken for."""
    for scope in found.get("dhcpd", Node("dhcpd")).children:
        first = scope.value("range", "from")
        interface = interfaces.get(scope.name)
        if first and interface is not None and IPv4Address(first) not in interface.network:
            raise ReachError(f"site '{site.id}': the DHCP scope of {scope.name} is not in {interface.network}")


def _apart(network: IPv4Network, taken: set[IPv4Network]) -> bool:
    return not any(network.overlaps(other) for other in taken)


def _keys(site: Site) -> dict[str, str]:
    voice = site.voice.name if site.has_voice else ""
    plain = sorted((n.name == voice, n.name) for n in site.networks if n.vlan is None)
    out = {plain[0][1]: "lan"} if plain else {}
    rest = sorted((n.name != voice, n.name) for n in site.networks if n.name not in out)
    return out | {name: f"opt{number}" for number, (_, name) in enumerate(rest, 1)}

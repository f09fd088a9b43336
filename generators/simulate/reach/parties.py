"""Who talks: phones, servers, data networks, routers, providers and strangers, each with the addresses to try.

A filter sees addresses only by the networks that its rules name. So the addresses of a range fall into classes, cut
where such a network begins or ends, and one address of each class stands for all: nothing is left untried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from generators.estate.places import Site
from generators.simulate.reach.world import FACTORY_LAN, Place, World


@dataclass(frozen=True)
class Party:
    """One or more hosts of a kind at a place. `name` is what the table calls them."""

    kind: str
    name: str
    place: Place
    addresses: tuple[IPv4Address, ...]


class Parties:
    """The parties of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._named = tuple(sorted(set(named_networks(world))))
        begins = {int(n.network_address) for n in self._named}
        ends = {int(n.broadcast_address) + 1 for n in self._named}
        self._cuts = tuple(sorted(begins | ends))
        self.internet = Party("internet", "Internet", Place(), (world.stranger,))
        self.providers = tuple(
            Party("provider", f"provider {trunk}", Place(), (address,))
            for trunk, address in sorted(world.providers.items())
        )

    def of_site(self, site: Site) -> Iterator[Party]:
        """Everybody at a site."""
        world, estate = self.world, self.world.estate
        servers = [s for s in estate.servers.values() if s.site == site.id]
        for network in site.networks:
            place = Place(site.id, network.name)
            inside = [s for s in servers if s.address in network.subnet and s.address != network.gateway]
            taken = {network.gateway, *(s.address for s in inside)}
            if site.has_voice and network.name == site.voice.name:
                phones = self._phones(site, taken)
                if phones:
                    yield Party("phones", "phones", place, phones)
            else:
                yield Party("data", network.name, place, self._hosts(network.subnet, taken))
            for address in sorted({s.address for s in inside}):
                names = "+".join(s.id for s in inside if s.address == address)
                yield Party("server", names, place, (address,))
        if world.has_factory_lan(site) and site.id in world.routers:
            lan = self._hosts(FACTORY_LAN, {FACTORY_LAN[1]})
            yield Party("data", "lan as delivered", Place(site.id, "lan"), lan)

    def router(self, site: Site) -> Party:
        """A site's router seen from outside: its public addresses."""
        return Party("router", "router (WAN)", Place(site.id), self.world.public[site.id])

    def gateways(self, site: Site) -> Iterator[Party]:
        """A site's router seen from inside: its address in every network."""
        for network in site.networks:
            yield Party("router", f"router ({network.name})", Place(site.id), (network.gateway,))

    def _phones(self, site: Site, taken: set[IPv4Address]) -> tuple[IPv4Address, ...]:
        """The phones with fixed addresses, one of each class, and the classes of the pool they may come from."""
        voice = site.voice
        fixed = [p.address for p in self.world.estate.phones_of_site[site.id] if p.address is not None]
        some = len(fixed) < len(self.world.estate.phones_of_site[site.id])
        first, last = voice.pool or (voice.subnet[1], voice.subnet[-2])
        found = self._span(first, last, taken) if some else ()
        classes = {self._class(a): a for a in reversed([*sorted(fixed), *found])}
        return tuple(sorted(classes.values()))

    def _hosts(self, network: IPv4Network, taken: set[IPv4Address]) -> tuple[IPv4Address, ...]:
        return self._span(network[1], network[-2], taken)

    def _span(self, first: IPv4Address, last: IPv4Address, taken: set[IPv4Address]) -> tuple[IPv4Address, ...]:
        """One address of each class between two, both included, leaving out those of others."""
        others = sorted(int(a) for a in taken)
        begins = {int(first), *(cut for cut in self._cuts if int(first) < cut <= int(last))}
        out: dict[tuple[bool, ...], IPv4Address] = {}
        for begin in sorted(begins):
            at = begin
            while at in others:
                at += 1
            if at <= int(last):
                address = IPv4Address(at)
                out.setdefault(self._class(address), address)
        return tuple(sorted(out.values()))

    def _class(self, address: IPv4Address) -> tuple[bool, ...]:
        return tuple(address in network for network in self._named)


def named_networks(world: World) -> Iterator[IPv4Network]:
    """Every network that a rule of any router names."""
    for router in world.routers.values():
        for _, source, destination in router.spoken_of:
            yield from source.networks or ()
            yield from destination.networks or ()

"""Which other sites a site's table shows: all where it matters, else one of each kind.

Branches that meet only at a head office are alike to each other: their routers tell no difference between them. One
stands for all in the table of a branch, so that tables grow with the sites and not with their square. That each
router drops by itself what nobody needs is part of the law, so nothing is lost: each branch has a table of its own.
"""

from __future__ import annotations

from ipaddress import IPv4Network

from generators.estate.places import Site
from generators.simulate.reach.world import World


def neighbours(world: World, site: Site) -> dict[str, int]:
    """The other sites to show, each with how many more are like it."""
    pbx = world.estate.pbx
    out = set(world.joined(site.id))
    if site.id == pbx.site:
        out |= set(pbx.admit)
    if site.id in pbx.admit:
        out.add(pbx.site)
    others = sorted(out - {site.id})
    if _matters(world, site):
        return dict.fromkeys(others, 0)
    kinds: dict[object, list[str]] = {}
    named = sorted(_named(world, site))
    for other in others:
        there = world.estate.site[other]
        kinds.setdefault(other if _matters(world, there) else _kind(world, there, named), []).append(other)
    return {alike[0]: len(alike) - 1 for alike in kinds.values()}


def between(world: World, start: str, end: str) -> set[str]:
    """The sites on the way from one to the other, both included; the Internet is none."""
    out, at = {start, end} - {""}, start
    while at and end and (hop := world.next_hop(at, end)) is not None:
        at = hop[1]
        out.add(at)
    return out


def _matters(world: World, site: Site) -> bool:
    """Whether others depend on the site: a server stands there, or tunnels meet."""
    return len(site.links) > 1 or any(server.site == site.id for server in world.estate.servers.values())


def _named(world: World, site: Site) -> set[tuple[IPv4Network, ...]]:
    """The ends of the router's rules: an end that names several networks tells no difference between them."""
    router = world.routers.get(site.id)
    if router is None:
        return set()
    ends = (end for _, source, destination in router.spoken_of for end in (source, destination))
    return {end.networks for end in ends if end.networks}


def _kind(world: World, site: Site, named: list[tuple[IPv4Network, ...]]) -> object:
    """All that a router can tell of a site: what is there, and how it lies to the networks that its rules name."""
    keys = world.keys(site)

    def lies(network: IPv4Network) -> tuple[str, ...]:
        return tuple(
            "in"
            if any(network.subnet_of(n) for n in end)
            else "across"
            if any(network.overlaps(n) for n in end)
            else "out"
            for end in named
        )

    networks = sorted((n.role.value, keys[n.name] == "lan", n.name, lies(n.subnet)) for n in site.networks)
    public = tuple(lies(IPv4Network(a)) for a in world.public[site.id])
    here = (site.id in world.routers, world.has_factory_lan(site), bool(site.reach), site.uplink.address is None)
    return tuple(networks), public, here

"""From a site to a server: pure steps over sites and links, shared by the laws and the resolver."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network
from typing import Protocol


class LinkEnd(Protocol):
    """What a site says of its VPN."""

    @property
    def to(self) -> str:
        """The site at the other end."""


class Linked(Protocol):
    """A site, as far as ways are concerned."""

    @property
    def link(self) -> LinkEnd | None:
        """The VPN that the site writes, if any."""


def paths_to(sites: Mapping[str, Linked], end: str) -> dict[str, tuple[str, ...]]:
    """For every site that has a way to `end`: the links of the shortest one, nearest first; () for `end` itself.

    A link's id is that of the site that writes it. One walk from the end serves all sites.
    """
    neighbours: dict[str, list[tuple[str, str]]] = {}
    for near, site in sites.items():
        if site.link:
            neighbours.setdefault(near, []).append((site.link.to, near))
            neighbours.setdefault(site.link.to, []).append((near, near))
    found: dict[str, tuple[str, ...]] = {end: ()}
    todo = deque([end])
    while todo:
        at = todo.popleft()
        for other, link in sorted(neighbours.get(at, [])):
            if other not in found:
                found[other] = (link, *found[at])
                todo.append(other)
    return found


def pool_of(subnet: IPv4Network, span: tuple[int, int]) -> tuple[IPv4Address, IPv4Address]:
    """The first and last address of a pool written as host numbers; clamped to what IPv4 can hold."""
    base = int(subnet.network_address)
    return IPv4Address(min(base + span[0], 2**32 - 1)), IPv4Address(min(base + span[1], 2**32 - 1))

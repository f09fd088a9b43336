"""From a site to a server: pure steps over sites and links, shared by the laws and the resolver."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from functools import lru_cache
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


def path_between(sites: Mapping[str, Linked], start: str, end: str) -> tuple[str, ...] | None:
    """The links on the shortest way from `start` to `end`, by id; () at the same site; None if there is no way.

    A link's id is that of the site that writes it.
    """
    return _paths(tuple(sorted((k, s.link.to) for k, s in sites.items() if s.link)), end).get(start)


@lru_cache(maxsize=16)
def _paths(links: tuple[tuple[str, str], ...], end: str) -> dict[str, tuple[str, ...]]:
    """For every site that has a way to `end`: its links, nearest first. One walk serves all sites."""
    neighbours: dict[str, list[tuple[str, str]]] = {}
    for near, far in links:
        neighbours.setdefault(near, []).append((far, near))
        neighbours.setdefault(far, []).append((near, near))
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

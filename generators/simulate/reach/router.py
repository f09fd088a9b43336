"""A router as its files describe it: interfaces, and the rules in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network

from generators.simulate.reach.values import End, Forward, Outbound, Rule


@dataclass(frozen=True)
class Interface:
    """An interface: its address there, and its network."""

    address: IPv4Address
    network: IPv4Network


@dataclass(frozen=True)
class Router:
    """A router. `own` are all its addresses; `wan_address` the one that outbound NAT gives.

    `rules` stand in the order in which they are tried; `automatic` are NAT rules of pfSense's own that come last.
    """

    interfaces: Mapping[str, Interface]
    own: frozenset[IPv4Address]
    wan_address: IPv4Address
    rules: tuple[Rule, ...] = ()
    forwards: tuple[Forward, ...] = ()
    outbound: tuple[Outbound, ...] = ()
    skipped: tuple[str, ...] = ()

    @cached_property
    def _tried(self) -> dict[tuple[str, str], tuple[Rule, ...]]:
        return {}

    def tried(self, interface: str, direction: str) -> tuple[Rule, ...]:
        """The rules that count at an interface in a direction, in order."""
        key = (interface, direction)
        if key not in self._tried:
            self._tried[key] = tuple(
                r for r in self.rules
                if (r.interfaces is None or interface in r.interfaces) and r.direction in (direction, "any")
            )  # fmt: skip
        return self._tried[key]

    @property
    def spoken_of(self) -> Iterator[tuple[frozenset[str] | None, End, End]]:
        """Protocols, source and destination of every rule, port forward and rule of outbound NAT."""
        yield from ((r.protocols, r.source, r.destination) for r in self.rules)
        yield from ((f.protocols, f.source, f.destination) for f in self.forwards)
        yield from ((o.protocols, o.source, o.destination) for o in self.outbound)

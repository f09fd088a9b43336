"""Ports in pieces: within one, no rule on the way and no need tells a port from another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address

from generators.simulate.reach.intended import Want
from generators.simulate.reach.router import Router
from generators.simulate.reach.values import WITH_PORTS, End, Span

# Tried besides what rules and needs name: shells, configurators and what else stands open on phones and servers.
NAMED = {
    "udp": ((53, "dns"), (69, "tftp"), (123, "ntp"), (161, "snmp"), (5060, "sip")),
    "tcp": ((22, "ssh"), (23, "telnet"), (53, "dns"), (80, "gui"), (443, "gui"), (5060, "sip"), (6970, "http")),
}


def spans(
    protocol: str,
    wanted: Iterable[Want],
    routers: Iterable[Router],
    sources: Iterable[IPv4Address],
    destinations: Iterable[IPv4Address],
) -> Iterator[Span]:
    """All ports of a protocol, cut where a need, or a rule for these addresses, begins or ends.

    `sources` and `destinations` are all addresses that the two ends of the packet may have on its way.
    """
    if protocol not in WITH_PORTS:
        yield 0, 0
        return
    cuts = {0, *(edge for w in wanted for edge in (w.ports[0], w.ports[1] + 1))}
    cuts |= {edge for port, _ in NAMED[protocol] for edge in (port, port + 1)}
    starts, ends = tuple(sources), tuple(destinations)
    for router in routers:
        for protocols, source, destination in router.spoken_of:
            speaks = protocols is None or protocol in protocols
            if speaks and destination.ports and _holds(source, starts) and _holds(destination, ends):
                cuts |= {edge for first, last in destination.ports for edge in (first, last + 1)}
    marks = sorted(c for c in cuts if c < 65536)
    yield from zip(marks, [m - 1 for m in marks[1:]] + [65535], strict=True)


def named(protocol: str, port: int) -> str:
    """What stands at a port by custom."""
    return next((name for number, name in NAMED.get(protocol, ()) if number == port), "other")


def said(found: Iterable[Span]) -> str:
    """Ports as text: neighbours joined, all of them as `*`."""
    joined: list[list[int]] = []
    for first, last in sorted(set(found)):
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    if joined == [[0, 65535]]:
        return "*"
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in joined)


def _holds(end: End, addresses: tuple[IPv4Address, ...]) -> bool:
    if end.networks is None:
        return True
    return any(any(a in n for n in end.networks) is not end.inverted for a in addresses)

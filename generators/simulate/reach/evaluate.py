"""One router, one packet: which rule decides, what NAT makes of it.

pf tries all rules in order: the first match that is `quick` decides, else the last match of all. Rules on an
interface's tab are quick; floating ones may not be (pfSense source, filter.inc). Before the written rules stand
pfSense's own: everything that comes in is blocked, everything that goes out is let out, and the LAN interface lets
its network to the web configurator (anti-lockout).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import IPv4Network

from generators.simulate.reach.router import Router
from generators.simulate.reach.values import End, Packet, Rule

DEFAULT_DENY = "default deny"
LET_OUT = "let out by default"
ANTI_LOCKOUT = "anti-lockout rule"
CONFIGURATOR = ((80, 80), (443, 443))


@dataclass(frozen=True)
class Verdict:
    """Whether a packet goes on, by which rule, and whether its answers come back by the same decision."""

    passed: bool
    rule: str
    state: bool = True


def incoming(router: Router, interface: str, packet: Packet) -> tuple[Verdict, Packet]:
    """What becomes of a packet that arrives at `interface`: the verdict, and the packet after port forwards."""
    for forward in router.forwards:
        if forward.matches(interface, packet):
            if forward.target is None:
                break
            first = forward.first
            shifted = packet.port
            if first is not None and forward.destination.ports is not None:
                begins = next(a for a, b in forward.destination.ports if a <= packet.port <= b)
                shifted = first + packet.port - begins
            packet = replace(packet, destination=forward.target, port=shifted)
            if forward.passes:
                return Verdict(True, forward.name), packet
            break
    return _decide(router, interface, "in", packet), packet


def outgoing(router: Router, interface: str, packet: Packet) -> Verdict:
    """Whether a packet leaves by `interface`."""
    return _decide(router, interface, "out", packet)


def translated(router: Router, interface: str, packet: Packet) -> tuple[Packet, bool]:
    """The packet after outbound NAT, and whether it keeps its source port."""
    for rule in router.outbound:
        if rule.matches(interface, packet):
            if rule.target is None:
                return packet, True
            return replace(packet, source=rule.target), rule.keeps_port
    return packet, True


def _decide(router: Router, interface: str, direction: str, packet: Packet) -> Verdict:
    found: Rule | None = None
    for rule in (*_own_rules(router, interface, direction), *router.tried(interface, direction)):
        if rule.action != "match" and rule.matches(interface, direction, packet):
            found = rule
            if rule.quick:
                break
    if found is None:
        return Verdict(False, DEFAULT_DENY) if direction == "in" else Verdict(True, LET_OUT)
    return Verdict(found.action == "pass", found.name, found.state)


def _own_rules(router: Router, interface: str, direction: str) -> tuple[Rule, ...]:
    """The anti-lockout rule: from any address on LAN to LAN's address, TCP 80 and 443."""
    if interface != "lan" or direction != "in":
        return ()
    here = End((IPv4Network(router.interfaces["lan"].address),), CONFIGURATOR)
    return (Rule(ANTI_LOCKOUT, "pass", frozenset({"lan"}), "in", True, frozenset({"tcp"}), End(), here),)

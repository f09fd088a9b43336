"""What a packet filter looks at, as values: packets, the ends of rules, rules, port forwards, outbound NAT."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

# A source port as clients choose it; probes that say nothing of their source port use it.
CLIENT_PORT = 49152
WITH_PORTS = frozenset({"tcp", "udp"})

Span = tuple[int, int]


@dataclass(frozen=True)
class Packet:
    """The first packet of a flow. `protocol` is `tcp`, `udp`, `icmp`, `esp` …; ports count for the first two only."""

    source: IPv4Address
    destination: IPv4Address
    protocol: str
    port: int = 0
    source_port: int = CLIENT_PORT

    def answer(self) -> Packet:
        """What comes back."""
        return Packet(self.destination, self.source, self.protocol, self.source_port, self.port)


@dataclass(frozen=True)
class End:
    """Source or destination of a rule. None is any address, any port; spans of ports have both ends included."""

    networks: tuple[IPv4Network, ...] | None = None
    ports: tuple[Span, ...] | None = None
    inverted: bool = False

    def holds(self, address: IPv4Address, port: int, protocol: str) -> bool:
        """Whether an end of a packet is meant."""
        if self.networks is not None and any(address in n for n in self.networks) is self.inverted:
            return False
        if self.ports is None:
            return True
        return protocol in WITH_PORTS and any(first <= port <= last for first, last in self.ports)


@dataclass(frozen=True)
class Rule:
    """A filter rule. `interfaces` None is all; `protocols` None is any; `state` tells whether answers may come back.

    `name` is how a person finds it: its description, else its tracker.
    """

    name: str
    action: str
    interfaces: frozenset[str] | None
    direction: str
    quick: bool
    protocols: frozenset[str] | None
    source: End
    destination: End
    state: bool = True

    def matches(self, interface: str, direction: str, packet: Packet) -> bool:
        """Whether the rule speaks of this packet."""
        return (
            (self.interfaces is None or interface in self.interfaces)
            and self.direction in (direction, "any")
            and (self.protocols is None or packet.protocol in self.protocols)
            and self.source.holds(packet.source, packet.source_port, packet.protocol)
            and self.destination.holds(packet.destination, packet.port, packet.protocol)
        )


@dataclass(frozen=True)
class Forward:
    """A port forward: what arrives for `destination` goes to `target`, from port `first` on (None: the same port).

    `target` None exempts the packet (no redirect). `passes` lets it in without a rule.
    """

    name: str
    interfaces: frozenset[str]
    protocols: frozenset[str] | None
    source: End
    destination: End
    target: IPv4Address | None
    first: int | None
    passes: bool = False

    def matches(self, interface: str, packet: Packet) -> bool:
        """Whether the packet is redirected, or exempted."""
        return (
            interface in self.interfaces
            and (self.protocols is None or packet.protocol in self.protocols)
            and self.source.holds(packet.source, packet.source_port, packet.protocol)
            and self.destination.holds(packet.destination, packet.port, packet.protocol)
        )


@dataclass(frozen=True)
class Outbound:
    """A rule of outbound NAT. `target` None leaves the packet as it is; `keeps_port` is a static port."""

    name: str
    interface: str
    protocols: frozenset[str] | None
    source: End
    destination: End
    target: IPv4Address | None
    keeps_port: bool

    def matches(self, interface: str, packet: Packet) -> bool:
        """Whether the packet leaves by this rule."""
        return (
            interface == self.interface
            and (self.protocols is None or packet.protocol in self.protocols)
            and self.source.holds(packet.source, packet.source_port, packet.protocol)
            and self.destination.holds(packet.destination, packet.port, packet.protocol)
        )

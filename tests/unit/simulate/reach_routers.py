"""A small router for tests of the evaluator: three interfaces, and areas written by hand as the router stores them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from generators.simulate.reach.areas import Node, read
from generators.simulate.reach.evaluate import incoming
from generators.simulate.reach.reader import RouterReader
from generators.simulate.reach.router import Interface, Router
from generators.simulate.reach.values import CLIENT_PORT, Packet

WAN = IPv4Address("198.51.100.2")
INTERFACES = {
    "lan": Interface(IPv4Address("10.1.0.1"), IPv4Network("10.1.0.0/24")),
    "opt1": Interface(IPv4Address("10.2.0.1"), IPv4Network("10.2.0.0/24")),
    "wan": Interface(WAN, IPv4Network("198.51.100.0/24")),
}
OWN = frozenset(i.address for i in INTERFACES.values())


def router(rules: str = "", aliases: str = "", nat: str = "") -> Router:
    """The router with these elements in its areas."""
    areas: dict[str, Node] = {}
    for name, content in (("filter", rules), ("aliases", aliases), ("nat", nat)):
        areas[name] = read(f"<{name}>{content}</{name}>".encode(), name)
    return RouterReader(INTERFACES, OWN, WAN, areas).router()


def rule(
    name: str,
    action: str = "pass",
    interface: str = "opt1",
    source: str = "<any/>",
    destination: str = "<any/>",
    protocol: str = "",
    more: str = "",
) -> str:
    """A filter rule as its element."""
    proto = f"<protocol>{protocol}</protocol>" if protocol else ""
    return (
        f"<rule><type>{action}</type><interface>{interface}</interface><ipprotocol>inet</ipprotocol>{proto}"
        f"<source>{source}</source><destination>{destination}</destination><descr><![CDATA[{name}]]></descr>{more}</rule>"
    )


def alias(name: str, kind: str, entries: str) -> str:
    """An alias as its element."""
    return f"<alias><name>{name}</name><type>{kind}</type><address>{entries}</address></alias>"


def packet(source: str, destination: str, protocol: str = "udp", port: int = 0, from_port: int = CLIENT_PORT) -> Packet:
    """A packet from texts."""
    return Packet(IPv4Address(source), IPv4Address(destination), protocol, port, from_port)


def decides(
    of: Router, source: str, destination: str, protocol: str = "udp", port: int = 0, interface: str = "opt1"
) -> tuple[bool, str]:
    """Whether the packet comes in, and by which rule."""
    verdict, _ = incoming(of, interface, packet(source, destination, protocol, port))
    return verdict.passed, verdict.rule

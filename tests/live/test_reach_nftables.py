"""The evaluator of router rules against a real packet filter: the same random rules, real packets.

The filter is nftables and not pf, which does not run on Linux: what both mean by a rule, a quick floating rule, a
port forward and outbound NAT is compared; what only pf has (reply-to, state policies) is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from random import Random

import pytest

from generators.simulate.reach.areas import Node, read
from generators.simulate.reach.evaluate import ANTI_LOCKOUT, incoming, outgoing, translated
from generators.simulate.reach.reader import RouterReader
from generators.simulate.reach.router import Interface, Router
from generators.simulate.reach.values import Packet
from tests.live.star import HOSTS, PORTS, Probe, Star

pytestmark = pytest.mark.live

GATEWAYS = [gateway for gateway, _ in HOSTS.values()]
ADDRESSES = [address for _, addresses in HOSTS.values() for address in addresses]
ALIASES = {
    "servers": ("host", ["10.1.0.10", "198.51.100.10"]),
    "inside": ("network", ["10.1.0.0/24", "10.2.0.0/25"]),
    "voice_ports": ("port", ["5060", "10000:10001"]),
}
WORDS = {
    "lan": "10.1.0.0/24", "opt1": "10.2.0.0/24", "lanip": "10.1.0.1", "opt1ip": "10.2.0.1", "wanip": "198.51.100.1",
    "(self)": "{ " + ", ".join(GATEWAYS) + " }",
}  # fmt: skip


@dataclass(frozen=True)
class End:
    """An end of a random rule: `kind` is any, network (a word) or address (an address, a network, an alias)."""

    kind: str
    value: str = ""
    inverted: bool = False

    def xml(self, port: str) -> str:
        inner = f"<{self.kind}>{self.value}</{self.kind}>" + ("<not></not>" if self.inverted else "")
        return inner + (f"<port>{port}</port>" if port else "")

    def nft(self, side: str) -> str:
        if self.kind == "any":
            return ""
        entries = ALIASES[self.value][1] if self.value in ALIASES else None
        value = "{ " + ", ".join(entries) + " }" if entries else WORDS.get(self.value, self.value)
        return f"ip {side} {'!= ' if self.inverted else ''}{value} "


@dataclass(frozen=True)
class Spec:
    """A random rule, written twice: as pfSense stores it, and for nftables."""

    name: str
    action: str
    interfaces: tuple[str, ...]
    floating: bool
    quick: bool
    direction: str
    protocol: str
    source: End
    destination: End
    port: str

    def xml(self) -> str:
        floating = f"<floating>yes</floating><direction>{self.direction}</direction>" if self.floating else ""
        floating += "<quick>yes</quick>" if self.floating and self.quick else ""
        protocol = f"<protocol>{self.protocol}</protocol>" if self.protocol else ""
        return (
            f"<rule><type>{self.action}</type><interface>{','.join(self.interfaces)}</interface>{floating}"
            f"<ipprotocol>inet</ipprotocol>{protocol}<source>{self.source.xml('')}</source>"
            f"<destination>{self.destination.xml(self.port)}</destination><descr>{self.name}</descr></rule>"
        )

    def nft(self, match: str) -> str:
        names = ", ".join(f'"{i}"' for i in self.interfaces)
        protocol = {"": "", "tcp/udp": "meta l4proto { tcp, udp } "}.get(
            self.protocol, f"meta l4proto {self.protocol} "
        )
        ports = ALIASES[self.port][1] if self.port in ALIASES else [self.port]
        port = "th dport { " + ", ".join(p.replace(":", "-") for p in ports) + " } " if self.port else ""
        then = "accept" if self.action == "pass" else "goto refuse"
        return (
            f"{match} {{ {names} }} {protocol}{self.source.nft('saddr')}{self.destination.nft('daddr')}{port}"
            f'counter {then} comment "{self.name}"\n'
        )


def random_end(dice: Random) -> End:
    kind = dice.choice(("any", "network", "address", "address"))
    if kind == "any":
        return End("any")
    if kind == "network":
        return End("network", dice.choice(sorted(WORDS)), dice.random() < 0.15)
    value = dice.choice(("servers", "inside", "10.1.0.0/28", "10.2.0.0/24", *ADDRESSES))
    return End("address", value, dice.random() < 0.15)


def random_spec(dice: Random, number: int) -> Spec:
    floating = dice.random() < 0.3
    protocol = dice.choice(("", "udp", "tcp", "tcp/udp"))
    ports = ("", "voice_ports", "53-443", *(str(p) for p in PORTS))
    return Spec(
        name=f"r{number}",
        action=dice.choice(("pass", "pass", "pass", "block")),
        interfaces=tuple(dice.sample(sorted(HOSTS), dice.randint(1, 3))) if floating else (dice.choice(sorted(HOSTS)),),
        floating=floating,
        quick=dice.random() < 0.5,
        direction=dice.choice(("in", "in", "out")) if floating else "in",
        protocol=protocol,
        source=random_end(dice),
        destination=random_end(dice),
        port=dice.choice(ports) if protocol else "",
    )


@dataclass(frozen=True)
class Ground:
    """A random router: rules, a port forward or none, outbound NAT or none."""

    specs: tuple[Spec, ...]
    forward: tuple[str, int, int] | None
    outbound: bool

    def router(self) -> Router:
        """The router as the evaluator reads it."""
        aliases = "".join(
            f"<alias><name>{name}</name><type>{kind}</type><address>{' '.join(entries)}</address></alias>"
            for name, (kind, entries) in ALIASES.items()
        )
        nat = f"<outbound><mode>{'automatic' if self.outbound else 'disabled'}</mode></outbound>"
        if self.forward:
            target, port, inner = self.forward
            nat += (
                f"<rule><interface>wan</interface><protocol>tcp/udp</protocol><source><any></any></source><destination>"
                f"<network>wanip</network><port>{port}</port></destination><target>{target}</target>"
                f"<local-port>{inner}</local-port><descr>forward</descr></rule>"
            )
        texts = {"filter": "".join(s.xml() for s in self.specs), "aliases": aliases, "nat": nat}
        areas: dict[str, Node] = {n: read(f"<{n}>{text}</{n}>".encode(), n) for n, text in texts.items()}
        interfaces = {
            key: Interface(IPv4Address(gateway), IPv4Network(f"{gateway}/24", strict=False))
            for key, (gateway, _) in HOSTS.items()
        }
        own = frozenset(map(IPv4Address, GATEWAYS))
        return RouterReader(interfaces, own, IPv4Address("198.51.100.1"), areas).router()

    def nft(self) -> str:
        """The same for nftables. The first quick match wins, else the last that is not quick: those come reversed."""

        def chain(direction: str, match: str) -> str:
            found = [s for s in (*floating, *tabs) if s.direction == direction]
            quick = [s.nft(match) for s in found if s.quick or not s.floating]
            return "".join((*quick, *(s.nft(match) for s in reversed(found) if s.floating and not s.quick)))

        floating, tabs = [s for s in self.specs if s.floating], [s for s in self.specs if not s.floating]
        lockout = f'iifname "lan" ip daddr 10.1.0.1 tcp dport {{ 80, 443 }} counter accept comment "{ANTI_LOCKOUT}"\n'
        forward = ""
        if self.forward:
            target, port, inner = self.forward
            forward = 'iifname "wan" ip daddr 198.51.100.1 meta l4proto { tcp, udp } '
            forward += f"th dport {port} dnat to {target}:{inner}"
        masquerade = 'oifname "wan" ip saddr { 10.1.0.0/24, 10.2.0.0/24 } masquerade' if self.outbound else ""
        return f"""table ip t {{
chain refuse {{ meta l4proto tcp reject with tcp reset
reject with icmp type admin-prohibited
}}
chain entering {{ {lockout}{chain("in", "iifname")}counter goto refuse comment "default deny"
}}
chain leaving {{ {chain("out", "oifname")}
}}
chain pre {{ type nat hook prerouting priority dstnat; {forward}
}}
chain post {{ type nat hook postrouting priority srcnat; {masquerade}
}}
chain input {{ type filter hook input priority 0; ct state established,related accept
iifname "lo" accept
jump entering
}}
chain forward {{ type filter hook forward priority 0; ct state established,related accept
jump entering
}}
chain forward_out {{ type filter hook forward priority 10; ct state established,related accept
jump leaving
}}
}}
"""


def expected(router: Router, interface: str, packet: Packet) -> tuple[str, set[str]]:
    """What a probe gets by the evaluator: who answers, at which port, whom it saw; or a rejection. And the rules."""
    verdict, arrived = incoming(router, interface, packet)
    rules = {verdict.rule}
    if not verdict.passed:
        return "rejected", rules
    if arrived.destination in router.own:
        return f"router {arrived.port} {arrived.source}", rules
    key = next(k for k, i in router.interfaces.items() if arrived.destination in i.network)
    out = outgoing(router, key, arrived)
    if out.rule.startswith("r"):
        rules.add(out.rule)
    if not out.passed:
        return "rejected", rules
    if key == "wan":
        arrived, _ = translated(router, "wan", arrived)
    return f"{key} {arrived.port} {arrived.source}", rules


@pytest.fixture(scope="module")
def star() -> Iterator[Star]:
    """The router and its hosts, made once."""
    made = Star()
    yield made
    made.close()


def random_ground(dice: Random) -> Ground:
    specs = tuple(random_spec(dice, n) for n in range(dice.randint(2, 14)))
    forward = (dice.choice(("10.1.0.10", "10.2.0.20")), dice.choice(PORTS), dice.choice(PORTS))
    return Ground(specs, forward if dice.random() < 0.6 else None, dice.random() < 0.6)


def test_random_rule_sets_decide_the_same(star: Star) -> None:
    dice = Random(7)
    answered = rejected = moved = 0
    own_port = 20000
    for _ in range(120):
        ground = random_ground(dice)
        router = ground.router()
        assert router.skipped == ()
        star.load(ground.nft())
        said: set[str] = set()
        for name, (gateway, own) in HOSTS.items():
            probes: list[Probe] = []
            wanted: list[str] = []
            for _ in range(14):
                own_port += 1
                there = [a for a in (*ADDRESSES, *GATEWAYS) if a not in own and (a != gateway or dice.random() < 0.7)]
                probe = (
                    dice.choice(own),
                    own_port,
                    dice.choice(there),
                    dice.choice(("udp", "tcp")),
                    dice.choice(PORTS),
                )
                packet = Packet(IPv4Address(probe[0]), IPv4Address(probe[2]), probe[3], probe[4], own_port)
                result, rules = expected(router, name, packet)
                probes.append(probe)
                wanted.append(result)
                said |= rules
            got = star.probe(name, probes)
            assert list(zip(probes, got, strict=True)) == list(zip(probes, wanted, strict=True)), ground.nft()
            rejected += got.count("rejected")
            answered += len(got) - got.count("rejected")
            moved += sum(w.split()[-1] != p[0] for w, p in zip(wanted, probes, strict=True) if w != "rejected")
        assert star.hit() == said, ground.nft()
    # The rule sets must not all let through, nor all drop; and NAT must have been seen.
    assert answered > 700
    assert rejected > 1000
    assert moved > 100

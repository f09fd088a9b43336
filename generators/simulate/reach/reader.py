"""Reader of a router's areas: rules with every alias and interface word resolved.

What pfSense would leave out of its rule set (an unknown interface, an alias that is empty or unknown, ports without
a protocol that has some) is left out here too and named in `skipped` (filter.inc, filter_generate_user_rule).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv4Address, IPv4Network, NetmaskValueError

from generators.simulate.reach.areas import Node
from generators.simulate.reach.router import Interface, Router
from generators.simulate.reach.values import WITH_PORTS, End, Forward, Outbound, Rule, Span

# Interface names that stand for a group of tunnels; their rules come after floating ones, before the others'.
GROUPS = frozenset({"openvpn", "enc0", "l2tp", "pppoe", "wireguard"})


class Skipped(Exception):
    """A rule that pfSense leaves out; the text says why."""


@dataclass
class RouterReader:
    """Reads the areas of one router whose interfaces are known."""

    interfaces: Mapping[str, Interface]
    own: frozenset[IPv4Address]
    wan_address: IPv4Address
    areas: Mapping[str, Node]
    skipped: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        empty = Node("")
        found = self.areas.get("aliases", empty).all("alias")
        self._aliases = {a.value("name"): a for a in found}

    def router(self) -> Router:
        """The router with everything that its areas say."""
        empty = Node("")
        nat = self.areas.get("nat", empty)
        return Router(
            interfaces=self.interfaces,
            own=self.own,
            wan_address=self.wan_address,
            rules=self._rules(self.areas.get("filter", empty)),
            forwards=tuple(f for n in nat.all("rule") if (f := self._forward(n)) is not None),
            outbound=self._outbounds(nat.node("outbound")),
            skipped=tuple(self.skipped),
        )

    def _rules(self, area: Node) -> tuple[Rule, ...]:
        ranked: list[tuple[int, Rule]] = []
        for node in area.all("rule"):
            if node.has("disabled") or node.value("ipprotocol") == "inet6":
                continue
            try:
                ranked.append((self._rank(node), self._rule(node)))
            except Skipped as why:
                self.skipped.append(f"{_name(node)}: {why}")
        ranked.sort(key=lambda entry: entry[0])
        return tuple(rule for _, rule in ranked)

    def _rank(self, node: Node) -> int:
        if node.value("floating") == "yes":
            return 0
        return 1 if node.value("interface").lower() in GROUPS else 2

    def _rule(self, node: Node) -> Rule:
        floating = node.value("floating") == "yes"
        if node.value("type") not in ("pass", "block", "reject", "match"):
            raise Skipped(f"type '{node.value('type')}'")
        interfaces = self._interfaces(node.value("interface"), floating)
        protocols = _protocols(node)
        return Rule(
            name=_name(node),
            action=node.value("type"),
            interfaces=interfaces,
            direction=(node.value("direction") or "any") if floating else "in",
            quick=node.value("quick") == "yes" if floating else True,
            protocols=protocols,
            source=self._end(node.node("source"), protocols),
            destination=self._end(node.node("destination"), protocols),
            state=node.value("statetype") != "none",
        )

    def _interfaces(self, text: str, floating: bool) -> frozenset[str] | None:
        names = [n.lower() for n in text.split(",") if n]
        if floating and (not names or "any" in names):
            return None
        known = frozenset(n for n in names if n in self.interfaces or n in GROUPS)
        if not known:
            raise Skipped(f"interface '{text}' is not there")
        return known

    def _end(self, node: Node, protocols: frozenset[str] | None) -> End:
        ports: tuple[Span, ...] | None = None
        if node.value("port"):
            if protocols is None or not protocols <= WITH_PORTS:
                raise Skipped("ports without a protocol that has ports")
            ports = self._ports(node.value("port"))
        inverted = node.has("not")
        if node.has("any"):
            return End(None, ports)
        if node.value("network"):
            return End(self._word(node.value("network").lower()), ports, inverted)
        if node.value("address"):
            return End(self._addresses(node.value("address"), ()), ports, inverted)
        raise Skipped("an end without address")

    def _word(self, word: str) -> tuple[IPv4Network, ...]:
        """An interface word: a network, an interface's address, or all addresses of the router."""
        if word == "(self)":
            return tuple(sorted(IPv4Network(a) for a in self.own))
        if word in self.interfaces:
            return (self.interfaces[word].network,)
        if word.endswith("ip") and word[:-2] in self.interfaces:
            return (IPv4Network(self.interfaces[word[:-2]].address),)
        raise Skipped(f"'{word}' is no interface")

    def _addresses(self, text: str, seen: tuple[str, ...]) -> tuple[IPv4Network, ...]:
        alias = self._aliases.get(text)
        if alias is None:
            try:
                return (IPv4Network(text, strict=False),)
            except (AddressValueError, NetmaskValueError, ValueError):
                raise Skipped(f"no alias '{text}'") from None
        if text in seen or alias.value("type") not in ("host", "network"):
            raise Skipped(f"alias '{text}' holds no addresses")
        out: list[IPv4Network] = []
        for entry in alias.value("address").split():
            out += self._addresses(entry, (*seen, text))
        if not out:
            raise Skipped(f"alias '{text}' is empty")
        return tuple(out)

    def _ports(self, text: str) -> tuple[Span, ...]:
        """In a rule a range is `a-b`; in an alias it is `a:b`, and with a hyphen the rule is dropped."""
        alias = self._aliases.get(text)
        if alias is None:
            return (_span(text, "-"),)
        if alias.value("type") != "port":
            raise Skipped(f"alias '{text}' holds no ports")
        out: list[Span] = []
        for entry in alias.value("address").split():
            out += self._ports(entry) if entry in self._aliases and entry != text else [_span(entry, ":")]
        if not out:
            raise Skipped(f"alias '{text}' is empty")
        return tuple(out)

    def _forward(self, node: Node) -> Forward | None:
        if node.has("disabled"):
            return None
        try:
            protocols = _protocols(node)
            interfaces = self._interfaces(node.value("interface"), False)
            assert interfaces is not None
            target, first = None, None
            if not node.has("nordr"):
                hosts = self._addresses(node.value("target"), ())
                if len(hosts) != 1 or hosts[0].prefixlen != 32:
                    raise Skipped("the target is not one host")
                target = hosts[0].network_address
                first = self._ports(node.value("local-port"))[0][0] if node.value("local-port") else None
            return Forward(
                name=_name(node),
                interfaces=interfaces,
                protocols=protocols,
                source=self._end(node.node("source"), protocols),
                destination=self._end(node.node("destination"), protocols),
                target=target,
                first=first,
                passes=node.value("associated-rule-id") == "pass",
            )
        except Skipped as why:
            self.skipped.append(f"port forward {_name(node)}: {why}")
            return None

    def _outbounds(self, node: Node) -> tuple[Outbound, ...]:
        """Written rules count in hybrid and manual mode; pfSense's own, for inner networks, in hybrid and automatic."""
        mode = node.value("mode") or "automatic"
        out = []
        for rule in node.all("rule") if mode in ("hybrid", "advanced") else ():
            try:
                if not rule.has("disabled"):
                    out.append(self._outbound(rule))
            except Skipped as why:
                self.skipped.append(f"outbound NAT {_name(rule)}: {why}")
        if mode in ("hybrid", "automatic"):
            inner = tuple(i.network for key, i in sorted(self.interfaces.items()) if key != "wan")
            any_end = End()
            out.append(Outbound("automatic", "wan", None, End(inner), any_end, self.wan_address, False))
        return tuple(out)

    def _outbound(self, node: Node) -> Outbound:
        protocols = _protocols(node)
        key = node.value("interface").lower()
        if key not in self.interfaces:
            raise Skipped(f"interface '{key}' is not there")
        target: IPv4Address | None = None
        if not node.has("nonat"):
            said = node.value("target") or f"{key}ip"
            said = node.value("targetip") if said == "other-subnet" else said
            hosts = self._word(said) if said == f"{key}ip" else self._addresses(said, ())
            target = hosts[0].network_address
        return Outbound(
            name=_name(node),
            interface=key,
            protocols=protocols,
            source=self._nat_end(node.node("source"), node.value("sourceport")),
            destination=self._nat_end(node.node("destination"), node.value("dstport")),
            target=target,
            keeps_port=node.has("staticnatport"),
        )

    def _nat_end(self, node: Node, port: str) -> End:
        ports = (_span(port, ":"),) if port and port not in self._aliases else self._ports(port) if port else None
        said = node.value("network") or node.value("address")
        if node.has("any") or said == "any":
            return End(None, ports)
        found = self._word(said) if said == "(self)" else self._addresses(said, ())
        return End(found, ports, node.has("not"))


def _name(node: Node) -> str:
    words = " ".join(node.value("descr").split())
    return words or f"tracker {node.value('tracker') or '?'}"


def _protocols(node: Node) -> frozenset[str] | None:
    text = node.value("protocol").lower()
    return frozenset(text.split("/")) if text and text != "any" else None


def _span(text: str, mark: str) -> Span:
    first, _, last = text.partition(mark)
    last = last or first
    if not (first.isdecimal() and last.isdecimal() and int(first) <= int(last) < 65536):
        raise Skipped(f"'{text}' is no port or range")
    return int(first), int(last)

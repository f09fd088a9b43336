"""Whether one rule of a router takes every packet that another is meant for, as far as their texts can show.

First match wins, so a foreign rule that covers one of ours decides in its place. Doubt counts as no: an alias of host
names, `not`, a schedule or a word that is not understood covers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Interface, IPv4Network, collapse_addresses

from generators.targets.pfsense.merge.document import Node
from generators.targets.pfsense.write import Element

EVERYWHERE = (IPv4Network("0.0.0.0/0"),)
ALL_PORTS = ((1, 65535),)
MOST_NESTED = 8  # aliases in aliases; deeper ones, or a circle of them, cannot be told
_RANGE = re.compile(r"([0-9]{1,5})(?:([-:])([0-9]{1,5}))?\Z")
Nets = tuple[IPv4Network, ...]
Ports = tuple[tuple[int, int], ...]
# What makes a rule take less than its ends say, or what is not read here.
_NARROWER = (
    "sched",
    "tag",
    "tagged",
    "os",
    "dscp",
    "icmptype",
    "vlanprio",
    "tcpflags1",
    "tcpflags2",
    "srcmac",
    "dstmac",
)


def as_node(element: Element, parent: Node | None = None) -> Node:
    """An element that is to be written, as a node of a file."""
    node = Node(element.name, 0, parent, 0)
    if isinstance(element.value, str):
        node.text = element.value
    else:
        node.children = [as_node(child, node) for child in element.value]
    return node


@dataclass(frozen=True)
class Names:
    """What names in rules stand for: aliases by name (entries), interfaces by key."""

    aliases: Mapping[str, tuple[str, ...]]
    ports: Mapping[str, IPv4Interface]

    def nets(self, end: Node | None) -> Nets | None:
        """The addresses of a source or destination; None if that cannot be told."""
        if end is None or end.has("not"):
            return None
        if end.has("any"):
            return EVERYWHERE
        if word := end.value("network"):
            return self._word(word)
        return self._address(end.value("address"), 0)

    def _word(self, word: str) -> Nets | None:
        if word == "(self)":
            return tuple(IPv4Network(port.ip) for port in self.ports.values())
        if word in self.ports:
            return (self.ports[word].network,)
        key = word.removesuffix("ip")
        if key in self.ports:
            return (IPv4Network(self.ports[key].ip),)
        return self._address(word, 0)  # outbound NAT gives addresses in <network>

    def _address(self, text: str, level: int) -> Nets | None:
        if text == "any":
            return EVERYWHERE
        if text in self.aliases and level < MOST_NESTED:
            parts = [self._address(entry, level + 1) for entry in self.aliases[text]]
            if any(part is None for part in parts):
                return None
            return tuple(collapse_addresses(net for part in parts for net in part or ()))
        try:
            return (IPv4Network(text, strict=False),)
        except ValueError:
            return None

    def services(self, text: str, mark: str = "-", level: int = 0) -> Ports | None:
        """The ports of a text; all where it is empty; None if that cannot be told.

        `mark` stands between the ends of a range: a hyphen in rules, a colon in aliases and outbound NAT.
        """
        if not text:
            return ALL_PORTS
        if text in self.aliases and level < MOST_NESTED:
            parts = [self.services(entry, ":", level + 1) for entry in self.aliases[text]]
            return None if any(p is None for p in parts) else tuple(r for part in parts for r in part or ())
        found = _RANGE.match(text)
        if found is None or (found[2] or mark) != mark:
            return None
        return ((int(found[1]), int(found[3] or found[1])),)


def covers(other: Node, ours: Node, names: Names) -> bool:
    """Whether the rule `other` takes every packet that `ours` is meant for; both are filter or NAT rules."""
    if other.has("disabled") or any(other.value(name) for name in _NARROWER):
        return False
    if (other.value("ipprotocol") or "inet") not in ("inet", "inet46"):
        return False
    theirs, mine = _protocols(other), _protocols(ours)
    if theirs is not None and (mine is None or not mine <= theirs):
        return False
    for name in ("source", "destination"):
        if not _inside(names.nets(ours.find(name)), names.nets(other.find(name))):
            return False
        small, large = (names.services(n.value(f"{name}/port")) for n in (ours, other))
        if not _within(small, large):
            return False
    small, large = (names.services(n.value("dstport"), ":") for n in (ours, other))
    return _within(small, large) and not other.value("sourceport")


def _protocols(rule: Node) -> frozenset[str] | None:
    """The protocols a rule is for; None for all."""
    text = rule.value("protocol").lower()
    return None if text in ("", "any") else frozenset(text.split("/"))


def _inside(small: Nets | None, large: Nets | None) -> bool:
    return small is not None and large is not None and all(any(s.subnet_of(b) for b in large) for s in small)


def _within(small: Ports | None, large: Ports | None) -> bool:
    return (
        small is not None
        and large is not None
        and all(any(b[0] <= s[0] and s[1] <= b[1] for b in large) for s in small)
    )

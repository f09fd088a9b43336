"""What all steps of a merge share: the wanted plan, the router it goes into, and the findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Interface

from generators.estate.estate import Estate
from generators.estate.places import Site
from generators.targets.pfsense.elements import Maker
from generators.targets.pfsense.marks import mark_of
from generators.targets.pfsense.merge.box import Box
from generators.targets.pfsense.merge.cover import Names
from generators.targets.pfsense.merge.document import Document, Node
from generators.targets.pfsense.merge.findings import Findings
from generators.targets.pfsense.views import Plan


@dataclass(frozen=True)
class Work:
    """One merge. `plan` names the interfaces by the router's own keys."""

    estate: Estate
    site: Site
    plan: Plan
    box: Box
    make: Maker
    findings: Findings

    def owned(self, nodes: Iterable[Node]) -> dict[str, Node]:
        """The entries of ours by identity; a second one of the same identity counts as nobody's wish: `id#2`."""
        out: dict[str, Node] = {}
        for node in nodes:
            mark = mark_of(node.value("descr"))
            if mark is not None:
                name, count = mark[1], 2
                while name in out:
                    name, count = f"{mark[1]}#{count}", count + 1
                out[name] = node
        return out

    def names(self, doc: Document) -> Names:
        """What names stand for in the rules of this router, once merged."""
        entries = {a.value("name"): tuple(a.value("address").split()) for a in aliases_in(doc)}
        entries |= {a.name: tuple(e.value for e in a.entries) for a in self.plan.aliases}
        ports = {key: port.address for key, port in self.box.ports.items() if port.address is not None}
        voice = self.plan.voice
        if voice is not None:
            ports.setdefault(voice.key, IPv4Interface(f"{voice.network.gateway}/{voice.network.subnet.prefixlen}"))
        return Names(entries, ports)


def aliases_in(doc: Document) -> list[Node]:
    """The aliases of a configuration."""
    section = doc.root.find("aliases")
    return section.all("alias") if section is not None else []


def rules_in(doc: Document, path: str) -> list[Node]:
    """The rules of a section (`filter`, `nat`, `nat/outbound`)."""
    section = doc.root.find(path)
    return section.all("rule") if section is not None else []


def title_of(rule: Node) -> str:
    """A rule as people find it again: its tracker if it has one, and its description."""
    tracker, descr = rule.value("tracker"), rule.value("descr")
    return " ".join(part for part in (tracker, f"'{descr}'" if descr else "") if part) or "without description"

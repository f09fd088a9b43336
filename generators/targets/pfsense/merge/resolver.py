"""Host overrides of the DNS resolver: the servers' names, ours among the router's own."""

from __future__ import annotations

from generators.targets.pfsense.merge.document import Document, Node
from generators.targets.pfsense.merge.edits import arrange, meaning
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.work import Work
from generators.targets.pfsense.views import HostName
from generators.targets.pfsense.write import Element

SETTING = "unbound.hosts"


def merge(work: Work, doc: Document) -> Document:
    """Put our names behind the router's own. Where the resolver is off they would have no effect: then nothing."""
    section = doc.root.find("unbound")
    if section is None:
        return doc
    there = section.all("hosts")
    owned = work.owned(there)
    foreign = [h for h in there if h not in owned.values()]
    items: dict[Node, Element] = {}
    new: list[Element] = []
    wanted = set()
    for name in work.plan.names if section.has("enable") else ():
        identity = work.make.name_id(name)
        if _has(work, foreign, name):
            continue
        wanted.add(identity)
        element, own = work.make.name(name), owned.get(identity)
        said = f"host override {name.host}.{name.domain}: {name.address}"
        if own is None:
            new.append(element)
            work.findings.tell(Kind.MISSING, SETTING, said)
        elif meaning(own) != meaning(element):
            items[own] = element
            work.findings.tell(Kind.DIFFERENT, SETTING, f"{said}, is {own.value('ip') or 'without address'} there")
    gone = [node for identity, node in owned.items() if identity not in wanted]
    for node in gone:
        work.findings.tell(Kind.UNWANTED, SETTING, f"host override {node.value('host')}.{node.value('domain')}")
    order = [items.get(node, node) for node in there if node not in gone] + new
    return doc.with_edits(arrange(doc, section, "hosts", order, frozenset(owned.values())))


def _has(work: Work, foreign: list[Node], name: HostName) -> bool:
    """Whether the router has the name as its own; it is its administrator's then."""
    for node in foreign:
        if (node.value("host").lower(), node.value("domain").lower()) == (name.host, name.domain.lower()):
            there = node.value("ip")
            said = f"the router's own host override gives {name.host}.{name.domain} the address {there or 'of no kind'}"
            same = name.address in [part.strip() for part in there.split(",")]
            work.findings.tell(Kind.SAME if same else Kind.FOREIGN, SETTING, said)
            return True
    return False

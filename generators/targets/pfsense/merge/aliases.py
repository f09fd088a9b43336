"""Aliases: the names that our rules use. A name that is the router's own is used if it says the same."""

from __future__ import annotations

import re

from generators.targets.pfsense.marks import mark_of
from generators.targets.pfsense.merge.document import BackupRefused, Document, Node
from generators.targets.pfsense.merge.edits import arrange, ensure, meaning
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.work import Work, aliases_in
from generators.targets.pfsense.views import Alias
from generators.targets.pfsense.write import Element

SETTING = "aliases.alias"
_SPLIT = re.compile(r"[\s,]+")


def merge(work: Work, doc: Document) -> Document:
    """Put our aliases after the router's own; those that are there stay where they are, pfSense sorts them by name.

    Raises BackupRefused where a name is taken by something else.
    """
    doc = ensure(doc, "aliases") if work.plan.aliases else doc
    section = doc.root.find("aliases")
    if section is None:
        return doc
    there = aliases_in(doc)
    owned = work.owned(there)
    foreign = {a.value("name"): a for a in there if a not in owned.values()}
    items: dict[Node, Element] = {}
    new: list[Element] = []
    wanted = {f"alias/{a.name}": a for a in work.plan.aliases if not _taken(work, foreign.get(a.name), a)}
    for identity, alias in wanted.items():
        element, own = work.make.alias(alias), owned.get(identity)
        entries = [e.value for e in alias.entries]
        if own is None:
            new.append(element)
            work.findings.tell(Kind.MISSING, SETTING, f"alias {alias.name}: {' '.join(entries)}")
        elif meaning(own) != meaning(element):
            items[own] = element
            work.findings.tell(Kind.DIFFERENT, SETTING, f"alias {alias.name}: {_difference(own, entries)}")
    gone = {node for identity, node in owned.items() if identity not in wanted and _leaves(work, doc, identity, node)}
    order = [items.get(node, node) for node in there if node not in gone] + new
    return doc.with_edits(arrange(doc, section, "alias", order, frozenset(owned.values())))


def named(doc: Document) -> frozenset[str]:
    """The names of our aliases that something of the router's own names: they are kept, and kept up to date."""
    ours = [a.value("name") for a in aliases_in(doc) if mark_of(a.value("descr")) is not None]
    return frozenset(name for name in ours if _named(doc, name))


def _taken(work: Work, other: Node | None, alias: Alias) -> bool:
    """Whether the router has the alias as its own, with the same entries."""
    if other is None:
        return False
    entries = sorted(e.value for e in alias.entries)
    if other.value("type") != alias.type.value or sorted(other.value("address").split()) != entries:
        raise BackupRefused(
            f"the router has an alias '{alias.name}' of its own that holds other values; rename it there, "
            f"or end its description with (tonalite:{work.site.id}/alias/{alias.name}) to hand it over"
        )
    work.findings.tell(Kind.SAME, SETTING, f"alias {alias.name} is the router's own, with the same entries")
    return True


def _difference(own: Node, entries: list[str]) -> str:
    there = own.value("address").split()
    lacks = [e for e in entries if e not in there]
    extra = [e for e in there if e not in entries]
    said = [f"lacks {' '.join(lacks)}"] if lacks else []
    said += [f"has {' '.join(extra)} besides"] if extra else []
    return "; ".join(said) or "its name, type, order or words are not those of the source"


def _leaves(work: Work, doc: Document, identity: str, node: Node) -> bool:
    """Whether an alias that is no longer wanted can go: not while something of the router's own names it."""
    name = node.value("name")
    if "#" not in identity and _named(doc, name):
        text = f"alias {name} is no longer wanted, but something of the router's own names it: kept"
        work.findings.tell(Kind.FOREIGN, SETTING, text)
        return False
    work.findings.tell(Kind.UNWANTED, SETTING, f"alias {name}")
    return True


def _named(doc: Document, name: str) -> bool:
    """Whether an entry that is not ours names an alias."""
    for path in ("filter", "nat", "aliases", "staticroutes", "openvpn"):
        section = doc.root.find(path)
        for node in section.walk() if section is not None else ():
            if node.text and node.name not in ("name", "descr", "detail") and name in _SPLIT.split(node.text):
                entry: Node | None = node
                while entry is not None and entry.name not in ("rule", "alias", "route"):
                    entry = entry.parent
                if entry is None or mark_of(entry.value("descr")) is None:
                    return True
    return False

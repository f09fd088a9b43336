"""Limiters: ours among the router's own, found again by the mark in their description."""

from __future__ import annotations

from generators.targets.pfsense.marks import mark_of
from generators.targets.pfsense.merge.document import Document, Node
from generators.targets.pfsense.merge.edits import arrange, ensure, meaning
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.work import Work, rules_in, title_of
from generators.targets.pfsense.write import Element

SETTING = "dnshaper.queue"


def merge(work: Work, doc: Document) -> Document:
    """Put our limiters behind the router's own; each keeps its number while no other has it."""
    doc = ensure(doc, "dnshaper") if work.plan.limiters else doc
    section = doc.root.find("dnshaper")
    if section is None:
        return doc
    there = section.all("queue")
    marks = {node: mark[1] for node in there if (mark := mark_of(node.value("description"))) is not None}
    owned = {identity: node for node, identity in reversed(marks.items())}
    foreign = [node for node in there if node not in marks]
    names = {q.value("name") for node in foreign for q in (node, *node.all("queue"))}
    numbers = {node.value("number").strip() for node in foreign}
    items: dict[Node, Element] = {}
    new: list[Element] = []
    wanted = set()
    for limiter in work.plan.limiters:
        identity = work.make.limiter_id(limiter)
        if limiter.name in names:
            text = f"the router has a limiter '{limiter.name}' of its own: rename it, ours is not made"
            work.findings.tell(Kind.BY_HAND, SETTING, text)
            continue
        wanted.add(identity)
        own = owned.get(identity)
        kept = own.value("number").strip() if own is not None else ""
        number = kept if kept.isdecimal() and kept not in numbers else _free(numbers, limiter.number)
        numbers.add(number)
        element = work.make.limiter(limiter, number)
        said = f"limiter {limiter.name}: {limiter.rate} Kbit/s"
        if own is None:
            new.append(element)
            work.findings.tell(Kind.MISSING, SETTING, said)
        elif meaning(own) != meaning(element):
            items[own] = element
            is_now = own.value("bandwidth/item/bw") or "without a rate"
            work.findings.tell(Kind.DIFFERENT, SETTING, f"{said}, is {is_now} or differs in another field")
    gone = {n for n, identity in marks.items() if (identity not in wanted or owned[identity] is not n)}
    gone = {node for node in gone if _leaves(work, doc, node)}
    order = [items.get(node, node) for node in there if node not in gone] + new
    return doc.with_edits(arrange(doc, section, "queue", order, frozenset(marks)))


def tell(work: Work, doc: Document) -> None:
    """Say which rules of the router's own let computers take the whole access, limiters being wanted."""
    inside = {key for key in work.box.ports if key != "wan"} - {i.key for i in (work.plan.voice,) if i is not None}
    for rule in rules_in(doc, "filter") if work.plan.limiters else ():
        if mark_of(rule.value("descr")) is not None or rule.has("disabled") or rule.value("dnpipe"):
            continue
        everywhere = rule.find("destination")
        out = everywhere is not None and everywhere.has("any")
        if rule.value("type") == "pass" and out and rule.value("interface") in inside:
            names = " / ".join(limiter.name for limiter in work.plan.limiters)
            text = f"rule {title_of(rule)} of the router's own lets computers take the whole access to the Internet"
            work.findings.tell(Kind.FOREIGN, "filter.rule.dnpipe", f"{text}; its In / Out pipe could be {names}")


def _free(numbers: set[str], first: int) -> str:
    return next(str(n) for n in range(first, first + len(numbers) + 1) if str(n) not in numbers)


def _leaves(work: Work, doc: Document, node: Node) -> bool:
    """Whether a limiter that is no longer wanted can go: not while a rule of the router's own names it."""
    name = node.value("name")
    for rule in rules_in(doc, "filter"):
        if name in (rule.value("dnpipe"), rule.value("pdnpipe")):
            text = f"limiter {name} is no longer wanted, but rule {title_of(rule)} names it: kept"
            work.findings.tell(Kind.FOREIGN, SETTING, text)
            return False
    work.findings.tell(Kind.UNWANTED, SETTING, f"limiter {name}")
    return True

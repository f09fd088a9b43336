"""Filter rules of ours among the router's own, and the headings (separators) that count rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from generators.targets.pfsense.marks import mark_of
from generators.targets.pfsense.merge.cover import as_node, covers
from generators.targets.pfsense.merge.document import Document, Edit, Node
from generators.targets.pfsense.merge.edits import arrange, ensure, meaning
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.order import Wanted, order
from generators.targets.pfsense.merge.work import Work, rules_in, title_of
from generators.targets.pfsense.rules import FIRST_TRACKER, TRACKERS
from generators.targets.pfsense.views import Rule
from generators.targets.pfsense.write import Element

SETTING = "filter.rule"
FLOATING = "floatingrules"
_ROW = re.compile(r"fr([0-9]{1,6})\Z")
_BESIDE = frozenset({"tracker", "descr", "log", "associated-rule-id", "detail"})


def group_of(rule: Node) -> str:
    """The list a rule is shown and tried in: its interface, or the floating rules."""
    return FLOATING if rule.value("floating") == "yes" else rule.value("interface")


def merge(work: Work, doc: Document, without: frozenset[str]) -> Document:
    """Put our rules in. `without` are identities that follow from port forwards which the router has as its own."""
    doc = ensure(doc, "filter") if work.plan.rules else doc
    section = doc.root.find("filter")
    if section is None:
        return doc
    there = rules_in(doc, "filter")
    owned = work.owned(there)
    foreign = [r for r in there if r not in owned.values()]
    names = work.names(doc)
    wanted = []
    for rule in _tracked([r for r in work.plan.rules if r.id not in without], foreign):
        element = work.make.rule(rule)
        same = None if rule.id in owned or rule.association else _same(foreign, element)
        if same is not None:
            work.findings.tell(Kind.SAME, SETTING, f"rule {rule.id}: the router's own rule {title_of(same)} says it")
        else:
            wanted.append(Wanted(rule.id, rule.interface, element, last=rule.last))

    def content(want: Wanted, own: Node | None) -> Node | Element:
        if own is None:
            work.findings.tell(Kind.MISSING, SETTING, f"rule {want.identity}: {_said(as_node(want.element))}")
        elif meaning(own) != meaning(want.element):
            said = f"is {_said(own)}, should be {_said(as_node(want.element))}"
            work.findings.tell(Kind.DIFFERENT, SETTING, f"rule {want.identity}: {said}")
        else:
            return own
        return want.element

    def decides(other: Node, ours: Element) -> bool:
        stops = other.value("type") in ("block", "reject") or bool(other.value("gateway"))
        mine = as_node(ours)
        return stops and mine.value("type") == "pass" and covers(other, mine, names)

    found = order(there, owned, wanted, group_of, decides, content)
    for identity in found.moved:
        work.findings.tell(
            Kind.MISPLACED, SETTING, f"rule {identity}: stands in the wrong place among the interface's rules"
        )
    wishes = {w.identity for w in wanted}
    for identity, node in owned.items():
        if identity not in wishes:
            work.findings.tell(Kind.UNWANTED, SETTING, f"rule {identity}: {_said(node)}")
    edits = arrange(doc, section, "rule", found.items, frozenset(owned.values()))
    return doc.with_edits(edits + separators(section.find("separator"), there, found.items, group_of))


def _tracked(rules: Sequence[Rule], foreign: Sequence[Node]) -> list[Rule]:
    """The rules with trackers that no rule of the router's own has: the next free one where it has ours."""
    taken = {r.value("tracker") for r in foreign}
    out = []
    for rule in rules:
        number = int(rule.tracker) - FIRST_TRACKER
        while str(FIRST_TRACKER + number) in taken:
            number = (number + 1) % TRACKERS
        tracker = str(FIRST_TRACKER + number)
        taken.add(tracker)
        out.append(replace(rule, tracker=tracker))
    return out


def _same(foreign: Sequence[Node], element: Element) -> Node | None:
    """A rule of the router's own that says the same on the same interface."""
    wanted = meaning(element, _BESIDE)
    return next((r for r in foreign if meaning(r, _BESIDE) == wanted), None)


def _said(rule: Node) -> str:
    """A rule in short: `pass udp opt1 -> tel_pbx:tel_sip on opt1`."""
    ends = []
    for name in ("source", "destination"):
        end = rule.find(name)
        value = "?" if end is None else end.value("address") or end.value("network") or "any"
        port = end.value("port") if end is not None else ""
        ends.append(f"{'!' if end is not None and end.has('not') else ''}{value}{':' + port if port else ''}")
    words = [rule.value("type"), rule.value("protocol") or "any", " -> ".join(ends), "on", rule.value("interface")]
    return " ".join(words) + (", disabled" if rule.has("disabled") else "")


def separators(
    section: Node | None,
    there: Sequence[Node],
    after: Sequence[Node | Element],
    group: Callable[[Node], str],
) -> list[Edit]:
    """Keep each heading before the rule it stands before; `row` counts the rules of its list (firewall_rules.php).

    `section` is the `separator` element that holds the lists, `group` tells the name of a rule's list.
    """
    edits: list[Edit] = []
    then_nodes = [item if isinstance(item, Node) else as_node(item) for item in after]
    for one in section.children if section is not None else ():
        before = [who(n) for n in there if group(n) == one.name]
        then = [who(n) for n in then_nodes if group(n) == one.name]
        edits += rows(one, before, then)
    return edits


def rows(headings: Node, before: Sequence[object], then: Sequence[object]) -> list[Edit]:
    """The edits of one list's headings, when its rules were `before` and are `then`."""
    edits: list[Edit] = []
    for heading in headings.children if list(before) != list(then) else ():
        row = heading.find("row")
        found = _ROW.match(row.text.strip()) if row is not None else None
        if row is None or found is None:
            continue
        below = before[int(found[1]) :]
        place = next((then.index(one) for one in below if one in then), len(then))
        if place != int(found[1]):
            edits.append(Edit(row.inner, row.close, f"fr{place}".encode()))
    return edits


def who(rule: Node) -> object:
    """The same for a rule of ours before and after its content changed; else the node itself."""
    return mark_of(rule.value("descr")) or rule

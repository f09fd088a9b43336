"""NAT of ours among the router's own: port forwards, and the outbound rule that keeps the PBX's ports."""

from __future__ import annotations

from generators.targets.pfsense.merge.cover import as_node, covers
from generators.targets.pfsense.merge.document import Document, Edit, Node
from generators.targets.pfsense.merge.edits import arrange, ensure, meaning
from generators.targets.pfsense.merge.filter import rows, who
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.order import Wanted, order
from generators.targets.pfsense.merge.work import Work, rules_in
from generators.targets.pfsense.write import Element

FORWARD = "nat.rule"
OUTBOUND = "nat.outbound.rule"
MODE = "nat.outbound.mode"
WORDS = {FORWARD: "port forward", OUTBOUND: "outbound rule"}
_BESIDE = frozenset({"descr", "associated-rule-id", "natreflection", "target_subnet", "targetip_subnet"})


def forwards(work: Work, doc: Document) -> tuple[Document, frozenset[str]]:
    """Put our port forwards in. Gives the identities of filter rules that need not be made, too.

    A forward of the router's own that says the same, with its rule, is not doubled.
    """
    doc = ensure(doc, "nat") if work.plan.forwards else doc
    there = rules_in(doc, "nat")
    owned = work.owned(there)
    foreign = [r for r in there if r not in owned.values()]
    names = work.names(doc)
    linked = {r.value("associated-rule-id") for r in rules_in(doc, "filter")} | {"pass"}
    wanted, without = [], set()
    for forward in work.plan.forwards:
        element, identity = work.make.forward(forward), work.make.forward_id(forward)
        same = next((r for r in foreign if meaning(r, _BESIDE) == meaning(element, _BESIDE)), None)
        if identity not in owned and same is not None and same.value("associated-rule-id") in linked - {""}:
            work.findings.tell(Kind.SAME, FORWARD, f"port forward {identity}: one of the router's own says it")
            without |= {r.id for r in work.plan.rules if r.association == forward.association}
        else:
            wanted.append(Wanted(identity, "wan", element))
    section = doc.root.find("nat")
    if section is None:
        return doc, frozenset()

    def content(want: Wanted, own: Node | None) -> Node | Element:
        return _content(work, FORWARD, want, own)

    found = order(
        there, owned, wanted, lambda n: n.value("interface"), lambda o, e: covers(o, as_node(e), names), content
    )
    for identity in found.moved:
        work.findings.tell(Kind.MISPLACED, FORWARD, f"port forward {identity}: stands in the wrong place")
    _unwanted(work, FORWARD, owned, wanted)
    edits = arrange(doc, section, "rule", found.items, frozenset(owned.values()))
    headings = section.find("separator")
    if headings is not None:
        after = [who(n if isinstance(n, Node) else as_node(n)) for n in found.items]
        edits += rows(headings, [who(n) for n in there], after)
    return doc.with_edits(edits), frozenset(without)


def outbound(work: Work, doc: Document) -> Document:
    """Put our outbound rule in, in the layout of the router's release, and choose a mode in which it counts."""
    new = work.box.release.outbound_nat == "new"
    doc = ensure(doc, "nat/outbound") if work.plan.outbound else doc
    section = doc.root.find("nat/outbound")
    if section is None:
        return doc
    there = rules_in(doc, "nat/outbound")
    owned = work.owned(there)
    foreign = [r for r in there if r not in owned.values()]
    names = work.names(doc)
    wanted = []
    for rule in work.plan.outbound:
        element, identity = work.make.outbound(rule, new), work.make.outbound_id(rule)
        same = any(meaning(r, _BESIDE) == meaning(element, _BESIDE) for r in foreign)
        if identity not in owned and same:
            work.findings.tell(Kind.SAME, OUTBOUND, f"outbound rule {identity}: one of the router's own says it")
        else:
            wanted.append(Wanted(identity, "wan", element))

    def content(want: Wanted, own: Node | None) -> Node | Element:
        return _content(work, OUTBOUND, want, own)

    found = order(
        there, owned, wanted, lambda n: n.value("interface"), lambda o, e: covers(o, as_node(e), names), content
    )
    for identity in found.moved:
        work.findings.tell(Kind.MISPLACED, OUTBOUND, f"outbound rule {identity}: stands in the wrong place")
    _unwanted(work, OUTBOUND, owned, wanted)
    edits = arrange(doc, section, "rule", found.items, frozenset(owned.values()))
    doc = doc.with_edits(edits)
    return _mode(work, doc) if work.plan.outbound else doc


def _mode(work: Work, doc: Document) -> Document:
    """Hybrid where the mode is automatic: there outbound rules are ignored. Other modes are the administrator's."""
    section = doc.root.find("nat/outbound")
    assert section is not None
    mode = section.find("mode")
    value = mode.text.strip() if mode is not None else ""
    if value in ("hybrid", "advanced"):
        return doc
    if value == "disabled":
        text = "outbound NAT is switched off on this router: the rule for the PBX has no effect"
        work.findings.tell(Kind.BY_HAND, MODE, text)
        return doc
    work.findings.tell(Kind.DIFFERENT, MODE, f"outbound NAT mode is {value or 'not set'}, should be hybrid")
    if mode is not None:
        return doc.with_edits([Edit(mode.start, mode.end, b"<mode>hybrid</mode>")])
    content = b"\n\t\t\t<mode>hybrid</mode>"
    return doc.with_edits([Edit(section.inner, section.inner, content)])


def _content(work: Work, setting: str, want: Wanted, own: Node | None) -> Node | Element:
    if own is None:
        work.findings.tell(Kind.MISSING, setting, f"{WORDS[setting]} {want.identity}: {_said(as_node(want.element))}")
    elif meaning(own) != meaning(want.element):
        said = f"is {_said(own)}, should be {_said(as_node(want.element))}"
        work.findings.tell(Kind.DIFFERENT, setting, f"{WORDS[setting]} {want.identity}: {said}")
    else:
        return own
    return want.element


def _unwanted(work: Work, setting: str, owned: dict[str, Node], wanted: list[Wanted]) -> None:
    wishes = {w.identity for w in wanted}
    for identity, node in owned.items():
        if identity not in wishes:
            work.findings.tell(Kind.UNWANTED, setting, f"{WORDS[setting]} {identity}: {_said(node)}")


def _said(rule: Node) -> str:
    """A NAT rule in short: `udp tel_admitted -> wanip:5060 to tel_pbx on wan`."""
    ends = []
    for name in ("source", "destination"):
        end = rule.find(name)
        value = "?" if end is None else end.value("address") or end.value("network") or "any"
        port = end.value("port") if end is not None else ""
        ends.append(f"{value}{':' + port if port else ''}")
    to = f" to {rule.value('target')}" if rule.value("target") else ""
    port = f":{rule.value('local-port')}" if rule.value("local-port") else ""
    besides = ", static port" if rule.has("staticnatport") else ""
    besides += ", disabled" if rule.has("disabled") else ""
    return f"{rule.value('protocol') or 'any'} {' -> '.join(ends)}{to}{port} on {rule.value('interface')}{besides}"

"""What of the router's own matters for telephony: said, never changed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from generators.targets.pfsense.merge.cover import as_node, covers
from generators.targets.pfsense.merge.document import Document, Node
from generators.targets.pfsense.merge.filter import FLOATING, group_of
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.work import Work, rules_in, title_of


def tell(work: Work, doc: Document) -> None:
    """Look through the merged configuration."""
    _rules(work, doc)
    _nat(work, doc)
    _scopes(work, doc)
    _names(work, doc)
    voice = work.plan.voice
    if voice is not None and voice.key == "lan" and not doc.root.has("system/webgui/noantilockout"):
        text = "phones are in LAN, whose hosts reach the web configurator by pfSense's own anti-lockout rule"
        work.findings.tell(Kind.FOREIGN, "system.webgui.noantilockout", text)
    optimization = doc.root.value("system/optimization")
    if optimization != "conservative":
        text = f"Firewall Optimization Options is {optimization or 'normal'}; the setup sheet advises conservative"
        work.findings.tell(Kind.FOREIGN, "system.optimization", text)


def _rules(work: Work, doc: Document) -> None:
    rules = rules_in(doc, "filter")
    owned = work.owned(rules)
    ours = set(owned.values())
    names = work.names(doc)
    voice = work.plan.voice.key if work.plan.voice is not None else None
    groups = _groups(doc)
    place = {rule: index for index, rule in enumerate(rules)}
    for rule in rules:
        if rule in ours or rule.has("disabled"):
            continue
        group = group_of(rule)
        over = _over(rule, group, groups)
        for identity, mine in owned.items():
            on = mine.value("interface")
            above = group == on and place[rule] < place[mine]
            first = above or (over is not None and (not over or on in over))
            if first and _decides(rule, mine) and covers(rule, mine, names):
                where = "stands above" if above else "is tried before the interface's rules"
                text = f"rule {title_of(rule)} of the router's own {where} and decides for {identity}"
                work.findings.tell(Kind.FOREIGN, "filter.rule", f"{text}: ours has no effect")
        if group == voice:
            word = {"pass": "lets", "block": "stops", "reject": "stops"}.get(rule.value("type"), "treats")
            through = " through" if word == "lets" else ""
            text = f"rule {title_of(rule)} of the router's own {word} traffic of the phones' interface {voice}{through}"
            work.findings.tell(Kind.FOREIGN, "filter.rule", text)


def _over(rule: Node, group: str, groups: dict[str, frozenset[str]]) -> frozenset[str] | None:
    """The interfaces before whose rules this one is tried; none named means all; None where it is not."""
    if group == FLOATING:
        quick = rule.value("quick") == "yes" and rule.value("direction") in ("in", "any", "")
        return frozenset(k for k in rule.value("interface").split(",") if k and k != "any") if quick else None
    return groups.get(group)


def _decides(rule: Node, mine: Node) -> bool:
    """Whether it makes a difference which of the two is tried first."""
    if rule.value("type") == "match":
        return False
    if mine.value("type") == "pass":
        return rule.value("type") != "pass" or bool(rule.value("gateway"))
    return rule.value("type") == "pass"


def _groups(doc: Document) -> dict[str, frozenset[str]]:
    """The members of interface groups, by name; their rules are tried before those of the members."""
    section = doc.root.find("ifgroups")
    entries = section.all("ifgroupentry") if section is not None else []
    return {e.value("ifname"): frozenset(e.value("members").split()) for e in entries if e.value("ifname")}


def _nat(work: Work, doc: Document) -> None:
    names = work.names(doc)
    rules = rules_in(doc, "nat")
    ours = set(work.owned(rules).values())
    for rule in rules:
        for forward in work.plan.forwards if rule not in ours else ():
            if covers(rule, as_node(work.make.forward(forward)), names):
                text = f"a foreign port forward, {title_of(rule)}, has the same ports; ours is tried first"
                work.findings.tell(Kind.FOREIGN, "nat.rule", text)
    outbound = rules_in(doc, "nat/outbound")
    ours = set(work.owned(outbound).values())
    for rule in outbound:
        for mine in work.plan.outbound if rule not in ours else ():
            source = names.nets(rule.find("source"))
            if source and any(IPv4Network(mine.source).subnet_of(net) for net in source) and not rule.has("disabled"):
                text = f"an outbound rule of the router's own, {title_of(rule)}, holds for the PBX too"
                work.findings.tell(Kind.FOREIGN, "nat.outbound.rule", text)


def _scopes(work: Work, doc: Document) -> None:
    voice = work.plan.voice
    section = doc.root.find("dhcpd")
    if voice is None or section is None:
        return
    for scope in section.children:
        if scope.name == voice.key:
            maps = scope.all("staticmap")
            count = len(maps) - len(work.owned(maps))
            if count:
                text = f"{count} fixed addresses of the router's own in the phones' network"
                work.findings.tell(Kind.FOREIGN, "dhcpd.IF.staticmap", text)
            for name in ("denyunknown", "mac_allow", "mac_deny"):
                if scope.value(name):
                    text = f"the phones' DHCP scope is limited by {name}: phones that it does not know get no address"
                    work.findings.tell(Kind.FOREIGN, f"dhcpd.IF.{name}", text)
        elif scope.has("enable"):
            try:
                ends = [IPv4Address(scope.value(f"range/{end}")) for end in ("from", "to")]
            except ValueError:
                continue
            if any(end in voice.network.subnet for end in ends):
                text = f"the DHCP scope of {scope.name} hands out addresses of the phones' network"
                work.findings.tell(Kind.FOREIGN, "dhcpd.IF.range", text)


def _names(work: Work, doc: Document) -> None:
    """Whether the router answers phones that ask it for names."""
    voice = work.plan.voice
    if voice is None:
        return
    resolver, forwarder = doc.root.has("unbound/enable"), doc.root.has("dnsmasq/enable")
    listens = [key for key in doc.root.value("unbound/active_interface").split(",") if key.strip()]
    if not resolver and not forwarder:
        work.findings.tell(Kind.FOREIGN, "unbound.enable", "no DNS service is on; phones ask this router for names")
    elif resolver and listens and voice.key not in listens and "all" not in listens:
        text = f"the DNS resolver does not listen on the phones' interface {voice.key}"
        work.findings.tell(Kind.FOREIGN, "unbound.active_interface", text)

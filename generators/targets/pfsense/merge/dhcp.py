"""The phones' DHCP scope: ours are the fields that telephony needs; all others, and foreign mappings, stay."""

from __future__ import annotations

from ipaddress import IPv4Address

from generators.targets.pfsense import elements
from generators.targets.pfsense.merge import kea
from generators.targets.pfsense.merge.document import BackupRefused, Document, Node
from generators.targets.pfsense.merge.edits import append, arrange, ensure, meaning, set_fields
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.work import Work
from generators.targets.pfsense.releases import takes_kea_json
from generators.targets.pfsense.views import Scope, StaticMap
from generators.targets.pfsense.write import Element

LISTS = frozenset({"dnsserver", "ntpserver"})
_WORDS = {
    "enable": "the DHCP server",
    "range": "the DHCP range",
    "gateway": "the DHCP gateway",
    "domain": "the DHCP domain",
    "dnsserver": "the DHCP name server",
    "ntpserver": "DHCP option 42 (time server)",
    "tftp": "DHCP option 66 (TFTP server)",
}
MAP = "dhcpd.IF.staticmap"


def merge(work: Work, doc: Document) -> Document:
    """Put the scope in. Raises BackupRefused where the router's DHCP server cannot send what phones need."""
    scope = work.plan.scope
    if scope is not None:
        if work.box.kea and not takes_kea_json(work.box.release):
            raise BackupRefused(
                f"this router's DHCP server is Kea; in pfSense {work.box.release.release} it cannot send option 150 "
                "at all, nor option 66 to phones with a fixed address; choose ISC DHCP in System > Advanced > "
                "Networking (Server Backend), then take a new backup"
            )
        doc = _fields(work, ensure(doc, f"dhcpd/{scope.key}"), scope)
        doc = kea.merge(work, doc, scope) if work.box.kea else _options(work, doc, scope)
    elif work.plan.voice is not None and doc.root.has(f"dhcpd/{work.plan.voice.key}/enable"):
        text = "the source gives the phones' network no pool, but this router hands out addresses there"
        work.findings.tell(Kind.FOREIGN, "dhcpd.IF.enable", text)
    return _maps(work, doc, scope)


def _fields(work: Work, doc: Document, scope: Scope) -> Document:
    parent = doc.root.find(f"dhcpd/{scope.key}")
    assert parent is not None
    fields = elements.scope(scope)
    new = not parent.children
    if new:
        said = f"a DHCP scope on {scope.key}: {scope.first} to {scope.last}"
        work.findings.tell(Kind.MISSING, "dhcpd.IF.enable", said)
    for field in fields:
        there, wanted = [_text(n) for n in parent.all(field.name)], [_element_text(field)]
        if not new and there != wanted:
            what = _WORDS[field.name]
            text = f"{what} is {', '.join(there) or 'not set'}, should be {wanted[0]}"
            if field.name == "enable":
                text = f"{what} is off on the phones' interface {scope.key}"
            work.findings.tell(Kind.DIFFERENT if there else Kind.MISSING, f"dhcpd.IF.{field.name}", text)
    return doc.with_edits(set_fields(doc, parent, fields, LISTS, flags=True))


def _text(node: Node) -> str:
    if node.name == "range":
        return f"{node.value('from')} to {node.value('to')}"
    return "on" if node.name == "enable" else node.text


def _element_text(element: Element) -> str:
    if isinstance(element.value, tuple):
        return " to ".join(str(child.value) for child in element.value)
    return "on" if element.name == "enable" else element.value


def _options(work: Work, doc: Document, scope: Scope) -> Document:
    """Our numbered options, each the one of its number; others stay."""
    doc = ensure(doc, f"dhcpd/{scope.key}/numberoptions") if scope.options else doc
    edits = []
    for option in scope.options:
        section = doc.root.find(f"dhcpd/{scope.key}/numberoptions")
        assert section is not None
        element = elements.option(option)
        there = [i for i in section.all("item") if i.value("number").strip() == str(option.number)]
        if len(there) == 1 and meaning(there[0]) == meaning(element):
            continue
        what = f"DHCP option {option.number}"
        if not there:
            work.findings.tell(Kind.MISSING, "dhcpd.IF.numberoptions.item", f"{what}: {option.value}")
            edits += append(doc, section, [element])
            continue
        is_now = ", ".join(kea.decoded(i.value("value")) or "unreadable" for i in there)
        kind = ", ".join(dict.fromkeys(i.value("type") or "no type" for i in there))
        text = f"{what} is {is_now} as {kind}, should be {option.value} as {option.type}"
        work.findings.tell(Kind.DIFFERENT, "dhcpd.IF.numberoptions.item", text)
        order = [n if n not in there else element for n in section.all("item") if n not in there[1:]]
        edits += arrange(doc, section, "item", order, frozenset(there))
    return doc.with_edits(edits)


def _maps(work: Work, doc: Document, scope: Scope | None) -> Document:
    """Our fixed addresses on the phones' interface; those of ours anywhere else go."""
    section = doc.root.find("dhcpd")
    for key in [c.name for c in section.children] if section is not None else []:
        parent = doc.root.find(f"dhcpd/{key}")
        assert parent is not None
        wanted = scope.maps if scope is not None and scope.key == key else ()
        doc = _maps_of(work, doc, parent, wanted)
    return doc


def _maps_of(work: Work, doc: Document, parent: Node, wanted: tuple[StaticMap, ...]) -> Document:
    there = parent.all("staticmap")
    owned = work.owned(there)
    foreign = [m for m in there if m not in owned.values()]
    items: dict[Node, Element] = {}
    new: list[Element] = []
    wishes = set()
    for entry in wanted:
        identity = work.make.map_id(entry)
        if not _free(work, foreign, entry):
            continue
        wishes.add(identity)
        element, own = work.make.static_map(entry), owned.get(identity)
        if own is None:
            new.append(element)
            work.findings.tell(Kind.MISSING, MAP, f"fixed address {identity}: {entry.mac} has {entry.address}")
        elif meaning(own) != meaning(element):
            items[own] = element
            said = f"is {own.value('mac')} with {own.value('ipaddr')}, should be {entry.mac} with {entry.address}"
            work.findings.tell(Kind.DIFFERENT, MAP, f"fixed address {identity}: {said}, as the source describes it")
    gone = [node for identity, node in owned.items() if identity not in wishes]
    for node in gone:
        work.findings.tell(Kind.UNWANTED, MAP, f"the fixed address {node.value('ipaddr')} of {node.value('mac')}")
    _pools(work, parent, wanted)
    order = [items.get(node, node) for node in there if node not in gone] + new
    return doc.with_edits(arrange(doc, parent, "staticmap", order, frozenset(owned.values())))


def _free(work: Work, foreign: list[Node], entry: StaticMap) -> bool:
    """Whether MAC and address are free: twice one MAC, and Kea refuses its whole file."""
    for node in foreign:
        mac, address = node.value("mac").lower(), node.value("ipaddr")
        if mac == entry.mac and address == entry.address:
            work.findings.tell(Kind.SAME, MAP, f"the router's own mapping gives {mac} the address {address}")
            return False
        if mac == entry.mac:
            text = f"the router's own mapping gives {mac} the address {address or 'of no kind'}, not {entry.address}"
            work.findings.tell(Kind.BY_HAND, MAP, f"{text}: change or delete it there")
            return False
        if address == entry.address:
            text = f"the router's own mapping gives {address} to {mac or 'another client'}, not to {entry.mac}"
            work.findings.tell(Kind.BY_HAND, MAP, f"{text}: change or delete it there")
            return False
    return True


def _pools(work: Work, parent: Node, wanted: tuple[StaticMap, ...]) -> None:
    """Say which further pools of the router hold an address of a phone."""
    for pool in parent.all("pool"):
        try:
            first, last = IPv4Address(pool.value("range/from")), IPv4Address(pool.value("range/to"))
        except ValueError:
            continue
        for entry in wanted:
            if first <= IPv4Address(entry.address) <= last:
                text = f"a further pool, {first} to {last}, holds {entry.address}, the fixed address of {entry.mac}"
                work.findings.tell(Kind.FOREIGN, "dhcpd.IF.pool", text)

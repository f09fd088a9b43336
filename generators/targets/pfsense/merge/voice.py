"""The phones' network on the router: its VLAN and its interface, made where they are missing."""

from __future__ import annotations

from collections.abc import Mapping

from generators.estate.places import Network, Site
from generators.targets.pfsense.marks import marked
from generators.targets.pfsense.merge.box import Box, Port, parent_of
from generators.targets.pfsense.merge.document import BackupRefused, Document, Node
from generators.targets.pfsense.merge.edits import append, ensure
from generators.targets.pfsense.merge.findings import Findings, Kind
from generators.targets.pfsense.write import Element, plain


def make(
    doc: Document, box: Box, site: Site, keys: Mapping[str, str], parent: str | None, findings: Findings
) -> tuple[Document, Mapping[str, str]]:
    """The document with an interface for the phones, and the keys with its own.

    Raises BackupRefused where it cannot be made: no VLAN, no clear socket, another network under its tag.
    """
    if not site.has_voice:
        return doc, keys
    network = site.voice
    if network.name in keys:
        _check(box, network, keys[network.name], _vlans(doc), findings)
        return doc, keys
    if network.vlan is None:
        raise BackupRefused(
            f"no interface has {network.gateway}/{network.subnet.prefixlen}, the phones' network, and it has no VLAN "
            "that could be made; set the interface up first (Interfaces), then take a new backup"
        )
    taken = {port.socket: port for port in box.ports.values()}
    sockets = {vlan.value("vlanif") for vlan in _vlans(doc) if vlan.value("tag") == str(network.vlan)}
    for socket in sorted(sockets & set(taken)):
        raise BackupRefused(
            f"VLAN {network.vlan} is interface {taken[socket]} with the address {taken[socket].address or 'none'}; "
            f"the source gives the phones {network.gateway}/{network.subnet.prefixlen} there; make them agree first"
        )
    if len(sockets) == 1:
        socket = sockets.pop()
    else:
        doc, socket = _vlan(doc, box, site, parent, findings)
    return _interface(doc, box, network, socket, keys, findings)


def _vlans(doc: Document) -> list[Node]:
    section = doc.root.find("vlans")
    return section.all("vlan") if section is not None else []


def _check(box: Box, network: Network, key: str, vlans: list[Node], findings: Findings) -> None:
    """What the phones' interface is, against what the source says."""
    port = box.ports[key]
    tag = next((vlan.value("tag") for vlan in vlans if vlan.value("vlanif") == port.socket), "")
    if tag != (str(network.vlan) if network.vlan is not None else ""):
        is_now, should = (f"VLAN {t}" if t else "no VLAN" for t in (tag, str(network.vlan or "")))
        findings.tell(Kind.BY_HAND, "vlans.vlan.tag", f"the phones' interface {port} is {is_now}, should be {should}")
    if not port.enabled:
        findings.tell(Kind.BY_HAND, "interfaces.IF.enable", f"the phones' interface {port} is switched off")


def _vlan(doc: Document, box: Box, site: Site, parent: str | None, findings: Findings) -> tuple[Document, str]:
    network = site.voice
    on = parent_of(box, _vlans(doc), parent)
    socket = f"{on}.{network.vlan}"
    element = Element(
        "vlan",
        (
            Element("if", plain(on)),
            Element("tag", str(network.vlan)),
            Element("pcp"),
            Element("descr", marked(network.name.upper(), site.id, "vlan/voice")),
            Element("vlanif", plain(socket)),
        ),
    )
    doc = ensure(doc, "vlans")
    section = doc.root.find("vlans")
    assert section is not None
    findings.tell(Kind.MISSING, "vlans.vlan.tag", f"VLAN {network.vlan} on {on}")
    return doc.with_edits(append(doc, section, [element])), socket


def _interface(
    doc: Document, box: Box, network: Network, socket: str, keys: Mapping[str, str], findings: Findings
) -> tuple[Document, Mapping[str, str]]:
    """The next free `optN`, as the screen for assignments takes it (interfaces_assign.php)."""
    number = next(n for n in range(1, len(box.ports) + 2) if f"opt{n}" not in box.ports)
    key = f"opt{number}"
    element = Element(
        key,
        (
            Element("descr", _free_name(network, box.ports)),
            Element("if", plain(socket)),
            Element("enable"),
            Element("ipaddr", str(network.gateway)),
            Element("subnet", str(network.subnet.prefixlen)),
            Element("spoofmac"),
        ),
    )
    section = doc.root.find("interfaces")
    assert section is not None
    said = f"interface {key} on {socket} with {network.gateway}/{network.subnet.prefixlen}"
    findings.tell(Kind.MISSING, "interfaces.IF.if", said)
    return doc.with_edits(append(doc, section, [element])), {**keys, network.name: key}


def _free_name(network: Network, ports: Mapping[str, Port]) -> str:
    """A name that no other interface has: letters, digits and underscores (it becomes a macro of pf)."""
    name = "".join(c if c.isascii() and c.isalnum() else "_" for c in network.name.upper())
    taken = {port.name.upper() for port in ports.values()} | {key.upper() for key in ports}
    return next(n for n in (name, *(f"{name}_{i}" for i in range(2, len(taken) + 3))) if n not in taken)

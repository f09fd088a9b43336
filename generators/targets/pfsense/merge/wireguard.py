"""The WireGuard links of a site, where the package is installed: tunnel, peer, interface, gateway and static routes.

Entries are found again by their marks, the interface by the tunnel it stands on. What is no longer wanted is said and
left: an interface cannot carry a mark, and one whose tunnel is gone stops the router at its next start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network

from generators.targets.pfsense.flows import traffic
from generators.targets.pfsense.marks import mark_of, marked
from generators.targets.pfsense.merge.document import Document, Edit, Node
from generators.targets.pfsense.merge.edits import append, depth, ensure, meaning, set_fields
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.work import Work
from generators.targets.pfsense.wireguard import KEEPALIVE, Peering, peerings
from generators.targets.pfsense.write import Element, plain, text_of

ROOT = "installedpackages/wireguard"
SETTING = "installedpackages.wireguard"
_HIDDEN = frozenset({"privatekey", "publickey", "presharedkey", "descr"})


def merge(work: Work, doc: Document) -> Document:
    """Put the site's WireGuard links in and correct them."""
    found = peerings(work.estate, traffic(work.estate), work.site)
    wanted = {f"wireguard/{end.link.id}" for end in found}
    for identity in _ours(_items(doc, "tunnels")):
        if identity not in wanted:
            text = (
                f"{identity} is no longer wanted: remove its routes, gateway, interface, peer and tunnel, in this order"
            )
            work.findings.tell(Kind.BY_HAND, f"{SETTING}.tunnels.item", text)
    for end in found:
        if _can_be_made(work, doc, end):
            doc = _service(work, doc)
            doc, name = _tunnel(work, doc, end)
            doc = _peer(work, doc, end, name)
            doc, key = _interface(work, doc, end, name)
            doc = _routes(work, doc, end, key)
    return doc


def _items(doc: Document, section: str) -> list[Node]:
    node = doc.root.find(f"{ROOT}/{section}")
    return node.all("item") if node is not None else []


def _ours(nodes: Iterable[Node]) -> dict[str, Node]:
    """The entries of ours by identity, the first of each."""
    out: dict[str, Node] = {}
    for node in nodes:
        mark = mark_of(node.value("descr"))
        if mark is not None:
            out.setdefault(mark[1], node)
    return out


def _can_be_made(work: Work, doc: Document, end: Peering) -> bool:
    """Whether the link can be written; if not, why is said."""
    link, tell = end.link, work.findings.tell
    packages = doc.root.find("installedpackages")
    if "wireguard" not in {p.value("name").lower() for p in (packages.all("package") if packages is not None else ())}:
        text = f"link {link.id}: the package WireGuard is not installed; install it (System > Package Manager)"
        tell(Kind.BY_HAND, "installedpackages.package", f"{text}, then take a new backup")
        return False
    if not end.keys.known:
        text = f"link {link.id}: no keys at hand to make its WireGuard tunnel; run tonalite build first"
        tell(Kind.BY_HAND, f"{SETTING}.tunnels.item", text)
        return False
    own = _ours(_items(doc, "tunnels")).get(f"wireguard/{link.id}")
    peer = _ours(_items(doc, "peers")).get(f"wireguard/{link.id}/peer")
    if not end.listens and not end.endpoint and (peer is None or not peer.value("endpoint")):
        text = f"link {link.id}: the source gives site '{link.far}' no fixed address (uplink: {{address: …}})"
        tell(Kind.BY_HAND, f"{SETTING}.peers.item.endpoint", f"{text}; add it, or set the tunnel up by the setup sheet")
        return False
    for node in _items(doc, "tunnels"):
        if node is not own and node.value("listenport") == str(link.port):
            text = f"link {link.id}: a WireGuard tunnel of the router's own has port {link.port}"
            tell(Kind.BY_HAND, f"{SETTING}.tunnels.item.listenport", f"{text}; give the link another port")
            return False
    name = own.value("name") if own is not None else ""
    for port in (doc.root.find("interfaces") or doc.root).children:
        if port.value("if") != name and _inside(port.value("ipaddr"), link.tunnel):
            text = f"link {link.id}: interface {port.name} has an address of {link.tunnel} already"
            tell(Kind.BY_HAND, "interfaces.IF.ipaddr", f"{text}: remove that tunnel, or finish it by the setup sheet")
            return False
    return True


def _inside(address: str, network: IPv4Network) -> bool:
    try:
        return IPv4Address(address.strip()) in network
    except ValueError:
        return False


def _service(work: Work, doc: Document) -> Document:
    """The package's own switch: set where it was never set, told where somebody switched it off."""
    doc = ensure(doc, f"{ROOT}/config")
    config = doc.root.find(f"{ROOT}/config")
    assert config is not None
    if config.value("enable") == "off":
        work.findings.tell(Kind.BY_HAND, f"{SETTING}.config.enable", "WireGuard is switched off on this router")
    elif config.value("enable") != "on":
        work.findings.tell(Kind.MISSING, f"{SETTING}.config.enable", "WireGuard: enable")
        doc = doc.with_edits(set_fields(doc, config, [Element("enable", "on")]))
        config = doc.root.find(f"{ROOT}/config")
        assert config is not None
    if config.value("interface_group") not in ("", "all"):
        text = "WireGuard's interface group holds not all tunnels: our rules on its tab have no effect; set it to all"
        work.findings.tell(Kind.BY_HAND, f"{SETTING}.config.interface_group", text)
    return doc


def _tunnel(work: Work, doc: Document, end: Peering) -> tuple[Document, str]:
    identity = f"wireguard/{end.link.id}"
    own = _ours(_items(doc, "tunnels")).get(identity)
    taken = {node.value("name") for node in _items(doc, "tunnels")}
    name = (
        own.value("name")
        if own is not None
        else next(n for i in range(len(taken) + 1) if (n := f"tun_wg{i}") not in taken)
    )
    fields = [
        Element("name", plain(name)),
        Element("enabled", "yes"),
        Element("descr", marked(f"tel-{end.link.id}", work.site.id, identity)),
        Element("listenport", str(end.link.port)),
        Element("privatekey", plain(end.own.private.reveal())),
        Element("publickey", plain(end.own.public.reveal())),
        Element("mtu", str(end.link.mtu)),
        Element("addresses"),
    ]
    return _item(work, doc, f"{ROOT}/tunnels", own, fields, f"link {end.link.id}: WireGuard tunnel {name}"), name


def _peer(work: Work, doc: Document, end: Peering, name: str) -> Document:
    identity = f"wireguard/{end.link.id}/peer"
    own = _ours(_items(doc, "peers")).get(identity)
    endpoint = end.endpoint or (own.value("endpoint") if own is not None and not end.listens else "")
    called = (Element("endpoint", plain(endpoint)), Element("port", str(end.link.port))) if endpoint else ()
    rows = tuple(Element("row", _row(IPv4Network(text))) for text in end.allowed)
    fields = [
        Element("enabled", "yes"),
        Element("tun", plain(name)),
        Element("descr", marked(f"tel-{end.link.id}", work.site.id, identity)),
        *(called or (Element("endpoint"), Element("port"))),
        Element("persistentkeepalive", "" if end.listens else str(KEEPALIVE)),
        Element("publickey", plain(end.peer.public.reveal())),
        Element("presharedkey", plain(end.keys.shared.reveal())),
        Element("allowedips", rows),
    ]
    return _item(work, doc, f"{ROOT}/peers", own, fields, f"link {end.link.id}: WireGuard peer")


def _row(network: IPv4Network) -> tuple[Element, ...]:
    return (Element("address", str(network.network_address)), Element("mask", str(network.prefixlen)), Element("descr"))


def _interface(work: Work, doc: Document, end: Peering, name: str) -> tuple[Document, str]:
    """The interface on the tunnel: it has the address. No gateway on it, or pfSense would take it for a WAN."""
    section = doc.root.find("interfaces")
    assert section is not None
    own = next((node for node in section.children if node.value("if") == name), None)
    fields = [
        Element("ipaddr", str(end.address)),
        Element("subnet", str(end.link.tunnel.prefixlen)),
        Element("mtu", str(end.link.mtu)),
    ]
    if own is not None:
        return _corrected(
            work, doc, own, fields, "interfaces.IF", f"link {end.link.id}: interface {own.name}"
        ), own.name
    keys = {node.name for node in section.children}
    key = next(k for n in range(1, len(keys) + 2) if (k := f"opt{n}") not in keys)
    taken = {node.value("descr").upper() for node in section.children}
    shown = next(t for t in (end.name, *(f"{end.name}_{n}" for n in range(2, len(taken) + 3))) if t not in taken)
    work.findings.tell(Kind.MISSING, "interfaces.IF.if", f"interface {key} on {name} with {end.address}")
    first = (Element("descr", shown), Element("if", plain(name)), Element("enable"))
    return doc.with_edits(append(doc, section, [Element(key, (*first, *fields, Element("spoofmac")))])), key


def _routes(work: Work, doc: Document, end: Peering, key: str) -> Document:
    """A gateway at the other end, and a static route for each network behind it."""
    identity = f"wireguard/{end.link.id}/gateway"
    doc = ensure(doc, "gateways")
    section = doc.root.find("gateways")
    assert section is not None
    own = _ours(section.all("gateway_item")).get(identity)
    name = own.value("name") if own is not None else _free(end.name, {n.value("name") for n in section.children})
    fields = [
        Element("interface", plain(key)),
        Element("gateway", str(end.other)),
        Element("name", plain(name)),
        Element("weight", "1"),
        Element("ipprotocol", "inet"),
        Element("descr", marked(f"tel-{end.link.id}", work.site.id, identity)),
        Element("monitor_disable"),
    ]
    doc = _listed(work, doc, "gateways", "gateway_item", own, fields, f"link {end.link.id}: gateway {name}")
    if not doc.root.value("gateways/defaultgw4").strip():
        text = "the default gateway is Automatic: choose the WAN's, or a tunnel may take its place (System > Routing)"
        work.findings.tell(Kind.FOREIGN, "gateways.defaultgw4", text)
    doc = ensure(doc, "staticroutes")
    wanted = {f"wireguard/{end.link.id}/route/{network}": network for network in end.networks}
    for identity, network in wanted.items():
        section = doc.root.find("staticroutes")
        assert section is not None
        own = _ours(section.all("route")).get(identity)
        other = next((r for r in section.all("route") if r is not own and r.value("network") == network), None)
        if own is None and other is not None:
            text = f"link {end.link.id}: the router has a route to {network} of its own, by {other.value('gateway')}"
            work.findings.tell(Kind.BY_HAND, "staticroutes.route.network", text)
            continue
        route = [
            Element("network", plain(network)),
            Element("gateway", plain(name)),
            Element("descr", marked(f"tel-{end.link.id}", work.site.id, identity)),
        ]
        doc = _listed(work, doc, "staticroutes", "route", own, route, f"link {end.link.id}: route to {network}")
    for identity, node in _ours((doc.root.find("staticroutes") or doc.root).all("route")).items():
        if identity.startswith(f"wireguard/{end.link.id}/route/") and identity not in wanted:
            text = f"link {end.link.id}: the route to {node.value('network')} is no longer wanted: remove it"
            work.findings.tell(Kind.BY_HAND, "staticroutes.route.network", text)
    return doc


def _free(name: str, taken: set[str]) -> str:
    return next(n for n in (name, *(f"{name}_{i}" for i in range(2, len(taken) + 3))) if n not in taken)


def _item(work: Work, doc: Document, path: str, own: Node | None, fields: Sequence[Element], said: str) -> Document:
    return _listed(work, doc, path, "item", own, fields, said)


def _listed(
    work: Work, doc: Document, path: str, name: str, own: Node | None, fields: Sequence[Element], said: str
) -> Document:
    """An entry of a list: made, or its fields put right."""
    setting = f"{path.replace('/', '.')}.{name}"
    if own is not None:
        return _corrected(work, doc, own, fields, setting, said)
    work.findings.tell(Kind.MISSING, setting, said)
    doc = ensure(doc, path)
    parent = doc.root.find(path)
    assert parent is not None
    return doc.with_edits(append(doc, parent, [Element(name, tuple(fields))]))


def _corrected(work: Work, doc: Document, own: Node, fields: Sequence[Element], setting: str, said: str) -> Document:
    """Our fields of an entry; what the router's screens add stays, and so does a switch that is off."""
    edits: list[Edit] = []
    texts: list[Element] = []
    for field in fields:
        there = own.find(field.name)
        if field.name == "enabled" and own.value("enabled") == "no":
            work.findings.tell(Kind.BY_HAND, f"{setting}.enabled", f"{said} is switched off")
        elif isinstance(field.value, tuple):
            if there is None or meaning(there) != meaning(field):
                work.findings.tell(Kind.DIFFERENT, f"{setting}.{field.name}", f"{said}: {field.name} differs")
                new = text_of(field, depth(own) + 1).encode()
                edits += (
                    [Edit(there.start, there.end, new.lstrip(b"\t"))]
                    if there is not None
                    else append(doc, own, [field])
                )
        elif (there is None and (field.value or field.name == "monitor_disable")) or (
            there is not None and there.text != field.value and not there.children
        ):
            before = (there.text if there is not None else "") or "not set"
            what = "differs" if field.name in _HIDDEN else f"is {before}, should be {field.value or 'not set'}"
            work.findings.tell(Kind.DIFFERENT, f"{setting}.{field.name}", f"{said}: {field.name} {what}")
            texts.append(field)
    return doc.with_edits(edits + set_fields(doc, own, texts))

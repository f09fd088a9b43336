"""The OpenVPN links of a site: authority, certificate and tunnel, each found again by its mark.

A tunnel network that the router has already, without our mark, is left to its administrator and compared. Numbers
(`refid`, `vpnid`) that an entry has stay; new ones are taken beside those in use. No value of a key is ever said.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from ipaddress import IPv4Network

from generators.estate.values import Secret
from generators.targets.pfsense.flows import traffic
from generators.targets.pfsense.marks import mark_of, marked
from generators.targets.pfsense.merge.document import Document, Edit, Node
from generators.targets.pfsense.merge.edits import append, ensure, line, remove, set_fields
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.work import Work
from generators.targets.pfsense.openvpn import CIPHERS, INTERVAL, TIMEOUT, End, Role, ends
from generators.targets.pfsense.write import Element, plain

KINDS = ("openvpn-server", "openvpn-client")
REFID = 13  # hexadecimal digits, as uniqid() of PHP gives them
FLAGS = frozenset({"remote_cert_tls"})  # set by being there
_HIDDEN = frozenset({"tls", "crt", "prv", "caref", "certref", "descr", "description"})  # keys, numbers, marks


def merge(work: Work, doc: Document) -> Document:
    """Put the site's links in, correct them, and take out those of ours that are no longer wanted."""
    wanted: set[str] = set()
    for end in ends(work.estate, traffic(work.estate), work.site):
        identity = f"openvpn/{end.link.id}"
        if not _can_be_made(work, doc, end, _ours(_tunnels(doc)).get(identity)):
            wanted.add(identity)  # what is there of ours stays
            wanted |= {f"ca/{end.link.far}", f"cert/{end.link.id}"}
            continue
        doc, authority = _store(work, doc, "ca", f"ca/{end.link.far}", end.authority, end.keys.authority)
        more = (Element("type", "server" if end.role is Role.SERVER else "user"), Element("caref", authority))
        doc, own = _store(
            work, doc, "cert", f"cert/{end.link.id}", end.certificate, end.shown.certificate, end.shown.key, more
        )
        doc = _tunnel(work, doc, end, identity, authority, own)
        wanted |= {identity, f"ca/{end.link.far}", f"cert/{end.link.id}"}
    return _take_out(work, doc, wanted)


def _tunnels(doc: Document) -> list[Node]:
    section = doc.root.find("openvpn")
    return [node for node in section.children if node.name in KINDS] if section is not None else []


def _ours(nodes: Iterable[Node]) -> dict[str, Node]:
    """The entries of ours by identity, the first of each; OpenVPN writes `description`, certificates `descr`."""
    out: dict[str, Node] = {}
    for node in nodes:
        mark = mark_of(node.value("description") or node.value("descr"))
        if mark is not None:
            out.setdefault(mark[1], node)
    return out


def _can_be_made(work: Work, doc: Document, end: End, own: Node | None) -> bool:
    """Whether the link can be written; if not, why is said."""
    kind, link, tell = f"openvpn-{end.role}", end.link, work.findings.tell
    foreign = [node for node in _tunnels(doc) if mark_of(node.value("description")) is None]
    same = next((n for n in foreign if _network(n) == link.tunnel), None)
    if same is not None and own is None:
        _compare(work, end, same)
        return False
    if not end.keys.known:
        text = f"link {link.id}: no keys at hand to make its OpenVPN {end.role}; run tonalite build first"
        tell(Kind.BY_HAND, f"openvpn.{kind}.tunnel_network", text)
        return False
    if end.role is Role.CLIENT and not end.address and (own is None or not own.value("server_addr")):
        text = f"link {link.id}: the source gives site '{link.far}' no fixed address (uplink: {{address: …}})"
        text += "; add it, or set the client up by the setup sheet"
        tell(Kind.BY_HAND, "openvpn.openvpn-client.server_addr", text)
        return False
    for node in foreign:
        listens = node.name == kind == "openvpn-server" and not node.has("disable")
        if listens and node.value("local_port") == str(link.port) and "UDP" in (node.value("protocol") or "UDP"):
            text = f"link {link.id}: an OpenVPN server of the router's own listens on port {link.port}"
            tell(Kind.BY_HAND, "openvpn.openvpn-server.local_port", f"{text}; give the link another port")
            return False
    return True


def _network(node: Node) -> IPv4Network | None:
    try:
        return IPv4Network(node.value("tunnel_network").strip(), strict=False)
    except ValueError:
        return None


def _compare(work: Work, end: End, there: Node) -> None:
    """A tunnel of the router's own with the link's network: what in it keeps the other end out."""
    link, kind, tell = end.link, there.name, work.findings.tell
    wanted = f"openvpn-{end.role}"
    if kind != wanted:
        text = f"link {link.id}: the router has {link.tunnel} in an OpenVPN {kind.partition('-')[2]}, not a {end.role}"
        tell(Kind.BY_HAND, f"openvpn.{wanted}.tunnel_network", text)
        return
    if there.has("disable"):
        tell(Kind.BY_HAND, f"openvpn.{kind}.disable", f"link {link.id}: the tunnel is switched off")
    field = "local_port" if end.role is Role.SERVER else "server_port"
    if there.value(field).strip() != str(link.port):
        text = f"link {link.id}: its port is {there.value(field) or 'not set'}, should be {link.port}"
        tell(Kind.BY_HAND, f"openvpn.{kind}.{field}", text)
    text = f"link {link.id}: its tunnel is the router's own and stays; to hand it over, end its description with"
    tell(Kind.SAME, f"openvpn.{kind}.description", f"{text} (tonalite:{work.site.id}/openvpn/{link.id})")


def _store(
    work: Work,
    doc: Document,
    section: str,
    identity: str,
    name: str,
    certificate: Secret,
    key: Secret | None = None,
    more: Sequence[Element] = (),
) -> tuple[Document, str]:
    """An authority or a certificate in the router's store (`ca`, `cert`, top-level lists), and its `refid`."""
    entries = doc.root.all(section)
    own = _ours(entries).get(identity)
    fields = [Element("descr", marked(name, work.site.id, identity)), Element("crt", _base64(certificate))]
    fields += [Element("prv", _base64(key))] if key is not None else []
    fields += more
    if own is None:
        same = next((n for n in entries if _is(n, certificate) and (key is None or n.value("prv"))), None)
        if same is not None and same.value("refid"):
            work.findings.tell(Kind.SAME, section, f"{name}: the router's own store has this certificate")
            return doc, same.value("refid")
        refid = _free_refid(work.site.id, identity, {n.value("refid") for s in ("ca", "cert") for n in doc.root.all(s)})
        work.findings.tell(Kind.MISSING, section, f"{'authority' if section == 'ca' else 'certificate'} {name}")
        element = Element(section, (Element("refid", refid), *fields))
        after = entries[-1] if entries else None
        return doc.with_edits(_beside(doc, after, element)), refid
    return _corrected(work, doc, own, fields, section, name), own.value("refid")


def _beside(doc: Document, after: Node | None, element: Element) -> list[Edit]:
    """Behind the last entry of the list, or at the end of the file where there is none."""
    if after is None:
        return append(doc, doc.root, [element])
    return [Edit(after.end, after.end, line(element, 1))]


def _is(node: Node, certificate: Secret) -> bool:
    try:
        return b64decode(node.value("crt")).split() == certificate.reveal().encode().split()
    except binascii.Error:
        return False


def _free_refid(site: str, identity: str, taken: set[str]) -> str:
    for count in range(len(taken) + 1):
        refid = sha256(f"{site}/{identity}/{count}".encode()).hexdigest()[:REFID]
        if refid not in taken:
            break
    return refid


def _base64(secret: Secret) -> str:
    return b64encode(secret.reveal().encode()).decode()


def _tunnel(work: Work, doc: Document, end: End, identity: str, authority: str, certificate: str) -> Document:
    kind = f"openvpn-{end.role}"
    own = _ours(_tunnels(doc)).get(identity)
    if own is not None and own.name != kind:  # the ends were exchanged
        work.findings.tell(Kind.UNWANTED, f"openvpn.{own.name}", f"link {end.link.id}: the other end of it")
        doc = doc.with_edits([remove(doc, own)])
        own = None
    there = own.value("server_addr") if own is not None else ""
    fields = _fields(work, end, identity, authority, certificate, there)
    if own is not None:
        return _corrected(work, doc, own, fields, f"openvpn.{kind}", f"link {end.link.id}")
    number = _free_number(_tunnels(doc))
    said = f"link {end.link.id}: OpenVPN {end.role} with the tunnel network {end.link.tunnel}"
    work.findings.tell(Kind.MISSING, f"openvpn.{kind}", said)
    doc = ensure(doc, "openvpn")
    section = doc.root.find("openvpn")
    assert section is not None
    return doc.with_edits(append(doc, section, [Element(kind, (Element("vpnid", number), *fields))]))


def _fields(work: Work, end: End, identity: str, authority: str, certificate: str, there: str) -> list[Element]:
    """What we say of a tunnel (openvpn.inc, vpn_openvpn_server.php, vpn_openvpn_client.php)."""
    link, server = end.link, end.role is Role.SERVER
    out: Mapping[str, str] = {
        "mode": "p2p_tls",
        "protocol": "UDP4",
        "dev_mode": "tun",
        "interface": "wan",
        "local_port": str(link.port) if server else "",
        **({} if server else {"server_addr": end.address or there, "server_port": str(link.port)}),
        "description": marked(f"tel-{link.id}", work.site.id, identity),
        "custom_options": end.options,
        "tls": _base64(end.keys.shared),
        "tls_type": "crypt",
        "caref": authority,
        "certref": certificate,
        **({"dh_length": "2048", "cert_depth": "1"} if server else {}),
        "remote_cert_tls": "",
        "data_ciphers": ",".join(CIPHERS),
        "data_ciphers_fallback": CIPHERS[0],
        "digest": "SHA256",
        "tunnel_network": str(link.tunnel),
        "remote_network": ",".join(end.networks),
        "allow_compression": "no",
        "passtos": "yes",
        "ping_method": "keepalive",
        "keepalive_interval": str(INTERVAL),
        "keepalive_timeout": str(TIMEOUT),
        "create_gw": "v4only",
    }
    return [Element(name, value if name == "description" or not value else plain(value)) for name, value in out.items()]


def _free_number(tunnels: list[Node]) -> str:
    """A `vpnid` that no server and no client has: it names the router's interface (openvpn_vpnid_next)."""
    taken = {node.value("vpnid").strip() for node in tunnels}
    return str(next(n for n in range(1, len(taken) + 2) if str(n) not in taken))


def _corrected(work: Work, doc: Document, own: Node, fields: Sequence[Element], setting: str, name: str) -> Document:
    """Our fields of an entry that is ours; the router's screens add others, which stay."""
    wanted = [field for field in fields if field.value or field.name in FLAGS or own.has(field.name)]
    for field in wanted:
        there = own.find(field.name)
        if there is None or there.text != field.value:
            before = (there.text if there is not None else "") or "not set"
            said = "differs" if field.name in _HIDDEN else f"is {before}, should be {field.value or 'not set'}"
            work.findings.tell(Kind.DIFFERENT, f"{setting}.{field.name}", f"{name}: {field.name} {said}")
    if own.has("disable"):
        work.findings.tell(Kind.BY_HAND, f"{setting}.disable", f"{name}: the tunnel is switched off")
    return doc.with_edits(set_fields(doc, own, wanted))


def _take_out(work: Work, doc: Document, wanted: set[str]) -> Document:
    """Remove tunnels of ours that no link wants, then certificates and authorities that nothing names any more."""
    for identity, node in _ours(_tunnels(doc)).items():
        if identity not in wanted:
            work.findings.tell(Kind.UNWANTED, f"openvpn.{node.name}", f"tunnel {identity}")
            doc = doc.with_edits([remove(doc, _ours(_tunnels(doc))[identity])])
    for section in ("cert", "ca"):
        for identity, node in _ours(doc.root.all(section)).items():
            if identity in wanted:
                continue
            if _named(doc, node):
                text = f"{identity} is no longer wanted, but something of the router's own names it: kept"
                work.findings.tell(Kind.FOREIGN, section, text)
                continue
            work.findings.tell(Kind.UNWANTED, section, identity)
            doc = doc.with_edits([remove(doc, _ours(doc.root.all(section))[identity])])
    return doc


def _named(doc: Document, entry: Node) -> bool:
    """Whether another entry names this one by its `refid`."""
    refid = entry.value("refid")
    return any(node.text == refid and node.name != "refid" for node in doc.root.walk()) if refid else False

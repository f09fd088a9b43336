"""Area files from a merged backup: each is that section of the backup itself plus ours, as a restore takes it.

Diagnostics > Backup & Restore replaces a whole section by the file; so the file carries everything the section held.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from generators.targets.pfsense.merge.document import Document, Node, read

# In the order to restore them. No area: ntpd, kea, dhcpbackend, system (users, passwords) is never made.
_AREAS = "vlans interfaces aliases dnshaper nat filter dhcpd unbound openvpn installedpackages staticroutes"
AREAS = tuple(_AREAS.split())
WITHOUT_AREA = ("ntpd", "kea", "ca", "cert", "gateways")


@dataclass(frozen=True)
class AreaFile:
    """A file to restore: the area's name, the file's name and its content."""

    area: str
    name: str
    content: bytes = field(repr=False)


def area_files(before: bytes, after: bytes) -> tuple[tuple[AreaFile, ...], tuple[str, ...]]:
    """The areas that a merge changed, and the sections it changed that no area restores.

    `nat` and `filter` refer to each other: if one changed, both are given. Tunnels name certificates, which no area
    restores: where those change too, tunnels are not given; likewise static routes and their gateways. A section
    without content is left out: its restore would be refused.
    """
    old, new = read(before), read(after)
    changed = {name for name in (*AREAS, *WITHOUT_AREA) if _section(old, name) != _section(new, name)}
    if changed & {"nat", "filter"}:
        changed |= {"nat", "filter"}
    beside = list(WITHOUT_AREA)
    beside += ["openvpn"] if changed & {"ca", "cert"} else []
    beside += ["staticroutes"] if "gateways" in changed else []
    version = new.root.value("version").strip()
    out: list[AreaFile] = []
    for name in AREAS:
        node = new.root.child(name)
        if name in changed and name not in beside and node is not None and node.children:
            number = len(out) + 1
            out.append(AreaFile(name, f"{number}-{name}-for-configuration-{version}.xml", _content(new, node)))
    return tuple(out), tuple(name for name in beside if name in changed)


def _section(doc: Document, name: str) -> bytes:
    return b"\n".join(doc.source(node) for node in doc.root.all(name))


def _content(doc: Document, node: Node) -> bytes:
    """The section as a file of its own: each line between elements one tab less, texts untouched."""
    places = {place for one in node.walk() for place in ((one.start, one.close) if one.children else (one.start,))}
    parts, at = [], node.start
    for place in sorted(places - {node.start}):
        if _begins_line(doc.data, place):
            parts.append(doc.data[at : place - 1])
            at = place
    return b"".join((*parts, doc.data[at : node.end], b"\n"))


def _begins_line(data: bytes, place: int) -> bool:
    """Whether only tabs, at least one, stand before `place` on its line."""
    at = place
    while at > 0 and data[at - 1 : at] == b"\t":
        at -= 1
    return at < place and data[at - 1 : at] == b"\n"

"""A router's own backup: read as pfSense reads it, changed byte by byte where something is ours and nowhere else.

Facts: pfSense source, xmlparse.inc. Every element keeps the place of its bytes in the file, so that an edit replaces
a span and all other bytes, comments and white space included, stay what they were.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from generators.problems import TonaliteError

MOST_BYTES = 64 * 1024 * 1024
MOST_ELEMENTS = 250_000
MOST_DEPTH = 64
ENCRYPTED = b"---- BEGIN config.xml ----"

# Names of elements that pfSense reads as lists whatever their parent (listtags; the union of what releases know).
# Another name twice under one parent makes pfSense refuse the file. The list grows with releases and packages, so
# this is looked at only at the top and in the sections that are read here: the router itself wrote the others.
_LISTS = """
acls alias aliasurl allowedhostname allowedip authserver bridged build_port_path ca cacert cert checkipservice clone
columnitem config container crl depends_on_package disk dnsserver dnsupdate domainoverrides dyndns earlyshellcmd
element encryption-algorithm-option field fieldname gateway_group gateway_item gif gre group hash-algorithm-option
hosts ifgroupentry igmpentry interface_array item key l7rules lagg laggroup lbaction lbpool lbprotocol member menu
mobilegroup mobilekey monitor_type mount npt ntpserver onetoone openvpn-client openvpn-csc openvpn-server option
package pages passthrumac phase1 phase2 pipe pool ppp pppoe priv proxyarpnet qinqentry queue radnsserver roll route
row rrddatafile rule schedule servernat servers serversdisabled service shellcmd sshkeyfile staticmap subqueue switch
swport tab timerange tunnel user vip virtual_server vlan vlangroup voucherdbfile vxlan wgpeer widget winsserver
wolentry xmldatafile
"""
LISTS = frozenset(_LISTS.split())
_READ = frozenset(
    {"aliases", "dhcpd", "filter", "ifgroups", "interfaces", "kea", "nat", "ntpd", "unbound", "virtualip", "vlans"}
)
_START = re.compile(rb"<[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"'][^>]*\?>")
_GAP = b" \t\r\n"


class BackupRefused(TonaliteError):
    """The backup cannot be taken, or not for this site; the text says why and what to do instead."""


@dataclass(eq=False, slots=True)
class Node:
    """An element and its bytes: the start tag at `start`, content from `inner` to `close`, all of it until `end`.

    `text` is what pfSense holds, empty where there are children. `<x/>` has `inner`, `close` and `end` alike.
    """

    name: str
    line: int
    parent: Node | None = field(repr=False)
    start: int
    inner: int = 0
    close: int = 0
    end: int = 0
    children: list[Node] = field(default_factory=list, repr=False)
    text: str = field(default="", repr=False)

    def child(self, name: str) -> Node | None:
        """The first child of that name."""
        return next((c for c in self.children if c.name == name), None)

    def all(self, name: str) -> list[Node]:
        """The children of that name, in their order."""
        return [c for c in self.children if c.name == name]

    def find(self, path: str) -> Node | None:
        """The element at `path` (names between slashes), the first of each name; None if there is none."""
        node: Node | None = self
        for name in path.split("/"):
            node = node.child(name) if node is not None else None
        return node

    def value(self, path: str) -> str:
        """The text of the element at `path`; empty if there is none."""
        node = self.find(path)
        return node.text if node is not None else ""

    def has(self, path: str) -> bool:
        """Whether the element is there: what counts for flags, whatever their text."""
        return self.find(path) is not None

    def walk(self) -> Iterator[Node]:
        """This element and all below it."""
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            todo += reversed(node.children)


@dataclass(frozen=True)
class Edit:
    """Replace the bytes from `start` to `end` by `content`."""

    start: int
    end: int
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Document:
    """A configuration: its bytes, and its root element."""

    data: bytes = field(repr=False)  # passwords and keys among it
    root: Node = field(repr=False)

    def with_edits(self, edits: Iterable[Edit]) -> Document:
        """The document with spans replaced, read again.

        Edits do not overlap; of two at one place the first stands first.
        """
        out, at = [], 0
        for edit in sorted(edits, key=lambda e: (e.start, e.end)):
            assert edit.start >= at, "two edits of the same bytes"
            out += [self.data[at : edit.start], edit.content]
            at = edit.end
        return self if not out else read(b"".join((*out, self.data[at:])))

    def before(self, node: Node) -> int:
        """Where the white space before `node` begins."""
        at = node.start
        while at > 0 and self.data[at - 1] in _GAP:
            at -= 1
        return at

    def source(self, node: Node) -> bytes:
        """The bytes of `node`, tags included."""
        return self.data[node.start : node.end]


def read(data: bytes) -> Document:
    """Read a backup. Raises BackupRefused with the reason and, where there is one, the line."""
    _outside(data)
    root = _Reader(data).tree()
    if root.name != "pfsense":
        other = " but an OPNsense one" if root.name == "opnsense" else f": its root is <{root.name[:40]}>"
        raise BackupRefused(f"not a full pfSense backup{other}; take one with Diagnostics > Backup & Restore, area All")
    return Document(data, root)


def _outside(data: bytes) -> None:
    """What the file shows before it is parsed."""
    if data.lstrip()[: len(ENCRYPTED)] == ENCRYPTED:
        raise BackupRefused("the backup is encrypted; download it again without 'Encrypt this configuration file'")
    if not data.strip():
        raise BackupRefused("the file is empty")
    if len(data) > MOST_BYTES:
        raise BackupRefused(f"the file has {len(data)} bytes, {MOST_BYTES} are the most; download it without RRD data")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00")):
        raise BackupRefused(
            "the file begins with a byte order mark or is UTF-16: an editor saved it; download it again"
        )
    declared = _DECLARED.match(data)
    if declared and declared[1].lower() != b"utf-8":
        raise BackupRefused("the file declares an encoding that is not UTF-8; download it again from the router")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BackupRefused(f"line {line}: not UTF-8; download the backup again, do not edit it") from error


class _Reader:
    """Builds the tree from expat's events, with pfSense's own rules for lists and white space."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._top = Node("", 0, None, 0)
        self._here = self._top
        self._depth = 0
        self._count = 0
        self._texts: list[list[str]] = [[]]
        self._names: list[set[str]] = [set()]
        self._section = ""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser

    def tree(self) -> Node:
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            what = expat.errors.messages.get(error.code, "not well formed")
            hint = (
                "; an accent outside of a description makes pfSense write such a file"
                if what == "undefined entity"
                else ""
            )
            raise BackupRefused(f"line {error.lineno}: not XML that pfSense reads: {what}{hint}") from error
        return self._top.children[0]

    def _doctype(self, *_: object) -> None:
        raise BackupRefused("the file has a document type (DOCTYPE); pfSense writes none: it is not a backup")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line, at = self._parser.CurrentLineNumber, self._parser.CurrentByteIndex
        self._count += 1
        self._depth += 1
        if self._count > MOST_ELEMENTS or self._depth > MOST_DEPTH:
            raise BackupRefused(f"line {line}: more elements than any router has; this is not a backup")
        name = name.lower()
        parent = self._here
        if self._depth <= 2:
            self._section = name
        if name in self._names[-1] and name not in LISTS and (self._depth <= 2 or self._section in _READ):
            raise BackupRefused(
                f"line {line}: <{name[:40]}> stands twice in <{parent.name[:40]}>; pfSense refuses such a file"
            )
        self._names[-1].add(name)
        self._names.append(set())
        self._beside(parent)
        node = Node(name, line, parent if parent is not self._top else None, at)
        found = _START.match(self._data, at)
        assert found is not None
        node.inner = found.end()
        parent.children.append(node)
        self._here = node
        self._texts.append([])

    def _end(self, _: str) -> None:
        node, at = self._here, self._parser.CurrentByteIndex
        lone = self._data[node.inner - 2 : node.inner] == b"/>"
        node.close = node.inner if lone else at
        node.end = node.inner if lone else self._data.index(b">", at) + 1
        if node.children:
            self._beside(node)
        text = "".join(self._texts.pop())
        node.text = html.unescape(text) if not node.children and text.strip(" ") else ""
        self._here = node.parent or self._top
        self._names.pop()
        self._depth -= 1

    def _characters(self, text: str) -> None:
        # Tabs and line ends are cut from each piece; the parser gives a piece a line (xmlparse.inc, cData).
        kept = text.strip("\t\n\r")
        if kept:
            self._texts[-1].append(kept)

    def _beside(self, node: Node) -> None:
        """Refuse text beside elements: pfSense stops there, or loses the elements."""
        texts = self._texts[-1]
        if not texts:
            return
        if any(piece.strip(" ") for piece in texts):
            raise BackupRefused(
                f"line {self._parser.CurrentLineNumber}: text beside the elements of <{node.name[:40]}>; "
                "pfSense cannot read this: download the backup again, do not edit it"
            )
        texts.clear()

"""Edits of a document: lists in a wanted order, fields of an entry, containers that may be missing or empty."""

from __future__ import annotations

from collections.abc import Sequence

from generators.targets.pfsense.merge.document import Document, Edit, Node
from generators.targets.pfsense.write import Element, text_of

# Elements that count by being there, whatever their text (reference: pfSense source, the screens named in KEYS).
_FLAGS = (
    "enable disabled disable log nonat staticnatport eimnat nordr nosync not any blockpriv blockbogons netboot "
    "tcpflags_any arp_table_static_entry ignorebootp allowopts disablereplyto nopfsync floating quick"
)
FLAGS = frozenset(_FLAGS.split())
# Left by the screens when they save an entry; without effect.
_NEUTRAL = frozenset({"created", "updated", "id"})
_DEFAULTS = {"statetype": "keep state", "ipprotocol": "inet"}

Meaning = tuple[tuple[str, object], ...]


def meaning(thing: Node | Element, without: frozenset[str] = frozenset()) -> Meaning:
    """What an entry says, as comparable data: order of names, empty values, time stamps and defaults do not count."""
    out: list[tuple[str, object]] = []
    for child in thing.children if isinstance(thing, Node) else thing.value:
        assert not isinstance(child, str), "an element without children has no meaning of its own"
        if child.name in _NEUTRAL or child.name in without:
            continue
        below = child.children if isinstance(child, Node) else child.value
        text = child.text if isinstance(child, Node) else child.value
        if child.name in FLAGS:
            out.append((child.name, True))
        elif below and not isinstance(below, str):
            out.append((child.name, meaning(child)))
        elif text and _DEFAULTS.get(child.name) != text:
            out.append((child.name, text))
    return tuple(sorted(out, key=lambda pair: pair[0]))


def depth(node: Node) -> int:
    """How many elements stand around `node`."""
    count, parent = 0, node.parent
    while parent is not None:
        count, parent = count + 1, parent.parent
    return count


def ensure(doc: Document, path: str) -> Document:
    """The document with the elements of `path` (names between slashes) there, empty where they were not."""
    names = path.split("/")
    for count in range(1, len(names) + 1):
        if doc.root.find("/".join(names[:count])) is None:
            parent = doc.root if count == 1 else doc.root.find("/".join(names[: count - 1]))
            assert parent is not None
            doc = doc.with_edits(append(doc, parent, [Element(names[count - 1])]))
    return doc


def line(element: Element, level: int) -> bytes:
    """An element on its own lines, the line end before it included."""
    return ("\n" + text_of(element, level)).encode("utf-8")


def append(doc: Document, parent: Node, elements: Sequence[Element]) -> list[Edit]:
    """Put elements after the last child of `parent`."""
    level = depth(parent) + 1
    return _put(
        doc, parent, b"".join(line(e, level) for e in elements), parent.children[-1] if parent.children else None
    )


def _put(doc: Document, parent: Node, content: bytes, after: Node | None) -> list[Edit]:
    """Insert `content` after a child; where there is none, as all there is between the tags, comments aside."""
    if not content:
        return []
    if after is not None:
        return [Edit(after.end, after.end, content)]
    tail = b"\n" + b"\t" * depth(parent)
    if parent.inner == parent.end:  # <x/>
        name = parent.name.encode()
        return [Edit(parent.start, parent.end, b"<" + name + b">" + content + tail + b"</" + name + b">")]
    end = parent.close
    start = end
    while start > parent.inner and doc.data[start - 1] in b" \t\r\n":
        start -= 1
    return [Edit(start, end, content + tail)]


def remove(doc: Document, node: Node) -> Edit:
    """Take an element out, with the white space before it."""
    return Edit(doc.before(node), node.end, b"")


def arrange(
    doc: Document, parent: Node, name: str, order: Sequence[Node | Element], ours: frozenset[Node]
) -> list[Edit]:
    """Make the children called `name` of `parent` those of `order`: nodes of the file, and elements to write.

    Foreign nodes keep their order and their bytes. A node of `ours` that is not in `order` is taken out; one that is
    in it keeps its bytes, and moves if its neighbours say so.
    """
    there = parent.all(name)
    stays = _staying(there, order, ours)
    level = depth(parent) + 1
    edits = [remove(doc, node) for node in there if node not in stays]
    waiting = b""
    for item in order:
        if isinstance(item, Node) and item in stays:
            if waiting:
                at = doc.before(item)
                edits.append(Edit(at, at, waiting))
            waiting = b""
        elif isinstance(item, Node):
            waiting += b"\n" + b"\t" * level + doc.source(item)
        else:
            waiting += line(item, level)
    if waiting:
        last = next((n for n in reversed(there) if n in stays), None)
        edits += _put(doc, parent, waiting, last or _last_other(parent, there))
    return edits


def _last_other(parent: Node, there: list[Node]) -> Node | None:
    """After which child a first entry of a list goes: the last one that is not taken out."""
    others = [c for c in parent.children if c not in there]
    return others[-1] if others else None


def _staying(there: list[Node], order: Sequence[Node | Element], ours: frozenset[Node]) -> set[Node]:
    """The nodes that need not move: all foreign ones, and those of ours that stand between the right neighbours."""
    place = {node: index for index, node in enumerate(there)}
    out: set[Node] = set()
    last = -1
    for index, node in enumerate(order):
        if not isinstance(node, Node):
            continue
        following = (place[n] for n in order[index + 1 :] if isinstance(n, Node) and n not in ours)
        if node not in ours or last < place[node] < next(following, len(there)):
            out.add(node)
            last = place[node]
    return out


def set_fields(
    doc: Document,
    parent: Node,
    fields: Sequence[Element],
    lists: frozenset[str] = frozenset(),
    flags: bool = False,
) -> list[Edit]:
    """Give `parent` these fields: change those that say otherwise, add those it lacks, leave all others.

    Fields of one name in `lists` are taken together: the entries that `fields` gives, and no other. `flags` says that
    names of `FLAGS` count by being there; packages and ntpd hold words (`on`, `enabled`) under the same names.
    """
    edits: list[Edit] = []
    new: list[Element] = []
    for name in dict.fromkeys(f.name for f in fields):
        wanted = [f for f in fields if f.name == name]
        there = parent.all(name)
        if flags and [_said(n) for n in there] == [_said(f) for f in wanted]:
            continue
        if not flags and [n.text for n in there] == [f.value for f in wanted]:
            continue
        assert len(wanted) == 1 or name in lists
        level = depth(parent) + 1
        for node, element in zip(there, wanted, strict=False):
            edits.append(Edit(node.start, node.end, text_of(element, level).encode().lstrip(b"\t")))
        edits += [remove(doc, node) for node in there[len(wanted) :]]
        new += wanted[len(there) :]
    return edits + append(doc, parent, new) if new else edits


def _said(thing: Node | Element) -> object:
    return meaning(Element("", (thing,))) if isinstance(thing, Element) else _node(thing)


def _node(node: Node) -> object:
    around = Node("", 0, None, 0, children=[node])
    return meaning(around)

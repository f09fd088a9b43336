"""Reader of pfSense's area files: elements to plain lookups, as the router's own parser takes them.

Names are folded to lower case, text is cut of tabs and newlines and entities are decoded once more after XML has
(pfSense source, xmlparse.inc). A document type is refused: the format has none.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from generators.problems import TonaliteError

FILE_MOST = 50_000_000  # bytes; a configuration with everything is some megabytes


class ReachError(TonaliteError):
    """The router's files cannot be evaluated; the text says which and why."""


@dataclass(frozen=True)
class Node:
    """An element: its text, and its children in order."""

    name: str
    text: str = ""
    children: tuple[Node, ...] = field(default=())

    def has(self, name: str) -> bool:
        """Whether the element is there: how pfSense writes a flag that is set."""
        return any(child.name == name for child in self.children)

    def all(self, name: str) -> Iterator[Node]:
        """Every child of that name."""
        return (child for child in self.children if child.name == name)

    def node(self, name: str) -> Node:
        """The first child of that name, an empty one if there is none."""
        return next(self.all(name), Node(name))

    def value(self, *names: str) -> str:
        """The text found by following `names`, empty if it is not there."""
        at = self
        for name in names:
            at = at.node(name)
        return at.text


def read(data: bytes, file: str) -> Node:
    """The tree of a file. Raises ReachError when it is no XML, too large or has a document type."""
    if len(data) > FILE_MOST:
        raise ReachError(f"{file}: {len(data)} bytes are too many for a configuration")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise ReachError(f"{file}:{line}: not well-formed XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReachError(f"{file}: a document type is not part of the format")
    return _node(root)


def _node(element: etree._Element) -> Node:
    children = tuple(_node(child) for child in element if isinstance(child.tag, str))
    text = "" if children else html.unescape((element.text or "").strip("\t\r\n"))
    return Node(str(element.tag).lower(), text, children)


def areas(files: Mapping[str, bytes], site: str) -> dict[str, Node]:
    """The areas of a site's router by name: of `files` (path to content), those below `routers/<site>/`."""
    out: dict[str, Node] = {}
    for path in sorted(files):
        if path.startswith(f"routers/{site}/") and path.endswith(".xml"):
            root = read(files[path], path)
            if root.name in out:
                raise ReachError(f"{path}: a second file with the area {root.name}")
            out[root.name] = root
    return out

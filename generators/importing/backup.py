"""A router's backup as a tree of texts. A hostile or encrypted file is refused in one line.

pfSense decodes entities of values once more after XML has, folds names to lower case and cuts tabs and newlines
(its source, xmlparse.inc).
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generators.problems import TonaliteError

MOST_BYTES = 50_000_000


class ImportRefused(TonaliteError):
    """The file is none that can be imported; the text says why."""


@dataclass(frozen=True)
class Node:
    """An element: its text, and its children in order."""

    name: str
    text: str = ""
    children: tuple[Node, ...] = ()

    def has(self, name: str) -> bool:
        """Whether a flag is set: it is by being there."""
        return any(child.name == name for child in self.children)

    def all(self, *way: str) -> Iterator[Node]:
        """Every element at the end of a way of names; an empty element of a list is none."""
        if not way:
            yield self
            return
        for child in self.children:
            if child.name == way[0]:
                yield from child.all(*way[1:])

    def value(self, *way: str) -> str:
        """The first text at the end of a way, on one line and without blanks at its ends; empty if there is none."""
        return next((" ".join(node.text.split()) for node in self.all(*way)), "")


def read_backup(data: bytes) -> Node:
    """The root of a pfSense backup. Raises ImportRefused."""
    if len(data) > MOST_BYTES:
        raise ImportRefused(f"{len(data)} bytes are too many for a backup")
    if b"---- BEGIN config.xml ----" in data[:200]:
        raise ImportRefused("the backup is encrypted: export it again without encryption")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise ImportRefused(f"line {line}: not well-formed XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ImportRefused("a document type is not part of a backup")
    if str(root.tag).lower() != "pfsense":
        raise ImportRefused("not a backup of a whole pfSense: its root is not <pfsense>")
    return _node(root)


def _node(element: etree._Element) -> Node:
    children = tuple(_node(child) for child in element if isinstance(child.tag, str))
    return Node(str(element.tag).lower(), "" if children else html.unescape(element.text or ""), children)

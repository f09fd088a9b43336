"""What a folder of YAML says, as plain values that remember where they stand.

Three kinds of nodes and nothing else: text (`Scalar`), lists (`Sequence`), keys with values (`Mapping`). No number, no
boolean, no date: what a text means is decided by the schema, not by YAML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generators.problems import Place

Path = tuple[str | int, ...]
"""The way to a node from the top: a key of a mapping is a str, an index of a list an int from 0."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as written, or None for nothing (`null`, `~`, empty). `quoted`: the author said that it is text."""

    value: str | None
    place: Place
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A key (its value is never None) with what stands below it."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order written. `entries` is to be read only."""

    entries: dict[str, Entry]
    place: Place


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True)
class Document:
    """All files of a folder as one mapping. `files` are the names of those that were looked at, sorted."""

    root: Mapping
    files: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """The same without places: dict, list, str and None. A new tree at each call, nothing in it is shared."""
        return {name: plain(entry.value) for name, entry in self.root.entries.items()}

    def place(self, path: Path) -> Place:
        """The place of the value at `path`, else of its deepest ancestor that exists (at last the top)."""
        return self._walk(path)[0]

    def key_place(self, path: Path) -> Place:
        """The place of the key at `path`; of the value where there is no key (an item of a list, the top).

        A path that does not exist gives the key of its deepest ancestor that does: a missing `mac` is shown at the
        name of the phone.
        """
        return self._walk(path)[1]

    def _walk(self, path: Path) -> tuple[Place, Place]:
        """The places of the value and of the key at the deepest node of `path` that exists."""
        node: Node = self.root
        key = node.place
        for step in path:
            if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
                entry = node.entries[step]
                node, key = entry.value, entry.key.place
            elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
                key = node.place
            else:
                break
        return node.place, key


def plain(node: Node) -> Any:
    """`node` without places: a dict, a list, a str or None. The reader bounds the depth, so this may recurse."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {name: plain(entry.value) for name, entry in node.entries.items()}
    return [plain(item) for item in node.items]

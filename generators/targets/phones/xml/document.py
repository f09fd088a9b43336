"""A tree of elements from a skeleton and the values for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generators.estate.values import Secret
from generators.targets.phones.text import xml_value
from generators.targets.phones.xml.skeleton import ATTRIBUTES, BY_HAND, DECIDED, Slot

Content = "str | Markup | Secret | Sequence[Element]"


@dataclass(frozen=True)
class Element:
    """An element: its attributes by name, and either a text or others below it."""

    name: str
    text: Markup | Secret
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element, ...] = ()

    def secrets(self) -> Iterator[Secret]:
        """The secrets in it, in its order."""
        if isinstance(self.text, Secret):
            yield self.text
        for child in self.children:
            yield from child.secrets()

    def without_secrets(self) -> Element:
        """The same with blanks for the secrets."""
        children = tuple(child.without_secrets() for child in self.children)
        text = Markup() if isinstance(self.text, Secret) else self.text
        return Element(self.name, text, self.attributes, children)


@dataclass(frozen=True)
class Row:
    """A line of the file: an element with its text, or the start or end of one with others below it."""

    indent: str
    open: Markup
    text: Markup | Secret
    close: Markup


def rows(element: Element, depth: int = 0) -> Iterator[Row]:
    """The lines of `element`, two blanks a level. Names and attributes are ours and hold nothing to escape."""
    indent = "  " * depth
    attributes = "".join(f' {name}="{value}"' for name, value in element.attributes)
    start, end = Markup(f"<{element.name}{attributes}>"), Markup(f"</{element.name}>")
    if not element.children:
        yield Row(indent, start, element.text, end)
        return
    yield Row(indent, start, Markup(), Markup())
    for child in element.children:
        yield from rows(child, depth + 1)
    yield Row(indent, Markup(), Markup(), end)


def leaf(name: str, text: object) -> Element:
    """An element with a text, escaped; a secret stays as it is."""
    return Element(name, text if isinstance(text, Secret) else xml_value(str(text)))


def group(name: str, children: Sequence[Element], **attributes: object) -> Element:
    """An element with others below it."""
    return Element(name, Markup(), tuple((key, str(value)) for key, value in attributes.items()), tuple(children))


def fill(
    skeleton: Sequence[Slot],
    decided: Mapping[str, object],
    by_hand: Mapping[str, str],
    repeated: Mapping[str, Sequence[Element]] | None = None,
) -> tuple[Element, ...]:
    """The elements of `skeleton` with their values.

    `decided` holds the values of the Estate by path, `by_hand` those that replace a constant or fill an empty place,
    `repeated` the elements in the place of a path. ValueError for a path that the skeleton has no place for: no
    document of ours is written with an element that is not documented.
    """
    lists = repeated or {}
    known = {slot.path: slot for slot in skeleton}
    for path in (*decided, *lists):
        if path not in known or known[path].holds != DECIDED:
            raise ValueError(f"the document has no place for {path}")
    for path in by_hand:
        if path not in known or known[path].group or known[path].holds == DECIDED:
            raise ValueError(f"{path} is not set by hand")
    return _level(list(skeleton), decided, by_hand, lists)


def _level(
    rows: list[Slot],
    decided: Mapping[str, object],
    by_hand: Mapping[str, str],
    lists: Mapping[str, Sequence[Element]],
) -> tuple[Element, ...]:
    out: list[Element] = []
    for at, slot in enumerate(rows):
        if slot.depth != rows[0].depth:
            continue
        if slot.group:
            below = [row for row in rows[at + 1 :] if row.path.startswith(slot.path + "/")]
            children = _level(below, decided, by_hand, lists)
            out += [group(slot.name, children, **ATTRIBUTES.get(slot.path, {}))] if children else []
        elif slot.path in lists:
            out += lists[slot.path]
        elif slot.path in decided:
            out.append(leaf(slot.name, decided[slot.path]))
        elif slot.path in by_hand:
            out.append(leaf(slot.name, by_hand[slot.path]))
        elif slot.holds not in (DECIDED, BY_HAND):
            out.append(leaf(slot.name, slot.holds))
    return tuple(out)

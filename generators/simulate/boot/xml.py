"""Reader of the phones' XML files, by a grammar of `xml_elements.py`.

The phones' parser is strict about well-formedness and about the case of names, not about the order of sections
(UCM, HOME65). Faults are collected with their lines; what could be read is given all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from generators.simulate.boot.flat import Given
from generators.simulate.boot.grammar import Grammar
from generators.simulate.boot.kinds import is_secret, verdict
from generators.simulate.boot.story import Fault
from generators.simulate.boot.texts import BOM, text_of
from generators.simulate.boot.zones import ZONES

FILE_MOST = 550_000  # bytes; a size cap seen in one phone's log


@dataclass(frozen=True)
class Node:
    """An element that passed: attributes, children by path, and the values of its leaves by path below it."""

    attributes: dict[str, str]
    values: dict[str, Given]
    line: int

    def text(self, path: str) -> str:
        """The value at `path`, empty when it is not there."""
        return self.values[path].value if path in self.values else ""


@dataclass(frozen=True)
class Document:
    """A file as the phone holds it: its leaves and attributes (`path@name`), and the elements that may repeat."""

    file: str
    values: dict[str, Given]
    attributes: dict[str, str]
    repeated: dict[str, tuple[Node, ...]]

    def text(self, path: str) -> str:
        """The value at `path`, empty when it is not there."""
        return self.values[path].value if path in self.values else ""


def read_xml(data: bytes, file: str, grammar: Grammar) -> tuple[Document | None, list[Fault]]:
    """The document, None when the phone's parser gives up; and the faults."""
    _, faults = text_of(data, file, FILE_MOST, carriage_returns=True)
    data = data.removeprefix(BOM)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # The parser's own sentence may quote the text, and the text may be a password: only its kind is told.
        names = {number: name for name, number in vars(etree.ErrorTypes).items() if isinstance(number, int)}
        kind = names.get(getattr(error, "code", -1), "ERR_DOCUMENT")
        what = kind.removeprefix("ERR_").replace("_", " ").lower()
        return None, [*faults, Fault(file, error.lineno or 0, f"is not well-formed ({what}): the phone drops the file")]
    if b"<!DOCTYPE" in data:
        faults.append(Fault(file, 1, "has a document type, which the phone does not read"))
    if root.tag != grammar.root:
        return None, [*faults, Fault(file, _line(root), f"the root is not {grammar.root}: the phone drops the file")]
    reading = _Reading(file, grammar, faults)
    values: dict[str, Given] = {}
    reading.walk(root, "", values)
    reading.missing(root, "")
    return Document(file, values, reading.attributes, {k: tuple(v) for k, v in reading.repeated.items()}), faults


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


class _Reading:
    """One pass over a document; it collects faults and the elements that repeat."""

    def __init__(self, file: str, grammar: Grammar, faults: list[Fault]) -> None:
        self.file, self.grammar, self.faults = file, grammar, faults
        self.repeated: dict[str, list[Node]] = {}
        self.attributes: dict[str, str] = {}
        self.branches, self.folded = grammar.branches, grammar.folded

    def fault(self, element: etree._Element, what: str) -> None:
        """Record a fault at the line of `element`."""
        self.faults.append(Fault(self.file, _line(element), what))

    def walk(self, element: etree._Element, path: str, values: dict[str, Given]) -> dict[str, str]:
        """Read `element` at `path` into `values`; gives its attributes."""
        attributes = self._attributes(element, path)
        children = [c for c in element if isinstance(c.tag, str)]
        if any(isinstance(c, etree._Entity) for c in element):
            self.fault(element, f"{path} holds an entity the phone does not know")
        if path in self.grammar.kinds and path not in self.branches:
            if children:
                self.fault(children[0], f"{path} holds an element instead of text")
            else:
                self._leaf(element, path, values)
            return attributes
        if (element.text or "").strip() or any((c.tail or "").strip() for c in element):
            self.fault(element, f"{path or self.grammar.root} holds text between its elements")
        seen: Counter[str] = Counter()
        for child in children:
            tag = str(child.tag)
            below = f"{path}/{tag}".lstrip("/")
            if below not in self.grammar.kinds and below not in self.branches:
                self.fault(child, self._unknown(below, tag))
                continue
            seen[tag] += 1
            if below in self.grammar.many:
                own: dict[str, Given] = {}
                got = self.walk(child, below, own)
                node = Node(got, {k.removeprefix(f"{below}/"): v for k, v in own.items()}, _line(child))
                self.repeated.setdefault(below, []).append(node)
                values.update({k: v for k, v in own.items() if k not in values})
            elif seen[tag] > 1:
                self.fault(child, f"{below} is there twice")
            else:
                self.walk(child, below, values)
        return attributes

    def _leaf(self, element: etree._Element, path: str, values: dict[str, Given]) -> None:
        value, kind = element.text or "", self.grammar.kinds[path]
        if kind == "zone":
            wrong = None if value in ZONES else "is not a time zone the phone knows, by its exact name"
        else:
            wrong = verdict(kind, value)
        if value != value.strip():
            wrong = "has a blank at its beginning or end"
        if wrong:
            echo = "" if is_secret(path) or not value or len(value) > 60 else f" '{value}'"
            self.fault(element, f"{path}{echo} {wrong}")
        values[path] = Given(value, self.file, _line(element), wrong is None)

    def _attributes(self, element: etree._Element, path: str) -> dict[str, str]:
        out = {}
        for key, value in element.attrib.items():
            name = str(key)
            kind = self.grammar.kinds.get(f"{path}@{name}")
            if kind is None:
                self.fault(element, self._unknown(f"{path}@{name}", name))
            elif wrong := verdict(kind, str(value)):
                self.fault(element, f"{path}@{name} {wrong}")
            else:
                out[name] = self.attributes[f"{path}@{name}"] = str(value)
        return out

    def _unknown(self, path: str, name: str) -> str:
        right = self.folded.get(path.lower())
        if right:
            return f"{name} is spelled {re.split('[/@]', right)[-1]}"
        return f"{path[:80]} is not an element of this file"

    def missing(self, root: etree._Element, path: str) -> None:
        """Record each needed path that has no element, below every element that should hold it."""
        for need, why in self.grammar.needed.items():
            owner = next((m for m in self.grammar.many if need.startswith((f"{m}/", f"{m}@"))), "")
            places = root.findall(owner) if owner else [root]
            rest = need.removeprefix(owner).lstrip("/")
            element_path, _, attribute = rest.partition("@")
            for place in places:
                found = place.find(element_path) if element_path else place
                if found is None:
                    self.fault(place, f"{need} is missing: {why}")
                elif attribute and attribute not in found.attrib:
                    self.fault(found, f"{need} is missing: {why}")

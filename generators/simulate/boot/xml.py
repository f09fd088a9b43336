"""Reader of the phones' XML files, by a grammar of `xml_elements.py`.

The phones' parser is strict about well-formedness and about the case of names, not about the order of sections
(UCM, HOME65). Faults are collected with their lines; what could be read is given all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

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
    """An element that may repeat: attributes, the values of its leaves by path below it, what repeats in it."""

    attributes: dict[str, str]
    values: dict[str, Given]
    line: int
    repeated: dict[str, tuple[Node, ...]] = field(default_factory=dict)

    def text(self, path: str) -> str:
        """The value at `path`, empty when it is not there."""
        return self.values[path].value if path in self.values else ""


@dataclass(frozen=True, eq=False)
class Document:
    """A file as the phone holds it: its leaves and attributes (`path@name`), and the elements that may repeat.

    Documents are compared by identity: `read_xml` gives the same one for the same bytes, to be read only.
    """

    file: str
    values: dict[str, Given]
    attributes: dict[str, str]
    repeated: dict[str, tuple[Node, ...]]

    def text(self, path: str) -> str:
        """The value at `path`, empty when it is not there."""
        return self.values[path].value if path in self.values else ""


@lru_cache(maxsize=512)
def read_xml(data: bytes, file: str, grammar: Grammar) -> tuple[Document | None, tuple[Fault, ...]]:
    """The document, None when the phone's parser gives up; and the faults. Cached: many phones ask for one file."""
    _, faults = text_of(data, file, FILE_MOST, carriage_returns=True, latin=grammar.latin)
    data = data.removeprefix(BOM)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # The parser's own sentence may quote the text, and the text may be a password: only its kind is told.
        names = {number: name for name, number in vars(etree.ErrorTypes).items() if isinstance(number, int)}
        kind = names.get(getattr(error, "code", -1), "ERR_DOCUMENT")
        what = f"is not well-formed ({kind.removeprefix('ERR_').replace('_', ' ').lower()}): the phone drops the file"
        return None, (*faults, Fault(file, error.lineno or 0, what))
    if b"<!DOCTYPE" in data:
        faults.append(Fault(file, 1, "has a document type, which the phone does not read"))
    if root.tag != grammar.root:
        return None, (*faults, Fault(file, _line(root), f"the root is not {grammar.root}: the phone drops the file"))
    reading = _Reading(file, grammar, faults)
    values: dict[str, Given] = {}
    reading.walk(root, "", values)
    reading.missing(root)
    return Document(file, values, reading.attributes, {k: tuple(v) for k, v in reading.repeated.items()}), tuple(faults)


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


class _Reading:
    """One pass over a document; it collects faults and the elements that repeat."""

    def __init__(self, file: str, grammar: Grammar, faults: list[Fault]) -> None:
        self.file, self.grammar, self.faults = file, grammar, faults
        self.repeated: dict[str, list[Node]] = {}
        self.present: set[str] = set()
        self.attributes: dict[str, str] = {}
        self.branches, self.folded = grammar.branches, grammar.folded

    def fault(self, element: etree._Element, what: str) -> None:
        """Record a fault at the line of `element`."""
        self.faults.append(Fault(self.file, _line(element), what))

    def walk(self, element: etree._Element, path: str, values: dict[str, Given]) -> dict[str, str]:
        """Read the branch `element` at `path` into `values`; gives its attributes."""
        grammar = self.grammar
        attributes = self._attributes(element, path) if element.attrib else {}
        leaves, branches, many = grammar.leaves, self.branches, grammar.many
        head = f"{path}/" if path else ""
        tails = [element.text]
        seen: set[str] = set()
        for child in element:
            tails.append(child.tail)
            tag = child.tag
            if not isinstance(tag, str):
                if isinstance(child, etree._Entity):
                    self.fault(element, f"{path or grammar.root} holds an entity the phone does not know")
                continue
            below = head + tag
            self.present.add(below)
            leaf = below in leaves
            if not leaf and below not in branches:
                self.fault(child, self._unknown(below, tag))
            elif below in many:
                own: dict[str, Given] = {}
                outer, self.repeated = self.repeated, {}
                got = self._leaf(child, below, own) if leaf else self.walk(child, below, own)
                cut = len(below) + 1
                nested = {k[cut:]: tuple(v) for k, v in self.repeated.items()}
                self.repeated = outer
                node = Node(got, {k[cut:]: v for k, v in own.items()}, _line(child), nested)
                outer.setdefault(below, []).append(node)
                for key, value in own.items():
                    values.setdefault(key, value)
            elif tag in seen:
                self.fault(child, f"{below} is there twice")
            elif leaf:
                self._leaf(child, below, values)
            else:
                self.walk(child, below, values)
            seen.add(tag)
        if "".join(filter(None, tails)).strip():
            self.fault(element, f"{path or self.grammar.root} holds text between its elements")
        return attributes

    def _leaf(self, element: etree._Element, path: str, values: dict[str, Given]) -> dict[str, str]:
        attributes = self._attributes(element, path) if element.attrib else {}
        value, kind = element.text or "", self.grammar.kinds[path]
        if len(element):
            entity = any(isinstance(c, etree._Entity) for c in element)
            what = "an entity the phone does not know" if entity else "something other than text"
            self.fault(element, f"{path} holds {what}")
            return attributes
        if kind == "zone":
            wrong = None if value in ZONES else "is not a time zone the phone knows, by its exact name"
        else:
            wrong = verdict(kind, value)
        if value != value.strip():
            wrong = "has a blank at its beginning or end"
        line = _line(element)
        if wrong:
            echo = "" if is_secret(path) or not value or len(value) > 60 else f" '{value}'"
            self.faults.append(Fault(self.file, line, f"{path}{echo} {wrong}"))
        values[path] = Given(value, self.file, line, wrong is None)
        return attributes

    def _attributes(self, element: etree._Element, path: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for key, value in element.items():
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

    def missing(self, root: etree._Element) -> None:
        """Record each needed path that has no element, below every element that should hold it."""
        for need, why in self.grammar.needed.items():
            owner = next((m for m in self.grammar.many if need.startswith((f"{m}/", f"{m}@"))), "")
            if not owner and "@" not in need:
                if need not in self.present:
                    self.fault(root, f"{need} is missing: {why}")
                continue
            element_path, _, attribute = need.removeprefix(owner).lstrip("/").partition("@")
            for place in root.findall(owner) if owner else [root]:
                found = place.find(element_path) if element_path else place
                if found is None:
                    self.fault(place, f"{need} is missing: {why}")
                elif attribute and attribute not in found.attrib:
                    self.fault(found, f"{need} is missing: {why}")

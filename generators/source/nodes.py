"""From the text of one YAML file to nodes with places.

PyYAML's C parser (libyaml) gives events; nothing of PyYAML's resolver or constructor is used, so that no scalar is ever
taken for a number, a boolean or a date. A stack of open collections replaces recursion: any text is safe to read.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from generators.problems import Place, Report
from generators.source.characters import forbidden
from generators.source.document import Entry, Mapping, Node, Scalar, Sequence
from generators.source.syntax import explain

MAX_DEPTH = 100
"""Collections within one another, aliases followed. What reads a document may then recurse."""

MAX_ALIASED = 1_000_000
"""Nodes that the aliases of one file may stand for, counted as if each were written out."""

NULLS = frozenset({"", "null", "~"})
CORE = "tag:yaml.org,2002:"
STR_TAG = CORE + "str"


class _TooDeep(Exception):
    """More than MAX_DEPTH collections within one another; the file is given up."""

    def __init__(self, place: Place) -> None:
        self.place = place


class _Anchored:
    """What an anchor names; `node` is None until its end."""

    __slots__ = ("height", "node", "place", "size")

    def __init__(self, place: Place, node: Node | None = None) -> None:
        self.place = place
        self.node = node
        self.size = 1  # nodes, aliases written out
        self.height = 0  # collections within one another


class _Open:
    """A collection whose end has not been seen."""

    __slots__ = ("anchored", "before", "deepest", "entries", "items", "key", "place", "wants_key")

    def __init__(self, place: Place, anchored: _Anchored | None, is_mapping: bool, before: int, depth: int) -> None:
        self.place = place
        self.anchored = anchored
        self.before = before  # nodes seen before this one: tells its size at its end
        self.deepest = depth  # depth of the deepest collection below, itself included
        self.entries: dict[str, Entry] = {}
        self.items: list[Node] | None = None if is_mapping else []
        self.wants_key = is_mapping
        self.key: Scalar | None = None  # None while a value waits: its key was refused, and so is the value


class Builder:
    """Builds the tree of one file from its events; problems go to the report, what can be read is kept."""

    def __init__(self, name: str, report: Report) -> None:
        self.name = name
        self.report = report
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchored] = {}
        self.seen = 0
        self.aliased = 0
        self.root: Node | None = None
        self.failed = False

    def build(self, text: str) -> Node | None:
        """The top node of `text`; None for an empty file, and (`failed` is then true) for broken syntax.

        A file with broken syntax gives nothing at all: a half-read file would only raise further, misleading problems.
        """
        try:
            self._run(yaml.CLoader(text))
        except yaml.MarkedYAMLError as error:
            self.report.add(*explain(self.name, text, error))
        except yaml.YAMLError:
            self.report.add("TON101", Place(self.name), "this is not YAML")
        except _TooDeep as error:
            message = f"more than {MAX_DEPTH} lists and mappings within one another"
            self.report.add("TON101", error.place, message)
        else:
            return self.root
        self.failed = True
        return None

    def _place(self, event: Event) -> Place:
        mark: Any = event.start_mark  # the C parser always gives one, from 0, in characters
        return Place(self.name, mark.line + 1, mark.column + 1)

    def _run(self, loader: yaml.CLoader) -> None:
        documents = 0
        while (event := loader.get_event()) is not None:
            if isinstance(event, ScalarEvent):
                self._scalar(event)
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                self._start(event)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._end()
            elif isinstance(event, AliasEvent):
                self._alias(event)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents == 2:
                    hint = "one document a file: remove this '---', or move what follows to a file of its own"
                    self.report.add("TON111", self._place(event), "a second document begins here", hint)
                    return

    def _scalar(self, event: ScalarEvent) -> None:
        place = self._place(event)
        value: str | None = event.value
        quoted = bool(event.style)
        if event.tag is not None:
            quoted = self._tag(event, event.tag, place) or quoted
        if not quoted and value in NULLS:
            value = None
        elif event.style == '"' and (bad := forbidden(event.value)):
            self.report.add("TON102", place, f"this text holds {bad}, written as an escape", "remove it")
        node = Scalar(value, place, quoted)
        self.seen += 1
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(place, node)
        self._attach(node, place)

    def _start(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        place = self._place(event)
        is_mapping = isinstance(event, MappingStartEvent)
        if len(self.stack) >= MAX_DEPTH:
            raise _TooDeep(place)
        if event.tag is not None:
            self._tag(event, event.tag, place)
        anchored = None
        if event.anchor is not None:
            anchored = self.anchors[event.anchor] = _Anchored(place)
        self.stack.append(_Open(place, anchored, is_mapping, self.seen, len(self.stack) + 1))
        self.seen += 1

    def _end(self) -> None:
        ended = self.stack.pop()
        entries, items, at = ended.entries, ended.items, ended.place
        node: Node = Mapping(entries, at) if items is None else Sequence(tuple(items), at)
        if ended.anchored is not None:
            ended.anchored.node = node
            ended.anchored.size = self.seen - ended.before
            ended.anchored.height = ended.deepest - len(self.stack)
        if self.stack and self.stack[-1].deepest < ended.deepest:
            self.stack[-1].deepest = ended.deepest
        self._attach(node, ended.place)

    def _alias(self, event: AliasEvent) -> None:
        place = self._place(event)
        node = self._aliased(event.anchor or "", place)
        if node is not None:
            self._attach(node, place)
        elif self.stack and self.stack[-1].wants_key:
            self.stack[-1].wants_key = False  # no key: its value is passed over
            self.stack[-1].key = None
        else:
            self._attach(Scalar(None, place, quoted=False), place)

    def _aliased(self, name: str, place: Place) -> Node | None:
        """The node that `*name` at `place` stands for, shared; None if the alias is refused."""
        anchored = self.anchors.get(name)
        if anchored is None:
            hint = f"an anchor '&{name}' must stand above it, in the same file"
            self.report.add("TON109", place, f"the alias '*{name}' names nothing", hint)
            return None
        if anchored.node is None:
            at = f"{anchored.place.file}:{anchored.place.line}"
            self.report.add("TON109", place, f"the alias '*{name}' stands within what it names, begun at {at}")
            return None
        depth = len(self.stack) + anchored.height
        if depth > MAX_DEPTH:
            raise _TooDeep(place)
        if self.aliased > MAX_ALIASED:
            return None  # said already, once a file
        self.aliased += anchored.size
        if self.aliased > MAX_ALIASED:
            self.report.add("TON109", place, f"the aliases of this file stand for more than {MAX_ALIASED:,} nodes")
            return None
        self.seen += anchored.size
        self.stack[-1].deepest = max(self.stack[-1].deepest, depth)
        return anchored.node

    def _attach(self, node: Node, place: Place) -> None:
        """Give `node`, used at `place`, to the innermost open collection."""
        if not self.stack:
            self.root = node
            return
        into = self.stack[-1]
        if into.items is not None:
            into.items.append(node)
        elif into.wants_key:
            into.key = self._key(node, place, into)
            into.wants_key = False
        else:
            if into.key is not None and into.key.value is not None:
                into.entries[into.key.value] = Entry(into.key, node)
            into.wants_key = True

    def _key(self, node: Node, place: Place, into: _Open) -> Scalar | None:
        """`node` as a key of `into`; None if it cannot be one."""
        if not isinstance(node, Scalar):
            kind = "mapping" if isinstance(node, Mapping) else "list"
            hint = "put it in quotes if it is a name; '{', '[' and '? ' begin something else in YAML"
            self.report.add("TON114", place, f"a {kind} cannot be a key", hint)
            return None
        name = node.value
        if name is None:
            hint = "write a name before ':', in quotes if it is null or ~"
            self.report.add("TON114", place, "a key is missing here", hint)
            return None
        if name == "<<" and not node.quoted:
            hint = "YAML 1.2 has none: repeat the keys, or use a site profile"
            self.report.add("TON114", place, "'<<' (merge key) is not supported", hint)
            return None
        first = into.entries.get(name)
        if first is not None:
            at = f"{first.key.place.file}:{first.key.place.line}"
            self.report.add("TON104", place, f"duplicate key {name!r}: already at {at}", "keep one of them")
            return None
        return node if node.place is place else Scalar(name, place, node.quoted)

    def _tag(self, event: Event, tag: str, place: Place) -> bool:
        """Check the `tag` of `event`; whether it says that a scalar is text."""
        if tag == STR_TAG and isinstance(event, ScalarEvent):
            return True
        shown = "!!" + tag.removeprefix(CORE) if tag.startswith(CORE) else tag
        hint = "remove it; quote the value to make it text"
        self.report.add("TON110", place, f"the tag {shown!r} is not supported", hint)
        return False

"""A folder of YAML files as one `Document`: each file is read strictly, then keys of the same name are merged."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generators.problems import Place, Report
from generators.source.characters import decode
from generators.source.document import Document, Entry, Mapping, Node, Scalar, Sequence
from generators.source.folder import MAX_BYTES, read_bytes, shown, source_files
from generators.source.nodes import Builder


def read_folder(folder: Path, report: Report) -> Document:
    """Everything that the `*.yml` files below `folder` say, with its places.

    Never raises for what stands in the folder: all problems of all files go to `report` (TON101 to TON114), and the
    document holds what could be read. Entries stand in the order of the files, then in the order written.
    """
    names: list[str] = []
    merged: dict[str, Entry] = {}
    for name, path in source_files(folder, report):
        names.append(name)
        content = read_bytes(name, path, report)
        if content is None:
            continue
        top = read_text(name, content, report)
        if top is not None:
            _merge(merged, top, report)
    return Document(Mapping(merged, Place(shown(folder))), tuple(names))


def read_text(name: str, text: str | bytes, report: Report) -> Mapping | None:
    """What the text of one file says; `name` stands in its places.

    An empty file gives an empty mapping. None if nothing of it can be used: not UTF-8, broken syntax, the top is not a
    mapping; the report says why.
    """
    if len(text) > MAX_BYTES:
        report.add("TON112", Place(name), f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB", "split it")
        return None
    clean = decode(name, text, report)
    if clean is None:
        return None
    builder = Builder(name, report)
    with _no_collection():
        top = builder.build(clean)
    if isinstance(top, Mapping):
        return top
    if builder.failed:
        return None
    if top is None or (isinstance(top, Scalar) and top.value is None):
        return Mapping({}, Place(name))
    what = "a list" if isinstance(top, Sequence) else "a text"
    hint = "begin with one of the keys of the source, such as 'people:'"
    if isinstance(top, Scalar) and ":" in (top.value or "") and not top.quoted:
        hint = "write a space after ':'"
    report.add("TON105", top.place, f"the top of a file must be keys with values, not {what}", hint)
    return None


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold back the garbage collector: its search among a million new nodes, all in use, costs half the time again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _merge(merged: dict[str, Entry], top: Mapping, report: Report) -> None:
    """Add the keys of one file to those of the files before it; the first definition stays where two collide."""
    for name, entry in top.entries.items():
        first = merged.get(name)
        if first is None:
            merged[name] = entry
        elif _is_nothing(entry.value) and _holds_entries(first.value):
            pass
        elif _is_nothing(first.value) and _holds_entries(entry.value):
            merged[name] = entry
        elif isinstance(first.value, Mapping) and isinstance(entry.value, Mapping):
            merged[name] = Entry(first.key, _merge_entries(name, first.value, entry.value, report))
        else:
            _defined_twice(repr(name), entry, first, report)


def _merge_entries(name: str, first: Mapping, second: Mapping, report: Report) -> Mapping:
    entries = dict(first.entries)
    for key, entry in second.entries.items():
        if key in entries:
            _defined_twice(f"{key!r} of {name!r}", entry, entries[key], report)
        else:
            entries[key] = entry
    return Mapping(entries, first.place)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _holds_entries(node: Node) -> bool:
    """Whether `node` may be merged: a mapping, or a key with nothing below it."""
    return isinstance(node, Mapping) or _is_nothing(node)


def _defined_twice(what: str, entry: Entry, first: Entry, report: Report) -> None:
    at = first.key.place
    message = f"{what} is defined twice: already at {at.file}:{at.line}"
    report.add("TON107", entry.key.place, message, "keep one of them")

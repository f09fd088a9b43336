"""Every way a file can be spoiled that the matrix tries: parameter by parameter, and file by file.

A mutation is (operator, what it was done to, the spoiled bytes). `python -m tests.unit.simulate.mutations` plays
all of them for a phone of every model (`matrix.py`) and prints how many a boot catches.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator

from lxml import etree

Mutation = tuple[str, str, bytes]
LONG, NUMBER, ODD = "x" * 5000, "9" * 40, "-7,5"


def _too_far(value: str) -> str:
    return NUMBER if value.isdecimal() else LONG


def _other_type(value: str) -> str:
    return "banana" if value.isdecimal() else ODD


def _other_case(name: str) -> str:
    swapped = name.upper() if name.upper() != name else name.lower()
    return swapped if swapped != name else name[:1].swapcase() + name[1:]


def of_cnf(data: bytes) -> Iterator[Mutation]:
    """Each parameter of a .cnf file."""
    lines = data.decode().splitlines()
    for at, line in enumerate(lines):
        if line.startswith("#"):
            continue
        name, _, quoted = line.partition(": ")
        value = quoted.strip('"')

        def put(*rows: str, at: int = at) -> bytes:
            return ("\n".join([*lines[:at], *rows, *lines[at + 1 :]]) + "\n").encode()

        yield "removed", name, put()
        yield "out of range", name, put(f'{name}: "{_too_far(value)}"')
        yield "wrong case", name, put(f"{_other_case(name)}: {quoted}")
        yield "wrong type", name, put(f'{name}: "{_other_type(value)}"')
        yield "duplicated", name, put(line, line)


def of_rows(data: bytes, separator: str) -> Iterator[Mutation]:
    """Each row of a plain list, field by field."""
    lines = data.decode().splitlines()
    for at, line in enumerate(lines):
        fields = line.split(separator)
        for field in range(len(fields)):
            for operator, change in (("removed", lambda v: ""), ("out of range", _too_far), ("wrong type", _other_type),
                                     ("wrong case", _other_case)):  # fmt: skip
                changed = separator.join([*fields[:field], change(fields[field]), *fields[field + 1 :]])
                yield operator, f"field {field}", ("\n".join([*lines[:at], changed, *lines[at + 1 :]]) + "\n").encode()
        yield "duplicated", "row", ("\n".join([*lines[:at], line, *lines[at:]]) + "\n").encode()


def of_templates(data: bytes) -> Iterator[Mutation]:
    """Each template of a dial plan, and each of its attributes."""
    text = data.decode()
    for found in re.finditer(r'  <TEMPLATE MATCH="([^"]*)" Timeout="([^"]*)" />\n', text):
        whole, match, wait = found[0], found[1], found[2]

        def put(new: str, whole: str = whole) -> bytes:
            return text.replace(whole, new, 1).encode()

        yield "removed", f"TEMPLATE {match}", put("")
        yield "duplicated", "TEMPLATE", put(whole * 2)
        yield "wrong case", "TEMPLATE", put(whole.lower())
        yield "wrong type", "TEMPLATE", put(whole.replace("TEMPLATE", "banana"))
        for name, value in (("MATCH", match), ("Timeout", wait)):
            part = f' {name}="{value}"'
            yield "removed", name, put(whole.replace(part, ""))
            yield "out of range", name, put(whole.replace(part, f' {name}="{"9" * 70}"'))
            yield "wrong case", name, put(whole.replace(part, part.replace(name, _other_case(name))))
            yield "wrong type", name, put(whole.replace(part, f' {name}="[1-8]"'))
            yield "duplicated", name, put(whole.replace(part, part * 2))


def of_xml(data: bytes, ends: bool) -> Iterator[Mutation]:
    """Each element and attribute of a document, at its first place; at its last one too where `ends`.

    The document is changed in place and put right again, which is many times faster than a copy of it.
    """
    root = etree.fromstring(data)
    places: dict[str, list[etree._Element]] = {}
    for element in root.iter(etree.Element):
        path = "/".join(reversed([element.tag, *(above.tag for above in element.iterancestors())]))
        places.setdefault(path, []).append(element)
    for path, found in places.items():
        for element in {id(e): e for e in (found[0], found[-1] if ends else found[0])}.values():
            for operator, change in ELEMENT.items():
                if (undo := change(element)) is not None:
                    yield operator, path, _written(root)
                    undo()
            for key in list(element.attrib):
                kept = dict(element.attrib)
                for operator, alter in ATTRIBUTE.items():
                    alter(element, key)
                    yield operator, f"{path}@{key}", _written(root)
                    element.attrib.clear()
                    element.attrib.update(kept)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


Undo = Callable[[], object]


def _remove(element: etree._Element) -> Undo | None:
    parent = element.getparent()
    if parent is None:
        return None
    at = parent.index(element)
    parent.remove(element)
    return lambda: parent.insert(at, element)


def _double(element: etree._Element) -> Undo | None:
    parent = element.getparent()
    if parent is None:
        return None
    twin = copy.deepcopy(element)
    parent.insert(parent.index(element), twin)
    return lambda: parent.remove(twin)


def _recase(element: etree._Element) -> Undo:
    tag = element.tag
    element.tag = _other_case(tag)
    return lambda: setattr(element, "tag", tag)


def _written_over(element: etree._Element, text: str) -> Undo:
    kept = element.text
    element.text = text
    return lambda: setattr(element, "text", kept)


def _stretch(element: etree._Element) -> Undo:
    return _written_over(element, LONG if len(element) else _too_far(element.text or ""))


def _retype(element: etree._Element) -> Undo:
    return _written_over(element, ODD if len(element) else _other_type(element.text or ""))


ELEMENT: dict[str, Callable[[etree._Element], Undo | None]] = {
    "removed": _remove,
    "out of range": _stretch,
    "wrong case": _recase,
    "wrong type": _retype,
    "duplicated": _double,
}


def _reattribute(element: etree._Element, key: str) -> None:
    element.set(_other_case(key), element.attrib.pop(key))


ATTRIBUTE: dict[str, Callable[[etree._Element, str], object]] = {
    "removed": lambda e, key: e.attrib.pop(key),
    "out of range": lambda e, key: e.set(key, _too_far(e.get(key))),
    "wrong case": _reattribute,
    "wrong type": lambda e, key: e.set(key, _other_type(e.get(key))),
}


def of_file(name: str, data: bytes) -> Iterator[tuple[str, dict[str, bytes | None]]]:
    """One file spoiled as a whole: what stands in the tree in its place, by name; None is a file that is gone."""
    yield "missing", {name: None}
    yield "renamed case", {name: None, _other_case(name): data}
    yield "CR/LF", {name: data.replace(b"\n", b"\r\n")}
    yield "BOM", {name: b"\xef\xbb\xbf" + data}
    yield "truncated", {name: data[: len(data) // 2]}
    yield "empty", {name: b""}
    yield "accent", {name: data[:-3] + "é".encode() + data[-3:]}
    if name.endswith(".xml") and b"</" in data:
        yield "unescaped &", {name: data.replace(b"</", b"&</", 1)}


if __name__ == "__main__":
    from tests.unit.simulate.matrix import report

    print(report())

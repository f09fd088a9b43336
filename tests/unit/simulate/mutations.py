"""Every way a file can be spoiled that the matrix tries: parameter by parameter, and file by file.

A mutation is (operator, what it was done to, the spoiled bytes). Names are of the first and the last place at
which something stands, so that a repeated element is spoiled at both ends.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator

from lxml import etree

Mutation = tuple[str, str, bytes]
LONG, NUMBER, ODD = "x" * 300, "9" * 40, "-7,5"


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


def of_xml(data: bytes) -> Iterator[Mutation]:
    """Each element and attribute of a document, at its first and its last place."""
    root = etree.fromstring(data)
    tree = root.getroottree()
    places: dict[str, list[str]] = {}
    for element in root.iter():
        exact = tree.getpath(element)
        places.setdefault(re.sub(r"\[[0-9]+\]", "", exact), []).append(exact)
    for path, exact in places.items():
        for place in dict.fromkeys((exact[0], exact[-1])):
            element = root.xpath(place)[0]
            name = path.strip("/")
            for operator, change in ELEMENT.items():
                if (spoiled := _changed(root, place, change)) is not None:
                    yield operator, name, spoiled
            for key in element.attrib:
                for operator, alter in ATTRIBUTE.items():
                    spoiled = _changed(root, place, lambda e, key=key, alter=alter: alter(e, key))
                    if spoiled is not None:
                        yield operator, f"{name}@{key}", spoiled


def _changed(root: etree._Element, place: str, change: Callable[[etree._Element], bool | None]) -> bytes | None:
    twin = copy.deepcopy(root)
    if change(twin.xpath(place)[0]) is False:
        return None
    return etree.tostring(twin, xml_declaration=True, encoding="UTF-8") + b"\n"


def _remove(element: etree._Element) -> bool | None:
    parent = element.getparent()
    return parent.remove(element) if parent is not None else False


def _double(element: etree._Element) -> bool | None:
    parent = element.getparent()
    return parent.insert(parent.index(element), copy.deepcopy(element)) if parent is not None else False


def _recase(element: etree._Element) -> None:
    element.tag = _other_case(element.tag)


def _stretch(element: etree._Element) -> None:
    element.text = _too_far(element.text or "") if not len(element) else LONG


def _retype(element: etree._Element) -> None:
    element.text = _other_type(element.text or "") if not len(element) else ODD


ELEMENT: dict[str, Callable[[etree._Element], bool | None]] = {
    "removed": _remove,
    "out of range": _stretch,
    "wrong case": _recase,
    "wrong type": _retype,
    "duplicated": _double,
}


def _reattribute(element: etree._Element, key: str) -> None:
    element.set(_other_case(key), element.attrib.pop(key))


ATTRIBUTE: dict[str, Callable[[etree._Element, str], object]] = {
    "removed": lambda e, key: e.attrib.pop(key) and None,
    "out of range": lambda e, key: e.set(key, _too_far(e.get(key))),
    "wrong case": _reattribute,
    "wrong type": lambda e, key: e.set(key, _other_type(e.get(key))),
}


def of_file(name: str, files: dict[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """The whole tree with one file spoiled as a whole."""
    data, rest = files[name], {k: v for k, v in files.items() if k != name}
    yield "missing", rest
    yield "renamed case", rest | {_other_case(name): data}
    yield "CRLF", files | {name: data.replace(b"\n", b"\r\n")}
    yield "BOM", files | {name: b"\xef\xbb\xbf" + data}
    yield "truncated", files | {name: data[: len(data) // 2]}
    yield "empty", files | {name: b""}
    yield "accent", files | {name: data[:-3] + "é".encode() + data[-3:]}
    if name.endswith(".xml") and b"</" in data:
        yield "unescaped &", files | {name: data.replace(b"</", b"&</", 1)}

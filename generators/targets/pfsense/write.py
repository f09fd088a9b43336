"""Elements of a configuration as pfSense's own writer puts them on paper (xmlparse.inc, dump_xml_config_sub).

The format's traps are met here once: values of names that begin like `descr` or `detail` stand in CDATA, escaped
once, because pfSense decodes entities itself even there; every other value is ASCII without anything to escape;
tabs indent; a flag is an element without text, or absent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
# Names that begin so are written in CDATA (xmlparse.inc, is_cdata_entity), of those that this project writes.
_CDATA = re.compile(r"descr|detail")


@dataclass(frozen=True)
class Element:
    """An element: its text, or its children. Without either it is a flag, or an empty value."""

    name: str
    value: str | tuple[Element, ...] = ""


def words(text: str) -> str:
    """Free text for a CDATA section: on one line, escaped once (html_entity_decode leaves the apostrophe alone)."""
    line = " ".join(text.split())
    return "".join(_ENTITIES.get(c, c) for c in line)


def plain(value: object) -> str:
    """A value outside of CDATA: printable ASCII that needs no escape, so that every release reads it back alike."""
    text = str(value)
    if not text or not text.isascii() or not text.isprintable() or text != text.strip() or set(text) & set("&<>\"'"):
        raise ValueError(f"pfSense cannot hold {text!r} outside of CDATA")
    return text


def text_of(element: Element, depth: int = 0) -> str:
    """The element as lines, indented by `depth` tabs, without a line end after the last."""
    tabs = "\t" * depth
    if isinstance(element.value, tuple) and element.value:
        inner = "".join(f"{text_of(child, depth + 1)}\n" for child in element.value)
        return f"{tabs}<{element.name}>\n{inner}{tabs}</{element.name}>"
    if not element.value:
        return f"{tabs}<{element.name}></{element.name}>"
    assert isinstance(element.value, str)
    if _CDATA.match(element.name):
        return f"{tabs}<{element.name}><![CDATA[{words(element.value)}]]></{element.name}>"
    return f"{tabs}<{element.name}>{plain(element.value)}</{element.name}>"

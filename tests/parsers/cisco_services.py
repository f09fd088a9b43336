"""An independent, strict reader of the CiscoIPPhone objects that phones fetch by HTTP.

Written from Cisco's Application Development Notes (IPPS: chapter 3 and the schema of appendix B) and the limits that
public programs written from them state, not from our templates: what is unknown, out of order or too long is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
ACTIONS = {
    "CiscoIPPhoneMenu": {"Select", "Exit"},
    "CiscoIPPhoneDirectory": {"Dial", "EditDial", "Exit", "Cancel"},
    "CiscoIPPhoneText": {"Exit", "Update"},
}
ROWS = {"CiscoIPPhoneMenu": ("MenuItem", 100), "CiscoIPPhoneDirectory": ("DirectoryEntry", 32)}
WEB = re.compile(r"http://((?:[0-9]{1,3}\.){3}[0-9]{1,3}):([0-9]{1,5})(/[A-Za-z0-9._/-]+)")


class Refused(ValueError):
    """A phone would refuse this, or show something else."""


@dataclass(frozen=True)
class Shown:
    """An object as a phone shows it: rows are (name, URL) of a menu, (name, number) of a directory."""

    kind: str
    title: str
    prompt: str
    rows: tuple[tuple[str, str], ...]
    text: str
    keys: tuple[tuple[str, str], ...]
    paths: frozenset[str]

    @property
    def links(self) -> tuple[str, ...]:
        """Every page that can be opened from here."""
        rows = [url for _, url in self.rows] if self.kind == "CiscoIPPhoneMenu" else []
        return (*rows, *(url for _, url in self.keys if not url.startswith("SoftKey:")))


def parse(data: bytes) -> Shown:
    """Read one object; Refused with the reason otherwise."""
    if not data.isascii() or b"\r" in data or b"\t" in data or not data.endswith(b">\n"):
        raise Refused("not plain ASCII with LF")
    if not data.startswith(DECLARATION) or data.count(b"<?") != 1 or b"<!" in data:
        raise Refused("declaration, comment or document type")
    if re.search(rb"&(?!(?:amp|lt|gt|quot|apos);)", data):
        raise Refused("an entity that phones need not know")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Refused(str(error)) from error
    kind = str(root.tag)
    if kind not in ACTIONS:
        raise Refused(f"{kind} is not of the subset that all 79xx know")
    if any(element.attrib for element in root.iter()):
        raise Refused("attributes")
    rest = list(root)
    title = _leaf(_take(rest, "Title"), 1, 32)
    prompt = _leaf(_take(rest, "Prompt"), 1, 32)
    rows, text = (), ""
    if kind == "CiscoIPPhoneText":
        text = _leaf(_take(rest, "Text"), 1, 4000, lines=True)
    else:
        rows = _rows(rest, kind)
    keys = _keys(rest, kind)
    if rest:
        raise Refused(f"{kind}: {rest[0].tag} is unknown or out of its place")
    _no_text(root)
    tree = root.getroottree()
    paths = frozenset(re.sub(r"\[\d+\]", "", tree.getpath(e)).strip("/") for e in root.iter())
    return Shown(kind, title, prompt, rows, text, keys, paths)


def _rows(rest: list[etree._Element], kind: str) -> tuple[tuple[str, str], ...]:
    name, most = ROWS[kind]
    out = []
    while rest and rest[0].tag == name:
        element = rest.pop(0)
        parts = list(element)
        first = _leaf(_take(parts, "Name"), 1, 64 if name == "MenuItem" else 32)
        if name == "MenuItem":
            second = _web(_leaf(_take(parts, "URL"), 1, 127))
        else:
            second = _leaf(_take(parts, "Telephone"), 1, 32)
            if not re.fullmatch(r"[0-9*#+]+", second):
                raise Refused(f"{second!r} cannot be dialled")
        if parts:
            raise Refused(f"{name} holds {parts[0].tag}")
        _no_text(element)
        out.append((first, second))
    if not 1 <= len(out) <= most:
        raise Refused(f"{kind}: {len(out)} rows")
    return tuple(out)


def _keys(rest: list[etree._Element], kind: str) -> tuple[tuple[str, str], ...]:
    """Soft keys: with one of its own an object loses the phone's (IPPS, "Custom Softkeys"), so it must name those."""
    out = []
    while rest and rest[0].tag == "SoftKeyItem":
        element = rest.pop(0)
        parts = list(element)
        name = _leaf(_take(parts, "Name"), 1, 8)
        url = _leaf(_take(parts, "URL"), 1, 127)
        if int(_leaf(_take(parts, "Position"), 1, 1)) != len(out) + 1:
            raise Refused("positions of soft keys")
        if url.startswith("SoftKey:"):
            if url.removeprefix("SoftKey:") not in ACTIONS[kind]:
                raise Refused(f"{kind} has no {url}")
        else:
            _web(url)
        if parts:
            raise Refused(f"SoftKeyItem holds {parts[0].tag}")
        _no_text(element)
        out.append((name, url))
    if len(out) > 4:
        raise Refused(f"{len(out)} soft keys, four are seen")
    urls = [url for _, url in out]
    need = {"CiscoIPPhoneMenu": {"SoftKey:Select", "SoftKey:Exit"}, "CiscoIPPhoneText": {"SoftKey:Exit"}}
    if out and not need.get(kind, {"SoftKey:Dial", "SoftKey:Exit"}) <= set(urls):
        raise Refused(f"{kind} takes a soft key away that it needs: {urls}")
    if len(set(urls)) != len(urls):
        raise Refused("a soft key twice")
    return tuple(out)


def _take(parts: list[etree._Element], name: str) -> etree._Element:
    if not parts or parts[0].tag != name:
        raise Refused(f"{name} is missing or out of its place")
    return parts.pop(0)


def _leaf(element: etree._Element, least: int, most: int, lines: bool = False) -> str:
    text = element.text or ""
    if len(element):
        raise Refused(f"{element.tag} holds elements")
    if not least <= len(text) <= most:
        raise Refused(f"{element.tag} has {len(text)} characters")
    if not all(line.isprintable() or not line for line in (text.split("\n") if lines else [text])):
        raise Refused(f"{element.tag}: {text!r}")
    if text != text.strip():
        raise Refused(f"blanks around {text!r}")
    return text


def _web(url: str) -> str:
    match = WEB.fullmatch(url)
    if not match or any(int(part) > 255 for part in match[1].split(".")) or not 0 < int(match[2]) < 65536:
        raise Refused(f"{url!r} is not an absolute URL these phones open")
    if "//" in match[3] or "/." in match[3] or not url.endswith(".xml"):
        raise Refused(f"{url!r} does not lead straight to a page")
    return url


def _no_text(element: etree._Element) -> None:
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise Refused(f"{element.tag}: text between elements")

"""Texts, tones and pictures of the vendor's packages, below `firmware/locale/`: the path there is that in the root.

    locale/French_France/mk-sip.jar      texts of the menus (UCM, "User Locale": the folder is that of userLocale)
    locale/France/g3-tones.xml           tones (UCM, "Network Locale")
    locale/Desktops/320x196x4/…          pictures (UCM, "Background Images")
    locale/Chime.raw                     a ring (UCM, "Ring Tones": in the root only)

Cisco's packages write the folder in lower case (`french_france`, WAZO); phones are told of it with capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generators.publish.firmware.boxes import Found, Unreadable

LOCALE = "locale"
FOLDER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
SIZE = re.compile(r"[0-9]{2,3}x[0-9]{2,3}x[0-9]{1,2}")
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.(jar|xml|png|raw)")
MAGIC = {"jar": b"PK\x03\x04", "png": b"\x89PNG\r\n\x1a\n"}
MOST_RING = 16_384  # 240 to 16080 samples are documented; a sample that a public set ships has 16296


def locales(found: Iterable[Found], box: str) -> Iterator[tuple[str, Found, bytes, str | None]]:
    """Each file below `box` as path in the TFTP root, file, content, and what is wrong with it (then no content)."""
    for item in sorted(found):
        parts = (*(p for p in item.box.removeprefix(box).split("/") if p), item.name)
        path = _path(parts) if not item.trail else None
        if path is None:
            known = "LANGUAGE/NAME.jar, COUNTRY/g3-tones.xml, Desktops/WIDTHxHEIGHTxDEPTH/NAME.png, NAME.raw"
            yield "", item, b"", f"is not where a phone looks for it; known below {LOCALE}/: {known}"
            continue
        try:
            content, fault = item.read(), None
        except Unreadable as error:
            content, fault = b"", str(error)
        fault = fault or _fault(item.name, content)
        yield path, item, b"" if fault else content, fault


def _path(parts: tuple[str, ...]) -> str | None:
    """Where the file goes, or None for a place that no document names."""
    *folders, name = parts
    match = FILE.fullmatch(name)
    kind = match[1] if match else ""
    if kind == "raw" and not folders:
        return name
    if kind in ("jar", "xml") and len(folders) == 1 and FOLDER.fullmatch(folders[0]):
        folder = folders[0]
        return f"{'_'.join(w.capitalize() for w in folder.split('_')) if folder.islower() else folder}/{name}"
    if kind in ("png", "xml") and len(folders) == 2 and folders[0] == "Desktops" and SIZE.fullmatch(folders[1]):
        return "/".join(parts)
    return None


def _fault(name: str, content: bytes) -> str | None:
    kind = name.rpartition(".")[2]
    if not content:
        return "is empty"
    if content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "is a web page"
    if kind in MAGIC and not content.startswith(MAGIC[kind]):
        return f"is no {kind} file"
    if kind == "xml" and not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "is no xml file"
    if kind == "raw" and not 240 <= len(content) <= MOST_RING:
        return f"has {len(content)} bytes; a ring has 240 to {MOST_RING}"
    return None

"""The gate: no secret in what is public, in any usual dress, also inside archives.

It searches for every secret as it is, escaped for HTML, XML, JSON and URLs, in hexadecimal and in base64
(standard and URL alphabet, wherever it starts in the encoded text), in file names, and inside gzip, bzip2,
xz, zip and tar, one in another; of keys and certificates also each line alone. It stands behind the audience
of the Estate, which is what keeps secrets out; a hit here is a bug, and nothing is published.

What it cannot find: values under `LEAST` characters (a four-digit PIN stands in any page by chance);
base64 broken into lines within the value; images, fonts, PDF. Values of less than ten digits are
found only as whole numbers in plain text, because phone numbers hold most short digit strings.

One pass, not one search a secret: the first eight bytes of every dress of every secret are a set of
64-bit numbers, and the text read as 64-bit numbers at its eight offsets is tested against that set
in C. Measured: 10,000 secrets over 50 MB take 2.5 to 4 s; secrets of six or seven characters, if there are any,
are searched by a slower pass (10 s).
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from urllib.parse import quote, quote_plus

from generators.problems import LeakFound, PublishError
from generators.publish.unpack import members

LEAST = 6
WIDTH = 8  # bytes of a 64-bit number
SURE_DIGITS = 10
LEAST_LINE = 32  # a line of OpenVPN's keys; those of PEM have 64
SHOWN = 10
# How writers of HTML and XML spell what they need not, or may in several ways, escape (`&` and `<` have one way).
ENTITIES = {
    ord(">"): (">", "&gt;"),
    ord('"'): ('"', "&quot;", "&#34;", "&#x22;"),
    ord("'"): ("'", "&apos;", "&#39;", "&#x27;"),
}
NUMBER = re.compile(rb"(?<![0-9A-Za-z])[0-9]{%d,%d}(?![0-9A-Za-z])" % (LEAST, SURE_DIGITS - 1))


def check_public(files: Iterable[tuple[str, bytes]], secrets: Mapping[str, str]) -> None:
    """Search `files` (path, content) for `secrets` (name, value).

    Raises LeakFound naming files and secrets, never a value; PublishError when an archive cannot be searched.
    """
    gate = _Gate(secrets)
    found: set[tuple[str, str]] = set()
    for path, content in files:
        for place, text in members(path, content):
            found.update((place, name) for name in gate.names(text))
        found.update((path, name) for name in gate.names(_raw(path)))
    if found:
        told = [f"{gate.masked(place)} holds {name}" for place, name in sorted(found)]
        more = f"; and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
        raise LeakFound(f"nothing is published, public files hold secrets: {'; '.join(told[:SHOWN])}{more}")


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below `folder`, by its relative POSIX path, sorted. Raises PublishError on links and devices."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise PublishError(f"{path} is neither a file nor a folder")
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


class _Gate:
    """The secrets, prepared once for many files."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._numbers: dict[bytes, list[str]] = {}
        self._wide: dict[int, list[tuple[bytes, str]]] = {}
        self._narrow: dict[bytes, list[tuple[bytes, str]]] = {}
        for name, value in sorted(secrets.items()):
            if len(value) < LEAST:
                continue
            if len(value) < SURE_DIGITS and value.isascii() and value.isdigit():
                self._numbers.setdefault(value.encode(), []).append(name)
                continue
            for dress in dresses(value) | _lines(value):
                if len(dress) >= WIDTH:
                    key = int.from_bytes(dress[:WIDTH], sys.byteorder)
                    self._wide.setdefault(key, []).append((dress, name))
                else:
                    self._narrow.setdefault(dress[:LEAST], []).append((dress, name))
        self._anchors = frozenset(self._wide)
        self._starts = frozenset(self._narrow)
        self._values = dict(secrets)

    def names(self, text: bytes) -> set[str]:
        """The names of the secrets that `text` holds."""
        found: set[str] = set()
        for number in set(NUMBER.findall(text)) & self._numbers.keys() if self._numbers else ():
            found.update(self._numbers[number])
        for anchor in self._seen(text):
            found.update(name for dress, name in self._wide[anchor] if dress in text)
        if self._starts:
            for start in self._starts.intersection(text[at : at + LEAST] for at in range(len(text) - LEAST + 1)):
                found.update(name for dress, name in self._narrow[start] if dress in text)
        return found

    def masked(self, path: str) -> str:
        """`path` fit for a message: a secret in a file's name is blacked out."""
        raw = _raw(path)
        for name in self.names(raw):
            for dress in dresses(self._values[name]):
                raw = raw.replace(dress, b"***")
        return raw.decode("utf-8", "replace")

    def _seen(self, text: bytes) -> set[int]:
        """The anchors that stand anywhere in `text`."""
        seen: set[int] = set()
        view = memoryview(text)
        for offset in range(WIDTH):
            length = (len(text) - offset) // WIDTH * WIDTH
            if length > 0:
                windows = view[offset : offset + length].cast("Q")
                if not self._anchors.isdisjoint(windows):
                    seen.update(self._anchors.intersection(windows))
        return seen


def dresses(value: str) -> set[bytes]:
    """All the ways a value is looked for, none under `LEAST` bytes."""
    raw = _raw(value)
    texts = {value} if value.isascii() and value.isalnum() else _escaped(value)
    texts |= {raw.hex(), raw.hex().upper(), raw.hex(":"), raw.hex(":").upper()}
    texts |= {"".join(f"%{byte:02x}" for byte in raw), "".join(f"%{byte:02X}" for byte in raw)}
    found = {_raw(text) for text in texts} | _base64(raw)
    return {dress for dress in found if len(dress) >= LEAST}


def _lines(value: str) -> set[bytes]:
    """Of a value of several lines (a key, a certificate) each line of its body: a part of it, or other line ends."""
    lines = value.split("\n")
    bodies = (line for line in lines if len(line) >= LEAST_LINE and not line.startswith("-----"))
    return {_raw(line) for line in bodies} if len(lines) > 1 else set()


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _escaped(value: str) -> set[str]:
    """What JSON, URLs, HTML and XML make of a value that holds more than ASCII letters and digits."""
    texts = {value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    texts |= {quote(value, safe="", errors="surrogateescape"), quote_plus(value, errors="surrogateescape")}
    texts.add(quote(value, errors="surrogateescape"))
    ampersand = value.replace("&", "&amp;").replace("<", "&lt;")
    for written in product(*ENTITIES.values()):
        texts.add(ampersand.translate(dict(zip(ENTITIES, written, strict=True))))
    return texts


def _base64(raw: bytes) -> set[bytes]:
    """What base64 makes of `raw` behind 0, 1 or 2 other bytes: the characters that depend on `raw` alone."""
    found = set()
    for before in range(3):
        first = -(-before * 8 // 6)
        last = (before + len(raw)) * 8 // 6
        for encode in (base64.standard_b64encode, base64.urlsafe_b64encode):
            found.add(encode(b"\0" * before + raw)[first:last])
    return found

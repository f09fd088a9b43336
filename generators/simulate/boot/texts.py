"""From the bytes of a text file to its lines, with what both families may stumble over: size, BOM, CR, accents."""

from __future__ import annotations

import re

from generators.simulate.boot.story import Fault

BOM = b"\xef\xbb\xbf"
LATIN = re.compile(rb"<\?xml[^>]*encoding=[\"'](?i:iso-8859-1)[\"']")


def text_of(
    data: bytes, file: str, most: int, carriage_returns: bool = False, latin: bool = False
) -> tuple[str, list[Fault]]:
    """The text of `data` (undecodable bytes as `?`), and its faults; `most` is in bytes.

    `latin` text may hold letters of ISO 8859-1 where its XML declaration says so: phones take every text for
    that, whatever is declared (MSG41).

    Carriage returns are a fault unless the reader is an XML parser, which must take them (XML 1.0, 2.11).
    """
    faults = []
    if len(data) > most:
        faults.append(Fault(file, 0, f"has {len(data)} bytes, the phone reads {most}"))
    if data.startswith((BOM, b"\xff\xfe", b"\xfe\xff")):
        faults.append(Fault(file, 1, "begins with a byte order mark, which the phone takes for text"))
        data = data.removeprefix(BOM)
    if not data:
        faults.append(Fault(file, 0, "is empty"))
    declared = latin and LATIN.match(data) is not None
    if not data.isascii() or b"\0" in data:
        what = "holds letters outside of ASCII" + (", and does not declare ISO-8859-1" if latin else "")
        for number, row in enumerate(data.split(b"\n"), 1):
            if not row.isascii() and not declared:
                faults.append(Fault(file, number, what))
            if b"\0" in row:
                faults.append(Fault(file, number, "holds a zero byte"))
    if b"\r" in data and not carriage_returns:
        line = data[: data.index(b"\r")].count(b"\n") + 1
        faults.append(Fault(file, line, "has a carriage return: no document says that the phone skips it; use LF"))
    return data.decode("ascii", "replace").replace("\ufffd", "?").replace("\r\n", "\n"), faults


def lines_of(data: bytes, file: str, most: int) -> tuple[list[str], list[Fault]]:
    """The lines of a plain text file, without line ends, and its faults."""
    text, faults = text_of(data, file, most)
    if text and not text.endswith("\n"):
        faults.append(Fault(file, text.count("\n") + 1, "ends without a line end: it may have been cut"))
    lines = text.removesuffix("\n").split("\n") if text else []
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            faults.append(Fault(file, number, "has a blank at the end of the line"))
    return lines, faults

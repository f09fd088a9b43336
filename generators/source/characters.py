"""From bytes to text: UTF-8 without characters that do not belong in a source."""

from __future__ import annotations

import codecs
import re

from generators.problems import Place, Report

# What libyaml reads, less what an editor does not show as one line or one character: NEL, LS and PS are line breaks for
# YAML 1.1 (libyaml) but not for 1.2, and a byte order mark is allowed at the very start only.
_UNFIT = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# What no target could hold even if it is written as an escape in double quotes (XML 1.0, section 2.2, and controls).
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FORBIDDEN = re.compile(f"{_CONTROL.pattern}|[\ufffe\uffff]")
_BREAK = re.compile("\r\n|\r|\n")

_UTF8 = "save the file as UTF-8"


def decode(name: str, text: str | bytes, report: Report) -> str | None:
    """The text of the file `name`, without a byte order mark; None, with a problem TON102, if it is not clean UTF-8."""
    if isinstance(text, bytes):
        if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
            report.add("TON102", Place(name), "the file is UTF-16 or UTF-32, not UTF-8", _UTF8)
            return None
        try:
            decoded = text.decode("utf-8")
        except UnicodeDecodeError as error:
            before = text[: error.start].decode("utf-8").removeprefix("\ufeff")
            message = f"byte 0x{text[error.start]:02X} is not UTF-8"
            report.add("TON102", place_after(name, before), message, _UTF8)
            return None
    else:
        decoded = text
    decoded = decoded.removeprefix("\ufeff")
    unfit = _UNFIT.search(decoded)
    if unfit is None:
        return decoded
    hint = f"{_UTF8} (it may be UTF-16)" if unfit[0] == "\0" else "remove it"
    report.add("TON102", place_after(name, decoded[: unfit.start()]), f"{describe(unfit[0])} is not allowed", hint)
    return None


def forbidden(text: str) -> str:
    """The first character of `text` that no value may hold (a control other than tab and line breaks), described.

    Empty if there is none.
    """
    found = _FORBIDDEN.search(text)
    return describe(found[0]) if found else ""


def describe(character: str) -> str:
    """A character that cannot be shown, in words: `the control character U+0007`."""
    code = ord(character)
    if code == 0:
        return "the character NUL (U+0000)"
    kind = "control character" if _CONTROL.match(character) else "character"
    return f"the {kind} U+{code:04X}"


def place_after(name: str, before: str) -> Place:
    """The place of the character that follows the text `before`, as libyaml counts: CR, LF and CR LF end a line."""
    line = 1
    start = 0
    for found in _BREAK.finditer(before):
        line += 1
        start = found.end()
    return Place(name, line, len(before) - start + 1)

"""Texts as the two families of phones can hold them.

The Estate's labels are already ASCII and cut to the screen (`estate/names.py`); what is not is a bug of
ours and raises ValueError. Here each text is fitted to the format it goes into.
"""

from __future__ import annotations

from markupsafe import Markup

# A 7940/7960 ends a value at a quote, a semicolon or a number sign, and no escape is documented
# (SAG8, BLOG-FB): a quote becomes an apostrophe, a semicolon a comma, a number sign is dropped.
FLAT_FORBIDDEN = str.maketrans({'"': "'", ";": ",", "#": None})
# A display name goes between quotes in From (RFC 3261, 25.1), and nothing says that the phones escape it.
HEADER_FORBIDDEN = str.maketrans({'"': "'", "\\": "/"})
XML_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
DISPLAY_MOST = 30  # UCM, line/displayName; the 7940/7960 take 31 (SIPCC, buffer of 32)


def checked(text: str, most: int, what: str) -> str:
    """`text`, one line of printable ASCII of at most `most` characters; ValueError naming `what` otherwise."""
    if not (text.isascii() and text.isprintable()):
        raise ValueError(f"{what} is not printable ASCII: {text!r}")
    if len(text) > most:
        raise ValueError(f"{what} has {len(text)} characters, {most} fit: {text!r}")
    return text


def flat_value(text: str) -> str:
    """`text` as a quoted value of a .cnf file: without the characters that end a value, blanks collapsed."""
    return " ".join(text.translate(FLAT_FORBIDDEN).split())


def header_value(text: str) -> str:
    """`text` as a SIP display name: nothing that ends or escapes a quoted string."""
    return " ".join(text.translate(HEADER_FORBIDDEN).split())


def xml_value(text: str) -> Markup:
    """`text` escaped with named entities only.

    The phones' parser is documented with the five named ones (UCM, SEPMAC.cnf.xml); the template
    engine's own escaping writes quotes as numbers, which an element's text does not need.
    """
    for character, entity in XML_ESCAPES:
        text = text.replace(character, entity)
    return Markup(text)


def unbroken(text: str) -> str:
    """`text` with hyphens for blanks: the 7941's phoneLabel takes none (UCM, phoneLabel)."""
    return "-".join(text.split())

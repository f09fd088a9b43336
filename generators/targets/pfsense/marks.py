"""The mark that says whose an entry of a configuration is: `(tonalite:SITE/ID)` at the end of its description.

A suffix, because pfSense shows the first 52 characters of a rule's description in the firewall's log. ASCII, so that
no release re-codes it; without a bar, which would split the details of an alias; without a square bracket, which
would stand beside those that end a CDATA section.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"\(tonalite:([a-z0-9][a-z0-9-]*)/([A-Za-z0-9_./-]+)\)\s*\Z")


def marked(text: str, site: str, identity: str) -> str:
    """`text` with the mark of `identity` at `site`."""
    out = f"{text} (tonalite:{site}/{identity})".strip()
    assert mark_of(out) == (site, identity), f"no mark can be made of {site}/{identity}"
    return out


def mark_of(text: str) -> tuple[str, str] | None:
    """Site and identity that a description ends with; None if the entry is not ours."""
    found = _MARK.search(text)
    return (found[1], found[2]) if found else None

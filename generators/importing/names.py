"""Names out of free text: ids, and words that may stand in a comment or between quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

MOST = 60


def fresh_id(text: str, otherwise: str, taken: Collection[str]) -> str:
    """An id made of `text` (of `otherwise` if nothing is left of it), another one than those in `taken`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")[:28].rstrip("-") or otherwise
    name, number = slug, 2
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    return name


def said(text: str) -> str:
    """Free text on one line, without what a terminal or an editor would act upon, and not too long."""
    clean = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    line = " ".join(clean.split())
    return line if len(line) <= MOST else line[: MOST - 1] + "…"

"""Names as devices can hold them: ASCII texts, labels cut to a screen, SIP accounts.

The 7940/7960 have no documented encoding beyond ASCII and the 7941 family shows accents badly
(SIPCC, MSG41 in the reference), so every text that reaches a device is transliterated here, once.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

LETTERS = str.maketrans(
    {
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "–": "-",
        "—": "-",
        "&": "+",
        "€": "EUR",
    }
)
REFUSED = re.compile(r"[^A-Za-z0-9 .'+_-]+")
ACCOUNT_MOST = 30  # UCM, line/name and authName: 30 characters


def fold(text: str) -> str:
    """`text` in the letters every device shows: ASCII letters, digits, blank and `. ' + _ -`. May be empty."""
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS)).encode("ascii", "ignore").decode()
    return " ".join(REFUSED.sub(" ", plain).split())


def fit(text: str, most: int) -> tuple[str, bool]:
    """`text` folded into `most` characters, and whether something recognisable was lost.

    A name that is too long falls back to its first word; a first word that is too long is cut.
    """
    folded = fold(text)
    if len(folded) <= most:
        return folded, False
    first = folded.split(" ")[0]
    return first[:most], len(first) > most


def accounts(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """A SIP account for each (phone id, line id): letters and digits, at most 30, unique.

    It is the two ids joined; where that is too long or the same for two pairs, all of those get a
    stable end made from the ids, so that no account depends on the order or number of the others.
    """
    wanted = {pair: (pair[0] + pair[1]).replace("-", "") for pair in pairs}
    seen: dict[str, int] = {}
    for text in wanted.values():
        seen[text] = seen.get(text, 0) + 1
    out = {}
    for pair, text in wanted.items():
        if len(text) > ACCOUNT_MOST or seen[text] > 1:
            end = hashlib.sha256("/".join(pair).encode()).hexdigest()[:8]
            text = text[: ACCOUNT_MOST - 9] + "x" + end
        out[pair] = text
    return out

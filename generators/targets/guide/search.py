"""The search index, so that `telephone` finds `téléphone`: the search itself does not fold accents."""

from __future__ import annotations

import json
import re
import unicodedata

_TAG = re.compile(r"<[^>]*>")
_ACCENTED = re.compile(r"\w*[^\W\d_a-zA-Z]\w*")
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)


def fold(text: str) -> str:
    """`text` without accents: `é` is `e`, `œ` is `oe`."""
    return "".join(c for c in unicodedata.normalize("NFD", text.translate(_LIGATURES)) if not unicodedata.combining(c))


def fold_index(text: str) -> str:
    """The search index (JSON of MkDocs' search plugin) with the unaccented spelling of each accented word.

    The added words stand at the end of an entry's text in a hidden element: found, never shown.
    """
    index = json.loads(text)
    for entry in index["docs"]:
        words = {w: fold(w) for w in _ACCENTED.findall(_TAG.sub(" ", f"{entry['title']} {entry['text']}"))}
        added = sorted({plain for word, plain in words.items() if plain != word})
        if added:
            entry["text"] += f"<p hidden>{' '.join(added)}</p>"
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

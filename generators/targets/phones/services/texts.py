"""The words of the pages, by key, in the languages of the guide (`words/<language>.toml`), as phones can show them."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generators.estate.names import LETTERS

LANGUAGES = ("en", "fr")


@cache
def words(language: str) -> Mapping[str, str]:
    """All words of one language in ASCII, read once."""
    text = files("generators.targets.phones.services").joinpath("words", f"{language}.toml").read_text("utf-8")
    return {key: plain(str(value).strip()) for key, value in tomllib.loads(text).items()}


def plain(text: str) -> str:
    """`text` in ASCII, its punctuation kept: `Répondeur : *98` becomes `Repondeur : *98`."""
    return unicodedata.normalize("NFKD", text.translate(LETTERS)).encode("ascii", "ignore").decode()


@dataclass(frozen=True)
class Words:
    """The words of one language. Calling it with a key and its names gives the text; a wrong key is our bug."""

    language: str

    def __call__(self, key: str, /, **names: object) -> str:
        """The text of `key` with `names` filled in."""
        return words(self.language)[key].format(**names)

    def has(self, key: str) -> bool:
        """Whether there is a text of that name."""
        return key in words(self.language)

"""The words of sheets and descriptions, by key, in the languages of the guide (`words/<language>.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "fr")


@cache
def words(language: str) -> Mapping[str, str]:
    """All texts of one language, read once."""
    text = files("generators.targets.pfsense").joinpath("words", f"{language}.toml").read_text("utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}


@dataclass(frozen=True)
class Texts:
    """The texts of one language. Calling it with a key and its names gives the sentence; a wrong key is our bug."""

    language: str

    def __call__(self, key: str, /, **names: object) -> str:
        """The text of `key` with `names` filled in."""
        return words(self.language)[key].format(**names)

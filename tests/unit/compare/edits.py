"""A small source before and after an edit of its text."""

from __future__ import annotations

import tempfile
from pathlib import Path

from generators.compare import Comparison, Side, compare, side, stand_in
from generators.estate.values import Audience
from generators.flow import load_estate
from tests.estates import FOLDER

TWO_SITES = (FOLDER / "two_sites" / "site.yml").read_text("utf-8")


def read(text: str, name: str = "side", *, blank: bool = False) -> Side:
    """The side of a source; with `blank` without passwords."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "site.yml").write_text(text, "utf-8")
        return side(name, load_estate(Path(folder), Audience.INTERNAL, None if blank else stand_in))


def edited(*edits: tuple[str, str], text: str = TWO_SITES) -> str:
    """The text with each edit made; what it replaces must be there."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def change(*edits: tuple[str, str]) -> Comparison:
    """What the edits change."""
    return compare(read(TWO_SITES, "before"), read(edited(*edits), "after"))


def texts(found: Comparison) -> list[str]:
    """What is said in words."""
    return [sentence.text for sentence in found.sentences]

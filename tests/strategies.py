"""Hypothesis strategies of whole sources: `valid_sources()` for lawful ones, and how they come to a folder.

A source is the plain tree of the YAML. Every property test of the project draws it here, so that a new
key of the YAML is drawn by all of them as soon as `benchmarks/organization.py` knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from benchmarks.organization import organization
from benchmarks.places import Tree
from benchmarks.text import to_yaml

T = TypeVar("T")

# What YAML, XML, INI, Asterisk, Jinja, HTML, SVG, CSV and narrow screens find awkward.
AWKWARD = " aZ09éÉçœŒßøŁñ&<>\"';#|*_[]{}()$%@!?~^`\\/=+,.:-’–«»€Ω東😀\u00a0"
TOKENS = (
    "{{ 7*7 }}",
    "{% x %}",
    "${EXTEN}",
    "<b>&amp;</b>",
    "]]>",
    "null",
    "no",
    "~",
    "=> x",
    "&&",
    "a, b",
    "#1",
    "- x",
)
LETTERS = "aZeé09ß"  # at least one is in each name: something is left for a screen


class Drawn:
    """`benchmarks.organization.Choose` by hypothesis: small numbers and first options are the simplest."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.draw(st.integers(least, most))

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[self.draw(st.integers(0, len(options) - 1))] if len(options) > 1 else options[0]

    def chance(self, percent: int) -> bool:
        """Yes in about `percent` of a hundred times; no is the simpler."""
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def name(self, most: int) -> str:
        """A name of at most `most` characters that some device can show."""
        return self.draw(names(most))


@st.composite
def names(draw: st.DrawFn, most: int = 80) -> str:
    """Lawful names: mostly plain, often awkward, at times as long as may be."""
    kind = draw(st.integers(0, 9))
    if kind < 5:
        return draw(st.sampled_from(("Anne", "Noël Œ", "B&C", "d'Été", "Zoé <3")))[:most]
    letter = draw(st.sampled_from(LETTERS))
    if kind < 7:
        return (letter + draw(st.sampled_from(TOKENS)))[:most]
    if kind < 8:
        return (letter * most)[:most]
    return letter + draw(st.text(AWKWARD, max_size=min(most - 1, 30)))


@st.composite
def valid_sources(draw: st.DrawFn, max_sites: int = 6, max_phones: int = 8) -> Tree:
    """Lawful sources: no errors, warnings at most."""
    sites = draw(st.integers(1, max_sites))
    phones = draw(st.integers(1, max_phones))
    return organization(Drawn(draw), sites, phones)


def write_source(folder: Path, source: Tree, split: Random | None = None) -> Path:
    """Write `source` into `folder` and give the folder: one file, or things strewn over several by `split`."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, Tree] = {"site.yml": {}}
    if split is None:
        files["site.yml"] = source
    else:
        places = ("site.yml", "b/people.yml", "b/c/zz.yml", "a.yml")
        for key, value in source.items():
            for name, entry in value.items():
                files.setdefault(split.choice(places), {}).setdefault(key, {})[name] = entry
    for name, part in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_yaml(part), encoding="utf-8")
    return folder


def shuffled(tree: Any, random: Random) -> Any:
    """The same tree with the keys of every mapping in another order; lists keep theirs."""
    if isinstance(tree, dict):
        keys = list(tree)
        random.shuffle(keys)
        return {key: shuffled(tree[key], random) for key in keys}
    return [shuffled(item, random) for item in tree] if isinstance(tree, list) else tree

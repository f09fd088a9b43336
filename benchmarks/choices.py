"""What makes the choices of a random organization: a seeded generator here, hypothesis in `tests/strategies.py`."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Choose(Protocol):
    """What makes the choices."""

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`."""

    def chance(self, percent: int) -> bool:
        """Yes in about `percent` of a hundred times."""

    def name(self, most: int) -> str:
        """A name of at most `most` characters that some device can show."""


class Seeded:
    """Chooses by a seeded generator; names are plain ones, as in most organizations."""

    FIRST = ("Anne", "Bruno", "Chloé", "David", "Élise", "François", "Gaëlle", "Hugo", "Inès", "Jean-Loup")
    LAST = ("Martin", "Le Goff", "Benali", "Lefèvre", "Garçon", "Traoré", "Noël", "d'Été", "Straße", "Œuvrard")

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(least, most)

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[self.random.randrange(len(options))]

    def chance(self, percent: int) -> bool:
        """Yes in about `percent` of a hundred times."""
        return self.random.randrange(100) < percent

    def name(self, most: int) -> str:
        """A first and a last name."""
        return f"{self.pick(self.FIRST)} {self.pick(self.LAST)}"[:most].strip()


class Ids:
    """Ids nobody has: short, with hyphens, or of the full 32 characters."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.taken: set[str] = set()

    def new(self, word: str) -> str:
        """An id that was not given before; most begin with `word`."""
        number = len(self.taken)
        text = self.choose.pick((f"{word}{number}", f"{word}-{number}", f"{word[0]}{number}", f"{word}-x{number}-1a"))
        if self.choose.chance(5):
            text = f"{text}-".ljust(32, "z")
        if text in self.taken:
            text = f"{word}-{number}-{number}q"
        self.taken.add(text)
        return text

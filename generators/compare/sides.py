"""One side of a comparison: an Estate and all that is generated from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.values import SecretRule
from generators.targets import TARGETS, artifacts
from generators.targets.artifact import Artifact

__all__ = ["Side", "side", "stand_in"]


@dataclass(frozen=True)
class Side:
    """`name` is what the user called it: a revision or a folder. `files` are the generated files by path."""

    name: str
    estate: Estate
    files: Mapping[str, Artifact]


def side(name: str, estate: Estate) -> Side:
    """Generate everything once. What only sums up other files (the inventory) is left out: it always differs."""
    first = [target.name for target in TARGETS.values() if target.run is not None]
    return Side(name, estate, {artifact.path: artifact for artifact in artifacts(estate, first)})


def stand_in(name: str, rule: SecretRule) -> str:
    """A value that follows from the name of a secret, so that another secret in the same place is a change.

    Two Estates are compared with it instead of the real ones, which the comparison never asks for.
    """
    number = int.from_bytes(hashlib.sha512(name.encode()).digest(), "big")
    letters, out = rule.alphabet.value, ""
    while len(out) < rule.length:
        number, index = divmod(number, len(letters))
        out += letters[index]
    return out

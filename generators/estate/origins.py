"""Finds the line of YAML behind a thing, also when its id was masked.

An origin always begins with `site_data/`, whatever the folder was called on the command line: generated
files name it, and they must not depend on where somebody keeps a copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generators.estate.values import Origin
from generators.source.schema.check import Checked

FOLDER = "site_data"


@dataclass(frozen=True)
class Origins:
    """`written` gives, for a (kind, shown id), the id that the YAML has; ids not in it are as written."""

    checked: Checked
    written: Mapping[tuple[str, str], str]

    def of(self, kind: str, key: str | None = None, *path: str | int) -> Origin:
        """The line where the thing's key stands, or that of the value at `path` below it."""
        steps: tuple[str | int, ...] = (kind,) if key is None else (kind, self.written.get((kind, key), key))
        place = self.checked.place(*steps, *path) if path else self.checked.key_place(*steps)
        return Origin(self.named(place.file), place.line)

    def named(self, file: str) -> str:
        """The canonical name of a file of the source."""
        return f"{FOLDER}/{file.removeprefix(self.checked.document.root.place.file).lstrip('/')}"

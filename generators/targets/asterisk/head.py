"""The comment at the head of each file: who made it, from what, and how it comes to a server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.values import Origin

FILES_MOST = 12


@dataclass(frozen=True)
class Head:
    """`sources` are the files of YAML the text follows from; `notes` what to know before loading it."""

    sources: tuple[str, ...]
    notes: tuple[str, ...]


def head(estate: Estate, origins: Iterable[Origin], notes: tuple[str, ...] = ()) -> Head:
    """The head of a file that follows from `origins`; a public one says that its secrets are no secrets."""
    files = sorted({o.file for o in origins})
    if len(files) > FILES_MOST:
        files = [*files[:FILES_MOST], f"and {len(files) - FILES_MOST} more files"]
    if estate.public:
        notes = ("A sample: its passwords are placeholders, no phone and no provider takes them.", *notes)
    return Head(tuple(files), notes)

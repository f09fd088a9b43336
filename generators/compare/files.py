"""Which generated files differ, and how."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from generators.compare.sides import Side
from generators.estate.phone_files import FLAT_DEFAULTS, FLAT_SYNC
from generators.targets.artifact import Artifact

__all__ = ["TFTP", "Change", "FileChange", "changed_files"]

TFTP = "tftp/"
# The stamp that a 7940 or 7960 compares after check-sync. It follows from the files of all of them, so it moves with
# each; to the others it is no reason to restart (SAG8, "Synchronization information").
SYNC = re.compile(rb"(?m)^sync:.*\n")


class Change(StrEnum):
    """What happens to a file."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class FileChange:
    """A generated file that differs. `site` and `phone` are the ids it belongs to, if it does.

    `stamp_only`: the file is the same but for the stamp that says that the file of some phone changed.
    """

    path: str
    change: Change
    site: str | None
    phone: str | None
    stamp_only: bool


def changed_files(a: Side, b: Side) -> tuple[FileChange, ...]:
    """Every file that the change of the source adds, removes or changes, by path."""
    out = []
    for path in sorted(a.files.keys() | b.files.keys()):
        old, new = a.files.get(path), b.files.get(path)
        if old is not None and new is not None and old.content == new.content:
            continue
        artifact = b.files.get(path) or a.files[path]
        change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
        out.append(FileChange(path, change, artifact.site, artifact.phone, _stamp_only(path, old, new)))
    return tuple(out)


def _stamp_only(path: str, old: Artifact | None, new: Artifact | None) -> bool:
    if path not in (TFTP + FLAT_DEFAULTS, TFTP + FLAT_SYNC) or old is None or new is None:
        return False
    return path == TFTP + FLAT_SYNC or SYNC.sub(b"", old.content) == SYNC.sub(b"", new.content)

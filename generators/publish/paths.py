"""Which paths a tree may hold: those that every TFTP server, file system and archive reads the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations

from generators.problems import PublishError

PART = re.compile(r"[A-Za-z0-9._-]{1,255}\Z")

# Spellings of one name that a tree may hold side by side: firmware differs in which one it asks for
# (AG99 on file-name case; the ring list of the 7941 and later). Any other pair is reported.
SPELLINGS: frozenset[frozenset[str]] = frozenset({frozenset({"Ringlist.xml", "ringlist.xml"})})


def check(path: str) -> None:
    """Refuse a path that is not relative, POSIX and plain: parts of ASCII letters, digits, `.`, `_`, `-`.

    Raises PublishError.
    """
    if any(part in (".", "..") or not PART.match(part) for part in path.split("/")):
        raise PublishError(f"{path!r} is not a path for phones: ASCII letters, digits, '.', '_' and '-' only")


def check_all(paths: Iterable[str]) -> None:
    """Check each path, and that none stands twice or is the folder of another. Raises PublishError."""
    files: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        check(path)
        if path in files:
            raise PublishError(f"{path} is generated twice")
        files.add(path)
        parts = path.split("/")[:-1]
        folders.update("/".join(parts[: depth + 1]) for depth in range(len(parts)))
    for path in sorted(files & folders):
        raise PublishError(f"{path} is generated as a file and as a folder")


def collisions(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of paths that differ only in the case of letters, sorted: on Windows or macOS one would be lost.

    A served tree distinguishes them, so they are told, not refused. Known spellings (`SPELLINGS`) are left out.
    """
    same: dict[str, list[str]] = {}
    for path in paths:
        same.setdefault(path.lower(), []).append(path)
    found = []
    for group in same.values():
        for first, second in combinations(sorted(group), 2):
            above, below = first.rpartition("/"), second.rpartition("/")
            if above[0] == below[0] and frozenset({above[2], below[2]}) in SPELLINGS:
                continue
            found.append((first, second))
    return sorted(found)

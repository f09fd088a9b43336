"""Which files of a folder are the source, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from generators.problems import Place, Report

MAX_BYTES = 16 * 1024 * 1024
"""A file above is refused unread."""


def source_files(folder: Path, report: Report) -> list[tuple[str, Path]]:
    """Every `*.yml` below `folder`, at any depth, sorted by name: the name for messages, and the path to open.

    A name is the folder as the user gave it with the path below it, with `/`. Problems: TON108 for YAML that would be
    ignored in silence (`.yaml`, hidden files and folders, links that leave the folder), TON113 for what cannot be
    listed. Files of other kinds are nobody's business here.
    """
    if not os.path.isdir(folder):
        what = "is not a folder" if os.path.lexists(folder) else "does not exist"
        report.add("TON113", Place(shown(folder)), f"the folder of the source {what}", "name it with --data")
        return []
    found = list(_below(folder, os.path.realpath(folder), report))
    return sorted(((shown(path), path) for path in found), key=lambda named: named[1].as_posix())


def read_bytes(name: str, path: Path, report: Report) -> bytes | None:
    """The content of the file; None, with a problem TON112 or TON113, if it is too large or cannot be read."""
    try:
        # A pipe would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            report.add("TON113", Place(name), "this is not a regular file")
            return None
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        report.add("TON113", Place(name), f"the file cannot be read: {error.strerror or 'unknown error'}")
        return None
    if len(content) > MAX_BYTES:
        report.add("TON112", Place(name), f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB", "split it")
        return None
    return content


def shown(path: Path) -> str:
    """The path as one line of printable text with `/`, whatever its bytes."""
    text = path.as_posix()
    return text if text.isprintable() else ascii(text)[1:-1]


def _below(folder: Path, top: str, report: Report) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        report.add("TON113", Place(shown(folder)), f"the folder cannot be read: {error.strerror or 'unknown error'}")
        return
    for child in children:
        path = folder / child.name
        if child.name.startswith("."):
            _check_hidden(path, report)
        elif child.is_symlink():
            if _accepted_link(path, top, report):
                yield path
        elif child.is_dir():
            yield from _below(path, top, report)
        elif _accepted_name(path, report):
            yield path


def _check_hidden(path: Path, report: Report) -> None:
    """Say that a hidden file is not read, or a hidden folder that holds YAML."""
    # .git: git's; .#name and ._name: left by Emacs while a file is edited, and by macOS on other systems' disks.
    if path.name == ".git" or path.name.startswith((".#", "._")):
        return
    if path.is_dir() and not path.is_symlink():
        hides = any(_is_yaml(name) for _, _, names in os.walk(path) for name in names)
        what = "a hidden folder is not read"
    else:
        hides = _is_yaml(path.name)
        what = "a hidden file is not read"
    if hides:
        hint = "remove the dot at the beginning of its name, or move it elsewhere"
        report.add("TON108", Place(shown(path)), what, hint)


def _is_yaml(name: str) -> bool:
    return name.lower().endswith((".yml", ".yaml"))


def _accepted_name(path: Path, report: Report) -> bool:
    """Whether the file is part of the source; YAML under another ending is a problem, other files are not."""
    if not _is_yaml(path.name):
        return False
    if path.suffix == ".yml":
        return True
    message = f"files of the source end in .yml: {path.name!r} is not read"
    report.add("TON108", Place(shown(path)), message, f"rename it to {path.stem + '.yml'!r}")
    return False


def _accepted_link(path: Path, top: str, report: Report) -> bool:
    """Whether the symbolic link names a file of the source that stands in the folder itself."""
    target = os.path.realpath(path)
    is_folder = os.path.isdir(target)
    if not is_folder and not _accepted_name(path, report):
        return False
    if not (target == top or target.startswith(os.path.join(top, ""))):
        message, hint = "this link leaves the folder of the source", "put a copy here instead"
    elif is_folder:
        # What it names is read at its own place; to read it twice would only give things defined twice, or a circle.
        message, hint = "a link to a folder is not followed", "remove the link"
    else:
        return True
    report.add("TON108", Place(shown(path)), message, hint)
    return False

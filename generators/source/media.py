"""Reads the sounds and pictures that the source names, from `media/` below its folder. Bytes only: what they hold is
judged in `estate/media`."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from generators.problems import Place, Report
from generators.source.folder import shown
from generators.source.schema.check import Checked

FOLDER = "media"
ENDINGS = (".wav", ".png", ".bmp")
MAX_BYTES = 4 * 1024 * 1024
"""A file above is refused unread: a phone plays two seconds and shows a picture of a few hundred pixels."""


def read_media(folder: Path, checked: Checked, report: Report) -> dict[str, bytes]:
    """The content of every file that `media:` names, by its name; files that cannot be read are left out.

    Problems, at the line that names the file: TON116 where there is none, TON117 for what is too large, a symbolic
    link, no regular file or not to be read.
    """
    out: dict[str, bytes] = {}
    for name, place in _named(checked):
        if name not in out:
            content = _read(folder / FOLDER, name, place, report)
            if content is not None:
                out[name] = content
    return out


def _named(checked: Checked) -> Iterator[tuple[str, Place]]:
    media = checked.source.media
    for index, ring in enumerate(media.rings):
        yield ring.file, checked.place("media", "rings", index, "file")
    if media.logo is not None:
        yield media.logo, checked.place("media", "logo")
    for index, background in enumerate(media.backgrounds):
        yield background.file, checked.place("media", "backgrounds", index, "file")


def media_files(folder: Path) -> list[Path]:
    """The sounds and pictures that stand in `media/` and could be named, sorted: part of what a build was made from."""
    if (folder / FOLDER).is_symlink() or not (folder / FOLDER).is_dir():
        return []
    return sorted(path for path in (folder / FOLDER).iterdir() if path.suffix in ENDINGS and _usable(path))


def _usable(path: Path) -> bool:
    return not path.is_symlink() and path.is_file() and path.stat().st_size <= MAX_BYTES


def _read(folder: Path, name: str, place: Place, report: Report) -> bytes | None:
    where = shown(folder / name)
    try:
        content, what, hint = _content(folder, name)
    except FileNotFoundError:
        report.add("TON116", place, f"there is no {where}", "put the file there, or correct its name")
        return None
    except OSError as error:
        content, what, hint = None, f"cannot be read: {error.strerror or 'unknown error'}", ""
    if content is None:
        report.add("TON117", place, f"{where} {what}", hint)
    return content


def _content(folder: Path, name: str) -> tuple[bytes | None, str, str]:
    """The bytes of a file, or None, what is wrong and what to do. No link is followed and no pipe waited for."""
    if folder.is_symlink():
        return None, "stands behind a link", f"make {shown(folder)} a folder of its own"
    if (folder / name).is_symlink():
        return None, "is a link", "put a copy there instead"
    handle = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None, "is not a regular file", "put a copy there instead"
        with open(handle, "rb", closefd=False) as stream:
            content = stream.read(MAX_BYTES + 1)
    finally:
        os.close(handle)
    if len(content) > MAX_BYTES:
        hint = "cut the sound, or make the picture smaller"
        return None, f"is larger than {MAX_BYTES // 1024 // 1024} MiB", hint
    return content, "", ""

"""One private file that a person asked for by name: complete or not there, readable by its owner only."""

from __future__ import annotations

import os
from pathlib import Path

from generators.problems import PublishError
from generators.publish.files import PRIVATE, flush_folder, make_folder


def write_private(target: Path, content: bytes, force: bool, keep: Path) -> None:
    """Write `target` with mode 0600, by one rename, so that a reader sees all of it or the old one.

    An existing file is replaced only with `force`; `keep` is never replaced, by whatever name or link.
    Raises PublishError.
    """
    fresh = target.with_name(f".{target.name}.new")
    try:
        if target.exists() and target.samefile(keep):
            raise PublishError(f"{target} is the backup itself; write to another file")
        if target.is_dir():
            raise PublishError(f"{target} is a folder; name a file")
        if not force and os.path.lexists(target):
            raise PublishError(f"{target} is there already; --force replaces it")
        fresh.unlink(missing_ok=True)  # of a run that was killed
        _write(fresh, content)
        try:
            if force:
                os.replace(fresh, target)
            else:
                os.link(fresh, target)  # unlike a rename, never over a file that came meanwhile
        finally:
            fresh.unlink(missing_ok=True)
        flush_folder(target.parent)
    except FileExistsError as error:
        raise PublishError(f"{error.filename2 or error.filename} is there already") from error
    except OSError as error:
        raise PublishError(f"{target} cannot be written: {error.strerror or error}") from error


def private_folder(folder: Path) -> None:
    """Make `folder` with mode 0700 if it is not there; one that is there stays as it is. Raises PublishError."""
    try:
        if not folder.is_dir():
            make_folder(folder, PRIVATE.folder)
    except OSError as error:
        raise PublishError(f"{folder} cannot be made: {error.strerror or error}") from error


def _write(target: Path, content: bytes) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE.file)
    with open(descriptor, "wb") as file:
        os.fchmod(descriptor, PRIVATE.file)
        file.write(content)
        file.flush()
        os.fsync(descriptor)

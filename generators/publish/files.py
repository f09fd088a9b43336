"""One file or folder on the disk: private or public whatever the umask, a hard link if nothing changed, flushed."""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generators.problems import PublishError


@dataclass(frozen=True, slots=True)
class Modes:
    """The permissions of a part: of its folders and of its files."""

    folder: int
    file: int


PRIVATE = Modes(0o700, 0o600)
PUBLIC = Modes(0o755, 0o644)


def make_folder(folder: Path, mode: int) -> None:
    """Make `folder` with exactly `mode`; its parent exists."""
    folder.mkdir(mode=mode)
    folder.chmod(mode)


def write(target: Path, content: bytes, mode: int, old: Path | None) -> None:
    """Make the file `target`: a hard link to `old` when that holds the same bytes under the same mode, else a new file.

    The bytes themselves are compared: an edited or damaged old file is never carried on.
    """
    if old is not None and holds(old, content, mode) and _link(old, target):
        return
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with open(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(content)


def holds(path: Path, content: bytes, mode: int) -> bool:
    """Whether `path` is a regular file (no link) of exactly this content and mode."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) != mode or status.st_size != len(content):
            return False
        with open(descriptor, "rb", closefd=False) as file:
            return file.read() == content
    finally:
        os.close(descriptor)


def settle(folder: Path, modes: Modes, old: Path | None) -> None:
    """Give a finished folder its modes, and make what did not change since `old` hard links to it.

    For files that another program wrote (MkDocs). Raises PublishError on links and devices.
    """
    folder.chmod(modes.folder)
    for name, status in _entries(folder):
        path = folder / name
        before = None if old is None else old / name
        if stat.S_ISDIR(status.st_mode):
            settle(path, modes, before)
        elif not stat.S_ISREG(status.st_mode):
            raise PublishError(f"{path} is neither a file nor a folder")
        else:
            path.chmod(modes.file)
            if before is not None and holds(before, path.read_bytes(), modes.file):
                path.unlink()
                if not _link(before, path):
                    write(path, before.read_bytes(), modes.file, None)


def copy(source: Path, target: Path, modes: Modes) -> None:
    """Make `target` the same folder as `source`, its files hard links where the modes agree. Raises PublishError."""
    make_folder(target, modes.folder)
    for name, status in _entries(source):
        if stat.S_ISDIR(status.st_mode):
            copy(source / name, target / name, modes)
        elif not stat.S_ISREG(status.st_mode):
            raise PublishError(f"{source / name} is neither a file nor a folder")
        elif stat.S_IMODE(status.st_mode) != modes.file or not _link(source / name, target / name):
            write(target / name, (source / name).read_bytes(), modes.file, None)


def switch(link: Path, target: str) -> None:
    """Make the symbolic link `link` lead to `target`, by one rename: readers see the old or the new."""
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    os.replace(fresh, link)


def flush(folder: Path) -> None:
    """Bring everything below `folder` to the disk, as one call: cheaper than a flush for each of many files."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)  # Linux; not in Python's os
        if syncfs is None:
            os.sync()
        elif syncfs(descriptor) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Bring the names in `folder` (not below) to the disk: a rename is durable only after this."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _entries(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        entries = sorted((entry.name, entry.stat(follow_symlinks=False)) for entry in found)
    yield from entries


def _link(old: Path, target: Path) -> bool:
    """Try a hard link; False where the file system or its rules have none (other owner, too many links)."""
    try:
        os.link(old, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True

"""What is served: name -> bytes, read once, so that no request ever reaches the disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from generators.problems import PublishError
from generators.publish import paths

MOST = 16 << 20  # bytes of one file; firmware of these phones is below 10 MB


def load_table(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by its relative POSIX path.

    `folder` may be reached through links (`build/tree/tftp` is); it is resolved once, so that all files are of one
    generation even when a build switches meanwhile. Inside it links, devices, odd names and files above `MOST`
    are refused. Raises PublishError.
    """
    found: dict[str, bytes] = {}
    fault = ""
    try:
        root = folder.resolve(strict=True)
        _read(root, "", found)
    except OSError as error:
        fault = f"{error.filename or folder} cannot be read: {error.strerror}"
    if fault:
        raise PublishError(fault)
    return found


def _read(folder: Path, above: str, found: dict[str, bytes]) -> None:
    for name in sorted(os.listdir(folder)):
        inside = above + name
        paths.check(inside)
        status = os.lstat(folder / name)
        if stat.S_ISDIR(status.st_mode):
            _read(folder / name, inside + "/", found)
            continue
        if not stat.S_ISREG(status.st_mode):
            raise PublishError(f"{folder / name} is neither a file nor a folder, it is not served")
        if status.st_size > MOST:
            raise PublishError(f"{folder / name} is over {MOST >> 20} MiB, it is not served")
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            found[inside] = file.read()


def key(name: bytes) -> str | None:
    """What a client's name asks for: one leading `/` or `./` is dropped, nothing else is interpreted.

    None for a name that cannot be in a table (not ASCII).
    """
    if not name.isascii():
        return None
    text = name.decode("ascii")
    for lead in ("./", "/"):
        if text.startswith(lead):
            return text[len(lead) :]
    return text

"""What was dropped into a folder: its files, and those inside the vendor's archives, found and read within limits.

Archives are opened, never unpacked to the disk: a member's path is only ever a name to compare, so that `../` in
it leads nowhere. Known: zip, tar, gzip, and Cisco's `.cop.sgn`, a gzip behind a signature header (UCM, "Firmware
Load Information": stripsgn). One in another to a depth of three.
"""

from __future__ import annotations

import gzip
import lzma
import os
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from generators.publish.firmware.images import header_length

BOX = (".zip", ".tar", ".tgz", ".gz", ".cop", ".sgn")
DEPTH = 3
MOST_FILE = 64 << 20  # the largest file of a load has about 3 MB
MOST_BOX = 1 << 30  # unpacked
MOST_MEMBERS = 10_000
SPOOL = 8 << 20

_DAMAGED = (
    *(OSError, EOFError, ValueError, RuntimeError, NotImplementedError),
    *(zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile),
    *(LookupError, ArithmeticError, struct.error),  # what the readers of damaged headers raise as well
)


class Unreadable(Exception):
    """An archive that cannot be read to its end, or is larger than any of Cisco's; the text says which."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A file: `box` is the folder or archive it stands in, as the user sees it; `name` its own name.

    `path` is the file on the disk, `trail` the members to go through inside it, the last being the file.
    """

    box: str
    name: str
    path: Path
    trail: tuple[str, ...] = ()

    def read(self) -> bytes:
        """The content. Raises Unreadable when it is larger than `MOST_FILE` or cannot be read."""
        try:
            with ExitStack() as stack:
                file: IO[bytes] = stack.enter_context(self.path.open("rb"))
                for step in self.trail:
                    file = _member(stack, file, step)
                content = file.read(MOST_FILE + 1)
        except _DAMAGED as error:
            raise Unreadable(f"cannot be read ({type(error).__name__})") from None
        if len(content) > MOST_FILE:
            raise Unreadable("is larger than any file of a load")
        return content


def found_in(folder: Path, shown: str) -> Iterator[Found | tuple[str, Unreadable]]:
    """Every regular file below `folder` that is not hidden, and every member of an archive, in the order of names.

    `shown` is the folder as the user names it. Links are not followed. An archive that cannot be read to its end
    comes as its name with the reason, and nothing of it as a file; so does a folder that holds too many files.
    """
    seen = _Budget()
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(d for d in folders if not d.startswith("."))
        box = "/".join((shown, *Path(here).relative_to(folder).parts))
        for name in sorted(names):
            path = Path(here, name)
            if name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            try:
                seen.count()
            except Unreadable as error:
                yield shown, error
                return
            if name.lower().endswith(BOX):
                try:
                    yield from list(_inside(path, f"{box}/{name}"))
                except Unreadable as error:
                    yield f"{box}/{name}", error
            else:
                yield Found(box, name, path)


def _inside(path: Path, shown: str) -> Iterator[Found]:
    budget = _Budget()
    try:
        with path.open("rb") as file:
            for trail in _walk(file, budget, 1):
                box, _, name = trail[-1].rpartition("/")
                above = "!".join((shown, *trail[:-1], *([box] if box else [])))
                yield Found(above, name, path, trail)
    except _DAMAGED as error:
        raise Unreadable(f"cannot be unpacked ({type(error).__name__})") from None


def _walk(file: IO[bytes], budget: _Budget, depth: int) -> Iterator[tuple[str, ...]]:
    """The trail of every file in an archive, archives in it included."""
    for name, member in _members(file, budget):
        if name.lower().endswith(BOX):
            if depth == DEPTH:
                raise Unreadable("is packed too deeply")
            with tempfile.SpooledTemporaryFile(SPOOL) as inner:
                budget.copy(member, inner)
                for trail in _walk(inner, budget, depth + 1):
                    yield (name, *trail)
        else:
            yield (name,)


def _member(stack: ExitStack, file: IO[bytes], wanted: str) -> IO[bytes]:
    budget = _Budget()
    for name, member in _members(file, budget):
        if name == wanted:
            with ExitStack() as own:  # closed by the caller, once it is whole
                out = own.enter_context(tempfile.SpooledTemporaryFile(SPOOL))
                budget.copy(member, out)
                stack.push(own.pop_all())
            return out
    raise Unreadable(f"lost {wanted}")


def _members(file: IO[bytes], budget: _Budget) -> Iterator[tuple[str, IO[bytes]]]:
    """The regular members of an archive, each readable until the next is asked for. Names are as they are stored."""
    start = file.read(512)
    skip = header_length(start) or 0
    file.seek(skip)
    start = file.read(512)
    file.seek(skip)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        with zipfile.ZipFile(file) as packed:
            for entry in packed.infolist():
                budget.count()
                if not entry.is_dir():
                    with packed.open(entry) as member:
                        yield entry.filename, member
    elif start.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
            yield from _tar(cast(IO[bytes], unpacked), budget)
    elif start[257:262] == b"ustar":
        yield from _tar(file, budget)
    else:
        raise Unreadable("is no archive of a known kind (zip, tar, tar.gz, .cop.sgn)")


def _tar(file: IO[bytes], budget: _Budget) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=cast(IO[bytes], _Metered(file, budget)), mode="r|") as tar:
        for header in tar:
            budget.count()
            member = tar.extractfile(header) if header.isreg() else None
            if member is not None:
                yield header.name, member


class _Budget:
    """How much of one dropped file has been unpacked."""

    def __init__(self) -> None:
        self._bytes = 0
        self._members = 0

    def spend(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MOST_BOX:
            raise Unreadable("is too large unpacked")

    def count(self) -> None:
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise Unreadable("holds too many files")

    def copy(self, source: IO[bytes], target: IO[bytes]) -> None:
        while piece := source.read(1 << 16):
            self.spend(len(piece))
            target.write(piece)
        target.seek(0)


class _Metered:
    """A stream for tarfile that stops when the budget is spent, whatever sizes the headers claim."""

    def __init__(self, file: IO[bytes], budget: _Budget) -> None:
        self._file, self._budget = file, budget

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(min(size, 1 << 20) if size >= 0 else 1 << 20)
        self._budget.spend(len(piece))
        return piece

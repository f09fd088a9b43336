"""What stands inside a file: itself, and if it is an archive, its members, one in another.

A file that claims to be an archive and cannot be read to its end is an error: what cannot be searched is
not published.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from generators.problems import PublishError

DEPTH = 6
MOST = 1 << 28  # bytes of one member: more is refused, not held in memory
TAR_MAGIC = slice(257, 262)  # POSIX.1-1988 header, field "magic"


def members(path: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The file, then what is packed in it, as (`path`, content); members are named `archive!member`.

    Names and comments that an archive holds stand in plain in its own bytes, which come first.

    Raises PublishError when an archive is damaged, encrypted, nested too deeply or too large unpacked.
    """
    yield path, content
    if depth > DEPTH:
        raise PublishError(f"{path} is packed too deeply to be searched for secrets")
    fault = None
    try:
        for name, text in _unpacked(content):
            yield from members(f"{path}!{name}", text, depth + 1)
    except PublishError:
        raise
    except _TooLarge:
        fault = "is too large unpacked"
    except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error, lzma.LZMAError) as error:
        fault = f"cannot be unpacked ({type(error).__name__})"
    except (tarfile.TarError, zipfile.BadZipFile) as error:
        fault = f"cannot be unpacked ({type(error).__name__})"
    if fault:
        raise PublishError(f"{path} {fault}, so it cannot be searched for secrets")


class _TooLarge(Exception):
    """A member is larger than `MOST`."""


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"\x1f\x8b"):
        with gzip.open(io.BytesIO(content)) as file:
            yield "gzip", _all(file)
    elif content.startswith(b"BZh") and content[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        with bz2.open(io.BytesIO(content)) as file:
            yield "bzip2", _all(file)
    elif content.startswith(b"\xfd7zXZ\0"):
        with lzma.open(io.BytesIO(content)) as file:
            yield "xz", _all(file)
    elif content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for entry in packed.infolist():
                with packed.open(entry) as member:
                    yield entry.filename, _all(member)
    elif content[TAR_MAGIC] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
            for header in tar:
                stored = tar.extractfile(header) if header.isreg() else None
                if stored is not None:
                    yield header.name, _all(stored)


def _all(file: IO[bytes] | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile) -> bytes:
    text = file.read(MOST + 1)
    if len(text) > MOST:
        raise _TooLarge
    return text

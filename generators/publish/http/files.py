"""What is served, and what its headers say: read once with the TFTP server's own reader, so that both give the same."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generators.problems import PublishError
from generators.publish.tftp.table import load_table

# The phones refuse a page that is not `text/xml` (IPPS; WHIZZY for application/xml).
TYPES = {
    ".xml": "text/xml",
    ".cnf": "text/plain",
    ".txt": "text/plain",
    ".png": "image/png",
    ".bmp": "image/bmp",
}
OTHER = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes, its media type, its SHA-256 and when it last changed (seconds since 1970)."""

    content: bytes
    kind: str
    digest: str
    modified: int


def kind_of(name: str) -> str:
    """The media type that a file's last suffix stands for, whatever its case."""
    return TYPES.get(PurePosixPath(name).suffix.lower(), OTHER)


def load_files(folder: Path) -> dict[str, File]:
    """Every file below `folder` by its relative POSIX path; what `tftp.load_table` refuses is refused. PublishError.

    A file's date is its own: a build that does not change a file keeps it, date included.
    """
    try:
        root = folder.resolve(strict=True)
        table = load_table(root)
        return {
            name: File(content, kind_of(name), hashlib.sha256(content).hexdigest(), int(os.lstat(root / name).st_mtime))
            for name, content in table.items()
        }
    except OSError as error:
        raise PublishError(f"{error.filename or folder} cannot be read: {error.strerror}") from None

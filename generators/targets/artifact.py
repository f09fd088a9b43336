"""One generated file: where it goes, what it holds, who may see it, and the YAML it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from generators.estate.values import Audience, Origin


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the tree.

    `path` is relative to the tree, POSIX, without `..`. `content` is the file, byte for byte.
    `audience` is the Estate's. `origins` are the lines of YAML it follows from, the main one first.
    `site` and `phone` are the ids it belongs to, if it belongs to one (for `--site`, for reloads).
    """

    path: str
    content: bytes
    audience: Audience
    origins: tuple[Origin, ...]
    site: str | None = None
    phone: str | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, as `sha256sum` prints it."""
        return sha256(self.content).hexdigest()

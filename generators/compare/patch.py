"""The unified diff of the generated text files, with placeholders where passwords stand."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from generators.compare.files import FileChange
from generators.compare.sides import Side

__all__ = ["patch"]


def patch(a: Side, b: Side, files: Iterable[FileChange]) -> str:
    """The diff of `files` between two sides whose Estates hold no secret: they print their placeholders.

    Raises ValueError where a side holds a secret: that is our own bug. A file in which only a secret is another one
    has no line to show and says so.
    """
    for one in (a, b):
        if any(endpoint.secret.known for endpoint in one.estate.endpoints):
            raise ValueError(f"{one.name} holds secrets")
    return "".join(text for f in files for text in _file(f.path, _content(a, f.path), _content(b, f.path)))


def _content(side: Side, path: str) -> bytes | None:
    return side.files[path].content if path in side.files else None


def _file(path: str, old: bytes | None, new: bytes | None) -> Iterator[str]:
    names = (f"a/{path}" if old is not None else "/dev/null", f"b/{path}" if new is not None else "/dev/null")
    if old == new:
        yield f"Only a password changes: {path}\n"
        return
    try:
        texts = [(content or b"").decode("utf-8").splitlines(keepends=True) for content in (old, new)]
    except UnicodeDecodeError:
        yield f"Binary files {names[0]} and {names[1]} differ\n"
        return
    for line in difflib.unified_diff(texts[0], texts[1], *names):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"

"""Where files come from: the answer to a request, what can answer, and a folder that does.

Every source answers by exact name, as a Unix server does. `tftp.py` and `http.py` ask live servers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

FILE_MOST = 16 << 20  # no file of a phone is larger; a server that never ends is cut off


@dataclass(frozen=True)
class Answer:
    """What came back: content or None; `other_case` is the name under which the file is there all the same.

    `silence` says why nothing came (no answer, another error than "file not found"); `seconds` is measured
    only against a server. `by` is the protocol that answered, empty for a folder. `kind` is the Content-Type
    of an HTTP answer, None where there is none to look at.
    """

    content: bytes | None
    other_case: str = ""
    silence: str = ""
    seconds: float | None = None
    by: str = ""
    kind: str | None = None


class Source(Protocol):
    """Something that answers a phone's requests. `name` says what it is in a story."""

    name: str

    def get(self, path: str) -> Answer:
        """The answer to a request for the file `path`."""
        ...

    def open(self, url: str, path: str | None) -> Answer | None:
        """The answer to a key that opens `url`; `path` is the file below the TFTP root that our server gives there.

        None when nobody here can answer for that server.
        """
        ...


class FolderSource:
    """A built tree on this machine; nothing outside of it is ever read."""

    def __init__(self, root: Path) -> None:
        self.name = str(root)
        self._names: dict[str, Path] = {}
        for path in sorted(root.rglob("*")):
            if path.is_file():
                self._names[path.relative_to(root).as_posix()] = path
        self._folded = {name.lower(): name for name in self._names}

    def get(self, path: str) -> Answer:
        """The file of exactly this name; a leading ./ or / is taken as our server takes it."""
        wanted = path.removeprefix("./").lstrip("/")
        if wanted in self._names:
            try:
                return Answer(self._names[wanted].read_bytes())
            except OSError as error:
                return Answer(None, silence=f"cannot be read: {error.strerror}")
        return Answer(None, other_case=self._folded.get(wanted.lower(), ""))

    def open(self, url: str, path: str | None) -> Answer | None:
        """The file behind our server's URL; nothing for another server's."""
        return None if path is None else self.get(path)

"""Where files come from: a folder, or a live TFTP server. Both answer by exact name, as a Unix server does."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

LIMIT = 5.0  # seconds a whole transfer may take
RETRY = 1.0  # seconds before a datagram is sent again
FILE_MOST = 4 << 20  # no file of a phone is larger; a server that never ends is cut off
BLOCK = 512
DATA, ACK, ERROR = 3, 4, 5
NOT_FOUND = 1


@dataclass(frozen=True)
class Answer:
    """What came back: content or None; `other_case` is the name under which the file is there all the same.

    `silence` says why nothing came (no answer, another error than "file not found"); `seconds` is measured
    only against a server.
    """

    content: bytes | None
    other_case: str = ""
    silence: str = ""
    seconds: float | None = None


class Source(Protocol):
    """Something that answers a phone's requests. `name` says what it is in a story."""

    name: str

    def get(self, path: str) -> Answer:
        """The answer to a request for `path`."""
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


class TftpSource:
    """A TFTP server (RFC 1350: octet mode, blocks of 512, one answer at a time, as these phones ask).

    A server that did not answer at all is not asked again: each further request would take the whole limit.
    """

    def __init__(self, host: str, port: int, limit: float = LIMIT) -> None:
        self.name = f"tftp {host}:{port}"
        self._peer, self._limit, self._dead, self._alive = (host, port), limit, "", False

    def get(self, path: str) -> Answer:
        """Fetch `path`; when it is not there, also look whether it is under a name in another case."""
        if self._dead:
            return Answer(None, silence=self._dead)
        answer = self._fetch(path)
        if answer.content is None and not answer.silence:
            stem, dot, rest = path.partition(".")
            for other in (stem.lower() + dot + rest, stem[:3] + stem[3:].lower() + dot + rest, path.lower()):
                if other != path and self._fetch(other).content is not None:
                    return Answer(None, other, seconds=answer.seconds)
        return answer

    def _fetch(self, path: str) -> Answer:
        start = time.monotonic()
        try:
            content, silence = self._transfer(path, start + self._limit)
        except OSError as error:
            content, silence = None, f"no answer: {error.strerror or error}"
            self._dead = silence
        return Answer(content, silence=silence, seconds=round(time.monotonic() - start, 4))

    def _transfer(self, path: str, end: float) -> tuple[bytes | None, str]:
        family, kind, protocol, _, address = socket.getaddrinfo(*self._peer, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, protocol) as wire:
            last = struct.pack("!H", 1) + path.encode("ascii", "replace") + b"\0octet\0"
            peer, wanted, out = address, 1, bytearray()
            wire.sendto(last, peer)
            sent = time.monotonic()
            while True:
                now = time.monotonic()
                if now >= end:
                    if not self._alive:
                        self._dead = f"no answer in {self._limit:g} s"
                    return None, f"no answer in {self._limit:g} s"
                wire.settimeout(max(0.001, min(RETRY - (now - sent), end - now)))
                try:
                    datagram, sender = wire.recvfrom(4 + BLOCK)
                except TimeoutError:
                    wire.sendto(last, peer)
                    sent = time.monotonic()
                    continue
                if sender[0] != address[0] or (wanted > 1 and sender != peer) or len(datagram) < 4:
                    continue  # a stranger
                self._alive = True
                code, number = struct.unpack("!HH", datagram[:4])
                if code == ERROR:
                    text = datagram[4:].split(b"\0")[0].decode("ascii", "replace")
                    return None, "" if number == NOT_FOUND else f"the server refuses: {text[:60]}"
                if code != DATA or number != wanted & 0xFFFF:
                    continue
                peer = sender
                out += datagram[4:]
                last = struct.pack("!HH", ACK, number)
                wire.sendto(last, peer)
                sent = time.monotonic()
                if len(datagram) < 4 + BLOCK:
                    return bytes(out), ""
                if len(out) > FILE_MOST:
                    return None, f"never ends: more than {FILE_MOST} bytes"
                wanted += 1

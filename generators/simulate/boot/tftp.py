"""Asks a live TFTP server as these phones do (RFC 1350: octet mode, blocks of 512, one answer at a time)."""

from __future__ import annotations

import socket
import struct
import time

from generators.simulate.boot.fetch import FILE_MOST, Answer

LIMIT = 5.0  # seconds a whole transfer may take
RETRY = 1.0  # seconds before a datagram is sent again
BLOCK = 512
DATA, ACK, ERROR = 3, 4, 5
NOT_FOUND = 1


def other_spellings(path: str) -> tuple[str, ...]:
    """Names under which a file may stand by mistake: lower case, the MAC alone in lower case."""
    stem, dot, rest = path.partition(".")
    names = (stem.lower() + dot + rest, stem[:3] + stem[3:].lower() + dot + rest, path.lower())
    return tuple(dict.fromkeys(n for n in names if n != path))


class TftpSource:
    """A TFTP server.

    A server that did not answer at all is not asked again: each further request would take the whole limit.
    """

    def __init__(self, host: str, port: int, limit: float = LIMIT) -> None:
        self.name = f"tftp {host}:{port}"
        self._peer, self._limit, self._dead, self._alive = (host, port), limit, "", False

    def get(self, path: str) -> Answer:
        """Fetch `path`; when it is not there, also look whether it is under a name in another case."""
        if self._dead:
            return Answer(None, silence=self._dead, by="tftp")
        answer = self._fetch(path)
        if answer.content is None and not answer.silence:
            for other in other_spellings(path):
                if self._fetch(other).content is not None:
                    return Answer(None, other, seconds=answer.seconds, by="tftp")
        return answer

    def open(self, url: str, path: str | None) -> Answer | None:
        """The file behind our server's URL, which a phone would get by HTTP: the same files, no Content-Type."""
        return None if path is None else self.get(path)

    def _fetch(self, path: str) -> Answer:
        start = time.monotonic()
        try:
            content, silence = self._transfer(path, start + self._limit)
        except OSError as error:
            content, silence = None, f"no answer: {error.strerror or error}"
            self._dead = silence
        return Answer(content, silence=silence, seconds=round(time.monotonic() - start, 4), by="tftp")

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

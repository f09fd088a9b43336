"""Asks a live HTTP server: files on port 6970 as newer firmware of the xml family does, and what keys open.

Newer firmware asks the address that DHCP names for TFTP by HTTP on port 6970 first and falls back to TFTP
(UCM, HTTP Provisioning). Which release of the 79xx began is not documented.
"""

from __future__ import annotations

import http.client
import time
from urllib.parse import quote

from generators.simulate.boot.fetch import FILE_MOST, Answer, Source

LIMIT = 5.0  # seconds an answer may take
PORT = 6970


class HttpSource:
    """An HTTP server that gives the TFTP root. One that did not answer at all is not asked again."""

    def __init__(self, host: str, port: int = PORT, limit: float = LIMIT) -> None:
        self.name = f"http {host}:{port}"
        self._host, self._port, self._limit, self._dead = host, port, limit, ""

    def get(self, path: str) -> Answer:
        """Fetch `path`; the name is asked exactly so."""
        if self._dead:
            return Answer(None, silence=self._dead, by="http")
        answer = _ask(self._host, self._port, "/" + quote(path.removeprefix("./").lstrip("/"), "/()"), self._limit)
        if answer.silence.startswith("no answer"):
            self._dead = answer.silence
        return answer

    def open(self, url: str, path: str | None) -> Answer | None:
        """Our server's page from this server; nothing of another's, which may be closed to whoever asks here."""
        return None if path is None else self.get(path)


class HttpThenTftp:
    """What newer firmware asks: the HTTP server first, for each file, then TFTP.

    A phone that meets no HTTP server at all asks TFTP for everything; how long it waits for one that drops its
    packets is not documented, so the time of that wait is the limit's and is told with the first request.
    """

    def __init__(self, http: HttpSource, tftp: Source) -> None:
        self.name = f"{http.name}, then {tftp.name}"
        self._http, self._tftp = http, tftp

    def get(self, path: str) -> Answer:
        """The HTTP server's answer when it has the file, otherwise that of TFTP."""
        first = self._http.get(path)
        if first.content is not None:
            return first
        second = self._tftp.get(path)
        taken = (first.seconds or 0) + (second.seconds or 0)
        if second.silence and not first.silence:  # the HTTP server said clearly that it has no such file
            return Answer(None, seconds=round(taken, 4), by="http")
        return Answer(second.content, second.other_case, second.silence, round(taken, 4), second.by)

    def open(self, url: str, path: str | None) -> Answer | None:
        """What a key opens comes by HTTP alone."""
        return self._http.open(url, path)


def _ask(host: str, port: int, target: str, limit: float) -> Answer:
    start = time.monotonic()
    wire = http.client.HTTPConnection(host, port, timeout=limit)
    try:
        wire.request("GET", target, headers={"Connection": "close"})
        answer = wire.getresponse()
        body = answer.read(FILE_MOST + 1)
        taken = round(time.monotonic() - start, 4)
        if answer.status == http.client.OK and len(body) <= FILE_MOST:
            return Answer(body, seconds=taken, by="http", kind=answer.headers.get("Content-Type", ""))
        silence = "" if answer.status == http.client.NOT_FOUND else f"the server answers {answer.status}"
        if answer.status == http.client.OK:
            silence = f"never ends: more than {FILE_MOST} bytes"
        return Answer(None, silence=silence, seconds=taken, by="http")
    except (OSError, http.client.HTTPException, ValueError) as error:
        taken = round(time.monotonic() - start, 4)
        reason = f"({getattr(error, 'strerror', None) or type(error).__name__})"
        if isinstance(error, TimeoutError):
            reason = f"in {limit:g} s"
        return Answer(None, silence=f"no answer by HTTP {reason}", seconds=taken, by="http")
    finally:
        wire.close()

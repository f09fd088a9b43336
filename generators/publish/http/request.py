"""A request as bytes, read strictly (RFC 9112, sections 2 to 7): a method, a name to look up, and what follows.

Nothing is decoded: a name of the tree needs no percent sign, so one with it is simply not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generators.publish.tftp import table

HEAD_MOST = 8192  # bytes of request line and headers together
TARGET_MOST = 1024
HEADERS_MOST = 64
LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([!-~]+) HTTP/([0-9])\.([0-9])\Z")
HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*\Z")
ABSOLUTE = re.compile(rb"http://[^/?#]*", re.IGNORECASE)
ONCE = (b"host", b"content-length")


class Refusal(Exception):
    """A request that is answered with `status` and the end of the connection. `target`: the client's, if any."""

    def __init__(self, status: int, target: bytes = b"") -> None:
        super().__init__(status)
        self.status = status
        self.target = target


@dataclass(frozen=True, slots=True)
class Request:
    """A well-formed request. `name` is what it asks for in the table, None for what cannot be in one.

    `head`: the answer has no body. `keep`: the client may ask again on this connection. `known`: the ETags it has.
    """

    target: bytes
    name: str | None
    head: bool
    keep: bool
    known: frozenset[bytes]


def parse(head: bytes) -> Request:
    """Read the lines before the empty one, ends of line included. Raises Refusal."""
    lines = [line.removesuffix(b"\r") for line in head.removesuffix(b"\n").split(b"\n")]
    match = LINE.match(lines[0])
    if match is None:
        raise Refusal(400)
    method, target, major, minor = match.groups()
    if major != b"1":
        raise Refusal(505, target)
    if method not in (b"GET", b"HEAD"):
        raise Refusal(405, target)
    if len(target) > TARGET_MOST:
        raise Refusal(414, target)
    headers = _headers(lines[1:], target)
    if minor != b"0" and b"host" not in headers:
        raise Refusal(400, target)
    if b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0":
        raise Refusal(413, target)
    wishes = {word.strip().lower() for word in headers.get(b"connection", b"").split(b",")}
    return Request(
        target=target,
        name=_name(target),
        head=method == b"HEAD",
        keep=b"close" not in wishes and (minor != b"0" or b"keep-alive" in wishes),
        known=frozenset(tag.strip().removeprefix(b"W/") for tag in headers.get(b"if-none-match", b"").split(b",")),
    )


def _headers(lines: list[bytes], target: bytes) -> dict[bytes, bytes]:
    """Headers by name in lower case, repeated ones joined. No folded lines, no blank before the colon."""
    if len(lines) > HEADERS_MOST:
        raise Refusal(431, target)
    out: dict[bytes, bytes] = {}
    for line in lines:
        match = HEADER.match(line)
        if match is None:
            raise Refusal(400, target)
        name = match[1].lower()
        if name in out and name in ONCE:
            raise Refusal(400, target)
        out[name] = out[name] + b", " + match[2] if name in out else match[2]
    return out


def _name(target: bytes) -> str | None:
    """What a target asks for: without the query that phones append (`?name=SEP…`), by the TFTP server's rule."""
    path = ABSOLUTE.sub(b"", target, count=1) if not target.startswith(b"/") else target
    path = path.split(b"?", 1)[0]
    return table.key(path[1:]) if path.startswith(b"/") else None

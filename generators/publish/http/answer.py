"""The bytes of an answer: status line and headers, and the body beside it."""

from __future__ import annotations

from email.utils import formatdate
from http import HTTPStatus

from generators.publish.http.files import File

CACHING = "private, no-cache"  # the files hold passwords: nobody in between keeps them


def of_file(file: File, known: frozenset[bytes], keep: bool, now: float) -> tuple[int, bytes]:
    """Status and head of the answer that gives `file`, or says that the client has it. `now`: seconds since 1970."""
    tag = f'"{file.digest}"'
    status = 304 if known & {tag.encode(), b"*"} else 200
    fields = {"ETag": tag, "Cache-Control": CACHING}
    if file.modified <= now:  # RFC 9110, section 8.8.2.1: never later than the answer itself
        fields["Last-Modified"] = formatdate(file.modified, usegmt=True)
    if status == 200:
        fields |= {"Content-Type": file.kind, "Content-Length": str(len(file.content))}
    return status, head(status, fields, keep, now)


def of_status(status: int, keep: bool, now: float) -> tuple[bytes, bytes]:
    """Head and body of the answer that gives no file."""
    body = f"{status} {HTTPStatus(status).phrase}\n".encode()
    fields = {"Content-Type": "text/plain", "Content-Length": str(len(body))}
    if status == 405:
        fields["Allow"] = "GET, HEAD"
    return head(status, fields, keep, now), body


def head(status: int, fields: dict[str, str], keep: bool, now: float) -> bytes:
    """Status line and headers, the empty line included."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Date: {formatdate(now, usegmt=True)}"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    lines += [f"Connection: {'keep-alive' if keep else 'close'}", "X-Content-Type-Options: nosniff"]
    return "\r\n".join([*lines, "", ""]).encode("ascii")

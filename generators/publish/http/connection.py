"""One client's connection: lines in, answers out, an orderly end. What time each may take is the caller's to say."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

from generators.publish.http.request import HEAD_MOST, Refusal

CHUNK = 1 << 14
SEND_BUFFER = 1 << 17  # else the kernel takes megabytes for each client that does not read
ABORT = struct.pack("ii", 1, 0)  # SO_LINGER: reset instead of goodbye
LINGER_SECONDS, LINGER_MOST = 1.0, 1 << 16  # what a client may still be sending when it is answered for good


class Connection:
    """A connected, non-blocking socket. All methods but `close` and `abort` raise OSError when the client has gone."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._read = b""
        with contextlib.suppress(OSError):
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    async def head(self) -> bytes | None:
        """The lines of a request before the empty one, ends included; None when the client has left. Raises Refusal."""
        head, blank = b"", False
        while True:
            line = await self._line(head)
            if not line:
                return None
            if line in (b"\r\n", b"\n"):
                if head:
                    return head
                if blank:
                    raise Refusal(400)
                blank = True  # RFC 9112, section 2.2: one empty line before a request is ignored
                continue
            head += line

    async def _line(self, head: bytes) -> bytes:
        """The next line with its end; empty when the client has left. Raises Refusal for more than a head may have."""
        loop = asyncio.get_running_loop()
        while b"\n" not in self._read:
            if len(head) + len(self._read) > HEAD_MOST:
                raise Refusal(431 if head else 414)
            more = await loop.sock_recv(self._socket, CHUNK)
            if not more:
                return b""
            self._read += more
        line, _, self._read = self._read.partition(b"\n")
        if len(head) + len(line) >= HEAD_MOST:
            raise Refusal(431 if head else 414)
        return line + b"\n"

    async def send(self, head: bytes, body: bytes) -> None:
        """Hand an answer to the network."""
        loop = asyncio.get_running_loop()
        if len(body) <= CHUNK:
            await loop.sock_sendall(self._socket, head + body)
        else:
            await loop.sock_sendall(self._socket, head)
            await loop.sock_sendall(self._socket, memoryview(body))

    async def finish(self) -> None:
        """Say that nothing more comes, and take what the client is still sending.

        Closing on unread bytes would be a reset, which may take the answer from the client.
        """
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):  # also TimeoutError
            self._socket.shutdown(socket.SHUT_WR)
            async with asyncio.timeout(LINGER_SECONDS):
                taken = 0
                while taken < LINGER_MOST and (more := await loop.sock_recv(self._socket, CHUNK)):
                    taken += len(more)

    def close(self) -> None:
        """Free the socket. Harmless when repeated."""
        self._socket.close()

    def abort(self) -> None:
        """Free the socket without a word and without waiting for what was not sent."""
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        self._socket.close()

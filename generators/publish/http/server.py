"""The HTTP server: one thread, one event loop, a bounded number of connections, each with little time; no disk.

Whatever a client sends or leaves out ends in an answer or a closed connection; the log tells it.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network

from generators.publish.http import answer, request
from generators.publish.http.connection import Connection
from generators.publish.http.files import File
from generators.publish.http.journal import Journal
from generators.publish.http.listen import listening
from generators.publish.http.request import Refusal, Request
from generators.publish.tftp.server import allowed
from generators.publish.tftp.wire import Peer

CONNECTIONS_MOST = 512
CONNECTIONS_OF_ONE = 64  # all phones of a site may stand behind one address
REQUESTS_MOST = 100  # on one connection
HEAD_SECONDS = 10.0  # for a whole request to come, however slowly; also the longest silence between two
SEND_SECONDS = 20.0  # for an answer to leave, and one second more for each `RATE` bytes of it
RATE = 8192
BATCH = 64  # connections taken in a turn
PAUSE = 0.2  # seconds until the next look when the system has no descriptor left
NOBODY: Peer = ("0.0.0.0", 0)


class HttpServer:
    """Serves `files` at `listen` (IPv4 address, port) to the networks in `allow`.

    On loopback `allow` may be empty. `log` gets one line an answer or refusal, without time or line end.
    Binds at once, so that privileges may be dropped before `serve_forever`; port 0 lets the kernel choose
    (`address`). Raises PublishError when the address cannot be had, or would show secrets to everybody.
    `patience` are the seconds a request may take to come.
    """

    def __init__(
        self,
        files: Mapping[str, File],
        listen: tuple[str, int],
        allow: Sequence[IPv4Network | IPv6Network] = (),
        log: Callable[[str], None] = print,
        patience: float = HEAD_SECONDS,
    ) -> None:
        self._allow = allowed(listen[0], allow)
        self._files = dict(files)
        self._journal = Journal(log)
        self._patience = patience
        self._tasks: set[asyncio.Task[None]] = set()
        self._from: Counter[str] = Counter()
        self._stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()
        self._socket = listening(listen)
        host, port = self._socket.getsockname()
        self.address: Peer = (host, port)

    def serve_forever(self) -> None:
        """Answer until `stop`; then end the connections, and close. Raises nothing a client could cause."""
        try:
            asyncio.run(self._serve())
        finally:
            self.close()

    def stop(self) -> None:
        """End `serve_forever`, from any thread or a signal handler. Harmless when repeated."""
        self._stopping = True
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended by itself
                loop.call_soon_threadsafe(self._ended.set)

    def replace(self, files: Mapping[str, File]) -> None:
        """Serve other files from the next request on, from any thread; answers under way keep their bytes."""
        self._files = dict(files)

    def close(self) -> None:
        """Free the socket; `serve_forever` does this itself when it ends."""
        self._socket.close()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._accept, self._loop)
        if not self._stopping:
            await self._ended.wait()
        self._loop.remove_reader(self._socket)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the connections that wait, without a pause in which one could be lost."""
        for _ in range(BATCH):
            try:
                connected, peer = self._socket.accept()
            except (BlockingIOError, InterruptedError, ConnectionError):  # none waits, or it has left
                return
            except OSError as error:  # no descriptor left: look again when some may have been freed
                self._journal.refused(NOBODY, b"", f"fault:{type(error).__name__}")
                loop.remove_reader(self._socket)
                loop.call_later(PAUSE, self._again, loop)
                return
            connected.setblocking(False)
            self._admit(connected, peer)

    def _again(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._stopping:
            loop.add_reader(self._socket, self._accept, loop)

    def _admit(self, connected: socket.socket, peer: Peer) -> None:
        connection = Connection(connected)
        self._journal.sweep(time.monotonic())
        why = self._not_welcome(peer)
        if why:
            self._journal.refused(peer, b"", why)
            connection.abort()
            return
        self._from[peer[0]] += 1
        task = asyncio.create_task(self._attend(connection, peer))
        self._tasks.add(task)
        task.add_done_callback(lambda task: self._left(task, connection, peer[0]))

    def _left(self, task: asyncio.Task[None], connection: Connection, host: str) -> None:
        """A connection is over, also one that ended before it began."""
        connection.close()
        self._tasks.discard(task)
        self._from[host] -= 1
        if not self._from[host]:
            del self._from[host]

    def _not_welcome(self, peer: Peer) -> str:
        if not any(IPv4Address(peer[0]) in network for network in self._allow):
            return "forbidden"
        busy = len(self._tasks) >= CONNECTIONS_MOST or self._from[peer[0]] >= CONNECTIONS_OF_ONE
        return "busy" if busy else ""

    async def _attend(self, connection: Connection, peer: Peer) -> None:
        try:
            await self._converse(connection, peer)
        except OSError as error:  # also TimeoutError
            self._journal.refused(peer, b"", _result(error))
            connection.abort()
        except Exception as error:
            self._journal.refused(peer, b"", f"fault:{type(error).__name__}")
            connection.abort()

    async def _converse(self, connection: Connection, peer: Peer) -> None:
        """One request after the other, until either side has had enough."""
        for number in range(1, REQUESTS_MOST + 1):
            try:
                async with asyncio.timeout(self._patience):
                    head = await connection.head()
                if head is None:
                    return
                asked = request.parse(head)
            except TimeoutError:
                if number == 1:  # later, a client may just have had enough
                    raise
                return
            except Refusal as refusal:
                self._journal.refused(peer, refusal.target, str(refusal.status))
                await _send(connection, *answer.of_status(refusal.status, keep=False, now=time.time()))
                break
            keep = asked.keep and number < REQUESTS_MOST
            if not await self._answer(connection, peer, asked, keep) or not asked.keep:
                return
        await connection.finish()  # it may still be sending: a request of many bytes, or the next one

    async def _answer(self, connection: Connection, peer: Peer, asked: Request, keep: bool) -> bool:
        """Answer one request; whether the client took it all."""
        begun = time.monotonic()
        file = self._files.get(asked.name) if asked.name is not None else None
        if file is None:
            self._journal.refused(peer, asked.target, "404")
            head, body = answer.of_status(404, keep, time.time())
            await _send(connection, head, b"" if asked.head else body)
            return True
        status, head = answer.of_file(file, asked.known, keep, time.time())
        body = file.content if status == 200 and not asked.head else b""
        result = "ok" if status == 200 else str(status)
        taken = True
        try:
            await _send(connection, head, body)
        except OSError as error:
            taken, result = False, _result(error)
            connection.abort()
        self._journal.answered(peer, asked.target, len(body), time.monotonic() - begun, result)
        return taken


async def _send(connection: Connection, head: bytes, body: bytes) -> None:
    """Hand an answer to the network as the client takes it, not slower than `RATE`. Raises OSError."""
    async with asyncio.timeout(SEND_SECONDS + len(body) / RATE):
        await connection.send(head, body)


def _result(error: OSError) -> str:
    """What the log says of a client that was too slow, or has gone."""
    return "timeout" if isinstance(error, TimeoutError) else "closed"

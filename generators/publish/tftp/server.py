"""The TFTP server: one thread, one request socket, a handful of reply sockets, no disk.

A transfer is known by (reply socket, peer). That gives each a port other than the request port (its TID)
without a socket a file, and the number of phones is not bound by descriptors. Whatever a datagram holds, it ends
in an answer, in silence or in one line of the log.
"""

from __future__ import annotations

import contextlib
import errno
import random
import selectors
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

from generators.problems import PublishError
from generators.publish.tftp import codec, table
from generators.publish.tftp.codec import Fault, Op
from generators.publish.tftp.journal import Journal
from generators.publish.tftp.transfer import Transfer
from generators.publish.tftp.wire import Peer, Wire

BLOCK_MOST = 1468  # Ethernet's 1500 less 20 of IP, 8 of UDP, 4 of TFTP: never fragmented
RECEIVE_BUFFER = 8 << 20  # a stock socket holds 256 requests; a power cut wakes every phone at once
REPLY_SOCKETS = 16
TRANSFERS_MOST = 5000
BATCH = 64  # datagrams of one socket in a turn
SWEEP = 0.05  # seconds between two looks at the timers
MEMORY = 5.0  # seconds in which a late ACK of a finished transfer is not a stranger's
STRANGERS_A_SECOND = 20


class TftpServer:
    """Serves `table` (name -> bytes) at `listen` (IPv4 address, port) to the networks in `allow`.

    On loopback `allow` may be empty. `log` gets one line a transfer or refusal, without time or line end.
    Binds at once, so that privileges may be dropped before `serve_forever`; port 0 lets the kernel choose
    (`address`). Raises PublishError when the address cannot be had, or would show secrets to everybody.
    """

    def __init__(
        self,
        table: Mapping[str, bytes],
        listen: tuple[str, int],
        allow: Sequence[IPv4Network | IPv6Network] = (),
        log: Callable[[str], None] = print,
    ) -> None:
        self._allow = allowed(listen[0], allow)
        self._table = dict(table)
        self._journal = Journal(log)
        self._transfers: dict[tuple[Wire, Peer], tuple[Transfer, bytes | None]] = {}
        self._peers: dict[Peer, Wire] = {}
        self._ended: dict[tuple[Wire, Peer], float] = {}
        self._strangers = 0
        self._stopping = False
        self._wires: list[Wire] = []
        try:
            self._requests = self._bind(listen, RECEIVE_BUFFER)
            self.address: Peer = self._requests.address
            self._replies = [self._bind((listen[0], 0)) for _ in range(REPLY_SOCKETS)]
        except BaseException:
            self._close_wires()
            raise
        self._wake, self._woken = socket.socketpair()
        self._wake.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._woken, selectors.EVENT_READ, None)
        for wire in self._wires:
            self._selector.register(wire.socket, selectors.EVENT_READ, wire)

    def serve_forever(self) -> None:
        """Answer until `stop`; then tell the transfers under way, and close. Raises nothing a datagram could cause."""
        swept = time.monotonic()
        try:
            while not self._stopping:
                events = self._selector.select(SWEEP if self._transfers or self._ended else None)
                ready: list[Wire] = [key.data for key, _ in events if key.data is not None]
                for wire in sorted(ready, key=lambda wire: wire is not self._requests):
                    self._drain(wire)  # requests first: their queue is the one that overflows
                now = time.monotonic()
                if now - swept >= SWEEP:
                    self._sweep(now)
                    swept = now
            for (wire, peer), (_, local) in self._transfers.items():
                self._send(wire, codec.error(Fault.OTHER), peer, local)
        finally:
            self.close()

    def stop(self) -> None:
        """End `serve_forever`, from any thread or a signal handler. Harmless when repeated."""
        self._stopping = True
        with contextlib.suppress(OSError):
            self._wake.send(b".")

    def replace(self, table: Mapping[str, bytes]) -> None:
        """Serve another table from the next request on, from any thread; transfers under way keep their bytes."""
        self._table = dict(table)

    def close(self) -> None:
        """Free the sockets; `serve_forever` does this itself when it ends."""
        self._close_wires()
        self._selector.close()
        self._wake.close()
        self._woken.close()

    def _bind(self, listen: tuple[str, int], receive_buffer: int = 0) -> Wire:
        try:
            wire = Wire(*listen, receive_buffer)
        except (OSError, OverflowError) as error:
            raise PublishError(_why_not(listen, error)) from None
        self._wires.append(wire)
        return wire

    def _close_wires(self) -> None:
        for wire in self._wires:
            wire.close()

    def _drain(self, wire: Wire) -> None:
        """Take what waits at a socket. One datagram can never stop the loop."""
        for _ in range(BATCH):
            try:
                packet, peer, local = wire.receive()
            except OSError:  # nothing waits, or a passing trouble of the network
                return
            try:
                if not packet or not any(IPv4Address(peer[0]) in network for network in self._allow):
                    continue  # RFC 1123: broadcast is ignored; others do not even learn that we are here
                if wire is self._requests:
                    self._request(packet, peer, local)
                else:
                    self._reply(wire, packet, peer, local)
            except Exception as error:
                self._journal.refused(peer, b"", f"fault:{type(error).__name__}")

    def _request(self, packet: bytes, peer: Peer, local: bytes | None) -> None:
        operation = codec.opcode(packet)
        if operation not in (Op.RRQ, Op.WRQ):
            return  # nothing else belongs here; answering an ERROR could start a ball game
        running = self._transfers.get((self._peers[peer], peer)) if peer in self._peers else None
        if running and running[0].request == packet and not (running[0].answered and running[0].last):
            return  # the same request repeated: its transfer's own timer heals a loss
        name = codec.name_of(packet)
        key = table.key(name) if name is not None else None
        content = self._table.get(key) if key is not None else None
        if operation == Op.WRQ:
            fault = Fault.ACCESS
        elif name is None:
            fault = Fault.ILLEGAL
        elif key is None or content is None:
            fault = Fault.NOT_FOUND
        elif (asked := codec.asked(packet)) is None:
            fault = Fault.ILLEGAL
        else:
            self._begin(key, packet, asked, content, peer, local)
            return
        self._send(random.choice(self._replies), codec.error(fault), peer, local)
        self._journal.refused(peer, name or b"", f"error:{fault.value}")

    def _begin(
        self, name: str, packet: bytes, asked: codec.Asked, content: bytes, peer: Peer, local: bytes | None
    ) -> None:
        """Start a transfer, from a reply socket that this peer has not just used."""
        if peer in self._peers:
            self._end(self._peers[peer], peer, "replaced")
        if len(self._transfers) >= TRANSFERS_MOST:
            self._journal.refused(peer, name.encode(), "busy")
            return
        content = codec.CONVERSIONS[asked.mode](content)
        fresh = [wire for wire in self._replies if (wire, peer) not in self._ended]
        wire = random.choice(fresh or self._replies)
        agreed = codec.agree(asked, len(content), BLOCK_MOST)
        transfer = Transfer(name, packet, content, agreed, time.monotonic())
        self._transfers[wire, peer] = transfer, local
        self._peers[peer] = wire
        self._send(wire, transfer.packet, peer, local)

    def _reply(self, wire: Wire, packet: bytes, peer: Peer, local: bytes | None) -> None:
        operation = codec.opcode(packet)
        if (wire, peer) not in self._transfers:
            if operation not in (0, Op.ERROR) and (wire, peer) not in self._ended:
                self._strangers += 1
                if self._strangers <= STRANGERS_A_SECOND * MEMORY:
                    self._send(wire, codec.error(Fault.UNKNOWN_TID), peer, local)
            return
        transfer, local = self._transfers[wire, peer]
        if operation == Op.ERROR:
            self._end(wire, peer, f"error:{codec.acknowledged(packet) or 0}")
        elif operation == Op.ACK and (number := codec.acknowledged(packet)) is not None:
            following = transfer.acknowledge(number, time.monotonic())
            if following is not None:
                self._send(wire, following, peer, local)
            elif transfer.done:
                self._end(wire, peer, "ok")

    def _sweep(self, now: float) -> None:
        """Resend what has waited too long, forget what has been tried enough."""
        for (wire, peer), (transfer, local) in list(self._transfers.items()):
            if transfer.due(now):
                packet = transfer.resend(now)
                if packet is None:
                    self._end(wire, peer, "timeout")
                else:
                    self._send(wire, packet, peer, local)
        for key in [key for key, until in self._ended.items() if until <= now]:
            del self._ended[key]
        if not self._ended:
            self._strangers = 0
        self._journal.sweep(now)

    def _end(self, wire: Wire, peer: Peer, result: str) -> None:
        transfer, _ = self._transfers.pop((wire, peer))
        self._peers.pop(peer, None)
        now = time.monotonic()
        self._ended[wire, peer] = now + MEMORY
        self._journal.ended(transfer, peer, wire.address[1], now, result)

    def _send(self, wire: Wire, packet: bytes, peer: Peer, local: bytes | None) -> None:
        with contextlib.suppress(OSError):  # a full queue or a missing route is a lost datagram: the timer heals it
            wire.send(packet, peer, local)


def allowed(host: str, allow: Sequence[IPv4Network | IPv6Network]) -> tuple[IPv4Network, ...]:
    """Who may ask. Raises PublishError for an address we cannot serve, or one open to all by omission."""
    try:
        address = ip_address(host)
    except ValueError:
        raise PublishError(f"{host!r} is not an address to listen at, such as 127.0.0.1") from None
    if not isinstance(address, IPv4Address):
        raise PublishError(f"{host} is IPv6; these phones fetch their files by IPv4")
    if allow:
        return tuple(network for network in allow if isinstance(network, IPv4Network))
    if not address.is_loopback:
        raise PublishError(f"{host} is reached by others and the files hold passwords: name who may ask with --allow")
    return (IPv4Network("127.0.0.0/8"),)


def _why_not(listen: tuple[str, int], error: Exception) -> str:
    host, port = listen
    code = error.errno if isinstance(error, OSError) else None
    if code in (errno.EACCES, errno.EPERM):
        return f"UDP port {port} needs CAP_NET_BIND_SERVICE: take one above 1023, or see the page on serving"
    if code == errno.EADDRINUSE:
        return f"UDP port {port} at {host} is taken by another program (on a XiVO, its provisioning server holds 69)"
    if code == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine"
    return f"cannot listen at {host} port {port}: {error.strerror if isinstance(error, OSError) else error}"

"""A UDP socket that answers from the address it was asked at, also when it listens on all of them."""

from __future__ import annotations

import socket
import struct
import sys
from ipaddress import IPv4Address

Peer = tuple[str, int]

IP_PKTINFO = 8  # linux/in.h; not in Python's socket before 3.14
PKTINFO = struct.Struct("@I4s4s")  # struct in_pktinfo, ip(7): interface, local address, header's destination
LARGEST = 65535


class Wire:
    """A non-blocking IPv4 socket bound to (`host`, `port`); port 0 lets the kernel choose.

    Listening on 0.0.0.0, each datagram comes with the address it was sent to, and `send` takes that as its
    source: a phone drops an answer from another address of a server that has several.
    """

    def __init__(self, host: str, port: int, receive_buffer: int = 0) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self.socket.setblocking(False)
            if receive_buffer:
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            self._any = IPv4Address(host).is_unspecified and sys.platform == "linux"
            if self._any:
                self.socket.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
            self.socket.bind((host, port))
        except BaseException:
            self.socket.close()
            raise

    @property
    def address(self) -> Peer:
        """The bound address and port."""
        host, port = self.socket.getsockname()
        return host, port

    def receive(self) -> tuple[bytes, Peer, bytes | None]:
        """A datagram, its sender, and the local address it came to (None when bound to one address).

        A datagram sent to a broadcast or multicast address comes back empty: RFC 1123 section 4.2.3.3 has it ignored.
        Raises BlockingIOError when nothing waits.
        """
        if not self._any:
            packet, peer = self.socket.recvfrom(LARGEST)
            return packet, peer, None
        packet, extra, _, peer = self.socket.recvmsg(LARGEST, socket.CMSG_SPACE(PKTINFO.size))
        for level, kind, value in extra:
            if level == socket.IPPROTO_IP and kind == IP_PKTINFO:
                _, local, destination = PKTINFO.unpack(value[: PKTINFO.size])
                return packet if local == destination else b"", peer, local
        return packet, peer, None

    def send(self, packet: bytes, peer: Peer, local: bytes | None) -> None:
        """Send a datagram to `peer`, from `local` when that is given. Raises OSError."""
        if local is None:
            self.socket.sendto(packet, peer)
        else:
            source = PKTINFO.pack(0, local, b"\0\0\0\0")
            self.socket.sendmsg([packet], [(socket.IPPROTO_IP, IP_PKTINFO, source)], 0, peer)

    def close(self) -> None:
        """Close the socket."""
        self.socket.close()

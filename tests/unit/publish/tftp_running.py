"""A TFTP server in a thread, and sockets to ask it with, for the tests beside."""

from __future__ import annotations

import socket
import threading
import time
from ipaddress import ip_network

import pytest

from generators.publish.tftp import TftpServer

TABLE = {"a.cnf": b"hello\n", "France/t.xml": b"x" * 512, "big": bytes(range(256)) * 40, "ROOT": b"r"}
LOCAL = [ip_network("127.0.0.0/8")]
Reply = tuple[bytes, tuple[str, int]]


class Running:
    """A server in a thread, its log, and sockets to ask it with."""

    def __init__(self, listen: str = "127.0.0.1", allow: list[str] | None = None) -> None:
        self.lines: list[str] = []
        networks = LOCAL if allow is None else [ip_network(text) for text in allow]
        self.server = TftpServer(TABLE, (listen, 0), networks, self.lines.append)
        self.port = self.server.address[1]
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.sockets: list[socket.socket] = []

    def client(self, host: str = "127.0.0.1") -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((host, 0))
        made.settimeout(3)
        self.sockets.append(made)
        return made

    def ask(self, packet: bytes, to: str = "127.0.0.1") -> Reply:
        """The answer to one datagram from a fresh socket."""
        client = self.client()
        client.sendto(packet, (to, self.port))
        answer, peer = client.recvfrom(70000)
        return answer, peer

    def silent(self, packet: bytes, client: socket.socket | None = None) -> None:
        """Assert that a datagram is not answered; a good request behind it shows that it was read."""
        client = client or self.client()
        client.sendto(packet, ("127.0.0.1", self.port))
        self.works()
        client.settimeout(0.01)
        with pytest.raises(TimeoutError):
            client.recvfrom(70000)

    def works(self, name: bytes = b"a.cnf", content: bytes = TABLE["a.cnf"]) -> None:
        """Assert that a whole file comes."""
        client = self.client()
        client.sendto(rrq(name), ("127.0.0.1", self.port))
        received, number = b"", 1
        while True:
            packet, peer = client.recvfrom(70000)
            assert packet[:4] == b"\0\3" + number.to_bytes(2, "big"), packet
            client.sendto(b"\0\4" + packet[2:4], peer)
            received += packet[4:]
            number += 1
            if len(packet) < 516:
                break
        assert received == content

    def wait_for(self, text: str) -> str:
        end = time.monotonic() + 5
        while time.monotonic() < end:
            for line in list(self.lines):
                if text in line:
                    return line
            time.sleep(0.01)
        raise AssertionError(f"no {text!r} in {self.lines}")

    def end(self) -> None:
        self.server.stop()
        self.thread.join(5)
        alive = self.thread.is_alive()
        for made in self.sockets:
            made.close()
        assert not alive


def rrq(name: bytes, mode: bytes = b"octet", *options: bytes) -> bytes:
    return b"\0\1" + b"".join(part + b"\0" for part in (name, mode, *options))


def is_error(packet: bytes, *codes: int) -> bool:
    return packet[:2] == b"\0\5" and packet[2:4] in [code.to_bytes(2, "big") for code in codes] and packet[-1:] == b"\0"

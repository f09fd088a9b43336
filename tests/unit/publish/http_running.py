"""An HTTP server in a thread, and raw sockets to ask it with, for the tests beside."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import struct
import threading
import time
from ipaddress import ip_network

from generators.publish.http import File, HttpServer
from generators.publish.http.files import kind_of

CONTENTS = {
    "SIP1.cnf": b"line1_password: geheim\n",
    "SEP1.cnf.xml": b"<device/>\n",
    "services/fr/a.xml": b"<CiscoIPPhoneMenu/>\n",
    "OS79XX.TXT": b"P003\n",
    "empty": b"",
    "big.sbn": bytes(range(256)) * 8192,
}
CHANGED = 784111777  # Sun, 06 Nov 1994 08:49:37 GMT, the date of RFC 9110's examples


def file(name: str, content: bytes) -> File:
    return File(content, kind_of(name), hashlib.sha256(content).hexdigest(), CHANGED)


FILES = {name: file(name, content) for name, content in CONTENTS.items()}


class Answer:
    """An answer taken apart by hand, so that a fault of the server's is not mended by a friendly library."""

    def __init__(self, data: bytes) -> None:
        head, end, self.body = data.partition(b"\r\n\r\n")
        assert end, data
        line, *rows = head.decode("ascii").split("\r\n")
        version, code, self.phrase = line.split(" ", 2)
        assert version == "HTTP/1.1"
        self.status = int(code)
        self.headers = {}
        for row in rows:
            name, _, value = row.partition(": ")
            assert name.lower() not in self.headers
            self.headers[name.lower()] = value


class Running:
    """A server in a thread, its log, and sockets to ask it with."""

    def __init__(self, listen: str = "127.0.0.1", allow: list[str] | None = None, patience: float = 10) -> None:
        self.lines: list[str] = []
        networks = [ip_network(text) for text in allow or ["127.0.0.0/8"]]
        self.server = HttpServer(FILES, (listen, 0), networks, self.lines.append, patience)
        self.port = self.server.address[1]
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.sockets: list[socket.socket] = []

    def client(self, source: str = "127.0.0.1", to: str = "127.0.0.1", receive_buffer: int = 0) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sockets.append(made)
        if receive_buffer:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        made.settimeout(5)
        made.bind((source, 0))
        made.connect((to, self.port))
        return made

    def ask(self, data: bytes, source: str = "127.0.0.1", to: str = "127.0.0.1") -> bytes:
        """All that comes until the server closes. What it sends before a reset counts as well."""
        client = self.client(source, to)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            client.sendall(data)
        with client:
            return rest_of(client)

    def get(self, target: str, *headers: str, method: str = "GET", version: str = "1.0") -> Answer:
        lines = [f"{method} {target} HTTP/{version}", *headers, "", ""]
        return Answer(self.ask("\r\n".join(lines).encode("latin-1")))

    def works(self) -> None:
        """Assert that a whole file comes."""
        got = self.get("/SEP1.cnf.xml")
        assert (got.status, got.body) == (200, CONTENTS["SEP1.cnf.xml"])

    def wait_for(self, text: str) -> str:
        end = time.monotonic() + 5
        while time.monotonic() < end:
            for line in list(self.lines):
                if text in line:
                    return line
            time.sleep(0.005)
        raise AssertionError(f"no {text!r} in {self.lines}")

    def end(self) -> None:
        self.server.stop()
        self.thread.join(5)
        alive = self.thread.is_alive()
        for made in self.sockets:
            made.close()
        assert not alive


def rest_of(client: socket.socket) -> bytes:
    """Everything until the end of the connection."""
    out = b""
    while True:
        try:
            more = client.recv(1 << 16)
        except ConnectionResetError:
            return out
        if not more:
            return out
        out += more


def exact(client: socket.socket, size: int) -> bytes:
    """Exactly `size` bytes."""
    out = b""
    while len(out) < size:
        more = client.recv(size - len(out))
        assert more, out
        out += more
    return out


def reset(client: socket.socket) -> None:
    """Leave without goodbye: the server sees a reset."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()

"""The HTTP server and what it must survive: no bytes stop it, no name leads out of its table, nobody holds it up."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generators.publish.http import HttpServer
from generators.publish.http import server as module
from generators.publish.http.request import Refusal, parse
from tests.unit.publish.http_running import CONTENTS, FILES, Answer, Running, rest_of


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    made = Running()
    yield made
    assert not [line for line in made.lines if "fault" in line]
    made.end()


TRAVERSAL = [
    "/../x", "/./../x", "/services/../../x", "/services/../SIP1.cnf", "/..\\x", "/%2e%2e/x", "/..%2fx", "/..%252fx",
    "/%53IP1.cnf", "/SIP1.cnf%00", "/SIP1.cnf%20", "/SIP1%2ecnf", "/....//x", "/..//x", "///SIP1.cnf", "/././SIP1.cnf",
    "/SIP1.cnf/", "/SIP1.cnf/.", "/services/", "/services//fr/a.xml", "/services\\fr\\a.xml", "\\SIP1.cnf",
    "/services/fr/../fr/a.xml", "/proc/self/environ", "/dev/zero", "/etc/passwd", "//etc/passwd", "/C:\\x", "/C:/x",
    "/SIP1.cnf;x", "/SIP1.cnf#x", "/*", "/SIP*", "/SIP1.cnf~", "/.SIP1.cnf", "/|id", "/$(id)", "/%s%n", "*", "x",
    "SIP1.cnf", "http://", "http://host", "http://host/../SIP1.cnf", "https://host/SIP1.cnf", "file:///etc/passwd",
    "/" + "x" * 1000, "?SIP1.cnf", "/?SIP1.cnf", "/%c0%ae%c0%ae/x", "/%u002e/x",
]  # fmt: skip


@pytest.mark.parametrize("target", TRAVERSAL, ids=lambda target: repr(target[:24]))
def test_no_name_leads_out_of_the_table(server: Running, target: str) -> None:
    got = server.get(target)
    assert got.status in (400, 404)
    assert got.body == f"{got.status} {got.phrase}\n".encode()


LINE = b"GET /SIP1.cnf HTTP/1.1\r\nHost: x\r\n"
REFUSED: dict[str, tuple[bytes, int]] = {
    "post": (b"POST /SIP1.cnf HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 405),
    "put": (b"PUT /SIP1.cnf HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    "delete": (b"DELETE /SIP1.cnf HTTP/1.0\r\n\r\n", 405),
    "options": (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    "trace": (b"TRACE /SIP1.cnf HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    "connect": (b"CONNECT 10.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    "lower case": (b"get /SIP1.cnf HTTP/1.0\r\n\r\n", 405),
    "no version": (b"GET /SIP1.cnf\r\n\r\n", 400),
    "version 2": (b"GET /SIP1.cnf HTTP/2.0\r\n\r\n", 505),
    "version 0.9": (b"GET /SIP1.cnf HTTP/0.9\r\n\r\n", 505),
    "preface of version 2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    "odd version": (b"GET /SIP1.cnf HTTP/1.10\r\n\r\n", 400),
    "two blanks": (b"GET  /SIP1.cnf HTTP/1.0\r\n\r\n", 400),
    "blank in the name": (b"GET /SIP1.cnf x HTTP/1.0\r\n\r\n", 400),
    "tab": (b"GET\t/SIP1.cnf\tHTTP/1.0\r\n\r\n", 400),
    "nul": (b"GET /SIP1.cnf\0 HTTP/1.0\r\n\r\n", 400),
    "not ascii": (b"GET /\xe9.cnf HTTP/1.0\r\n\r\n", 400),
    "bare carriage return": (b"GET /SIP1.cnf HTTP/1.0\rX: y\r\n\r\n", 400),
    "no host": (b"GET /SIP1.cnf HTTP/1.1\r\n\r\n", 400),
    "two hosts": (LINE + b"Host: y\r\n\r\n", 400),
    "two lengths": (LINE + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400),
    "a body": (LINE + b"Content-Length: 5\r\n\r\nGET /", 413),
    "a negative length": (LINE + b"Content-Length: -1\r\n\r\n", 413),
    "chunks": (LINE + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 413),
    "chunks and a length": (LINE + b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n", 413),
    "folded header": (LINE + b"X: a\r\n b\r\n\r\n", 400),
    "blank before the colon": (LINE + b"Content-Length : 5\r\n\r\n", 400),
    "no colon": (LINE + b"nonsense\r\n\r\n", 400),
    "no header name": (LINE + b": x\r\n\r\n", 400),
    "nul in a header": (LINE + b"X: a\0b\r\n\r\n", 400),
    "return in a header": (LINE + b"X: a\rb\r\n\r\n", 400),
    "long name": (b"GET /" + b"x" * 2000 + b" HTTP/1.0\r\n\r\n", 414),
    "endless line": (b"GET /" + b"x" * 200_000, 414),
    "endless header": (LINE + b"X: " + b"y" * 200_000, 431),
    "many headers": (LINE + b"X: y\r\n" * 65 + b"\r\n", 431),
    "endless headers": (LINE + b"X: y\r\n" * 50_000, 431),
    "empty lines": (b"\r\n\r\n", 400),
    "tls": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xaa" * 100 + b"\n\n", 400),
    "tftp": (b"\0\1SIP1.cnf\0octet\0\n\n", 400),
    "junk": (bytes(range(256)) + b"\n\n", 400),
    "format": (b"%s%s%n HTTP/1.1\r\n\r\n", 400),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_request_is_refused_and_the_connection_ends(server: Running, name: str) -> None:
    data, status = REFUSED[name]
    got = Answer(server.ask(data + (LINE + b"\r\n" if status != 431 else b"")))
    assert got.status == status
    assert got.headers["connection"] == "close"
    assert got.body == f"{status} {got.phrase}\n".encode(), "nothing behind it is read as another request"
    assert (got.headers.get("allow") == "GET, HEAD") is (status == 405)
    server.works()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=80) | st.binary(max_size=60).map(lambda body: b"GET /" + body + b" HTTP/1.0\r\n\r\n"))
def test_random_bytes_do_not_stop_the_server(server: Running, data: bytes) -> None:
    client = server.client()
    client.sendall(data)
    client.shutdown(socket.SHUT_WR)
    answer = rest_of(client)
    assert not answer or Answer(answer).status in (400, 404, 405, 505)


@settings(max_examples=400)
@given(head=st.binary(max_size=200) | st.binary(max_size=100).map(lambda x: b"GET /a HTTP/1.0\r\n" + x))
def test_any_bytes_are_a_request_or_refused(head: bytes) -> None:
    try:
        name: str | None = parse(head + b"\r\n").name
    except Refusal as refusal:
        name = str(refusal.status)
        known = name in {"400", "405", "413", "414", "431", "505"}
    else:
        known = True
    assert known and (name is None or name.isascii())


@pytest.fixture
def fresh() -> Iterator[Running]:
    made = Running()
    yield made
    made.end()


def test_the_log_cannot_be_written_into(fresh: Running) -> None:
    fresh.ask(b'GET /"\x1b[2J"\nevent=done HTTP/1.0\r\n\r\n')
    fresh.ask(b'GET /"evil" HTTP/1.0\r\n\r\n')
    assert r'file="/\x22evil\x22"' in fresh.wait_for("evil")
    fresh.ask(b'GET /SIP1.cnf?"\\x HTTP/1.0\r\n\r\n')
    assert r'file="/SIP1.cnf?\x22\x5cx"' in fresh.wait_for("event=done")
    fresh.ask(b"GET /" + b"y" * 900 + b" HTTP/1.0\r\n\r\n")
    assert "y" * 200 not in fresh.wait_for("yyy")
    assert all("\n" not in line and "\x1b" not in line for line in fresh.lines)


def test_refusals_are_told_fifty_times_a_second_at_most(fresh: Running) -> None:
    before = len(fresh.lines)
    fresh.ask(b"HEAD /none HTTP/1.1\r\nHost: x\r\n\r\n" * 99 + b"HEAD /none HTTP/1.0\r\n\r\n")
    assert len(fresh.lines) - before <= 51


def test_a_refused_client_that_still_sends_gets_its_answer_and_an_orderly_end(fresh: Running) -> None:
    """Closing on unread bytes would be a reset, and a reset may take the answer with it."""
    client = fresh.client()
    client.sendall(b"POST /SIP1.cnf HTTP/1.1\r\nHost: x\r\nContent-Length: 40000\r\n\r\n" + b"x" * 40000)
    client.shutdown(socket.SHUT_WR)
    data = b""
    while more := client.recv(10000):  # a reset would raise
        data += more
    assert Answer(data).status == 405


def turned_away(running: Running, source: str = "127.0.0.1") -> bool:
    """Whether a request is not answered: the connection is closed, or reset where the request came after that."""
    try:
        return running.ask(b"GET /empty HTTP/1.0\r\n\r\n", source=source) == b""
    except ConnectionError:
        return True


def test_others_are_turned_away_without_a_word() -> None:
    running = Running("0.0.0.0", ["127.0.0.2/32"])
    try:
        assert turned_away(running, source="127.0.0.3")
        assert Answer(running.ask(b"GET /SIP1.cnf HTTP/1.0\r\n\r\n", source="127.0.0.2")).status == 200
        assert "result=forbidden" in running.wait_for("peer=127.0.0.3")
    finally:
        running.end()


@pytest.mark.parametrize("data", [b"", b"GET /SIP1", LINE, LINE + b"X: "], ids=["nothing", "line", "headers", "header"])
def test_a_client_that_does_not_finish_asking_is_dropped(data: bytes) -> None:
    running = Running(patience=0.2)
    try:
        client = running.client()
        client.sendall(data)
        assert rest_of(client) == b""
        assert "result=timeout" in running.wait_for("timeout")
        running.works()
    finally:
        running.end()


def test_a_byte_now_and_then_does_not_buy_time() -> None:
    """Slowloris: the time is for the whole request, however often a byte of it comes."""
    running = Running(patience=0.3)
    try:
        client = running.client()
        gone = threading.Event()

        def drip() -> None:
            while not gone.wait(0.02):
                try:
                    client.send(b"G")
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        assert rest_of(client) == b""
        gone.set()
        thread.join(5)
        assert "result=timeout" in running.wait_for("timeout")
    finally:
        running.end()


def test_silence_between_two_requests_ends_the_connection_quietly() -> None:
    running = Running(patience=0.2)
    try:
        client = running.client()
        client.sendall(LINE + b"\r\n")
        assert Answer(rest_of(client)).body == CONTENTS["SIP1.cnf"]
        assert not [line for line in running.lines if "timeout" in line]
    finally:
        running.end()


def test_a_client_that_does_not_read_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEND_SECONDS", 0.2)
    monkeypatch.setattr(module, "RATE", 1 << 30)
    running = Running()
    try:
        client = running.client(receive_buffer=4096)
        client.sendall(b"GET /big.sbn HTTP/1.0\r\n\r\n")
        assert "result=timeout" in running.wait_for('file="/big.sbn"')
        assert len(rest_of(client)) < len(CONTENTS["big.sbn"])
        running.works()
    finally:
        running.end()


@pytest.mark.parametrize("limit", ["CONNECTIONS_MOST", "CONNECTIONS_OF_ONE"])
def test_connections_are_bounded(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(module, limit, 3)
    running = Running()
    try:
        held = [running.client() for _ in range(3)]
        for client in held:
            client.sendall(b"HEAD /empty HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(10000).startswith(b"HTTP/1.1 200")
        assert turned_away(running)
        assert "result=busy" in running.wait_for("busy")
        if limit == "CONNECTIONS_OF_ONE":
            assert Answer(running.ask(b"GET /empty HTTP/1.0\r\n\r\n", source="127.0.0.9")).status == 200
        held[0].sendall(b"HEAD /empty HTTP/1.0\r\n\r\n")
        rest_of(held[0])
        running.wait_for("proto=http")
        while turned_away(running):
            pass  # until the server has seen the end of the first
    finally:
        running.end()


def test_a_broken_log_does_not_stop_the_server() -> None:
    def broken(line: str) -> None:
        raise BrokenPipeError

    server = HttpServer(FILES, ("127.0.0.1", 0), (), broken)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        for _ in range(3):
            with socket.create_connection(server.address, 5) as client:
                client.sendall(b"GET /empty HTTP/1.0\r\n\r\n")
                assert Answer(rest_of(client)).status == 200
    finally:
        server.stop()
        thread.join(5)
    assert not thread.is_alive()


def test_an_error_of_our_own_is_one_line_of_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    running = Running()
    try:
        with monkeypatch.context() as patch:
            patch.setattr(module.answer, "of_file", stumble)
            assert running.ask(b"GET /empty HTTP/1.0\r\n\r\n") == b""
            assert "result=fault:ZeroDivisionError" in running.wait_for("fault")
        running.works()
    finally:
        running.end()

"""The TFTP server and what it must survive: no datagram stops it, no name leads out of its table."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generators.publish.tftp import TftpServer
from tests.unit.publish.tftp_running import TABLE, Running, is_error, rrq


@pytest.fixture
def running() -> Iterator[Running]:
    made = Running()
    yield made
    made.end()


# What ended or froze tftpy's own server, one datagram each, and what it survived (reference on tftpy 0.8.7).
DEADLY = {
    "ack of 3 bytes": b"\0\4\0",
    "data of 3 bytes": b"\0\3\0",
    "oack with junk": b"\0\6\xff\xfe",
    "oack": b"\0\6blksize\0x\0",
    "name not ascii": rrq(b"\xe9.cnf"),
    "mode not ascii": rrq(b"a.cnf", b"oct\xe9t"),
    "option not ascii": rrq(b"a.cnf", b"octet", b"blks\xe9", b"512"),
    "option value not ascii": rrq(b"a.cnf", b"octet", b"blksize", b"\xff\xfe"),
    "options without final nul": rrq(b"a.cnf", b"octet", b"blksize", b"512")[:-1],
    "odd options": rrq(b"a.cnf", b"octet", b"blksize"),
    "blksize not a number": rrq(b"a.cnf", b"octet", b"blksize", b"abc"),
    "blksize of thousands of digits": rrq(b"a.cnf", b"octet", b"blksize", b"9" * 5000),
    "blksize huge": rrq(b"a.cnf", b"octet", b"blksize", b"65536"),
    "blksize negative": rrq(b"a.cnf", b"octet", b"blksize", b"-1"),
    "blksize with underscores": rrq(b"a.cnf", b"octet", b"blksize", b"1_0"),
    "read a directory": rrq(b"France"),
    "read dot": rrq(b"."),
    "write a directory": b"\0\2France\0octet\0",
    "write a long name": b"\0\2" + b"x" * 300 + b"\0octet\0",
    "no nul": b"\0\1a.cnf",
    "one nul": b"\0\1a.cnf\0octet",
    "mail": rrq(b"a.cnf", b"mail"),
    "no mode": rrq(b"a.cnf", b""),
    "only opcode": b"\0\1",
    "nothing": b"",
    "one byte": b"\0",
    "two bytes": b"\0\0",
    "unknown opcode": b"\0\x07abc\0",
    "opcode 65535": b"\xff\xff\0\0",
    "error": b"\0\5\0\1x\0",
    "error of 4 bytes": b"\0\5\0\1",
    "60000 bytes of junk": b"\0\1" + b"A" * 60000,
    "60000 options": b"\0\1a.cnf\0octet\0" + b"a\0" * 29990,
    "60000 nuls": b"\0\1" + b"\0" * 60000,
}


def test_no_datagram_stops_the_server(running: Running) -> None:
    for name, packet in DEADLY.items():
        client = running.client()
        client.sendto(packet, ("127.0.0.1", running.port))
        running.works()
        assert running.thread.is_alive(), name
    for opcode in range(12):
        for length in range(8):
            running.client().sendto((bytes([0, opcode]) + os.urandom(8))[:length], ("127.0.0.1", running.port))
    running.works()
    assert not [line for line in running.lines if "fault" in line]


def test_the_same_datagrams_do_not_stop_a_transfer(running: Running) -> None:
    client = running.client()
    client.sendto(rrq(b"France/t.xml"), ("127.0.0.1", running.port))
    _, peer = client.recvfrom(70000)
    for packet in DEADLY.values():
        if packet[:2] != b"\0\5":
            client.sendto(packet, peer)
            running.client().sendto(packet, peer)
    client.sendto(b"\0\4\0\1", peer)
    while client.recvfrom(70000)[0][:4] != b"\0\3\0\2":
        pass
    client.sendto(b"\0\4\0\2", peer)
    running.wait_for("result=ok")
    assert not [line for line in running.lines if "fault" in line]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(packet=st.binary(max_size=80) | st.binary(max_size=60).map(lambda body: b"\0\1" + body))
def test_random_datagrams_do_not_stop_the_server(running: Running, packet: bytes) -> None:
    running.client().sendto(packet, ("127.0.0.1", running.port))
    running.works()
    assert not [line for line in running.lines if "fault" in line]


def test_silence_is_kept_towards_what_is_no_request(running: Running) -> None:
    for packet in (b"\0\5\0\1x\0", b"\0\3\0\1x", b"\0\4\0\1", b"\0\6blksize\x00512\0", b"\0\x09", b"\0"):
        running.silent(packet)


# The reference's list: each must give ERROR 1 or 2 and never bytes.
TRAVERSAL = [
    b"../x", b"/abs", b"//abs", b"./../x", b"sub/../../x", b"..\\x", b"%2e%2e/x", b"..%2fx", b"..%252fx", b"....//x",
    b"..//x", b"x/", b"x/.", b"a.cnf/", b"a.cnf/.", b"France/../a.cnf", b"France//t.xml", b"France\\t.xml",
    b"../ROOT-secret/x", b"/srv/tftp/../etc/passwd", b"\xc0\xae\xc0\xae/x", "．．/x".encode(), b"C:\\x", b"C:/x",
    b"\\\\host\\share\\x", b"/proc/self/environ", b"/dev/zero", b"", b".", b"..", b"/", b"./", b"France",
    b"x" * 255, b"x" * 256, b"x" * 4096, b"x" * 60000, b"\x01\x02\x1b[2J", b"%s%s%n", b"a.cnf\n", b" a.cnf",
    b"a.cnf~", b".a.cnf", b"*", b"a.*", b"|id",
]  # fmt: skip


@pytest.mark.parametrize("name", TRAVERSAL, ids=lambda name: repr(name[:24]))
def test_no_name_leads_out_of_the_table(running: Running, name: bytes) -> None:
    assert is_error(running.ask(rrq(name))[0], 1, 2)
    assert is_error(running.ask(b"\0\2" + name + b"\0octet\0")[0], 2)


def test_a_second_name_hidden_behind_the_mode_is_not_read(running: Running) -> None:
    assert is_error(running.ask(rrq(b"none", b"octet", b"a.cnf"))[0], 1)
    assert is_error(running.ask(rrq(b"a.cnf", b"octet", b"ROOT"))[0], 4)


def test_a_broken_log_does_not_stop_the_server() -> None:
    def broken(line: str) -> None:
        raise BrokenPipeError

    server = TftpServer(TABLE, ("127.0.0.1", 0), (), broken)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        for _ in range(3):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                client.settimeout(3)
                client.sendto(rrq(b"none"), server.address)
                assert is_error(client.recvfrom(100)[0], 1)
    finally:
        server.stop()
        thread.join(5)
    assert not thread.is_alive()


def test_an_error_of_our_own_is_one_line_of_the_log(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise ZeroDivisionError

    stumbling: Callable[..., None] = stumble
    with monkeypatch.context() as patch:
        patch.setattr(running.server, "_begin", stumbling)
        running.client().sendto(rrq(b"a.cnf"), ("127.0.0.1", running.port))
        assert "result=fault:ZeroDivisionError" in running.wait_for("fault")
    running.works()

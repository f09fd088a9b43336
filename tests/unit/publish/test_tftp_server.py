"""The TFTP server over real sockets: who is answered, with what, from where, and how it ends."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from ipaddress import IPv6Network, ip_network

import pytest

from generators.problems import PublishError
from generators.publish.tftp import TftpServer
from tests.unit.publish.tftp_running import TABLE, Running, is_error, rrq


@pytest.fixture
def running() -> Iterator[Running]:
    made = Running()
    yield made
    made.end()


def test_a_file_comes_from_a_port_of_its_own(running: Running) -> None:
    answer, peer = running.ask(rrq(b"a.cnf"))
    assert answer == b"\0\3\0\1hello\n"
    assert peer[0] == "127.0.0.1" and peer[1] != running.port


@pytest.mark.parametrize("name", [b"a.cnf", b"/a.cnf", b"./a.cnf"])
def test_names_are_exact_but_for_one_leading_slash(running: Running, name: bytes) -> None:
    running.works(name)
    for other in (b"A.cnf", b"a.CNF", b"a.cnf ", b"//a.cnf", b"/./a.cnf", b"a.cnf/", b"a.cnf/.", b"France", b"France/"):
        assert is_error(running.ask(rrq(other))[0], 1)


def test_the_end_of_a_file_of_whole_blocks_is_an_empty_block(running: Running) -> None:
    running.works(b"France/t.xml", TABLE["France/t.xml"])
    running.works(b"big", TABLE["big"])
    line = running.wait_for('file="big"')
    assert "bytes=10240 blocks=21 resent=0" in line and line.endswith("options=- result=ok")


def test_a_missing_file_is_answered_at_once(running: Running) -> None:
    begun = time.monotonic()
    assert running.ask(rrq(b"CTLSEP0007EB4C1001.tlv"))[0] == b"\0\5\0\1File not found\0"
    assert time.monotonic() - begun < 2
    assert 'file="CTLSEP0007EB4C1001.tlv" result=error:1' in running.wait_for("event=refused")


@pytest.mark.parametrize("name", [b"new.cnf", b"a.cnf", b"../x", b"x" * 300, b"\xff", b""])
def test_writing_is_refused_whatever_the_name(running: Running, name: bytes) -> None:
    assert is_error(running.ask(b"\0\2" + name + b"\0octet\0")[0], 2)
    running.works()


OPTIONS = [
    ((b"tsize", b"0"), b"\0\6tsize\x0010240\0"),
    ((b"BLKSIZE", b"1400", b"unknown", b"1"), b"\0\6blksize\x001400\0"),
    ((b"blksize", b"9000", b"timeout", b"2"), b"\0\6blksize\x001468\0timeout\x002\0"),
]


@pytest.mark.parametrize(("options", "answer"), OPTIONS)
def test_options_are_acknowledged_and_then_kept(running: Running, options: tuple[bytes, ...], answer: bytes) -> None:
    client = running.client()
    client.sendto(rrq(b"big", b"octet", *options), ("127.0.0.1", running.port))
    packet, peer = client.recvfrom(70000)
    assert packet == answer
    client.sendto(b"\0\4\0\0", peer)
    packet, again = client.recvfrom(70000)
    size = {b"tsize": 512, b"BLKSIZE": 1400, b"blksize": 1468}[options[0]]
    assert again == peer and packet == b"\0\3\0\1" + TABLE["big"][:size]
    client.sendto(b"\0\5\0\0enough\0", peer)
    assert "result=error:0" in running.wait_for("event=done")


def test_unknown_options_alone_are_answered_with_data(running: Running) -> None:
    assert running.ask(rrq(b"a.cnf", b"octet", b"windowsize", b"4", b"blksize", b"x"))[0] == b"\0\3\0\1hello\n"


def test_a_client_may_refuse_the_options(running: Running) -> None:
    client = running.client()
    client.sendto(rrq(b"big", b"octet", b"tsize", b"0"), ("127.0.0.1", running.port))
    _, peer = client.recvfrom(70000)
    client.sendto(b"\0\5\0\x08no\0", peer)
    assert "result=error:8" in running.wait_for("event=done")


def test_a_lost_block_is_sent_again_and_a_lost_acknowledgement_heals(running: Running) -> None:
    client = running.client()
    client.sendto(rrq(b"France/t.xml"), ("127.0.0.1", running.port))
    begun = time.monotonic()
    first, peer = client.recvfrom(70000)
    second, _ = client.recvfrom(70000)
    assert first == second and 0.2 < time.monotonic() - begun < 3
    client.sendto(b"\0\4\0\1", peer)
    last, _ = client.recvfrom(70000)
    assert last == b"\0\3\0\2"
    assert client.recvfrom(70000)[0] == last  # as if the last ACK were lost
    client.sendto(b"\0\4\0\2", peer)
    assert "resent=2" in running.wait_for("result=ok")


def test_a_repeated_request_does_not_start_a_second_transfer(running: Running) -> None:
    client = running.client()
    for _ in range(8):
        client.sendto(rrq(b"a.cnf"), ("127.0.0.1", running.port))
    packet, peer = client.recvfrom(70000)
    running.works()  # by now all eight were read
    client.settimeout(0.1)
    with contextlib.suppress(TimeoutError):
        while True:  # at most the first transfer's own resends
            assert client.recvfrom(70000) == (packet, peer)
    client.sendto(b"\0\4\0\1", peer)
    running.wait_for(f"peer=127.0.0.1:{client.getsockname()[1]} ")
    running.works()
    ended = [line for line in running.lines if f":{client.getsockname()[1]} " in line]
    assert len(ended) == 1 and ended[0].endswith("result=ok")


def test_another_request_from_the_same_port_ends_the_first(running: Running) -> None:
    client = running.client()
    client.sendto(rrq(b"big"), ("127.0.0.1", running.port))
    _, old = client.recvfrom(70000)
    client.sendto(rrq(b"a.cnf"), ("127.0.0.1", running.port))
    packet, new = client.recvfrom(70000)
    assert packet == b"\0\3\0\1hello\n" and new != old
    assert 'file="big"' in running.wait_for("result=replaced")
    client.sendto(b"\0\4\0\1", old)  # late, for what has ended: silence, not ERROR 5 into the new transfer
    client.sendto(b"\0\4\0\1", new)
    running.wait_for("result=ok")
    client.settimeout(0.05)
    with pytest.raises(TimeoutError):
        client.recvfrom(70000)


def test_a_stranger_gets_error_5_and_the_transfer_goes_on(running: Running) -> None:
    client, stranger = running.client(), running.client("127.0.0.9")
    client.sendto(rrq(b"France/t.xml"), ("127.0.0.1", running.port))
    _, peer = client.recvfrom(70000)
    for packet in (b"\0\4\0\1", b"\0\5\0\0x\0", b"\0\4\0\1"):
        stranger.sendto(packet, peer)
    assert is_error(stranger.recvfrom(70000)[0], 5) and is_error(stranger.recvfrom(70000)[0], 5)
    stranger.settimeout(0.05)
    with pytest.raises(TimeoutError):  # the ERROR among them was not answered
        stranger.recvfrom(70000)
    client.sendto(b"\0\4\0\1", peer)
    while (packet := client.recvfrom(70000)[0])[:4] != b"\0\3\0\2":
        assert packet[:4] == b"\0\3\0\1"  # the timer's resend, at most
    client.sendto(b"\0\4\0\2", peer)
    running.wait_for("result=ok")


def test_netascii_converts_line_ends(running: Running) -> None:
    assert running.ask(rrq(b"a.cnf", b"NetASCII"))[0] == b"\0\3\0\1hello\r\n"
    assert is_error(running.ask(rrq(b"a.cnf", b"mail"))[0], 4)


def test_who_is_not_allowed_hears_nothing() -> None:
    made = Running(allow=["127.0.0.1/32"])
    try:
        made.silent(rrq(b"a.cnf"), made.client("127.0.0.2"))
        made.silent(b"\0\2x\0octet\0", made.client("127.0.0.2"))
    finally:
        made.end()


def test_the_answer_comes_from_the_address_that_was_asked() -> None:
    made = Running("0.0.0.0")
    try:
        for host in ("127.0.0.1", "127.0.0.5"):
            answer, peer = made.ask(rrq(b"a.cnf"), host)
            assert answer == b"\0\3\0\1hello\n" and peer[0] == host
            answer, peer = made.ask(rrq(b"none"), host)
            assert is_error(answer, 1) and peer[0] == host
    finally:
        made.end()


def test_a_request_to_a_broadcast_address_is_ignored() -> None:
    made = Running("0.0.0.0")
    try:
        client = made.client()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        client.sendto(rrq(b"a.cnf"), ("127.255.255.255", made.port))
        made.works()
        client.settimeout(0.05)
        with pytest.raises(TimeoutError):
            client.recvfrom(100)
    finally:
        made.end()


@pytest.mark.parametrize(
    ("listen", "allow", "message"),
    [
        ("0.0.0.0", [], "--allow"),
        ("192.0.2.1", [], "--allow"),
        ("192.0.2.1", ["192.0.2.0/24"], "not an address of this machine"),
        ("::1", [], "IPv6"),
        ("localhost", [], "not an address"),
        ("", [], "not an address"),
    ],
)
def test_what_cannot_or_must_not_be_listened_at(listen: str, allow: list[str], message: str) -> None:
    with pytest.raises(PublishError, match=message):
        TftpServer(TABLE, (listen, 0), [ip_network(text) for text in allow])


def test_only_ipv6_networks_allow_nobody() -> None:
    server = TftpServer({}, ("127.0.0.1", 0), [IPv6Network("::/0")], print)
    assert not server._allow
    server.close()


def test_a_taken_port_and_an_impossible_one_are_one_line(running: Running) -> None:
    with pytest.raises(PublishError, match="taken by another program"):
        TftpServer(TABLE, ("127.0.0.1", running.port))
    with pytest.raises(PublishError, match="cannot listen"):
        TftpServer(TABLE, ("127.0.0.1", 70000))


def test_a_new_table_is_served_from_the_next_request_and_old_transfers_end_well(running: Running) -> None:
    client = running.client()
    client.sendto(rrq(b"France/t.xml"), ("127.0.0.1", running.port))
    _, peer = client.recvfrom(70000)
    running.server.replace({"new.cnf": b"new"})
    running.works(b"new.cnf", b"new")
    assert is_error(running.ask(rrq(b"a.cnf"))[0], 1)
    client.sendto(b"\0\4\0\1", peer)
    while client.recvfrom(70000)[0][:4] != b"\0\3\0\2":
        pass
    client.sendto(b"\0\4\0\2", peer)
    assert "result=ok" in running.wait_for('file="France/t.xml"')


def test_stop_is_quick_and_tells_the_transfers_under_way() -> None:
    made = Running()
    client = made.client()
    client.sendto(rrq(b"big"), ("127.0.0.1", made.port))
    client.recvfrom(70000)
    begun = time.monotonic()
    made.server.stop()
    made.server.stop()
    made.thread.join(5)
    assert not made.thread.is_alive() and time.monotonic() - begun < 3
    while not is_error(packet := client.recvfrom(70000)[0], 0):
        assert packet[:4] == b"\0\3\0\1"
    made.end()
    again = TftpServer(TABLE, ("127.0.0.1", made.port))  # the port is free again
    again.stop()
    again.serve_forever()


def test_many_phones_at_once_are_all_served(running: Running) -> None:
    def phone(served: list[bool]) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(1)
            for _ in range(20):
                try:
                    client.sendto(rrq(b"France/t.xml"), ("127.0.0.1", running.port))
                    _, peer = client.recvfrom(70000)
                    client.sendto(b"\0\4\0\1", peer)
                    while client.recvfrom(70000)[0][:4] != b"\0\3\0\2":
                        pass
                    client.sendto(b"\0\4\0\2", peer)
                except TimeoutError:
                    continue
                served.append(True)
                return

    served: list[bool] = []
    phones = [threading.Thread(target=phone, args=(served,)) for _ in range(60)]
    for thread in phones:
        thread.start()
    for thread in phones:
        thread.join(30)
    assert len(served) == 60

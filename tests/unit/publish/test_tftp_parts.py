"""TFTP without sockets: what is agreed, what is sent and when, what a name becomes, what a log line shows."""

from __future__ import annotations

import os
import stat
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.problems import PublishError
from generators.publish.tftp import codec, load_table
from generators.publish.tftp.codec import Agreed, Asked
from generators.publish.tftp.journal import REFUSALS_A_SECOND, Journal, escaped
from generators.publish.tftp.table import key
from generators.publish.tftp.transfer import Transfer


def request(name: bytes = b"a", mode: bytes = b"octet", *options: bytes) -> bytes:
    return b"\0\1" + b"".join(part + b"\0" for part in (name, mode, *options))


def transfer(content: bytes, agreed: Agreed | None = None, now: float = 0.0) -> Transfer:
    return Transfer("a", b"", content, agreed or Agreed(), now)


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ((), ()),
        ((b"blksize", b"1428"), (("blksize", "1428"),)),
        ((b"BlkSize", b"8"), (("blksize", "8"),)),
        ((b"blksize", b"65464"), (("blksize", "1468"),)),
        ((b"blksize", b"7"), ()),
        ((b"blksize", b"65465"), ()),
        ((b"blksize", b"abc"), ()),
        ((b"blksize", b"-512"), ()),
        ((b"blksize", b"9" * 400), ()),
        ((b"tsize", b"0"), (("tsize", "3000"),)),
        ((b"timeout", b"1"), (("timeout", "1"),)),
        ((b"timeout", b"0"), ()),
        ((b"timeout", b"255"), ()),
        ((b"windowsize", b"8"), ()),
        ((b"multicast", b"1", b"tsize", b"0", b"blksize", b"512"), (("tsize", "3000"), ("blksize", "512"))),
        ((b"blksize", b"600", b"BLKSIZE", b"700"), (("blksize", "600"),)),
    ],
)
def test_only_what_was_asked_for_and_is_in_range_is_agreed(
    options: tuple[bytes, ...], answer: tuple[tuple[str, str], ...]
) -> None:
    asked = codec.asked(request(b"a", b"OCTET", *options))
    assert asked is not None and asked.mode == "octet"
    agreed = codec.agree(asked, 3000, 1468)
    assert agreed.answer == answer
    first = Transfer("a", b"", bytes(3000), agreed, 0.0).packet
    if answer:
        assert first == b"\0\6" + b"".join(f"{name}\0{value}\0".encode() for name, value in answer)
    else:
        assert first[:4] == b"\0\3\0\1"


def test_tsize_is_left_out_of_netascii() -> None:
    assert codec.agree(Asked("netascii", (("tsize", "0"),)), 10, 1468).answer == ()
    assert codec.netascii(b"a\nb\rc\r\n") == b"a\r\nb\r\0c\r\0\r\n"


@pytest.mark.parametrize(
    "packet",
    [
        request(b"a", b"mail"),
        request(b"a", b""),
        request(b"a", b"octet")[:-1],
        request(b"a", b"octet", b"blksize"),
        request(b"a", b"octet", b"blksize", b"512")[:-1],
        request(b"a", b"octet", b"blksize", b""),
        request(b"a", b"octet", b"", b"512"),
        request(b"a", b"octet", b"\xff", b"512"),
        request(b"a", b"octet", b"blksize", b"\xc3\xa9"),
        request(b"a", b"oct\xe9t"),
        request(b"a", b"octet", b"secret.cnf"),
        request(b"a", b"octet", b"x", b"y" * 512),
        b"\0\1",
        b"\0\1a",
    ],
)
def test_malformed_requests_decode_to_nothing(packet: bytes) -> None:
    assert codec.asked(packet) is None


@given(st.binary(max_size=600))
def test_no_request_makes_the_decoder_raise(body: bytes) -> None:
    codec.asked(b"\0\1" + body)
    name = codec.name_of(b"\0\1" + body)
    assert name is None or key(name) is None or isinstance(key(name), str)


@given(st.integers(0, 5000), st.sampled_from([8, 512, 1468]), st.booleans())
def test_lock_step_delivers_every_byte_and_ends_with_a_short_block(size: int, block: int, options: bool) -> None:
    content = os.urandom(size)
    sending = transfer(content, Agreed(block, None, (("blksize", str(block)),) if options else ()))
    packet: bytes | None = sending.packet
    received = b""
    if options:
        packet = sending.acknowledge(0, 0.0)
    number = 0
    while packet is not None:
        number += 1
        assert packet[:4] == b"\0\3" + number.to_bytes(2, "big")
        received += packet[4:]
        assert (len(packet) < block + 4) == sending.last
        packet = sending.acknowledge(number, 0.0)
    assert received == content and sending.done and number == size // block + 1


def test_block_numbers_wrap() -> None:
    content = bytes(range(256)) * 2100  # 537,600 bytes in 67,200 blocks of 8
    sending = transfer(content, Agreed(8))
    packet: bytes | None = sending.packet
    received, number = bytearray(), 0
    while packet is not None:
        number += 1
        assert int.from_bytes(packet[2:4], "big") == number % 65536
        received += packet[4:]
        packet = sending.acknowledge(number % 65536, 0.0)
    assert bytes(received) == content and number == 67_201


def test_a_repeated_acknowledgement_never_breeds_a_block_at_once() -> None:
    sending = transfer(bytes(2000))
    assert sending.acknowledge(1, 0.0) is not None
    assert [sending.acknowledge(1, 0.01 * n) for n in range(19)] == [None] * 19  # RFC 1123: sorcerer's apprentice
    again = sending.acknowledge(1, 0.3)
    assert again is not None and again[2:4] == b"\0\2"
    assert sending.acknowledge(1, 0.31) is None
    assert sending.acknowledge(5, 0.6) is None and sending.acknowledge(0, 0.6) is None
    assert sending.resent == 1


def sends(sending: Transfer, now: float) -> list[float]:
    """When the outstanding packet goes out again, until the server gives up; looked at every 10 ms."""
    times: list[float] = []
    while True:
        now = round(now + 0.01, 2)
        if sending.due(now):
            if sending.resend(now) is None:
                return times
            times.append(now)


def test_a_peer_that_never_answered_gets_four_packets() -> None:
    assert sends(transfer(b"x"), 0.0) == [0.25, 0.75, 1.75]


def test_a_peer_that_answered_gets_eight_tries_with_growing_pauses() -> None:
    sending = transfer(bytes(2000))
    sending.acknowledge(1, 0.01)
    times = [0.01, *sends(sending, 0.01)]
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert pauses == pytest.approx([0.2, 0.2, 0.4, 0.8, 1.6, 3.2, 4.0, 4.0], abs=0.011)


def test_the_pause_follows_the_path_and_a_resent_block_is_not_measured() -> None:
    slow = transfer(bytes(5000))
    slow.acknowledge(1, 0.15)
    assert not slow.due(0.7) and slow.due(0.76)  # four round trips of 150 ms
    slow.resend(0.76)
    slow.acknowledge(2, 0.77)  # Karn: whose answer this is cannot be known
    assert not slow.due(1.3) and slow.due(1.38)
    far = transfer(bytes(5000))
    far.acknowledge(1, 0.9)
    assert not far.due(1.8) and far.due(1.91)  # never above a second at first


def test_a_timeout_the_client_set_is_kept() -> None:
    sending = transfer(b"x", Agreed(512, 3, (("timeout", "3"),)))
    assert sends(sending, 0.0) == [3.0, 6.0, 9.0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b"a", "a"),
        (b"/a", "a"),
        (b"./a", "a"),
        (b"//a", "/a"),
        (b"././a", "./a"),
        (b"/./a", "./a"),
        (b"../a", "../a"),
        (b"%61", "%61"),
        (b"", ""),
        (b"\xc0\xae\xc0\xae/a", None),
    ],
)
def test_one_leading_slash_is_dropped_and_nothing_else(name: bytes, expected: str | None) -> None:
    assert key(name) == expected


def test_the_table_is_the_folder_by_relative_names(tmp_path: Path) -> None:
    root = tmp_path / "generations" / "1"
    (root / "France").mkdir(parents=True)
    (root / "a.cnf").write_bytes(b"a")
    (root / "France" / "t.xml").write_bytes(b"")
    (tmp_path / "current").symlink_to("generations/1")
    assert load_table(tmp_path / "current") == {"a.cnf": b"a", "France/t.xml": b""}


@pytest.mark.parametrize("kind", ["link", "folder link", "fifo", "name", "large", "socket"])
def test_a_table_is_made_of_plain_files_only(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("x")
    root = tmp_path / "root"
    root.mkdir()
    bad = root / "bad"
    match kind:
        case "link":
            bad.symlink_to("../secret")
        case "folder link":
            bad.symlink_to("..")
        case "fifo":
            os.mkfifo(bad)
        case "socket":
            os.mknod(bad, stat.S_IFSOCK | 0o600)
        case "name":
            (root / "bad~").write_text("x")
        case "large":
            monkeypatch.setattr("generators.publish.tftp.table.MOST", 3)
            bad.write_text("xxxx")
    with pytest.raises(PublishError, match="bad"):
        load_table(root)


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="cannot be read"):
        load_table(tmp_path / "none")


def test_log_lines_cannot_be_forged() -> None:
    lines: list[str] = []
    Journal(lines.append).refused(("10.0.0.1", 5), b'x" result=ok\nevent=done \x1b[2J\xff\\' + b"y" * 300, "error:1")
    assert len(lines) == 1 and lines[0].isprintable() and lines[0].count('"') == 2
    assert "\\x0aevent=done \\x1b[2J\\xff\\x5c" in lines[0] and lines[0].endswith('y..." result=error:1')
    assert escaped(b"SIP0007EB4C1001.cnf") == "SIP0007EB4C1001.cnf"


def test_a_flood_of_refusals_is_counted_not_told() -> None:
    lines: list[str] = []
    journal = Journal(lines.append)
    journal.sweep(10.0)
    for _ in range(REFUSALS_A_SECOND + 7):
        journal.refused(("10.0.0.1", 5), b"x", "error:1")
    assert len(lines) == REFUSALS_A_SECOND
    journal.sweep(10.5)
    assert len(lines) == REFUSALS_A_SECOND
    journal.sweep(11.1)
    assert lines[-1] == "event=suppressed lines=7"
    journal.refused(("10.0.0.1", 5), b"x", "error:1")
    assert len(lines) == REFUSALS_A_SECOND + 2

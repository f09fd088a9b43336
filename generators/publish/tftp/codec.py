"""TFTP packets as bytes. tftpy decodes requests and encodes OACK; each call is fenced, because one
malformed datagram ends tftpy's own server (non-ASCII bytes, a missing NUL, a number that is none).

DATA, ACK and ERROR are a few bytes each and are made here: RFC 1350 section 5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from tftpy.TftpPacketFactory import TftpPacketFactory
from tftpy.TftpPacketTypes import TftpPacketOACK

REQUEST_MOST = 512  # RFC 2347: a request packet is at most 512 bytes
BLOCK = 512
BLOCK_LEAST, BLOCK_MOST = 8, 65464  # RFC 2348
TIMEOUT_MOST = 30  # seconds; RFC 2349 allows 255, and a server to leave the option out
MODES = frozenset({"octet", "netascii"})


class Op(IntEnum):
    """RFC 1350 section 5, RFC 2347: the first two bytes of a packet."""

    RRQ = 1
    WRQ = 2
    DATA = 3
    ACK = 4
    ERROR = 5
    OACK = 6


class Fault(IntEnum):
    """RFC 1350 appendix, "Error Codes"."""

    OTHER = 0
    NOT_FOUND = 1
    ACCESS = 2
    ILLEGAL = 4
    UNKNOWN_TID = 5


TEXTS = {
    Fault.OTHER: b"Server stops",
    Fault.NOT_FOUND: b"File not found",
    Fault.ACCESS: b"Access violation",
    Fault.ILLEGAL: b"Illegal TFTP operation",
    Fault.UNKNOWN_TID: b"Unknown transfer ID",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A well-formed read request: the mode in lower case, options in the order asked, names in lower case."""

    mode: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The options of a transfer: bytes of a block, seconds until a resend if the client set them, what OACK says."""

    block: int = BLOCK
    timeout: int | None = None
    answer: tuple[tuple[str, str], ...] = ()


def opcode(packet: bytes) -> int:
    """The packet's operation; 0 when it is too short to have one."""
    return int.from_bytes(packet[:2], "big") if len(packet) >= 2 else 0


def name_of(packet: bytes) -> bytes | None:
    """The file name of a request, as sent; None when it does not end."""
    name, end, _ = packet[2:].partition(b"\0")
    return name if end else None


def asked(packet: bytes) -> Asked | None:
    """Decode a read request; None when it is malformed."""
    if len(packet) > REQUEST_MOST:
        return None
    try:
        request = TftpPacketFactory().parse(packet)
        mode, options = str(request.mode), dict(request.options)
    except Exception:  # tftpy raises what it happens to stumble over: the list is in tests/live/test_tftp.py
        return None
    if mode not in MODES:
        return None
    named: dict[str, str] = {}
    for name, value in options.items():
        named.setdefault(str(name).lower(), str(value))
    return Asked(mode, tuple(named.items()))


def agree(request: Asked, size: int, most: int) -> Agreed:
    """What the server grants: known options within their range, each as asked or (blksize) less, others left out.

    `size`: bytes of the file. `most`: the largest block the path carries unfragmented.
    """
    block, timeout, answer = BLOCK, None, []
    for name, value in request.options:
        number = int(value) if value.isascii() and value.isdigit() and len(value) <= 10 else None
        if number is None:
            continue
        if name == "blksize" and BLOCK_LEAST <= number <= BLOCK_MOST:
            block = min(number, most)
            answer.append((name, str(block)))
        elif name == "timeout" and 1 <= number <= TIMEOUT_MOST:
            timeout = number
            answer.append((name, str(number)))
        elif name == "tsize" and request.mode == "octet":
            answer.append((name, str(size)))
    return Agreed(block, timeout, tuple(answer))


def oack(answer: tuple[tuple[str, str], ...]) -> bytes:
    """An option acknowledgement (RFC 2347) of the options given."""
    packet = TftpPacketOACK()
    packet.options = dict(answer)
    return bytes(packet.encode().buffer)


def error(fault: Fault) -> bytes:
    """An ERROR packet with the field's usual text."""
    return b"\0\5" + fault.to_bytes(2, "big") + TEXTS[fault] + b"\0"


def data(number: int, block: bytes) -> bytes:
    """A DATA packet; the block's number wraps to 0 after 65535, as all peers do."""
    return b"\0\3" + (number & 0xFFFF).to_bytes(2, "big") + block


def acknowledged(packet: bytes) -> int | None:
    """The block number of an ACK, None when it is cut short."""
    return int.from_bytes(packet[2:4], "big") if len(packet) >= 4 else None


def netascii(content: bytes) -> bytes:
    """Content as RFC 764 text: a line feed becomes CR LF, a carriage return CR NUL."""
    return content.replace(b"\r", b"\r\0").replace(b"\n", b"\r\n")


CONVERSIONS: dict[str, Callable[[bytes], bytes]] = {"octet": bytes, "netascii": netascii}

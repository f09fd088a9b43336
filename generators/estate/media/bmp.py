"""Reads and writes BMP without compression (BITMAPINFOHEADER and its successors)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from generators.estate.media.picture import Picture, oversized, too_large
from generators.estate.media.unreadable import AGAIN, Unreadable

SAVE = "save it as BMP of 24 bits without compression, or as PNG"


def read_bmp(content: bytes) -> Picture:
    """The picture; Unreadable if it is no BMP of 1, 4, 8, 24 or 32 bits without compression."""
    if content[:2] != b"BM" or len(content) < 54:
        raise Unreadable("this is not a BMP file", "save it as BMP, or correct the ending of its name")
    offset, size, width, height, planes, bits, packing = struct.unpack_from("<I I ii HH I", content, 10)
    if size not in (40, 52, 56, 108, 124) or planes != 1 or width <= 0 or not height:
        raise Unreadable("the BMP file is of a kind that is not read", SAVE)
    if packing or bits not in (1, 4, 8, 24, 32):
        raise Unreadable(f"the BMP file has {bits} bits and packing {packing}", SAVE)
    down, height = height < 0, abs(height)
    if too_large(width, height):
        raise oversized(width, height)
    stride = (width * bits + 31) // 32 * 4
    if offset < 14 + size or offset + stride * height > len(content):
        raise Unreadable("the BMP file is cut short", AGAIN)
    palette: list[bytes] = []
    if bits <= 8:
        (used,) = struct.unpack_from("<I", content, 46)
        used = used or 1 << bits
        if used > 1 << bits or 14 + size + 4 * used > offset:
            raise Unreadable("the BMP file's palette is damaged", SAVE)
        entries = content[14 + size : 14 + size + 4 * used]
        palette = [entries[i : i + 3][::-1] for i in range(0, len(entries), 4)]
    rows = [content[offset + y * stride : offset + (y + 1) * stride] for y in range(height)]
    return Picture(width, height, b"".join(_row(row, width, bits, palette) for row in (rows if down else rows[::-1])))


def write_bmp(width: int, height: int, indexes: bytes, greys: Sequence[int]) -> bytes:
    """A BMP of 256 colours: `indexes` into `greys`, one byte a pixel, rows from the top."""
    padding = bytes(-width % 4)
    rows = [indexes[y * width : (y + 1) * width] + padding for y in reversed(range(height))]
    palette = b"".join(bytes((grey, grey, grey, 0)) for grey in greys)
    palette += bytes(1024 - len(palette))
    data = b"".join(rows)
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 0, len(data), 2835, 2835, 256, 0)
    offset = 14 + len(head) + len(palette)
    return struct.pack("<2sIHHI", b"BM", offset + len(data), 0, 0, offset) + head + palette + data


def _row(row: bytes, width: int, bits: int, palette: list[bytes]) -> bytes:
    if bits <= 8:
        shifts = range(8 - bits, -1, -bits)
        values = [byte >> shift & ((1 << bits) - 1) for byte in row for shift in shifts][:width]
        if max(values) >= len(palette):
            raise Unreadable("the BMP file uses a colour that its palette lacks", SAVE)
        return b"".join(palette[value] for value in values)
    step, out = bits // 8, bytearray(3 * width)
    for channel in range(3):  # stored blue, green, red
        out[channel::3] = row[2 - channel : step * width : step]
    return bytes(out)

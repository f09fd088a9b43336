"""Reads and writes PNG (ISO/IEC 15948). Reads every kind of the standard; writes without compression.

Output of zlib's compressor differs between versions of the library; stored blocks do not.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generators.estate.media.picture import Picture, oversized, too_large
from generators.estate.media.unreadable import AGAIN, Unreadable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
EXPORT = "open it in an image editor and export it as PNG again"
GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, COLOUR: 3, PALETTE: 1, GREY_ALPHA: 2, COLOUR_ALPHA: 4}
DEPTHS = {GREY: (1, 2, 4, 8, 16), PALETTE: (1, 2, 4, 8), COLOUR: (8, 16), GREY_ALPHA: (8, 16), COLOUR_ALPHA: (8, 16)}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""The seven passes of an interlaced picture (8.2): first column and row, steps to the next."""
BLOCK = 65535  # bytes of a stored block (RFC 1951, 3.2.4)


@dataclass(frozen=True)
class _Header:
    width: int
    height: int
    depth: int
    kind: int
    interlaced: bool = False

    @property
    def bits(self) -> int:
        """Bits of a pixel."""
        return self.depth * CHANNELS[self.kind]

    @property
    def stride(self) -> int:
        """Bytes of a row, without its filter's."""
        return (self.width * self.bits + 7) // 8

    @property
    def size(self) -> int:
        """Bytes of all rows, each with its filter's."""
        return (self.stride + 1) * self.height

    def passes(self) -> list[tuple[tuple[int, int, int, int], _Header]]:
        """The small pictures that the whole is made of, with their places; one if it is not interlaced."""
        out = []
        for place in PASSES if self.interlaced else ((0, 0, 1, 1),):
            x, y, right, down = place
            width, height = -((x - self.width) // right), -((y - self.height) // down)
            if width > 0 and height > 0:
                out.append((place, replace(self, width=width, height=height)))
        return out


def read_png(content: bytes) -> Picture:
    """The picture, on white where it is transparent; Unreadable if it is no PNG that can be taken."""
    header, palette, clear, data = None, b"", b"", bytearray()
    ended = False
    for name, body in _chunks(content):
        if header is None and name != b"IHDR":
            raise Unreadable("the PNG file does not begin with its size", EXPORT)
        if name == b"IHDR":
            if header is not None:
                raise Unreadable("the PNG file says its size twice", EXPORT)
            header = _header(body)
        elif name == b"PLTE":
            palette = body
        elif name == b"tRNS":
            clear = body
        elif name == b"IDAT":
            data += body
        elif name == b"IEND":
            ended = True
            break
        elif not name[0] & 0x20:  # a critical chunk nobody here knows
            raise Unreadable("the PNG file uses an extension", EXPORT)
    if header is None or not ended:
        raise Unreadable("the PNG file is cut short", AGAIN)
    if header.kind == PALETTE and (not palette or len(palette) % 3 or len(palette) > 768):
        raise Unreadable("the PNG file has no palette", EXPORT)
    raw, begin, pixels = _inflated(header, bytes(data)), 0, bytearray(3 * header.width * header.height)
    for (x, y, right, down), part in header.passes():
        for row in _unfiltered(part, raw[begin : begin + part.size]):
            colours, first = _colours(part, row, palette, clear), 3 * (y * header.width + x)
            for channel in range(3):
                pixels[first + channel : 3 * header.width * (y + 1) : 3 * right] = colours[channel::3]
            y += down
        begin += part.size
    return Picture(header.width, header.height, bytes(pixels))


def write_png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG of `pixels`, row by row: three bytes each, or one byte each for greys."""
    channels = len(pixels) // (width * height)
    stride = width * channels
    raw = b"".join(b"\0" + pixels[y * stride : (y + 1) * stride] for y in range(height))
    blocks = [raw[i : i + BLOCK] for i in range(0, len(raw), BLOCK)]
    stored = b"".join(
        struct.pack("<BHH", block is blocks[-1], len(block), len(block) ^ 0xFFFF) + block for block in blocks
    )
    stream = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(raw))
    head = struct.pack(">IIBBBBB", width, height, 8, COLOUR if channels == 3 else GREY, 0, 0, 0)
    return SIGNATURE + b"".join(_chunk(n, b) for n, b in ((b"IHDR", head), (b"IDAT", stream), (b"IEND", b"")))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not content.startswith(SIGNATURE):
        raise Unreadable("this is not a PNG file", "save it as PNG, or correct the ending of its name")
    place = len(SIGNATURE)
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        name, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        check = content[place + 8 + length : place + 12 + length]
        if len(check) < 4:
            raise Unreadable("the PNG file is cut short", AGAIN)
        if check != struct.pack(">I", zlib.crc32(name + body)):
            raise Unreadable("the PNG file is damaged: a checksum is wrong", AGAIN)
        yield name, body
        place += 12 + length


def _header(body: bytes) -> _Header:
    if len(body) != 13:
        raise Unreadable("the PNG file does not say its size", EXPORT)
    width, height, depth, kind, packing, filters, interlace = struct.unpack(">IIBBBBB", body)
    if depth not in DEPTHS.get(kind, ()) or packing or filters or interlace > 1 or not width or not height:
        raise Unreadable("the PNG file is of a kind that the standard does not know", EXPORT)
    if too_large(width, height):
        raise oversized(width, height)
    return _Header(width, height, depth, kind, interlace == 1)


def _inflated(header: _Header, data: bytes) -> bytes:
    """The bytes of all rows: exactly as many as the size says, so that no small file swells."""
    wanted = sum(part.size for _, part in header.passes())
    unpack = zlib.decompressobj()
    try:
        out = unpack.decompress(data, wanted + 1)
    except zlib.error as err:
        raise Unreadable("the PNG file is damaged: it does not unpack", AGAIN) from err
    if len(out) != wanted:
        raise Unreadable("the PNG file does not hold the pixels it announces", EXPORT)
    return out


def _unfiltered(header: _Header, data: bytes) -> Iterator[bytes]:
    """The rows as they were before the filters (section 9)."""
    step, above = max(1, header.bits // 8), bytes(header.stride)
    for y in range(header.height):
        begin = y * (header.stride + 1)
        kind, row = data[begin], bytearray(data[begin + 1 : begin + 1 + header.stride])
        if kind > 4:
            raise Unreadable("the PNG file is damaged: no such filter", EXPORT)
        if kind == 1:
            for i in range(step, len(row)):
                row[i] = (row[i] + row[i - step]) & 255
        elif kind == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, above, strict=True))
        elif kind == 3:
            for i, up in enumerate(above):
                left = row[i - step] if i >= step else 0
                row[i] = (row[i] + (left + up) // 2) & 255
        elif kind == 4:
            _paeth(row, above, step)
        above = bytes(row)
        yield above


def _paeth(row: bytearray, above: bytes, step: int) -> None:
    for i, up in enumerate(above):
        left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
        by_left, by_up = abs(up - corner), abs(left - corner)
        by_corner = abs(left + up - 2 * corner)
        nearest = left
        if not by_left <= min(by_up, by_corner):
            nearest = up if by_up <= by_corner else corner
        row[i] = (row[i] + nearest) & 255


def _colours(header: _Header, row: bytes, palette: bytes, clear: bytes) -> bytes:
    """A row as red, green and blue, on white. Of 16 bits the upper eight are kept."""
    kind, depth = header.kind, header.depth
    if depth < 8:
        most = (1 << depth) - 1
        shifts = range(8 - depth, -1, -depth)
        values = [byte >> shift & most for byte in row for shift in shifts][: header.width]
    else:
        values = list(row)
    if kind == PALETTE:
        entries = _entries(palette, clear)
        if max(values) >= len(entries):
            raise Unreadable("the PNG file uses a colour that its palette lacks", EXPORT)
        return b"".join(entries[value] for value in values)
    if kind in (GREY, COLOUR) and clear:
        values = _keyed(header, values, row, clear)
    elif depth == 16:
        values = values[::2]
    if kind in (GREY, GREY_ALPHA):
        scale = 255 // ((1 << min(depth, 8)) - 1)
        step = CHANNELS[kind]
        if step == 1:
            return bytes(v * scale if v >= 0 else 255 for v in values for _ in range(3))
        return bytes(_on_white(v, a) for v, a in zip(values[::2], values[1::2], strict=True) for _ in range(3))
    if kind == COLOUR:
        return bytes(v if v >= 0 else 255 for v in values)
    alphas = values[3::4]
    out = bytearray(3 * header.width)
    for channel in range(3):
        out[channel::3] = bytes(map(_on_white, values[channel::4], alphas))
    return bytes(out)


def _entries(palette: bytes, clear: bytes) -> list[bytes]:
    colours = [palette[i : i + 3] for i in range(0, len(palette), 3)]
    alphas = clear[: len(colours)] + b"\xff" * (len(colours) - len(clear))
    return [bytes(_on_white(v, a) for v in colour) for colour, a in zip(colours, alphas, strict=True)]


def _keyed(header: _Header, values: list[int], row: bytes, clear: bytes) -> list[int]:
    """The samples of eight bits or fewer, -1 for those of pixels of the one transparent colour."""
    step = CHANNELS[header.kind]
    if len(clear) != 2 * step:
        raise Unreadable("the PNG file's transparent colour is none", EXPORT)
    if header.depth == 16:
        full = [high << 8 | low for high, low in zip(row[::2], row[1::2], strict=True)]
        values = values[::2]
    else:
        full = values
    key = [int.from_bytes(clear[i : i + 2], "big") for i in range(0, len(clear), 2)]
    out = list(values)
    for i in range(0, len(full), step):
        if full[i : i + step] == key:
            out[i : i + step] = [-1] * step
    return out


def _on_white(value: int, alpha: int) -> int:
    return (value * alpha + 255 * (255 - alpha) + 127) // 255

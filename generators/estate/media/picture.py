"""A picture as pixels: sizes, greys, and the two ways to fit a screen. Integers only, the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from generators.estate.media.unreadable import Unreadable

WHITE = b"\xff\xff\xff"
PIXELS_MOST = 1024 * 768
SIDE_MOST = 4096


@dataclass(frozen=True)
class Picture:
    """`width` by `height` pixels, three bytes each (red, green, blue), rows from the top."""

    width: int
    height: int
    pixels: bytes

    def row(self, y: int) -> bytes:
        """The pixels of one row."""
        return self.pixels[3 * self.width * y : 3 * self.width * (y + 1)]


def too_large(width: int, height: int) -> bool:
    """Whether a picture of that size is more than anybody would show on a phone."""
    return max(width, height) > SIDE_MOST or width * height > PIXELS_MOST


def oversized(width: int, height: int) -> Unreadable:
    """What is said of such a picture."""
    return Unreadable(f"the picture has {width} by {height} pixels", f"make it smaller: {PIXELS_MOST} pixels at most")


@lru_cache(16)
def cover(picture: Picture, width: int, height: int) -> Picture:
    """Scaled to fill `width` by `height`; what juts out on two sides is cut equally."""
    if picture.width * height > width * picture.height:
        wide, high = max(1, picture.height * width // height), picture.height
    else:
        wide, high = picture.width, max(1, picture.width * height // width)
    left, top = (picture.width - wide) // 2, (picture.height - high) // 2
    rows = (picture.row(y)[3 * left : 3 * (left + wide)] for y in range(top, top + high))
    return resized(Picture(wide, high, b"".join(rows)), width, height)


def contain(picture: Picture, width: int, height: int) -> Picture:
    """Made smaller if need be, never larger, and put in the middle of white."""
    wide, high = picture.width, picture.height
    if wide > width or high > height:
        if wide * height > width * high:
            wide, high = width, max(1, high * width // wide)
        else:
            wide, high = max(1, wide * height // high), height
    small = resized(picture, wide, high)
    left, top = (width - wide) // 2, (height - high) // 2
    rows = [WHITE * left + small.row(y) + WHITE * (width - wide - left) for y in range(high)]
    blank = WHITE * width
    return Picture(width, height, blank * top + b"".join(rows) + blank * (height - high - top))


def resized(picture: Picture, width: int, height: int) -> Picture:
    """Each pixel the mean of the area it covers, rounded; exact, since areas are counted in whole parts."""
    if (picture.width, picture.height) == (width, height):
        return picture
    columns = [_shares(x, width, picture.width) for x in range(width)]
    whole = picture.width * picture.height
    out = bytearray()
    for y in range(height):
        sums = [0] * (3 * picture.width)
        for source, share in _shares(y, height, picture.height):
            sums = [a + share * b for a, b in zip(sums, picture.row(source), strict=True)]
        for shares in columns:
            for channel in range(3):
                value = sum(sums[3 * x + channel] * share for x, share in shares)
                out.append((2 * value + whole) // (2 * whole))
    return Picture(width, height, bytes(out))


def greys(picture: Picture) -> bytes:
    """One byte a pixel: its lightness (ITU-R BT.601), 0 black to 255 white."""
    pixels = picture.pixels
    triples = zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)
    return bytes((299 * r + 587 * g + 114 * b + 500) // 1000 for r, g, b in triples)


def _shares(place: int, places: int, size: int) -> list[tuple[int, int]]:
    """Which of `size` source lines make the line `place` of `places`, and by how many parts of `size` each."""
    begin, end = place * size, (place + 1) * size
    return [(i, min(end, (i + 1) * places) - max(begin, i * places)) for i in range(begin // places, -(-end // places))]

"""Logos and backgrounds from PNG and BMP files of every kind, to the pixel; and what no small file may do."""

from __future__ import annotations

import hashlib
import struct
import zlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.catalog import load_catalog
from generators.estate.media.bmp import read_bmp
from generators.estate.media.build import LOGO_GREYS, background_png, logo_bmp, read_picture, screens
from generators.estate.media.picture import Picture, contain, cover, greys, resized
from generators.estate.media.png import read_png, write_png
from generators.estate.media.unreadable import Unreadable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KINDS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
SORTS = (
    [(0, d) for d in (1, 2, 4, 8, 16)] + [(3, d) for d in (1, 2, 4, 8)] + [(k, d) for k in (2, 4, 6) for d in (8, 16)]
)


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG with its checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(
    width: int,
    height: int,
    samples: list[int],
    kind: int,
    depth: int,
    filters: list[int],
    *,
    more: bytes = b"",
    woven: bool = False,
) -> bytes:
    """A PNG of `samples` (all channels, row by row), rows filtered as `filters` says in turn; `woven`: in passes."""
    channels, raw, turn = KINDS[kind], b"", 0
    for x0, y0, dx, dy in ADAM7 if woven else ((0, 0, 1, 1),):
        above = b""
        for y in range(y0, height, dy) if x0 < width else ():
            starts = [(y * width + x) * channels for x in range(x0, width, dx)]
            row = packed([v for start in starts for v in samples[start : start + channels]], depth)
            sort = filters[turn % len(filters)]
            raw += bytes([sort]) + filtered(row, above or bytes(len(row)), max(1, channels * depth // 8), sort)
            above, turn = row, turn + 1
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, woven)
    data = zlib.compress(raw)
    idat = chunk(b"IDAT", data[:9]) + chunk(b"IDAT", data[9:])
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"tEXt", b"a\0b") + more + idat + chunk(b"IEND", b"")


def packed(values: list[int], depth: int) -> bytes:
    """A row of samples as bytes, its end filled with zeros."""
    bits = "".join(f"{value:0{depth}b}" for value in values)
    return bytes(int(bits[i : i + 8].ljust(8, "0"), 2) for i in range(0, len(bits), 8))


def filtered(row: bytes, above: bytes, step: int, kind: int) -> bytes:
    """A row as a filter of the standard writes it."""
    out = []
    for i, value in enumerate(row):
        a, c = (row[i - step], above[i - step]) if i >= step else (0, 0)
        b = above[i]
        paeth = min((a, b, c), key=lambda v, p=a + b - c: abs(p - v))  # type: ignore[misc]
        out.append((value - (0, a, b, (a + b) // 2, paeth)[kind]) & 255)
    return bytes(out)


def parsed(content: bytes) -> tuple[int, int, int, bytes]:
    """Width, height, bytes a pixel and pixels of a PNG without filters: a reader of its own."""
    assert content.startswith(SIGNATURE)
    place, data, head = 8, b"", ()
    while place < len(content):
        (length,) = struct.unpack_from(">I", content, place)
        name, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        assert content[place : place + 12 + length] == chunk(name, body)
        head = struct.unpack(">IIBBBBB", body) if name == b"IHDR" else head
        data += body if name == b"IDAT" else b""
        place += 12 + length
    width, height, depth, kind, *rest = head
    assert (depth, rest) == (8, [0, 0, 0])
    raw, step = zlib.decompress(data), {0: 1, 2: 3}[kind]
    rows = [raw[y * (1 + width * step) : (y + 1) * (1 + width * step)] for y in range(height)]
    assert all(row[0] == 0 for row in rows)
    return width, height, step, b"".join(row[1:] for row in rows)


def bmp(width: int, height: int, bits: int, rows: list[bytes], palette: bytes = b"", *, down: bool = False) -> bytes:
    """A BMP of rows from the top."""
    padded = [row + bytes(-len(row) % 4) for row in rows]
    data = b"".join(padded if down else padded[::-1])
    head = struct.pack("<IiiHHIIiiII", 40, width, -height if down else height, 1, bits, 0, len(data), 0, 0,
                       len(palette) // 4, 0)  # fmt: skip
    offset = 54 + len(palette)
    return struct.pack("<2sIHHI", b"BM", offset + len(data), 0, 0, offset) + head + palette + data


@given(st.sampled_from(SORTS), st.integers(1, 11), st.integers(1, 10), st.booleans(), st.randoms(use_true_random=False))
def test_every_kind_of_png_is_read_to_the_pixel(
    sort: tuple[int, int], width: int, height: int, woven: bool, draw: Random
) -> None:
    kind, depth = sort
    channels, most = KINDS[kind], (1 << depth) - 1
    samples = [draw.randint(0, most) for _ in range(width * height * channels)]
    palette = draw.randbytes(3 << depth) if kind == 3 else b""
    more = chunk(b"PLTE", palette) if palette else b""
    content = png(width, height, samples, kind, depth, [draw.randint(0, 4) for _ in range(15)], more=more, woven=woven)
    eight = [v >> 8 if depth == 16 else v * 255 // most if depth < 8 else v for v in samples]
    wanted = bytearray()
    for i in range(0, len(samples), channels):
        pixel = eight[i : i + channels]
        if kind == 3:
            wanted += palette[3 * samples[i] : 3 * samples[i] + 3]
        elif kind in (4, 6):
            alpha = pixel[-1]
            colours = pixel[:-1] * 3 if kind == 4 else pixel[:-1]
            wanted += bytes(round((v * alpha + 255 * (255 - alpha)) / 255) for v in colours)
        else:
            wanted += bytes(pixel * 3 if kind == 0 else pixel)
    assert read_png(content) == Picture(width, height, bytes(wanted))


def test_transparent_colours_become_white() -> None:
    clear = chunk(b"PLTE", bytes([9, 9, 9, 200, 0, 0])) + chunk(b"tRNS", b"\x00")
    assert read_png(png(2, 1, [0, 1], 3, 1, [0], more=clear)).pixels == bytes([255, 255, 255, 200, 0, 0])
    assert read_png(png(2, 1, [7, 8], 0, 8, [0], more=chunk(b"tRNS", b"\0\x08"))).pixels == b"\7\7\7\xff\xff\xff"
    wide = [0x0102, 0x0304, 0x0506, 0x0102, 0x0304, 0x0507]
    got = read_png(png(2, 1, wide, 2, 16, [0], more=chunk(b"tRNS", bytes([1, 2, 3, 4, 5, 6])))).pixels
    assert got == bytes([255, 255, 255, 1, 3, 5])


@given(st.integers(1, 300), st.integers(1, 40), st.sampled_from([1, 3]), st.randoms(use_true_random=False))
def test_what_is_written_is_read_by_an_own_reader_and_by_ours(width: int, height: int, step: int, draw: Random) -> None:
    pixels = draw.randbytes(width * height * step)
    content = write_png(width, height, pixels)
    assert parsed(content) == (width, height, step, pixels)
    rgb = pixels if step == 3 else bytes(v for v in pixels for _ in range(3))
    assert read_png(content) == Picture(width, height, rgb)


def test_a_picture_of_many_stored_blocks() -> None:
    pixels = Random(1).randbytes(320 * 216 * 3)
    content = write_png(320, 216, pixels)
    assert parsed(content) == (320, 216, 3, pixels)
    assert len(content) < 550_001, "what a phone fetches at most (reference, 2.1)"


@pytest.mark.parametrize("bits", [1, 4, 8])
@pytest.mark.parametrize("down", [True, False])
def test_bmp_with_a_palette(bits: int, down: bool) -> None:
    draw, width, height = Random(bits), 5, 3
    entries = [draw.randbytes(3) for _ in range(1 << bits)]
    values = [[draw.randrange(1 << bits) for _ in range(width)] for _ in range(height)]
    lines = ["".join(f"{v:0{bits}b}" for v in row) for row in values]
    rows = [bytes(int(line[i : i + 8].ljust(8, "0"), 2) for i in range(0, len(line), 8)) for line in lines]
    palette = b"".join(entry[::-1] + b"\0" for entry in entries)
    wanted = b"".join(entries[v] for row in values for v in row)
    assert read_bmp(bmp(width, height, bits, rows, palette, down=down)) == Picture(width, height, wanted)


@pytest.mark.parametrize("step", [3, 4])
def test_bmp_of_true_colours(step: int) -> None:
    draw, width, height = Random(step), 5, 3
    pixels = [[draw.randbytes(3) for _ in range(width)] for _ in range(height)]
    rows = [b"".join(p[::-1] + b"\x77" * (step - 3) for p in row) for row in pixels]
    wanted = b"".join(p for row in pixels for p in row)
    assert read_bmp(bmp(width, height, 8 * step, rows)) == Picture(width, height, wanted)


def test_scaling_is_the_mean_of_what_a_pixel_covers() -> None:
    two = Picture(4, 2, bytes(v for grey in (0, 10, 20, 30, 100, 110, 120, 131) for v in (grey, grey, grey)))
    assert resized(two, 2, 1).pixels == bytes([55] * 3 + [75] * 3)  # (0+10+100+110)/4, (20+30+120+131)/4 = 75.25
    assert resized(two, 8, 4).pixels[:12] == bytes([0] * 6 + [10] * 6)
    assert resized(two, 4, 2) is two


@given(*[st.integers(1, 30)] * 4, st.binary(min_size=3, max_size=3))
def test_one_colour_stays_that_colour_at_any_size(width: int, height: int, wide: int, high: int, colour: bytes) -> None:
    plain = Picture(width, height, colour * width * height)
    assert cover(plain, wide, high) == resized(plain, wide, high) == Picture(wide, high, colour * wide * high)
    framed = contain(plain, wide, high)
    assert len(framed.pixels) == 3 * wide * high
    assert {framed.pixels[i : i + 3] for i in range(0, 3 * wide * high, 3)} <= {colour, b"\xff\xff\xff"}


def test_fitting_cuts_or_frames_equally() -> None:
    wide = Picture(6, 2, b"".join(bytes([v] * 3) for v in (1, 2, 3, 4, 5, 6)) * 2)
    assert cover(wide, 2, 2).pixels == bytes([3, 3, 3, 4, 4, 4] * 2)
    small = contain(Picture(1, 1, b"\0\0\0"), 3, 3)
    assert small.pixels == b"\xff" * 12 + b"\0\0\0" + b"\xff" * 12
    flat = contain(Picture(8, 2, bytes(48)), 4, 3)
    assert flat.pixels == b"\xff" * 12 + bytes(12) + b"\xff" * 12, "one row of 4 pixels in the middle of 3"


def test_the_logo_is_a_bmp_of_ninety_by_fifty_six_in_four_greys() -> None:
    draw = Random(3)
    content = write_png(123, 77, draw.randbytes(123 * 77 * 3))
    made = logo_bmp("logo.png", content)
    kind, size, _, _, offset = struct.unpack_from("<2sIHHI", made)
    header = struct.unpack_from("<IiiHHI", made, 14)
    assert (kind, size, header) == (b"BM", len(made), (40, 90, 56, 1, 8, 0))
    assert offset + 92 * 56 == len(made)
    shown = read_bmp(made)
    assert {shown.pixels[i : i + 3] for i in range(0, len(shown.pixels), 3)} <= {bytes([g] * 3) for g in LOGO_GREYS}
    black, white = Picture(90, 56, bytes(15120)), write_png(90, 56, b"\xff" * 15120)
    assert set(read_bmp(logo_bmp("a.png", white)).pixels) == {255}
    assert read_bmp(logo_bmp("a.png", write_png(90, 56, black.pixels))) == black


def test_a_background_has_the_size_of_the_screen_and_a_preview() -> None:
    content = write_png(640, 480, Random(4).randbytes(640 * 480 * 3))
    full, preview = background_png("a.png", content, 320, 212, 16)
    assert (parsed(full)[:3], parsed(preview)[:3]) == ((320, 212, 3), (80, 53, 3))
    full, preview = background_png("a.png", content, 320, 196, 4)
    assert (parsed(full)[:3], parsed(preview)[:3]) == ((320, 196, 1), (80, 53, 1))
    assert set(parsed(full)[3]) | set(parsed(preview)[3]) <= {17 * n for n in range(16)}
    exact = Random(5).randbytes(320 * 212 * 3)
    assert parsed(background_png("b.png", write_png(320, 212, exact), 320, 212, 12)[0])[3] == exact


def test_lightness_is_that_of_bt601() -> None:
    assert greys(Picture(4, 1, bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]))) == bytes([76, 150, 29, 255])


def test_the_same_bytes_on_every_machine() -> None:
    pixels = bytes((x * 7 + y * 13 + x * y) % 256 for y in range(200) for x in range(3 * 300))
    content = write_png(300, 200, pixels)
    made = [logo_bmp("a.png", content), *background_png("a.png", content, 320, 212, 16)]
    made += background_png("a.png", content, 320, 196, 4)
    assert (
        hashlib.sha256(b"".join(made)).hexdigest() == "c16a6b625a6bf17aac0ec1ef591b95942f73bee80ccedf9b49ea408ab2e7a026"
    )


GOOD = png(7, 5, [n % 256 for n in range(105)], 2, 8, [0, 1, 2, 3, 4])
GOOD_BMP = bmp(7, 5, 24, [bytes(range(21))] * 5)


def remade(kind: bytes, body: bytes) -> bytes:
    """GOOD with another body in its first chunk of that name, the checksum right."""
    place = GOOD.index(kind) - 4
    (length,) = struct.unpack_from(">I", GOOD, place)
    return GOOD[:place] + chunk(kind, body) + GOOD[place + 12 + length :]


def sized(width: int, height: int, depth: int = 8, kind: int = 2, interlace: int = 0) -> bytes:
    """GOOD with another header."""
    return remade(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlace))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "this is not a PNG file"),
        (b"\xff\xd8\xff\xe0 JFIF", "this is not a PNG file"),
        (b"<svg/>", "this is not a PNG file"),
        (GOOD[:60], "cut short"),
        (GOOD[:-12], "cut short"),
        (SIGNATURE, "cut short"),
        (GOOD[:45] + b"?" + GOOD[46:], "a checksum is wrong"),
        (SIGNATURE + chunk(b"IDAT", b""), "does not begin with its size"),
        (remade(b"tEXt", b"").replace(chunk(b"tEXt", b""), chunk(b"IHDR", GOOD[16:29])), "says its size twice"),
        (remade(b"tEXt", b"").replace(chunk(b"tEXt", b""), chunk(b"CgBI", b"")), "uses an extension"),
        (remade(b"IHDR", b"short"), "does not say its size"),
        (sized(0, 5), "that the standard does not know"),
        (sized(7, 5, depth=4), "that the standard does not know"),
        (sized(7, 5, kind=5), "that the standard does not know"),
        (sized(7, 5, interlace=2), "that the standard does not know"),
        (sized(7, 5, interlace=1), "does not hold the pixels it announces"),
        (sized(7, 5, kind=3), "has no palette"),
        (sized(60_000, 60_000), "has 60000 by 60000 pixels"),
        (sized(2**31 - 1, 1), "has 2147483647 by 1 pixels"),
        (sized(1024, 769), "has 1024 by 769 pixels"),
        (sized(7, 6), "does not hold the pixels it announces"),
        (sized(7, 4), "does not hold the pixels it announces"),
        (remade(b"IDAT", b"not zlib at all"), "does not unpack"),
        (png(2, 1, [0, 3], 3, 2, [0], more=chunk(b"PLTE", bytes(9))), "a colour that its palette lacks"),
        (png(1, 1, [0], 0, 8, [0], more=chunk(b"tRNS", b"\0")), "transparent colour is none"),
    ],
)
def test_what_is_no_png_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        read_png(content)
    assert caught.value.hint


def test_a_small_file_that_would_swell_is_refused() -> None:
    bomb = zlib.compress(bytes(20_000_000), 1)
    assert len(bomb) < 100_000
    head = struct.pack(">IIBBBBB", 7, 5, 8, 2, 0, 0, 0)
    with pytest.raises(Unreadable, match="does not hold the pixels"):
        read_png(SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", bomb) + chunk(b"IEND", b""))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"BM", "this is not a BMP file"),
        (b"GIF89a" + bytes(60), "this is not a BMP file"),
        (GOOD_BMP[:100], "cut short"),
        (GOOD_BMP[:14] + struct.pack("<I", 12) + GOOD_BMP[18:], "a kind that is not read"),
        (GOOD_BMP[:18] + struct.pack("<i", -7) + GOOD_BMP[22:], "a kind that is not read"),
        (GOOD_BMP[:28] + struct.pack("<H", 16) + GOOD_BMP[30:], "16 bits and packing 0"),
        (GOOD_BMP[:30] + struct.pack("<I", 1) + GOOD_BMP[34:], "24 bits and packing 1"),
        (GOOD_BMP[:18] + struct.pack("<ii", 50_000, 50_000) + GOOD_BMP[26:], "has 50000 by 50000 pixels"),
        (GOOD_BMP[:10] + struct.pack("<I", 3) + GOOD_BMP[14:], "cut short"),
        (GOOD_BMP[:28] + struct.pack("<H", 8) + GOOD_BMP[30:], "palette is damaged"),
        (bmp(1, 1, 8, [b"\x07"], bytes(8)), "a colour that its palette lacks"),
    ],
)
def test_what_is_no_bmp_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        read_bmp(content)
    assert caught.value.hint


@given(st.sampled_from([GOOD, GOOD_BMP]), st.integers(0, 400), st.binary(max_size=12), st.integers(0, 12))
def test_a_damaged_file_is_refused_or_seen_never_a_fault(good: bytes, place: int, put: bytes, taken: int) -> None:
    name = "a.png" if good is GOOD else "a.bmp"
    try:
        picture = read_picture(name, good[:place] + put + good[place + taken :])
    except Unreadable:
        return
    assert len(picture.pixels) == 3 * picture.width * picture.height


def test_the_sizes_of_screens_are_those_of_the_models() -> None:
    models = load_catalog().models
    assert screens([models["cisco-7961"], models["cisco-7941"]]) == {(320, 196): 4}
    assert screens([models["cisco-7960"], models["cisco-7906"]]) == {}
    assert screens(models.values()) == {(320, 196): 4, (320, 212): 12, (320, 216): 16}

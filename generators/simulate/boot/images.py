"""What a phone shows or plays: backgrounds (PNG), the logo (BMP), ring samples. Each verdict is words, or empty."""

from __future__ import annotations

import struct
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
PREVIEWS = ((80, 53), (80, 49))  # UCM gives the first, WHIZZY and another user the second
LOGO = (90, 56)  # SAG4
SAMPLE = (240, 16080)  # bytes of a ring (SAG8; UCM, Ring Tones)


def judge_png(data: bytes, sizes: tuple[tuple[int, int], ...]) -> str:
    """What is wrong with a picture that must have one of `sizes` (width, height)."""
    if not data.startswith(PNG):
        return "is not a PNG"
    at, chunks = len(PNG), []
    while at + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 8 + length
        if end + 4 > len(data):
            break
        if zlib.crc32(data[at + 4 : end]) != struct.unpack(">I", data[end : end + 4])[0]:
            return "is a damaged PNG"
        chunks.append((kind, data[at + 8 : end]))
        at = end + 4
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND" or at != len(data):
        return "is a PNG that was cut"
    size = struct.unpack(">II", chunks[0][1][:8])
    if size in sizes:
        return ""
    wanted = " or ".join(f"{w} by {h}" for w, h in sizes)
    return f"has {size[0]} by {size[1]} pixels, the phone shows {wanted}"


def judge_logo(data: bytes) -> str:
    """What is wrong with the picture of `logo_url`: an uncompressed BMP of 90 by 56 (SAG4)."""
    if len(data) < 54 or not data.startswith(b"BM"):
        return "is not a BMP"
    (whole,) = struct.unpack("<I", data[2:6])
    width, height, _, bits, packed = struct.unpack("<iiHHI", data[18:34])
    if (width, abs(height)) != LOGO:
        return f"has {width} by {abs(height)} pixels, the phone shows {LOGO[0]} by {LOGO[1]}"
    if packed or bits not in (1, 4, 8, 24):
        return "is packed or has an alpha channel: write it plain, with 24 bits or fewer a pixel"
    return "" if whole == len(data) else "was cut, or has another length than it says"


def judge_sample(data: bytes) -> str:
    """What is wrong with a ring sample: raw mu-law, 8000 a second, no header (SAG8; UCM, Ring Tones)."""
    if data.startswith((b"RIFF", b".snd", b"ID3")):
        return "has the header of a sound file, a ring is raw samples"
    if not SAMPLE[0] <= len(data) <= SAMPLE[1]:
        return f"has {len(data)} bytes, a ring has {SAMPLE[0]} to {SAMPLE[1]}"
    return "" if len(data) % SAMPLE[0] == 0 else f"has {len(data)} bytes, a ring has a multiple of {SAMPLE[0]}"

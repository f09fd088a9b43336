"""Reads WAV: PCM of 8, 16 or 24 bits, one or two channels, 8 to 48 kHz (RIFF; WAVEFORMATEX, WAVEFORMATEXTENSIBLE)."""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass

from generators.estate.media.unreadable import AGAIN, Unreadable

RATES = range(8000, 48001)
PCM, EXTENSIBLE = 1, 0xFFFE
PCM_GUID = bytes.fromhex("0100000000001000800000aa00389b71")
SAVE = "save it as WAV, PCM of 16 bits, mono"


@dataclass(frozen=True)
class Sound:
    """Samples of 16 bits, one channel, `rate` a second; `whole` is False if the file held more than was asked for."""

    rate: int
    samples: tuple[int, ...]
    whole: bool


def read_wav(content: bytes, seconds: float) -> Sound:
    """The first `seconds` of a file; Unreadable for one that is not a WAV of the kinds above."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise Unreadable("this is not a WAV file", SAVE)
    parts = _chunks(content)
    if "fmt " not in parts or len(parts["fmt "]) < 16:
        raise Unreadable("the WAV file does not say its format", SAVE)
    if "data" not in parts:
        raise Unreadable("the WAV file holds no sound", SAVE)
    kind, channels, rate, _, block, bits = struct.unpack("<HHIIHH", parts["fmt "][:16])
    if kind == EXTENSIBLE and parts["fmt "][24:40] == PCM_GUID:
        kind = PCM
    if kind != PCM:
        raise Unreadable(f"the WAV file is of format {kind}, not PCM", SAVE)
    if bits not in (8, 16, 24) or channels not in (1, 2):
        raise Unreadable(
            f"the WAV file has {channels} channels of {bits} bits", f"{SAVE}; 8 and 24 bits, stereo do too"
        )
    if rate not in RATES:
        raise Unreadable(f"the WAV file has {rate} samples a second", "save it with 8000 to 48000")
    data = parts["data"]
    if block != channels * bits // 8 or len(data) % block:
        raise Unreadable("the WAV file contradicts itself: its sound is no whole number of samples", SAVE)
    if not data:
        raise Unreadable("the WAV file holds no sound", SAVE)
    most = round(seconds * rate) * block
    return Sound(rate, _mono(data[:most], bits, channels), len(data) <= most)


def _chunks(content: bytes) -> dict[str, bytes]:
    """The first chunk of each name. A length that leaves the file is a file cut short."""
    out: dict[str, bytes] = {}
    place = 12
    while place + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, place)
        place += 8
        if place + length > len(content):
            raise Unreadable("the WAV file is cut short", AGAIN)
        out.setdefault(name.decode("latin-1"), content[place : place + length])
        place += length + length % 2
    return out


def _mono(data: bytes, bits: int, channels: int) -> tuple[int, ...]:
    """Signed samples of 16 bits; two channels are averaged."""
    if bits == 8:
        values = [(byte - 128) << 8 for byte in data]
    elif bits == 16:
        values = [value for (value,) in struct.iter_unpack("<h", data)]
    else:
        values = [int.from_bytes(data[i + 1 : i + 3], "little", signed=True) for i in range(0, len(data), 3)]
    if channels == 1:
        return tuple(values)
    left, right = array("h", values[::2]), array("h", values[1::2])
    return tuple((a + b) >> 1 for a, b in zip(left, right, strict=True))

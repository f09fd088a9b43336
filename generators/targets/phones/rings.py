"""Two ring samples of our own, so that the ring lists name files that are there.

A sample is raw: no header, 8000 per second, eight bits in mu-law, mono, 240 to 16080 of them, best a
multiple of 240, beginning and ending at zero (SAG8; UCM, "Ring Tones").
Both families read the same samples; the file's name ends in `.raw` and has at most 25 characters (UCM).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

RATE = 8000  # samples per second
PEAK = 16000  # of 32767: as loud as speech, without clipping
BIAS, CLIP = 132, 32635  # mu-law (ITU-T G.711)


@dataclass(frozen=True)
class Ring:
    """An entry of the ring menu: `title` and `file` have at most 25 characters. `tones` are (Hz, seconds)."""

    title: str
    file: str
    tones: tuple[tuple[int, float], ...]


# 440 Hz is the French ringing tone; a tone's length holds a whole number of periods, so it ends at zero.
RINGS = (
    Ring("Tonalite 440", "tonalite-440.raw", ((440, 1.5),)),
    Ring("Tonalite duo", "tonalite-duo.raw", ((440, 0.1), (550, 0.1)) * 6),
)


@cache
def sample(ring: Ring) -> bytes:
    """The bytes of `ring`, the same on every machine."""
    out = bytearray()
    for hertz, seconds in ring.tones:
        for i in range(round(seconds * RATE)):
            # Rounded first: what the last bit of a platform's sine says must not choose a byte.
            out.append(mu_law(round(PEAK * round(math.sin(2 * math.pi * hertz * i / RATE), 9))))
    return bytes(out)


def mu_law(value: int) -> int:
    """One 16-bit sample as a byte of mu-law (ITU-T G.711); silence is 0xFF."""
    sign = 0x80 if value < 0 else 0
    level = min(abs(value), CLIP) + BIAS
    exponent = level.bit_length() - 8
    return ~(sign | exponent << 4 | (level >> (exponent + 3)) & 0x0F) & 0xFF

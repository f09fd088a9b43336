"""A sound as the phones play it: raw mu-law, 8000 samples a second, mono (SAG8; UCM, "Ring Tones").

240 to 16080 samples, a multiple of 240, beginning and ending at zero. A sound of another rate goes through a low-pass
at 3.6 kHz (a sinc in a Hann window of eight samples of 8 kHz on either side), so that nothing folds back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from generators.estate.media.wav import read_wav

RATE = 8000
LEAST, MOST = 240, 16080  # samples
FADE = 40  # samples, 5 ms: too short to be heard, long enough not to click
WINDOW, CUTOFF, ONE = 8, 0.9, 10**6
BIAS, CLIP = 132, 32635  # mu-law (ITU-T G.711)


@dataclass(frozen=True)
class Ring:
    """The bytes of a ring tone. `cut` says that the file was longer than a phone plays."""

    content: bytes
    cut: bool


@lru_cache(64)
def ring(content: bytes) -> Ring:
    """The ring tone made of a WAV file; Unreadable if it is none."""
    sound = read_wav(content, (MOST + 2 * WINDOW) / RATE)
    samples = resampled(sound.samples, sound.rate)
    cut = not sound.whole or len(samples) > MOST
    samples = faded(samples[:MOST])
    samples += [0] * (-len(samples) % LEAST)
    return Ring(bytes(mu_law(value) for value in samples), cut)


def resampled(samples: Sequence[int], rate: int) -> list[int]:
    """`samples` of `rate` at 8 kHz, as many as the sound's length has room for (one at least)."""
    if rate == RATE:
        return list(samples)
    reach = WINDOW * rate // RATE + 1
    padded = [0] * reach + list(samples) + [0] * (reach + 1)
    out = []
    for n in range(max(1, len(samples) * RATE // rate)):
        middle, phase = divmod(n * rate, RATE)
        weights, total = _weights(rate, phase)
        value = sum(map(mul, weights, padded[middle : middle + 2 * reach + 1]))
        out.append(max(-32768, min(32767, (2 * value + total) // (2 * total))))
    return out


@lru_cache(1024)
def _weights(rate: int, phase: int) -> tuple[tuple[int, ...], int]:
    """How much each sample around the wanted instant counts, and their sum. `phase` / 8000 is its distance, in samples.

    Rounded to millionths: what the last bit of a platform's sine says must not choose a byte.
    """
    reach = WINDOW * rate // RATE + 1
    out = []
    for i in range(-reach, reach + 1):
        x = (i * RATE - phase) / rate
        if abs(x) >= WINDOW:
            out.append(0)
            continue
        sinc = 1.0 if x == 0 else math.sin(math.pi * CUTOFF * x) / (math.pi * CUTOFF * x)
        out.append(round(ONE * sinc * (0.5 + 0.5 * math.cos(math.pi * x / WINDOW))))
    return tuple(out), sum(out)


def faded(samples: Sequence[int]) -> list[int]:
    """The same, rising from zero and falling to zero at its ends."""
    out, length = list(samples), min(FADE, (len(samples) + 1) // 2)
    for i in range(length):
        out[i] = out[i] * i // FADE
        out[-1 - i] = out[-1 - i] * i // FADE
    return out


def mu_law(value: int) -> int:
    """One 16-bit sample as a byte of mu-law (ITU-T G.711); silence is 0xFF."""
    sign = 0x80 if value < 0 else 0
    level = min(abs(value), CLIP) + BIAS
    exponent = level.bit_length() - 8
    return ~(sign | exponent << 4 | (level >> (exponent + 3)) & 0x0F) & 0xFF

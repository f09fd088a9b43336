"""Ring tones from WAV files: what every phone takes, whatever was recorded, and a word on what is none."""

from __future__ import annotations

import hashlib
import math
import struct
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.estate.media.sound import CLIP, MOST, Ring, mu_law, resampled, ring
from generators.estate.media.unreadable import Unreadable
from generators.estate.media.wav import PCM_GUID
from generators.targets.phones import rings

SILENCE = 0xFF


def wav(data: bytes, rate: int = 8000, bits: int = 16, channels: int = 1, kind: int = 1, extra: bytes = b"") -> bytes:
    """A WAV file of raw sample bytes."""
    block = channels * bits // 8
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * block, block, bits) + extra
    body = b"WAVE" + chunk(b"fmt ", form) + chunk(b"LIST", b"odd") + chunk(b"data", data)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk, padded to an even length."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def pcm(values: list[int]) -> bytes:
    """Samples of 16 bits."""
    return struct.pack(f"<{len(values)}h", *values)


def tone(hertz: int, rate: int, seconds: float, peak: int = 16000) -> list[int]:
    """A sine."""
    return [round(peak * math.sin(2 * math.pi * hertz * i / rate)) for i in range(round(rate * seconds))]


def heard(byte: int) -> int:
    """A byte of mu-law as a 16-bit sample, by the decoder of G.711's table 2a."""
    code = ~byte & 0xFF
    level = (((code & 0x0F) << 3) + 132 << (code >> 4 & 7)) - 132
    return -level if code & 0x80 else level


def loudness(samples: list[int], hertz: int) -> float:
    """The amplitude of one frequency in samples of 8 kHz."""
    real = sum(v * math.cos(2 * math.pi * hertz * i / 8000) for i, v in enumerate(samples))
    imaginary = sum(v * math.sin(2 * math.pi * hertz * i / 8000) for i, v in enumerate(samples))
    return 2 * math.hypot(real, imaginary) / len(samples)


@given(
    st.integers(8000, 48000),
    st.sampled_from([8, 16, 24]),
    st.sampled_from([1, 2]),
    st.integers(1, 3000),
    st.randoms(use_true_random=False),
)
def test_any_sound_becomes_what_a_phone_takes(rate: int, bits: int, channels: int, frames: int, draw: Random) -> None:
    made = ring(wav(draw.randbytes(frames * channels * bits // 8), rate, bits, channels))
    assert 240 <= len(made.content) <= 16080
    assert len(made.content) % 240 == 0
    assert made.content[0] == made.content[-1] == SILENCE
    assert not made.cut
    assert 0 <= len(made.content) - frames * 8000 // rate <= 240


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 48000])
def test_a_long_sound_is_cut_and_said_to_be(rate: int) -> None:
    frames = MOST * rate // 8000
    assert ring(wav(pcm(tone(440, rate, 3)), rate)).cut
    fits = ring(wav(pcm(tone(440, rate, 3)[:frames]), rate))
    assert (fits.cut, len(fits.content)) == (False, MOST)
    assert len(ring(wav(pcm(tone(440, rate, 3)), rate)).content) == MOST


def test_a_sound_of_8_khz_is_kept_sample_by_sample() -> None:
    values = tone(440, 8000, 0.09)
    made = ring(wav(pcm(values)))
    assert made.content[40:680] == bytes(mu_law(v) for v in values[40:680])
    assert made.content[:3] == bytes(mu_law(values[i] * i // 40) for i in range(3)), "faded in"


@pytest.mark.parametrize("rate", [11025, 16000, 22050, 32000, 44100, 48000])
def test_a_resampled_tone_keeps_its_pitch_and_nothing_folds_back(rate: int) -> None:
    for hertz in (400, 1000, 2500):
        samples = resampled(tone(hertz, rate, 0.2), rate)[200:1400]
        assert loudness(samples, hertz) == pytest.approx(16000, rel=0.02)
    high = resampled(tone(5200, rate, 0.2), rate)[200:1400]  # would be heard as 2800 Hz
    assert loudness(high, 2800) < 160, "forty decibels below"


def test_widths_and_channels_say_the_same() -> None:
    values = [v & ~0xFF for v in tone(300, 8000, 0.05)]
    plain = ring(wav(pcm(values)))
    assert ring(wav(bytes((v >> 8) + 128 for v in values), bits=8)) == plain
    assert ring(wav(b"".join((v << 8).to_bytes(3, "little", signed=True) for v in values), bits=24)) == plain
    both = [w for v in values for w in (v - 100, v + 100)]
    assert ring(wav(pcm(both), channels=2)) == plain
    extra = struct.pack("<HHI", 22, 16, 4) + PCM_GUID
    assert ring(wav(pcm(values), kind=0xFFFE, extra=extra)) == plain


def test_mu_law_is_that_of_g711() -> None:
    for value in range(-32768, 32768, 7):
        step = max(8, abs(value) // 16)
        assert abs(heard(mu_law(value)) - max(-CLIP, min(CLIP, value))) <= step, value
        assert mu_law(value) == rings.mu_law(value)
    assert mu_law(0) == SILENCE


def test_the_same_bytes_on_every_machine() -> None:
    """The samples are made of integers, so that this test itself depends on no platform's sine."""
    values = [(i * i * 37 + i * 101) % 24001 - 12000 for i in range(20000)]
    digest = hashlib.sha256()
    for rate in (8000, 11025, 22050, 44100, 48000):
        digest.update(ring(wav(pcm(values), rate)).content)
    assert digest.hexdigest() == "629bbd6ad48c12e7a12d54ea350409ae3b0e043020c1c55b9844c7bab32442c6"


GOOD = wav(pcm(tone(440, 8000, 0.05)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "this is not a WAV file"),
        (b"ID3\x03\0\0 an MP3", "this is not a WAV file"),
        (b"RIFX" + GOOD[4:], "this is not a WAV file"),
        (b"RIFF\x24\0\0\0AVI ", "this is not a WAV file"),
        (GOOD[:200], "the WAV file is cut short"),
        (GOOD[:-1], "the WAV file is cut short"),
        (b"RIFF\0\0\0\0WAVE", "does not say its format"),
        (b"RIFF\0\0\0\0WAVE" + chunk(b"fmt ", b"short"), "does not say its format"),
        (GOOD[:36], "holds no sound"),
        (wav(b""), "holds no sound"),
        (wav(b"abcd", kind=3, bits=16), "is of format 3, not PCM"),
        (wav(b"abcd", kind=0xFFFE, extra=bytes(24)), "is of format 65534, not PCM"),
        (wav(b"abcd", bits=32), "has 1 channels of 32 bits"),
        (wav(bytes(12), channels=6), "has 6 channels of 16 bits"),
        (wav(bytes(12), rate=96000), "has 96000 samples a second"),
        (wav(bytes(12), rate=0), "has 0 samples a second"),
        (wav(b"abc"), "is no whole number of samples"),
    ],
)
def test_what_is_no_sound_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        ring(content)
    assert caught.value.hint


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=12), st.integers(0, 12))
def test_a_damaged_file_is_refused_or_heard_never_a_fault(place: int, put: bytes, taken: int) -> None:
    try:
        made = ring(GOOD[:place] + put + GOOD[place + taken :])
    except Unreadable:
        return
    assert isinstance(made, Ring)
    assert len(made.content) % 240 == 0

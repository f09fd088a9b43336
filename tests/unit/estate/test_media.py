"""Media of a source, from YAML and files to the Estate: made once for both audiences, mistakes said at their line."""

from __future__ import annotations

import struct
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generators.estate.estate import Estate
from generators.estate.media.bmp import read_bmp
from generators.estate.media.build import LOGO_FILE
from generators.estate.media.png import read_png, write_png
from generators.estate.rules.media import BACKGROUNDS_MOST, OWN_RINGS, RINGS_MOST
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import Report, SourceInvalid
from generators.targets.phones.rings import RINGS
from tests.estates import FOLDER

BASE = (FOLDER / "two_sites" / "site.yml").read_text("utf-8")
LINE = len(BASE.splitlines()) + 1  # of media:


def wav(seconds: float) -> bytes:
    """A square wave."""
    data = b"".join(struct.pack("<h", 8000 if i // 10 % 2 else -8000) for i in range(round(8000 * seconds)))
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    body = b"WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def png(width: int, height: int) -> bytes:
    """A grey picture."""
    return write_png(width, height, b"\x80" * (width * height))


@dataclass
class Clone:
    """A source with media in a folder of its own; `lines` stand below `media:`."""

    folder: Path
    lines: list[str] = field(default_factory=list)
    text: str = BASE

    def put(self, name: str, content: bytes) -> None:
        """A file of media/."""
        (self.folder / "media").mkdir(exist_ok=True)
        (self.folder / "media" / name).write_bytes(content)

    def load(self, audience: Audience = Audience.INTERNAL) -> tuple[Estate | None, list[str]]:
        """The Estate, and the report without the folder's own path."""
        body = "".join(f"  {line}\n" for line in self.lines)
        (self.folder / "site.yml").write_text(f"{self.text}media:\n{body}", "utf-8")
        report, estate = Report(), None
        with suppress(SourceInvalid):
            estate = load_estate(self.folder, audience, report=report)
        return estate, [str(p).replace(f"{self.folder}/", "") for p in report]


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """An empty clone."""
    return Clone(tmp_path)


def test_media_of_every_kind_for_both_audiences(clone: Clone) -> None:
    clone.lines = [
        "rings: [{title: Été à Œuf, file: bell.wav}, {title: Gong, file: gong.wav}]",
        "logo: sign.png",
        "backgrounds: [{title: Mer, file: sea.png}, {title: Ciel, file: sky.png}]",
    ]
    clone.put("bell.wav", wav(0.1))
    clone.put("gong.wav", wav(2.01))
    clone.put("sign.png", png(90, 56))
    clone.put("sea.png", png(320, 196))
    clone.put("sky.png", png(640, 480))
    estate, report = clone.load()
    assert report == []
    assert estate is not None
    assert [(r.title, r.file, len(r.content)) for r in estate.ring_tones] == [
        ("Ete a OEuf", "bell.raw", 960),
        ("Gong", "gong.raw", 16080),
    ]
    assert [(str(r.origin.file), r.origin.line) for r in estate.ring_tones] == [("site_data/site.yml", LINE + 1)] * 2
    assert estate.logo is not None
    assert estate.logo.file == LOGO_FILE
    assert (read_bmp(estate.logo.content).width, read_bmp(estate.logo.content).height) == (90, 56)
    sizes = [(b.name, b.width, b.height) for b in estate.backgrounds]
    assert sizes == [("sea", 320, 196), ("sky", 320, 196)], "the only screen of two_sites that takes backgrounds"
    for background in estate.backgrounds:
        full, small = read_png(background.content), read_png(background.preview)
        assert (full.width, full.height, small.width, small.height) == (320, 196, 80, 53)
    public, _ = clone.load(Audience.PUBLIC)
    assert public is not None
    assert (public.ring_tones, public.logo, public.backgrounds) == (
        estate.ring_tones,
        estate.logo,
        estate.backgrounds,
    )


def test_each_size_of_screen_gets_its_own_background(clone: Clone) -> None:
    clone.text = BASE.replace("model: cisco-7961", "model: cisco-7975").replace(
        'annexe-1: {mac: "00:07:EB:4C:2A:03", model: cisco-7940',
        'annexe-1: {mac: "00:07:EB:4C:2A:03", model: cisco-7965',
    )
    clone.lines = ["backgrounds: [{title: Mer, file: sea.png}]"]
    clone.put("sea.png", png(640, 480))
    estate, report = clone.load()
    assert report == []
    assert estate is not None
    assert [(b.width, b.height) for b in estate.backgrounds] == [(320, 212), (320, 216)]


def test_without_media_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text(BASE, "utf-8")
    estate = load_estate(tmp_path, Audience.INTERNAL)
    assert (estate.ring_tones, estate.logo, estate.backgrounds) == ((), None, ())


def test_files_that_are_no_media_are_refused_at_their_line(clone: Clone) -> None:
    clone.lines = [
        "rings:",
        "  - {title: Un, file: one.wav}",
        "  - {title: Deux, file: two.wav}",
        "logo: sign.png",
        "backgrounds: [{title: Mer, file: sea.bmp}]",
    ]
    clone.put("one.wav", b"ID3 no wave")
    clone.put("sign.png", b"GIF89a")
    clone.put("sea.bmp", b"BM")
    estate, report = clone.load()
    assert estate is None
    assert report == [
        f"site.yml:{LINE + 2}:25: error TON117: 'one.wav': this is not a WAV file; "
        "save it as WAV, PCM of 16 bits, mono",
        f"site.yml:{LINE + 3}:27: error TON116: there is no media/two.wav; put the file there, or correct its name",
        f"site.yml:{LINE + 4}:9: error TON117: 'sign.png': this is not a PNG file; "
        "save it as PNG, or correct the ending of its name",
        f"site.yml:{LINE + 5}:36: error TON117: 'sea.bmp': this is not a BMP file; "
        "save it as BMP, or correct the ending of its name",
    ]


def test_what_is_changed_to_fit_is_said_and_built(clone: Clone) -> None:
    clone.lines = ["rings: [{title: Long, file: long.wav}]", "backgrounds: [{title: Petit, file: small.png}]"]
    clone.put("long.wav", wav(3))
    clone.put("small.png", png(160, 98))
    estate, report = clone.load()
    assert estate is not None
    assert report == [
        f"site.yml:{LINE + 1}:31: warning TON908: of 'long.wav' a phone plays the first 2.01 seconds; "
        "cut it to 2.01 seconds",
        f"site.yml:{LINE + 2}:38: warning TON908: 'small.png' has 160 by 98 pixels and is enlarged; "
        "make it of 320 by 196",
    ]
    assert len(estate.ring_tones[0].content) == 16080
    assert read_png(estate.backgrounds[0].content).width == 320


def test_a_name_stands_once_and_takes_none_of_ours(clone: Clone) -> None:
    clone.lines = [
        "rings:",
        "  - {title: Un, file: bell.wav}",
        "  - {title: Deux, file: bell.wav}",
        "  - {title: Trois, file: tonalite-440.wav}",
        "backgrounds:",
        "  - {title: Mer, file: sea.png}",
        "  - {title: Mer, file: sea.bmp}",
        "  - {title: Ciel, file: TN-sea.png}",
    ]
    for name in ("bell.wav", "tonalite-440.wav"):
        clone.put(name, wav(0.1))
    for name in ("sea.png", "TN-sea.png"):
        clone.put(name, png(320, 196))
    clone.put("sea.bmp", b"BM")
    _, report = clone.load()
    assert report == [
        f"site.yml:{LINE + 3}:27: error TON107: 'bell.raw' would stand twice on the phone; "
        f"it comes already from site.yml:{LINE + 2}:25; rename it",
        f"site.yml:{LINE + 4}:28: error TON117: 'tonalite-440.wav' has the name of a ring tone that is always there; "
        "rename it",
        f"site.yml:{LINE + 7}:26: error TON107: 'sea.png' would stand twice on the phone; "
        f"it comes already from site.yml:{LINE + 6}:26; rename it",
        f"site.yml:{LINE + 7}:26: error TON117: 'sea.bmp': this is not a BMP file; "
        "save it as BMP, or correct the ending of its name",
        f"site.yml:{LINE + 8}:27: error TON117: 'TN-sea.png' begins as the file of a preview does; rename it",
    ]
    assert {ring.file for ring in RINGS} == set(OWN_RINGS)


def test_titles_are_what_a_screen_shows(clone: Clone) -> None:
    clone.lines = ["rings: [{title: 電話, file: a.wav}, {title: œœœœœœœœœœœœœ, file: b.wav}]"]
    clone.put("a.wav", wav(0.1))
    clone.put("b.wav", wav(0.1))
    _, report = clone.load()
    assert report == [
        f"site.yml:{LINE + 1}:19: error TON501: no phone can show this name; write it in Latin letters",
        f"site.yml:{LINE + 1}:45: warning TON903: the phone shows only 'oeoeoeoeoeoeoeoeoeoeoeoeo'; "
        "write 25 characters at most, œ and æ count two",
    ]


def test_menus_hold_fifty(clone: Clone) -> None:
    clone.put("a.wav", wav(0.1))
    rings = [f"{{title: R{n}, file: r{n}.wav}}" for n in range(RINGS_MOST + 1)]
    pictures = [f"{{title: B{n}, file: b{n}.png}}" for n in range(BACKGROUNDS_MOST)]
    for n in range(RINGS_MOST + 1):
        clone.put(f"r{n}.wav", wav(0.05))
    for n in range(BACKGROUNDS_MOST):
        clone.put(f"b{n}.png", png(1, 1))
    clone.lines = ["rings:", *(f"  - {ring}" for ring in rings), f"backgrounds: [{', '.join(pictures)}]"]
    _, report = clone.load()
    errors = [line for line in report if "warning" not in line]
    assert errors == [
        f"site.yml:{LINE + 2 + RINGS_MOST}:7: error TON117: a phone lists 50 ring tones, 48 of them your own; "
        "remove some"
    ]

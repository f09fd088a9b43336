"""The ring tones, the logo and the backgrounds of an Estate, from the files that the source names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from generators.catalog.types import PhoneModel
from generators.estate.handsets import Background, Logo, RingTone
from generators.estate.media.bmp import read_bmp, write_bmp
from generators.estate.media.picture import Picture, contain, cover, greys
from generators.estate.media.png import read_png, write_png
from generators.estate.media.sound import ring
from generators.estate.names import fold
from generators.estate.origins import Origins
from generators.source.schema.handsets import Media

TITLE_MOST = 25  # UCM, Ring Tones
LOGO = (90, 56)  # SAG4, logo_url
LOGO_FILE = "logo.bmp"
LOGO_GREYS = (0x00, 0x40, 0x80, 0xFF)  # what the screen of a 7940/7960 shows (jtech)
PREVIEW = (80, 53)  # UCM, Background Images
GREY_DEPTH = 4  # bits: sixteen greys; screens of more show colours


class MediaBuilder:
    """Makes the Estate's media. `contents` are the bytes of the files by name, all usable (rules/media.py).

    A file without contents could not be read: that stops the build, and is passed over here.
    """

    def __init__(self, media: Media, contents: Mapping[str, bytes], origins: Origins) -> None:
        self.media = media
        self.contents = contents
        self.origins = origins

    def ring_tones(self) -> tuple[RingTone, ...]:
        """The ring tones in the order of the source, which is that of the phones' menu."""
        return tuple(
            RingTone(
                title=fold(tone.title)[:TITLE_MOST].rstrip(),
                file=raw_name(tone.file),
                content=ring(self.contents[tone.file]).content,
                origin=self.origins.of("media", None, "rings", index),
            )
            for index, tone in enumerate(self.media.rings)
            if tone.file in self.contents
        )

    def logo(self) -> Logo | None:
        """The logo, or None."""
        if self.media.logo is None or self.media.logo not in self.contents:
            return None
        content = logo_bmp(self.media.logo, self.contents[self.media.logo])
        return Logo(LOGO_FILE, content, self.origins.of("media", None, "logo"))

    def backgrounds(self, models: Iterable[PhoneModel]) -> tuple[Background, ...]:
        """Each picture for each size of screen among `models`: by size, then in the order of the source."""
        out = []
        for (width, height), depth in sorted(screens(models).items()):
            for index, picture in enumerate(self.media.backgrounds):
                if picture.file not in self.contents:
                    continue
                content, preview = background_png(picture.file, self.contents[picture.file], width, height, depth)
                origin = self.origins.of("media", None, "backgrounds", index)
                title = picture.title
                out.append(Background(title, stem(picture.file), width, height, content, preview, origin))
        return tuple(out)


def screens(models: Iterable[PhoneModel]) -> dict[tuple[int, int], int]:
    """The sizes of the screens that take backgrounds, in pixels, with their depth in bits (the least of a size)."""
    out: dict[tuple[int, int], int] = {}
    for desktops in sorted({model.desktops for model in models if model.desktops is not None}):
        width, height, depth = (int(part) for part in desktops.split("x"))
        out[width, height] = min(depth, out.get((width, height), depth))
    return out


def read_picture(file: str, content: bytes) -> Picture:
    """The picture of a file named .png or .bmp; Unreadable if it is none."""
    return _read(file.endswith(".png"), content)


def logo_bmp(file: str, content: bytes) -> bytes:
    """The logo as a BMP of 90 by 56 pixels in four greys, in the middle of white if it is smaller."""
    levels = greys(contain(read_picture(file, content), *LOGO))
    return write_bmp(*LOGO, levels.translate(bytes(map(_nearest, range(256)))), LOGO_GREYS)


def background_png(file: str, content: bytes, width: int, height: int, depth: int) -> tuple[bytes, bytes]:
    """The background of exactly that size, and its preview: sixteen greys for a screen of four bits, else colours."""
    picture = read_picture(file, content)
    return _png(cover(picture, width, height), depth), _png(cover(picture, *PREVIEW), depth)


def raw_name(file: str) -> str:
    """The name of a ring tone's file on the phone: `bell.wav` is `bell.raw` (UCM: it ends in .raw)."""
    return f"{file.removesuffix('.wav')}.raw"


def stem(file: str) -> str:
    """The name of a picture without its ending."""
    return file.rpartition(".")[0]


def _nearest(level: int) -> int:
    """Which of the logo's greys comes closest."""
    return min(range(len(LOGO_GREYS)), key=lambda i: abs(LOGO_GREYS[i] - level))


@lru_cache(16)
def _read(is_png: bool, content: bytes) -> Picture:
    return read_png(content) if is_png else read_bmp(content)


def _png(picture: Picture, depth: int) -> bytes:
    if depth > GREY_DEPTH:
        return write_png(picture.width, picture.height, picture.pixels)
    sixteen = bytes((level * 15 + 127) // 255 * 17 for level in greys(picture))
    return write_png(picture.width, picture.height, sixteen)

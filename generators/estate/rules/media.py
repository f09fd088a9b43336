"""Sounds and pictures of the organization's own: files that can be turned into what phones read, each once."""

from __future__ import annotations

from collections.abc import Sequence

from generators.catalog.types import Catalog
from generators.estate.media.build import TITLE_MOST, raw_name, read_picture, screens, stem
from generators.estate.media.sound import MOST, RATE, ring
from generators.estate.media.unreadable import Unreadable
from generators.estate.names import fold
from generators.estate.rules.references import first_places
from generators.problems import Report
from generators.source.schema.check import Checked

OWN_RINGS = ("tonalite-440.raw", "tonalite-duo.raw")  # always in the menu, made by the phones' target
PREVIEWS = "TN-"  # how the phones' target begins the name of a preview
RINGS_MOST, BACKGROUNDS_MOST = 50 - len(OWN_RINGS), 50  # UCM, Ring Tones and Background Images


def check(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Report media that cannot be used (TON117), that stand twice (TON107), titles (TON501, 903) and changes (TON908).

    A file that could not be read has been reported (TON116, 117) by `source/media.py` and is passed over here.
    """
    media = checked.source.media
    _rings(checked, report)
    if media.logo is not None:
        _picture(checked, report, media.logo, "media", "logo")
    _backgrounds(checked, catalog, report)


def _rings(checked: Checked, report: Report) -> None:
    rings = checked.source.media.rings
    _once(checked, report, "rings", [raw_name(tone.file) for tone in rings])
    _count(checked, report, "rings", RINGS_MOST, f"a phone lists 50 ring tones, {RINGS_MOST} of them your own")
    for index, tone in enumerate(rings):
        place, content = checked.place("media", "rings", index, "file"), checked.media.get(tone.file)
        title = fold(tone.title)
        if not title:
            hint = "write it in Latin letters"
            report.add("TON501", checked.place("media", "rings", index, "title"), "no phone can show this name", hint)
        elif len(title) > TITLE_MOST:
            message = f"the phone shows only '{title[:TITLE_MOST].rstrip()}'"
            hint = f"write {TITLE_MOST} characters at most, œ and æ count two"
            report.add("TON903", checked.place("media", "rings", index, "title"), message, hint)
        if raw_name(tone.file) in OWN_RINGS:
            report.add("TON117", place, f"'{tone.file}' has the name of a ring tone that is always there", "rename it")
        elif content is not None:
            try:
                made = ring(content)
            except Unreadable as err:
                report.add("TON117", place, f"'{tone.file}': {err}", err.hint)
                continue
            if made.cut:
                seconds = f"{MOST / RATE:.2f} seconds"
                report.add(
                    "TON908", place, f"of '{tone.file}' a phone plays the first {seconds}", f"cut it to {seconds}"
                )


def _backgrounds(checked: Checked, catalog: Catalog, report: Report) -> None:
    pictures = checked.source.media.backgrounds
    _once(checked, report, "backgrounds", [f"{stem(picture.file)}.png" for picture in pictures])
    _count(checked, report, "backgrounds", BACKGROUNDS_MOST, f"a phone lists {BACKGROUNDS_MOST} backgrounds")
    models = {phone.model for phone in checked.source.phones.values()}
    sizes = screens(catalog.models[model] for model in models if model in catalog.models)
    for index, picture in enumerate(pictures):
        place = checked.place("media", "backgrounds", index, "file")
        if picture.file.startswith(PREVIEWS):
            report.add("TON117", place, f"'{picture.file}' begins as the file of a preview does", "rename it")
        size = _picture(checked, report, picture.file, "media", "backgrounds", index, "file")
        small = [(w, h) for w, h in sorted(sizes) if size is not None and (size[0] < w or size[1] < h)]
        if size is not None and small:
            message = f"'{picture.file}' has {size[0]} by {size[1]} pixels and is enlarged"
            hint = f"make it of {small[-1][0]} by {small[-1][1]}"
            report.add("TON908", place, message, hint)


def _picture(checked: Checked, report: Report, file: str, *path: str | int) -> tuple[int, int] | None:
    """The size of a picture; None, with a problem, if it is none."""
    content = checked.media.get(file)
    if content is None:
        return None
    try:
        picture = read_picture(file, content)
    except Unreadable as err:
        report.add("TON117", checked.place(*path), f"'{file}': {err}", err.hint)
        return None
    return picture.width, picture.height


def _once(checked: Checked, report: Report, kind: str, files: Sequence[str]) -> None:
    places = [(file, checked.place("media", kind, index, "file")) for index, file in enumerate(files)]
    for file, first, again in first_places(places):
        report.add(
            "TON107", again, f"'{file}' would stand twice on the phone; it comes already from {first}", "rename it"
        )


def _count(checked: Checked, report: Report, kind: str, most: int, message: str) -> None:
    if len(getattr(checked.source.media, kind)) > most:
        report.add("TON117", checked.place("media", kind, most), message, "remove some")

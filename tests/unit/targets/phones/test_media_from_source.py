"""Sounds and pictures from the source to the TFTP root: what every menu lists is there, as phones take it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from generators.estate.estate import Estate
from generators.estate.media.png import read_png, write_png
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.simulate.boot import FolderSource, boot
from generators.targets.phones import artifacts
from tests.estates import FOLDER
from tests.parsers import cisco_flat, cisco_xml
from tests.unit.estate.test_media import wav
from tests.unit.targets.phones.small import secret

MEDIA = """
media:
  rings: [{title: Été, file: bell.wav}, {title: Gong, file: gong.wav}]
  logo: sign.png
  backgrounds: [{title: Mer, file: sea.png}, {title: Ciel, file: sky.png}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every model of phone, and media."""
    top = tmp_path_factory.mktemp("source")
    (top / "site.yml").write_text((FOLDER / "one_of_each_model" / "site.yml").read_text("utf-8") + MEDIA, "utf-8")
    (top / "media").mkdir()
    for name, seconds in (("bell", 0.4), ("gong", 2.01)):
        (top / "media" / f"{name}.wav").write_bytes(wav(seconds))
    for name, width, height in (("sign", 200, 80), ("sea", 640, 432), ("sky", 320, 216)):
        pixels = Random(name).randbytes(width * height * 3)
        (top / "media" / f"{name}.png").write_bytes(write_png(width, height, pixels))
    return top


@pytest.fixture(scope="module")
def estate(folder: Path) -> Estate:
    """Its Estate."""
    return load_estate(folder, Audience.INTERNAL, secret)


@pytest.fixture(scope="module")
def tree(estate: Estate) -> dict[str, bytes]:
    """Its TFTP root."""
    return {a.path.removeprefix("tftp/"): a.content for a in artifacts(estate)}


def test_both_ring_menus_list_the_same_files_and_all_are_there(tree: dict[str, bytes]) -> None:
    menu = cisco_flat.parse_ring_list(tree["RINGLIST.DAT"])
    assert menu[:2] == [("Ete", "bell.raw"), ("Gong", "gong.raw")]
    listed = cisco_xml.parse(tree["Ringlist.xml"], "rings")
    assert list(zip(listed.all("Ring/DisplayName"), listed.all("Ring/FileName"), strict=True)) == menu
    for _, file in menu:
        assert len(tree[file]) in range(240, 16081, 240), file
    for _, file in menu[:2]:
        assert tree[file][0] == tree[file][-1] == 0xFF, "begins and ends at zero"


def test_every_screen_has_its_backgrounds_and_previews(estate: Estate, tree: dict[str, bytes]) -> None:
    screens = {phone.model.desktops for phone in estate.phones if phone.model.desktops}
    assert len(screens) == 4
    for screen in screens:
        items = cisco_xml.parse(tree[f"Desktops/{screen}/List.xml"], "images").root.findall("ImageItem")
        assert len(items) == 2
        width, height, depth = (int(part) for part in screen.split("x"))
        for item in items:
            for attribute, size in (("URL", (width, height)), ("Image", (80, 53))):
                picture = read_png(tree[item.attrib[attribute].removeprefix("TFTP:")])
                assert (picture.width, picture.height) == size
                shades = set(zip(picture.pixels[::3], picture.pixels[1::3], picture.pixels[2::3], strict=True))
                if depth == 4:
                    assert len(shades) <= 16
                    assert all(r == g == b for r, g, b in shades)


def test_every_phone_boots_without_a_fault(estate: Estate, tree: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in tree.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    source = FolderSource(tmp_path)
    for phone in estate.phones:
        assert boot(estate, phone, source).faults == (), phone.id


def test_the_public_sample_has_the_same_media(folder: Path, tree: dict[str, bytes]) -> None:
    public = {a.path.removeprefix("tftp/"): a.content for a in artifacts(load_estate(folder, Audience.PUBLIC))}
    media = [path for path in tree if path.endswith((".raw", ".png", ".bmp"))]
    assert len(media) == 2 + 2 + 1 + 4 * 4
    assert {path: public[path] for path in media} == {path: tree[path] for path in media}

"""The files of `media/`: read if they are plain files that stand there, else said at the line that names them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generators.flow import check_folder, source_files
from generators.problems import Report
from generators.source.media import MAX_BYTES
from generators.source.schema.check import Checked
from tests.estates import FOLDER

BASE = (FOLDER / "minimal" / "site.yml").read_text("utf-8")
MEDIA = """
media:
  rings:
    - {title: Cloche, file: bell.wav}
    - {title: Autre, file: other.wav}
  logo: logo.png
  backgrounds:
    - {title: Mer, file: sea.bmp}
"""
NAMES = ("bell.wav", "other.wav", "logo.png", "sea.bmp")
FIRST = len(BASE.splitlines()) + 2  # the line of media:


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A source that names four files, each of them there."""
    (tmp_path / "site.yml").write_text(BASE + MEDIA, "utf-8")
    (tmp_path / "media").mkdir()
    for name in NAMES:
        (tmp_path / "media" / name).write_bytes(name.encode())
    return tmp_path


def read(folder: Path) -> tuple[Checked | None, list[str]]:
    """What was read, and the report without the folder's own path."""
    report = Report()
    checked = check_folder(folder, report)
    return checked, [str(p).replace(f"{folder}/", "") for p in report]


def test_the_bytes_of_the_files_named(folder: Path) -> None:
    (folder / "media" / "unnamed.wav").write_bytes(b"nobody names it")
    checked, report = read(folder)
    assert report == []
    assert checked is not None
    assert checked.media == {name: name.encode() for name in NAMES}


def test_a_source_without_media_needs_no_folder(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text(BASE, "utf-8")
    checked, report = read(tmp_path)
    assert report == []
    assert checked is not None
    assert checked.media == {}


def test_every_file_that_is_missing_is_said_at_its_line(folder: Path) -> None:
    for name in NAMES:
        (folder / "media" / name).unlink()
    _, report = read(folder)
    hint = "put the file there, or correct its name"
    assert report == [
        f"site.yml:{FIRST + 2}:29: error TON116: there is no media/bell.wav; {hint}",
        f"site.yml:{FIRST + 3}:28: error TON116: there is no media/other.wav; {hint}",
        f"site.yml:{FIRST + 4}:9: error TON116: there is no media/logo.png; {hint}",
        f"site.yml:{FIRST + 6}:26: error TON116: there is no media/sea.bmp; {hint}",
    ]
    (folder / "media").rmdir()
    assert read(folder)[1] == report
    (folder / "media").write_bytes(b"a file of that name")
    assert read(folder)[1][0].split(" ")[2] == "TON117:"


def test_links_pipes_folders_and_giants_are_refused(folder: Path) -> None:
    media = folder / "media"
    for name in NAMES:
        (media / name).unlink()
    (folder / "secret.txt").write_text("not for phones")
    (media / "bell.wav").symlink_to(folder / "secret.txt")
    os.mkfifo(media / "other.wav")
    (media / "logo.png").mkdir()
    with (media / "sea.bmp").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    checked, report = read(folder)
    assert checked is not None
    assert checked.media == {}
    assert report == [
        f"site.yml:{FIRST + 2}:29: error TON117: media/bell.wav is a link; put a copy there instead",
        f"site.yml:{FIRST + 3}:28: error TON117: media/other.wav is not a regular file; put a copy there instead",
        f"site.yml:{FIRST + 4}:9: error TON117: media/logo.png is not a regular file; put a copy there instead",
        f"site.yml:{FIRST + 6}:26: error TON117: media/sea.bmp is larger than 4 MiB; "
        "cut the sound, or make the picture smaller",
    ]


def test_a_file_of_the_greatest_size_is_read(folder: Path) -> None:
    (folder / "media" / "sea.bmp").write_bytes(bytes(MAX_BYTES))
    checked, report = read(folder)
    assert report == []
    assert checked is not None
    assert len(checked.media["sea.bmp"]) == MAX_BYTES


def test_a_folder_behind_a_link_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "media"
    (folder / "media").rename(elsewhere)
    (folder / "media").symlink_to(elsewhere)
    checked, report = read(folder)
    assert checked is None or not checked.media
    assert any("TON108" in line and "link" in line for line in report)
    assert not any(path.startswith("site_data/media/") for path in source_files(folder))


def test_names_that_leave_the_folder_are_no_names(folder: Path) -> None:
    for name in ("../secret.wav", "a/b.wav", "/etc/passwd.wav", ".hidden.wav", "bell.mp3", "BELL.WAV"):
        (folder / "site.yml").write_text(BASE + MEDIA.replace("bell.wav", f'"{name}"'), "utf-8")
        checked, report = read(folder)
        assert checked is None
        assert len(report) == 1, report


def test_what_a_build_was_made_from_includes_media(folder: Path) -> None:
    (folder / "media" / "notes.txt").write_text("no sound")
    (folder / "media" / "link.wav").symlink_to(folder / "media" / "bell.wav")
    with (folder / "media" / "giant.wav").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    named = [f"site_data/media/{name}" for name in sorted(NAMES)]
    assert sorted(source_files(folder)) == [*named, "site_data/site.yml"]


def test_sounds_beside_yaml_are_nobodys_business(folder: Path) -> None:
    """A folder of the source may hold other files; only YAML that would be ignored in silence is a problem."""
    (folder / "media" / "about.yml").write_text("people: {}\n", "utf-8")
    (folder / "media" / "about.yaml").write_text("people: {}\n", "utf-8")
    _, report = read(folder)
    assert [line.split(" ")[2] for line in report] == ["TON108:"]

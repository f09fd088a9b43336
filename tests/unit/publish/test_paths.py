"""Paths of a tree: plain, each once, and pairs that differ in case are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.problems import PublishError
from generators.publish import paths

GOOD = ["a", "tftp/SIP0007EB4C1001.cnf", "a-b_c.D", ".cfg", "...", "a" * 255, "a/b/c"]
BAD = ["", "/a", "a/", "a//b", ".", "..", "a/../b", "./a"]
BAD += ["a b", "a\\b", "é", "a\n", "a\0", "~", "a" * 256, "a:b", "%2e"]


@pytest.mark.parametrize("path", GOOD)
def test_plain_paths_pass(path: str) -> None:
    paths.check(path)


@pytest.mark.parametrize("path", BAD)
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(PublishError):
        paths.check(path)


@given(st.text(max_size=20))
def test_what_passes_stays_below_its_folder(path: str) -> None:
    try:
        paths.check(path)
    except PublishError:
        return
    assert path.isascii() and not path.startswith("/") and ".." not in path.split("/")


def test_each_path_once_and_no_file_is_a_folder() -> None:
    paths.check_all(["a/b", "a/c", "d", "A/b"])
    with pytest.raises(PublishError, match="a/b is generated twice"):
        paths.check_all(["a/b", "c", "a/b"])
    with pytest.raises(PublishError, match="a/b is generated as a file and as a folder"):
        paths.check_all(["a/b/c/d", "a/b"])


def test_case_collisions_are_told_except_the_known_spellings() -> None:
    assert paths.collisions(["tftp/Ringlist.xml", "tftp/ringlist.xml", "tftp/RINGLIST.DAT"]) == []
    assert paths.collisions(["x/a", "X/A", "y/a"]) == [("X/A", "x/a")]
    assert paths.collisions(["tftp/Ringlist.xml", "tftp/ringlist.xml", "tftp/RINGLIST.XML"]) == [
        ("tftp/RINGLIST.XML", "tftp/Ringlist.xml"),
        ("tftp/RINGLIST.XML", "tftp/ringlist.xml"),
    ]
    assert paths.collisions(["TFTP/Ringlist.xml", "tftp/ringlist.xml"]) == [("TFTP/Ringlist.xml", "tftp/ringlist.xml")]

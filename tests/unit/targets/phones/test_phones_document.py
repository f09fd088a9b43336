"""The skeleton of a document and the lines of a .cnf file refuse what no reader would take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generators.estate.estate import Estate
from generators.estate.values import Alphabet, Secret, SecretRule
from generators.targets.phones.flat.parameters import bare, by_hand, quoted
from generators.targets.phones.xml.document import Element, fill, group, leaf, rows
from generators.targets.phones.xml.skeleton import BY_HAND, DECIDED, DEVICE, DEVICE_SLOTS, LINE_SLOTS, slots
from tests.unit.targets.phones.small import changed, files_of, relabelled

TEXT = """
one 1
two =
three
  four ?
  five ""
six
  seven ?
"""


def lines(elements: tuple[Element, ...]) -> list[str]:
    return [f"{row.indent}{row.open}{row.text}{row.close}" for row in rows(group("root", elements))]


def test_a_skeleton_is_read_with_its_depths() -> None:
    got = [(slot.path, slot.depth, slot.group, slot.holds) for slot in slots(TEXT)]
    assert got == [
        ("one", 0, False, "1"),
        ("two", 0, False, DECIDED),
        ("three", 0, True, ""),
        ("three/four", 1, False, BY_HAND),
        ("three/five", 1, False, ""),
        ("six", 0, True, ""),
        ("six/seven", 1, False, BY_HAND),
    ]


def test_what_is_filled_keeps_its_place_and_what_is_empty_is_left_out() -> None:
    skeleton = slots(TEXT)
    assert lines(fill(skeleton, {}, {})) == [
        "<root>",
        "  <one>1</one>",
        "  <three>",
        "    <five></five>",
        "  </three>",
        "</root>",
    ]
    filled = fill(skeleton, {}, {"six/seven": "7", "three/four": "4", "one": "<"}, {"two": [leaf("two", "a&b")] * 2})
    assert lines(filled) == [
        "<root>",
        "  <one>&lt;</one>",
        "  <two>a&amp;b</two>",
        "  <two>a&amp;b</two>",
        "  <three>",
        "    <four>4</four>",
        "    <five></five>",
        "  </three>",
        "  <six>",
        "    <seven>7</seven>",
        "  </six>",
        "</root>",
    ]


@pytest.mark.parametrize("path", ["eight", "one", "three", "three/four"])
def test_the_estate_decides_only_where_the_skeleton_says_so(path: str) -> None:
    with pytest.raises(ValueError, match="no place for"):
        fill(slots(TEXT), {path: "x"}, {})


@pytest.mark.parametrize("path", ["eight", "two", "three"])
def test_a_hand_sets_only_what_the_estate_does_not(path: str) -> None:
    with pytest.raises(ValueError, match="is not set by hand"):
        fill(slots(TEXT), {}, {path: "x"})


def test_no_element_of_a_skeleton_stands_twice() -> None:
    for skeleton in (DEVICE_SLOTS, LINE_SLOTS):
        paths = [slot.path for slot in skeleton]
        assert len(set(paths)) == len(paths)
    assert len(DEVICE_SLOTS) == len(DEVICE.strip().splitlines())


def test_a_secret_is_kept_apart_until_it_is_written() -> None:
    secret = Secret("x", SecretRule(16, 12, 30, Alphabet.ALNUM), "Abcdefgh23456789")
    element = group("root", [leaf("a", secret), leaf("b", "2")], priority=0)
    assert list(element.secrets()) == [secret]
    assert list(element.without_secrets().secrets()) == []
    assert "Abcdefgh" not in repr(list(rows(element)))
    assert next(str(row.open) for row in rows(element)) == '<root priority="0">'


def test_a_value_without_quotes_is_one_word() -> None:
    assert bare("sync", 1).value == "1"
    for value in ("", "a b", 'a"', "é"):
        with pytest.raises(ValueError, match="needs quotes"):
            bare("sync", value)
    assert quoted("phone_label", "").quote == '"'
    assert [by_hand("a", value).quote for value in ("1", "Hub/Switch", "", "a b")] == ["", "", '"', '"']


def test_more_lines_than_a_phone_has_are_our_bug(estate: Estate) -> None:
    small = estate.phone["ancien"].model
    with pytest.raises(ValueError, match="2 lines, a Cisco 7940 has 1"):
        files_of(relabelled(estate, "ancien", model=replace(small, lines=1)))
    with pytest.raises(ValueError, match="do not fit"):
        files_of(changed(estate, "neuf", 2, button=9))

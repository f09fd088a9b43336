"""Names on devices: ASCII, cut with sense, and SIP accounts that depend on nobody else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.estate.names import accounts, fit, fold

IDS = st.from_regex(r"[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Élise Fontaine", "Elise Fontaine"),
        ("Œuvre d’Été", "OEuvre d'Ete"),
        ("Straße", "Strasse"),
        ("B&B", "B+B"),
        ("Jean–Loup", "Jean-Loup"),
        ("a;b#c|d*e[f]{g}<h>", "a b c d e f g h"),
        ("  two   blanks\u00a0", "two blanks"),
        ("e\u0301", "e"),
        ("ﬁn", "fin"),
        ("東京", ""),
        ("😀!", ""),
        ("10 €", "10 EUR"),
    ],
)
def test_texts_become_what_every_device_shows(written: str, shown: str) -> None:
    assert fold(written) == shown


@given(st.text())
def test_folding_is_plain_stable_and_never_fails(text: str) -> None:
    shown = fold(text)
    assert re.fullmatch(r"[A-Za-z0-9 .'+_-]*", shown)
    assert fold(shown) == shown == shown.strip()
    assert "  " not in shown


@pytest.mark.parametrize(
    ("text", "most", "shown", "lost"),
    [
        ("Anne", 10, "Anne", False),
        ("Yann Le Goff", 12, "Yann Le Goff", False),
        ("Yann Le Goff", 10, "Yann", False),
        ("Barthélemy", 10, "Barthelemy", False),
        ("Barthélemy-Emmanuel", 10, "Barthelemy", True),
        ("Emmanuelle-2 Petit", 10, "Emmanuelle", True),
    ],
)
def test_a_label_falls_back_to_the_first_word_and_says_when_it_is_cut(
    text: str, most: int, shown: str, lost: bool
) -> None:
    assert fit(text, most) == (shown, lost)


@given(st.text(), st.integers(1, 40))
def test_a_label_fits(text: str, most: int) -> None:
    shown, lost = fit(text, most)
    assert len(shown) <= most
    assert shown == shown.strip()
    assert fold(text).startswith(shown)
    assert bool(shown) == bool(fold(text))
    assert not lost or len(shown) == most


def test_an_account_is_the_two_ids_joined() -> None:
    assert accounts([("bureau-1", "thomas")]) == {("bureau-1", "thomas"): "bureau1thomas"}


def test_two_pairs_that_read_alike_get_ends_of_their_own() -> None:
    found = accounts([("a-b", "c"), ("a", "b-c"), ("x", "y")])
    assert found["x", "y"] == "xy"
    assert re.fullmatch(r"abcx[0-9a-f]{8}", found["a-b", "c"])
    assert re.fullmatch(r"abcx[0-9a-f]{8}", found["a", "b-c"])
    assert found["a-b", "c"] != found["a", "b-c"]


def test_long_ids_are_cut_with_an_end_of_their_own() -> None:
    one, two = ("p" * 32, "l" * 32), ("p" * 32, "m" * 32)
    found = accounts([one, two])
    assert len(found[one]) == len(found[two]) == 30
    assert found[one] != found[two]
    assert accounts([one])[one] == found[one], "others do not change it"


@given(st.lists(st.tuples(IDS, IDS), unique=True), st.randoms(use_true_random=False))
def test_accounts_are_unique_short_plain_and_independent_of_order(pairs: list[tuple[str, str]], random: object) -> None:
    found = accounts(pairs)
    assert set(found) == set(pairs)
    assert len(set(found.values())) == len(pairs)
    assert all(re.fullmatch(r"[a-z0-9]{2,30}", account) for account in found.values())
    random.shuffle(pairs)  # type: ignore[attr-defined]
    assert accounts(pairs) == found

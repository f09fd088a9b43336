"""Cells and tables: no text that anybody may write becomes a formula, another column or another row."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.estate.values import Alphabet, Secret, SecretRule
from generators.targets.sheets import Row, Section, cell, page, table

FORMULAS = (
    "=1+1",
    "+33199000100",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "＝1",
    "﹢1",
    "\u200b=1",
    "==--@x",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_loses_what_makes_it_one(text: str) -> None:
    assert cell(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", " ", "＝", "﹢")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Élise Fontaine", "Élise Fontaine"), ('a "b"; c|d', "a 'b', c/d"), ("=", ""), ("two\nlines", "two lines")],
)
def test_a_name_stays_readable(text: str, wanted: str) -> None:
    assert cell(text) == wanted


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_any_texts_come_back_as_one_row_each_and_no_formula(texts: list[tuple[str, str]]) -> None:
    written = table(("a", "b"), ([cell(a), cell(b)] for a, b in texts))
    read = list(csv.reader(io.StringIO(written), strict=True))
    assert read[0] == ["a", "b"]
    assert [tuple(r) for r in read[1:]] == [(cell(a), cell(b)) for a, b in texts]
    assert written.count("\n") == len(texts) + 1
    for row in read[1:]:
        for value in row:
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r", " "))
            assert not set(value) & set('";|')
            assert cell(value) == value


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@1", "a\nb", "a\x00b"])
def test_a_table_refuses_what_no_cell_may_hold(value: str) -> None:
    with pytest.raises(ValueError, match="column a"):
        table(("a",), [[value]])
    with pytest.raises(ValueError, match="2 cells"):
        table(("a",), [["x", "y"]])


def test_a_secret_is_revealed_in_the_table_and_on_the_page_only() -> None:
    secret = Secret("trunk/x", SecretRule(8, 4, 20, Alphabet.ALNUM), "s3cretValue")
    assert table(("a",), [[secret]]) == 'a\n"s3cretValue"\n'
    text = page("T", ["intro"], [Section("Screen", "Entry", "", (Row("Field", secret, "why | not"),))], ("F", "V", "W"))
    assert "| Field | `s3cretValue` | why \\| not |" in text
    assert "## Screen\n\n### Entry\n\n| F | V | W |" in text

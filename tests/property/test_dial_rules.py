"""What phones may dial at once: nothing is cut short, nothing that can be dialled is missing."""

from __future__ import annotations

import re
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.organization import Tree, lawful_extension
from generators.catalog import load_catalog
from generators.estate.dialing import DialRule, RuleKind
from generators.estate.dialrules import BLOCKS_MOST, dial_rules
from tests.property.estates import estate_of
from tests.strategies import valid_sources

FRANCE = load_catalog().countries["FR"]
CODES = ("*98", "*9", "*1234")
plain = st.from_regex(r"[1-9][0-9]{1,7}", fullmatch=True)
near = st.from_regex(
    r"(1[0-9]|3[0-9]|10|11|30|31)[0-9]{0,4}", fullmatch=True
)  # where the short numbers of the plan are
extensions = st.lists(st.one_of(plain, near).filter(lawful_extension), max_size=60, unique=True)


@cache
def regex(pattern: str) -> re.Pattern[str]:
    """The pattern read once more, independently: `.` one or more digits, X, Z, N as in every dial plan."""
    letters = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", ".": "[0-9]+", "*": r"\*"}
    return re.compile("".join(letters.get(c, c) for c in pattern))


def lowest(pattern: str) -> str:
    """The lowest number that fits; an open pattern is given four digits more than it says."""
    return "".join({"X": "0", "Z": "1", "N": "2", ".": "0000"}.get(c, c) for c in pattern)


def cut_short(rules: tuple[DialRule, ...], number: str) -> list[tuple[str, str]]:
    """Beginnings of `number` that some rule would dial at once, with that rule."""
    at_once = [r.pattern for r in rules if r.wait == 0]
    return [(number[:n], p) for n in range(1, len(number)) for p in at_once if regex(p).fullmatch(number[:n])]


@given(extensions, st.lists(st.sampled_from(CODES), unique=True), st.data())
def test_no_number_is_cut_short(wanted: list[str], codes: list[str], data: st.DataObject) -> None:
    rules = dial_rules(FRANCE, wanted, codes)
    for number in [*wanted, *codes, *(lowest(r.pattern) for r in rules), *(e.number for e in FRANCE.emergency)]:
        assert not cut_short(rules, number), number
    for _ in range(20):  # and numbers drawn digit by digit along a pattern
        pattern = data.draw(st.sampled_from(rules)).pattern
        number = data.draw(st.from_regex(regex(pattern.replace(".", "XXX.")), fullmatch=True).filter(str.isascii))
        assert not cut_short(rules, number), (pattern, number)


@given(extensions)
def test_a_rule_waits_only_where_a_longer_number_may_follow(wanted: list[str]) -> None:
    rules = dial_rules(FRANCE, wanted, CODES)
    for rule in rules:
        longer = [r.pattern for r in rules if len(r.pattern) > len(rule.pattern) or r.pattern.endswith(".")]
        ways = [zip(rule.pattern, other.removesuffix("."), strict=False) for other in longer if other != rule.pattern]
        if rule.wait == 3:
            assert any(all(digits(a) & digits(b) for a, b in way) for way in ways), rule


def digits(symbol: str) -> set[str]:
    """The keys that a symbol of a pattern stands for."""
    return {key for key in "0123456789*#" if regex(symbol).fullmatch(key)}


@given(extensions, st.lists(st.sampled_from(CODES), unique=True))
def test_everything_that_can_be_dialled_is_covered(wanted: list[str], codes: list[str]) -> None:
    rules = dial_rules(FRANCE, wanted, codes)
    for number in [*wanted, *codes]:
        assert any(regex(r.pattern).fullmatch(number) for r in rules), number
    patterns = {r.pattern: r.kind for r in rules}
    assert {k for k, kind in patterns.items() if kind is RuleKind.EMERGENCY} == {e.number for e in FRANCE.emergency}
    for group in FRANCE.classes:
        assert set(group.patterns) <= set(patterns), "a class the PBX may allow is one a phone can dial"
    assert set(codes) <= {k for k, kind in patterns.items() if kind is RuleKind.CODE}


@given(extensions)
def test_rules_are_few_sorted_and_independent_of_order(wanted: list[str]) -> None:
    rules = dial_rules(FRANCE, wanted, CODES)
    assert list(rules) == sorted(rules)
    assert len({r.pattern for r in rules}) == len(rules)
    assert rules == dial_rules(FRANCE, reversed(wanted), reversed(CODES))
    assert all(r.wait in (0, 3, 5) for r in rules)
    assert all(r.wait > 0 for r in rules if r.pattern.endswith("."))
    blocks = [r.pattern for r in rules if r.kind is RuleKind.EXTENSION]
    assert len(blocks) <= max(BLOCKS_MOST, 9 * 7), "one a first digit and length at the worst"


@given(extensions)
def test_no_extension_stands_in_the_way_of_an_emergency_call(wanted: list[str]) -> None:
    rules = dial_rules(FRANCE, wanted, CODES)
    for emergency in FRANCE.emergency:
        exact = [r for r in rules if r.pattern == emergency.number]
        assert [r.kind for r in exact] == [RuleKind.EMERGENCY]
        longer = [
            r for r in rules if len(r.pattern) > len(emergency.number) and cut_short((exact[0],), lowest(r.pattern))
        ]
        if exact[0].wait:
            assert longer or any(re.match(emergency.number, e) for e in wanted)


@given(valid_sources())
def test_the_estate_dials_every_extension_and_code_it_has(source: Tree) -> None:
    estate = estate_of(source)
    numbers = [x.extension for x in (*estate.lines, *estate.groups, *estate.mailboxes)]
    for number in [*numbers, estate.codes.voicemail]:
        assert any(regex(r.pattern).fullmatch(number) for r in estate.dial_rules), number
        assert not cut_short(estate.dial_rules, number), number

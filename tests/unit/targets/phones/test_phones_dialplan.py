"""The dial plan, played key by key: every number is sent whole, in time, and none is stolen by a shorter one."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.catalog import load_catalog
from generators.estate.dialing import DialRule, RuleKind
from generators.estate.dialrules import dial_rules
from generators.estate.estate import Estate
from generators.targets.phones.dialplan import dial_plan, templates, to_match
from generators.targets.phones.keys import SHARED
from tests.parsers import dialplan
from tests.unit.targets.phones.small import Files, files_of, only

FRANCE = load_catalog().countries["FR"]
DIGITS = {"X": "0123456789", "Z": "123456789", "N": "23456789"}


def rule(pattern: str, wait: int = 0) -> DialRule:
    return DialRule(pattern, RuleKind.EXTENSION, wait)


def plan_of(*rules: DialRule) -> dialplan.Plan:
    return dialplan.parse(dial_plan(rules))


def extensions(estate: Estate) -> list[str]:
    return [x.extension for x in (*estate.lines, *estate.groups, *estate.mailboxes)]


def samples(pattern: str) -> Iterable[str]:
    """Some numbers that fit `pattern`: its letters by their least and their greatest digit, a tail of ten."""
    head = pattern.removesuffix(".")
    tail = "3199000100" if pattern.endswith(".") else ""
    for pick in (0, -1):
        yield "".join(DIGITS[c][pick] if c in DIGITS else c for c in head) + tail


@pytest.mark.parametrize("which", ["estate", "example"])
def test_all_that_can_be_dialled_is_sent_whole(which: str, request: pytest.FixtureRequest) -> None:
    estate: Estate = request.getfixturevalue(which)
    plan = dialplan.parse(files_of(estate)["dialplan.xml"].content)
    emergency = [number.number for number in estate.country.emergency]
    for number in (*extensions(estate), estate.codes.voicemail, *emergency):
        sent = plan.dial(number)
        assert (sent.number, sent.match is None, sent.wait <= 3) == (number, False, True), sent
    for wanted in estate.dial_rules:
        for number in samples(wanted.pattern):
            sent = plan.dial(number)
            assert sent.number == number, (wanted, sent)
            assert (sent.match is None, sent.wait <= 5) == (False, True), (wanted, sent)


def test_waits_of_the_french_plan(estate: Estate, files: Files) -> None:
    plan = dialplan.parse(files["dialplan.xml"].content)
    at_once = "15 17 18 112 114 115 119 191 196 197 116000 116117 2001 2004 *97 0199000100 0639980000 118218 3919 3631"
    for number in at_once.split():
        assert plan.dial(number) == dialplan.Sent(number, 0, plan.dial(number).match)
    assert plan.dial("0033199000100") == dialplan.Sent("0033199000100", 5, "00*")
    assert plan.dial("77") == dialplan.Sent("77", 10, None)


def test_an_emergency_number_that_begins_an_extension_waits_and_both_go() -> None:
    rules = dial_rules(FRANCE, ["1500", "1501", "1160", "1190"], ["*98"])
    plan = plan_of(*rules)
    for number in ("15", "1501", "1160", "116000", "119", "1190"):
        assert plan.dial(number).number == number
    assert [plan.dial(n).wait for n in ("15", "119", "1501", "116000")] == [3, 3, 0, 0]
    assert plan.dial("1160").wait == 3


def test_a_complete_number_is_not_hidden_by_a_longer_one() -> None:
    """Without a template of its own 1160 would wait ten seconds for the rest of 116000."""
    plan = plan_of(rule("11XX", 3), rule("116000"))
    assert plan.dial("1160") == dialplan.Sent("1160", 3, "1160")
    assert plan.dial("1170") == dialplan.Sent("1170", 3, "11..")
    assert plan.dial("116000") == dialplan.Sent("116000", 0, "116000")


def test_widened_classes_steal_nothing() -> None:
    """NXXX becomes `....`, which would take 0199 of a number that N excludes."""
    plan = plan_of(rule("NXXX"), rule("XXXXXXXXXX"))
    assert plan.dial("0199000100").number == "0199000100"
    assert plan.dial("2001") == dialplan.Sent("2001", 3, "....")
    assert plan_of(rule("NXXX"), rule("01XXXXXXXX")).dial("2001").wait == 0


def test_pattern_letters_become_the_phones_grammar() -> None:
    assert to_match("0ZXNX") == "0...."
    assert to_match("00.") == "00*"
    assert to_match("*98") == "\\*98"
    assert to_match("#21*X") == "\\#21\\*."
    for bad in (".", "", "12[3]", "ABC", "1.2"):
        with pytest.raises(ValueError, match="cannot be written"):
            to_match(bad)
    with pytest.raises(ValueError, match="keeps 63"):
        to_match("1" * 64)


def test_the_same_pattern_stands_once_with_the_longest_wait() -> None:
    made = templates([rule("1NXX"), rule("1ZXX", 3), rule("1XXX")])
    assert [(t.match, t.wait) for t in made] == [("1...", 3)]


def test_the_most_specific_stands_first(estate: Estate) -> None:
    made = templates(estate.dial_rules)
    counts = [sum(c.isdigit() for c in t.match) + t.match.count("\\") for t in made]
    assert counts == sorted(counts, reverse=True)


def test_a_plan_that_a_phone_would_not_read_is_our_bug() -> None:
    with pytest.raises(ValueError, match="the phone takes 8192"):
        dial_plan([rule(f"{n:06}") for n in range(300)])


def test_attributes_are_recorded(files: Files) -> None:
    text = files["dialplan.xml"].content.decode()
    assert text.startswith("<DIALTEMPLATE>\n")
    assert ' MATCH="' in text
    assert ' Timeout="' in text
    recorded = {name for name in SHARED if name.startswith("DIALTEMPLATE/TEMPLATE@")}
    assert recorded == {"DIALTEMPLATE/TEMPLATE@MATCH", "DIALTEMPLATE/TEMPLATE@Timeout"}
    assert all(len(line.split('"')) == 5 for line in text.splitlines() if "TEMPLATE " in line)


def test_both_families_read_the_same_plan(estate: Estate, files: Files) -> None:
    for family in ("flat", "xml"):
        assert files_of(only(estate, family))["dialplan.xml"].content == files["dialplan.xml"].content


numbers = st.lists(st.text("0123456789", min_size=2, max_size=6), min_size=1, max_size=60, unique=True)


@settings(max_examples=80, deadline=None)
@given(numbers)
def test_any_extensions_are_sent_whole(extensions: list[str]) -> None:
    """Even extensions that no law of ours would admit: all go whole, with every emergency number."""
    plan = plan_of(*dial_rules(FRANCE, extensions, ["*98"]))
    for number in (*extensions, "*98", *(e.number for e in FRANCE.emergency), "0199000100", "0639980001"):
        sent = plan.dial(number)
        assert (sent.number, sent.match is None, sent.wait <= 5) == (number, False, True), sent

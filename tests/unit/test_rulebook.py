"""The rulebook, the code and the tests name the same rules; a report is what commands rely on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generators.problems import Place, Problem, Report, SourceInvalid
from generators.rulebook import RULES
from tests.estates.breaches import BREACHES

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"TON[0-9]{3}")

# What can only be seen with the files of firmware/ and media/, or the secret store, at hand.
OF_FILES_BESIDE = ("TON904", "TON905", "TON908", "TON909")


def codes_in(folder: Path) -> set[str]:
    """The codes that Python files below `folder` write as text of their own: `"TON401"`."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        found.update(re.findall(r"\"(TON[0-9]{3})\"", path.read_text("utf-8")))
    return found


def test_every_code_of_the_rulebook_is_raised_and_every_code_raised_is_in_it() -> None:
    assert codes_in(ROOT / "generators") == set(RULES)


def test_every_code_named_anywhere_in_the_code_exists() -> None:
    for path in (ROOT / "generators").rglob("*.py"):
        assert set(CODE.findall(path.read_text("utf-8"))) <= set(RULES), path


def test_every_rule_of_shape_and_whole_has_a_breach() -> None:
    assert {b.code for b in BREACHES} >= {code for code in RULES if code >= "TON200"} - set(OF_FILES_BESIDE)


@pytest.mark.parametrize("code", OF_FILES_BESIDE)
def test_every_rule_of_files_beside_the_source_has_a_test(code: str) -> None:
    tests = [path for room in ("publish", "estate", "cli") for path in (ROOT / "tests/unit" / room).glob("*.py")]
    assert any(f'"{code}"' in path.read_text("utf-8") or f" {code}: " in path.read_text("utf-8") for path in tests)


def test_every_rule_of_the_files_is_raised_by_the_tests_of_the_reader() -> None:
    raised = {
        code for path in (ROOT / "tests/unit/source").glob("*.py") for code in CODE.findall(path.read_text("utf-8"))
    }
    assert raised >= {code for code in RULES if code < "TON200"}


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_what_why_and_how_to_mend_in_both_languages(code: str) -> None:
    rule = RULES[code]
    assert CODE.fullmatch(code)
    assert rule.code == code
    assert rule.severity == ("warning" if code.startswith("TON9") else "error")
    for text in (rule.en, rule.fr):
        assert text.title
        assert not text.title.endswith("."), "a title is not a sentence"
        assert text.why.endswith(".")
        assert text.fix.endswith(".")
        assert "\n" not in text.title + text.why + text.fix
    assert rule.en != rule.fr


def test_the_rules_stand_in_the_order_of_their_codes() -> None:
    assert list(RULES) == sorted(RULES)


def test_a_problem_is_one_line_with_place_severity_code_message_and_hint() -> None:
    problem = Problem(Place("a.yml", 3, 7), "TON401", "two phones", "mend it")
    assert str(problem) == "a.yml:3:7: error TON401: two phones; mend it"
    assert str(Problem(Place("a.yml"), "TON901", "unsure")) == "a.yml:1:1: warning TON901: unsure"


def test_a_report_is_sorted_by_place_and_says_a_thing_once() -> None:
    report = Report()
    report.add("TON402", Place("b.yml", 1, 1), "x")
    report.add("TON903", Place("a.yml", 10, 1), "x")
    report.add("TON401", Place("a.yml", 9, 5), "x")
    report.add("TON401", Place("a.yml", 9, 5), "x")
    assert [(p.place.file, p.code) for p in report] == [("a.yml", "TON401"), ("a.yml", "TON903"), ("b.yml", "TON402")]
    assert len(report) == 3
    assert [p.code for p in report.errors] == ["TON401", "TON402"]
    assert [p.code for p in report.warnings] == ["TON903"]


def test_a_code_outside_of_the_rulebook_is_our_own_mistake() -> None:
    with pytest.raises(KeyError, match="TON999"):
        Report().add("TON999", Place("a.yml"), "x")


def test_source_invalid_counts_and_sorts() -> None:
    one, two = Problem(Place("b"), "TON401", "x"), Problem(Place("a"), "TON401", "x")
    assert str(SourceInvalid([one])) == "1 problem in the source"
    assert str(SourceInvalid([one, two])) == "2 problems in the source"
    assert SourceInvalid([one, two]).problems == [two, one]

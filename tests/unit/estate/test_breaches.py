"""Every rule of the shape and of the whole: a small breach gives exactly the report that the table says."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import Report, SourceInvalid
from tests.estates import FOLDER, THEMES
from tests.estates.breaches import BREACHES, Breach

BASE = (FOLDER / "two_sites" / "site.yml").read_text("utf-8")


def report_of(folder: Path, audience: Audience = Audience.INTERNAL) -> list[str]:
    """The lines of the report of a folder, its own path left out."""
    report = Report()
    with suppress(SourceInvalid):
        load_estate(folder, audience, report=report)
    return [str(problem).replace(f"{folder}/", "").replace(str(folder), ".") for problem in report]


@pytest.mark.parametrize("breach", BREACHES, ids=lambda b: f"{b.code} {b.name}")
def test_a_breach_gives_exactly_its_report(breach: Breach, tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text(breach.apply(BASE), "utf-8")
    found = report_of(tmp_path)
    assert found == list(breach.report)
    assert any(f" {breach.code}: " in line for line in found)


@pytest.mark.parametrize("breach", BREACHES, ids=lambda b: f"{b.code} {b.name}")
def test_the_audience_does_not_change_the_report(breach: Breach, tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text(breach.apply(BASE), "utf-8")
    assert report_of(tmp_path, Audience.PUBLIC) == list(breach.report)


def test_source_invalid_carries_the_errors_and_not_the_warnings(tmp_path: Path) -> None:
    text = BASE.replace("name: Bruno", "name: Barthélemy-Emmanuel").replace("extension: 1099", "extension: 1001")
    (tmp_path / "site.yml").write_text(text, "utf-8")
    report = Report()
    with pytest.raises(SourceInvalid) as caught:
        load_estate(tmp_path, Audience.INTERNAL, report=report)
    assert [p.code for p in caught.value.problems] == ["TON402"]
    assert [p.code for p in report] == ["TON903", "TON402"]


@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.name)
@pytest.mark.parametrize("audience", Audience)
def test_the_themes_are_lawful_without_a_warning(theme: Path, audience: Audience) -> None:
    assert report_of(theme, audience) == []


def test_the_table_breaks_one_rule_at_a_time_where_it_can() -> None:
    alone = {b.code for b in BREACHES if all(f" {b.code}: " in line for line in b.report)}
    assert {b.code for b in BREACHES} == alone


def test_all_breaches_of_a_source_are_reported_together(tmp_path: Path) -> None:
    text = BASE
    for old, new in {
        "model: cisco-7960": "model: cisco-79600",
        "extension: 1001": "extension: 112",
        "{to: annexe}": "{to: annex}",
        "admit: [annexe]": "admit: []",
    }.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    (tmp_path / "site.yml").write_text(text, "utf-8")
    assert [line.split(" ")[2] for line in report_of(tmp_path)] == ["TON413:", "TON415:", "TON301:", "TON414:"]


def test_a_file_that_cannot_be_read_does_not_hide_the_problems_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("people: [", "utf-8")
    (tmp_path / "site.yml").write_text(BASE.replace("00:07:EB:4C:2A:01", "xyz"), "utf-8")
    assert [line.split(" ")[2] for line in report_of(tmp_path)] == ["TON101:", "TON204:"]


def test_problems_name_the_file_they_stand_in(tmp_path: Path) -> None:
    head, people = BASE.split("people:\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "people.yml").write_text("people:\n" + people, "utf-8")
    (tmp_path / "site.yml").write_text(head.replace("cisco-7960", "cisco-79600"), "utf-8")
    assert report_of(tmp_path) == [
        "site.yml:60:46: error TON301: no phone model 'cisco-79600'; did you mean 'cisco-7960'?",
    ]
    (tmp_path / "site.yml").write_text(head, "utf-8")
    (tmp_path / "b.yml").write_text("people:\n  carla: {name: Carla, extension: 1002, phones: [siege-2/2]}\n", "utf-8")
    assert report_of(tmp_path) == [
        "b.yml:2:35: error TON402: extension 1002 is already used at a/people.yml:3:35; choose a free one",
    ]

"""The random organizations of the benchmarks are lawful, the size asked for, and the same each time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmark
from benchmarks.organization import random_organization
from generators.estate.values import Audience
from generators.problems import Report
from tests.property.estates import estate_of


@pytest.mark.parametrize(("phones", "seed"), [(1, 0), (9, 1), (10, 2), (57, 3), (300, 4), (700, 5)])
def test_an_organization_is_lawful_and_of_the_size_asked_for(phones: int, seed: int) -> None:
    source = random_organization(phones, seed)
    report = Report()
    for audience in Audience:
        estate = estate_of(source, audience, report=report)
        assert len(estate.phones) == phones
        assert len(estate.sites) == max(1, phones // 10)
    assert {p.code for p in report} <= {"TON901", "TON902", "TON903", "TON910"}


def test_a_seed_gives_the_same_organization_and_another_one_another() -> None:
    assert random_organization(60, 7) == random_organization(60, 7)
    assert random_organization(60, 7) != random_organization(60, 8)


def test_many_small_organizations_show_every_kind_of_site_and_thing() -> None:
    sources = [random_organization(40, seed) for seed in range(30)]
    for part in ("trunks", "numbers", "schedules", "groups", "mailboxes", "site_profiles", "lines", "dialing"):
        assert any(part in source for source in sources), part
    assert any("trunks" not in source for source in sources)
    sites = [site for source in sources for site in source["sites"].values()]
    assert any("siproxd" in site for site in sites)
    assert any("networks" not in site and "profile" not in site for site in sites)
    assert any(site.get("link", {}).get("to") for site in sites)


def test_the_table_names_every_step(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--phones", "12", "--runs", "1"])
    benchmark.main()
    out = capsys.readouterr().out
    assert out.startswith("12 phones, ")
    for step in (
        "load",
        "validate",
        "resolve",
        "target phones",
        "target asterisk",
        "target pfsense",
        "write",
        "archive",
    ):
        assert f"\n{step}" in out, step
    assert "100.0%" in out
    assert "\nraw write, same bytes" in out


def test_the_temporary_folder_is_gone_afterwards(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--phones", "2", "--runs", "1"])
    benchmark.main()
    assert capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []

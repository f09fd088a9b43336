"""`tonalite check`: formats and exit codes, run as a user runs it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def tonalite(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generators", *words]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests/estates/minimal", tmp_path / "site_data")
    (tmp_path / "site_data/more.yml").write_text("people:\n  bob:\n    naem: Bob\n    extension: 12,5\n", "utf-8")
    return tmp_path


def test_clean_source_says_what_it_holds_and_exits_0() -> None:
    done = tonalite("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "site_data: 5 sites, 12 phones, 8 people, 10 numbers: no error\n"


def test_text_has_one_line_a_problem_and_exits_1(wrong: Path) -> None:
    done = tonalite("check", cwd=wrong)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "site_data/more.yml:2:3: error TON202: people.bob lacks name:; add name:",
        "site_data/more.yml:3:5: error TON201: unknown key 'naem' in people.bob; did you mean 'name'?",
        "site_data/more.yml:4:16: error TON204: people.bob.extension: '12,5' is not an extension; "
        "write two to eight digits, such as 1001",
    ]


def test_json_holds_the_same(wrong: Path) -> None:
    done = tonalite("check", "--format", "json", cwd=wrong)
    rows = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(r["file"], r["line"], r["column"], r["code"]) for r in rows] == [
        ("site_data/more.yml", 2, 3, "TON202"),
        ("site_data/more.yml", 3, 5, "TON201"),
        ("site_data/more.yml", 4, 16, "TON204"),
    ]
    assert json.loads(tonalite("check", "--format", "json").stdout) == []


def test_github_annotations_are_escaped(wrong: Path) -> None:
    done = tonalite("check", "--format", "github", cwd=wrong)
    assert done.returncode == 1
    assert done.stdout.splitlines()[1] == (
        "::error file=site_data/more.yml,line=3,col=5,title=TON201::"
        "unknown key 'naem' in people.bob; did you mean 'name'?"
    )


@pytest.mark.parametrize(
    "words", [["chek"], ["check", "--format", "xml"], ["check", "--data"], ["tftp", "--listen", "x"]]
)
def test_wrong_usage_exits_2_without_traceback(words: list[str]) -> None:
    done = tonalite(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_missing_folder_is_one_problem(tmp_path: Path) -> None:
    done = tonalite("check", "--data", "nowhere", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith("nowhere:1:1: error TON113: ")


def test_schema_of_the_example_is_the_one_the_command_prints() -> None:
    done = tonalite("schema")
    assert done.stdout == (ROOT / "site_data/schema.json").read_text("utf-8"), "run `make schema`"

"""`tonalite reach`: its exit status, its words, its JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generators.cli import app
from generators.cli import reach as command
from generators.targets.artifact import Artifact
from tests.estates import THEMES

TWO_SITES = next(path for path in THEMES if path.name == "two_sites")


def test_a_lawful_source_exits_0_and_says_by_which_rule() -> None:
    done = CliRunner().invoke(app, ["reach", "agence", "--data", str(TWO_SITES)])
    assert done.exit_code == 0
    assert "No breach" in done.stdout
    assert "from phones\n" in done.stdout
    assert "to pbx at siege: sip udp 5060: passes, needed (agence opt1: " in done.stdout
    assert "siege\n" not in done.stdout.splitlines()[0]


def test_the_json_holds_every_row() -> None:
    done = CliRunner().invoke(app, ["reach", "--json", "--data", str(TWO_SITES)])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["skipped"] == {}
    assert {row["site"] for row in told["rows"]} == {"agence", "annexe", "siege"}
    assert {row["passed"] for row in told["rows"]} == {True, False}


def test_a_breach_exits_1_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made = command.artifacts

    def narrowed(*words: object) -> list[Artifact]:
        """The real files, with one port of one rule changed."""
        out = []
        for a in made(*words):  # type: ignore[arg-type]
            content = a.content
            if "/agence/" in a.path and a.path.endswith("-filter.xml"):
                content = content.replace(b"<port>69</port>", b"<port>70</port>")
            out.append(Artifact(a.path, content, a.audience, a.origins, a.site))
        return out

    monkeypatch.setattr(command, "artifacts", narrowed)
    done = CliRunner().invoke(app, ["reach", "agence", "--data", str(TWO_SITES)])
    assert done.exit_code == 1
    assert "tftp udp 69: dropped, needed" in done.stdout
    assert "BREACH: needed, but dropped" in done.stdout


def test_a_site_without_a_router_is_said_and_an_unknown_one_is_wrong_usage() -> None:
    minimal = next(path for path in THEMES if path.name == "minimal")
    done = CliRunner().invoke(app, ["reach", "--data", str(minimal)])
    assert done.exit_code == 0
    assert "no router files to read" in done.stdout
    wrong = CliRunner().invoke(app, ["reach", "agense", "--data", str(TWO_SITES)])
    assert wrong.exit_code == 2
    assert "the nearest is agence" in " ".join(wrong.stderr.replace("│", " ").split())
    assert not Path("agense").exists()

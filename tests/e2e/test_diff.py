"""`tonalite diff` in a real repository of git: commit, change one line, read what it says; and its refusals."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from generators.cli import app
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.secrets.store import LocalStore

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests/estates/two_sites/site.yml"
MOVED = ("phones: [siege-2, agence-1/3]", "phones: [siege-2, siege-1/3]")


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `tonalite` in `folder`."""
    base = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    base |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "generators", *words]
    return subprocess.run(command, cwd=folder, env=base | environment, capture_output=True, text=True, check=False)


def inside(folder: Path, *words: str) -> Result:
    """The same without a process of its own, where only what is said and the exit status count."""
    with chdir(folder):
        return CliRunner().invoke(app, list(words))


def git(folder: Path, *words: str) -> None:
    """Run git in `folder`, as nobody in particular."""
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with the small example as its source, in two commits: only a comment between them.

    Bruno has the last button of agence-1, so that he can leave it by a change of one line.
    """
    (tmp_path / "site_data").mkdir()
    shutil.copyfile(EXAMPLE, tmp_path / "site_data/site.yml")
    edit(
        tmp_path,
        ("[siege-1/2, agence-1/3]", "[siege-1/2, agence-1/2]"),
        ("[siege-2, agence-1/2]", "[siege-2, agence-1/3]"),
    )
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    edit(tmp_path, ("# One of everything", "# Still one of everything"))
    git(tmp_path, "commit", "-qam", "two")
    return tmp_path


def edit(clone: Path, *edits: tuple[str, str]) -> None:
    """Change the source of the work tree."""
    path = clone / "site_data/site.yml"
    text = path.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def test_nothing_changes_is_0_and_one_line(clone: Path) -> None:
    done = run(clone, "diff")
    assert (done.returncode, done.stdout, done.stderr) == (0, "From HEAD to site_data nothing changes.\n", "")
    assert inside(clone, "diff", "HEAD~1", "HEAD").exit_code == 0
    assert inside(clone, "diff", "HEAD~1", "--patch").stdout == "From HEAD~1 to site_data nothing changes.\n"


def test_a_person_moved_to_another_phone_is_told_from_end_to_end(clone: Path) -> None:
    edit(clone, MOVED)
    before = {p: p.stat().st_mtime_ns for p in clone.rglob("*") if p.is_file()}
    done = run(clone, "diff")
    assert (done.returncode, done.stderr) == (1, "")
    for language in ("fr", "en"):
        page = (ROOT / "docs" / language / "contribute.md").read_text("utf-8")
        fence = page.partition("\n```text title=")[2].partition("\n")[2].partition("```\n")[0]
        assert done.stdout == fence, "the page shows what the command says"
    assert "  Bruno (1002) moves from agence-1 (button 3) to siege-1 (button 3)\n" in done.stdout
    after = {p: p.stat().st_mtime_ns for p in clone.rglob("*") if p.is_file()}
    assert after == before, "nothing is written, neither in the work tree nor in .git"


def test_the_patch_and_the_data_hold_no_password_of_the_store(clone: Path) -> None:
    """With a store beside the source: the comparison neither reads nor makes it."""
    with LocalStore.open(clone / ".tonalite/secrets.json") as store:
        load_estate(clone / "site_data", Audience.INTERNAL, store.value)
        store.save()
        values = [value for value in store.values().values() if len(value) > 8]
    assert values
    before = (clone / ".tonalite/secrets.json").read_bytes()
    edit(clone, MOVED)
    shown = inside(clone, "diff", "--patch").stdout
    data = run(clone, "diff", "--patch", "--json")
    assert "+++ b/tftp/SIP0007EB4C2A01.cnf\n" in shown
    assert json.loads(data.stdout)["patch"].strip() in shown
    assert (data.returncode, json.loads(data.stdout)["changed"]) == (1, True)
    assert not [v for v in values if v in shown or v in data.stdout]
    assert (clone / ".tonalite/secrets.json").read_bytes() == before


def test_without_a_store_none_is_made(clone: Path) -> None:
    edit(clone, MOVED)
    assert run(clone, "diff", "--patch").returncode == 1
    assert sorted(p.name for p in clone.iterdir()) == [".git", "site_data"]


def test_two_folders_need_no_repository(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        shutil.copyfile(EXAMPLE, tmp_path / name / "site.yml")
    assert inside(tmp_path, "diff", "old", "new").exit_code == 0
    path = tmp_path / "new/site.yml"
    path.write_text(path.read_text("utf-8").replace("name: Anne", "name: Anna"), "utf-8")
    done = inside(tmp_path, "diff", "old", "new")
    assert (done.exit_code, "Anne (1001): name Anne becomes Anna" in done.stdout) == (1, True)


def test_data_names_the_folder_on_both_sides_from_anywhere(clone: Path) -> None:
    edit(clone, MOVED)
    git(clone, "mv", "site_data", "elsewhere")
    git(clone, "commit", "-qam", "three")
    edit_path = clone / "elsewhere/site.yml"
    edit_path.write_text(edit_path.read_text("utf-8").replace("name: Anne", "name: Anna"), "utf-8")
    done = run(clone.parent, "diff", "--data", str(clone / "elsewhere"))
    assert (done.returncode, "Anna" in done.stdout, "Bruno" in done.stdout) == (1, True, False)
    gone = run(clone, "diff", "HEAD~1", "HEAD", "--data", "site_data")
    assert (gone.returncode, gone.stderr) == (
        2,
        "error: HEAD:site_data does not exist: the revision has no such folder\n",
    )


def test_a_broken_source_names_its_side_file_and_line(clone: Path) -> None:
    edit(clone, ("extension: 1002", "extension: 1001"))
    line = next(
        n
        for n, text in enumerate((clone / "site_data/site.yml").read_text("utf-8").splitlines(), 1)
        if "bruno:" in text
    )
    work = run(clone, "diff")
    assert (work.returncode, work.stdout) == (2, "")
    assert work.stderr.startswith(f"site_data/site.yml:{line}:")
    assert work.stderr.endswith("error: B (site_data): 1 problem in the source\n")
    git(clone, "commit", "-qam", "broken")
    edit(clone, ("extension: 1001, phones", "extension: 1002, phones"))
    committed = run(clone, "diff")
    assert committed.returncode == 2
    assert committed.stderr.startswith(f"HEAD:site_data/site.yml:{line}:")
    assert committed.stderr.endswith("error: A (HEAD): 1 problem in the source\n")
    assert "tonalite-" not in committed.stderr, "no temporary folder is named"
    assert "HEAD:site_data/site.yml:" in committed.stderr.partition("TON402")[2], "the other place is named likewise"


@pytest.mark.parametrize("words", [["nope"], [""], ["HEAD", "nope"], ["HEAD~7"], ["--", "--exec=x"], ["HEAD", "a\tb"]])
def test_an_unknown_revision_is_one_line(clone: Path, words: list[str]) -> None:
    done = inside(clone, "diff", *words)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("error: '")
    assert done.stderr.endswith(f"is neither a folder nor a revision of {clone}\n")


def test_outside_of_a_repository_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "site_data").mkdir()
    shutil.copyfile(EXAMPLE, tmp_path / "site_data/site.yml")
    done = run(tmp_path, "diff", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (done.returncode, done.stderr.startswith(f"error: {tmp_path}/site_data is in no git repository")) == (
        2,
        True,
    )


def test_wrong_usage_is_2(clone: Path) -> None:
    assert inside(clone, "diff", "a", "b", "c").exit_code == 2
    assert inside(clone, "diff", "--no-such").exit_code == 2
    missing = inside(clone, "diff", "HEAD", "--data", "missing")
    assert (missing.exit_code, missing.stderr.count("\n")) == (2, 1)
    gone = inside(clone, "diff", "HEAD", "--data", str(clone.parent / "nowhere"))
    assert (gone.exit_code, gone.stderr.count("\n")) == (2, 1)

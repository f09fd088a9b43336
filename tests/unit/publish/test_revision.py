"""A revision's source in a temporary folder: exactly what git holds, nothing of the clone touched, clear refusals."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from generators.problems import PublishError
from generators.publish.revision import checked_out


def git(folder: Path, *words: str, given: str = "") -> str:
    """Run git in `folder`, as nobody in particular."""
    who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    hidden = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        env=os.environ | who | hidden,
        capture_output=True,
        text=True,
        input=given,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with one commit: two files of YAML in folders, one that is none, one beside the source."""
    root = tmp_path / "a clone"
    (root / "site_data/sites").mkdir(parents=True)
    (root / "site_data/people.yml").write_bytes("people: {é: 1}\r\n".encode())
    (root / "site_data/sites/one.yml").write_text("sites: {}\n")
    (root / "site_data/notes.txt").write_text("no YAML\n")
    (root / "other.yml").write_text("not: the source\n")
    (root / ".gitattributes").write_text("*.yml text eol=lf export-ignore\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "-c", "core.autocrlf=false", "add", "--renormalize", ".")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    return root


def files(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def state(root: Path) -> dict[str, tuple[int, int]]:
    """Every file of the clone, its own folder of git included, with size and time."""
    found = (p for p in root.rglob("*") if p.is_file())
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in found}


def test_the_yaml_below_the_folder_as_it_is_stored_and_nothing_else(clone: Path) -> None:
    before = state(clone)
    with checked_out("HEAD", clone / "site_data") as (folder, label):
        assert label == "HEAD:site_data"
        stored = subprocess.run(
            ["git", "show", "HEAD:site_data/people.yml"], cwd=clone, capture_output=True, check=True
        )
        assert files(folder) == {"people.yml": stored.stdout, "sites/one.yml": b"sites: {}\n"}
    assert not folder.exists()
    assert state(clone) == before


def test_an_older_revision_a_tag_a_branch_and_a_number(clone: Path) -> None:
    (clone / "site_data/people.yml").write_text("people: {two: 2}\n")
    git(clone, "commit", "-qam", "two")
    git(clone, "tag", "-a", "v1", "-m", "a tag", "HEAD~1")
    for name in ("HEAD~1", "v1", "main^", git(clone, "rev-parse", "--short", "HEAD~1")):
        with checked_out(name, clone / "site_data") as (folder, _):
            assert b"two" not in (folder / "people.yml").read_bytes()
    with checked_out("main", clone / "site_data") as (folder, _):
        assert (folder / "people.yml").read_text() == "people: {two: 2}\n"


def test_uncommitted_changes_take_no_part(clone: Path) -> None:
    (clone / "site_data/people.yml").write_text("people: {new: 2}\n")
    git(clone, "add", ".")
    with checked_out("HEAD", clone / "site_data") as (folder, _):
        assert b"new" not in (folder / "people.yml").read_bytes()


def test_the_folder_may_be_gone_from_the_work_tree(clone: Path) -> None:
    git(clone, "rm", "-rq", "site_data")
    git(clone, "commit", "-qm", "two")
    assert not (clone / "site_data").exists()
    with checked_out("HEAD~1", clone / "site_data") as (folder, _):
        assert set(files(folder)) == {"people.yml", "sites/one.yml"}
    with pytest.raises(PublishError, match=r"^HEAD:site_data does not exist"), checked_out("HEAD", clone / "site_data"):
        pass


def test_the_root_of_a_repository_may_be_the_source(clone: Path) -> None:
    with checked_out("HEAD", clone) as (folder, label):
        assert label == "HEAD:."
        assert set(files(folder)) == {"other.yml", "site_data/people.yml", "site_data/sites/one.yml"}


@pytest.mark.parametrize(
    "name", ["nope", "", "--help", "-h", "HEAD:site_data", "HEAD..HEAD", "a b", "\x1b[31m", "^HEAD"]
)
def test_what_is_no_revision_is_one_clear_line(clone: Path, name: str) -> None:
    with pytest.raises(PublishError) as caught, checked_out(name, clone / "site_data"):
        pass
    assert str(caught.value).endswith(f"is neither a folder nor a revision of {clone}")
    assert str(caught.value).isprintable()


def test_outside_of_a_repository_and_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(PublishError, match="is in no git repository"), checked_out("HEAD", tmp_path / "site_data"):
        pass
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PublishError, match="git is not installed"), checked_out("HEAD", tmp_path / "site_data"):
        pass


def test_a_clone_of_another_user_is_refused_with_the_reason_of_git(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own way to try it (t0033-safe-directory)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    with pytest.raises(PublishError, match="dubious ownership"), checked_out("HEAD", clone / "site_data"):
        pass


def test_links_come_as_links_and_lead_nowhere_by_themselves(clone: Path) -> None:
    """The reader of the source refuses a link that leaves the folder; a copy of its target would hide it."""
    (clone / "site_data/link.yml").symlink_to("/etc/hostname")
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "link")
    with checked_out("HEAD", clone / "site_data") as (folder, _):
        assert (folder / "link.yml").is_symlink()
        assert os.readlink(folder / "link.yml") == "/etc/hostname"


def test_a_tree_made_to_leave_its_folder_is_refused(clone: Path, tmp_path: Path) -> None:
    """git itself makes no such tree, a hostile server can."""
    blob = git(clone, "hash-object", "-w", "--stdin", given="people: {}\n")
    raw = b"100644 evil.yml\0" + bytes.fromhex(blob)

    def tree(content: bytes) -> str:
        command = ["git", "hash-object", "-w", "-t", "tree", "--literally", "--stdin"]
        return (
            subprocess.run(command, cwd=clone, input=content, capture_output=True, check=True).stdout.decode().strip()
        )

    up = tree(b"40000 ..\0" + bytes.fromhex(tree(raw)))
    root = tree(b"40000 site_data\0" + bytes.fromhex(up))
    commit = git(clone, "commit-tree", root, "-m", "evil")
    with pytest.raises(PublishError, match="leaves its folder"), checked_out(commit, clone / "site_data"):
        pass
    assert not list(tmp_path.rglob("evil.yml"))

"""Whole generations: what is on the disk after a build, after a failed one, after a killed one."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generators.estate.values import Audience, Origin
from generators.problems import PublishError
from generators.publish.manifest import manifest
from generators.publish.tree import Generation
from generators.targets.artifact import Artifact

ROOT = Path(__file__).parents[3]
CRASHING = Path(__file__).with_name("crashing.py")
STABLE = {"tftp/SIPDefault.cnf": "a", "tftp/France/tones.xml": "b", "pbx/asterisk-pjsip/pjsip.conf": "c"}


def artifacts(content: dict[str, str]) -> list[Artifact]:
    return [
        Artifact(path, text.encode(), Audience.INTERNAL, (Origin("phones.yml", 1),)) for path, text in content.items()
    ]


def build(out: Path, content: dict[str, str] = STABLE, site: dict[str, str] | None = None) -> Path:
    made = artifacts(content)
    with Generation.begin(out, patience=0.2) as generation:
        generation.write_tree(made, manifest(made, {}, "1"))
        generation.write_dist()
        if site is None:
            generation.keep_site()
        for path, text in (site or {}).items():
            (generation.site_dir / path).parent.mkdir(parents=True, exist_ok=True)
            (generation.site_dir / path).write_text(text)
        return generation.commit()


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Mode and content of all below `folder`, without what is behind links to folders."""
    return {
        path.relative_to(folder).as_posix(): (
            stat.S_IMODE(path.lstat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture(params=[0o000, 0o022, 0o027, 0o077], ids="{:03o}".format)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_three_links_lead_to_one_generation(tmp_path: Path) -> None:
    folder = build(tmp_path, site={"index.html": "x"})
    assert folder == tmp_path / "build" / "generations" / "1"
    assert os.readlink(tmp_path / "build" / "current") == "generations/1"
    assert (tmp_path / "build" / "tree" / "tftp" / "SIPDefault.cnf").read_text() == "a"
    assert (tmp_path / "build" / "site" / "index.html").read_text() == "x"
    assert (tmp_path / "dist" / "tonalite-tftp.tar.gz").is_file()
    moved = tmp_path.with_name(tmp_path.name + "-moved")
    tmp_path.rename(moved)  # the links are relative
    assert (moved / "dist" / "SHA256SUMS").is_file()
    moved.rename(tmp_path)


def test_tree_and_dist_are_private_and_the_site_public_under_any_umask(tmp_path: Path, umask: None) -> None:
    build(tmp_path, site={"index.html": "x", "en/index.html": "y"})
    build(tmp_path, site={"index.html": "x", "en/index.html": "z"})
    for part, folder_mode, file_mode in (("tree", 0o700, 0o600), ("dist", 0o700, 0o600), ("site", 0o755, 0o644)):
        top = tmp_path / "build" / "current" / part
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [top, *top.rglob("*")]}
        assert modes == {path: folder_mode if path.is_dir() else file_mode for path in modes}
    for above in (".", "build", "build/generations", "build/generations/2"):
        assert stat.S_IMODE((tmp_path / above).stat().st_mode) & 0o022 == 0
    assert stat.S_IMODE((tmp_path / "build/generations/2").stat().st_mode) == 0o755


def test_what_did_not_change_is_a_hard_link_and_what_did_is_not(tmp_path: Path) -> None:
    first = build(tmp_path, STABLE, {"index.html": "x", "en/a.html": "y"})
    second = build(tmp_path, {**STABLE, "tftp/SIPDefault.cnf": "A"}, {"index.html": "x", "en/a.html": "Y"})

    def same(path: str) -> bool:
        return (first / path).stat().st_ino == (second / path).stat().st_ino

    assert same("tree/tftp/France/tones.xml") and same("tree/pbx/asterisk-pjsip/pjsip.conf")
    assert same("site/index.html")
    assert not same("tree/tftp/SIPDefault.cnf") and not same("site/en/a.html")
    assert not same("tree/manifest.json") and not same("dist/tonalite-tftp.tar.gz")
    assert (first / "tree/tftp/SIPDefault.cnf").read_text() == "a"
    assert (first / "site/en/a.html").read_text() == "y"
    third = build(tmp_path, {**STABLE, "tftp/SIPDefault.cnf": "A"}, {"index.html": "x", "en/a.html": "Y"})
    assert all(
        path.stat().st_ino == (second / path.relative_to(third)).stat().st_ino
        for path in third.rglob("*")
        if path.is_file()
    )


def test_an_edited_or_opened_up_old_file_is_not_carried_on(tmp_path: Path) -> None:
    first = build(tmp_path)
    edited = first / "tree/tftp/SIPDefault.cnf"
    times = edited.stat()
    edited.write_text("z")  # the same size, and the same time below
    os.utime(edited, ns=(times.st_atime_ns, times.st_mtime_ns))
    opened = first / "tree/tftp/France/tones.xml"
    opened.chmod(0o644)
    replaced = first / "tree/pbx/asterisk-pjsip/pjsip.conf"
    replaced.unlink()
    replaced.mkdir()
    second = build(tmp_path)
    assert (second / "tree/tftp/SIPDefault.cnf").read_text() == "a"
    assert stat.S_IMODE((second / "tree/tftp/France/tones.xml").stat().st_mode) == 0o600
    assert stat.S_IMODE(opened.stat().st_mode) == 0o644
    assert (second / "tree/pbx/asterisk-pjsip/pjsip.conf").read_text() == "c"


def test_a_file_system_without_hard_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    build(tmp_path, site={"index.html": "x"})
    second = build(tmp_path, site={"index.html": "x"})
    assert (second / "tree/tftp/SIPDefault.cnf").read_text() == "a"
    third = build(tmp_path)
    assert (third / "site/index.html").read_text() == "x"


def test_the_generation_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    for number in range(4):
        build(tmp_path, {"a": str(number)})
    names = sorted(path.name for path in (tmp_path / "build" / "generations").iterdir())
    assert names == [".lock", "3", "4"]
    assert (tmp_path / "build/generations/3/tree/a").read_text() == "2"


def test_keeping_the_site(tmp_path: Path) -> None:
    build(tmp_path, {"a": "1"})
    assert not (tmp_path / "build" / "site").exists()
    first = build(tmp_path, {"a": "1"}, {"index.html": "x", "en/index.html": "y"})
    second = build(tmp_path, {"a": "2"})
    assert everything(first / "site") == everything(second / "site")
    assert (first / "site/en/index.html").stat().st_ino == (second / "site/en/index.html").stat().st_ino


def test_a_build_that_fails_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, {"a": "1"}, {"index.html": "x"})
    before = everything(tmp_path)
    with pytest.raises(ZeroDivisionError), Generation.begin(tmp_path) as generation:
        generation.write_tree(artifacts({"a": "2"}), b"{}")
        generation.write_dist()
        (generation.site_dir / "index.html").write_text("z")
        raise ZeroDivisionError
    assert everything(tmp_path) == before
    with Generation.begin(tmp_path, patience=0.1) as generation:  # the lock is free again
        generation.write_tree(artifacts({"a": "2"}), b"{}")
    assert everything(tmp_path) == before


def test_a_link_in_the_built_site_is_refused(tmp_path: Path) -> None:
    build(tmp_path, {"a": "1"}, {"index.html": "x"})
    with pytest.raises(PublishError, match="secret"), Generation.begin(tmp_path) as generation:
        generation.write_tree(artifacts({"a": "2"}), b"{}")
        generation.write_dist()
        (generation.site_dir / "secret").symlink_to("../tree/a")
        generation.commit()
    assert (tmp_path / "build/tree/a").read_text() == "1"


@pytest.mark.parametrize("place", ["dist", "build/tree", "build/site", "build/current"])
@pytest.mark.parametrize("kind", ["folder", "file", "link", "empty"])
def test_what_somebody_else_made_is_never_touched(tmp_path: Path, place: str, kind: str) -> None:
    mine = tmp_path / "mine"
    (mine / "inside").mkdir(parents=True)
    (mine / "inside" / "thesis.txt").write_text("precious")
    target = tmp_path / "out" / place
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == "link":
        target.symlink_to(mine)
    elif kind == "file":
        target.write_text("precious")
    elif kind == "folder":
        (mine / "inside").rename(target)
    else:
        target.mkdir()
    before = everything(tmp_path)
    with pytest.raises(PublishError, match="not made by this tool") as caught:
        build(tmp_path / "out")
    assert str(target) in str(caught.value)
    assert everything(tmp_path) == before


def test_other_peoples_files_in_build_stay(tmp_path: Path) -> None:
    (tmp_path / "build/lib").mkdir(parents=True)
    (tmp_path / "build/lib/x.py").write_text("x")
    (tmp_path / "build/generations").mkdir()
    (tmp_path / "build/generations/notes").write_text("y")
    for number in range(3):
        build(tmp_path, {"a": str(number)})
    assert (tmp_path / "build/lib/x.py").read_text() == "x"
    assert (tmp_path / "build/generations/notes").read_text() == "y"


def test_two_builds_do_not_interleave(tmp_path: Path) -> None:
    with Generation.begin(tmp_path), pytest.raises(PublishError, match="another build is at work"):
        Generation.begin(tmp_path, patience=0.1)
    build(tmp_path)


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError) as caught:
        build(tmp_path / "file" / "out")
    assert "\n" not in str(caught.value) and str(tmp_path / "file") in str(caught.value)


def test_a_full_disk_leaves_the_old_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, {"a": "1"})
    before = everything(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "x")

    for step in ("fsync", "symlink", "rename", "replace", "mkdir"):
        with monkeypatch.context() as patch, pytest.raises(PublishError, match="No space left"):
            patch.setattr(os, step, full)
            build(tmp_path, {"a": "2"})
        assert (tmp_path / "build/tree/a").read_text() == "1", step
    build(tmp_path, {"a": "1"})
    assert {path: pair for path, pair in everything(tmp_path).items() if path.startswith("dist")} == {
        path: pair for path, pair in before.items() if path.startswith("dist")
    }


def test_an_order_of_calls_that_cannot_be_right_is_our_own_bug(tmp_path: Path) -> None:
    with Generation.begin(tmp_path) as generation:
        with pytest.raises(RuntimeError):
            generation.write_dist()
        generation.write_tree(artifacts({"a": "1"}), b"{}")
        with pytest.raises(RuntimeError):
            generation.commit()


def test_names_that_differ_in_case_are_told(tmp_path: Path) -> None:
    with Generation.begin(tmp_path) as generation:
        both = {"tftp/Ringlist.xml": "1", "tftp/ringlist.xml": "2", "tftp/A.cnf": "3", "tftp/a.cnf": "4"}
        generation.write_tree(artifacts(both), b"{}")
        assert generation.collisions == [("tftp/A.cnf", "tftp/a.cnf")]


@pytest.mark.parametrize("paths", [["a", "a"], ["manifest.json"], ["a", "a/b"], ["../x"], ["/x"], [""], ["a//b"]])
def test_impossible_paths_are_refused_before_anything_is_written(tmp_path: Path, paths: list[str]) -> None:
    made = [Artifact(path, b"x", Audience.INTERNAL, ()) for path in paths]
    with Generation.begin(tmp_path) as generation, pytest.raises(PublishError):
        generation.write_tree(made, b"{}")
    assert not (tmp_path / "x").exists()


def test_killed_builds_leave_the_old_or_the_new_generation(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, str(CRASHING), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    kills = [int(count) for count in re.findall(r"every write: (\d+) kills", run.stdout)]
    assert len(kills) == 2 and min(kills) > 50
    found = re.search(r"random moments: (\d+) left the old, (\d+) the new", run.stdout)
    assert found and int(found[1]) + int(found[2]) == 50


BUILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import crashing
crashing.build(Path(sys.argv[1]), "a")
"""


def test_the_same_bytes_in_two_places_under_another_umask_time_zone_and_locale(tmp_path: Path) -> None:
    results = []
    for name, umask, zone, locale in (("one", 0o022, "UTC", "C"), ("deux", 0o077, "Pacific/Auckland", "fr_FR.UTF-8")):
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        subprocess.run(
            [sys.executable, "-c", BUILD, str(tmp_path / name), str(CRASHING.parent)], check=True, umask=umask,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "TZ": zone, "LANG": locale, "LC_ALL": locale},
        )  # fmt: skip
        results.append(everything(tmp_path / name / "build" / "generations" / "1"))
    assert results[0] == results[1]
    assert len(results[0]) > 10

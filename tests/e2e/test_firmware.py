"""Firmware from the folder to the TFTP root by the real command: same bytes everywhere, never in the public site."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.unit.publish.firmware_made import load_41, load_flat, zipped

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "tests" / "estates" / "shared_lines"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `tonalite` in `folder`."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    command = [sys.executable, "-m", "generators", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def organization(folder: Path) -> Path:
    """A folder with the source, in which commands run."""
    shutil.copytree(SOURCE, folder / "site_data")
    (folder / "firmware").mkdir()
    return folder


def digest(folder: Path) -> dict[str, str]:
    """Every file below `folder` and its SHA-256."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def dropped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An organization that dropped all its firmware, built with the site."""
    folder = organization(tmp_path_factory.mktemp("dropped"))
    (folder / "firmware" / "cmterm-7941_7961-sip.9-4-2SR3-1.zip").write_bytes(zipped(load_41()))
    for name, content in load_flat().items():
        (folder / "firmware" / name).write_bytes(content)
    done = run(folder, "build", "--quiet")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return folder


def test_firmware_is_in_the_tree_the_archive_and_the_manifest(dropped: Path) -> None:
    load = load_41() | load_flat()
    tree = dropped / "build" / "tree"
    assert {name: (tree / "tftp" / name).read_bytes() for name in load} == load
    with tarfile.open(dropped / "dist" / "tonalite-tftp.tar.gz") as box:
        for name, content in load.items():
            member = box.extractfile(name)
            assert member is not None
            assert member.read() == content
    listed = {row["path"]: row for row in json.loads((tree / "manifest.json").read_text())["files"]}
    for name, content in load.items():
        row = listed[f"tftp/{name}"]
        assert (row["sha256"], row["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
        assert row["audience"] == "internal"
        assert row["origins"]


def test_no_byte_of_firmware_is_in_the_public_site(dropped: Path) -> None:
    firmware = {hashlib.sha256(content).hexdigest() for content in (load_41() | load_flat()).values()}
    site = dropped / "build" / "site"
    assert not firmware & set(digest(site).values())
    assert not [p for p in site.rglob("*") if p.suffix in (".sbn", ".sb2", ".loads", ".bin")]
    needle = load_41()["apps41.9-4-2ES26.sbn"][-200:]
    assert not [p for p in site.rglob("*") if p.is_file() and needle in p.read_bytes()]


def test_the_same_files_in_another_form_give_the_same_bytes(dropped: Path, tmp_path: Path) -> None:
    other = organization(tmp_path)
    shutil.copytree(dropped / ".tonalite", other / ".tonalite")
    loose, elsewhere = load_41(), other / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "flat.zip").write_bytes(zipped(load_flat()))
    for name in reversed(loose):
        (elsewhere / name).write_bytes(loose[name])
        os.utime(elsewhere / name, (10**9, 10**9))
    done = run(other, "build", "--quiet", "--no-site", "--firmware", str(elsewhere))
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    for part in ("build/tree", "dist"):
        assert digest(dropped / part) == digest(other / part)


def test_what_is_missing_is_told_and_the_build_goes_on(tmp_path: Path) -> None:
    folder = organization(tmp_path)
    empty = run(folder, "build", "--no-site")
    assert (empty.returncode, empty.stderr) == (0, "")
    assert "No firmware in firmware/" in empty.stdout
    assert "  P0S3-8-12-00 (" in empty.stdout
    plain = digest(folder / "build" / "tree" / "tftp")
    load = load_flat()
    del load["P0S3-8-12-00.sb2"]
    for name, content in load.items():
        (folder / "firmware" / name).write_bytes(content)
    partly = run(folder, "build", "--no-site")
    assert partly.returncode == 0
    lines = partly.stderr.splitlines()
    assert sum("TON904" in line for line in lines) == len(lines) == 2, lines
    assert any("lacks P0S3-8-12-00.sb2; nothing of it is placed" in line for line in lines)
    assert digest(folder / "build" / "tree" / "tftp") == plain
    (folder / "firmware" / "P0S3-8-12-00.sb2").write_bytes(load_flat()["P0S3-8-12-00.sb2"])
    assert run(folder, "build", "--no-site", "--only", "asterisk").returncode == 0
    assert digest(folder / "build" / "tree" / "tftp") == plain, "a partial build renews its own part only"
    assert run(folder, "build", "--no-site", "--only", "phones").returncode == 0
    assert {k for k in digest(folder / "build" / "tree" / "tftp") if k not in plain} == set(load_flat())


def test_check_says_what_is_there_and_what_is_missing(dropped: Path, tmp_path: Path) -> None:
    done = run(dropped, "firmware", "check")
    assert done.returncode == 0, done.stdout
    assert "SIP41.9-4-2SR3-1S: complete" in done.stdout
    assert "(firmware/cmterm-7941_7961-sip.9-4-2SR3-1.zip)" in done.stdout
    missing = run(dropped, "firmware", "check", "--firmware", str(tmp_path), "--json")
    assert missing.returncode == 1
    told = json.loads(missing.stdout)
    assert {load["load"] for load in told["loads"]} == {"P0S3-8-12-00", "SIP41.9-4-2SR3-1S"}
    assert all(not load["complete"] and load["phones"] and not load["placed"] for load in told["loads"])
    assert {problem["code"] for problem in told["problems"]} == {"TON904"}
    whole = json.loads(run(dropped, "firmware", "check", "--json").stdout)
    sums = {f["name"]: f["sha256"] for load in whole["loads"] for f in load["files"]}
    expected = {name: hashlib.sha256(content).hexdigest() for name, content in (load_41() | load_flat()).items()}
    assert sums == expected

"""`tonalite build` as a whole: reproducible in two clones, whole when killed, renewed in part, silent about secrets."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = {"tests", ".git", ".venv", "build", "dist", ".tonalite"}


def clone(target: Path) -> Path:
    """What git tracks of this repository, as it is in the work tree, at `target`; tests are left out."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    for name in names.stdout.decode().split("\0"):
        if name and name.split("/")[0] not in LEFT_OUT and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


def run(folder: Path, *words: str, umask: int = 0o022, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `tonalite` of the clone at `folder` in it."""
    command = [sys.executable, "-m", "generators", *words]
    base = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(folder),
    }
    return subprocess.run(
        command, cwd=folder, env=base | environment, capture_output=True, text=True, umask=umask, check=False
    )


def digest(folder: Path) -> dict[str, str]:
    """Every file below `folder` and its SHA-256."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = clone(tmp_path_factory.mktemp("first"))
    done = run(folder, "build")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return folder


def test_two_clones_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    other = clone(tmp_path / "a much longer path, with blanks")
    shutil.copytree(built / ".tonalite", other / ".tonalite")
    done = run(
        other, "build", umask=0o077, TZ="Asia/Kathmandu", LC_ALL="tr_TR.UTF-8", LANG="fr_FR.UTF-8", PYTHONHASHSEED="7"
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    for part in ("build/tree", "dist", "build/site"):
        assert digest(built / part) == digest(other / part), part


def test_what_is_written_is_what_the_contract_names(built: Path) -> None:
    tree = digest(built / "build/tree")
    assert {
        "tftp/SIPDefault.cnf",
        "tftp/XMLDefault.cnf.xml",
        "pbx/asterisk-pjsip/pjsip.conf",
        "inventory.json",
    } <= tree.keys()
    listed = json.loads((built / "build/tree/manifest.json").read_text("utf-8"))
    assert {f["path"]: f["sha256"] for f in listed["files"]} == {k: v for k, v in tree.items() if k != "manifest.json"}
    with tarfile.open(built / "dist/tonalite-tftp.tar.gz") as tar:
        packed = {m.name: hashlib.sha256(tar.extractfile(m).read()).hexdigest() for m in tar if m.isfile()}  # type: ignore[union-attr]
    assert packed == {k.removeprefix("tftp/"): v for k, v in tree.items() if k.startswith("tftp/")}
    assert (
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=built / "dist", check=False).returncode
        == 0
    )
    assert (built / "build/site/index.html").is_file()
    assert (built / "build/site/en/index.html").is_file()


def test_private_is_private_and_public_holds_no_secret(built: Path) -> None:
    for path in (built / "build/tree").resolve().rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    secrets = json.loads((built / ".tonalite/secrets.json").read_text("utf-8"))
    text = json.dumps(secrets)
    assert (built / ".tonalite/secrets.json").stat().st_mode & 0o777 == 0o600
    values = [word for word in text.replace('"', " ").replace(",", " ").split() if len(word) == 20 and word.isalnum()]
    assert len(values) >= 19, "one password an endpoint and one a trunk"
    for path in (built / "build/site").resolve().rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(v.encode() in content for v in values), path


def test_a_change_of_one_line_keeps_every_other_file(built: Path) -> None:
    inodes = {p.name: p.stat().st_ino for p in (built / "build/tree/tftp").iterdir()}
    people = built / "site_data/people.yml"
    before = people.read_text("utf-8")
    try:
        people.write_text(before.replace("name: Nadia Benali", "name: Nadia Durand"), "utf-8")
        assert run(built, "build", "--no-site").returncode == 0
        changed = {p.name for p in (built / "build/tree/tftp").iterdir() if inodes.get(p.name) != p.stat().st_ino}
        assert "SIP0007EB4C1002.cnf" in changed
        assert not {n for n in changed if n.startswith(("SIP00", "SEP00"))} - {
            "SIP0007EB4C1002.cnf",
            "SEP0007EB4C1002.cnf.xml",
        }
    finally:
        people.write_text(before, "utf-8")
        assert run(built, "build", "--no-site").returncode == 0


def test_only_and_site_renew_a_part_of_a_whole_tree(built: Path) -> None:
    before = digest(built / "build/tree")
    assert run(built, "build", "--no-site", "--only", "phones", "--site", "lyon").returncode == 0
    assert digest(built / "build/tree") == before
    kept = built / "build/tree/inventory.json"
    text = kept.read_text("utf-8")
    kept.write_text(text + " ", "utf-8")
    touched = run(built, "build", "--no-site", "--only", "phones")
    assert (touched.returncode, "build everything first" in touched.stderr) == (1, True)
    kept.write_text(text, "utf-8")
    wrong = run(built, "build", "--no-site", "--site", "lion")
    assert (wrong.returncode, wrong.stderr.startswith("error: no site 'lion'")) == (1, True)


def test_a_wrong_source_changes_nothing_and_makes_no_secret(tmp_path: Path) -> None:
    folder = clone(tmp_path)
    text = (folder / "site_data/people.yml").read_text("utf-8")
    (folder / "site_data/people.yml").write_text(text.replace("extension: 1002", "extension: 1001"), "utf-8")
    done = run(folder, "build")
    assert done.returncode == 1
    assert "TON402" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "build").exists()
    assert not (folder / ".tonalite").exists()


def test_fifty_builds_killed_at_random_leave_the_old_tree_or_the_new(tmp_path: Path) -> None:
    folder = clone(tmp_path)
    people = folder / "site_data/people.yml"
    texts = [people.read_text("utf-8"), people.read_text("utf-8").replace("Nadia Benali", "Nadia Durand")]
    wholes = []
    began = time.monotonic()
    for text in texts:
        people.write_text(text, "utf-8")
        assert run(folder, "build", "--no-site").returncode == 0
        wholes.append((digest(folder / "build/tree"), digest(folder / "dist")))
    usual = (time.monotonic() - began) / 2
    assert wholes[0] != wholes[1]
    luck = random.Random(2)  # the moments differ between machines all the same
    seen = set()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), "LC_ALL": "C.UTF-8"}
    for turn in range(50):
        people.write_text(texts[turn % 2], "utf-8")
        child = subprocess.Popen(
            [sys.executable, "-m", "generators", "build", "--no-site", "--quiet"], cwd=folder, env=environment
        )
        time.sleep(luck.uniform(0.3, 1.1) * usual)
        child.send_signal(signal.SIGKILL)
        child.wait()
        found = (digest(folder / "build/tree"), digest(folder / "dist"))
        assert found in wholes, f"a half-written tree after kill {turn}"
        seen.add(wholes.index(found))
    assert seen == {0, 1}, "the kills came at moments that prove nothing"
    assert run(folder, "build", "--no-site").returncode == 0

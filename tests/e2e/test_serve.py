"""`tonalite tftp` and `tonalite serve`, as an administrator runs them: real clients fetch what was built."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets import artifacts
from tests.golden_trees import CASES, fake_secret

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tftp")
    for artifact in artifacts(load_estate(CASES["nyxd"], Audience.INTERNAL, fake_secret)):
        if artifact.path.startswith("tftp/"):
            target = folder / artifact.path.removeprefix("tftp/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(artifact.content)
    return folder


@contextmanager
def running(*words: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A `tonalite` command at work, and the file that its words go to; it is interrupted at the end."""
    log = Path(os.environ.get("TMPDIR", "/tmp")) / f"tonalite-serve-{os.getpid()}-{time.monotonic_ns()}.log"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "generators", *words],
            cwd=ROOT,
            env=environment,
            stdout=stream,
            stderr=stream,
            text=True,
        )
    try:
        yield process, log
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        log.unlink()


def said(log: Path, pattern: str, process: subprocess.Popen[str], patience: float = 30) -> re.Match[str]:
    """What the command printed, once it matches `pattern`."""
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(pattern, log.read_text()):
            return found
        time.sleep(0.05)
    raise AssertionError(f"the command did not say {pattern}: {log.read_text()}")


def fetch(port: str, name: str, folder: Path) -> bytes:
    """A file by Debian's tftp client (tftp-hpa)."""
    assert shutil.which("tftp"), "apt-get install tftp-hpa"
    target = folder / "fetched"
    target.unlink(missing_ok=True)
    command = ["tftp", "-m", "octet", "127.0.0.1", port, "-c", "get", name, str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=20)
    return target.read_bytes()


def test_every_file_of_every_phone_arrives_byte_for_byte(tree: Path, tmp_path: Path) -> None:
    with running("tftp", "--tree", str(tree), "--listen", "127.0.0.1:0") as (process, log):
        port = said(log, r"TFTP on 127\.0\.0\.1:([0-9]+)", process)[1]
        names = sorted(p.relative_to(tree).as_posix() for p in tree.rglob("*") if p.is_file())
        assert len(names) >= 24
        for name in names:
            assert fetch(port, name, tmp_path) == (tree / name).read_bytes(), name
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert "Fake" not in log.read_text()


def test_a_new_generation_is_served_without_a_restart(tree: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        shutil.copytree(tree, tmp_path / str(number))
    (tmp_path / "2" / "SIPDefault.cnf").write_text("# new\n")
    (tmp_path / "current").symlink_to("1")
    with running("tftp", "--tree", str(tmp_path / "current"), "--listen", "127.0.0.1:0") as (process, log):
        port = said(log, r"TFTP on 127\.0\.0\.1:([0-9]+)", process)[1]
        assert fetch(port, "SIPDefault.cnf", tmp_path) == (tree / "SIPDefault.cnf").read_bytes()
        (tmp_path / "next").symlink_to("2")
        (tmp_path / "next").rename(tmp_path / "current")
        said(log, "now serving the new files", process)
        assert fetch(port, "SIPDefault.cnf", tmp_path) == b"# new\n"


def test_another_address_than_loopback_wants_a_list_of_who_may_ask(tree: Path) -> None:
    command = [sys.executable, "-m", "generators", "tftp", "--tree", str(tree), "--listen", "0.0.0.0:0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "--allow" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_tree_says_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "generators", "tftp", "--tree", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, "make" in done.stderr) == (1, True)


def test_serve_shows_the_site_and_serves_the_phones_together(tree: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        http = f"127.0.0.1:{probe.getsockname()[1]}"
    words = ["serve", "--data", "tests/estates/minimal", "--tree", str(tree), "--http", http]
    with running(*words, "--tftp", "127.0.0.1:0") as (process, log):
        port = said(log, r"TFTP: 127\.0\.0\.1:([0-9]+)", process)[1]
        said(log, rf"Serving on http://{re.escape(http)}/", process)
        with urllib.request.urlopen(f"http://{http}/", timeout=10) as answer:
            assert b"<h1" in answer.read()
        assert fetch(port, "SIPDefault.cnf", tmp_path) == (tree / "SIPDefault.cnf").read_bytes()
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0, log.read_text()

"""The backup script against the state of a real, running Asterisk 16 and 22, and its refusals."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generators.targets import backup
from tests.live.asterisk import Pbx
from tests.live.debian_asterisk import Missing, obtain
from tests.live.network import Network
from tests.live.systems import EXAMPLE, load

pytestmark = pytest.mark.live

KEYS = {"FWD_ALWAYS/thomas": "0639980001", "NIGHT/bureau": "1", "DND/nadia": "yes", "GUEST/lyon1chloe": "a b;c"}
MODULES = "[modules]\nautoload = no\nload = pbx_config.so\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The generated script, as a file."""
    (artifact,) = backup.artifacts(load(EXAMPLE))
    path = tmp_path / "backup-pbx.sh"
    path.write_bytes(artifact.content)
    return path


def run(script: Path, *words: str | Path, asterisk: str = "false") -> subprocess.CompletedProcess[str]:
    """The script with `words`, by a plain POSIX shell; `asterisk` is the command that speaks to a running one."""
    environment = {**os.environ, "ASTERISK": asterisk}
    command = ["dash", str(script), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@contextmanager
def asterisk(version: str, folder: Path) -> Iterator[Pbx]:
    """An Asterisk on its package's own configuration, less nearly all modules."""
    folder.mkdir()
    network = Network(folder, ["10.0.0.1"], ["10.0.0.2"], {})
    try:
        pbx = Pbx(version, folder / "pbx", [], network)
        (folder / "pbx/etc/modules.conf").write_text(MODULES)
        with pbx:
            yield pbx
    finally:
        network.close()


def files(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def keys(pbx: Pbx) -> dict[str, str]:
    """What the astdb holds of our keys."""
    out = {}
    for key in KEYS:
        family, name = key.split("/")
        out[key] = pbx.cli(f"database get {family} {name}").strip().removeprefix("Value: ")
    return out


@pytest.mark.parametrize("version", ["16", "22"])
def test_what_was_saved_while_running_comes_back_on_a_fresh_one(version: str, script: Path, tmp_path: Path) -> None:
    command = " ".join(obtain(version).command())
    archive = tmp_path / "pbx.tar.gz"
    with asterisk(version, tmp_path / "old") as pbx:
        for key, value in KEYS.items():
            family, name = key.split("/")
            pbx.cli(f'database put {family} {name} "{value}"')
        assert keys(pbx) == KEYS
        database = pbx.folder / "var/astdb.sqlite3"
        written = lambda: all(key.split("/")[1].encode() in database.read_bytes() for key in KEYS)  # noqa: E731
        pbx.wait_for(written, 10, "the astdb is not written")  # Asterisk writes it once a second
        box = pbx.folder / "spool/voicemail/default/1001"
        (box / "INBOX").mkdir(parents=True)
        (box / "INBOX/msg0000.wav").write_bytes(bytes(range(256)) * 9)
        (box / "INBOX/msg0000.txt").write_text("callerid=Été <0639980001>\n")
        (box / "greet.wav").write_bytes(b"hello")
        sounds = pbx.folder / "var/sounds/custom"
        sounds.mkdir(parents=True)
        (sounds / "accueil; rm.wav").write_bytes(b"bonjour")
        config = pbx.folder / "etc/asterisk.conf"
        saved = run(script, "save", archive, "--config", config, asterisk=command)
        assert saved.returncode == 0, saved.stderr
        assert archive.stat().st_mode & 0o777 == 0o600
        assert run(script, "check", archive).returncode == 0
        again = run(script, "save", archive, "--config", config, asterisk=command)
        assert (again.returncode, "exists" in again.stderr) == (1, True)
        running = run(script, "restore", archive, "--config", config, asterisk=command)
        assert (running.returncode, "Asterisk runs" in running.stderr) == (1, True)
        wanted = {**files(pbx.folder / "spool/voicemail"), **files(sounds)}

    with asterisk(version, tmp_path / "new") as fresh:
        assert set(keys(fresh).values()) != set(KEYS.values())
    config = tmp_path / "new/pbx/etc/asterisk.conf"
    before = files(tmp_path / "new/pbx/var")
    refused = run(script, "restore", archive, "--config", config, asterisk=command)
    assert (refused.returncode, "--force" in refused.stderr) == (1, True)
    assert files(tmp_path / "new/pbx/var") == before
    assert files(tmp_path / "new/pbx/spool/voicemail") == {}
    done = run(script, "restore", archive, "--config", config, "--force", asterisk=command)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new/pbx/var/astdb.sqlite3.before-restore").read_bytes() == before["astdb.sqlite3"]

    network = Network(tmp_path, ["10.0.0.1"], ["10.0.0.2"], {})
    shutil.move(tmp_path / "new/pbx", tmp_path / "restored")
    try:
        pbx = Pbx(version, tmp_path / "last", [], network)
        (tmp_path / "last/etc/modules.conf").write_text(MODULES)
        for name in ("var", "spool"):
            shutil.rmtree(tmp_path / "last" / name)
            shutil.move(tmp_path / "restored" / name, tmp_path / "last" / name)
        with pbx:
            assert keys(pbx) == KEYS
        spool = tmp_path / "last/spool/voicemail"
        assert {**files(spool), **files(tmp_path / "last/var/sounds/custom")} == wanted
    finally:
        network.close()


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Folders of a PBX that does not run, and its asterisk.conf; gives the latter."""
    (tmp_path / "spool/voicemail/default/1001/INBOX").mkdir(parents=True)
    (tmp_path / "spool/voicemail/default/1001/INBOX/msg0000.txt").write_text("one\n")
    config = tmp_path / "asterisk.conf"
    names = "".join(
        f"{key} => {tmp_path}/{place} ; a note\n"
        for key, place in {
            "astspooldir": "spool",
            "astdbdir": "db",
            "astdatadir": "data",
            "astvarlibdir": "data",
        }.items()
    )
    config.write_text(f"[directories](!)\n{names}[options]\n")
    return config


def test_a_restore_changes_nothing_that_differs_and_adds_what_is_missing(
    script: Path, machine: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "a.tar.gz"
    message = tmp_path / "spool/voicemail/default/1001/INBOX/msg0000.txt"
    assert run(script, "save", archive, "--config", machine).returncode == 0
    message.unlink()
    newer = message.with_name("msg0001.txt")
    newer.write_text("newer\n")
    assert run(script, "restore", archive, "--config", machine).returncode == 0
    assert (message.read_text(), newer.read_text()) == ("one\n", "newer\n")
    message.write_text("changed\n")
    refused = run(script, "restore", archive, "--config", machine)
    assert (refused.returncode, str(message.name) in refused.stderr) == (1, True)
    assert message.read_text() == "changed\n"
    assert run(script, "restore", archive, "--config", machine, "--force").returncode == 0
    assert (message.read_text(), newer.read_text()) == ("one\n", "newer\n")


def test_a_damaged_or_foreign_archive_is_refused(script: Path, machine: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.tar.gz"
    assert run(script, "save", archive, "--config", machine).returncode == 0
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 0xFF
    archive.write_bytes(data)
    assert run(script, "restore", archive, "--config", machine, "--force").returncode == 1

    outside = tmp_path / "outside.txt"
    for name, kind, link in (
        ("../outside.txt", tarfile.REGTYPE, ""),
        ("/outside.txt", tarfile.REGTYPE, ""),
        ("tonalite-pbx/voicemail/../../outside.txt", tarfile.REGTYPE, ""),
        ("tonalite-pbx/voicemail/x", tarfile.SYMTYPE, str(tmp_path)),
        ("tonalite-pbx/voicemail/x", tarfile.LNKTYPE, "/etc/passwd"),
        ("tonalite-pbx/voicemail/only", tarfile.REGTYPE, ""),
    ):
        with tarfile.open(archive, "w:gz") as tar:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.size = kind, link, 0 if link else 3
            tar.addfile(entry, None if link else io.BytesIO(b"bad"))
        found = run(script, "restore", archive, "--config", machine, "--force")
        assert found.returncode == 1, name
        assert "backup-pbx: " in found.stderr, name
        assert not outside.exists()


def test_wrong_words_say_how_it_is_called(script: Path, tmp_path: Path) -> None:
    for words in ((), ("save",), ("what", "x"), ("save", "a", "b"), ("save", "--config")):
        found = run(script, *words)
        assert found.returncode == 2, words
        assert "restore ARCHIVE.tar.gz" in found.stderr
    empty = run(script, "save", tmp_path / "x.tar.gz", "--config", tmp_path / "none.conf")
    assert empty.returncode in {0, 1}  # this machine may have an Asterisk of its own
    assert run(script, "restore", tmp_path / "absent.tar.gz").returncode == 1


def test_shellcheck_finds_nothing(script: Path) -> None:
    if shutil.which("shellcheck") is None:
        raise Missing("shellcheck is missing: apt-get install shellcheck")
    found = subprocess.run(["shellcheck", "-s", "sh", str(script)], capture_output=True, text=True, check=False)
    assert found.stdout == ""

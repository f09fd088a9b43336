"""Real TFTP clients against our server: every file byte for byte, refusals at once, nothing written."""

from __future__ import annotations

import logging
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tftpy

from generators.publish.tftp import TftpServer, load_table

pytestmark = pytest.mark.live

SIZES = [0, 1, 511, 512, 513, 1023, 1024, 1025, 1467, 1468, 1469, 65_536, 100_000]
Get = Callable[[int, str, Path], "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A TFTP root of files of every awkward size, one of them in a folder, with line ends that netascii would touch."""
    folder = tmp_path_factory.mktemp("served") / "root"
    folder.mkdir()
    dice = random.Random(1350)
    for size in SIZES:
        (folder / f"f{size}.bin").write_bytes(dice.randbytes(size))
    (folder / "France").mkdir()
    (folder / "France" / "7960-tones.xml").write_bytes(b"<t>\r\n\r\0\n</t>\n" * 100)
    return folder


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[tuple[int, list[str]]]:
    """The port of a running server, and its log."""
    lines: list[str] = []
    server = TftpServer(load_table(root), ("127.0.0.1", 0), (), lines.append)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.address[1], lines
    server.stop()
    thread.join(10)
    assert not thread.is_alive()


def program(name: str, package: str) -> str:
    """The path of a client; a missing one fails the test and says how it is had."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"the TFTP client {name} is missing: apt-get install tftp-hpa atftp  ({package})")
    return found


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=30, errors="replace")


def hpa(port: int, verb: str, remote: str, local: Path, mode: str = "binary") -> subprocess.CompletedProcess[str]:
    names = [remote, str(local)] if verb == "get" else [str(local), remote]
    return run([program("tftp", "tftp-hpa"), "-m", mode, "127.0.0.1", str(port), "-c", verb, *names])


def atftp(port: int, verb: str, remote: str, local: Path, *options: str) -> subprocess.CompletedProcess[str]:
    asked = [part for option in options for part in ("--option", option)]
    files = ["-r", remote, "-l", str(local)]
    return run([program("atftp", "atftp"), *asked, f"--{verb}", *files, "127.0.0.1", str(port)])


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


GETS: dict[str, Get] = {
    "tftp-hpa": lambda port, name, to: hpa(port, "get", name, to),
    "tftp-hpa, netascii there and back": lambda port, name, to: hpa(port, "get", name, to, "ascii"),
    "atftp": lambda port, name, to: atftp(port, "get", name, to),
    "atftp, blksize 1428": lambda port, name, to: atftp(port, "get", name, to, "blksize 1428"),
    "atftp, blksize 8": lambda port, name, to: atftp(port, "get", name, to, "blksize 8"),
    "atftp, blksize 65464": lambda port, name, to: atftp(port, "get", name, to, "blksize 65464"),
    "atftp, all options": lambda port, name, to: atftp(port, "get", name, to, "tsize 0", "timeout 2", "blksize 512"),
}


@pytest.mark.parametrize("client", GETS)
def test_every_file_arrives_byte_for_byte(
    client: str, root: Path, served: tuple[int, list[str]], tmp_path: Path
) -> None:
    port, lines = served
    for number, name in enumerate(names(root)):
        if "netascii" in client and name.endswith(".bin"):
            continue  # a client may not restore what was no text
        before, local = len(lines), tmp_path / str(number)
        done = GETS[client](port, name, local)
        assert done.returncode == 0, (name, done)
        assert local.read_bytes() == (root / name).read_bytes(), (client, name)
        told = wait_for(lines, before, "event=done")
        assert f'file="{name}"' in told and told.endswith("result=ok")
        if client == "atftp, all options":
            assert f"tsize:{(root / name).stat().st_size}" in told and "timeout:2" in told and "blksize:512" in told
        if client == "atftp, blksize 65464":
            assert "options=blksize:1468 " in told


def wait_for(lines: list[str], after: int, text: str) -> str:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for line in lines[after:]:
            if text in line:
                return line
        time.sleep(0.005)
    raise AssertionError(f"no {text!r} in {lines[after:]}")


@pytest.mark.parametrize("options", [{}, {"blksize": 1400}, {"tsize": 0, "blksize": 512}], ids=str)
def test_tftpys_own_client_gets_every_file(
    options: dict[str, int], root: Path, served: tuple[int, list[str]], tmp_path: Path
) -> None:
    logging.getLogger("tftpy").setLevel(logging.CRITICAL)
    for number, name in enumerate(names(root)):
        local = tmp_path / str(number)
        client = tftpy.TftpClient("127.0.0.1", served[0], options)
        client.download(name, str(local), timeout=5)
        assert local.read_bytes() == (root / name).read_bytes(), name


def test_a_missing_file_is_told_at_once(served: tuple[int, list[str]], tmp_path: Path) -> None:
    begun = time.monotonic()
    assert "Error code 1: File not found" in hpa(served[0], "get", "CTLFile.tlv", tmp_path / "x").stdout
    told = atftp(served[0], "get", "CTLFile.tlv", tmp_path / "y")
    assert told.returncode != 0 and "File not found" in told.stderr
    assert time.monotonic() - begun < 4  # a client that hears nothing waits at least 5 s


@pytest.mark.parametrize("name", ["f512.bin", "new.bin", "France/7960-tones.xml", "../new.bin"])
def test_nothing_can_be_written(name: str, root: Path, served: tuple[int, list[str]], tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in root.parent.rglob("*") if path.is_file()}
    (tmp_path / "up").write_bytes(b"evil")
    assert "Error code 2: Access violation" in hpa(served[0], "put", name, tmp_path / "up").stdout
    told = atftp(served[0], "put", name, tmp_path / "up")
    assert told.returncode != 0 and "Access violation" in told.stderr
    assert {path: path.read_bytes() for path in root.parent.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["../root-secret/x", "/etc/passwd", "../../../../etc/passwd", "France/../f1.bin", "."])
def test_names_that_lead_elsewhere_give_nothing(
    name: str, root: Path, served: tuple[int, list[str]], tmp_path: Path
) -> None:
    beside = root.with_name("root-secret")
    beside.mkdir(exist_ok=True)
    (beside / "x").write_text("secret")
    assert "Error code 1" in hpa(served[0], "get", name, tmp_path / "x").stdout
    assert atftp(served[0], "get", name, tmp_path / "y").returncode != 0
    assert not any(path.is_file() and path.stat().st_size for path in tmp_path.iterdir())


def test_several_clients_at_once(root: Path, served: tuple[int, list[str]], tmp_path: Path) -> None:
    tftp = program("tftp", "tftp-hpa")
    everything = [name for name in names(root) for _ in range(3)]
    clients = [
        subprocess.Popen(
            [tftp, "-m", "binary", "127.0.0.1", str(served[0]), "-c", "get", name, str(tmp_path / str(number))],
            stdout=subprocess.DEVNULL,
        )
        for number, name in enumerate(everything)
    ]
    assert [client.wait(60) for client in clients] == [0] * len(clients)
    for number, name in enumerate(everything):
        assert (tmp_path / str(number)).read_bytes() == (root / name).read_bytes(), name

"""Real HTTP clients against our server: curl and Python's own, a storm, and a machine short of descriptors."""

from __future__ import annotations

import http.client
import random
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generators.publish.http import HttpServer, load_files

pytestmark = pytest.mark.live

ROOT = Path(__file__).parents[2]
SIZES = [0, 1, 511, 512, 1460, 16_383, 16_384, 16_385, 65_536, 1_000_003]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A TFTP root of files of awkward sizes and of every kind."""
    folder = tmp_path_factory.mktemp("served") / "root"
    (folder / "services" / "fr").mkdir(parents=True)
    dice = random.Random(9110)
    for size in SIZES:
        (folder / f"f{size}.sbn").write_bytes(dice.randbytes(size))
    for name in ("services/fr/a.xml", "SIPDefault.cnf", "OS79XX.TXT", "logo.bmp", "a.png", "RINGLIST.DAT"):
        (folder / name).write_bytes(b"<x>\r\n</x>\n")
    return folder


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[tuple[int, list[str]]]:
    """The port of a running server, and its log."""
    lines: list[str] = []
    server = HttpServer(load_files(root), ("127.0.0.1", 0), (), lines.append)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.address[1], lines
    server.stop()
    thread.join(10)
    assert not thread.is_alive()


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def curl(*words: str) -> subprocess.CompletedProcess[bytes]:
    """curl, which says what it got; a missing one fails the test and says how it is had."""
    program = shutil.which("curl")
    if program is None:
        pytest.fail("curl is missing: apt-get install curl")
    return subprocess.run([program, "--silent", "--max-time", "20", "--path-as-is", *words], capture_output=True)


@pytest.mark.parametrize("version", ["--http1.0", "--http1.1"])
def test_curl_gets_every_file_byte_for_byte(
    version: str, root: Path, served: tuple[int, list[str]], tmp_path: Path
) -> None:
    for name in names(root):
        url = f"http://127.0.0.1:{served[0]}/{name}?name=SEP001122334455&locale=French_France"
        done = curl(version, "--fail", url)
        assert (done.returncode, done.stdout) == (0, (root / name).read_bytes()), name


def test_curl_gets_all_files_over_one_connection(root: Path, served: tuple[int, list[str]]) -> None:
    urls = [f"http://127.0.0.1:{served[0]}/{name}" for name in names(root)]
    done = curl("--fail", "--write-out", "%{num_connects}\n%{stderr}%{num_connects} ", *urls)
    assert done.returncode == 0
    assert done.stderr.split() == [b"1"] + [b"0"] * (len(urls) - 1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("services/fr/a.xml", "text/xml"),
        ("SIPDefault.cnf", "text/plain"),
        ("OS79XX.TXT", "text/plain"),
        ("logo.bmp", "image/bmp"),
        ("a.png", "image/png"),
        ("RINGLIST.DAT", "application/octet-stream"),
        ("f512.sbn", "application/octet-stream"),
    ],
)
def test_curl_is_told_the_type(name: str, kind: str, root: Path, served: tuple[int, list[str]]) -> None:
    done = curl("--head", f"http://127.0.0.1:{served[0]}/{name}")
    told = dict(re.findall(r"^([A-Za-z-]+): (.*)\r$", done.stdout.decode(), re.MULTILINE))
    assert told["Content-Type"] == kind
    assert told["Content-Length"] == str((root / name).stat().st_size)


def test_curl_does_not_get_again_what_it_has(served: tuple[int, list[str]], tmp_path: Path) -> None:
    url, tag = f"http://127.0.0.1:{served[0]}/SIPDefault.cnf", str(tmp_path / "tag")
    assert curl("--etag-save", tag, url).stdout
    again = curl("--etag-compare", tag, "--write-out", "%{http_code}", url)
    assert again.stdout == b"304"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"])
def test_nothing_can_be_written(method: str, root: Path, served: tuple[int, list[str]]) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    body = ["--data-binary", "@" + str(root / "OS79XX.TXT")]  # a large one may lose the answer: the server ends it
    done = curl("-X", method, *body, "--write-out", "%{http_code}", f"http://127.0.0.1:{served[0]}/SIPDefault.cnf")
    assert done.stdout.endswith(b"405")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("path", ["../root-secret/x", "/etc/passwd", "%2e%2e/root-secret/x", "services/../f1.sbn", ""])
def test_names_that_lead_elsewhere_give_nothing(path: str, root: Path, served: tuple[int, list[str]]) -> None:
    beside = root.with_name("root-secret")
    beside.mkdir(exist_ok=True)
    (beside / "x").write_text("secret")
    done = curl("--write-out", "%{http_code}", f"http://127.0.0.1:{served[0]}/{path}")
    assert done.stdout == b"404 Not Found\n404"


def test_pythons_own_client_gets_every_file_over_one_connection(root: Path, served: tuple[int, list[str]]) -> None:
    client = http.client.HTTPConnection("127.0.0.1", served[0], timeout=20)
    try:
        for name in (*names(root), "none"):
            client.request("GET", f"/{name}")
            answer = client.getresponse()
            data = answer.read()
            if name == "none":
                assert answer.status == 404
            else:
                assert (answer.status, data) == (200, (root / name).read_bytes()), name
            assert not answer.will_close
            client.request("HEAD", f"/{name}")
            answer = client.getresponse()
            assert answer.read() == b""
            assert int(answer.headers["Content-Length"]) == len(data)
    finally:
        client.close()


def test_several_clients_at_once(root: Path, served: tuple[int, list[str]], tmp_path: Path) -> None:
    program = shutil.which("curl")
    assert program
    everything = [name for name in names(root) for _ in range(2)]
    clients = [
        subprocess.Popen(
            [program, "-sf", "-o", str(tmp_path / str(number)), f"http://127.0.0.1:{served[0]}/{name}"],
        )
        for number, name in enumerate(everything)
    ]
    assert [client.wait(60) for client in clients] == [0] * len(clients)
    for number, name in enumerate(everything):
        got = tmp_path / str(number)
        assert (got.read_bytes() if got.exists() else b"") == (root / name).read_bytes(), name


SHORT = """
import resource, socket, sys, threading
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
from generators.publish.http import File, HttpServer
lines = []
server = HttpServer({"a.xml": File(b"<a/>", "text/xml", "0", 0)}, ("127.0.0.1", 0), (), lines.append)
thread = threading.Thread(target=server.serve_forever)
thread.start()
print(server.address[1], flush=True)
sys.stdin.readline()
server.stop()
thread.join()
print(sum("fault:OSError" in line for line in lines) > 0)
"""


def test_a_machine_short_of_descriptors_serves_again_when_it_has_some() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SHORT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        port = int(process.stdout.readline())
        held = [http.client.HTTPConnection("127.0.0.1", port, timeout=20) for _ in range(60)]
        for client in held:
            client.connect()
        for client in held[:10]:
            client.request("GET", "/a.xml")
            assert client.getresponse().read() == b"<a/>"
        for client in held[:-1]:
            client.close()
        held[-1].request("GET", "/a.xml")
        assert held[-1].getresponse().read() == b"<a/>"
        held[-1].close()
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "True\n"
        assert process.wait(10) == 0

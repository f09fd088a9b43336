"""`tonalite tftp` and `tonalite serve`, as an administrator runs them: real clients fetch what was built."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import IPv4Address
from pathlib import Path
from types import MappingProxyType

import pytest

from generators.estate.estate import Estate
from generators.estate.places import Way
from generators.estate.services import directory_url, services_url
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.publish.http import File, HttpServer
from generators.publish.http.files import kind_of
from generators.targets import artifacts
from generators.targets.phones import services
from tests.golden_trees import CASES, fake_secret
from tests.parsers import cisco_services

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


def curl(url: str, folder: Path, *options: str) -> bytes:
    """A file by curl, which fails on any status but 2xx."""
    target = folder / "curled"
    target.unlink(missing_ok=True)
    command = ["curl", "--silent", "--fail", "--max-time", "10", "--path-as-is", "-o", str(target), *options, url]
    subprocess.run(command, check=True, capture_output=True, timeout=20)
    return target.read_bytes() if target.exists() else b""  # curl makes no file of nothing


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
    both = ["--listen", "127.0.0.1:0", "--http", "127.0.0.1:0"]
    with running("tftp", "--tree", str(tmp_path / "current"), *both) as (process, log):
        port = said(log, r"TFTP on 127\.0\.0\.1:([0-9]+)", process)[1]
        web = said(log, r"HTTP on (127\.0\.0\.1:[0-9]+), serving", process)[1]
        assert fetch(port, "SIPDefault.cnf", tmp_path) == (tree / "SIPDefault.cnf").read_bytes()
        assert curl(f"http://{web}/SIPDefault.cnf", tmp_path) == (tree / "SIPDefault.cnf").read_bytes()
        (tmp_path / "next").symlink_to("2")
        (tmp_path / "next").rename(tmp_path / "current")
        said(log, "now serving the new files", process)
        assert fetch(port, "SIPDefault.cnf", tmp_path) == b"# new\n"
        assert curl(f"http://{web}/SIPDefault.cnf", tmp_path) == b"# new\n"


def test_http_gives_every_file_to_the_same_people(tree: Path, tmp_path: Path) -> None:
    """One list of who may ask, one log, and no port but TFTP's unless HTTP is asked for."""
    places = ["--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--allow", "127.0.0.1/32"]
    with running("tftp", "--tree", str(tree), *places) as (process, log):
        web = said(log, r"HTTP on (127\.0\.0\.1:[0-9]+), serving", process)[1]
        for path in sorted(p for p in tree.rglob("*") if p.is_file()):
            name = path.relative_to(tree).as_posix()
            assert curl(f"http://{web}/{name}?name=SEP001122334455", tmp_path) == path.read_bytes(), name
        said(log, r'event=done peer=127\.0\.0\.1:[0-9]+ file="/SIPDefault\.cnf\?name=SEP.* proto=http', process)
        with pytest.raises(subprocess.CalledProcessError):
            curl(f"http://{web}/SIPDefault.cnf", tmp_path, "--interface", "127.0.0.2")
        said(log, r"peer=127\.0\.0\.2:[0-9]+ .*result=forbidden", process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert "Fake" not in log.read_text()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--http", "0.0.0.0:0"], 1, "--allow"),
        (["--http", "6970"], 2, "ADDRESS:PORT"),
        (["--http", "127.0.0.1:http"], 2, "ADDRESS:PORT"),
        (["--http", "192.0.2.7:6970", "--allow", "192.0.2.0/24"], 1, "not an address of this machine"),
        (["--allow", "10.0.0.1/8"], 2, "not a network"),
    ],
)
def test_what_cannot_be_served_is_one_line(tree: Path, words: list[str], code: int, told: str) -> None:
    command = [sys.executable, "-m", "generators", "tftp", "--tree", str(tree), "--listen", "127.0.0.1:0", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


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
    with running(*words, "--tftp", "127.0.0.1:0", "--phones", "127.0.0.1:0") as (process, log):
        port = said(log, r"TFTP on 127\.0\.0\.1:([0-9]+)", process)[1]
        web = said(log, r"HTTP on (127\.0\.0\.1:[0-9]+), serving", process)[1]
        said(log, rf"Serving on http://{re.escape(http)}/", process)
        with urllib.request.urlopen(f"http://{http}/", timeout=10) as answer:
            assert b"<h1" in answer.read()
        assert fetch(port, "SIPDefault.cnf", tmp_path) == (tree / "SIPDefault.cnf").read_bytes()
        assert curl(f"http://{web}/SIPDefault.cnf", tmp_path) == (tree / "SIPDefault.cnf").read_bytes()
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0, log.read_text()


def test_a_phone_walks_through_all_pages_by_http() -> None:
    """From both keys of every phone to every page: found, `text/xml`, and read by the strict reader."""
    estate = load_estate(CASES["nyxd"], Audience.INTERNAL, fake_secret)
    server = HttpServer({}, ("127.0.0.1", 0), (), lambda line: None)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        estate = at_home(estate, *server.address)
        files = {a.path.removeprefix("tftp/"): a.content for a in services.artifacts(estate)}
        server.replace({n: File(c, kind_of(n), "0", 0) for n, c in files.items()})
        todo, seen = set(), set()
        for phone in estate.phones:
            for language in estate.organization.languages:
                site = estate.site[phone.site]
                todo |= {url(site, estate.servers["provisioning"], language) for url in (directory_url, services_url)}
        todo.discard("")
        while todo:
            url = todo.pop()
            with urllib.request.urlopen(f"{url}?name=SEP001122334455&locale=French_France", timeout=10) as answer:
                assert answer.headers["Content-Type"] == "text/xml"
                seen.add(url)
                todo |= set(cisco_services.parse(answer.read()).links) - seen
        start = f"http://{server.address[0]}:{server.address[1]}/"
        assert seen == {start + name for name in files}
        assert len(seen) > 20
    finally:
        server.stop()
        thread.join(10)
    assert not thread.is_alive()


def at_home(estate: Estate, host: str, port: int) -> Estate:
    """The estate with its provisioning server on this machine."""
    provisioning = replace(estate.servers["provisioning"], ports=MappingProxyType({"tftp": 69, "http": port}))
    sites = []
    for site in estate.sites:
        way = site.reach.get("provisioning")
        if way is not None and way.way is not Way.ROUTER:
            own = replace(way, address=IPv4Address(host))
            site = replace(site, reach=MappingProxyType({**site.reach, "provisioning": own}))
        sites.append(site)
    servers = MappingProxyType({**estate.servers, "provisioning": provisioning})
    return replace(estate, servers=servers, sites=tuple(sites))

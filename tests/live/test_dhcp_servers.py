"""A real DHCP client gets its address and options from dnsmasq and from Kea, with the files as they are generated."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets.dhcp import Scope, dnsmasq, kea, scope
from tests.estates import THEMES
from tests.live.debian_asterisk import Missing
from tests.unit.targets.dhcp.sources import small

pytestmark = pytest.mark.live

PACKAGES = {"dnsmasq": "dnsmasq-base", "kea-dhcp4": "kea-dhcp4-server", "udhcpc": "udhcpc", "ip": "iproute2"}
FIXED, FREE = "00:07:eb:4c:20:01", "00:1b:d4:60:20:02"


def program(name: str) -> str:
    """The path of a program; a missing one fails the test and says how it is had."""
    for folder in (*os.environ.get("PATH", "").split(":"), "/usr/sbin", "/sbin"):
        if os.access(Path(folder, name), os.X_OK):
            return str(Path(folder, name))
    pytest.fail(f"{name} is missing: apt-get install {PACKAGES[name]}")


def all_scopes() -> Iterator[tuple[str, Scope]]:
    """The scope of every site of every source that has one, whether or not a router serves it."""
    for folder in (Path("site_data"), *THEMES):
        estate = load_estate(folder, Audience.INTERNAL)
        for site in estate.sites:
            found = scope(estate, site)
            if found is not None:
                yield f"{folder.name}-{site.id}", found


SCOPES = dict(all_scopes()) | {
    name: found
    for name, pool in (("small", ", pool: 100-199"), ("fixed-only", ""))
    if (found := scope(small(pool), small(pool).site["bureau"])) is not None
}


def check(words: list[str], folder: Path) -> None:
    done = subprocess.run(words, capture_output=True, text=True, timeout=30, env=kea_places(folder))
    assert done.returncode == 0, done.stdout + done.stderr


def kea_places(folder: Path) -> dict[str, str]:
    """Kea keeps its lock, log and process id where these say."""
    names = ("KEA_LOCKFILE_DIR", "KEA_PIDFILE_DIR", "KEA_LOGFILE_DIR")
    return os.environ | dict.fromkeys(names, str(folder)) | {"KEA_LOGGER_DESTINATION": "stderr"}


@pytest.mark.parametrize("name", sorted(SCOPES))
def test_both_servers_take_the_file_of_every_site(name: str, tmp_path: Path) -> None:
    for language in ("fr", "en"):
        (tmp_path / "dnsmasq.conf").write_text(dnsmasq.text(SCOPES[name], language), "utf-8")
        check([program("dnsmasq"), "--test", f"--conf-file={tmp_path / 'dnsmasq.conf'}"], tmp_path)
    (tmp_path / "kea.json").write_text(kea.text(SCOPES[name]), "utf-8")
    check([program("kea-dhcp4"), "-t", str(tmp_path / "kea.json")], tmp_path)


def test_a_wrong_file_is_refused_by_both(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    (tmp_path / "dnsmasq.conf").write_text(dnsmasq.text(SCOPES["small"], "fr").replace("dhcp-range=", "dhcp-rage="))
    (tmp_path / "kea.json").write_text(kea.text(SCOPES["small"]).replace("192.0.2.199", "192.0.3.199"))
    for words in (
        [program("dnsmasq"), "--test", f"--conf-file={tmp_path / 'dnsmasq.conf'}"],
        [program("kea-dhcp4"), "-t", str(tmp_path / "kea.json")],
    ):
        assert subprocess.run(words, capture_output=True, timeout=30, env=kea_places(tmp_path)).returncode != 0


class Cable:
    """Two network namespaces joined by a cable: the DHCP server's side and the phone's."""

    def __init__(self) -> None:
        self._user = ["-U", "--preserve-credentials"] if os.getuid() else []
        self._holders: list[subprocess.Popen[str]] = []
        self.pids: dict[str, int] = {}
        try:
            self._hold("server", ["unshare", *(["-r"] if os.getuid() else []), "--net", "--mount"])
            self._hold("phone", [*self.into("server"), "unshare", "--net", "--mount"])
            peer = ["peer", "name", "eth0", "netns", str(self.pids["phone"])]
            self.run("server", "ip", "link", "add", "eth0", "type", "veth", *peer)
            self.run("server", "ip", "addr", "add", "192.0.2.11/24", "dev", "eth0")
            for side in ("server", "phone"):
                self.run(side, "ip", "link", "set", "lo", "up")
                self.run(side, "ip", "link", "set", "eth0", "up")
        except BaseException:
            self.close()
            raise

    def into(self, side: str) -> list[str]:
        """The words that run a program on one side."""
        return ["nsenter", "-t", str(self.pids[side]), *self._user, "-m", "-n", "--"]

    def run(self, side: str, *words: str) -> str:
        """Run a program on one side and return what it printed."""
        done = subprocess.run([*self.into(side), *words], capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise Missing(f"{' '.join(words)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def lease(self, mac: str, folder: Path) -> dict[str, str]:
        """What a client with this MAC is given, as udhcpc tells its script."""
        told, script = folder / "lease", folder / "script"
        told.write_text("")
        script.write_text(f'#!/bin/sh\n[ "$1" = bound ] && env > {told}\nexit 0\n')
        script.chmod(0o755)
        self.run("phone", "ip", "link", "set", "eth0", "down")
        self.run("phone", "ip", "link", "set", "eth0", "address", mac, "up")
        # Asks again each second until the server is up; -q ends it with the first lease.
        words = [program("udhcpc"), "-f", "-q", "-n", "-t", "20", "-T", "1", "-i", "eth0", "-s", str(script)]
        self.run("phone", *words, *(w for code in ("3", "6", "15", "42", "51", "66", "150") for w in ("-O", code)))
        return dict(line.split("=", 1) for line in told.read_text().splitlines() if "=" in line)

    def close(self) -> None:
        """End both sides."""
        for holder in reversed(self._holders):
            assert holder.stdin is not None
            assert holder.stdout is not None
            holder.stdin.close()
            holder.wait(10)
            holder.stdout.close()

    def _hold(self, side: str, words: list[str]) -> None:
        holder = subprocess.Popen(
            [*words, "sh", "-c", "echo $$; exec cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._holders.append(holder)
        assert holder.stdout is not None
        first = holder.stdout.readline()
        if not first:
            raise Missing("no network namespace can be made here: run as root, or allow users to make namespaces")
        self.pids[side] = int(first)


@contextmanager
def with_dnsmasq(cable: Cable, found: Scope, folder: Path) -> Iterator[None]:
    """dnsmasq with the generated file; DNS off and its own files in the test's folder."""
    (folder / "dnsmasq.conf").write_text(dnsmasq.text(found, "fr"), "utf-8")
    words = [program("dnsmasq"), "--keep-in-foreground", "--port=0", f"--conf-file={folder / 'dnsmasq.conf'}"]
    words += [
        f"--dhcp-leasefile={folder / 'leases'}",
        f"--pid-file={folder / 'pid'}",
        "--user=root",
        "--log-facility=-",
    ]
    with served(cable, words, folder):
        yield


@contextmanager
def with_kea(cable: Cable, found: Scope, folder: Path) -> Iterator[None]:
    """Kea with the generated file; only its lease file is moved into the test's folder."""
    told = json.loads(kea.text(found))
    told["Dhcp4"]["lease-database"]["name"] = str(folder / "kea-leases4.csv")
    (folder / "kea.json").write_text(json.dumps(told), "utf-8")
    with served(cable, [program("kea-dhcp4"), "-c", str(folder / "kea.json")], folder):
        yield


@contextmanager
def served(cable: Cable, words: list[str], folder: Path) -> Iterator[None]:
    with open(folder / "log", "w") as log:
        server = subprocess.Popen([*cable.into("server"), *words], stdout=log, stderr=log, env=kea_places(folder))
        try:
            yield
        except Missing as err:
            pytest.fail(f"{err}\n{(folder / 'log').read_text()}")
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def cable() -> Iterator[Cable]:
    """The two sides, ended after the test."""
    made = Cable()
    yield made
    made.close()


@pytest.mark.parametrize("start", [with_dnsmasq, with_kea], ids=["dnsmasq", "kea"])
def test_a_client_gets_its_address_and_every_option(
    start: Callable[[Cable, Scope, Path], Iterator[None]], cable: Cable, tmp_path: Path
) -> None:
    with start(cable, SCOPES["small"], tmp_path):  # type: ignore[attr-defined]
        fixed = cable.lease(FIXED, tmp_path)
        free = cable.lease(FREE, tmp_path)
    assert fixed["ip"] == "192.0.2.21"
    last = int(free["ip"].rpartition(".")[2])
    assert free["ip"].startswith("192.0.2.")
    assert 100 <= last <= 199
    for lease in (fixed, free):
        assert lease["router"] == "192.0.2.254"
        assert lease["dns"] == "192.0.2.254"
        assert lease["domain"] == "small.example"
        assert lease["ntpsrv"] == "192.0.2.12"
        assert lease["tftp"] == "192.0.2.11"
        assert socket.inet_ntoa(bytes.fromhex(lease["opt150"])) == "192.0.2.11"
        assert (lease["lease"], lease["mask"]) == ("7200", "24")


@pytest.mark.parametrize("start", [with_dnsmasq, with_kea], ids=["dnsmasq", "kea"])
def test_without_a_pool_a_phone_with_a_fixed_address_is_served(
    start: Callable[[Cable, Scope, Path], Iterator[None]], cable: Cable, tmp_path: Path
) -> None:
    with start(cable, SCOPES["fixed-only"], tmp_path):  # type: ignore[attr-defined]
        assert cable.lease(FIXED, tmp_path)["ip"] == "192.0.2.21"

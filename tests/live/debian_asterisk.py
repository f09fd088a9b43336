"""Asterisk 16 and 22 as Debian packages: fetched by this machine's own apt, unpacked into a cache, never installed.

Both releases run beside each other, and no package of the machine changes. Asterisk starts through the dynamic loader
and the libraries that came with it, so the release of the machine itself does not matter. Needs apt-get, dpkg-deb and
tar; the cache is `$XDG_CACHE_HOME/tonalite/asterisk-VERSION`. `TONALITE_DEBIAN_MIRROR` names a Debian archive where
apt's configuration has none. Raises Missing with what to do.
"""

from __future__ import annotations

import fcntl
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

SUITES = {"16": ("bullseye",), "22": ("forky", "sid")}
PACKAGES = ("asterisk", "asterisk-core-sounds-en-gsm", "asterisk-core-sounds-fr-gsm")
EXTRA = {"16": ("asterisk-voicemail",), "22": ()}  # in 22 voicemail is part of the base package
LEAVE_OUT = ("./usr/share/doc", "./usr/share/man", "./usr/share/locale", "./usr/share/perl", "./usr/lib/*/perl*")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class Missing(Exception):
    """A program or package is not to be had; the text says how to get it."""


class Root:
    """An unpacked Debian with Asterisk in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def command(self) -> list[str]:
        """The words that start this Asterisk with its own C library."""
        machine = {"x86_64": "x86_64-linux-gnu", "aarch64": "aarch64-linux-gnu"}.get(platform.machine(), "*")
        places = (f"lib/{machine}", f"usr/lib/{machine}", "usr/lib")
        folders = [d for place in places for d in sorted(self.path.glob(place)) if d.is_dir()]
        for folder in folders:
            for loader in sorted(folder.glob("ld-linux*.so.*")):
                libraries = ":".join(map(str, folders))
                return [str(loader), "--library-path", libraries, str(self.path / "usr/sbin/asterisk")]
        raise Missing(f"no dynamic loader under {self.path}: remove that folder and run again")

    @property
    def modules(self) -> Path:
        """The folder of loadable modules."""
        found = [*self.path.glob("usr/lib/asterisk/modules"), *self.path.glob("usr/lib/*/asterisk/modules")]
        return found[0]

    @property
    def stock(self) -> Path:
        """The configuration that the package puts into /etc/asterisk."""
        return self.path / "etc/asterisk"


def cache() -> Path:
    """Where unpacked packages stay between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tonalite"


def need(*programs: str) -> None:
    """Raise Missing if a program is not here, with the Debian package that brings it."""
    packages = {"sipp": "sip-tester", "ip": "iproute2", "apt-get": "apt", "dpkg-deb": "dpkg", "tar": "tar"}
    for program in programs:
        if not shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"):
            raise Missing(f"{program} is missing: apt-get install {packages.get(program, 'util-linux mount')}")


def obtain(version: str) -> Root:
    """Asterisk `version` (16 or 22), from the cache or freshly unpacked. Two callers at once: one works, one waits."""
    home = cache() / f"asterisk-{version}"
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "root").is_dir():
            need("apt-get", "dpkg-deb", "tar")
            faults = []
            for suite in SUITES[version]:
                try:
                    _unpack(home, _download(home, suite, version))
                    break
                except Missing as err:
                    faults.append(f"{suite}: {err}")
            else:
                raise Missing(f"Asterisk {version} cannot be fetched: " + "; ".join(faults))
    return Root(home / "root")


def _mirror() -> str:
    """The Debian archive that apt is configured with."""
    if named := os.environ.get("TONALITE_DEBIAN_MIRROR"):
        return named.rstrip("/")
    lines = _run("apt-get", "indextargets", "--format", "$(LABEL)|$(SITE)", "Created-By: Packages").splitlines()
    found = [site for label, _, site in (line.partition("|") for line in lines) if label == "Debian"]
    if not found:  # before the first `apt-get update` apt knows no label: read the sources themselves
        files = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
        texts = [f.read_text(errors="replace") for f in files if f.is_file()]
        archive = re.compile(r"^(?:URIs:|deb)\s.*?(\w+://\S+/debian)/?(?:\s|$)", re.M)
        found = [u for text in texts for u in archive.findall(text)]
    if not found:
        raise Missing("apt knows no Debian archive: name one in TONALITE_DEBIAN_MIRROR")
    return found[0].rstrip("/")


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    if done.returncode:
        told = [x for x in (done.stderr + done.stdout).splitlines() if x[:2] == "E:"] or [done.stderr.strip()]
        raise Missing(" ".join(told)[:400])
    return done.stdout


def _download(home: Path, suite: str, version: str) -> list[Path]:
    """The packages and all they depend on, by an apt that believes the machine to be empty."""
    apt = home / "apt"
    shutil.rmtree(apt, ignore_errors=True)
    for sub in ("lists/partial", "archives/partial"):
        (apt / sub).mkdir(parents=True)
    (apt / "status").touch()
    signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
    (apt / "sources.list").write_text(f"deb {signed}{_mirror()} {suite} main\n")
    options = [
        f"-oDir::Etc::sourcelist={apt}/sources.list", "-oDir::Etc::sourceparts=/dev/null",
        "-oDir::Etc::preferences=/dev/null", "-oDir::Etc::preferencesparts=/dev/null", f"-oDir::State={apt}",
        f"-oDir::State::lists={apt}/lists", f"-oDir::State::status={apt}/status", f"-oDir::Cache={apt}",
        f"-oDir::Cache::archives={apt}/archives", "-oAPT::Sandbox::User=", "-oDebug::NoLocking=1",
        "-oAcquire::Languages=none", "-oAcquire::Retries=3",
    ]  # fmt: skip
    _run("apt-get", *options, "-q", "update")
    known = re.search(r"Candidate: (\S+)", _run("apt-cache", *options, "policy", "asterisk"))
    if not known or not re.match(rf"(\d+:)?{version}\.", known[1]):
        raise Missing(f"has asterisk {known[1] if known else 'not at all'}")
    wanted = (*PACKAGES, *EXTRA[version])
    _run("apt-get", *options, "-qy", "--no-install-recommends", "--download-only", "install", *wanted)
    return sorted((apt / "archives").glob("*.deb"))


def _unpack(home: Path, packages: list[Path]) -> None:
    fresh = home / "root.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    leave = [f"--exclude={x}" for x in LEAVE_OUT]
    for package in packages:
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as data:
            subprocess.run(
                ["tar", "-x", "-C", str(fresh), "--no-same-owner", "--keep-directory-symlink", "--wildcards", *leave],
                stdin=data.stdout, check=True,
            )  # fmt: skip
        if data.returncode:
            raise Missing(f"{package.name} cannot be unpacked")
    # What the packages' install scripts would do, as far as Asterisk needs it.
    sounds = fresh / "usr/share/asterisk/sounds"
    for language, folder in (("en", "en_US_f_Allison"), ("fr", "fr_CA_f_June")):
        if (sounds / folder).is_dir() and not (sounds / language).exists():
            (sounds / language).symlink_to(folder)
    fresh.rename(home / "root")
    shutil.rmtree(home / "apt", ignore_errors=True)

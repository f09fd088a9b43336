"""A running Asterisk on generated files, laid over the configuration of a stock install."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from generators.targets.artifact import Artifact
from tests.live.debian_asterisk import Root, obtain
from tests.live.network import Network

MORE = ("res_clioriginate",)  # the tests start calls from the console, which no installation needs

RECORD = re.compile(r"^\[[^]]+\] (WARNING|ERROR|NOTICE|SECURITY)\[\d+\](?:\[[^]]+\])? (.*)$")


class Pbx:
    """Asterisk `version` with `artifacts` on one side of a `network`. Use as a context manager."""

    def __init__(self, version: str, folder: Path, artifacts: Iterable[Artifact], network: Network) -> None:
        self.version = version
        self.network = network
        self.folder = folder
        self._root: Root = obtain(version)
        self.etc = folder / "etc"
        self._run = Path(tempfile.mkdtemp(prefix="tonalite-"))  # a Unix socket's path holds 107 bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._lay_out(artifacts)

    def _lay_out(self, artifacts: Iterable[Artifact]) -> None:
        shutil.copytree(self._root.stock, self.etc, symlinks=False, ignore_dangling_symlinks=True)
        for sub in ("log", "spool/voicemail", "var/keys"):
            (self.folder / sub).mkdir(parents=True)
        for artifact in artifacts:
            (self.etc / Path(artifact.path).name).write_bytes(artifact.content)
        with open(self.etc / "modules.conf", "a") as modules:  # the generated one: nothing else of the package loads
            modules.writelines(f"load={name}.so\n" for name in MORE)
        root = self._root.path
        data, sounds = self.folder / "data", root / "usr/share/asterisk"
        (data / "moh").mkdir(parents=True)
        for part in sounds.iterdir():
            (data / part.name).symlink_to(part)
        shutil.copy(sounds / "sounds/en/beep.gsm", data / "moh/beep.gsm")  # instead of the package of music
        (self.etc / "asterisk.conf").write_text(
            f"[directories]\nastetcdir => {self.etc}\nastmoddir => {self._root.modules}\n"
            f"astvarlibdir => {self.folder}/var\nastdbdir => {self.folder}/var\nastkeydir => {self.folder}/var\n"
            f"astdatadir => {data}\nastagidir => {data}/agi-bin\n"
            f"astspooldir => {self.folder}/spool\nastrundir => {self._run}\nastlogdir => {self.folder}/log\n"
            f"astsbindir => {root}/usr/sbin\n\n[options]\nnocolor = yes\nentityid = 02:00:00:00:00:01\n"
        )
        (self.etc / "logger.conf").write_text(
            "[general]\ndateformat = %F %T\n[logfiles]\nproblems.log => warning,error\n"
            "full.log => notice,warning,error,security,verbose(4)\n"
        )

    def __enter__(self) -> Pbx:
        own = [*self._root.command(), "-f", "-n", "-C", str(self.etc / "asterisk.conf")]
        words = ["setpriv", "--pdeathsig", "TERM", *own]  # it ends with us, however we end
        with open(self.folder / "log/console.log", "wb") as console:
            self._process = subprocess.Popen(
                [*self.network.into("pbx"), *words],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                cwd=self.folder,
            )
        self.wait_for(lambda: "fully booted" in self.cli("core waitfullybooted"), 60, "Asterisk has not booted")
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        if self._process.poll() is None:
            self.cli("core stop now")
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._run, ignore_errors=True)

    def cli(self, command: str) -> str:
        """What the console prints for `command`; empty while Asterisk is not there yet."""
        words = [*self._root.command(), "-C", str(self.etc / "asterisk.conf"), "-rx", command]
        done = subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=20, check=False)
        return "" if done.returncode else done.stdout

    def wait_for(self, condition: Callable[[], object], seconds: float, otherwise: str) -> None:
        """Wait until `condition()` is true, or fail with `otherwise` and the end of the log."""
        deadline = time.monotonic() + seconds
        while not condition():
            dead = self._process is not None and self._process.poll() is not None
            if dead or time.monotonic() > deadline:
                raise AssertionError(
                    f"Asterisk {self.version}: {otherwise}\n" + "\n".join(self.log().splitlines()[-40:])
                )
            time.sleep(0.1)

    def log(self) -> str:
        """All that was logged: notices, warnings, errors, security events and the steps of calls."""
        file = self.folder / "log/full.log"
        return (file if file.exists() else self.folder / "log/console.log").read_text(errors="replace")

    def complaints(self) -> list[str]:
        """Each WARNING and ERROR as `LEVEL file.c: text`, continuation lines joined."""
        out: list[str] = []
        for line in (self.folder / "log/problems.log").read_text(errors="replace").splitlines():
            if match := RECORD.match(line):
                out.append(f"{match[1]} {match[2]}")
            elif out and line.strip():
                out[-1] += " " + line.strip()
        return out

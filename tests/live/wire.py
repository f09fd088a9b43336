"""Two routers' WAN sides as network namespaces joined by one cable: for VPNs between them."""

from __future__ import annotations

import os
import subprocess
from typing import IO

from tests.live.debian_asterisk import Missing, need


class Wire:
    """Namespaces `far` (which listens) and `near` (which calls); `mtu` is that of the cable.

    `addresses` are those of each side's WAN, `own` further ones that each side holds (its networks behind it).
    """

    def __init__(self, mtu: int, addresses: dict[str, str], own: dict[str, list[str]]) -> None:
        need("ip", "unshare", "nsenter")
        self._user = ["-U", "--preserve-credentials"] if os.getuid() else []
        self._holders: list[subprocess.Popen[str]] = []
        self._programs: list[subprocess.Popen[str]] = []
        self._pids: dict[str, int] = {}
        try:
            self._hold("far", ["unshare", *(["-r"] if os.getuid() else []), "--net"])
            self._hold("near", [*self.into("far"), "unshare", "--net"])
            peer = ["peer", "name", "wan", "netns", str(self._pids["near"])]
            self.run("far", "ip", "link", "add", "wan", "type", "veth", *peer)
            for side in ("far", "near"):
                self.run(side, "ip", "link", "set", "lo", "up")
                self.run(side, "ip", "addr", "add", f"{addresses[side]}/24", "dev", "wan")
                self.run(side, "ip", "link", "set", "wan", "mtu", str(mtu), "up")
                for address in own[side]:
                    self.run(side, "ip", "addr", "add", f"{address}/32", "dev", "lo")
        except BaseException:
            self.close()
            raise

    def into(self, side: str) -> list[str]:
        """The words that run a program on one side."""
        return ["nsenter", "-t", str(self._pids[side]), *self._user, "-n", "--"]

    def run(self, side: str, *words: str) -> str:
        """Run a program on one side to its end and return what it printed."""
        done = subprocess.run([*self.into(side), *words], capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise Missing(f"{' '.join(words)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def start(self, side: str, *words: str) -> IO[str]:
        """Start a program that runs until `close`; gives what it prints."""
        program = subprocess.Popen(
            [*self.into(side), *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._programs.append(program)
        assert program.stdout is not None
        return program.stdout

    def close(self) -> None:
        """End all programs, then both namespaces."""
        for program in reversed(self._programs):
            program.terminate()
            program.wait(20)
            if program.stdout is not None:
                program.stdout.close()
        for holder in reversed(self._holders):
            if holder.stdin is not None:
                holder.stdin.close()
            holder.wait(10)
            if holder.stdout is not None:
                holder.stdout.close()

    def _hold(self, side: str, words: list[str]) -> None:
        holder = subprocess.Popen(
            [*words, "sh", "-c", "echo $$; exec cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._holders.append(holder)
        assert holder.stdout is not None
        first = holder.stdout.readline()
        if not first:
            raise Missing("no network namespace can be made here: run as root")
        self._pids[side] = int(first)


def until(output: IO[str], words: str) -> list[str]:
    """Read what a program prints up to the line that holds `words`; fails where it ends before."""
    seen: list[str] = []
    for line in output:
        seen.append(line.rstrip())
        if words in line:
            return seen
    raise AssertionError("\n".join(["the program ended:", *seen[-20:]]))

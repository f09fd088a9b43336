"""Two networks of our own, joined by a cable: the PBX's side and the outside, where phones and providers stand.

Neither reaches the real network, so files that name real addresses are tried unchanged. Works as root and, where the
kernel lets users make namespaces, without. Everything ends with `close`.
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

from tests.live.debian_asterisk import Missing, need

CABLE = {"pbx": "169.254.77.1", "outside": "169.254.77.2"}
GIVE = """
import socket, sys
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.bind((sys.argv[1], int(sys.argv[2])))
socket.send_fds(socket.socket(fileno=int(sys.argv[3])), [b"."], [one.fileno()])
"""


class Network:
    """The two networks. `pbx` and `outside` are the IPv4 addresses of each side, `names` what DNS knows there."""

    def __init__(self, folder: Path, pbx: list[str], outside: list[str], names: dict[str, str]) -> None:
        need("ip", "unshare", "nsenter", "setpriv", "mount")
        self._user = ["-U", "--preserve-credentials"] if os.getuid() else []
        self._holders: list[subprocess.Popen[bytes]] = []
        self._pids: dict[str, int] = {}
        self._dns: threading.Thread | None = None
        self._open = True
        try:
            self._pids["pbx"] = self._hold(["unshare", *(["-r"] if os.getuid() else []), "--net", "--mount"])
            self._pids["outside"] = self._hold([*self.into("pbx"), "unshare", "--net"])
            self._lay(pbx, outside)
            self._resolve(folder, names)
        except BaseException:
            self.close()
            raise

    def into(self, side: str) -> list[str]:
        """The words that run a program on one side."""
        return ["nsenter", "-t", str(self._pids[side]), *self._user, "-m", "-n", "--"]

    def run(self, side: str, *words: str) -> str:
        """Run a program on one side to its end and return what it printed."""
        done = subprocess.run([*self.into(side), *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"{' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def udp(self, side: str, address: str, port: int) -> socket.socket:
        """A UDP socket that stands on one side, for this process to use."""
        ours, theirs = socket.socketpair()
        words = [sys.executable, "-c", GIVE, address, str(port), str(theirs.fileno())]
        done = subprocess.run(
            [*self.into(side), *words], pass_fds=[theirs.fileno()], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise OSError(f"no socket {address}:{port} on side {side}: {done.stderr.strip()}")
        _, handles, _, _ = socket.recv_fds(ours, 1, 1)
        ours.close()
        theirs.close()
        return socket.socket(fileno=handles[0])

    def close(self) -> None:
        """End both networks."""
        self._open = False
        if self._dns is not None:
            self._dns.join()
        for holder in reversed(self._holders):
            if holder.stdin is not None:
                holder.stdin.close()  # its `cat` ends with its input, so nothing outlives a killed test run
            holder.wait(10)
            if holder.stdout is not None:
                holder.stdout.close()

    def _hold(self, words: list[str]) -> int:
        """Start a process that keeps a new namespace alive; its pid inside it is that of the program itself."""
        holder = subprocess.Popen(
            [*words, "sh", "-c", "echo $$; exec cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._holders.append(holder)
        assert holder.stdout is not None
        assert holder.stderr is not None
        first = holder.stdout.readline()
        if not first:
            raise Missing(
                f"no network namespace can be made here ({holder.stderr.read().decode().strip()}): run as root, or "
                "allow users to make namespaces (sysctl kernel.unprivileged_userns_clone=1 or its like)"
            )
        holder.stderr.close()
        return int(first)

    def _lay(self, pbx: list[str], outside: list[str]) -> None:
        peer = ["peer", "name", "pbx", "netns", str(self._pids["outside"])]
        self.run("pbx", "ip", "link", "add", "world", "type", "veth", *peer)
        for side, device, own in (("pbx", "world", pbx), ("outside", "pbx", outside)):
            other = CABLE["outside" if side == "pbx" else "pbx"]
            self.run(side, "ip", "link", "set", "lo", "up")
            for address in own:
                self.run(side, "ip", "addr", "add", f"{address}/32", "dev", "lo")
            self.run(side, "ip", "addr", "add", f"{CABLE[side]}/30", "dev", device)
            self.run(side, "ip", "link", "set", device, "up")
            self.run(side, "ip", "route", "add", "default", "via", other, "src", own[0])

    def _resolve(self, folder: Path, names: dict[str, str]) -> None:
        """A name server for the PBX's side, and the files that point to it, seen on that side only."""
        hosts, resolv = folder / "hosts", folder / "resolv.conf"
        hosts.write_text(f"127.0.0.1 localhost {socket.gethostname()}\n")
        resolv.write_text("nameserver 127.0.0.53\noptions timeout:1 attempts:1\n")
        for ours, theirs in ((hosts, "/etc/hosts"), (resolv, os.path.realpath("/etc/resolv.conf"))):
            self.run("pbx", "mount", "--bind", str(ours), theirs)
        server = self.udp("pbx", "127.0.0.53", 53)
        server.settimeout(0.1)
        self._dns = threading.Thread(target=self._name_service, args=(server, names), daemon=True)
        self._dns.start()

    def _name_service(self, server: socket.socket, names: dict[str, str]) -> None:
        with server:
            while self._open:
                try:
                    query, peer = server.recvfrom(2048)
                except TimeoutError:
                    continue
                server.sendto(_reply(query, names), peer)


def _reply(query: bytes, names: dict[str, str]) -> bytes:
    """The A record of one of `names`, or at once that there is none (RFC 1035)."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode("ascii", "replace").lower())
        at += 1 + query[at]
    address = names.get(".".join(labels))
    found = address is not None and query[at + 1 : at + 3] == b"\0\1"
    head = query[:2] + struct.pack(">HHHHH", 0x8580 if address else 0x8583, 1, int(found), 0, 0)
    record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + socket.inet_aton(address or "0.0.0.0") if found else b""
    return head + query[12 : at + 5] + record

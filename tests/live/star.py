"""A router between three networks, each a network namespace with a host that answers: real packets for rule sets.

The router filters with the kernel's nftables. It is not pf: what is compared are rules, port forwards and outbound
NAT in the sense both share. A probe ends by an answer or by the router's rejection, so nothing is timed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.live.debian_asterisk import Missing, need

HOSTS = {
    "lan": ("10.1.0.1", ["10.1.0.10", "10.1.0.20"]),
    "opt1": ("10.2.0.1", ["10.2.0.10", "10.2.0.20"]),
    "wan": ("198.51.100.1", ["198.51.100.10", "198.51.100.20"]),
}
PORTS = (53, 80, 443, 5060, 6970, 10000, 10001)

# Answers on every port, by UDP and TCP, with its own name, its port and whom it saw; sends probes that stdin asks for.
AGENT = """
import json, selectors, socket, sys, threading
name, ports = sys.argv[1], json.loads(sys.argv[2])
pick = selectors.DefaultSelector()
for port in ports:
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        one = socket.socket(socket.AF_INET, kind)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if kind == socket.SOCK_DGRAM:
            # Answer from the address that was asked.
            one.setsockopt(socket.IPPROTO_IP, getattr(socket, "IP_PKTINFO", 8), 1)
        one.bind(("0.0.0.0", port))
        if kind == socket.SOCK_STREAM:
            one.listen(64)
        pick.register(one, selectors.EVENT_READ, (kind, port))

def serve():
    while True:
        for key, _ in pick.select():
            kind, port = key.data
            if kind == socket.SOCK_STREAM:
                peer, seen = key.fileobj.accept()
                with peer:
                    peer.sendall(f"{name} {port} {seen[0]}".encode())
            else:
                try:
                    data, extra, _, seen = key.fileobj.recvmsg(99, 256)
                except OSError:
                    continue
                info = next(d for level, kind, d in extra if level == socket.IPPROTO_IP)
                back = [(socket.IPPROTO_IP, 8, b"\\0" * 4 + info[4:8] + b"\\0" * 4)]
                try:
                    key.fileobj.sendmsg([f"{name} {port} {seen[0]}".encode()], back, 0, seen)
                except OSError:
                    continue

threading.Thread(target=serve, daemon=True).start()

def probe(source, own_port, to, kind, port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as one:
        one.bind((source, own_port))
        one.settimeout(1 if kind == "udp" else 10)
        # A rejection may be held back by the kernel's limit on ICMP: ask again.
        for _ in range(30):
            try:
                if kind == "tcp":
                    one.connect((to, port))
                    return one.recv(99).decode() or "closed"
                one.connect((to, port))
                one.send(b"?")
                return one.recv(99).decode()
            except TimeoutError:
                if kind == "tcp":
                    return "no answer"
            except OSError:
                return "rejected"
        return "no answer"

print("ready", flush=True)
for line in sys.stdin:
    print(json.dumps([probe(*p) for p in json.loads(line)]), flush=True)
"""

Probe = tuple[str, int, str, str, int]


class Star:
    """The router, its three hosts, and the agents in all four."""

    def __init__(self) -> None:
        need("ip", "unshare", "nsenter", "nft")
        self._user = ["-U", "--preserve-credentials"] if os.getuid() else []
        self._running: list[subprocess.Popen[str]] = []
        self._agents: dict[str, subprocess.Popen[str]] = {}
        self._pids: dict[str, int] = {}
        try:
            self._pids["router"] = self._hold(["unshare", *(["-r"] if os.getuid() else []), "--net"])
            self.run("router", "ip", "link", "set", "lo", "up")
            for name, (gateway, addresses) in HOSTS.items():
                self._pids[name] = self._hold([*self._into("router"), "unshare", "--net"])
                peer = ["peer", "name", "eth", "netns", str(self._pids[name])]
                self.run("router", "ip", "link", "add", name, "type", "veth", *peer)
                self.run("router", "ip", "addr", "add", f"{gateway}/24", "dev", name)
                self.run("router", "ip", "link", "set", name, "up")
                self.run(name, "ip", "link", "set", "lo", "up")
                for address in addresses:
                    self.run(name, "ip", "addr", "add", f"{address}/24", "dev", "eth")
                self.run(name, "ip", "link", "set", "eth", "up")
                self.run(name, "ip", "route", "add", "default", "via", gateway)
            script = "echo 1 > /proc/sys/net/ipv4/ip_forward; echo 0 > /proc/sys/net/ipv4/icmp_ratelimit"
            self.run("router", "sh", "-c", script)
            for name in ("router", *HOSTS):
                words = [*self._into(name), sys.executable, "-c", AGENT, name, json.dumps(PORTS)]
                self._agents[name] = self._start(words)
                if self._line(self._agents[name]) != "ready":
                    raise Missing(f"the agent of {name} does not start")
        except BaseException:
            self.close()
            raise

    def load(self, rules: str) -> None:
        """Replace the router's rule set."""
        done = subprocess.run(
            [*self._into("router"), "nft", "-f", "-"], input=f"flush ruleset\n{rules}", text=True, capture_output=True
        )
        assert done.returncode == 0, f"{done.stderr}\n{rules}"

    def hit(self) -> set[str]:
        """The comments of the rules that counted a packet since the rule set was loaded."""
        found = json.loads(self.run("router", "nft", "-j", "list", "ruleset"))["nftables"]
        rules = [entry["rule"] for entry in found if "rule" in entry]
        counted = [(r["comment"], e["counter"]["packets"]) for r in rules for e in r["expr"] if "counter" in e]
        return {comment for comment, packets in counted if packets}

    def probe(self, name: str, probes: list[Probe]) -> list[str]:
        """Send (source, source port, destination, protocol, port) from a host; what each got back."""
        agent = self._agents[name]
        assert agent.stdin is not None
        agent.stdin.write(json.dumps(probes) + "\n")
        agent.stdin.flush()
        return list(json.loads(self._line(agent)))

    def run(self, name: str, *words: str) -> str:
        """Run a program on one side and return what it printed."""
        done = subprocess.run([*self._into(name), *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"{' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def close(self) -> None:
        """End everything."""
        for process in reversed(self._running):
            if process.stdin is not None:
                process.stdin.close()
            process.wait(10)
            if process.stdout is not None:
                process.stdout.close()

    def _into(self, name: str) -> list[str]:
        return ["nsenter", "-t", str(self._pids[name]), *self._user, "-n", "--"]

    def _start(self, words: list[str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._running.append(process)
        return process

    def _hold(self, words: list[str]) -> int:
        """Start a process that keeps a new namespace alive."""
        first = self._line(self._start([*words, "sh", "-c", "echo $$; exec cat"]))
        if not first:
            raise Missing("no network namespace can be made here: run as root, or allow users to make namespaces")
        return int(first)

    def _line(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        return process.stdout.readline().strip()

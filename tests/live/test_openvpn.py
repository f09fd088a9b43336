"""Certificates under openssl; a link under Debian's OpenVPN, from two routers' merged backups to a phone's file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generators.estate.estate import Estate
from generators.estate.places import Link
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.secrets.store import LocalStore
from generators.targets.phones import artifacts
from tests.live.debian_asterisk import need
from tests.live.pfsense_openvpn import render
from tests.live.wire import Wire, until
from tests.parsers.pfsense_config import listed, read_config
from tests.unit.targets.pfsense.merging import agency, merge, siege

pytestmark = pytest.mark.live

UPLINK = 1492
WAN = {"far": "203.0.113.10", "near": "203.0.113.77"}
COMPLETED = "Initialization Sequence Completed"
SERVE = """
import sys
from ipaddress import ip_network
from pathlib import Path
from generators.publish.tftp import TftpServer, load_table
allowed = [ip_network(sys.argv[3])]
server = TftpServer(load_table(Path(sys.argv[1])), (sys.argv[2], 69), allowed, lambda line: print(line, flush=True))
print("ready", flush=True)
server.serve_forever()
"""
SEND = """
import socket, sys
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.setsockopt(socket.IPPROTO_IP, 10, 2)  # IP_MTU_DISCOVER, IP_PMTUDISC_DO: never in pieces
one.bind((sys.argv[1], 5060))
try:
    one.sendto(b"s" * int(sys.argv[4]), (sys.argv[2], int(sys.argv[3])))
except OSError as error:
    print(error.errno)
"""
LISTEN = """
import socket, sys
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.bind((sys.argv[1], 5060))
print("ready", flush=True)
while True:
    print(len(one.recv(65535)), flush=True)
"""


@cache
def estate(folder: Path) -> Estate:
    """The example with keys of its own, made by the real store."""
    with LocalStore.open(folder / "secrets.json") as store:
        found = load_estate(Path("site_data"), Audience.INTERNAL, store.value)
        store.save()
    return found


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """The example's Estate."""
    need("openssl", "openvpn")
    return estate(tmp_path_factory.mktemp("store"))


def lyon(example: Estate) -> Link:
    return example.link["lyon"]


def openssl(*words: str | Path) -> str:
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, timeout=30)
    return done.stdout + done.stderr


def test_openssl_takes_the_certificates_for_their_own_role_only(example: Estate, tmp_path: Path) -> None:
    """Chain, purpose, dates, names and the key beside each; another site's authority signed none of them."""
    keys = lyon(example).keys
    for name, secret in (("ca", keys.authority), ("s", keys.server.certificate), ("c", keys.client.certificate)):
        (tmp_path / name).write_text(secret.reveal())
    for file, good, bad in (("s", "sslserver", "sslclient"), ("c", "sslclient", "sslserver")):
        words = ("verify", "-x509_strict", "-CAfile", tmp_path / "ca", "-purpose")
        assert openssl(*words, good, tmp_path / file).endswith(": OK\n")
        assert "unsuitable certificate purpose" in openssl(*words, bad, tmp_path / file)
    for file, key in (("s", keys.server.key), ("c", keys.client.key)):
        (tmp_path / "key").write_text(key.reveal())
        assert openssl("pkey", "-in", tmp_path / "key", "-pubout") == openssl(
            "x509", "-in", tmp_path / file, "-pubkey", "-noout"
        )
    said = openssl("x509", "-in", tmp_path / "s", "-noout", "-subject", "-issuer", "-dates", "-serial")
    told = dict(line.split("=", 1) for line in said.splitlines())
    assert (told["subject"], told["issuer"]) == ("CN = tel-lyon-siege", "CN = tel-vpn-siege")
    first, last = (datetime.strptime(told[k], "%b %d %H:%M:%S %Y GMT") for k in ("notBefore", "notAfter"))
    assert (last - first).days == 731
    assert int(told["serial"], 16).bit_length() > 64
    other = ("-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-keyout", "/dev/null")
    (tmp_path / "other").write_text(openssl("req", "-x509", *other))
    assert "error" in openssl("verify", "-CAfile", tmp_path / "other", tmp_path / "s")


def ends(example: Estate) -> dict[str, tuple[dict[str, Any], str, dict[str, Any]]]:
    """Configuration, role and entry of each side of the link of Lyon, from the two merged backups."""
    out = {}
    for side, site, backup, role in (("far", "siege", siege(), "server"), ("near", "lyon", agency(), "client")):
        config = read_config(merge(example, site, backup).content)
        (entry,) = [
            e for e in listed(config, f"openvpn.openvpn-{role}") if e["tunnel_network"] == str(lyon(example).tunnel)
        ]
        out[side] = (config, role, entry)
    return out


@contextmanager
def link(example: Estate, folder: Path, change: Callable[[dict[str, Any]], object] = lambda _: None) -> Iterator[Wire]:
    """The tunnel between the two sites, up; each side holds its router's addresses and one host's."""
    phone = example.site["lyon"].voice.subnet[70]
    own = {
        "far": [str(example.site["siege"].voice.gateway), str(example.servers["provisioning"].address)],
        "near": [str(phone)],
    }
    wire = Wire(UPLINK, WAN, own)
    try:
        outputs = []
        for side, (config, role, entry) in ends(example).items():
            change(entry)
            path = render(config, role, entry, WAN[side], folder / side)
            outputs.append(wire.start(side, "openvpn", "--config", str(path)))
        for output in outputs:
            until(output, COMPLETED)
        yield wire
    finally:
        wire.close()


def fragments(wire: Wire) -> int:
    """How many packets the calling side has cut into pieces."""
    names, values = (line.split() for line in wire.run("near", "cat", "/proc/net/snmp").splitlines()[:2])
    return int(values[names.index("FragCreates")])


def test_a_phone_of_the_agency_fetches_its_file_through_the_link(example: Estate, tmp_path: Path) -> None:
    """The mandatory proof: what two routers hold after the merge brings the tunnel up, and routes go both ways."""
    need("tftp")
    root = tmp_path / "tftp"
    root.mkdir()
    files = {a.path.removeprefix("tftp/"): a for a in artifacts(example) if a.site == "lyon" and a.path.count("/") == 1}
    name, wanted = next((n, a.content) for n, a in sorted(files.items()) if n.startswith("SEP"))
    (root / name).write_bytes(wanted)
    server, phone = str(example.servers["provisioning"].address), str(example.site["lyon"].voice.subnet[70])
    with link(example, tmp_path) as wire:
        until(wire.start("far", sys.executable, "-c", SERVE, str(root), server, f"{phone}/32"), "ready")
        route = wire.run("near", "ip", "route", "get", server, "from", phone)
        assert "dev ovpnc1" in route
        got = tmp_path / "got"
        voice = str(example.site["siege"].voice.subnet)
        wire.run("near", "ip", "route", "replace", voice, "dev", "ovpnc1", "src", phone)  # asks as the phone
        wire.run("near", "tftp", "-m", "binary", server, "-c", "get", name, str(got))
        assert got.read_bytes() == wanted
        assert fragments(wire) == 0


def test_the_longest_sip_message_crosses_in_one_piece(example: Estate, tmp_path: Path) -> None:
    """The MTU inside leaves room for what OpenVPN puts around; one byte more is refused at once, not cut."""
    mtu = lyon(example).mtu
    server, phone = str(example.servers["provisioning"].address), str(example.site["lyon"].voice.subnet[70])
    with link(example, tmp_path) as wire:
        heard = wire.start("far", sys.executable, "-c", LISTEN, server)
        until(heard, "ready")
        for size in (1300, mtu - 28):
            assert wire.run("near", sys.executable, "-c", SEND, phone, server, "5060", str(size)) == ""
            assert int(heard.readline()) == size
        assert fragments(wire) == 0
        assert wire.run("near", sys.executable, "-c", SEND, phone, server, "5060", str(mtu - 27)).strip() == "90"


def test_a_wider_tunnel_would_cut_packets(example: Estate, tmp_path: Path) -> None:
    """Else the test above could not fail. OpenVPN puts 49 bytes around here, 52 where it gives the peer an id."""
    wide = UPLINK - 49 + 1
    server, phone = str(example.servers["provisioning"].address), str(example.site["lyon"].voice.subnet[70])

    def wider(entry: dict[str, Any]) -> None:
        assert entry["custom_options"] == f"tun-mtu {UPLINK - 52};mssfix {UPLINK - 52}"
        entry["custom_options"] = f"tun-mtu {wide}"

    with link(example, tmp_path, wider) as wire:
        heard = wire.start("far", sys.executable, "-c", LISTEN, server)
        until(heard, "ready")
        for size, pieces in ((wide - 29, 0), (wide - 28, 2)):
            wire.run("near", sys.executable, "-c", SEND, phone, server, "5060", str(size))
            assert int(heard.readline()) == size
            assert fragments(wire) == pieces

"""A WireGuard link under wireguard-go and wg, from two routers' merged backups to a phone's file.

What the package would do with its entries (wg.inc, wg_service.inc) is done here by hand, command by command: the file
for `wg setconf`, the interface's address and MTU, static routes by the gateway. The kernel's own module is not used.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.secrets.store import LocalStore
from generators.targets.phones import artifacts
from tests.backups import Backup
from tests.live.debian_asterisk import need
from tests.live.test_openvpn import LISTEN, SEND, SERVE, UPLINK, WAN, fragments
from tests.live.wire import Wire, until
from tests.parsers.pfsense_config import listed, read_config
from tests.unit.targets.pfsense.merging import agency, merge, siege

pytestmark = pytest.mark.live


@cache
def estate(folder: Path) -> Estate:
    """The example with WireGuard in its agencies, and keys of its own."""
    source = folder / "data"
    for path in sorted(Path("site_data").rglob("*.yml")):
        target = source / path.relative_to("site_data")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text("utf-8").replace("kind: openvpn", "kind: wireguard"), "utf-8")
    with LocalStore.open(folder / "store" / "secrets.json") as store:
        return load_estate(source, Audience.INTERNAL, store.value)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """Its Estate."""
    need("wg", "wireguard-go")
    return estate(tmp_path_factory.mktemp("wireguard"))


def packaged(backup: Backup) -> Backup:
    backup.packages.append("WireGuard")
    return backup


def setconf(config: dict[str, Any], name: str) -> str:
    """The file for `wg setconf` of one tunnel."""
    section = config["installedpackages"]["wireguard"]
    (tunnel,) = [item for item in section["tunnels"]["item"] if item["name"] == name]
    lines = ["[Interface]", f"PrivateKey = {tunnel['privatekey']}", f"ListenPort = {tunnel['listenport']}"]
    for peer in section["peers"]["item"]:
        if peer["tun"] != name:
            continue
        allowed = ", ".join(f"{row['address']}/{row['mask']}" for row in peer["allowedips"]["row"])
        lines += ["", "[Peer]", f"PublicKey = {peer['publickey']}", f"PresharedKey = {peer['presharedkey']}"]
        lines += [f"AllowedIPs = {allowed}"]
        lines += [f"Endpoint = {peer['endpoint']}:{peer['port']}"] if peer["endpoint"] else []
        lines += [f"PersistentKeepalive = {peer['persistentkeepalive']}"] if peer["persistentkeepalive"] else []
    return "\n".join(lines) + "\n"


def tunnel_of(config: dict[str, Any], site: str, link: str) -> str:
    """The name of the tunnel of a link, by its mark."""
    items = config["installedpackages"]["wireguard"]["tunnels"]["item"]
    (name,) = [item["name"] for item in items if item["descr"].endswith(f"(tonalite:{site}/wireguard/{link})")]
    return str(name)


@contextmanager
def link(example: Estate, folder: Path) -> Iterator[Wire]:
    """The tunnel between the main site and Lyon, up; each side holds its router's addresses and one host's."""
    provisioning, phone = str(example.servers["provisioning"].address), str(example.site["lyon"].voice.subnet[70])
    wire = Wire(UPLINK, WAN, {"far": [provisioning], "near": [phone]})
    try:
        for side, site, backup in (("far", "siege", siege()), ("near", "lyon", agency())):
            config = read_config(merge(example, site, packaged(backup)).content)
            name = tunnel_of(config, site, "lyon")
            file = folder / f"{side}.conf"
            file.write_text(setconf(config, name))
            wire.start(side, "wireguard-go", "--foreground", name)
            _wait_for(wire, side, name)
            wire.run(side, "wg", "setconf", name, str(file))
            (key, assigned) = next((k, i) for k, i in config["interfaces"].items() if i["if"] == name)
            wire.run(side, "ip", "addr", "add", f"{assigned['ipaddr']}/{assigned['subnet']}", "dev", name)
            wire.run(side, "ip", "link", "set", name, "mtu", assigned["mtu"], "up")
            (gateway,) = [g for g in listed(config, "gateways.gateway_item") if g["interface"] == key]
            routes = [r["network"] for r in listed(config, "staticroutes.route") if r["gateway"] == gateway["name"]]
            assert routes
            for route in routes:
                source = ["src", phone] if side == "near" else []  # the request of a phone, not of the router
                wire.run(side, "ip", "route", "add", route, "via", gateway["gateway"], "dev", name, *source)
        yield wire
    finally:
        wire.close()


def _wait_for(wire: Wire, side: str, name: str) -> None:
    """Until the program has made its interface and answers."""
    watch = subprocess.run(
        [
            *wire.into(side),
            "sh",
            "-c",
            f"i=0; until wg show {name} >/dev/null 2>&1; do i=$((i+1)); [ $i -lt 2000 ]; done",
        ],
        timeout=30,
    )
    assert watch.returncode == 0


def test_a_phone_of_the_agency_fetches_its_file_through_the_link(example: Estate, tmp_path: Path) -> None:
    """What two routers hold after the merge is taken by wg, shakes hands, and routes go both ways."""
    need("tftp")
    root = tmp_path / "tftp"
    root.mkdir()
    files = {a.path.removeprefix("tftp/"): a for a in artifacts(example) if a.site == "lyon" and a.path.count("/") == 1}
    name, wanted = next((n, a.content) for n, a in sorted(files.items()) if n.startswith("SEP"))
    (root / name).write_bytes(wanted)
    server, phone = str(example.servers["provisioning"].address), str(example.site["lyon"].voice.subnet[70])
    with link(example, tmp_path) as wire:
        until(wire.start("far", sys.executable, "-c", SERVE, str(root), server, f"{phone}/32"), "ready")
        got = tmp_path / "got"
        wire.run("near", "tftp", "-m", "binary", server, "-c", "get", name, str(got))
        assert got.read_bytes() == wanted
        shown = wire.run("far", "wg", "show", "all", "endpoints")
        assert f"{WAN['near']}:1140" in shown, "the end that listens learnt where the other one is"


def test_the_longest_sip_message_crosses_in_one_piece(example: Estate, tmp_path: Path) -> None:
    """60 bytes are put around, no more: a packet of the tunnel's MTU fills the access exactly and is not cut."""
    mtu = example.link["lyon"].mtu
    assert mtu == UPLINK - 60
    server, phone = str(example.servers["provisioning"].address), str(example.site["lyon"].voice.subnet[70])
    with link(example, tmp_path) as wire:
        heard = wire.start("far", sys.executable, "-c", LISTEN, server)
        until(heard, "ready")
        for size in (1300, mtu - 28):
            assert wire.run("near", sys.executable, "-c", SEND, phone, server, "5060", str(size)) == ""
            assert int(heard.readline()) == size
        assert fragments(wire) == 0
        wire.run("near", "ip", "link", "set", "tun_wg0", "mtu", str(mtu + 1))
        wire.run("near", sys.executable, "-c", SEND, phone, server, "5060", str(mtu - 27))
        assert int(heard.readline()) == mtu - 27
        assert fragments(wire) > 0, "one byte more is cut: the test above could fail"

"""WireGuard links in a router's own backup: made where the package is, put right, other tunnels untouched."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generators.estate.estate import Estate
from generators.targets.pfsense import setup_sheet
from generators.targets.pfsense.keys import KEYS
from generators.targets.pfsense.merge import area_files
from tests.backups import Backup, many, tag
from tests.parsers.pfsense_config import listed, read_config, written
from tests.unit.targets.pfsense.keyed import with_keys
from tests.unit.targets.pfsense.merging import agency, is_inside, kinds, merge, siege
from tests.unit.targets.pfsense.routers import SOURCES

WG = "installedpackages.wireguard"


@cache
def example() -> Estate:
    """The example with WireGuard in its agencies."""
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(SOURCES["nyxd"].rglob("*.yml")):
            target = Path(folder) / path.relative_to(SOURCES["nyxd"])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text("utf-8").replace("kind: openvpn", "kind: wireguard"), "utf-8")
        return with_keys(Path(folder))


def packaged(backup: Backup, *settings: str) -> Backup:
    """The router with the package, and what the administrator set up in it."""
    backup.packages.append("WireGuard")
    if settings:
        backup.package_settings.append(tag("wireguard", list(settings), 2))
    return backup


def foreign(port: str = "51820") -> str:
    """A tunnel of the administrator's own."""
    item = many(5, name="tun_wg0", enabled="yes", descr="à moi", listenport=port, privatekey="MadeUpPrivateKey")
    return tag("tunnels", [tag("item", [*item, tag("addresses", [], 5)], 4)], 3)


def items(content: bytes, section: str) -> list[dict[str, Any]]:
    return listed(read_config(content), f"{WG}.{section}.item")


def test_a_router_gets_tunnel_peer_interface_gateway_and_routes() -> None:
    """Each side names the other's public key; nobody gets the other's private one."""
    lyon = merge(example(), "lyon", packaged(agency())).content
    hub = merge(example(), "siege", packaged(siege())).content
    (tunnel,), (peer,) = items(lyon, "tunnels"), items(lyon, "peers")
    there = next(p for p in items(hub, "peers") if "/lyon/peer)" in p["descr"])
    hub_tunnel = next(t for t in items(hub, "tunnels") if t["name"] == there["tun"])
    assert (peer["publickey"], there["publickey"]) == (hub_tunnel["publickey"], tunnel["publickey"])
    assert peer["presharedkey"] == there["presharedkey"]
    assert (peer["endpoint"], peer["port"], there["endpoint"]) == ("203.0.113.10", "1140", "")
    assert hub_tunnel["listenport"] == "1140"
    assert (peer["persistentkeepalive"], there["persistentkeepalive"]) == ("25", "")
    assert tunnel["privatekey"].encode() not in hub
    config = read_config(lyon)
    key, port = next((k, i) for k, i in config["interfaces"].items() if i["if"] == "tun_wg0")
    assert (port["descr"], port["ipaddr"], port["subnet"], port["mtu"]) == ("TEL_LYON", "10.42.255.42", "30", "1432")
    assert "gateway" not in port, "with one pfSense would translate addresses there"
    (gateway,) = listed(config, "gateways.gateway_item")
    assert (gateway["interface"], gateway["gateway"]) == (key, "10.42.255.41")
    (route,) = listed(config, "staticroutes.route")
    assert (route["network"], route["gateway"]) == ("10.42.20.0/24", "TEL_LYON")
    assert [f"{r['address']}/{r['mask']}" for r in peer["allowedips"]["row"]] == ["10.42.255.41/32", "10.42.20.0/24"]
    assert {r["interface"] for r in listed(config, "filter.rule") if "/wireguard/" in r["descr"]} == {"WireGuard"}
    assert len(items(hub, "tunnels")) == 3
    assert merge(example(), "lyon", written(config)).differences == (), "as the router itself writes it"


def test_tunnels_of_the_routers_own_stay_and_names_are_free() -> None:
    backup = packaged(agency(), foreign(), tag("config", many(4, enable="on", keep_conf="yes"), 3))
    result = merge(example(), "lyon", backup)
    but = ("<aliases></aliases>", "<mode>", "<outbound></outbound>", "<staticroutes></staticroutes>")
    assert not list(is_inside(backup.text(), result.content.decode(), but))
    assert [t["name"] for t in items(result.content, "tunnels")] == ["tun_wg0", "tun_wg1"]


@pytest.mark.parametrize(
    ("backup", "said"),
    [
        (agency(), "the package WireGuard is not installed"),
        (packaged(agency(), foreign("1140")), "tunnel of the router's own has port 1140"),
    ],
)
def test_what_is_in_the_way_is_said_and_nothing_of_the_link_is_written(backup: Backup, said: str) -> None:
    result = merge(example(), "lyon", backup)
    assert any(said in text for text in kinds(result, "by-hand"))
    assert b"TEL_LYON" not in result.content
    assert read_config(result.content)["staticroutes"] == ""


def test_an_interface_in_the_tunnels_network_is_in_the_way() -> None:
    backup = packaged(agency())
    backup.interfaces["opt5"] = ("VIEUX", "tun_wg7", "10.42.255.42/30")
    result = merge(example(), "lyon", backup)
    assert any("interface opt5 has an address of 10.42.255.40/30" in text for text in kinds(result, "by-hand"))
    assert b"TEL_LYON" not in result.content


def test_what_drifted_is_put_right_and_switches_are_left() -> None:
    """Keys are never shown; a tunnel or the package that somebody switched off stays off."""
    first = merge(example(), "lyon", packaged(agency())).content
    secret = items(first, "tunnels")[0]["privatekey"].encode()
    text = first.replace(secret, b"AAAA").replace(b"<mtu>1432<", b"<mtu>1420<").replace(b"<mask>24<", b"<mask>16<")
    result = merge(example(), "lyon", text)
    assert result.content == first
    assert len(kinds(result, "different")) == 4, "key, MTU of tunnel and interface, allowed networks"
    assert not any(secret.decode()[:12] in f.what or "AAAA" in f.what for f in result.findings)
    off = first.replace(b"<enabled>yes<", b"<enabled>no<").replace(b"<enable>on<", b"<enable>off<")
    result = merge(example(), "lyon", off)
    assert result.content == off
    assert len(kinds(result, "by-hand")) == 3


def test_gateways_have_no_area_so_routes_wait_for_the_whole_file() -> None:
    before = packaged(agency()).data()
    files, without = area_files(before, merge(example(), "lyon", before).content)
    assert set(without) == {"gateways", "staticroutes"}
    assert "installedpackages" in [f.area for f in files]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("site", ["siege", "lyon"])
def test_the_sheet_says_all_of_it(site: str, language: str) -> None:
    """Every row with its source; both ends agree."""
    sheet = setup_sheet(example(), example().site[site], language)
    rows = {row.field: row.value for s in sheet.sections if "WireGuard" in s.path for row in s.rows}
    assert {row.setting for s in sheet.sections for row in s.rows} <= set(KEYS)
    assert rows["Interface Group Membership"] == "All Tunnels"
    routes = [row.value for s in sheet.sections if "Static Routes" in s.path for row in s.rows]
    assert ("10.42.20.0/24" in routes) == (site == "lyon")
    assert not [s for s in sheet.sections if "OpenVPN" in s.path]

"""The example and the chain with keys for their links, made by the real store, and routers that hold other VPNs."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.secrets.store import LocalStore
from tests.backups import b64, many, tag
from tests.unit.targets.pfsense.routers import SOURCES


@cache
def keyed(case: str = "nyxd") -> Estate:
    """The Estate of a source, with keys; the store is thrown away."""
    return with_keys(SOURCES[case])


def with_keys(folder: Path) -> Estate:
    """The Estate of a folder, with keys."""
    with tempfile.TemporaryDirectory() as place, LocalStore.open(Path(place) / "s" / "secrets.json") as store:
        return load_estate(folder, Audience.INTERNAL, store.value)


def server(vpnid: int, port: int = 1194, tunnel: str = "192.168.250.0/24", **more: str) -> str:
    """An OpenVPN server of the administrator's own, for people on the road."""
    lines = many(
        3,
        vpnid=str(vpnid),
        mode="server_tls_user",
        authmode="Local Database",
        protocol="UDP4",
        dev_mode="tun",
        interface="wan",
        local_port=str(port),
        description="télétravail",
        custom_options="push 'route 10.0.0.0 255.0.0.0'",
        tls=b64("MadeUpTlsKey"),
        caref="5f0c0ffee0002",
        certref="5f0c0ffee0001",
        tunnel_network=tunnel,
        **more,
    )
    return tag("openvpn-server", lines, 2)


def authority(refid: str = "5f0c0ffee0002", descr: str = "autorité à nous") -> str:
    """An authority of the administrator's own."""
    return tag("ca", many(2, refid=refid, descr=descr, crt=b64("ca"), prv=b64("MadeUpPrivateKey"), serial="7"))

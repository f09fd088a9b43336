"""What a link becomes: its port, how large a packet crosses it, and the names of its secrets."""

from __future__ import annotations

from pathlib import Path

from generators.estate.estate import Estate
from generators.estate.places import TlsKeys, WireguardKeys
from generators.estate.tunnels import SIP_PACKET, tunnel_mtu
from generators.estate.values import Audience, SecretRule
from generators.flow import load_estate
from generators.secrets.store import LocalStore

SOURCE = Path("tests/estates/two_sites/site.yml")


def estate(folder: Path, link: str, audience: Audience = Audience.INTERNAL, mtu: str = "") -> Estate:
    text = SOURCE.read_text("utf-8").replace(
        'link: {to: siege, tunnel: "10.60.255.{index}/30", port: "11{index}"}', link
    )
    assert link in text
    source = folder / "data"
    source.mkdir(exist_ok=True)
    (source / "site.yml").write_text(text.replace("down: 100M}", f"down: 100M{mtu}}}"), "utf-8")
    with LocalStore.open(folder / "store" / "secrets.json") as store:
        return load_estate(source, audience, store.value)


OPENVPN = 'link: {to: siege, tunnel: "10.60.255.{index}/30"}'
WIREGUARD = 'link: {kind: wireguard, to: siege, tunnel: "10.60.255.{index}/30"}'


def test_each_kind_has_its_port_its_width_and_its_keys(tmp_path: Path) -> None:
    (one,), (other,) = estate(tmp_path, OPENVPN).links, estate(tmp_path, WIREGUARD).links
    assert (one.kind, one.port, one.mtu) == ("openvpn", 1194, 1440)
    assert (other.kind, other.port, other.mtu) == ("wireguard", 51820, 1432)
    assert isinstance(one.keys, TlsKeys)
    assert isinstance(other.keys, WireguardKeys)
    assert one.keys.known
    assert other.keys.known


def test_the_narrower_access_decides(tmp_path: Path) -> None:
    (link,) = estate(tmp_path, OPENVPN, mtu=", mtu: 1400").links
    assert link.mtu == 1348
    assert tunnel_mtu("wireguard", 1500, 1500) == 1440
    assert SIP_PACKET == 1328


def test_a_public_estate_has_samples_only(tmp_path: Path) -> None:
    for text in (OPENVPN, WIREGUARD):
        (link,) = estate(tmp_path, text, Audience.PUBLIC).links
        assert not link.keys.known
        assert link.keys.shared.reveal() == "SampleNotASecret"


def test_the_keys_of_an_authority_stay_in_the_store(tmp_path: Path) -> None:
    """Asked for, so that the certificate can be signed; never part of the Estate."""
    asked: dict[str, SecretRule] = {}

    def ask(name: str, rule: SecretRule) -> None:
        asked[name] = rule

    folder = tmp_path / "data"
    estate(tmp_path, OPENVPN)
    (link,) = load_estate(folder, Audience.INTERNAL, ask).links
    assert isinstance(link.keys, TlsKeys)
    keys = link.keys
    names = {keys.authority.name, keys.shared.name}
    names |= {s.name for pair in (keys.server, keys.client) for s in (pair.certificate, pair.key)}
    made = {name for name in asked if name.startswith(("link/", "authority/"))}
    assert made - names == {"authority/siege/key"}
    assert not keys.known

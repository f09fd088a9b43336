"""Builds the links between sites: their ends, how large a packet crosses them, and the keys of both ends."""

from __future__ import annotations

from collections.abc import Callable

from generators.estate.origins import Origins
from generators.estate.places import Certificate, KeyPair, Link, TlsKeys, WireguardKeys
from generators.estate.tunnels import tunnel_mtu
from generators.estate.values import Alphabet, Made, Secret, SecretRule
from generators.source.schema.root import Source

SecretSource = Callable[[str, SecretRule], str | None]


def links(source: Source, origins: Origins, secrets: SecretSource | None) -> tuple[Link, ...]:
    """The VPNs, each with the id of the site that writes it, sorted. `secrets` gives the keys; None leaves samples."""
    out = []
    for key, site in sorted(source.sites.items()):
        if site.link is None:
            continue
        wireguard = site.link.kind == "wireguard"
        ends = (site.uplink.mtu, source.sites[site.link.to].uplink.mtu)
        out.append(
            Link(
                key,
                site.link.kind,
                key,
                site.link.to,
                site.link.tunnel,
                site.link.udp,
                tunnel_mtu(site.link.kind, *ends),
                _wireguard_keys(key, secrets) if wireguard else _tls_keys(key, site.link.to, secrets),
                origins.of("sites", key, "link"),
            )
        )
    return tuple(out)


def _tls_keys(link: str, far: str, secrets: SecretSource | None) -> TlsKeys:
    """The keys of an OpenVPN link: one authority a site that listens, two certificates and a TLS key a link.

    The authority's own key is made here and stays in the store.
    """

    def made(name: str, kind: Made, *of: str) -> Secret:
        return _made(secrets, name, kind, *of)

    def pair(role: str, kind: Made, site: str) -> Certificate:
        key = made(f"link/{link}/{role}-key", Made.KEY)
        names = (f"tel-{link}-{site}", key.name, authority.name, signer.name)
        return Certificate(made(f"link/{link}/{role}", kind, *names), key)

    signer = made(f"authority/{far}/key", Made.KEY)
    authority = made(f"authority/{far}/certificate", Made.AUTHORITY, f"tel-vpn-{far}", signer.name)
    return TlsKeys(
        authority=authority,
        server=pair("server", Made.SERVER, far),
        client=pair("client", Made.CLIENT, link),
        shared=made(f"link/{link}/tls", Made.TLS),
    )


def _wireguard_keys(link: str, secrets: SecretSource | None) -> WireguardKeys:
    """The keys of a WireGuard link: a pair for each end, and a pre-shared key."""

    def pair(end: str) -> KeyPair:
        private = _made(secrets, f"link/{link}/wireguard-{end}", Made.WIREGUARD_PRIVATE)
        return KeyPair(private, _made(secrets, f"{private.name}-public", Made.WIREGUARD_PUBLIC, private.name))

    shared = _made(secrets, f"link/{link}/wireguard-shared", Made.WIREGUARD_SHARED)
    return WireguardKeys(far=pair("far"), near=pair("near"), shared=shared)


def _made(secrets: SecretSource | None, name: str, kind: Made, *of: str) -> Secret:
    rule = SecretRule(64, 16, 8192, Alphabet.ALNUM, made=kind, of=of)
    return Secret(name, rule, secrets(name, rule) if secrets else None)

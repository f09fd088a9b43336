"""An OpenVPN link as each of its two routers holds it: names, files and settings, decided once.

The sheet's rows, the files to import and the merge are made from these. One tunnel a link, `p2p_tls` on a /30: then
pfSense writes no `server` directive, pushes nothing and needs no client-specific override (openvpn.inc).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generators.estate.estate import Estate
from generators.estate.places import Certificate, Link, Site, TlsKeys
from generators.estate.values import Secret
from generators.targets.pfsense.flows import Traffic

CIPHERS = ("AES-256-GCM", "AES-128-GCM", "CHACHA20-POLY1305")
INTERVAL, TIMEOUT = 10, 60


class Role(StrEnum):
    """What a router is for a link."""

    SERVER = "server"  # the site that listens
    CLIENT = "client"  # the site that calls


@dataclass(frozen=True)
class End:
    """One end of a link: `shown` is its own certificate, `networks` what it sends into the tunnel."""

    link: Link
    keys: TlsKeys
    role: Role
    site: str
    shown: Certificate
    networks: tuple[str, ...]
    address: str  # of the site that listens, on the Internet; empty if the source gives none

    @property
    def authority(self) -> str:
        """The name of the authority that both ends trust."""
        return authority_name(self.link)

    @property
    def certificate(self) -> str:
        """The name of its own certificate."""
        return certificate_name(self.link, self.site)

    @property
    def options(self) -> str:
        """Directives that no field of the screen gives: the tunnel's MTU, the same at both ends."""
        return f"tun-mtu {self.link.mtu};mssfix {self.link.mtu}"

    @property
    def files(self) -> tuple[tuple[str, Secret], ...]:
        """What there is to import at this end, by name of the file."""
        return (
            (f"{self.authority}.crt", self.keys.authority),
            (f"{self.certificate}.crt", self.shown.certificate),
            (f"{self.certificate}.key", self.shown.key),
            (f"tel-{self.link.id}.tls.key", self.keys.shared),
        )


def ends(estate: Estate, traffic: Traffic, site: Site) -> tuple[End, ...]:
    """The ends of OpenVPN links that stand at `site`: those on which it listens first."""
    served = [(link, Role.SERVER) for link in traffic.served.get(site.id, ())]
    called = [(link, Role.CLIENT) for link in traffic.called.get(site.id, ())]
    out = []
    for link, role in (*served, *called):
        if not isinstance(link.keys, TlsKeys):
            continue
        address = estate.site[link.far].uplink.address
        networks = tuple(str(n) for n in traffic.routed.get((link.id, site.id), ()))
        shown = link.keys.server if role is Role.SERVER else link.keys.client
        out.append(End(link, link.keys, role, site.id, shown, networks, str(address or "")))
    return tuple(out)


def authority_name(link: Link) -> str:
    """The authority of the site that listens; one for all its links."""
    return f"tel-vpn-{link.far}"


def certificate_name(link: Link, site: str) -> str:
    """The certificate that `site` shows to the other end of `link`."""
    return f"tel-{link.id}-{site}"

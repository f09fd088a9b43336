"""A WireGuard link as each of its two routers holds it: names, files and settings, decided once.

The package (reference: WireGuard of FreeBSD-ports) makes no route from the networks it allows: the tunnel is assigned
as an interface, which has the address, and each network behind the other end gets a static route by a gateway there.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address

from generators.estate.estate import Estate
from generators.estate.places import KeyPair, Link, Site, WireguardKeys
from generators.estate.values import Secret
from generators.targets.pfsense.flows import Traffic

KEEPALIVE = 25


@dataclass(frozen=True)
class Peering:
    """One end of a link. `own` are its keys, `peer` the other end's; `networks` are behind the other end.

    `endpoint` is where the other end is called; empty at the end that listens, which waits for the call.
    """

    link: Link
    keys: WireguardKeys
    site: str
    listens: bool
    own: KeyPair
    peer: KeyPair
    networks: tuple[str, ...]
    endpoint: str

    @property
    def name(self) -> str:
        """The name of the interface and of the gateway on the router: capitals, digits, underscores."""
        return f"TEL_{self.link.id.upper().replace('-', '_')}"

    @property
    def address(self) -> IPv4Address:
        """Its own address in the tunnel."""
        return self.link.far_address if self.listens else self.link.near_address

    @property
    def other(self) -> IPv4Address:
        """The other end's address in the tunnel."""
        return self.link.near_address if self.listens else self.link.far_address

    @property
    def allowed(self) -> tuple[str, ...]:
        """What may come from the other end and is sent to it: its address and its networks."""
        return (f"{self.other}/32", *self.networks)

    @property
    def files(self) -> tuple[tuple[str, Secret], ...]:
        """What there is to paste at this end, by name of the file."""
        there = self.link.near if self.listens else self.link.far
        return (
            (f"tel-{self.link.id}-{self.site}.wireguard.key", self.own.private),
            (f"tel-{self.link.id}-{there}.wireguard.pub", self.peer.public),
            (f"tel-{self.link.id}.wireguard.psk", self.keys.shared),
        )


def peerings(estate: Estate, traffic: Traffic, site: Site) -> tuple[Peering, ...]:
    """The ends of WireGuard links that stand at `site`: those on which it listens first."""
    served = [(link, True) for link in traffic.served.get(site.id, ())]
    called = [(link, False) for link in traffic.called.get(site.id, ())]
    out = []
    for link, listens in (*served, *called):
        if not isinstance(link.keys, WireguardKeys):
            continue
        far, near = link.keys.far, link.keys.near
        own, peer = (far, near) if listens else (near, far)
        networks = tuple(str(n) for n in traffic.routed.get((link.id, site.id), ()))
        endpoint = "" if listens else str(estate.site[link.far].uplink.address or "")
        out.append(Peering(link, link.keys, site.id, listens, own, peer, networks, endpoint))
    return tuple(out)

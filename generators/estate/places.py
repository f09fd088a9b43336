"""Sites, their networks, routers and links, and the ways from a site to a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network

from generators.catalog.types import RouterRelease
from generators.estate.values import Origin, PhoneNumber, Secret

__all__ = [
    "Certificate",
    "KeyPair",
    "Link",
    "Network",
    "Reach",
    "Role",
    "Router",
    "RouterRelease",
    "Server",
    "Siproxd",
    "Site",
    "TlsKeys",
    "Uplink",
    "Way",
    "WireguardKeys",
]


class Role(StrEnum):
    """What a network carries."""

    VOICE = "voice"
    DATA = "data"


class Way(StrEnum):
    """How the phones of a site reach a server."""

    LOCAL = "local"  # the server stands at the site
    VPN = "vpn"  # across one or more links
    PUBLIC = "public"  # at its public address, which admits this site
    ROUTER = "router"  # the site's own router serves it


@dataclass(frozen=True)
class Network:
    """An IP subnet of a site. `pool` is the first and the last address that DHCP hands out."""

    name: str
    role: Role
    vlan: int | None
    subnet: IPv4Network
    gateway: IPv4Address
    pool: tuple[IPv4Address, IPv4Address] | None
    origin: Origin


@dataclass(frozen=True)
class Router:
    """The site's router: a product, its release, and what it serves itself (`tftp`, `time`).

    `ups` is the driver of the UPS on its USB socket (Network UPS Tools); empty without one.
    """

    product: str
    release: RouterRelease
    serves: frozenset[str]
    origin: Origin
    ups: str = ""


@dataclass(frozen=True)
class Uplink:
    """The site's access to the Internet: fixed public address if it has one, rates in bit/s, MTU in bytes."""

    address: IPv4Address | None
    up: int | None
    down: int | None
    mtu: int


@dataclass(frozen=True)
class Siproxd:
    """The SIP proxy on a router without VPN: its port, and its RTP range (both ends included)."""

    port: int
    rtp_first: int
    rtp_last: int


@dataclass(frozen=True)
class Reach:
    """How phones of one site reach one server: by which way, at which address, over which links."""

    way: Way
    address: IPv4Address
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """A certificate and its private key, both PEM."""

    certificate: Secret
    key: Secret


@dataclass(frozen=True)
class TlsKeys:
    """What the two ends of an OpenVPN link show and trust.

    `authority` is the certificate (PEM) that signed both, without its key, which no router gets; `server` is shown by
    the site that listens, `client` by the one that calls; `shared` is the tls-crypt key of both.
    """

    authority: Secret
    server: Certificate
    client: Certificate
    shared: Secret

    @property
    def known(self) -> bool:
        """Whether there are real values: not in a public Estate, nor without a store."""
        pairs = (self.server, self.client)
        found = (self.authority, self.shared, *(p.certificate for p in pairs), *(p.key for p in pairs))
        return all(secret.known for secret in found)


@dataclass(frozen=True)
class KeyPair:
    """A WireGuard key pair, both in base64. Only the other end needs the public half."""

    private: Secret
    public: Secret


@dataclass(frozen=True)
class WireguardKeys:
    """The keys of a WireGuard link: of the site that listens, of the one that calls, and one that both share."""

    far: KeyPair
    near: KeyPair
    shared: Secret

    @property
    def known(self) -> bool:
        """Whether there are real values: not in a public Estate, nor without a store."""
        pairs = (self.far, self.near)
        return all(secret.known for secret in (self.shared, *(p.private for p in pairs), *(p.public for p in pairs)))


@dataclass(frozen=True)
class Link:
    """A VPN between two sites. `near` calls `far`; `tunnel` is a /30 whose first address is `far`'s.

    `kind` is openvpn or wireguard, and `keys` are those of that kind.
    `port` is the UDP port on which `far` listens, `mtu` the largest packet in bytes that crosses in one piece.
    """

    id: str
    kind: str
    near: str
    far: str
    tunnel: IPv4Network
    port: int
    mtu: int
    keys: TlsKeys | WireguardKeys
    origin: Origin

    @property
    def far_address(self) -> IPv4Address:
        """Tunnel address of the site that listens."""
        return self.tunnel[1]

    @property
    def near_address(self) -> IPv4Address:
        """Tunnel address of the site that calls."""
        return self.tunnel[2]


@dataclass(frozen=True)
class Site:
    """A place with a router and phones.

    `number` is the number of the site itself: what an emergency centre sees. `reach` holds, for
    `pbx`, `provisioning` and `time`, how the site's phones get there (only for sites with phones).
    `links` are the links that end here, by id.
    """

    id: str
    title: str
    index: int | None
    networks: tuple[Network, ...]
    router: Router | None
    uplink: Uplink
    siproxd: Siproxd | None
    number: PhoneNumber | None
    reach: Mapping[str, Reach]
    links: tuple[str, ...]
    origin: Origin

    @property
    def voice(self) -> Network:
        """The network the phones are in. Every site with phones has exactly one."""
        return next(n for n in self.networks if n.role is Role.VOICE)

    @property
    def has_voice(self) -> bool:
        """Whether the site has a network for phones."""
        return any(n.role is Role.VOICE for n in self.networks)


@dataclass(frozen=True)
class Server:
    """A place where phones find something.

    `public` is the address seen from the Internet, `admit` the sites that may come in that way. `product` and
    `release` name the PBX, `custom` its folder of hand-written dialplan; all are empty for other servers.
    """

    id: str
    site: str
    address: IPv4Address
    public: IPv4Address | None
    admit: tuple[str, ...]
    ports: Mapping[str, int]
    product: str
    dialects: tuple[str, ...]
    origin: Origin
    release: str = ""
    custom: str = ""

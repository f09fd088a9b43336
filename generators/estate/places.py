"""Sites, their networks, routers and links, and the ways from a site to a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network

from generators.catalog.types import RouterRelease
from generators.estate.values import Origin, PhoneNumber

__all__ = [
    "Link",
    "Network",
    "Reach",
    "Role",
    "Router",
    "RouterRelease",
    "Server",
    "Siproxd",
    "Site",
    "Uplink",
    "Way",
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
    """The site's router: a product, its release, and what it serves itself (`tftp`, `time`)."""

    product: str
    release: RouterRelease
    serves: frozenset[str]
    origin: Origin


@dataclass(frozen=True)
class Uplink:
    """The site's access to the Internet: fixed public address if it has one, rates in bit/s."""

    address: IPv4Address | None
    up: int | None
    down: int | None


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
class Link:
    """A VPN between two sites. `near` calls `far`; `tunnel` is a /30 whose first address is `far`'s.

    `port` is the UDP port on which `far` listens.
    """

    id: str
    kind: str
    near: str
    far: str
    tunnel: IPv4Network
    port: int
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

    `public` is the address seen from the Internet, `admit` the sites that may come in that way.
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

"""What was found in a router's backup, as values between the reading and the writing."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network


@dataclass
class FoundNetwork:
    """A network with its DHCP pool as host numbers. `key` is the router's name for the interface."""

    key: str
    name: str
    title: str
    vlan: int | None
    subnet: IPv4Network
    gateway: IPv4Address
    pool: tuple[int, int] | None = None
    voice: bool = False

    def in_pool(self, address: IPv4Address) -> bool:
        """Whether DHCP hands the address out freely."""
        number = int(address) - int(self.subnet.network_address)
        return self.pool is not None and self.pool[0] <= number <= self.pool[1]


@dataclass
class FoundPhone:
    """A phone. `model` is empty where its texts do not tell it; `address` None where it cannot keep the one it had."""

    name: str
    mac: str
    model: str
    place: str
    address: IPv4Address | None


@dataclass
class FoundLink:
    """A VPN to another site."""

    tunnel: IPv4Network
    port: int


@dataclass
class Found:
    """A site as its router's backup tells it. `notes` are sentences on what was not understood or left out."""

    site: str
    title: str
    version: str
    release: str = ""
    serves: tuple[str, ...] = ()
    uplink: IPv4Address | None = None
    networks: list[FoundNetwork] = field(default_factory=list)
    phones: list[FoundPhone] = field(default_factory=list)
    link: FoundLink | None = None
    notes: list[str] = field(default_factory=list)

"""Sites, their networks, routers, uplinks and links, and the profiles that sites share."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from generators.source.schema.base import (
    WHOLE,
    Address,
    Id,
    Item,
    Number,
    Port,
    PortRange,
    Rate,
    Span,
    Subnet,
    Title,
)
from generators.source.schema.handsets import Settings


class Network(Item):
    """An IP subnet of a site. `role` is voice or data (by default the network's name).

    `pool` counts hosts from the network address: 100-199 in 10.42.20.0/24 is 10.42.20.100 to .199.
    `gateway` is the router's address, by default the first of the subnet.
    """

    role: Literal["voice", "data"] | None = None
    vlan: Annotated[int, Field(ge=1, le=4094), WHOLE] | None = None
    subnet: Subnet
    gateway: Address | None = None
    pool: Span | None = None


class Router(Item):
    """The site's router: product, release, and what it serves itself.

    `ups` is the driver, by its name in Network UPS Tools, of a UPS on the router's USB socket: the router then shuts
    down in time.
    """

    product: Literal["pfsense"] = "pfsense"
    release: str
    serves: tuple[Literal["tftp", "time"], ...] = ()
    ups: (
        Literal[
            "usbhid-ups",
            "bcmxcp_usb",
            "blazer_usb",
            "nutdrv_atcl_usb",
            "nutdrv_qx",
            "richcomm_usb",
            "riello_usb",
            "tripplite_usb",
        ]
        | None
    ) = None


class Uplink(Item):
    """The access to the Internet: a fixed public address if there is one, its rates, and its MTU in bytes.

    1492 is that of DSL (PPPoE); fibre may have 1500. VPNs cut their packets to fit.
    """

    address: Address | None = None
    up: Rate | None = None
    down: Rate | None = None
    mtu: Annotated[int, Field(ge=576, le=1500), WHOLE] = 1492


class Siproxd(Item):
    """The SIP proxy on the router of a site without VPN. `rtp` begins at an even port, four ports a call."""

    port: Port = 5060
    rtp: PortRange = (7070, 7169)


class Link(Item):
    """A VPN from this site to another one. `tunnel` is a /30, `port` the UDP port where the other listens.

    The port is 1194 for openvpn and 51820 for wireguard where none is written.
    """

    kind: Literal["openvpn", "wireguard"] = "openvpn"
    to: Id
    tunnel: Subnet
    port: Port | None = None

    @property
    def udp(self) -> int:
        """The port, or that of the kind."""
        return self.port or {"openvpn": 1194, "wireguard": 51820}[self.kind]


class Site(Item):
    """A place with a router and phones. `number` is the public number of the place itself.

    `timezone` is that of its clocks, `settings` those of its phones, where they differ from the organization's.
    """

    title: Title
    profile: Id | None = None
    index: Annotated[int, Field(ge=0, le=255), WHOLE] | None = None
    number: Number | None = None
    networks: dict[Id, Network] = {}
    router: Router | None = None
    uplink: Uplink = Uplink()
    siproxd: Siproxd | None = None
    link: Link | None = None
    timezone: str | None = None
    settings: Settings = Settings()


class SiteProfile(Item):
    """What several sites share: any key of a site but its own. `{index}` and `{id}` stand for the site's."""

    networks: Any = None
    router: Any = None
    uplink: Any = None
    siproxd: Any = None
    link: Any = None
    timezone: Any = None
    settings: Any = None

"""Who runs the network, where its servers are, and its feature codes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generators.source.schema.base import Address, Code, Domain, Id, Item, Port, PortRange, Title
from generators.source.schema.handsets import BackupServer

Shown = Literal["shown", "masked"]


class Public(Item):
    """What the published site may show. A masked value is replaced before anything is generated."""

    names: Shown = "shown"
    numbers: Shown = "shown"
    macs: Shown = "masked"
    addresses: Shown = "masked"


class Organization(Item):
    """The organization: its name, domain, country (of the number plan), languages and time zone.

    `url` is where the site will be published, `repository` the web address of the sources: both optional.
    """

    name: Title
    domain: Domain
    country: str = "FR"
    languages: Annotated[tuple[Literal["fr", "en"], ...], Field(min_length=1, max_length=2)] = ("fr", "en")
    timezone: str = "Europe/Paris"
    url: Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$", max_length=200)] | None = None
    repository: Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$", max_length=200)] | None = None
    branch: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]+$", max_length=80)] = "main"
    public: Public = Public()


class PbxServer(Item):
    """The telephone server. `public` is its address on the Internet, `admit` the sites that may use it.

    `backup` is a second PBX for when this one is silent. `rtp` is the range of ports on which it takes voice:
    rtp.conf and the routers' rules follow it.
    """

    site: Id
    address: Address
    public: Address | None = None
    admit: tuple[Id, ...] = ()
    sip: Port = 5060
    rtp: PortRange = (10000, 20000)
    product: Literal["asterisk", "xivo"] = "asterisk"
    backup: BackupServer | None = None
    dialects: Annotated[tuple[Literal["asterisk-pjsip"], ...], Field(min_length=1)] = ("asterisk-pjsip",)


class ProvisioningServer(Item):
    """Where phones fetch their files."""

    site: Id
    address: Address
    tftp: Port = 69
    http: Port = 6970


class TimeServer(Item):
    """Where phones ask the time (NTP)."""

    site: Id
    address: Address


class Servers(Item):
    """The servers that every phone needs."""

    pbx: PbxServer
    provisioning: ProvisioningServer
    time: TimeServer


class Dialing(Item):
    """Feature codes, as dialled."""

    voicemail: Code = "*98"

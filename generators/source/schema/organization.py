"""Who runs the network, where its servers are, and its feature codes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generators.source.schema.base import Address, Code, Domain, Extension, Id, Item, Port, PortRange, Span, Title
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


Dialect = Literal["asterisk-pjsip", "asterisk-sip", "xivo", "freepbx"]


class PbxServer(Item):
    """The telephone server. `public` is its address on the Internet, `admit` the sites that may use it.

    `product` and `release` name the system (for Asterisk its own release, 16 or 22), `dialects` what is written for
    it. `custom` is a folder of hand-written dialplan on the PBX. `backup` is a second PBX for when this one is
    silent. `rtp` is the range of ports on which it takes voice: rtp.conf and the routers' rules follow it.
    """

    site: Id
    address: Address
    public: Address | None = None
    admit: tuple[Id, ...] = ()
    sip: Port = 5060
    rtp: PortRange = (10000, 20000)
    product: Literal["asterisk", "xivo", "wazo", "freepbx"] = "asterisk"
    release: Annotated[str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,3}){0,2}$")] | None = None
    backup: BackupServer | None = None
    dialects: Annotated[tuple[Dialect, ...], Field(min_length=1)] = ("asterisk-pjsip",)
    custom: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")] | None = None


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
    """Feature codes, as dialled.

    `pickup` takes a call of one's team, and followed by an extension that one's call. The forward codes are followed
    by the number to forward to. `park` is an extension that parks a call on one of the positions `parked`. `login`
    and `logout` are for hot desks; `logout_at` logs everyone out at a time of the day. `hide_number`, followed by a
    number, withholds one's own for one call; `intercom`, followed by an extension, speaks at once.
    """

    voicemail: Code = "*98"
    pickup: Code = "*8"
    do_not_disturb: Code = "*25"
    forward: Code = "*21"
    forward_busy: Code = "*23"
    forward_no_answer: Code = "*22"
    forward_off: Code = "*20"
    login: Code = "*11"
    logout: Code = "*12"
    hide_number: Code = "*31"
    intercom: Code = "*45"
    park: Extension = "700"
    parked: Span = (701, 709)
    logout_at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None

"""How a phone behaves: its settings, its keys, its add-on modules, and what was set by hand.

Everything here is resolved for one phone: what the organization, its model, its site and the phone itself
say, the nearest winning. `estate/build_handsets.py` makes it; targets only spell it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from ipaddress import IPv4Address

from generators.catalog.types import ModuleModel, Parameter
from generators.estate.values import Origin, Secret
from generators.estate.zones import TimeZone

__all__ = [
    "Background",
    "Extra",
    "Feature",
    "Key",
    "KeyKind",
    "Logo",
    "ModuleModel",
    "Nat",
    "NatMode",
    "Parameter",
    "RingTone",
    "Settings",
    "SettingsAccess",
    "Telnet",
]


class Feature(Enum):
    """A feature its user may switch, or not: the four values both families know (SAG7; UCM, callWaiting)."""

    OFF = 0
    ON = 1
    LOCKED_OFF = 2
    LOCKED_ON = 3


class KeyKind(StrEnum):
    """What a programmed key does; a line is an Endpoint, not a Key."""

    SPEED_DIAL = "speed_dial"
    BLF = "blf"
    SERVICE = "service"


@dataclass(frozen=True)
class Key:
    """A programmed key. `button` counts the phone's own keys from 1, then those of its modules.

    `number` is what it dials, as one would type it (empty for a service); `line` is the id of the line whose
    state a BLF key shows (None for others); `url` is a service's. `label` fits the screen.
    """

    button: int
    kind: KeyKind
    label: str
    number: str
    line: str | None
    url: str
    origin: Origin


@dataclass(frozen=True)
class Extra:
    """A parameter set by hand: its name as the phone spells it (a .cnf parameter, or an element's path below
    `device`, such as `vendorConfig/daysDisplayNotActive`), its value as the phone reads it, and why."""

    name: str
    value: str
    reason: str
    origin: Origin


@dataclass(frozen=True)
class RingTone:
    """A ring tone of the organization's own: `title` (25 characters at most) in the menu, `file` (25, ends in
    .raw) in the TFTP root, `content` the samples: raw mu-law, 8000 a second, mono."""

    title: str
    file: str
    content: bytes
    origin: Origin


@dataclass(frozen=True)
class Logo:
    """The logo of a 7940/7960: `file` below the TFTP root, a BMP of 90 by 56 pixels."""

    file: str
    content: bytes
    origin: Origin


@dataclass(frozen=True)
class Background:
    """A background of the xml family: a PNG of exactly `width` by `height`, and its preview."""

    title: str
    name: str
    width: int
    height: int
    content: bytes
    preview: bytes
    origin: Origin


class SettingsAccess(Enum):
    """The phone's own settings menu: closed, or open (changes still ask for the code)."""

    CLOSED = 0
    OPEN = 1


class Telnet(Enum):
    """The console of a 7940/7960 (SAG4, telnet_level)."""

    OFF = 0
    ON = 1
    PRIVILEGED = 2


class NatMode(Enum):
    """How a phone behind a plain NAT learns its public address."""

    NONE = "none"
    FIXED = "fixed"
    RECEIVED = "received"


@dataclass(frozen=True)
class Nat:
    """A NAT between phone and PBX that no proxy and no VPN helps with. `address` only for FIXED."""

    mode: NatMode
    address: IPv4Address | None


@dataclass(frozen=True)
class Settings:
    """The settings of one phone, every one of them with a value.

    `timezone` its site's; `language` of its texts. `codecs` in order of preference, by the PBX's own names
    (alaw, ulaw, g722, g729). `dscp` of its voice (46 is EF), `sip_port` its own, `media_first` and `media_last`
    its RTP ports. `voicemail` is what the messages key dials. `directory_url` and `services_url` are empty where
    there is none. `backup` is a second PBX's address and SIP port, or None. `ssh` is its password if SSH is
    open. `missed_calls` says whether it lists them. `transfer_on_hook` completes a transfer by hanging up.
    """

    timezone: TimeZone
    language: str
    codecs: tuple[str, ...]
    dscp: int
    sip_port: int
    media_first: int
    media_last: int
    voicemail: str
    directory_url: str
    services_url: str
    backup: tuple[IPv4Address, int] | None
    nat: Nat
    web: bool
    ssh: Secret | None
    telnet: Telnet
    menu: SettingsAccess
    pc_port: bool
    call_waiting: Feature
    do_not_disturb: Feature
    anonymous_block: Feature
    hide_number: Feature
    hold_reminder: Feature
    local_forward: bool
    transfer_on_hook: bool
    missed_calls: bool
    register_seconds: int

"""People, lines, phones, endpoints, groups, mailboxes, schedules, trunks and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from ipaddress import IPv4Address

from generators.catalog.types import ModuleModel, PhoneModel, Provider
from generators.estate.handsets import Extra, Key, Settings
from generators.estate.places import Site
from generators.estate.values import Mac, Origin, PhoneNumber, Secret

__all__ = [
    "Destination",
    "Endpoint",
    "Group",
    "Kind",
    "Line",
    "Mailbox",
    "Number",
    "OpenHours",
    "Person",
    "Phone",
    "PhoneModel",
    "Provider",
    "Schedule",
    "Strategy",
    "Trunk",
]


class Kind(StrEnum):
    """What a call can be sent to."""

    LINE = "line"
    GROUP = "group"
    MAILBOX = "mailbox"


class Strategy(StrEnum):
    """How a group rings."""

    ALL = "all"
    TURN = "turn"


@dataclass(frozen=True, order=True)
class Destination:
    """Where a call goes: a line (a person's or shared), a group or a mailbox, by id."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Mailbox:
    """A voicemail box. `extension` is what one dials; `email` gets a copy of each message."""

    id: str
    title: str
    extension: str
    email: str | None
    pin: Secret
    origin: Origin


@dataclass(frozen=True)
class Person:
    """Who is called. The person's line has the same id."""

    id: str
    name: str
    extension: str
    email: str | None
    language: str
    origin: Origin


@dataclass(frozen=True)
class Line:
    """What rings under an extension: a person's, or shared.

    `presented` is the public number of the line itself (the number that rings it alone), or None:
    then calls present the number of the site they leave from. `permissions` are the classes of the
    number plan it may call, emergency calls aside, which nothing forbids. `ring` is in seconds.
    """

    id: str
    title: str
    extension: str
    person: str | None
    mailbox: str | None
    presented: PhoneNumber | None
    permissions: frozenset[str]
    ring: int
    origin: Origin


@dataclass(frozen=True)
class Phone:
    """A device. `load` is the firmware's base name as the phone asks for it; `label` fits its screen.

    `unlock` is the code that unlocks the phone's own settings menu, one for the organization.
    `address` is a fixed address in the voice network, or None for one from the pool. `keys` are the programmed
    keys by button, `modules` the add-on modules in the order they are attached, `extra` what was set by hand, by name.
    """

    id: str
    mac: Mac
    model: PhoneModel
    site: str
    place: str
    address: IPv4Address | None
    load: str
    label: str
    unlock: Secret
    settings: Settings
    keys: tuple[Key, ...]
    modules: tuple[ModuleModel, ...]
    extra: tuple[Extra, ...]
    origin: Origin


@dataclass(frozen=True)
class Endpoint:
    """A line on a phone, with its own SIP account.

    `account` is the SIP user, the digest user and the AOR: letters and digits, at most 30.
    `label` is what the phone shows beside the button, `display` what colleagues see.
    `presented` is the number a call to the outside shows, `emergency` the one an emergency call
    shows (the phone's site's, not the person's); both None only where there is no trunk.
    """

    phone: Phone
    line: Line
    button: int
    account: str
    secret: Secret
    label: str
    display: str
    site: Site
    presented: PhoneNumber | None
    emergency: PhoneNumber | None
    origin: Origin

    @property
    def id(self) -> str:
        """`phone/line`, unique in the estate."""
        return f"{self.phone.id}/{self.line.id}"


@dataclass(frozen=True)
class Group:
    """A ring group: `members` are lines, rung for `ring` seconds, then `then` if given."""

    id: str
    title: str
    extension: str
    strategy: Strategy
    members: tuple[str, ...]
    ring: int
    then: Destination | None
    origin: Origin


@dataclass(frozen=True)
class OpenHours:
    """Days (0 is Monday) and the time span in which a schedule is open, `HH:MM` to `HH:MM`."""

    first_day: int
    last_day: int
    start: str
    end: str


@dataclass(frozen=True)
class Schedule:
    """Opening hours in the organization's time zone, and days on which it stays closed."""

    id: str
    title: str
    timezone: str
    hours: tuple[OpenHours, ...]
    closures: tuple[tuple[date, date], ...]
    origin: Origin


@dataclass(frozen=True)
class Trunk:
    """The link to a provider. `outbound_format` is the spelling the provider wants numbers in."""

    id: str
    provider: Provider
    account: str
    domain: str
    channels: int
    outbound_format: str
    registration_seconds: int
    secret: Secret
    origin: Origin


@dataclass(frozen=True)
class Number:
    """A public number and where it rings: `to`, or `closed` outside of `schedule`."""

    number: PhoneNumber
    trunk: str
    to: Destination
    schedule: str | None
    closed: Destination | None
    origin: Origin

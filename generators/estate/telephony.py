"""People, lines, phones, endpoints, groups, mailboxes, schedules, trunks and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from ipaddress import IPv4Address

from generators.catalog.types import Holiday, ModuleModel, PhoneModel, Provider
from generators.estate.handsets import Extra, Key, Settings
from generators.estate.places import Site
from generators.estate.values import Mac, Origin, PhoneNumber, Secret

__all__ = [
    "Conference",
    "Contact",
    "Destination",
    "Endpoint",
    "Forwards",
    "Group",
    "Holiday",
    "Kind",
    "Line",
    "Mailbox",
    "Menu",
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
    MENU = "menu"
    CONFERENCE = "conference"
    CONTACT = "contact"


class Strategy(StrEnum):
    """How a group rings."""

    ALL = "all"
    TURN = "turn"
    MEMORY = "memory"


@dataclass(frozen=True, order=True)
class Destination:
    """Where a call goes, by id: a line (a person's or shared), a group, a mailbox, a menu, a conference, a contact."""

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
class Forwards:
    """Where calls to a line go instead, as the source says: always, when it is busy, when nobody answers."""

    always: Destination | None
    busy: Destination | None
    no_answer: Destination | None


@dataclass(frozen=True)
class Line:
    """What rings under an extension: a person's, or shared.

    `presented` is the public number of the line itself (the one it is told to show, else the one that rings it), or
    None: then calls present the number of the site they leave from. `hidden` withholds it (emergency calls aside).
    `permissions` are the classes of the number plan it may call, emergency calls aside, which nothing forbids.
    `ring` is in seconds. `pickup` are the teams whose calls it takes and whose members take its calls.
    `login` is the code with which a person logs in on any phone, None where that is not allowed.
    """

    id: str
    title: str
    extension: str
    person: str | None
    mailbox: str | None
    presented: PhoneNumber | None
    permissions: frozenset[str]
    ring: int
    forwards: Forwards
    hidden: bool
    pickup: tuple[str, ...]
    login: Secret | None
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
    """A ring group: `members` are ids of lines and contacts, rung for `ring` seconds, then `then` if given.

    With Strategy.TURN each rings `ring` seconds in the order written; with MEMORY the one after who rang last begins.
    """

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
    """Opening hours in the organization's time zone, and days on which it stays closed.

    `closures` are spans of days, both ends included; `holidays` the public ones, each with its name by language.
    `night` is the code that closes until it is dialled again, empty where there is none.
    """

    id: str
    title: str
    timezone: str
    hours: tuple[OpenHours, ...]
    closures: tuple[tuple[date, date], ...]
    holidays: tuple[Holiday, ...]
    night: str
    origin: Origin


@dataclass(frozen=True)
class Menu:
    """What callers choose from: `choices` are (digit, destination). `greeting` is a sound's name, empty for the
    built-in one. After `repeats` times `wait` seconds without a choice the call goes to `then`, or ends."""

    id: str
    title: str
    extension: str
    greeting: str
    choices: tuple[tuple[str, Destination], ...]
    wait: int
    repeats: int
    then: Destination | None
    origin: Origin


@dataclass(frozen=True)
class Conference:
    """A conference room of at most `most` people; `pin` is what it asks for, None where it is open to colleagues."""

    id: str
    title: str
    extension: str
    pin: Secret | None
    most: int
    origin: Origin


@dataclass(frozen=True)
class Contact:
    """A number outside that calls may be sent to."""

    id: str
    title: str
    number: PhoneNumber
    origin: Origin


@dataclass(frozen=True)
class Trunk:
    """The link to a provider. `outbound_format` is the spelling the provider wants numbers in, `caller_id` the header
    (`from` or `pai`) that carries the presented number. Trunks of the lowest `priority` are tried first."""

    id: str
    provider: Provider
    account: str
    domain: str
    channels: int
    outbound_format: str
    caller_id: str
    priority: int
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

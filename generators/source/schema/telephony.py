"""Trunks, numbers, schedules, people, lines, groups, mailboxes and phones."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from generators.source.schema.base import (
    WHOLE,
    Address,
    Code,
    Dates,
    Domain,
    Email,
    Extension,
    Id,
    Item,
    Mac,
    Number,
    Seat,
    Seconds,
    Title,
    malformed,
    show,
    text_only,
    wrong_kind,
)
from generators.source.schema.handsets import Keys, Settings, Switch

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OPEN = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? +([0-2][0-9]:[0-5][0-9])-([0-2][0-9]:[0-5][0-9])\Z")
YES, NO = {"true", "yes", "on"}, {"false", "no", "off"}


class Trunk(Item):
    """The link to a provider. What is left out comes from the provider's profile.

    Calls that any trunk may carry try the lowest `priority` first. `caller_id` says where the presented number goes.
    """

    provider: Id
    account: Annotated[str, Field(pattern=r"^[A-Za-z0-9._+-]{1,64}$")]
    domain: Domain | None = None
    channels: Annotated[int, Field(ge=1, le=1000), WHOLE] = 1
    format: Literal["e164", "00", "national"] | None = None
    caller_id: Literal["from", "pai"] | None = None
    priority: Annotated[int, Field(ge=1, le=99), WHOLE] = 1


class PublicNumber(Item):
    """A public number: its trunk (the only one, if left out) and where it rings.

    With `hours` it rings at `to` while the schedule is open, at `closed` otherwise.
    """

    trunk: Id | None = None
    to: Id
    hours: Id | None = None
    closed: Id | None = None


def _open(value: Any) -> Any:
    if isinstance(value, tuple):
        return value
    match = OPEN.match(text_only(value))
    hint = "write days and times, such as 'mon-fri 09:00-12:30'"
    if not match:
        raise malformed(f"{show(value)} is not an opening time", hint)
    first, last, start, end = match[1], match[2] or match[1], match[3], match[4]
    if first not in DAYS or last not in DAYS or start[:2] > "23" or end[:2] > "23":
        raise malformed(f"{show(value)} is not an opening time", hint + "; days are " + " ".join(DAYS))
    return DAYS.index(first), DAYS.index(last), start, end


OpenTime = Annotated[
    tuple[int, int, str, str],
    BeforeValidator(_open),
    WithJsonSchema({"type": "string", "examples": ["mon-fri 09:00-12:30"]}),
]


class Schedule(Item):
    """Opening hours, and the days on which it stays closed: dates, and with `holidays` the country's public ones.

    `night` is a code that closes until it is dialled again.
    """

    title: Title
    open: Annotated[tuple[OpenTime, ...], Field(min_length=1)]
    closed: tuple[Dates, ...] = ()
    holidays: Switch = None
    night: Code | None = None


class OwnMailbox(Item):
    """The voicemail box of a person or line. `email` gets a copy (a person's own address by default)."""

    email: Email | None = None


def _mailbox(value: Any) -> Any:
    if value is None or isinstance(value, (dict, OwnMailbox)):
        return value
    if isinstance(value, str) and value in YES:
        return {}
    if isinstance(value, str) and value in NO:
        return None
    raise wrong_kind("true, false or {email: …}")


MailboxChoice = Annotated[
    OwnMailbox | None,
    BeforeValidator(_mailbox),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"type": "object", "properties": {"email": {"type": "string"}}, "additionalProperties": False},
            ]
        }
    ),
]


class Forward(Item):
    """Where calls go instead: `always`, when the line is busy, or when nobody answers (before its mailbox)."""

    always: Id | None = None
    busy: Id | None = None
    no_answer: Id | None = None


class Person(Item):
    """Who is called. `phones` are where the line is: a phone's id, with /2 for its second button.

    `allow` opens classes of numbers that are closed by default. `label` is for narrow screens. `shows` is the public
    number that calls present (by default the one that rings the person), `hide_number` withholds it. `pickup` names
    teams whose members take each other's calls. With `hot_desk` the person can log in on any phone.
    """

    name: Title
    extension: Extension
    phones: tuple[Seat, ...] = ()
    email: Email | None = None
    language: Literal["fr", "en"] | None = None
    mailbox: MailboxChoice = None
    allow: tuple[Id, ...] = ()
    ring: Seconds = 25
    label: Title | None = None
    forward: Forward = Forward()
    shows: Number | None = None
    hide_number: Switch = None
    pickup: tuple[Id, ...] = ()
    hot_desk: Switch = None


class Line(Item):
    """A line that is not one person's: a desk, a workshop, a shared number. Its keys are those of a person."""

    title: Title
    extension: Extension
    phones: tuple[Seat, ...] = ()
    mailbox: MailboxChoice = None
    allow: tuple[Id, ...] = ()
    ring: Seconds = 25
    label: Title | None = None
    forward: Forward = Forward()
    shows: Number | None = None
    hide_number: Switch = None
    pickup: tuple[Id, ...] = ()


class Group(Item):
    """A ring group: its members ring together (`all`), one after the other (`turn`), or one after the other from the
    one after who rang last (`memory`). Members are people, lines and contacts."""

    title: Title
    extension: Extension
    strategy: Literal["all", "turn", "memory"] = "all"
    members: Annotated[tuple[Id, ...], Field(min_length=1)]
    ring: Seconds = 25
    then: Id | None = None


class Menu(Item):
    """What callers hear and choose from by a digit. `greeting` is a sound of the PBX, or a file of its own.

    Who chooses nothing in `wait` seconds hears it again, `repeats` times in all, and then goes to `then`.
    """

    title: Title
    extension: Extension
    greeting: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9/_-]{0,63}$")] | None = None
    choices: Annotated[dict[Annotated[str, Field(pattern=r"^[0-9*#]$")], Id], Field(min_length=1)]
    wait: Annotated[int, Field(ge=2, le=30), WHOLE] = 5
    repeats: Annotated[int, Field(ge=1, le=5), WHOLE] = 2
    then: Id | None = None


class Conference(Item):
    """A room to talk in. With `pin` it asks for a code, which the secret store holds."""

    title: Title
    extension: Extension
    pin: Switch = None
    most: Annotated[int, Field(ge=2, le=100), WHOLE] = 10


class Contact(Item):
    """A number outside that calls may be sent to: a mobile, a colleague elsewhere."""

    title: Title
    number: Number


class Mailbox(Item):
    """A voicemail box of its own."""

    title: Title
    extension: Extension
    email: Email | None = None


Load = Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{4,40}$")]


class Phone(Item):
    """A device: the MAC on its back, its model, the site it stands at. `address` only if it is fixed.

    `keys` are programmed keys by button, `layout` a list of keys that fills the buttons left. `modules` are its
    add-on modules in the order they are attached. `load` is its firmware, where it is not that of its model.
    """

    mac: Mac
    model: Id
    site: Id
    place: Title | None = None
    address: Address | None = None
    load: Load | None = None
    label: Title | None = None
    layout: Id | None = None
    keys: Keys = {}
    modules: tuple[Id, ...] = ()
    settings: Settings = Settings()


Numbers = dict[Number, PublicNumber]

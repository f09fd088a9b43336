"""The inner half of `extensions.conf`: lines, groups, mailboxes, opening hours and public numbers.

Nothing here can reach a trunk, so calls from outside may enter it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generators.estate.dialing import spellings
from generators.estate.estate import Estate
from generators.estate.telephony import Endpoint, Group, Line, Number, OpenHours, Schedule, Strategy, Trunk
from generators.targets.asterisk import names

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # English only: other words are wrong in silence
LINE_MOST = 8190  # characters; a longer line is dropped (main/config.c)
BY_STATUS = "ended,${DIALSTATUS},1"


@dataclass(frozen=True)
class Ring:
    """One Dial: `devices` joined by `&`, for `seconds`."""

    devices: str
    seconds: int


@dataclass(frozen=True)
class Ringing:
    """An extension that rings phones: a line (with its hint) or a group; then the call goes to `then`."""

    exten: str
    title: str
    hints: tuple[str, ...]
    rings: tuple[Ring, ...]
    then: str


@dataclass(frozen=True)
class Box:
    """A voicemail box. `dialled` holds its extension if it is dialled as such (a person's is the line's)."""

    exten: str
    title: str
    dialled: tuple[str, ...]


@dataclass(frozen=True)
class Hours:
    """A schedule as a subroutine: the days it is closed (YYYYMMDD, both included), then the spans it is open."""

    context: str
    title: str
    timezone: str
    closures: tuple[tuple[str, str], ...]
    spans: tuple[str, ...]


@dataclass(frozen=True)
class Called:
    """A public number, digits with country code: its trunk, and where it rings.

    `checks` holds (schedule's context, where it rings closed) if the number follows hours.
    """

    digits: str
    trunk: str
    to: str
    checks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Incoming:
    """What a trunk may bring: each spelling of each number, and what to do where only the account is named.

    `accounts` holds the account as an extension unless it is a spelling of a number itself;
    `main` is where a call goes that names no number at all.
    """

    context: str
    numbers_context: str
    title: str
    spellings: tuple[tuple[str, str], ...]
    accounts: tuple[str, ...]
    main: str


def lines(estate: Estate) -> tuple[Ringing, ...]:
    """Each line: all its phones ring together, then its mailbox, or the caller learns how it ended."""
    return tuple(_line(estate, line) for line in estate.lines)


def _line(estate: Estate, line: Line) -> Ringing:
    devices = _devices(estate.endpoints_of_line[line.id], line.id)
    if line.mailbox is not None:
        then = f"mailboxes,{estate.mailbox[line.mailbox].extension},1"
    else:
        then = BY_STATUS if devices else "ended,CHANUNAVAIL,1"
    return Ringing(
        exten=line.extension,
        title=names.words(line.title, line.extension),
        hints=(devices,) if devices else (),
        rings=(Ring(devices, line.ring),) if devices else (),
        then=then,
    )


def groups(estate: Estate) -> tuple[Ringing, ...]:
    """Each group: its members' phones together, or one member after the other, then its `then`."""
    return tuple(_group(estate, group) for group in estate.groups)


def _group(estate: Estate, group: Group) -> Ringing:
    members = [estate.endpoints_of_line[m] for m in group.members]
    if group.strategy is Strategy.ALL:
        members = [tuple(e for endpoints in members for e in endpoints)]
    rings = tuple(Ring(text, group.ring) for text in (_devices(m, group.id) for m in members) if text)
    end = BY_STATUS if rings else "ended,CHANUNAVAIL,1"
    then = names.target(estate, group.then) if group.then is not None else end
    return Ringing(group.extension, names.words(group.title, group.extension), (), rings, then)


def _devices(endpoints: Iterable[Endpoint], what: str) -> str:
    text = "&".join(dict.fromkeys(names.device(e) for e in endpoints))
    if len(text) > LINE_MOST - 60:
        raise ValueError(f"{what} rings more phones than one line of extensions.conf holds")
    return text


def boxes(estate: Estate) -> tuple[Box, ...]:
    """Each mailbox, sorted by extension."""
    taken = {x.extension for x in estate.lines} | {x.extension for x in estate.groups}
    return tuple(
        Box(b.extension, names.words(b.title, b.extension), () if b.extension in taken else (b.extension,))
        for b in sorted(estate.mailboxes, key=lambda b: b.extension)
    )


def schedules(estate: Estate) -> tuple[Hours, ...]:
    """Each schedule as a subroutine."""
    return tuple(_hours(s) for s in estate.schedules)


def _hours(schedule: Schedule) -> Hours:
    return Hours(
        context=names.schedule_context(schedule.id),
        title=names.words(schedule.title, schedule.id),
        timezone=schedule.timezone,
        closures=tuple((first.strftime("%Y%m%d"), last.strftime("%Y%m%d")) for first, last in schedule.closures),
        spans=tuple(f"{_times(h)},{_days(h)},*,*,{schedule.timezone}" for h in schedule.hours),
    )


def _times(hours: OpenHours) -> str:
    """The span for GotoIfTime, which counts the last minute in: 12:30 as an end is written 12:29."""
    hour, minute = map(int, hours.end.split(":"))
    last = hour * 60 + minute - 1
    return f"{hours.start}-{last // 60:02d}:{last % 60:02d}"


def _days(hours: OpenHours) -> str:
    first, last = DAYS[hours.first_day], DAYS[hours.last_day]
    return first if first == last else f"{first}-{last}"


def called(estate: Estate) -> tuple[Called, ...]:
    """Each public number and where it rings."""
    return tuple(_called(estate, number) for number in estate.numbers)


def _called(estate: Estate, number: Number) -> Called:
    checks: tuple[tuple[str, str], ...] = ()
    if number.schedule is not None and number.closed is not None:
        checks = ((names.schedule_context(number.schedule), names.target(estate, number.closed)),)
    return Called(number.number.digits, number.trunk, names.target(estate, number.to), checks)


def incoming(estate: Estate) -> tuple[Incoming, ...]:
    """For each trunk, the numbers it may ring in every spelling a provider uses."""
    return tuple(_incoming(estate, trunk) for trunk in estate.trunks)


def _incoming(estate: Estate, trunk: Trunk) -> Incoming:
    own = [n.number for n in estate.numbers if n.trunk == trunk.id]
    table = {s: n.digits for n in own for s in spellings(estate.country, n.e164)}
    main = table.get(trunk.account, own[0].digits if len(own) == 1 else "")
    return Incoming(
        context=names.trunk_context(trunk),
        numbers_context=names.numbers_context(trunk),
        title=names.words(trunk.provider.title, trunk.id),
        spellings=tuple(table.items()),
        accounts=() if trunk.account in table else (_literal(trunk.account),),
        main=f"numbers,{main},1" if main else "unknown,s,1",
    )


def _literal(account: str) -> str:
    """`account` as an extension that stands for itself: a first underscore would make it a pattern."""
    if not account.startswith("_"):
        return names.plain(account)
    return "_" + "".join(c if c.isdigit() or c == "-" else f"[{c}]" for c in names.plain(account))

"""Calls from outside in `extensions.conf`: our numbers in every spelling, opening hours, and where each rings.

Nothing here names a trunk: a call from outside enters the inner half of the dialplan and stays there.
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.dialing import spellings
from generators.estate.estate import Estate
from generators.estate.telephony import Number, OpenHours, Schedule, Trunk
from generators.targets.asterisk import names

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # English only: other words are wrong in silence


@dataclass(frozen=True)
class Hours:
    """A schedule as a subroutine: the days it is closed (YYYYMMDD, both included), then the spans it is open.

    `nights` holds the code that closes it until it is dialled again, if it has one; `key` is its id as an extension.
    """

    context: str
    id: str
    key: str
    title: str
    nights: tuple[str, ...]
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


def schedules(estate: Estate) -> tuple[Hours, ...]:
    """Each schedule as a subroutine."""
    return tuple(_hours(s) for s in estate.schedules)


def _hours(schedule: Schedule) -> Hours:
    days = {*schedule.closures, *((h.day, h.day) for h in schedule.holidays)}
    return Hours(
        context=names.schedule_context(schedule.id),
        id=schedule.id,
        key=names.key(schedule.id),
        title=names.words(schedule.title, schedule.id),
        nights=(schedule.night,) if schedule.night else (),
        timezone=schedule.timezone,
        closures=tuple((first.strftime("%Y%m%d"), last.strftime("%Y%m%d")) for first, last in sorted(days)),
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

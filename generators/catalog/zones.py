"""Why a family of phones cannot say an IANA zone, and the yearly rule of a zone in the shape both families use.

The tables themselves are data (`zones/flat.yml`, `zones/xml.yml`, written by `scripts/zones.py`). Rules of zones are
read from the package tzdata, which is pinned, never from the machine's own tz database.
"""

from __future__ import annotations

from calendar import day_name, monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

from generators.catalog.load import load_catalog
from generators.catalog.types import HourChange, SummerTime

Family = Literal["flat", "xml"]
SINCE = (2026, 2027)
"""The first year of the ten in which a phone's clock must be right. 2027 only where a country changed its rule in 2026
(Western Canada gave up the change of hour), so that the old rule of the year's first months does not rule it out."""
TEN = 10
LAST = 8
"""The week that means a month's last (SAG4, dst_start_week_of_month)."""


@dataclass(frozen=True)
class Clock:
    """What a zone's clock does every year from `since` on: standard time in minutes east of UTC, and summer time."""

    offset: int
    summer: SummerTime | None
    since: int


@cache
def zone_names() -> tuple[str, ...]:
    """Every name of the tz database, links such as Europe/Amsterdam among them, sorted."""
    names = files("tzdata").joinpath("zones").read_text("ascii").split()
    return tuple(sorted(set(names) - {"Factory"}))  # Factory is "local time is not set"


def zone_info(name: str) -> ZoneInfo:
    """The zone as the pinned tzdata has it; ValueError for a name that is not of the tz database."""
    if name not in zone_names():
        raise ValueError(f"{name!r} is no time zone of the tz database")
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as stream:
        return ZoneInfo.from_file(stream, name)


@cache
def clock(name: str) -> Clock | str:
    """The yearly rule of the zone `name`, or the reason in words why it has none that a phone could be told."""
    tries = [_clock(name, since) for since in SINCE]
    return next((found for found in tries if isinstance(found, Clock)), tries[0])


def _clock(name: str, since: int) -> Clock | str:
    years = range(since, since + TEN)
    changes = _changes(zone_info(name), years)
    if not changes:
        return Clock(_offset(zone_info(name), _start(since)), None, since)
    ups = [c for c in changes if c[2] > c[1]]
    downs = [c for c in changes if c[2] < c[1]]
    steps = {(min(a, b), max(a, b)) for _, a, b in changes}
    if len(steps) != 1 or any([c[0].year for c in part] != list(years) for part in (ups, downs)):
        return "its clock does not follow one yearly rule"
    ((low, high),) = steps
    if (high - low) % 60:
        return f"its summer time moves the clock by {high - low} minutes, the phone moves it by whole hours"
    start, stop = _rule(ups), _rule(downs)
    if start is None or stop is None:
        return "its summer time does not begin and end on the same weekday of the same week of a month"
    return Clock(low, SummerTime((high - low) // 60, start, stop), since)


def why_not(zone: str, family: Family) -> str:
    """Why the phones of `family` cannot express the IANA zone `zone`; empty if they can.

    The text continues a sentence: "cannot express the time zone 'X': <reason>".
    """
    catalog = load_catalog()
    table = catalog.flat_time_zones if family == "flat" else catalog.xml_time_zones
    if zone in table:
        return ""
    if zone not in zone_names():
        return "it is no time zone of the tz database"
    found = clock(zone)
    if isinstance(found, str):
        return found
    if family == "flat":
        return f"the phone has no code for {shown(found.offset)}"
    rule = "without summer time" if found.summer is None else "with this zone's summer time"
    return f"the phone has no name for {shown(found.offset)} {rule}"


def shown(offset: int) -> str:
    """Minutes east of UTC as people write it: `UTC+05:45`."""
    hours, minutes = divmod(abs(offset), 60)
    return f"UTC{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def _start(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


def _offset(zone: ZoneInfo, instant: datetime) -> int:
    """Minutes east of UTC at `instant`."""
    return int(instant.astimezone(zone).utcoffset().total_seconds()) // 60  # type: ignore[union-attr]


def _changes(zone: ZoneInfo, years: range) -> list[tuple[datetime, int, int]]:
    """Every change of offset in `years`: the instant, minutes before and minutes after.

    Looks every two weeks: the shortest time between two changes is Ramadan's, in Gaza.
    """
    out = []
    instant, end, step = _start(years[0]), _start(years[-1] + 1), timedelta(days=14)
    before = _offset(zone, instant)
    while instant < end:
        later = min(instant + step, end)
        after = _offset(zone, later)
        if after != before:
            low, high = instant, later
            while high - low > timedelta(minutes=1):
                middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            out.append((high, before, after))
        instant, before = later, after
    return out


def _rule(changes: list[tuple[datetime, int, int]]) -> HourChange | None:
    """The rule that gives each of the changes, or None."""
    walls = [instant + timedelta(minutes=before) for instant, before, _ in changes]
    plain = {(wall.month, wall.weekday(), wall.strftime("%H:%M")) for wall in walls}
    weeks = {(wall.day + 6) // 7 for wall in walls}
    if all(wall.day + 7 > monthrange(wall.year, wall.month)[1] for wall in walls):
        weeks = {LAST}
    if len(plain) != 1 or len(weeks) != 1:
        return None
    ((month, weekday, time),) = plain
    return HourChange(month, day_name[weekday], weeks.pop(), time)  # type: ignore[arg-type]

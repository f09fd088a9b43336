"""What a phone's clock shows in ten years, and what it should show: an evaluator from the phones' documents.

Written from SAG4 (dst_*: month, day of the week, week of the month, time; 8 is the last week), the list of codes of
SIPX (phone.xml, from west to east) and the names of UCM (timeZone); compared with the pinned tzdata, never with the
machine's. A change's time is that of the clock until then: standard time at the start, summer time at the stop.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.parsers.cisco_flat import MONTHS

YEARS = 10
Change = tuple[datetime, int]
"""An instant, and the offset in seconds east of UTC from then on."""

CODES = {
    "IDL": -720, "NT": -660, "AHST": -600, "IMT": -570, "YST": -540, "PST": -480, "MST": -420, "CST": -360,
    "EST": -300, "AST": -240, "NST": -210, "BST": -180, "AT": -120, "WAT": -60, "GMT": 0, "CET": 60, "EET": 120,
    "BT": 180, "IT": 210, "ZP4": 240, "AFG": 270, "ZP5": 300, "IST": 330, "ZP6": 360, "SUM": 390, "WAST": 420,
    "HST": 480, "JST": 540, "CAST": 570, "EAST": 600, "EADT": 660, "NZST": 720,
}  # fmt: skip


class Edge(NamedTuple):
    """A yearly change: the `week`-th `weekday` of the month (8: its last) at `time`."""

    month: int
    weekday: str
    week: int
    time: str


Summer = tuple[int, Edge, Edge]
"""Hours added, start and stop."""

EUROPE = {hour: (1, Edge(3, "Sunday", 8, f"0{hour}:00"), Edge(10, "Sunday", 8, f"0{hour + 1}:00")) for hour in range(4)}
AMERICA = (1, Edge(3, "Sunday", 2, "02:00"), Edge(11, "Sunday", 1, "02:00"))
AUSTRALIA = (1, Edge(10, "Sunday", 1, "02:00"), Edge(4, "Sunday", 1, "03:00"))
NEW_ZEALAND = (1, Edge(9, "Sunday", 8, "02:00"), Edge(4, "Sunday", 1, "03:00"))

# What each name stands for: the country's own rule, as firmware since 2008 has it. Names without Daylight have none.
NAMES: dict[str, tuple[int, Summer | None]] = {
    "Azores Standard/Daylight Time": (-60, EUROPE[0]),
    "GMT Standard/Daylight Time": (0, EUROPE[1]),
    "Central Europe Standard/Daylight Time": (60, EUROPE[2]),
    "E. Europe Standard/Daylight Time": (120, EUROPE[3]),
    "Cen. Australia Standard/Daylight Time": (570, AUSTRALIA),
    "AUS Eastern Standard/Daylight Time": (600, AUSTRALIA),
    "New Zealand Standard/Daylight Time": (720, NEW_ZEALAND),
    **{
        f"{name} Standard/Daylight Time": (offset, AMERICA)
        for name, offset in (
            ("Alaskan", -540), ("Pacific", -480), ("Mountain", -420), ("Central", -360), ("Eastern", -300),
            ("Atlantic", -240), ("Newfoundland", -210),
        )
    },
    **{
        f"{name} Standard Time": (offset, None)
        for name, offset in (
            ("Dateline", -720), ("Samoa", -660), ("Hawaiian", -600), ("US Mountain", -420), ("Canada Central", -360),
            ("SA Pacific", -300), ("SA Western", -240), ("SA Eastern", -180), ("Greenwich", 0), ("South Africa", 120),
            ("Saudi Arabia", 180), ("Arabian", 240), ("Afghanistan", 270), ("West Asia", 300), ("India", 330),
            ("Central Asia", 360), ("SE Asia", 420), ("Taipei", 480), ("Tokyo", 540), ("AUS Central", 570),
            ("E. Australia", 600), ("Central Pacific", 660), ("Fiji", 720),
        )
    },
}  # fmt: skip


def of_cnf(values: Mapping[str, str], since: int) -> list[Change]:
    """What a 7940 or 7960 computes from the parameters of its file, in ten years from `since`."""
    offset, summer = CODES[values["time_zone"]], None
    if values["dst_auto_adjust"] == "1":
        edges = []
        for edge in ("start", "stop"):
            assert values[f"dst_{edge}_day"] == "0", "a fixed date"
            month = MONTHS.index(values[f"dst_{edge}_month"]) + 1
            week = int(values[f"dst_{edge}_week_of_month"])
            edges.append(Edge(month, values[f"dst_{edge}_day_of_week"], week, values[f"dst_{edge}_time"]))
        summer = (int(values["dst_offset"]), edges[0], edges[1])
    return computed(since, offset, summer)


def of_name(name: str, since: int) -> list[Change]:
    """What a phone of the xml family computes from its timeZone, in ten years from `since`."""
    return computed(since, *NAMES[name])


def computed(since: int, standard: int, summer: Summer | None) -> list[Change]:
    """The offset at the beginning of `since`, then every change; `standard` in minutes east of UTC."""
    begin, low = datetime(since, 1, 1, tzinfo=UTC), standard * 60
    if summer is None:
        return [(begin, low)]
    hours, start, stop = summer
    high = low + hours * 3600
    changes = []
    for year in range(since, since + YEARS):
        changes.append((instant(year, start, low), high))
        changes.append((instant(year, stop, high), low))
    changes.sort()
    return [(begin, low if changes[0][1] == high else high), *changes]


def instant(year: int, edge: Edge, offset: int) -> datetime:
    """The moment of a change in `year`, by a clock that is `offset` seconds east of UTC until then."""
    days = [
        day
        for week in calendar.Calendar().monthdays2calendar(year, edge.month)
        for day, weekday in week
        if day and calendar.day_name[weekday] == edge.weekday
    ]
    day = days[-1] if edge.week == 8 else days[edge.week - 1]
    hour, minute = edge.time.split(":")
    return datetime(year, edge.month, day, int(hour), int(minute), tzinfo=UTC) - timedelta(seconds=offset)


@cache
def of_clocks(name: str, since: int) -> list[Change]:
    """What clocks of the IANA zone `name` show: the same list, by the pinned tzdata."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as stream:
        zone = ZoneInfo.from_file(stream)

    def offset(at: datetime) -> int:
        return int((at.astimezone(zone).utcoffset() or timedelta(0)).total_seconds())

    begin, end = datetime(since, 1, 1, tzinfo=UTC), datetime(since + YEARS, 1, 1, tzinfo=UTC)
    step = timedelta(days=14)  # no summer time, nor a pause of it, is shorter
    marks = [*(begin + n * step for n in range((end - begin) // step + 1)), end]
    offsets = [offset(mark) for mark in marks]
    out = [(begin, offsets[0])]
    for (low, before), (high, after) in pairwise(zip(marks, offsets, strict=True)):
        if before != after:
            first, last = 0, int((high - low).total_seconds())
            while last - first > 1:
                middle = (first + last) // 2
                same = offset(low + timedelta(seconds=middle)) == before
                first, last = (middle, last) if same else (first, middle)
            out.append((low + timedelta(seconds=last), after))
    return out

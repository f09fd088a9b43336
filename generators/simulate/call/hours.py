"""Whether a schedule is open at a moment, and why not."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from generators.estate.telephony import OpenHours, Schedule


class Hours(StrEnum):
    """What a schedule says of a moment. All but OPEN lead to `closed`."""

    OPEN = "open"
    CLOSED = "closed"
    CLOSURE = "closure"  # a day of `closed:`
    HOLIDAY = "holiday"
    NIGHT = "night"  # somebody dialled the code


def hours(schedule: Schedule, at: datetime, night: bool) -> tuple[Hours, str]:
    """What the schedule says of `at` (any time zone), and the name of the holiday.

    The last minute of a span is not in it: `09:00-12:30` is closed at 12:30.
    """
    if night:
        return Hours.NIGHT, ""
    local = at.astimezone(ZoneInfo(schedule.timezone))
    today = local.date()
    if any(first <= today <= last for first, last in schedule.closures):
        return Hours.CLOSURE, ""
    for holiday in schedule.holidays:
        if holiday.day == today:
            return Hours.HOLIDAY, holiday.title.get("en", "")
    clock = local.strftime("%H:%M")
    return (Hours.OPEN, "") if any(_within(h, local.weekday(), clock) for h in schedule.hours) else (Hours.CLOSED, "")


def _within(span: OpenHours, day: int, clock: str) -> bool:
    return span.first_day <= day <= span.last_day and span.start <= clock < span.end

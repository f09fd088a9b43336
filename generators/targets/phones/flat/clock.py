"""The time zone of a 7940 or 7960: a code, and the change of hour written out (SAG4; BLOG-FB, comments on dst_*).

Nothing of it may be left out: the phone's own rule is America's of before 2007. Each phone has its own in full,
because a site may lie in another zone. Without a change of hour the rule is switched off and its rest not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generators.estate.zones import TimeZone
from generators.targets.phones.flat.parameters import Parameter, bare

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKS = (1, 2, 3, 4, 8)  # 8 is the last of the month
HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")


def clock(zone: TimeZone) -> Iterator[Parameter]:
    """The parameters of `zone`; ValueError if the family cannot say it.

    The start is a time of standard time. Whether the end is read as one of summer or of standard time is not
    documented; it is written as summer time, which is off by an hour of one night at most.
    """
    if zone.flat is None:
        raise ValueError(f"a 7940/7960 cannot say the time zone {zone.iana}")
    summer = zone.flat.summer
    yield bare("time_zone", zone.flat.name)
    yield bare("dst_auto_adjust", int(summer is not None))
    if summer is None:
        return
    yield bare("dst_offset", summer.offset)
    for edge, change in (("start", summer.start), ("stop", summer.stop)):
        if change.week not in WEEKS or not HOUR.match(change.time):
            raise ValueError(f"a 7940/7960 cannot say week {change.week} at {change.time}")
        yield bare(f"dst_{edge}_month", MONTHS[change.month - 1])
        yield bare(f"dst_{edge}_day", 0)  # 0: the relative rule that follows
        yield bare(f"dst_{edge}_day_of_week", change.weekday)
        yield bare(f"dst_{edge}_week_of_month", change.week)
        yield Parameter(f"dst_{edge}_time", change.time, "")

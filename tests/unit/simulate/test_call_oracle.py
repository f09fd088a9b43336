"""The tracer gives what the hand-written table says, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from generators.catalog.types import Holiday
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.simulate.call import question, trace
from tests.estates import FOLDER
from tests.oracle.calls import TABLE, Row

ROWS = [(estate, row) for estate, rows in TABLE.items() for row in rows]
# Written here so that the table depends on no data but the source.
HOLIDAYS = tuple(
    Holiday(day, {"en": name}) for day, name in ((date(2027, 1, 1), "New Year"), (date(2027, 3, 29), "Easter Monday"))
)


@cache
def estate_of(theme: str) -> Estate:
    """The estate of a folder, its schedules with the two holidays of the table."""
    estate = load_estate(FOLDER / theme, Audience.INTERNAL)
    schedules = tuple(replace(s, holidays=HOLIDAYS if theme == "every_call" else ()) for s in estate.schedules)
    return replace(estate, schedules=schedules)


def outcome(theme: str, row: Row) -> str:
    """What the tracer says of a row."""
    caller, number, words, _ = row
    said: dict[str, list[str]] = {"at": [], "down": [], "full": [], "caller": []}
    states = []
    for word in words.split():
        key, found, value = word.partition("=")
        if found and key in said:
            said[key].append(value)
        else:
            states.append(word)
    at = datetime.fromisoformat((said["at"] or ["2027-02-08T10:00"])[0])
    at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo("Europe/Paris"))
    shown = (said["caller"] or [""])[0]
    estate = estate_of(theme)
    asked = question(estate, caller, number, at, states, said["down"], said["full"], shown)
    return trace(estate, asked).brief


@pytest.mark.parametrize(("theme", "row"), ROWS, ids=[f"{t} {' '.join(r[:3])}".strip() for t, r in ROWS])
def test_the_table_is_right(theme: str, row: Row) -> None:
    assert outcome(theme, row) == row[3]


def test_the_table_is_long_enough_and_no_row_stands_twice() -> None:
    assert len(ROWS) > 180
    assert len({(t, *r[:3]) for t, r in ROWS}) == len(ROWS)

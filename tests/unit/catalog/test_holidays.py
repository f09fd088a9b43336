"""Public holidays as data: derived here a second time, from the laws and Easter, without the library that made them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from generators.catalog import load_catalog

HOLIDAYS = load_catalog().holidays
YEARS = range(2026, 2041)

# Fixed days as (month, day), and movable ones in days after Easter Sunday.
NEW_YEAR, EASTER_MONDAY, ASCENSION, WHIT_MONDAY, CHRISTMAS = (1, 1), 1, 39, 50, (12, 25)
LAWS: dict[str, tuple[int, set[tuple[int, int]], set[int]]] = {
    # Code du travail, article L3133-1
    "FR": (
        11,
        {NEW_YEAR, (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), CHRISTMAS},
        {EASTER_MONDAY, ASCENSION, WHIT_MONDAY},
    ),
    # Royal decree of 18 April 1974
    "BE": (
        10,
        {NEW_YEAR, (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), CHRISTMAS},
        {EASTER_MONDAY, ASCENSION, WHIT_MONDAY},
    ),
    # Code du travail, article L. 232-2
    "LU": (
        11,
        {NEW_YEAR, (5, 1), (5, 9), (6, 23), (8, 15), (11, 1), CHRISTMAS, (12, 26)},
        {EASTER_MONDAY, ASCENSION, WHIT_MONDAY},
    ),
    # Federal constitution, article 110, and what every canton adds
    "CH": (4, {NEW_YEAR, (8, 1), CHRISTMAS}, {ASCENSION}),
}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar: the golden number gives the full moon, the Sunday after it is Easter."""
    golden = year % 19
    century = year // 100
    # The age of the moon, with the corrections of the calendar for leap years and for the moon's own drift.
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    after = epact - weekday
    month = 3 + (after + 40) // 44
    return date(year, month, after + 28 - 31 * (month // 4))


def test_the_computus_gives_known_easters() -> None:
    known = [date(2000, 4, 23), date(2008, 3, 23), date(2011, 4, 24), date(2024, 3, 31), date(2025, 4, 20)]
    assert [easter(day.year) for day in known] == known
    assert easter(2038) == date(2038, 4, 25), "the latest day there is"


def test_there_are_holidays_for_every_country_of_the_catalog() -> None:
    assert set(HOLIDAYS) == set(load_catalog().countries) == set(LAWS)


@pytest.mark.parametrize("country", sorted(LAWS))
@pytest.mark.parametrize("year", YEARS)
def test_the_days_are_those_of_the_law(country: str, year: int) -> None:
    count, fixed, movable = LAWS[country]
    wanted = {date(year, *day) for day in fixed} | {easter(year) + timedelta(days) for days in movable}
    assert len(wanted) == count, "two holidays on one day would need a name for both"
    assert {h.day for h in HOLIDAYS[country] if h.day.year == year} == wanted


@pytest.mark.parametrize("country", sorted(LAWS))
def test_days_are_in_order_once_each_and_named_in_both_languages(country: str) -> None:
    entries = HOLIDAYS[country]
    assert all(first.day < second.day for first, second in pairwise(entries))
    assert {h.day.year for h in entries} == set(YEARS)
    for holiday in entries:
        assert set(holiday.title) == {"fr", "en"}
        assert all(title == title.strip() and title[:1].isupper() for title in holiday.title.values()), holiday
        assert ";" not in "".join(holiday.title.values()), holiday


def test_a_name_belongs_to_the_same_feast_every_year() -> None:
    for entries in HOLIDAYS.values():
        for holiday in entries:
            if holiday.title["en"] == "Easter Monday":
                assert holiday.day == easter(holiday.day.year) + timedelta(1)
            elif holiday.title["en"] == "Ascension Day":
                assert holiday.day == easter(holiday.day.year) + timedelta(39)
            elif holiday.title["en"] == "Whit Monday":
                assert holiday.day == easter(holiday.day.year) + timedelta(50)
            elif holiday.title["en"] == "Christmas Day":
                assert (holiday.day.month, holiday.day.day) == (12, 25)

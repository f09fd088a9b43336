#!/usr/bin/env python3
"""Writes the public holidays of each country, which are catalog data, for the years ahead.

Run it from the repository's root when the years run out, with the library `holidays` (a development dependency):

    .venv/bin/python scripts/holidays.py

The days come from the library. What it counts among them although no law gives the day off is left out here, and
tests/unit/catalog/test_holidays.py derives all days a second time, without it.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != ROOT / "scripts"]  # else we would import this

import holidays  # noqa: E402

YEARS = range(2026, 2041)
FOLDER = ROOT / "generators" / "catalog" / "holidays"
HEADS = {
    "FR": """\
# Public holidays of France (FR-HOLIDAYS): eleven days.
# In Bas-Rhin, Haut-Rhin and Moselle two more are off by local law: Good Friday, where a commune has a Protestant
# church, and 26 December. Overseas departments have a day for the abolition of slavery. Write these in `closed:`.""",
    "BE": """\
# Public holidays of Belgium (BE-HOLIDAYS): ten days. Easter and Whit Sunday are not among them.
# Where one falls on a Sunday, the employer chooses another day: write it in `closed:`. So too the days of the
# communities (11 July, 27 September, 15 November), which bind nobody but their own offices.""",
    "CH": """\
# Public holidays of Switzerland (CH-HOLIDAYS): only what all cantons have in common.
# The Confederation fixes a single day, 1 August; each canton adds up to eight of its own, some only in a part of it
# (Good Friday, Easter Monday, 1 May, Whit Monday, 26 December and others). Write yours in `closed:`.""",
    "LU": """\
# Public holidays of Luxembourg (LU-HOLIDAYS): eleven days.
# Where one falls on a Sunday, or two on the same day, people get another day off each: no day to close on.""",
}
NOT_OFF = {"BE": {"Easter Sunday", "Pentecost"}}
ENGLISH = {"Labor Day": "Labour Day", "Pentecost Monday": "Whit Monday"}


def entries(country: str) -> list[str]:
    """A line for each holiday of `country`, by day."""
    french = holidays.country_holidays(country, years=YEARS, language="fr")
    english = holidays.country_holidays(country, years=YEARS, language="en_US")
    off = (day for day in sorted(english) if english[day] not in NOT_OFF.get(country, ()))
    return [entry(day, french[day], english[day]) for day in off]


def entry(day: date, french: str, english: str) -> str:
    """One holiday as YAML; a name with an apostrophe needs no quotes."""
    return f"- {{day: {day}, title: {{fr: {french}, en: {ENGLISH.get(english, english)}}}}}"


def main() -> None:
    """Write the file of every country."""
    for country, head in HEADS.items():
        made = f"# Made by scripts/holidays.py with holidays {holidays.__version__}.\n"
        text = "\n".join([head + "\n" + made.rstrip("\n"), *entries(country)]) + "\n"
        (FOLDER / f"{country.lower()}.yml").write_text(text, "utf-8")


if __name__ == "__main__":
    main()

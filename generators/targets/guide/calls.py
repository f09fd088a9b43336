"""The pages about calls: hours and where to read on, emergency calls, public numbers.

What a moment or a failure makes of a call is played by the tracer (`simulate/call`), which the guide may not import:
`call_pages` takes its rows as plain texts and shows them below what the Estate alone tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generators.estate.estate import Estate
from generators.estate.telephony import OpenHours, Schedule
from generators.targets.guide.call_words import WEEK, call_words
from generators.targets.guide.calls_emergency import WhatIfRow, emergency_page
from generators.targets.guide.calls_numbers import WhoRingsRow, number_anchor, numbers_page
from generators.targets.guide.markup import Html, escape, front_matter, join, link, render
from generators.targets.guide.page import Page
from generators.targets.guide.table import table

__all__ = ["WhatIfRow", "WhoRingsRow", "call_pages", "index_page"]

NOTHING = Html("—")


def call_pages(
    estate: Estate, language: str, who_rings: Sequence[WhoRingsRow] = (), what_if: Sequence[WhatIfRow] = ()
) -> Iterator[Page]:
    """`calls/index.md`, `calls/emergency.md` and `calls/numbers.md`.

    `who_rings` are (public number in E.164, situation, what happens), `what_if` (failure, kind of call, number or
    site, what happens, whether it gets through), all as texts in `language` but the last; empty leaves the two
    tables out.
    """
    yield index_page(estate, language)
    yield emergency_page(estate, language, what_if)
    yield numbers_page(estate, language, who_rings)


def index_page(estate: Estate, language: str) -> Page:
    """`calls/index.md`: each schedule with hours, closures and numbers, and the public holidays of the years known."""
    w = call_words(language)
    text = render(
        f"calls.{language}.md.j2",
        head=front_matter(w["about_calls"].format(org=estate.organization.name)),
        title=w["calls"],
        schedules_title=w["schedules"],
        schedules=tuple((s.title, f"schedule-{s.id}", _schedule(estate, s, language)) for s in estate.schedules),
        holidays_title=w["holidays"],
        holidays=_holidays(estate, language),
        country=estate.country.title[language],
        switzerland=estate.country.id == "CH",
    )
    return Page("calls/index.md", text)


def _schedule(estate: Estate, schedule: Schedule, language: str) -> Html:
    w = call_words(language)
    numbers = [n.number.e164 for n in estate.numbers if n.schedule == schedule.id]
    closures = [_span(language, first, last) for first, last in schedule.closures]
    rows: list[tuple[str, str]] = [(w["hours"], join([escape(x) for x in _opening(schedule.hours, language)], "<br>"))]
    rows.append((w["timezone"], schedule.timezone))
    rows.append((w["closures"], join([escape(x) for x in closures], "<br>") if closures else w["none_here"]))
    rows.append((w["holidays"], w["closed_on_holidays" if schedule.holidays else "open_on_holidays"]))
    rows.append((w["night"], w["night_toggle"].format(code=schedule.night) if schedule.night else w["none_here"]))
    links = [link(f"numbers/#{number_anchor(n)}", n) for n in numbers]
    rows.append((w["numbers_of"], join(links) if links else w["none_here"]))
    return table(schedule.title, (), rows)


def _opening(hours: Sequence[OpenHours], language: str) -> Iterator[str]:
    w = call_words(language)
    for span in hours:
        first, last = w[WEEK[span.first_day]], w[WEEK[span.last_day]]
        days = first if span.first_day == span.last_day else w["to"].format(first=first, last=last)
        yield f"{days} {span.start}-{span.end}"


def _holidays(estate: Estate, language: str) -> tuple[Html, ...]:
    """Feasts on the same day every year, then the others year by year; nothing where no schedule keeps holidays."""
    w = call_words(language)
    known = next((s.holidays for s in estate.schedules if s.holidays), ())
    days: dict[str, dict[int, date]] = {}
    for holiday in known:
        days.setdefault(holiday.title[language], {})[holiday.day.year] = holiday.day
    years = sorted({h.day.year for h in known})
    fixed = {f: found for f, found in days.items() if len({(d.month, d.day) for d in found.values()}) == 1}
    movable = {f: found for f, found in days.items() if f not in fixed}
    tables = []
    if fixed:
        rows = [(feast, _day(language, next(iter(found.values())))) for feast, found in fixed.items()]
        tables.append(table(w["fixed_holidays"], (w["holiday"], w["day_of_year"]), rows))
    if movable:
        cells = [(str(y), *(_day(language, f[y]) if y in f else NOTHING for f in movable.values())) for y in years]
        tables.append(table(w["movable_holidays"], (w["year"], *movable), cells))
    return tuple(tables)


def _day(language: str, day: date) -> str:
    w = call_words(language)
    number = w["first_day"] if day.day == 1 else str(day.day)
    return f"{number} {w['months'].split()[day.month - 1]}"


def _span(language: str, first: date, last: date) -> str:
    begin, end = (f"{_day(language, d)} {d.year}" for d in (first, last))
    return begin if first == last else call_words(language)["to"].format(first=begin, last=end)

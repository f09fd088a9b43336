"""The page of public numbers: what rings when, what each destination does, and who presents which number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from generators.estate.estate import Estate
from generators.estate.legs import Leg, outbound_legs
from generators.estate.telephony import Destination, Number
from generators.targets.guide.call_words import call_words
from generators.targets.guide.calls_rings import Ringing, name_of, path_of, reached, ringing
from generators.targets.guide.markup import Html, code, escape, front_matter, join, link, render
from generators.targets.guide.page import Page
from generators.targets.guide.table import Row, filterable

# Public number in E.164, situation, what happens.
WhoRingsRow: TypeAlias = tuple[str, str, str]

PATH = "calls/numbers.md"
NOTHING = Html("—")


def number_anchor(e164: str) -> str:
    """The anchor of a public number in this page."""
    return f"number-{e164.removeprefix('+')}"


def destination_anchor(to: Destination) -> str:
    """The anchor of a destination in this page."""
    return f"{to.kind}-{to.id}"


def numbers_page(estate: Estate, language: str, who_rings: Sequence[WhoRingsRow] = ()) -> Page:
    """`calls/numbers.md`; `who_rings` as for `call_pages`."""
    w = call_words(language)
    rows = [ringing(estate, to, language) for to in reached(estate)]
    columns = (w["destination"], w["kind"], w["rings"], w["seconds"], w["then"])
    shown = sorted(_presented(estate, language), key=lambda r: r.cells)
    presented = (w["shown"], w["caller"], w["path"], w["called"], w["withheld"])
    text = render(
        f"numbers.{language}.md.j2",
        head=front_matter(w["about_numbers"].format(org=estate.organization.name), wide=True),
        title=w["public_numbers"],
        forward=estate.codes.forward,
        hide=estate.codes.hide_number,
        numbers=_numbers(estate, language),
        destinations=filterable(language, w["destinations"], columns, [_row(r) for r in rows]) if rows else Html(""),
        presented=filterable(language, w["presented"], presented, shown) if shown else Html(""),
        who_rings=_who_rings(who_rings, language),
        titles={key: w[key] for key in ("who_rings", "destinations", "presented", "rows_of_tracer")},
    )
    return Page(PATH, text)


def _numbers(estate: Estate, language: str) -> Html:
    w = call_words(language)
    columns = (w["number"], w["trunk"], w["hours"], w["open"], w["closed"], w["on_holidays"], w["night"])
    rows = [_number(estate, n, w) for n in estate.numbers]
    return filterable(language, w["who_rings"], columns, rows) if rows else Html("")


def _number(estate: Estate, number: Number, w: Mapping[str, str]) -> Row:
    def to(there: Destination) -> Html:
        return link(f"#{destination_anchor(there)}", name_of(estate, there))

    head = (number.number.e164, code(number.trunk))
    anchor = number_anchor(number.number.e164)
    if number.schedule is None or number.closed is None:
        return Row((*head, w["always_open"], to(number.to), NOTHING, NOTHING, NOTHING), anchor)
    schedule, closed = estate.schedule[number.schedule], to(number.closed)
    night = Html(f"{closed} ({code(schedule.night)})") if schedule.night else NOTHING
    hours = link(f"../#schedule-{schedule.id}", schedule.title)
    holidays = closed if schedule.holidays else escape(w["same"])
    return Row((*head, hours, to(number.to), closed, holidays, night), anchor)


def _row(row: Ringing) -> Row:
    then = join([escape(x) for x in row.then], "<br>") if row.then else NOTHING
    return Row((row.name, row.kind, row.rings, row.seconds or NOTHING, then), destination_anchor(row.to))


def _presented(estate: Estate, language: str) -> Iterator[Row]:
    """Every path that presents a number: calls that came in and go on outside, phones, guests, emergency calls."""
    w = call_words(language)
    for leg in outbound_legs(estate):
        yield _leg(estate, leg, language)
    guests = [line for line in estate.lines if line.login is not None and estate.trunks]
    for line in guests:
        if line.presented is not None:
            who = w["desk_anywhere"].format(line=line.title)
            yield Row((line.presented.e164, who, NOTHING, w["calls_outside"], w["yes" if line.hidden else "no"]))
    for site in estate.sites:
        if site.number is None or not estate.phones_of_site[site.id] or not estate.trunks:
            continue
        # One row for all guests who have no number of their own: they may be many, and so may the sites.
        for hidden in sorted({line.hidden for line in guests if line.presented is None}):
            who = w["desk_here"].format(site=site.title)
            yield Row((site.number.e164, who, NOTHING, w["calls_outside"], w["yes" if hidden else "no"]))
        who = w["emergency_of"].format(site=site.title)
        yield Row((site.number.e164, who, NOTHING, w["emergency_calls"], w["no"]))


def _leg(estate: Estate, leg: Leg, language: str) -> Row:
    w = call_words(language)
    hidden = w["yes" if leg.hidden else "no"]
    if leg.contact is not None:
        called = f"{estate.contact[leg.contact].title}, {estate.contact[leg.contact].number}"
        return Row((leg.presented.e164, leg.start, path_of(estate, leg.steps, language), called, hidden))
    phone, _, line = leg.start.partition("/")
    who = w["at_phone"].format(line=estate.line[line].title, phone=phone)
    return Row((leg.presented.e164, who, NOTHING, w["calls_outside"], hidden))


def _who_rings(rows: Sequence[WhoRingsRow], language: str) -> Html:
    w = call_words(language)
    cells = [Row((link(f"#{number_anchor(n)}", n), situation, what)) for n, situation, what in rows]
    columns = (w["number"], w["situation"], w["result"])
    return filterable(language, w["rows_of_tracer"], columns, cells) if cells else Html("")

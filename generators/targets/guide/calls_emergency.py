"""The page of emergency calls: for each site what the centre sees, by which trunk, and what a failure leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from generators.estate.emergencies import EmergencyRow, emergency_matrix
from generators.estate.estate import Estate
from generators.estate.places import Way
from generators.targets.guide.call_words import call_words
from generators.targets.guide.markup import Html, code, escape, front_matter, join, link, render
from generators.targets.guide.page import Page
from generators.targets.guide.table import Row, Table, filterable, table

# Failure, kind of call, number or site, what happens, whether it gets through.
WhatIfRow: TypeAlias = tuple[str, str, str, str, bool]

PATH = "calls/emergency.md"
NOTHING = Html("—")


def emergency_page(estate: Estate, language: str, what_if: Sequence[WhatIfRow] = ()) -> Page:
    """`calls/emergency.md`: numbers, the matrix of sites, trunks and failures; `what_if` as for `call_pages`."""
    w = call_words(language)
    rows = emergency_matrix(estate)
    numbers = [(code(e.number), e.title[language]) for e in estate.country.emergency]
    text = render(
        f"emergency.{language}.md.j2",
        head=front_matter(w["about_emergency"].format(org=estate.organization.name), wide=True),
        title=w["emergency"],
        warnings=tuple(_warnings(estate, rows, language)),
        numbers=table(w["emergency_numbers"], (w["dialled"], w["reaches"]), numbers),
        matrix=_matrix(estate, rows, language),
        failures=_failures(estate, rows, language),
        trunks=_trunks(estate, language),
        what_if=_what_if(what_if, language),
        titles={key: w[key] for key in ("matrix", "failures", "what_if", "emergency_numbers")},
    )
    return Page(PATH, text)


def _warnings(estate: Estate, rows: Sequence[EmergencyRow], language: str) -> Iterator[str]:
    w = call_words(language)
    if rows and not estate.trunks:
        yield w["warning_trunk"]
        return
    for row in rows:
        if not row.located:
            number = row.presented.e164 if row.presented else w["no_number"]
            yield w["warning_place"].format(site=row.site.title, number=number)


def _matrix(estate: Estate, rows: Sequence[EmergencyRow], language: str) -> Html:
    w = call_words(language)
    columns = (w["site"], w["shown"], w["located"], w["order"], f"{w['way']} → PBX")
    cells = [
        Row(
            (
                link(f"../../sites/{row.site.id}/", row.site.title),
                row.presented.e164 if row.presented else w["no_number"],
                w["located_yes"] if row.located else _strong(w["located_no"]),
                join([code(t) for t in row.trunks]) if row.trunks else _strong(w["no_trunk"]),
                _way(row, language),
            ),
            f"site-{row.site.id}",
        )
        for row in rows
    ]
    return filterable(language, w["matrix"], columns, cells) if cells else Html("")


def _way(row: EmergencyRow, language: str) -> str:
    w = call_words(language)
    links = row.site.reach["pbx"].links
    return f"{w[f'way_{row.way}']} ({', '.join(links)})" if links else w[f"way_{row.way}"]


def _failures(estate: Estate, rows: Sequence[EmergencyRow], language: str) -> Html:
    w = call_words(language)
    pbx = estate.site[estate.pbx.site].title
    columns = (w["site"], w["way_fails"], w["trunk_fails"], w["power_fails"], w["pbx_site_fails"])
    cells = [
        Row(
            (
                row.site.title,
                _way_fails(row, language),
                _trunk_fails(row, language),
                w["power_fails_pbx" if row.way is Way.LOCAL else "power_fails_text"],
                w["pbx_site_fails_text"].format(site=pbx),
            )
        )
        for row in rows
    ]
    return Table(w["failures"], columns, tuple(cells)).html() if cells else Html("")


def _way_fails(row: EmergencyRow, language: str) -> str:
    w = call_words(language)
    if row.way is Way.LOCAL:
        return w["way_fails_local"]
    links = ", ".join(row.site.reach["pbx"].links)
    return w["way_fails_vpn"].format(links=links) if links else w["way_fails_public"]


def _trunk_fails(row: EmergencyRow, language: str) -> str:
    w = call_words(language)
    if not row.trunks:
        return w["no_trunk"]
    others = row.trunks[1:]
    return w["trunk_fails_next"].format(next=", ".join(others)) if others else w["trunk_fails_none"]


def _trunks(estate: Estate, language: str) -> Html:
    w = call_words(language)
    rows = [
        (code(t.id), t.provider.title, str(t.channels), w["kept_one" if t.channels > 1 else "kept_none"])
        for t in estate.trunks
    ]
    return table(w["trunks"], (w["trunk"], w["provider"], w["channels"], w["kept"]), rows) if rows else Html("")


def _what_if(rows: Sequence[WhatIfRow], language: str) -> Html:
    w = call_words(language)
    cells = [
        Row((failure, call, what, after, w["yes"] if works else _strong(w["no"])))
        for failure, call, what, after, works in rows
    ]
    columns = (w["failure"], w["call"], w["numbers_of"] + " / " + w["site"], w["result"], w["works"])
    return filterable(language, w["rows_of_tracer"], columns, cells) if cells else Html("")


def _strong(text: str) -> Html:
    return Html(f"<strong>{escape(text)}</strong>")

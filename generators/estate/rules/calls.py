"""Extensions, numbers and opening hours: what can be dialled, and what is presented."""

from __future__ import annotations

from collections.abc import Iterator

from generators.catalog.types import Catalog, Country
from generators.estate.dialrules import fits
from generators.estate.rules.references import CALLABLE, first_places, near
from generators.problems import Place, Report
from generators.source.schema.check import Checked

RING_MOST = 200  # PJSIP/ and an account of 30 characters take 37 with the & between them


def check(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Report breaches of numbering (TON402, 412, 414, 417 to 420, 902) and of hours (TON429)."""
    country = catalog.countries.get(checked.source.organization.country)
    found = list(extensions(checked))
    for extension, first, again in first_places(found):
        report.add("TON402", again, f"extension {extension} is already used at {first}", "choose a free one")
    _parking(checked, found, report)
    if country:
        for extension, place in found:
            _collides(extension, place, country, report)
        _sites(checked, country, report)
    _numbers(checked, report)
    _hours(checked, report)
    _together(checked, report)


def extensions(checked: Checked) -> Iterator[tuple[str, Place]]:
    """Every extension and where it was written."""
    for kind in CALLABLE:
        for key, thing in getattr(checked.source, kind).items():
            if kind != "contacts":
                yield thing.extension, checked.place(kind, key, "extension")


def _parking(checked: Checked, found: list[tuple[str, Place]], report: Report) -> None:
    """Parked calls take extensions too: the one that parks, and a position each."""
    dialing = checked.source.dialing
    for extension, place in found:
        parked = dialing.parked[0] <= int(extension) <= dialing.parked[1] and not extension.startswith("0")
        if extension == dialing.park or parked:
            hint = "choose another, or move dialing: {park: …, parked: …}"
            report.add("TON402", place, f"extension {extension} is for parked calls", hint)
    if dialing.parked[0] <= int(dialing.park) <= dialing.parked[1]:
        place = checked.place("dialing", "park")
        report.add("TON402", place, f"{dialing.park} is a position of parked calls", "choose one outside of parked:")


def _collides(extension: str, place: Place, country: Country, report: Report) -> None:
    for emergency in country.emergency:
        if emergency.number.startswith(extension):
            what = "is" if emergency.number == extension else "is the beginning of"
            message = f"extension {extension} {what} the emergency number {emergency.number}"
            report.add("TON414", place, message, "choose another extension")
            return
    prefix = country.trunk_prefix or country.international_prefix
    if extension.startswith(prefix):
        message = f"extension {extension} begins with {prefix}, as public numbers do"
        report.add("TON420", place, message, "choose one that does not")
        return
    for group in country.classes:
        if group.protected and any(fits(extension, p) for p in group.patterns):
            message = f"extension {extension} takes the place of a public helpline"
            report.add("TON420", place, message, "choose another extension")
            return


def _numbers(checked: Checked, report: Report) -> None:
    source = checked.source
    for number, entry in source.numbers.items():
        if entry.trunk is None and len(source.trunks) != 1:
            hint = near("", source.trunks) if source.trunks else "define one in trunks:"
            report.add("TON412", checked.key_place("numbers", number), f"{number} belongs to no trunk", hint)
        elif entry.trunk is not None and entry.trunk not in source.trunks:
            place = checked.place("numbers", number, "trunk")
            report.add(
                "TON412",
                place,
                f"{number} names no trunk that exists: '{entry.trunk}'",
                near(entry.trunk, source.trunks),
            )
        if (entry.hours is None) != (entry.closed is None):
            missing = "closed" if entry.closed is None else "hours"
            report.add(
                "TON419",
                checked.key_place("numbers", number),
                f"{number} lacks {missing}:",
                f"add {missing}:, or remove the other",
            )


def _sites(checked: Checked, country: Country, report: Report) -> None:
    source = checked.source
    inhabited = {p.site for p in source.phones.values()}
    for key, site in source.sites.items():
        if site.number is None:
            if source.trunks and key in inhabited:
                hint = "add number: with one of the organization's numbers for this place"
                report.add(
                    "TON418", checked.key_place("sites", key), f"site '{key}' has no number for emergency calls", hint
                )
            continue
        place = checked.place("sites", key, "number")
        if site.number not in source.numbers:
            report.add(
                "TON417",
                place,
                f"{site.number} is not one of the organization's numbers",
                near(site.number, source.numbers),
            )
        elif not site.number.startswith(country.geographic):
            report.add(
                "TON902",
                place,
                f"{site.number} does not tell the emergency centre where the site is",
                "use a landline number of the place",
            )


def _together(checked: Checked, report: Report) -> None:
    """Phones that ring at once: one dialplan line names them all (main/config.c drops a line above 8190 characters)."""
    source = checked.source
    seats = {key: len(thing.phones) for things in (source.people, source.lines) for key, thing in things.items()}
    hint = f"{RING_MOST} is the most"
    for kind, things in (("people", source.people), ("lines", source.lines)):
        for key in things:
            if seats[key] > RING_MOST:
                place = checked.key_place(kind, key, "phones")
                report.add("TON434", place, f"'{key}' rings {seats[key]} phones at once", hint)
    for key, group in source.groups.items():
        ringing = sum(seats.get(member, 0) for member in dict.fromkeys(group.members))
        if group.strategy == "all" and ringing > RING_MOST:
            place = checked.key_place("groups", key, "members")
            report.add(
                "TON434", place, f"group '{key}' rings {ringing} phones at once", f"{hint}; write strategy: turn"
            )


def _hours(checked: Checked, report: Report) -> None:
    for key, schedule in checked.source.schedules.items():
        for index, (first, last, start, end) in enumerate(schedule.open):
            if first > last or start >= end:
                what = "day" if first > last else "time"
                place = checked.place("schedules", key, "open", index)
                report.add(
                    "TON429",
                    place,
                    f"the last {what} comes before the first",
                    "write the earlier one first, or two entries",
                )
        for index, (begin, finish) in enumerate(schedule.closed):
            if begin > finish:
                place = checked.place("schedules", key, "closed", index)
                report.add("TON429", place, f"{finish} comes before {begin}", "write the earlier date first")

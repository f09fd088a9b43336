"""What the pages say, read from the Estate: who is called what, which codes there are, when it is open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from generators.estate.estate import Estate
from generators.estate.handsets import KeyKind
from generators.estate.names import fold
from generators.estate.services import http_address
from generators.estate.telephony import OpenHours, Schedule
from generators.estate.values import Origin
from generators.targets.phones.services.objects import NAME_MOST, Entry, cut
from generators.targets.phones.services.texts import Words, plain


@dataclass(frozen=True)
class Named:
    """An entry, and the line of YAML it follows from."""

    entry: Entry
    origin: Origin


def named(title: str, number: str, origin: Origin) -> Named:
    """An entry with its name as phones show it; the number stands for a name of which nothing is left."""
    return Named(Entry(cut(fold(title), NAME_MOST) or number, number), origin)


def everybody(estate: Estate) -> list[Named]:
    """All that an extension reaches: people, shared lines, groups, and mailboxes that are no line's own."""
    out = [named(line.title, line.extension, line.origin) for line in estate.lines]
    return out + groups(estate) + mailboxes(estate)


def at_site(estate: Estate, site: str) -> list[Named]:
    """The lines that ring at a site, once each."""
    lines = {e.line.id: e.line for phone in estate.phones_of_site[site] for e in estate.endpoints_of_phone[phone.id]}
    return [named(line.title, line.extension, line.origin) for line in lines.values()]


def groups(estate: Estate) -> list[Named]:
    """The ring groups."""
    return [named(group.title, group.extension, group.origin) for group in estate.groups]


def mailboxes(estate: Estate) -> list[Named]:
    """The mailboxes that have an extension of their own."""
    own = {line.mailbox for line in estate.lines}
    return [named(box.title, box.extension, box.origin) for box in estate.mailboxes if box.id not in own]


def codes(estate: Estate, w: Words) -> list[Named]:
    """The feature codes that do something here: voicemail where there is a mailbox, hot desks where one may log in."""
    origin = estate.organization.origin
    absent = {"parked", "logout_at"}  # positions and a time of day, not codes
    if not estate.mailboxes:
        absent.add("voicemail")
    if all(line.login is None for line in estate.lines):
        absent |= {"login", "logout"}
    names = (field.name for field in fields(estate.codes) if field.name not in absent)
    return [named(w(f"code_{name}"), getattr(estate.codes, name), origin) for name in names]


def keys(estate: Estate, address: str) -> list[Named]:
    """The numbers on the speed-dial keys of the phones of this set, once each; the directory has the extensions.

    A key may pause and dial on (UCM, Line Keys); an entry of a directory is a number, so it ends there.
    """
    known = {named.entry.number for named in everybody(estate)}
    found: dict[tuple[str, str], Origin] = {}
    for phone in estate.phones:
        if http_address(estate.site[phone.site]) == address:
            for key in phone.keys:
                number = re.split("[,#]", key.number)[0]
                if key.kind is KeyKind.SPEED_DIAL and number and number not in known:
                    found.setdefault((key.label, number), key.origin)
    return [named(label, number, origin) for (label, number), origin in sorted(found.items())]


def opening(schedule: Schedule, w: Words) -> list[str]:
    """The lines of a schedule's page: days and hours, then the days it stays closed, then whose time it is."""
    days, date = w("days").split(), w("date")
    out = [f"{_days(hours, days)} {hours.start}-{hours.end}" for hours in schedule.hours] or [w("never_open")]
    if schedule.closures:
        out += ["", w("closures")]
    for first, last in schedule.closures:
        ends = dict.fromkeys((first.strftime(date), last.strftime(date)))
        out.append(" - ".join(ends))
    return [*out, "", w("clock", zone=plain(schedule.timezone))]


def _days(hours: OpenHours, days: list[str]) -> str:
    return "-".join(dict.fromkeys((days[hours.first_day], days[hours.last_day])))


def help_lines(estate: Estate, w: Words) -> list[str]:
    """The lines of the help: a paragraph for each thing that this installation has."""
    country = estate.country
    emergency = "\n".join(f"{e.number} {plain(e.title[w.language])}" for e in country.emergency)
    paragraphs: Iterable[tuple[bool, str]] = (
        (True, w("help_transfer")),
        (True, w("help_hold")),
        (True, w("help_conference")),
        (bool(estate.groups), w("help_groups")),
        (bool(estate.mailboxes), w("help_voicemail", voicemail=estate.codes.voicemail)),
        (
            bool(estate.trunks),
            w("help_outside", trunk=country.trunk_prefix, international=country.international_prefix),
        ),
        (bool(country.emergency), w("help_emergency", numbers=emergency)),
    )
    return list(_spaced(text for wanted, text in paragraphs if wanted))


def _spaced(paragraphs: Iterable[str]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        yield from paragraph.split("\n")

"""The directory: everybody and everything that an extension reaches."""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.estate.telephony import Destination, Kind
from generators.targets.guide.call_words import call_words
from generators.targets.guide.markup import Html, front_matter, join, link, render
from generators.targets.guide.page import Page, phone_href, up
from generators.targets.guide.search import fold
from generators.targets.guide.table import Row, filterable
from generators.targets.guide.words import words

PATH = "directory.md"
NOTHING = Html("—")


def directory_page(estate: Estate, language: str) -> Page:
    """`directory.md`: people, shared lines, groups and mailboxes in one table, by name."""
    w = words(language)
    entries = sorted(_entries(estate, language), key=lambda e: (fold(e[0]).casefold(), e[1]))
    columns = (w["name"], w["extension"], w["kind"], w["number"], w["phones"])
    text = render(
        f"directory.{language}.md.j2",
        head=front_matter(w["about_directory"].format(org=estate.organization.name), wide=True),
        title=w["directory"],
        voicemail=estate.codes.voicemail,
        table=filterable(language, w["directory"], columns, [Row(e) for e in entries]),
    )
    return Page(PATH, text)


def _entries(estate: Estate, language: str) -> Iterator[tuple[str, ...]]:
    """Name, extension, kind, public numbers, phones."""
    w = words(language)
    numbers: dict[Destination, list[str]] = {}
    for item in estate.numbers:
        numbers.setdefault(item.to, []).append(str(item.number))
    root = up(PATH)
    kinds = {**call_words(language), **w}

    def row(title: str, extension: str, kind: str, to: Destination, phones: Html) -> tuple[str, ...]:
        return (title, extension, kinds[f"kind_{kind}"], ", ".join(numbers.get(to, [])) or NOTHING, phones)

    for line in estate.lines:
        rung = [link(phone_href(root, e.phone), e.phone.id) for e in estate.endpoints_of_line[line.id]]
        kind = "person" if line.person else "line"
        to = Destination(Kind.LINE, line.id)
        title = estate.person[line.person].name if line.person else line.title
        yield row(title, line.extension, kind, to, join(rung) or NOTHING)
    for group in estate.groups:
        phones = {e.phone.id: e.phone for m in group.members for e in estate.endpoints_of_line.get(m, ())}
        links = [link(phone_href(root, p), p.id) for _, p in sorted(phones.items())]
        yield row(group.title, group.extension, "group", Destination(Kind.GROUP, group.id), join(links) or NOTHING)
    own = {line.mailbox for line in estate.lines}
    for box in estate.mailboxes:
        if box.id not in own:
            yield row(box.title, box.extension, "mailbox", Destination(Kind.MAILBOX, box.id), NOTHING)
    for menu in estate.menus:
        yield row(menu.title, menu.extension, "menu", Destination(Kind.MENU, menu.id), NOTHING)
    for room in estate.conferences:
        yield row(room.title, room.extension, "conference", Destination(Kind.CONFERENCE, room.id), NOTHING)

"""One set of pages: all that phones in one language, reaching the server at one address, can open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.names import fold
from generators.estate.services import DIRECTORY, SERVICES, page_url
from generators.estate.telephony import Schedule
from generators.estate.values import Origin
from generators.targets.phones.services import content, paging
from generators.targets.phones.services.content import Named
from generators.targets.phones.services.objects import (
    ENTRIES_MOST,
    ITEM_NAME_MOST,
    ITEMS_MOST,
    NAME_MOST,
    Directory,
    Item,
    Menu,
    SoftKey,
    Text,
    cut,
)
from generators.targets.phones.services.texts import Words


@dataclass(frozen=True)
class Page:
    """A file of the set: its name in the set's folder, its object, and the YAML it follows from."""

    name: str
    content: Menu | Directory | Text
    origins: tuple[Origin, ...]


class PageSet:
    """The pages of `estate` in `language`, for phones that reach the HTTP server at `address`."""

    def __init__(self, estate: Estate, language: str, address: str) -> None:
        self.estate = estate
        self.language = language
        self.address = address
        self.w = Words(language)
        self._dial = (
            SoftKey(self.w("key_dial"), "SoftKey:Dial"),
            SoftKey(self.w("key_edit"), "SoftKey:EditDial"),
            SoftKey(self.w("key_exit"), "SoftKey:Exit"),
        )
        self._choose = (SoftKey(self.w("key_select"), "SoftKey:Select"), SoftKey(self.w("key_exit"), "SoftKey:Exit"))
        self._read = (SoftKey(self.w("key_exit"), "SoftKey:Exit"),)

    def url(self, name: str) -> str:
        """The URL of a page of this set."""
        return page_url(self.estate.servers["provisioning"], self.address, self.language, name)

    def pages(self) -> Iterator[Page]:
        """Every page of the set, once."""
        yield from self._directory()
        speed = list(self._speed())
        hours = list(self._hours())
        yield from [*speed, *hours]
        yield from self._text("help", self.w("help"), content.help_lines(self.estate, self.w), ())
        items = [(self.w("directory"), DIRECTORY)]
        items += [(self.w("speed"), "speed.xml")] if speed else []
        items += [(self.w("hours"), hours[0].name)] if hours else []
        yield from self._menu(SERVICES, self.w("services"), [*items, (self.w("help"), "help.xml")], ())

    def _directory(self) -> Iterator[Page]:
        """The index, the blocks of everybody, and a list a site where there are several."""
        entries = content.everybody(self.estate)
        origin = {named.entry: named.origin for named in entries}
        blocks = list(paging.blocks([named.entry for named in entries]))
        items = [(label, paging.page_name("names", number)) for number, (label, _) in enumerate(blocks, 1)]
        titles = [self.w("directory_of", part=label) for label, _ in blocks]
        titles = [title if len(title) <= NAME_MOST else self.w("directory") for title in titles]
        parts = [[Named(entry, origin[entry]) for entry in part] for _, part in blocks]
        yield from self._lists("names", titles, parts)
        listed = [(site, content.at_site(self.estate, site.id)) for site in self.estate.sites]
        sites = [(site, lines) for site, lines in listed if lines]
        if len(sites) > 1:
            items.append((self.w("sites"), "sites.xml"))
            rows = [(_title(site.title, site.id), f"site/{site.id}/lines.xml") for site, _ in sites]
            yield from self._menu("sites.xml", self.w("sites"), rows, [site.origin for site, _ in sites])
            for site, lines in sites:
                yield from self._list(f"site/{site.id}/lines", cut(_title(site.title, site.id), NAME_MOST), lines)
        yield from self._menu(DIRECTORY, self.w("directory"), items, origin.values())

    def _speed(self) -> Iterator[Page]:
        """What is dialled often without being somebody: groups, voicemail, codes, the numbers on keys."""
        estate, w = self.estate, self.w
        mine = [content.named(w("my_messages"), estate.codes.voicemail, estate.organization.origin)]
        lists = {
            "groups": content.groups(estate),
            "mailboxes": [*mine, *content.mailboxes(estate)] if estate.mailboxes else [],
            "codes": content.codes(estate, w),
            "keys": content.keys(estate, self.address),
        }
        there = {name: entries for name, entries in lists.items() if entries}
        if there:
            yield from self._menu("speed.xml", w("speed"), [(w(name), f"{name}.xml") for name in there], ())
        for name, entries in there.items():
            yield from self._list(name, w(name), entries)

    def _hours(self) -> Iterator[Page]:
        """A page a schedule; a menu of them first where there are several."""
        schedules = self.estate.schedules
        if len(schedules) > 1:
            rows = [(_title(s.title, s.id), f"hours/{s.id}.xml") for s in schedules]
            yield from self._menu("hours.xml", self.w("hours"), rows, [s.origin for s in schedules])
        for schedule in schedules:
            yield from self._schedule(schedule)

    def _schedule(self, schedule: Schedule) -> Iterator[Page]:
        title = cut(_title(schedule.title, schedule.id), NAME_MOST)
        lines = content.opening(schedule, self.w)
        yield from self._text(f"hours/{schedule.id}", title, lines, (schedule.origin,))

    def _list(self, name: str, title: str, entries: Sequence[Named]) -> Iterator[Page]:
        """A directory of `entries` by name, over as many pages as it takes."""
        parts = paging.chunks(sorted(entries, key=lambda named: paging.order(named.entry)), ENTRIES_MOST)
        yield from self._lists(name, [title] * len(parts), parts)

    def _lists(self, name: str, titles: Sequence[str], parts: Sequence[Sequence[Named]]) -> Iterator[Page]:
        pages = paging.chain(name, parts, self._dial, self.w, self.url, always=True)
        for title, (file, prompt, keys, part) in zip(titles, pages, strict=True):
            entries = tuple(named.entry for named in part)
            origins = tuple(named.origin for named in part)
            yield Page(file, Directory(title, prompt or self.w("dial_prompt"), keys, entries), origins)

    def _menu(
        self, file: str, title: str, rows: Sequence[tuple[str, str]], origins: Iterable[Origin]
    ) -> Iterator[Page]:
        items = [Item(cut(name, ITEM_NAME_MOST), self.url(page)) for name, page in rows]
        parts = paging.chunks(items, ITEMS_MOST)
        name = file.removesuffix(".xml")
        for page, prompt, keys, part in paging.chain(name, parts, self._choose, self.w, self.url, always=False):
            yield Page(page, Menu(title, prompt or self.w("choose"), keys, part), tuple(origins))

    def _text(self, name: str, title: str, lines: Sequence[str], origins: tuple[Origin, ...]) -> Iterator[Page]:
        parts = paging.texts(lines)
        for page, prompt, keys, text in paging.chain(name, parts, self._read, self.w, self.url, always=False):
            yield Page(page, Text(title, prompt or self.w("read_prompt"), keys, text), origins)


def _title(title: str, fallback: str) -> str:
    return fold(title) or fallback

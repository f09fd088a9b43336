"""Follows what a phone's keys open by HTTP, page by page, and judges every object (IPPS; UCM, Phone Services).

The directory key of the 7900 series must get a Menu first; `text/xml` is the only Content-Type the phones take;
a page that a menu names must be there. The phone adds `?name=SEP…` to what it asks: a query is not part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from generators.estate.estate import Estate
from generators.simulate.boot.fetch import Answer
from generators.simulate.boot.menus import ENTRIES_MOST, ITEMS_MOST, KEYS_MOST, PAGES
from generators.simulate.boot.story import Fault, Service
from generators.simulate.boot.xml import Document, Node, read_xml

HTTP_PORT = 6970  # where the files are given by HTTP unless the source says otherwise (UCM, HTTP Provisioning)
FOLLOW_MOST = 2000  # pages of one key; more are a loop of a server that makes them up
ROOT = re.compile(rb"<\s*([A-Za-z][A-Za-z0-9]*)")
ENOUGH = {"CiscoIPPhoneMenu": "SoftKey:Select", "CiscoIPPhoneDirectory": "SoftKey:Dial"}
Opener = Callable[[str, str | None], Answer | None]
Telling = Callable[[str, Answer, str], None]


@dataclass(frozen=True)
class Link:
    """An address that a page leads to, and the line it stands at."""

    url: str
    line: int


@dataclass(frozen=True)
class Page:
    """An object as the phone shows it: its kind (Menu, Directory, Text, Input), entries, and where it leads."""

    kind: str
    entries: int
    links: tuple[Link, ...]


def own_path(estate: Estate, url: str) -> str | None:
    """The file below the TFTP root behind `url` when it is on the provisioning server; None for another server."""
    server = estate.servers.get("provisioning")
    if server is None:
        return None
    hosts = {str(server.address), str(server.public)}
    hosts |= {str(site.reach["provisioning"].address) for site in estate.sites if "provisioning" in site.reach}
    try:
        parts = urlsplit(url)
        port = parts.port or 80
    except ValueError:
        return None
    if parts.scheme != "http" or parts.hostname not in hosts or port != server.ports.get("http", HTTP_PORT):
        return None
    return unquote(parts.path).lstrip("/")


def follow(
    key: str, url: str, menu_first: bool, open_page: Opener, path_of: Callable[[str], str | None], tell: Telling
) -> tuple[Service, list[Fault]]:
    """Open `url` as `key` does, then every page it leads to; `tell` hears each request as it is answered.

    `menu_first` is for the directory key of the xml family. Pages of other servers that nobody here can answer
    for are not followed, which the story says.
    """
    faults: list[Fault] = []
    waiting = [(url, "", 0)]
    seen = {_plain(url)}
    shown: list[Page] = []
    note = ""
    while waiting:
        address, whence, line = waiting.pop(0)
        path = path_of(address)
        name = path if path is not None else _plain(address)
        answer = open_page(_plain(address), path)
        if answer is None:
            note = note or "on another server, not followed"
            continue
        page, wrong = _judged(answer, name)
        tell(name, answer, _words(key, page) if page else wrong[0].what)
        if not whence and page and menu_first and page.kind != "Menu":
            wrong = (*wrong, Fault(name, 0, f"is a {page.kind}, the {key} key of this phone needs a Menu first"))
        if answer.content is None and whence:
            wrong = (Fault(whence, line, f"leads to {name}, which {wrong[0].what}"),)
        faults += wrong
        if page is None:
            note = note or f"{name} {wrong[0].what}"
            continue
        shown.append(page)
        for link in page.links:
            if _plain(link.url) in seen:
                continue
            seen.add(_plain(link.url))
            if len(seen) > FOLLOW_MOST:
                faults.append(Fault(name, link.line, f"leads on and on: more than {FOLLOW_MOST} pages"))
                waiting.clear()
                break
            waiting.append((link.url, name, link.line))
    kind = shown[0].kind if shown else ""
    entries = sum(page.entries for page in shown if page.kind == "Directory")
    return Service(key, url, kind, len(shown), entries, note), faults


def _words(key: str, page: Page) -> str:
    return f"{key}: {page.kind} of {page.entries}" if page.entries else f"{key}: {page.kind}"


def _plain(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def _judged(answer: Answer, name: str) -> tuple[Page | None, tuple[Fault, ...]]:
    if answer.content is None:
        wrong = answer.silence or "is not there"
        if answer.other_case:
            wrong = f"is there as {answer.other_case}: the case of every letter counts"
        return None, (Fault(name, 0, wrong),)
    page, faults = judge_page(answer.content, name)
    if answer.kind is not None and answer.kind.partition(";")[0].strip().lower() != "text/xml":
        what = f"is sent as {answer.kind[:60] or 'nothing'}: a phone shows an error for all but text/xml"
        faults = (*faults, Fault(name, 0, what))
    return page, faults


@lru_cache(maxsize=4096)
def judge_page(data: bytes, name: str) -> tuple[Page | None, tuple[Fault, ...]]:
    """The object in `data`, None when a phone cannot show it; and its faults."""
    found = ROOT.search(data)
    root = found[1].decode() if found else ""
    if root not in PAGES:
        return None, (Fault(name, 0, f"is no page that these phones show: {', '.join(sorted(PAGES))}"),)
    document, faults = read_xml(data, name, PAGES[root])
    if document is None:
        return None, faults
    kind = root.removeprefix("CiscoIPPhone")
    items = document.repeated.get("MenuItem", ()) or document.repeated.get("DirectoryEntry", ())
    links = [Link(n.values["URL"].value, n.values["URL"].line) for n in _linking(document) if "URL" in n.values]
    web = tuple(link for link in links if link.url.startswith("http://"))
    return Page(kind, len(items), web), (*faults, *_limits(document, root))


def _linking(document: Document) -> Iterator[Node]:
    yield from document.repeated.get("MenuItem", ())
    yield from document.repeated.get("SoftKeyItem", ())


def _limits(document: Document, root: str) -> Iterator[Fault]:
    file = document.file
    for name, most in (("MenuItem", ITEMS_MOST), ("DirectoryEntry", ENTRIES_MOST), ("SoftKeyItem", KEYS_MOST)):
        nodes = document.repeated.get(name, ())
        if len(nodes) > most:
            yield Fault(file, nodes[most].line, f"has {len(nodes)} of {name}, a phone shows {most}")
    keys = document.repeated.get("SoftKeyItem", ())
    seen: set[str] = set()
    for key in keys:
        place = key.text("Position")
        if place in seen:
            yield Fault(file, key.line, f"two soft keys have the position {place}")
        seen.add(place)
    wanted = ENOUGH.get(root)
    if keys and wanted and wanted not in {key.text("URL") for key in keys}:
        yield Fault(file, keys[0].line, f"has soft keys, none of them {wanted}: an entry cannot be chosen")

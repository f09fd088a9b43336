"""Checks a built folder with the standard library only: links, anchors, assets, and what each page must have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

# What was meant for the renderer of written pages and stayed.
RESIDUE = re.compile(r"\[\[ |\[% | %\]|\[#|\ue000|\ue001")


@dataclass
class Found(HTMLParser):
    """What one page holds."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    headings: int = 0
    language: str = ""
    description: str = ""
    title: str = ""
    text: str = ""
    scripts: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what the tag says."""
        given = {k: v or "" for k, v in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in ("script", "img", "iframe", "source") and "src" in given:
            self.assets.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preconnect", "preload", "prefetch"):
            self.assets.append(given["href"])
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "h1":
            self.headings += 1
        if tag == "meta" and given.get("name") == "description":
            self.description = given.get("content", "")
        if tag in ("title", "script", "style", "code", "pre", "svg"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take the page's title, and its text outside of code."""
        if self._open == ["title"]:
            self.title += data
        elif not self._open:
            self.text += data


def read(page: Path) -> Found:
    """Parse one page."""
    found = Found()
    found.feed(page.read_text("utf-8"))
    return found


def faults(site: Path, typed: Iterable[str] = ()) -> Iterator[str]:
    """Every fault of the site built in `site`, one line each. `typed`: words of its source, which may look like one."""
    words = sorted(typed, key=len, reverse=True)
    pages = {path.relative_to(site).as_posix(): read(path) for path in sorted(site.rglob("*.html"))}
    for name, page in pages.items():
        language = "en" if name.startswith("en/") else None
        if page.headings != 1:
            yield f"{name}: {page.headings} h1"
        if page.language not in ("fr", "en") or (language and page.language != language):
            yield f"{name}: lang is '{page.language}'"
        if not page.title.strip():
            yield f"{name}: no title"
        if not page.description.strip():
            yield f"{name}: no description"
        text = " ".join(page.text.split())
        for word in words:
            text = text.replace(word, "")
        if left := RESIDUE.search(text):
            yield f"{name}: '{left[0]}' was not rendered"
        for asset in page.assets:
            if urlsplit(asset).netloc:
                yield f"{name}: {asset} is on another host"
        if name.endswith("404.html"):
            continue  # its links start at the root of the published site
        for link in (*page.links, *page.assets):
            yield from (f"{name}: {link} {fault}" for fault in _leads(site, pages, name, link))


def _leads(site: Path, pages: dict[str, Found], name: str, link: str) -> Iterator[str]:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        if parts.scheme not in ("http", "https", "mailto"):
            yield "has a scheme that a page has no use for"
        return
    if parts.path.startswith("/"):
        yield "starts at the root of the host"
        return
    target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
    if target.startswith(".."):
        yield "leaves the site"
    elif (site / target).is_dir():
        target = normpath(join(target, "index.html"))
    if not (site / target).is_file():
        yield "leads nowhere"
    elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
        yield "has an anchor that is not there"

"""A sheet as a page of plain Markdown: a title, a heading a screen, a table of fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from generators.targets.pfsense.sheet import Section, Sheet
from generators.targets.pfsense.texts import Texts
from generators.targets.templating import render

_ENTITY = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_START = re.compile(r"^([0-9]*)([.>+-])")  # a list or a quotation, at the start only
_MARKS = re.compile(r"([\\`*_{}\[\]|#])")
# What extensions of Markdown read, and no backslash protects.
_CODES = str.maketrans({"<": "&lt;", "~": "&#126;", "^": "&#94;", "$": "&#36;", "=": "&#61;"})


def text(value: str) -> str:
    """Any text as Markdown that shows it unchanged, on one line, in a paragraph or a cell."""
    line = _MARKS.sub(r"\\\1", " ".join(value.split()))
    line = _ENTITY.sub("&amp;", line).translate(_CODES)
    return _START.sub(r"\1\\\2", line)


def code(value: str) -> str:
    """A value to type, as code; one that holds a mark of code or of a table is shown as text instead."""
    return text(value) if set(value) & set("`|") else f"`{value}`"


@dataclass(frozen=True)
class RowView:
    """A line of a table, ready."""

    field: str
    value: str
    reason: str


@dataclass(frozen=True)
class EntryView:
    """A section under a screen's heading; `title` and `intro` may be empty. `rows` is empty where there is no table."""

    title: str
    intro: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class ScreenView:
    """A heading and what stands below it."""

    path: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True)
class PageView:
    """A whole page: title, paragraphs, heads of the tables' columns, screens."""

    title: str
    intro: tuple[str, ...]
    heads: tuple[str, str, str]
    screens: tuple[ScreenView, ...]


def page(sheet: Sheet, texts: Texts) -> str:
    """The sheet as Markdown text."""
    return _render(sheet.title, sheet.intro, sheet.sections, texts)


def readme(site: str, sections: Iterable[Section], texts: Texts) -> str:
    """The page that lies beside the XML files of the site called `site`: the section on them alone."""
    return _render(texts("readme", site=site), (), sections, texts)


def _render(title: str, intro: Iterable[str], sections: Iterable[Section], texts: Texts) -> str:
    view = PageView(
        title=text(title),
        intro=tuple(text(paragraph) for paragraph in intro),
        heads=(texts("head_field"), texts("head_value"), texts("head_reason")),
        screens=tuple(
            ScreenView(text(path), tuple(_entry(s) for s in group))
            for path, group in groupby(sections, key=lambda s: s.path)
        ),
    )
    return render("generators.targets.pfsense", "page.md.j2", page=view)


def _entry(section: Section) -> EntryView:
    rows = tuple(
        RowView(text(r.field), code(r.value) if r.literal else text(r.value), text(r.reason)) for r in section.rows
    )
    return EntryView(text(section.title), text(section.intro), rows)

"""Tables of generated pages: HTML with a caption and row headers, readable without script.

Markdown tables have neither, and a cell that holds a bar would break them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generators.targets.guide.markup import Html, render
from generators.targets.guide.words import words


@dataclass(frozen=True)
class Row:
    """One row: the first cell heads it. `id` is an anchor, or empty."""

    cells: tuple[str, ...]
    id: str = ""


@dataclass(frozen=True)
class Filter:
    """The words that the script of filterable tables needs."""

    label: str
    shown: str
    sort: str


@dataclass(frozen=True)
class Table:
    """A table. Without `columns` each row is a name and its value."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    filter: Filter | None = None

    def html(self) -> Html:
        """The table as one HTML block."""
        return render("table.md.j2", view=self)


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    """A plain table."""
    return Table(caption, tuple(columns), tuple(Row(tuple(r)) for r in rows)).html()


def filterable(language: str, caption: str, columns: Sequence[str], rows: Sequence[Row]) -> Html:
    """A table that the reader can filter and sort where scripts run."""
    w = words(language)
    return Table(caption, tuple(columns), tuple(rows), Filter(w["filter"], w["rows_shown"], w["sort_by"])).html()

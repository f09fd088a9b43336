"""Reads a rendered page of a setup sheet."""

from __future__ import annotations

from html.parser import HTMLParser


class Cells(HTMLParser):
    """The texts of table cells, headings and the count of tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.heads: list[str] = []
        self.tables = 0
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.tables += 1
        if tag in ("td", "h1", "h2", "h3"):
            self._into = self.cells if tag == "td" else self.heads
            self._into.append("")
        elif tag not in ("code", "table", "thead", "tbody", "tr", "th", "p"):
            raise AssertionError(f"a page never holds <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "h1", "h2", "h3"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data

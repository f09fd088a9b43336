"""What targets share that hand a person something to type or to load: set-up sheets as Markdown, tables as CSV.

A sheet names every field in the order of a product's screens, with value and reason. Its words stand in
`words/<language>.toml` beside the target that writes it. May import the shared templating and values only.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generators.estate.values import Secret
from generators.targets.templating import render

__all__ = ["Row", "Section", "Texts", "cell", "page", "table"]

FORMULA = "=+-@\t\r"  # what a spreadsheet takes for the beginning of a formula
_ENTITY = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_START = re.compile(r"^([0-9]*)([.>+-])")  # a list or a quotation, at the start only
_MARKS = re.compile(r"([\\`*_{}\[\]|#])")
# What extensions of Markdown read, and no backslash protects.
_CODES = str.maketrans({"<": "&lt;", "~": "&#126;", "^": "&#94;", "$": "&#36;", "=": "&#61;"})
# What other separators, or no quoting at all, would read.
_NEUTRAL = str.maketrans({'"': "'", ";": ",", "|": "/"})


@dataclass(frozen=True)
class Row:
    """A field of a screen, what to put there, and why. `literal` values are typed as they stand."""

    field: str
    value: str | Secret
    reason: str
    literal: bool = True


@dataclass(frozen=True)
class Section:
    """A screen (`path`), the entry made on it (`title`, may be empty), a sentence (may be empty), its fields."""

    path: str
    title: str
    intro: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Texts:
    """The texts of one language of a package. Calling it with a key and its names gives the sentence."""

    package: str
    language: str

    def __call__(self, key: str, /, **names: object) -> str:
        """The text of `key` with `names` filled in; a wrong key is our own bug and raises KeyError."""
        return words(self.package, self.language)[key].format(**names)


@cache
def words(package: str, language: str) -> Mapping[str, str]:
    """All texts of one language, read once."""
    text = files(package).joinpath("words", f"{language}.toml").read_text("utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}


@dataclass(frozen=True)
class _Entry:
    title: str
    intro: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Screen:
    path: str
    entries: tuple[_Entry, ...]


def page(title: str, intro: Iterable[str], sections: Iterable[Section], heads: Sequence[str]) -> str:
    """A sheet as Markdown text: a title, paragraphs, a heading a screen, a table of fields an entry.

    `heads` are the heads of the three columns. Texts show unchanged, whatever marks they hold.
    """
    screens: dict[str, list[_Entry]] = {}
    for section in sections:
        entry = _Entry(shown(section.title), shown(section.intro), tuple(_row(r) for r in section.rows))
        screens.setdefault(section.path, []).append(entry)
    found = tuple(_Screen(shown(path), tuple(entries)) for path, entries in screens.items())
    names = {"title": shown(title), "intro": tuple(map(shown, intro)), "screens": found, "heads": tuple(heads)}
    return render("generators.targets", "sheet.md.j2", **names)


def _row(row: Row) -> Row:
    # A secret is revealed by the template; its alphabet holds no mark of Markdown but may need the code's quotes.
    value = row.value if isinstance(row.value, Secret) else _code(row.value) if row.literal else shown(row.value)
    return Row(shown(row.field), value, shown(row.reason), isinstance(row.value, Secret))


def shown(value: str) -> str:
    """Any text as Markdown that shows it unchanged, on one line, in a paragraph or a cell."""
    line = _MARKS.sub(r"\\\1", " ".join(value.split()))
    line = _ENTITY.sub("&amp;", line).translate(_CODES)
    return _START.sub(r"\1\\\2", line)


def _code(value: str) -> str:
    return shown(value) if not value or set(value) & set("`|") else f"`{value}`"


def cell(text: str, most: int = 128) -> str:
    """Any text as a cell that no spreadsheet takes for a formula and no other separator splits; may be empty.

    One line of printable characters, without `"`, `;` and `|`. An importer keeps a cell as it is, so a sign that
    begins a formula is left out rather than quoted by an apostrophe, which would become part of the name.
    """
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"} else c for c in text)
    line = " ".join(kept.translate(_NEUTRAL).split())[:most].rstrip()
    while line and (line[0] == " " or unicodedata.normalize("NFKC", line[0])[0] in FORMULA):
        line = line[1:]
    return line


def table(header: Sequence[str], rows: Iterable[Sequence[str | Secret]]) -> str:
    """A CSV: comma, UTF-8 without a byte-order mark, a header line, every value quoted, lines end with LF.

    Quotes keep a spreadsheet's import from guessing where it honours them; a cell that begins like a formula, or
    holds a line break, is our own bug and raises ValueError.
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(header)
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        values = [x.reveal() if isinstance(x, Secret) else x for x in row]
        if len(values) != len(header):
            raise ValueError(f"a row of {len(values)} cells below a header of {len(header)}")
        for name, value in zip(header, values, strict=True):
            if value[:1] in tuple(FORMULA) or not value.isprintable():
                raise ValueError(f"column {name} holds what a spreadsheet would take for a formula, or two lines")
        writer.writerow(values)
    return out.getvalue()

"""Text into pages: one rule of escaping, held by the template engine and not by the authors of templates.

A guide page is Markdown with tables in HTML. What a person typed in the source (a name such as
`a|b`, `*x*` or `<script>`) must show as typed in both, so every printed string becomes text whose
active characters are numeric character references: these mean the same in Markdown text, in HTML
text and in an attribute. Only `Html` passes as it is.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

# Punctuation that neither Markdown nor HTML reads inside a line of text.
_QUIET = frozenset(" .,-:/()+;%")
# What makes a list, a title, a rule or a definition only at the start of a line.
_LEADING = re.compile(r"(?:\d+(?=[.)](?: |$)))?(?P<mark>[-+.:)])")


class Html(str):
    """Text that is already HTML or Markdown: it is printed as it is."""

    __slots__ = ()


def tidy(text: str) -> str:
    """One line of `text`: control and format characters removed, white space joined to single spaces."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or not unicodedata.category(c).startswith("C"))
    return " ".join("".join(kept).split())


def escape(text: str, *, opens: bool = True) -> Html:
    """`text` as typed, for Markdown text, HTML text and double-quoted HTML attributes alike.

    With `opens` it may stand at the start of a line.
    """
    line = tidy(text)
    active = _LEADING.match(line) if opens else None
    lead = active.start("mark") if active else -1
    return Html("".join(_character(line, at, at == lead) for at in range(len(line))))


def _character(line: str, at: int, leads: bool) -> str:
    char = line[at]
    if not char.isascii() or char.isalnum() or (char in _QUIET and not leads):
        return char
    if char == "_" and 0 < at < len(line) - 1 and line[at - 1].isalnum() and line[at + 1].isalnum():
        return char  # inside a word an underscore is itself, and links to pages need it so
    return f"&#{ord(char)};"


def head_text(text: str) -> Html:
    """`text` for the places where the theme prints it raw: titles and double-quoted attributes of the head."""
    return Html(html.escape(tidy(text), quote=False).replace('"', "&quot;"))


def front_matter(description: str, *, search: str = "", wide: bool = False) -> Html:
    """The head of a page: its description, quoted for YAML and, since the theme prints it raw, for HTML.

    `search` says how the search takes it (`exclude: true`, `boost: 0.5`); a `wide` page has no table of contents.
    """
    quoted = json.dumps(head_text(description), ensure_ascii=False)
    more = (f"search: {{{search}}}\n" if search else "") + ("hide: [toc]\n" if wide else "")
    return Html(f"---\ndescription: {quoted}\n{more}---\n")


def code(text: str) -> Html:
    """`text` in a `<code>` element."""
    return Html(f"<code>{escape(text)}</code>")


def link(href: str, text: str, *, download: bool = False) -> Html:
    """An HTML link. `download` makes the reader's browser save the file instead of showing it."""
    return Html(f'<a href="{escape(href, opens=False)}"{" download" if download else ""}>{escape(text)}</a>')


def join(parts: list[Html], separator: str = ", ") -> Html:
    """Several pieces of markup as one, `separator` between them."""
    return Html(separator.join(parts))


def _finalize(value: object) -> str:
    if isinstance(value, Html):
        return value
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    # None and secrets above all: a page has no place for either.
    raise TypeError(f"a guide template printed a {type(value).__name__}")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("generators.targets.guide", "templates"),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )


def render(template: str, **names: object) -> Html:
    """Fill a template of the guide with `names`; every string that is not `Html` is escaped."""
    return Html(_environment().get_template(template).render(**names))

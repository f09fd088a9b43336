"""Values into the written pages: `[[ name ]]`, `[% if … %]`, `[# comment #]`, strictly.

The delimiters differ from those of Jinja, Ansible, Asterisk and the shell, so that pages can show
their text. A value is escaped for Markdown where it stands in text, and left alone where it
stands in code, a fence or a code span, because there Markdown reads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import TracebackType

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError

from generators.problems import PageError
from generators.targets.guide.markup import escape, head_text, tidy

# Private-use characters around each value, so that the second pass knows what was typed by the author.
_OPEN, _CLOSE = "\ue000", "\ue001"
_VALUE = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_PIECE = re.compile(f"(?P<value>{_OPEN}[^{_CLOSE}]*{_CLOSE})|(?P<ticks>`+)")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")


class _Unknown(StrictUndefined):
    """An undefined name that says which names there are."""

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        if is_dataclass(self._undefined_obj):
            known = ", ".join(f.name for f in fields(self._undefined_obj))
            return f"no value '{name}' here (there are: {known})"
        return f"no value '{name}' for pages"


@cache
def _environment() -> Environment:
    return Environment(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=_Unknown,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalize(value: object) -> str:
    if isinstance(value, str):
        return f"{_OPEN}{tidy(value)}{_CLOSE}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, StrictUndefined):
        return str(value)  # raises, with its name
    raise TypeError(f"a page prints a whole {type(value).__name__}; name one of its values")


def render_prose(text: str, values: Mapping[str, object], name: str, first_line: int = 1) -> str:
    """The Markdown `text` of page `name` with its values filled in.

    `first_line` is the line of the file at which `text` starts (after its front matter).
    Raises PageError `name:line: what` for an undefined value or a wrong tag.
    """
    return _settle(_fill(text, values, name, first_line))


def render_line(text: str, values: Mapping[str, object], name: str) -> str:
    """A line of a page's head (title, description) with its values, as HTML text. Raises PageError."""
    return head_text(_VALUE.sub(r"\1", _fill(text, values, name, 1)))


def _fill(text: str, values: Mapping[str, object], name: str, first_line: int) -> str:
    """`text` with its values in it, each between marks."""
    try:
        return _environment().from_string(text).render(values)
    except TemplateSyntaxError as err:
        raise PageError(f"{name}:{err.lineno + first_line - 1}: {err.message}") from None
    except (UndefinedError, TypeError) as err:
        raise PageError(f"{name}:{_line(err.__traceback__) + first_line - 1}: {err}") from None


def _line(trace: TracebackType | None) -> int:
    """The line of the template in which an exception was raised: its last frame in the template."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _settle(text: str) -> str:
    """Replace the marked values: escaped in text, as they are in fences and code spans."""
    out, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            closes = mark and mark[1][0] == fence[0] and len(mark[1]) >= len(fence) and not line[mark.end() :].strip()
            fence = "" if closes else fence
            out.append(_VALUE.sub(r"\1", line))
        elif mark:
            fence = mark[1]
            out.append(_VALUE.sub(r"\1", line))
        else:
            out.append(_settle_line(line))
    return "\n".join(out)


def _settle_line(line: str) -> str:
    """One line outside of fences; a code span opens and closes with as many backticks."""
    out, at, span = [], 0, ""
    for piece in _PIECE.finditer(line):
        out.append(line[at : piece.start()])
        at = piece.end()
        if ticks := piece["ticks"]:
            if not span and re.search(rf"(?<!`){ticks}(?!`)", line[at:]):
                span = ticks
            elif span == ticks:
                span = ""
            out.append(ticks)
        elif span:
            out.append(piece["value"][1:-1].replace("`", "'"))  # a backtick would end the span
        else:
            out.append(escape(piece["value"][1:-1]))
    return "".join([*out, line[at:]])

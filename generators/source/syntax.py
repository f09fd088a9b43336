"""What libyaml says of broken syntax, in plain words and at the place where the author must look."""

from __future__ import annotations

import re

import yaml

from generators.problems import Place

# libyaml's texts (src/scanner.c, src/parser.c of 0.2.5) and ours: what is wrong, and what to write instead.
_WORDS: dict[str, tuple[str, str]] = {
    "mapping values are not allowed in this context": (
        "unexpected ':'",
        "check the indentation here and on the line before; quote a value that holds ': '",
    ),
    "block sequence entries are not allowed in this context": (
        "a list item ('- ') cannot begin here",
        "put it on a line of its own, indented like the items around it",
    ),
    "mapping keys are not allowed in this context": ("'? ' cannot stand here", "quote a text that begins with '?'"),
    "could not find expected ':'": ("this is not 'key: value'", "write ': ' after the key, or quote the text"),
    "found unexpected end of stream": ("this quote is not closed", "close it with the same quote"),
    "found unexpected document indicator": ("'---' or '...' inside a quoted text", "close the quote before it"),
    "found unknown escape character": (
        "unknown escape after '\\' in double quotes",
        "write '\\\\' for a backslash, or use single quotes",
    ),
    "did not find expected hexdecimal number": (
        "'\\x', '\\u' and '\\U' need 2, 4 and 8 hexadecimal digits",
        "write '\\\\' for a backslash, or use single quotes",
    ),
    "found invalid Unicode character escape code": ("this escape is not a Unicode character", ""),
    "did not find expected alphabetic or numeric character": (
        "'&' and '*' begin an anchor and an alias, whose names are of letters without accents, digits, '-' and '_'",
        "quote a text that begins with them",
    ),
    "did not find expected comment or line break": (
        "text stands after '|' or '>'",
        "write the text on the next lines, indented; or quote a value that begins with them",
    ),
    "found an indentation indicator equal to 0": ("'|' and '>' take 1 to 9, not 0", ""),
    "did not find expected node content": ("a value is missing here", "check brackets, braces and commas"),
    "did not find expected '-' indicator": (
        "this does not belong to the list above",
        "begin it with '- ' or check its indentation",
    ),
    "did not find expected key": ("a key is expected here", "check the indentation; write 'key: value'"),
    "did not find expected <document start>": ("nothing more is expected here", "check the indentation"),
    "found incompatible YAML document": ("this version of YAML is not supported", "remove the line '%YAML'"),
    "found undefined tag handle": ("the tag is not supported", "remove it; quote a text that begins with '!'"),
    "found unknown directive name": ("a line that begins with '%' speaks to YAML", "quote the text"),
}

# Where libyaml stops may be far from the mistake; for these the beginning of the construct is the better place.
_AT_BEGINNING = frozenset({"could not find expected ':'", "found unexpected end of stream"})

_BRACKETS = {
    "did not find expected ',' or ']'": ("list", "[", "]"),
    "did not find expected ',' or '}'": ("mapping", "{", "}"),
}

# A text that closes with a quote or bracket, and then goes on.
_GOES_ON = frozenset({"did not find expected key", "did not find expected <document start>"})

_BREAK = re.compile("\r\n|\r|\n")

Finding = tuple[str, Place, str, str]
"""Code, place, message and hint, as a report takes them."""


def explain(name: str, text: str, error: yaml.MarkedYAMLError) -> Finding:
    """What libyaml's `error` in the `text` of the file `name` means: TON103 for tabs, TON101 for all else."""
    problem = " ".join(str(error.problem or "").split())
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return _syntax(Place(name), problem)
    line = _line(text, mark.line)
    found = line[mark.column : mark.column + 1]
    tab = _tab(problem, line, mark.column)
    if tab is not None:
        return "TON103", Place(name, mark.line + 1, tab + 1), "a tab in the indentation", "use spaces"
    place = Place(name, mark.line + 1, mark.column + 1)
    began = error.context_mark
    if began is not None and problem in _BRACKETS:
        return _bracket(place, Place(name, began.line + 1, began.column + 1), *_BRACKETS[problem], found)
    if began is not None and problem in _AT_BEGINNING:
        place = Place(name, began.line + 1, began.column + 1)
    if problem == "found character that cannot start any token":
        return "TON101", place, f"a text cannot begin with '{found}' unless it is quoted", "put the value in quotes"
    if problem in _GOES_ON and line[: mark.column].rstrip().endswith(("'", '"', "]", "}")):
        hint = "quote the whole value; in single quotes, '' stands for '"
        return "TON101", place, "nothing may follow the closing quote or bracket", hint
    return _syntax(place, problem)


def _syntax(place: Place, problem: str) -> Finding:
    words = _WORDS.get(problem)
    if words is None:
        return "TON101", place, f"syntax error: {problem}" if problem else "this is not YAML", ""
    return "TON101", place, *words


def _tab(problem: str, line: str, column: int) -> int | None:
    """The column, from 0, of the tab that is the cause of `problem`; None if there is none."""
    if line[column : column + 1] == "\t" or "tab character" in problem:
        return column
    if problem == "mapping values are not allowed in this context":
        # The line was taken for more of the text above, since its tab ends the indentation.
        indentation = line[: len(line) - len(line.lstrip(" \t"))]
        tab = indentation.find("\t")
        return tab if tab >= 0 else None
    return None


def _bracket(place: Place, began: Place, kind: str, opening: str, closing: str, found: str) -> Finding:
    if not found:
        return "TON101", began, f"'{opening}' is not closed", f"add '{closing}'"
    message = f"',' or '{closing}' is missing before this, in the {kind} begun at {began.file}:{began.line}"
    return "TON101", place, message, "quote a value that holds a comma, a bracket or a brace"


def _line(text: str, number: int) -> str:
    """Line `number`, from 0, of `text`; empty beyond the last."""
    lines = _BREAK.split(text)
    return lines[number] if number < len(lines) else ""

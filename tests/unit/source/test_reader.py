"""The source as it is read: each rule of TON101 to TON114 with its place and words, and laws that hold for any text."""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generators.problems import Place, Report
from generators.source import Document, Mapping, Node, Scalar, Sequence, read_folder, read_text
from generators.source.document import plain
from generators.source.folder import MAX_BYTES
from generators.source.nodes import MAX_ALIASED, MAX_DEPTH


def read(text: str | bytes) -> tuple[Any, list[str]]:
    """What `text` says, without places, and its problems as they are printed."""
    report = Report()
    top = read_text("f.yml", text, report)
    return None if top is None else plain(top), [str(problem) for problem in report]


def write(folder: Path, **files: str | bytes) -> Path:
    """Make `folder` with files named `<name>.yml`; `__` in a name stands for `/`."""
    for name, content in files.items():
        path = folder / (name.replace("__", "/") + ".yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **files: str | bytes) -> tuple[Document, list[str]]:
    """The document of a folder `data` with these files, as a user standing beside it names it, and its problems."""
    write(tmp_path / "data", **files)
    monkeypatch.chdir(tmp_path)
    report = Report()
    document = read_folder(Path("data"), report)
    return document, [str(problem) for problem in report]


# --- one scalar -------------------------------------------------------------------------------------------------------

AS_WRITTEN = [
    "0101", "001122334455", "no", "yes", "on", "Off", "true", "False", "10:20:30:40:50:55", "1e3", "0x1F", "0o17",
    "2026-01-01", "2026-01-01 10:00:00", "+33199000100", "-1", "1_000", "12.", ".5", ".inf", ".nan", "=", "<<", "Null",
    "NULL", "nil", "None", "10.42.20.10", "10.42.{index}0.0/24", "1M", "100-199", "bureau-1/2", "a#b", "a:b",
    "http://a.example/x?y=1", "Étage 2", "\U0001f4de", "x y  z", "-", "?a", ":a", "~a", "a~", "null null", "'",
]  # fmt: skip


@pytest.mark.parametrize("written", [text for text in AS_WRITTEN if text not in ("-", "'")])
def test_plain_scalars_are_text_as_written(written: str) -> None:
    assert read(f"k: {written}\n") == ({"k": written}, [])


@pytest.mark.parametrize("written", ["", "null", "~", "   ", " # comment", "null # comment"])
def test_plain_nothing_is_none(written: str) -> None:
    assert read(f"k: {written}\n") == ({"k": None}, [])


@pytest.mark.parametrize("text", ["", "null", "~", *AS_WRITTEN])
def test_quoted_scalars_are_text(text: str) -> None:
    single = text.replace("'", "''")
    assert read(f"a: '{single}'\nb: \"{text}\"\nc: !!str '{single}'\n") == ({"a": text, "b": text, "c": text}, [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("k: !!str null\n", "null"),
        ("k: !!str\n", ""),
        ("k: !<tag:yaml.org,2002:str> 12\n", "12"),
        ("k: |\n  a\n   b\n", "a\n b\n"),
        ("k: >-\n  a\n  b\n", "a b"),
        ("k: |\n", ""),
        ("k: a\n  b\n", "a b"),
        ('k: "a\\tb\\n\\u00e9\\U0001F4DE"\n', "a\tb\né\U0001f4de"),
    ],
)
def test_other_ways_to_write_text(text: str, value: str) -> None:
    assert read(text) == ({"k": value}, [])


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("no", False), ("'no'", True), ('"no"', True), ("|\n  no", True), ("!!str no", True), ("", False)],
)
def test_a_scalar_knows_whether_it_was_quoted(text: str, quoted: bool) -> None:
    top = read_text("f.yml", f"k: {text}\n", Report())
    assert top is not None
    value = top.entries["k"].value
    assert isinstance(value, Scalar)
    assert value.quoted is quoted


def test_keys_are_text_too() -> None:
    text = "0101: a\nno: b\n+33199000101: c\n'null': d\n'': e\n2026-12-25: f\n'<<': g\n"
    expected = {"0101": "a", "no": "b", "+33199000101": "c", "null": "d", "": "e", "2026-12-25": "f", "<<": "g"}
    assert read(text) == (expected, [])


# --- one problem ------------------------------------------------------------------------------------------------------

COLON = "check the indentation here and on the line before; quote a value that holds ': '"
KEY_TEXT = "write ': ' after the key, or quote the text"
INDENT = "check the indentation; write 'key: value'"
GOES_ON = "quote the whole value; in single quotes, '' stands for '"
BACKSLASH = "write '\\\\' for a backslash, or use single quotes"
COMMA = "quote a value that holds a comma, a bracket or a brace"
NODE = "a value is missing here; check brackets, braces and commas"
ANCHOR = "'&' and '*' begin an anchor and an alias, whose names are of letters without accents, digits, '-' and '_'"
BLOCK = "write the text on the next lines, indented; or quote a value that begins with them"
DEEP = f"more than {MAX_DEPTH} lists and mappings within one another"
TAB = "a tab in the indentation; use spaces"
COMPLEX = "put it in quotes if it is a name; '{', '[' and '? ' begin something else in YAML"
MISSING = "a key is missing here; write a name before ':', in quotes if it is null or ~"
TAG = "is not supported; remove it; quote the value to make it text"
TOP = "the top of a file must be keys with values, not"
ONE = "one document a file: remove this '---', or move what follows to a file of its own"

PROBLEMS = [
    # syntax: the construct, and the place where the author must look
    ("a: b: c", "1:5", f"TON101: unexpected ':'; {COLON}"),
    ("p:\n  thomas\n  jean: x", "3:7", f"TON101: unexpected ':'; {COLON}"),
    ("a:\n  b: 1\n   c: 2", "3:5", f"TON101: unexpected ':'; {COLON}"),
    ("a:\n   b: 1\n  c: 2", "3:3", f"TON101: a key is expected here; {INDENT}"),
    ("a: b #c\n  d: e", "2:3", f"TON101: a key is expected here; {INDENT}"),
    ("a:\n  - x\n b: 2", "3:2", f"TON101: a key is expected here; {INDENT}"),
    ("a: 'it's'", "1:8", f"TON101: nothing may follow the closing quote or bracket; {GOES_ON}"),
    ("a: [1] 2", "1:8", f"TON101: nothing may follow the closing quote or bracket; {GOES_ON}"),
    ("'x' y", "1:5", f"TON101: nothing may follow the closing quote or bracket; {GOES_ON}"),
    ("a:\n  'x", "2:3", "TON101: this quote is not closed; close it with the same quote"),
    ('a: "x\n\n\n', "1:4", "TON101: this quote is not closed; close it with the same quote"),
    ('a: "x\n---\n"', "2:1", "TON101: '---' or '...' inside a quoted text; close the quote before it"),
    ("a: [1, 2\nb: 3\n", "2:2", f"TON101: ',' or ']' is missing before this, in the list begun at f.yml:1; {COMMA}"),
    ("a: [1, 2\n\n", "1:4", "TON101: '[' is not closed; add ']'"),
    ("a: {b: 1\nc: 2", "2:2", f"TON101: ',' or '}}' is missing before this, in the mapping begun at f.yml:1; {COMMA}"),
    ("a: {b: 1\n", "1:4", "TON101: '{' is not closed; add '}'"),
    ("a: [b}", "1:6", f"TON101: ',' or ']' is missing before this, in the list begun at f.yml:1; {COMMA}"),
    ("a: ]", "1:4", f"TON101: {NODE}"),
    ("a: [,]", "1:5", f"TON101: {NODE}"),
    ("é: @x", "1:4", "TON101: a text cannot begin with '@' unless it is quoted; put the value in quotes"),
    ("a: `x`", "1:4", "TON101: a text cannot begin with '`' unless it is quoted; put the value in quotes"),
    ("a: %x", "1:4", "TON101: a text cannot begin with '%' unless it is quoted; put the value in quotes"),
    ('a: "\\q"', "1:5", f"TON101: unknown escape after '\\' in double quotes; {BACKSLASH}"),
    ('a: "\\xZZ"', "1:7", f"TON101: '\\x', '\\u' and '\\U' need 2, 4 and 8 hexadecimal digits; {BACKSLASH}"),
    ('a: "\\ud800"', "1:7", "TON101: this escape is not a Unicode character"),
    ("a: - b", "1:4", "TON101: a list item ('- ') cannot begin here; "
     "put it on a line of its own, indented like the items around it"),
    ("- a\nb: 1", "2:1", "TON101: this does not belong to the list above; begin it with '- ' or check its indentation"),
    ("a:\n- b\nc", "3:1", f"TON101: this is not 'key: value'; {KEY_TEXT}"),
    ("a: ? x", "1:4", "TON101: '? ' cannot stand here; quote a text that begins with '?'"),
    ("a: &é x", "1:5", f"TON101: {ANCHOR}; quote a text that begins with them"),
    ("a: *", "1:5", f"TON101: {ANCHOR}; quote a text that begins with them"),
    ("a: | x\n", "1:6", f"TON101: text stands after '|' or '>'; {BLOCK}"),
    ("a: |0\n x", "1:5", "TON101: '|' and '>' take 1 to 9, not 0"),
    ("a: !e!x y", "1:4", "TON101: the tag is not supported; remove it; quote a text that begins with '!'"),
    ("%YAML 3.0\n---\na: 1", "1:1", "TON101: this version of YAML is not supported; remove the line '%YAML'"),
    ("%FOO\n---\na: 1", "1:5", "TON101: a line that begins with '%' speaks to YAML; quote the text"),
    ("a: 1\n...\nb", "3:1", "TON101: nothing more is expected here; check the indentation"),
    ("a: !<x y", "1:7", "TON101: syntax error: did not find the expected '>'"),
    ("a: " + "[" * MAX_DEPTH, f"1:{3 + MAX_DEPTH}", f"TON101: {DEEP}"),
    # tabs
    ("a:\n\tb: 1", "2:1", f"TON103: {TAB}"),
    ("a:\n  b: x\n\tc: 1", "3:1", f"TON103: {TAB}"),
    ("a:\n  b: x\n  \tc: 1", "3:3", f"TON103: {TAB}"),
    ("a: x\n  \tb: y", "2:3", f"TON103: {TAB}"),
    ("a:\n  -\t- b", "2:4", f"TON103: {TAB}"),
    ("a: |\n\tx", "2:1", f"TON103: {TAB}"),
    # characters
    ("é: 1\nb: é\x01", "2:5", "TON102: the control character U+0001 is not allowed; remove it"),
    ("a: \u2028", "1:4", "TON102: the character U+2028 is not allowed; remove it"),
    ("a: x\x85", "1:5", "TON102: the control character U+0085 is not allowed; remove it"),
    ("a: \ufeffx", "1:4", "TON102: the character U+FEFF is not allowed; remove it"),
    ("a: \ud800", "1:4", "TON102: the character U+D800 is not allowed; remove it"),
    ("a: x\0", "1:5", "TON102: the character NUL (U+0000) is not allowed; save the file as UTF-8 (it may be UTF-16)"),
    # the top
    ("x", "1:1", f"TON105: {TOP} a text; begin with one of the keys of the source, such as 'people:'"),
    ("a:b", "1:1", f"TON105: {TOP} a text; write a space after ':'"),
    ("# c\n- a", "2:1", f"TON105: {TOP} a list; begin with one of the keys of the source, such as 'people:'"),
]  # fmt: skip

# As above, but what else the file says is kept.
PARTIAL = [
    ("a: 1\nb: 2\n\na: 3", {"a": "1", "b": "2"}, "4:1: TON104: "
     "duplicate key 'a': already at f.yml:1; keep one of them"),
    ("p: {é: 1, 'é': 2}", {"p": {"é": "1"}}, "1:11: TON104: duplicate key 'é': already at f.yml:1; keep one of them"),
    ('"a\\n": 1\n"a\\n": 2', {"a\n": "1"}, "2:1: TON104: duplicate key 'a\\n': already at f.yml:1; keep one of them"),
    ("a: &x [*x, b]", {"a": [None, "b"]}, "1:8: TON109: the alias '*x' stands within what it names, begun at f.yml:1"),
    ("a: *x\nb: 1", {"a": None, "b": "1"}, "1:4: TON109: the alias '*x' names nothing; "
     "an anchor '&x' must stand above it, in the same file"),
    ("*x", {}, "1:1: TON109: the alias '*x' names nothing; an anchor '&x' must stand above it, in the same file"),
    ("*x : 1\nb: 1", {"b": "1"}, "1:1: TON109: the alias '*x' names nothing; "
     "an anchor '&x' must stand above it, in the same file"),
    ("a: !foo x", {"a": "x"}, f"1:4: TON110: the tag '!foo' {TAG}"),
    ("a: !!int 3", {"a": "3"}, f"1:4: TON110: the tag '!!int' {TAG}"),
    ("a: ! 3", {"a": "3"}, f"1:4: TON110: the tag '!' {TAG}"),
    ("a: !!map {b: 1}", {"a": {"b": "1"}}, f"1:4: TON110: the tag '!!map' {TAG}"),
    ("a: !!str [b]", {"a": ["b"]}, f"1:4: TON110: the tag '!!str' {TAG}"),
    ("!x%0Ay k: 1", {"k": "1"}, f"1:1: TON110: the tag '!x\\ny' {TAG}"),
    ("a: 1\n---\nb: 2", {"a": "1"}, f"2:1: TON111: a second document begins here; {ONE}"),
    ("--- {a: 1}\n--- # x\n", {"a": "1"}, f"2:1: TON111: a second document begins here; {ONE}"),
    ("---\n---\na: 1", {}, f"2:1: TON111: a second document begins here; {ONE}"),
    ("? [a, b]\n: 1\nc: 2", {"c": "2"}, f"1:3: TON114: a list cannot be a key; {COMPLEX}"),
    ("{a: 1}: 1\nc: 2", {"c": "2"}, f"1:1: TON114: a mapping cannot be a key; {COMPLEX}"),
    ("x: &x [a]\n*x : 1\nc: 2", {"x": ["a"], "c": "2"}, f"2:1: TON114: a list cannot be a key; {COMPLEX}"),
    ("null: 1\nc: 2", {"c": "2"}, f"1:1: TON114: {MISSING}"),
    ("~: 1\nc: 2", {"c": "2"}, f"1:1: TON114: {MISSING}"),
    ("? \n: 1\nc: 2", {"c": "2"}, f"1:2: TON114: {MISSING}"),
    ("x: &x {a: 1}\nb:\n  <<: *x\n  c: 2", {"x": {"a": "1"}, "b": {"c": "2"}}, "3:3: TON114: "
     "'<<' (merge key) is not supported; YAML 1.2 has none: repeat the keys, or use a site profile"),
    ('a: "x\\0"', {"a": "x\0"}, "1:4: TON102: "
     "this text holds the character NUL (U+0000), written as an escape; remove it"),
    ('a: "\\uFFFE"', {"a": "\ufffe"}, "1:4: TON102: "
     "this text holds the character U+FFFE, written as an escape; remove it"),
    ('a: "\\x1b"', {"a": "\x1b"}, "1:4: TON102: this text holds the control character U+001B, written as an escape; "
     "remove it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "words"), PROBLEMS)
def test_a_file_that_cannot_be_used(text: str, place: str, words: str) -> None:
    assert read(text) == (None, [f"f.yml:{place}: error {words}"])


@pytest.mark.parametrize(("text", "value", "words"), PARTIAL)
def test_a_file_that_can_be_used_in_part(text: str, value: Any, words: str) -> None:
    place, _, rest = words.partition(": ")
    assert read(text) == (value, [f"f.yml:{place}: error {rest}"])


@pytest.mark.parametrize(
    "text", ["", "\n", "# nothing\n", "---\n", "--- ~\n", "null", "{}", "\ufeff", "%YAML 1.2\n---\n"]
)
def test_files_that_say_nothing(text: str) -> None:
    assert read(text) == ({}, [])


def test_a_tab_that_yaml_allows_is_no_problem() -> None:
    assert read("a:\tb\t# c\nd: [\n\te]\nf: |\n  x\n  \ty\n") == ({"a": "b", "d": ["e"], "f": "x\n\ty\n"}, [])


def test_the_missing_brace_is_not_blamed_on_an_allowed_tab() -> None:
    assert read("d: {a: 'b'\n\tc: e}")[1][0].startswith("f.yml:2:2: error TON101: ',' or '}' is missing")


def test_all_problems_of_a_file_are_reported_together() -> None:
    _, problems = read("a: !x 1\na: 2\n<<: {b: 1, b: 2}\nc: *d\n")
    assert [problem.split(" ")[2] for problem in problems] == ["TON110:", "TON104:", "TON114:", "TON104:", "TON109:"]


# --- bytes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("k: 1\nn: Jérôme\n".encode("latin-1"), "2:5: error TON102: byte 0xE9 is not UTF-8; save the file as UTF-8"),
        ("é: é".encode() + b"\xff", "1:5: error TON102: byte 0xFF is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfa: \xe9", "1:4: error TON102: byte 0xE9 is not UTF-8; save the file as UTF-8"),
        (b"a: 1\r\nb: \xed\xa0\x80", "2:4: error TON102: byte 0xED is not UTF-8; save the file as UTF-8"),
        (b"a: \xc3", "1:4: error TON102: byte 0xC3 is not UTF-8; save the file as UTF-8"),
        ("a: 1".encode("utf-16"), "1:1: error TON102: the file is UTF-16 or UTF-32, not UTF-8; save the file as UTF-8"),
        ("a: 1".encode("utf-32"), "1:1: error TON102: the file is UTF-16 or UTF-32, not UTF-8; save the file as UTF-8"),
        (
            "a: 1".encode("utf-16-le"),
            "1:2: error TON102: the character NUL (U+0000) is not allowed; save the file as UTF-8 (it may be UTF-16)",
        ),
    ],
)
def test_bytes_that_are_not_utf8(content: bytes, words: str) -> None:
    assert read(content) == (None, [f"f.yml:{words}"])


def test_a_utf8_byte_order_mark_is_skipped_and_takes_no_column() -> None:
    report = Report()
    top = read_text("f.yml", b"\xef\xbb\xbfa: b\n", report)
    assert top is not None
    assert (plain(top), len(report)) == ({"a": "b"}, 0)
    assert str(top.entries["a"].value.place) == "f.yml:1:4"


def test_the_limit_of_size() -> None:
    text = b"a: b\n#"
    assert read(text + b"x" * (MAX_BYTES - len(text))) == ({"a": "b"}, [])
    assert read(text + b"x" * (MAX_BYTES - len(text) + 1)) == (
        None,
        ["f.yml:1:1: error TON112: the file is larger than 16 MiB; split it"],
    )


# --- places -----------------------------------------------------------------------------------------------------------

PLACES = """\
# Étage
people:
  thomas: {name: Thomas, é: ü, phones: [bureau-1, "x"]}
  paul:
  - a
  - b: 1
    c:
empty:
"étage é": |
  texte
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), "f.yml:1:1", "f.yml:1:1"),
        (("people",), "f.yml:2:1", "f.yml:3:3"),
        (("people", "thomas"), "f.yml:3:3", "f.yml:3:11"),
        (("people", "thomas", "name"), "f.yml:3:12", "f.yml:3:18"),
        (("people", "thomas", "é"), "f.yml:3:26", "f.yml:3:29"),
        (("people", "thomas", "phones"), "f.yml:3:32", "f.yml:3:40"),
        (("people", "thomas", "phones", 0), "f.yml:3:41", "f.yml:3:41"),
        (("people", "thomas", "phones", 1), "f.yml:3:51", "f.yml:3:51"),
        (("people", "paul"), "f.yml:4:3", "f.yml:5:3"),
        (("people", "paul", 0), "f.yml:5:5", "f.yml:5:5"),
        (("people", "paul", 1), "f.yml:6:5", "f.yml:6:5"),
        (("people", "paul", 1, "c"), "f.yml:7:5", "f.yml:7:7"),
        (("empty",), "f.yml:8:1", "f.yml:8:7"),
        (("étage é",), "f.yml:9:1", "f.yml:9:12"),
        # what does not exist is shown at its deepest ancestor
        (("people", "thomas", "mac"), "f.yml:3:3", "f.yml:3:11"),
        (("people", "thomas", "phones", 2), "f.yml:3:32", "f.yml:3:40"),
        (("people", "thomas", "phones", -1), "f.yml:3:32", "f.yml:3:40"),
        (("people", "thomas", "phones", "0", "x"), "f.yml:3:32", "f.yml:3:40"),
        (("people", "thomas", "name", "x"), "f.yml:3:12", "f.yml:3:18"),
        (("people", 0), "f.yml:2:1", "f.yml:3:3"),
        (("nobody", "x"), "f.yml:1:1", "f.yml:1:1"),
    ],
)
def test_places(line_end: str, path: tuple[str | int, ...], key: str, value: str) -> None:
    report = Report()
    top = read_text("f.yml", PLACES.replace("\n", line_end).encode(), report)
    assert top is not None
    assert not len(report)
    document = Document(Mapping(top.entries, Place("f.yml")), ("f.yml",))
    assert (str(document.key_place(path)), str(document.place(path))) == (key, value)


def test_an_aliased_value_stands_where_it_is_written_and_its_key_where_it_is_used() -> None:
    report = Report()
    top = read_text("f.yml", "a: &x {b: 1}\nc: *x\nd: &k e\n*k : f\n", report)
    assert top is not None
    assert not len(report)
    assert plain(top) == {"a": {"b": "1"}, "c": {"b": "1"}, "d": "e", "e": "f"}
    assert top.entries["c"].value is top.entries["a"].value
    assert [str(entry.key.place) for entry in top.entries.values()] == [f"f.yml:{line}:1" for line in (1, 2, 3, 4)]


# --- aliases ----------------------------------------------------------------------------------------------------------


def test_the_plain_tree_shares_nothing() -> None:
    top = read_text("f.yml", "a: &x {b: [1]}\nc: *x\n", Report())
    assert top is not None
    tree = Document(top, ()).plain()
    tree["a"]["b"].append("2")
    assert tree["c"] == {"b": ["1"]}


def test_an_anchor_may_be_named_again() -> None:
    assert read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n") == ({"a": "1", "b": "1", "c": "2", "d": "2"}, [])
    assert read("a: &x [&x b, *x]\nc: *x\n") == ({"a": ["b", "b"], "c": "b"}, [])


def test_aliases_that_multiply_are_refused_once_and_at_the_first() -> None:
    rows = ["a0: &a0 [" + ", ".join("x" * 10) + "]"]
    rows += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 30)]
    report = Report()
    top = read_text("f.yml", "\n".join(rows), report)
    assert top is not None
    (problem,) = list(report)
    assert (problem.code, problem.message) == ("TON109", "the aliases of this file stand for more than 1,000,000 nodes")
    # a(n) holds (10**(n+2) - 1) / 9 nodes; each row stands for ten times the one before: 111, ... up to 1,111,111
    assert problem.place.line == 6
    assert count(top) < 3 * MAX_ALIASED


def count(node: Node) -> int:
    """The nodes of a tree, aliases written out."""
    if isinstance(node, Mapping):
        return 1 + sum(1 + count(entry.value) for entry in node.entries.values())
    return 1 + sum(map(count, node.items)) if isinstance(node, Sequence) else 1


def test_an_alias_brings_the_depth_of_what_it_names() -> None:
    half = MAX_DEPTH // 2
    fits = f"a: &a {'[' * half}{']' * half}\nb: {'[' * (half - 1)}*a{']' * (half - 1)}"
    assert read(fits)[1] == []
    assert read(fits.replace("*a", "[*a]"))[1] == [f"f.yml:2:{4 + half}: error TON101: {DEEP}"]


def test_aliases_count_for_depth() -> None:
    rows = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, MAX_DEPTH - 1)]
    value, problems = read("\n".join(rows))
    assert problems == []
    depth, inner = 0, value[f"a{MAX_DEPTH - 2}"]
    while isinstance(inner, list):
        depth, inner = depth + 1, inner[0]
    assert depth == MAX_DEPTH - 1
    value, problems = read("\n".join([*rows, f"b: [*a{MAX_DEPTH - 2}]"]))
    assert value is None
    assert problems == [f"f.yml:{MAX_DEPTH}:5: error TON101: {DEEP}"]


# --- many files as one ------------------------------------------------------------------------------------------------


def test_files_are_merged_in_the_order_of_their_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document, problems = read_in(
        tmp_path,
        monkeypatch,
        b="people: {z: 1}\nlines: {l: 1}\n",
        a="people:\n",
        sites__lyon="people: {m: {x: 1}, a: 2}\nsites: {lyon: }\n",
        sites__deep__er="people: {b: 3}\n",
        c="",
    )
    assert problems == []
    assert document.files == ("data/a.yml", "data/b.yml", "data/c.yml", "data/sites/deep/er.yml", "data/sites/lyon.yml")
    assert document.plain() == {
        "people": {"z": "1", "b": "3", "m": {"x": "1"}, "a": "2"},
        "lines": {"l": "1"},
        "sites": {"lyon": None},
    }
    assert list(document.plain()["people"]) == ["z", "b", "m", "a"]
    assert str(document.key_place(("people", "m", "x"))) == "data/sites/lyon.yml:1:14"
    assert str(document.key_place(("people",))) == "data/b.yml:1:1"
    assert str(document.place(("nothing",))) == "data:1:1"


@pytest.mark.parametrize(
    ("first", "second", "place", "what"),
    [
        ("p: {a: 1, b: 2}", "p:\n  c: 1\n  b: 3", "3:3", "'b' of 'p'"),
        ("p: {b: 2}", "p: {b: 2}", "1:5", "'b' of 'p'"),
        ("p: x", "p: x", "1:1", "'p'"),
        ("p: x", "q: 1\np: {a: 1}", "2:1", "'p'"),
        ("p: {a: 1}", "p: ''", "1:1", "'p'"),
        ("p: [a]", "p: [b]", "1:1", "'p'"),
        ("p: [a]", "p:", "1:1", "'p'"),
        ("p:", "p: x", "1:1", "'p'"),
        ('"p\\n": x', '"p\\n": y', "1:1", "'p\\n'"),
    ],
)
def test_what_is_defined_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str, place: str, what: str
) -> None:
    document, problems = read_in(tmp_path, monkeypatch, a=first, b=second)
    expected = f"data/b.yml:{place}: error TON107: {what} is defined twice: already at data/a.yml:1; keep one of them"
    assert problems == [expected]
    name, kept = next(iter(read(first)[0].items()))
    now = document.plain()[name]
    assert now == {**now, **kept} if isinstance(kept, dict) else now == kept


def test_a_third_definition_names_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, problems = read_in(tmp_path, monkeypatch, a="p: {x: 1}", b="p: {x: 2}", c="p: {x: 3}")
    assert [problem.partition("already at ")[2] for problem in problems] == ["data/a.yml:1; keep one of them"] * 2


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document, problems = read_in(
        tmp_path, monkeypatch, a="x: [", b=b"x: \xff", c="x: {y: 1, y: 2}", d="- a", e="good: {z: 1}"
    )
    assert [problem.split(": ")[1] for problem in problems] == [f"error TON{n}" for n in (101, 102, 104, 105)]
    assert document.plain() == {"x": {"y": "1"}, "good": {"z": "1"}}
    assert len(document.files) == 5


# --- the folder -------------------------------------------------------------------------------------------------------


def problems_of(folder: Path) -> list[str]:
    """The problems of reading `folder`, with its own name cut off."""
    report = Report()
    read_folder(folder, report)
    return [str(problem).replace(f"{folder.as_posix()}/", "") for problem in report]


def test_file_names(tmp_path: Path) -> None:
    write(tmp_path, a="a: 1")
    for name in ("b.yaml", "C.YML", "notes.md", "d.yml~", "e.yml.bak", ".hidden.yml", ".#a.yml", "._a.yml", ".gitkeep"):
        (tmp_path / name).write_text("x: 1")
    for name in (".vscode/settings.json", ".old/deep/f.yml", ".git/refs/heads/x.yml", "g.yaml/h.yml"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("h: 1")
    report = Report()
    assert read_folder(tmp_path, report).plain() == {"a": "1", "h": "1"}
    hint = "remove the dot at the beginning of its name, or move it elsewhere"
    assert problems_of(tmp_path) == [
        f".hidden.yml:1:1: error TON108: a hidden file is not read; {hint}",
        f".old:1:1: error TON108: a hidden folder is not read; {hint}",
        "C.YML:1:1: error TON108: files of the source end in .yml: 'C.YML' is not read; rename it to 'C.yml'",
        "b.yaml:1:1: error TON108: files of the source end in .yml: 'b.yaml' is not read; rename it to 'b.yml'",
    ]


def test_links(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", x="x: 1")
    beside = write(tmp_path / "data-2", y="y: 1")
    data = write(tmp_path / "data", a="a: 1", sub__b="b: 1", **{".store__c": "c: 1"})
    (data / "inside.yml").symlink_to("sub/b.yml")
    (data / "c.yml").symlink_to(".store/c.yml")
    (data / "out.yml").symlink_to(outside / "x.yml")
    (data / "beside.yml").symlink_to(beside / "y.yml")
    (data / "out").symlink_to(outside)
    (data / "circle").symlink_to(".")
    (data / "gone.yml").symlink_to("nowhere.yml")
    (data / "self.yml").symlink_to("self.yml")
    (data / "readme.md").symlink_to(outside / "x.yml")
    report = Report()
    assert read_folder(data, report).plain() == {"a": "1", "b": "1", "c": "1"}
    leaves = "error TON108: this link leaves the folder of the source; put a copy here instead"
    hidden = "remove the dot at the beginning of its name, or move it elsewhere"
    assert problems_of(data) == [
        f".store:1:1: error TON108: a hidden folder is not read; {hidden}",
        f"beside.yml:1:1: {leaves}",
        "circle:1:1: error TON108: a link to a folder is not followed; remove the link",
        "gone.yml:1:1: error TON113: the file cannot be read: No such file or directory",
        f"out:1:1: {leaves}",
        f"out.yml:1:1: {leaves}",
        "self.yml:1:1: error TON113: the file cannot be read: Too many levels of symbolic links",
        "sub/b.yml:1:1: error TON107: 'b' is defined twice: already at inside.yml:1; keep one of them",
    ]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", a="a: 1")
    (tmp_path / "link").symlink_to("real")
    assert problems_of(tmp_path / "link") == []


@pytest.mark.parametrize(("name", "what"), [("nowhere", "does not exist"), ("file", "is not a folder")])
def test_a_missing_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, what: str) -> None:
    (tmp_path / "file").write_text("a: 1")
    monkeypatch.chdir(tmp_path)
    report = Report()
    document = read_folder(Path(name), report)
    assert document == Document(Mapping({}, Place(name)), ())
    assert [str(problem) for problem in report] == [
        f"{name}:1:1: error TON113: the folder of the source {what}; name it with --data"
    ]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.yml")
    assert problems_of(tmp_path) == ["p.yml:1:1: error TON113: this is not a regular file"]


def test_what_permissions_forbid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may be root, whom permissions do not stop: the system's refusal is played."""
    write(tmp_path, a="a: 1", b="b: 1", locked__c="c: 1")
    real_open, real_scandir = Path.open, os.scandir

    def refuse_open(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == "a.yml":
            raise PermissionError(13, "Permission denied")
        return real_open(path, *args, **options)

    def refuse_scandir(path: Path) -> Any:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real_scandir(path)

    monkeypatch.setattr(Path, "open", refuse_open)
    monkeypatch.setattr(os, "scandir", refuse_scandir)
    report = Report()
    assert read_folder(tmp_path, report).plain() == {"b": "1"}
    assert problems_of(tmp_path) == [
        "a.yml:1:1: error TON113: the file cannot be read: Permission denied",
        "locked:1:1: error TON113: the folder cannot be read: Permission denied",
    ]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, a="a: 1")
    with (tmp_path / "b.yml").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert problems_of(tmp_path) == ["b.yml:1:1: error TON112: the file is larger than 16 MiB; split it"]


def test_names_that_cannot_be_shown_stay_on_one_line(tmp_path: Path) -> None:
    write(tmp_path, **{"a\nb": "- x"})
    (tmp_path / os.fsdecode(b"\xff.yml")).write_text("- x")
    problems = problems_of(tmp_path)
    assert len(problems) == 2
    assert all("\n" not in problem and problem.encode() for problem in problems)
    report = Report()
    assert len(read_folder(tmp_path, report).files) == 2


# --- laws for any text ------------------------------------------------------------------------------------------------

FATAL = {"TON101", "TON102", "TON103", "TON105"}
PARTS = [
    "a", "b", "é", "1", "null", "~", "<<", ": ", ":", "- ", "-", "? ", "\n", "\n  ", "\n    ", "\t", " ", "[", "]",
    "{", "}", ", ", "'", '"', "\\", "\\0", "|\n", ">\n", "&x ", "*x", "*x ", "!t ", "!!str ", "#", " # ", "---\n",
    "...\n", "%", "@", "`",     "\ufeff", "\x85", "\r", "\r\n", "k: ", "\n- ", "\nb: ", "=", "&x [",
]  # fmt: skip
soups = st.lists(st.sampled_from(PARTS), max_size=40).map("".join)


def check_laws(text: str | bytes) -> None:
    """Whatever `text` is: a mapping or a reason, and problems that a line of output can hold."""
    report = Report()
    top = read_text("f.yml", text, report)
    codes = {problem.code for problem in report}
    assert (top is None) == bool(codes & FATAL - {"TON102"}) or "TON102" in codes
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in report:
        shown = str(problem)
        assert shown.isprintable(), shown
        assert "unicode string" not in shown
        assert "yaml." not in shown
        assert 1 <= problem.place.line <= len(lines) + 1
        width = len(lines[problem.place.line - 1]) if problem.place.line <= len(lines) else 0
        assert 1 <= problem.place.column <= width + 1
    if top is not None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "f.yml").write_bytes(text.encode())
            again = Report()
            assert read_folder(Path(folder), again).plain() == plain(top)
            assert len(again) == len(report)


@settings(deadline=None, max_examples=150)
@given(st.text())
def test_any_text_gives_a_document_or_a_reason(text: str) -> None:
    check_laws(text)


@settings(deadline=None, max_examples=150)
@given(st.binary())
@example(b"\xff\xfe\x00\x00")
def test_any_bytes_give_a_document_or_a_reason(content: bytes) -> None:
    check_laws(content)


@settings(deadline=None, max_examples=600)
@given(soups)
@example("a: &x [*x")
@example("? - a\n  - b\n: c")
@example("a: {? [b]: c, b: d}")
def test_anything_that_looks_like_yaml_gives_a_document_or_a_reason(text: str) -> None:
    check_laws(text)


def as_base(node: Any) -> Any:
    """PyYAML's own reading of text, with what is nothing for us made None."""
    if isinstance(node, dict):
        return {key: as_base(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_base(item) for item in node]
    return None if node in ("", "null", "~") else node


@settings(deadline=None, max_examples=600)
@given(soups)
def test_what_is_read_without_a_problem_is_what_pyyaml_reads(text: str) -> None:
    value, problems = read(text)
    if not problems:
        theirs = yaml.load(text.removeprefix("\ufeff"), Loader=yaml.CBaseLoader)
        assert as_base(value) == (as_base(theirs) or {})


# --- laws for any tree ------------------------------------------------------------------------------------------------

readable = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8)
tops = st.dictionaries(
    readable,
    st.recursive(
        readable,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(readable, inner, max_size=4),
        max_leaves=20,
    ),
    max_size=4,
)


def quoted(text: str) -> str:
    """`text` in double quotes; what YAML does not allow as it is, and `\\` and `"`, as escapes."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in text) + '"'


class Writer:
    """Writes a tree in random styles, and notes the place of each key and value from its own count of the text."""

    def __init__(self, seed: int) -> None:
        self.text = ""
        self.random = random.Random(seed)
        self.keys: dict[tuple[str | int, ...], str] = {}
        self.values: dict[tuple[str | int, ...], str] = {}

    def here(self) -> str:
        return f"f.yml:{self.text.count(chr(10)) + 1}:{len(self.text) - self.text.rfind(chr(10))}"

    def key(self, name: str, path: tuple[str | int, ...]) -> None:
        self.keys[path] = self.here()
        self.text += quoted(name) + ":"

    def flow(self, tree: Any, path: tuple[str | int, ...]) -> None:
        self.values[path] = self.here()
        if isinstance(tree, str):
            self.text += quoted(tree)
            return
        self.text += "{" if isinstance(tree, dict) else "["
        for number, step in enumerate(tree):
            self.text += self.random.choice([" ", "  ", "\n" + " " * 40 if path else " "])
            if isinstance(tree, dict):
                self.key(step, (*path, step))
                self.text += " "
                self.flow(tree[step], (*path, step))
            else:
                self.flow(step, (*path, number))
            self.text += ","
        self.text += "}" if isinstance(tree, dict) else "]"

    def block(self, tree: Any, path: tuple[str | int, ...], indent: int) -> None:
        if isinstance(tree, str) or not tree or (path and self.random.random() < 0.3):
            self.text += " "
            self.flow(tree, path)
            return
        for number, step in enumerate(tree):
            self.text += ("\n" if self.text else "") + " " * indent
            if number == 0:
                self.values[path] = self.here()
            deeper = indent + self.random.randint(1, 3)
            if isinstance(tree, dict):
                self.key(step, (*path, step))
                self.block(tree[step], (*path, step), deeper)
            else:
                self.text += "-"
                self.block(step, (*path, number), deeper)


@settings(deadline=None, max_examples=200)
@given(tops, st.integers(0, 2**32))
def test_any_tree_reads_back_equal_with_every_place_right(tree: dict[str, Any], seed: int) -> None:
    writer = Writer(seed)
    writer.block(tree, (), 0)
    report = Report()
    top = read_text("f.yml", writer.text, report)
    assert list(report) == []
    assert top is not None
    document = Document(top, ("f.yml",))
    assert document.plain() == tree
    assert {path: str(document.key_place(path)) for path in writer.keys} == writer.keys
    assert {path: str(document.place(path)) for path in writer.values} == writer.values


@settings(deadline=None, max_examples=100)
@given(tops, st.booleans())
def test_what_pyyaml_dumps_in_double_quotes_reads_back_equal(tree: dict[str, Any], unicode: bool) -> None:
    text = yaml.dump(tree, Dumper=yaml.CSafeDumper, default_style='"', allow_unicode=unicode, width=60)
    assert read(text.replace("!!map ", "").replace("!!seq ", "")) == (tree, [])


@settings(deadline=None, max_examples=50)
@given(st.lists(tops, max_size=4))
def test_files_with_keys_of_their_own_merge_without_loss(trees: list[dict[str, Any]]) -> None:
    whole: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, tree in enumerate(trees):
            apart = {f"{number}{name}": value for name, value in tree.items()}
            shared = {"people": {f"{number}{name}": value for name, value in tree.items()}}
            writer = Writer(number)
            writer.block({**apart, **shared}, (), 0)
            (Path(folder) / f"{number}.yml").write_text(writer.text, encoding="utf-8")
            whole.setdefault("people", {}).update(shared["people"])
            whole.update(apart)
        report = Report()
        document = read_folder(Path(folder), report)
    assert list(report) == []
    assert document.plain() == whole


def test_the_largest_source_is_read_in_seconds() -> None:
    """10,000 phones and their people, some 2 MB, take about half a second; the bound only tells linear from not."""
    phone = '  bureau-{n}: {{mac: "0007EB{n:06X}", model: cisco-7960, site: siege, place: "Bureau {n}"}}'
    person = "  p{n}: {{name: Thomas {n}, extension: {n}, mailbox: true, phones: [bureau-{n}]}}"
    rows = [
        "phones:",
        *(phone.format(n=n) for n in range(10_000)),
        "people:",
        *(person.format(n=n) for n in range(10_000)),
    ]
    report = Report()
    start = time.process_time()
    top = read_text("phones.yml", "\n".join(rows), report)
    assert time.process_time() - start < 10
    assert top is not None
    assert not len(report)
    document = Document(top, ())
    assert [len(below) for below in document.plain().values()] == [10_000, 10_000]
    assert str(document.key_place(("phones", "bureau-9999"))) == "phones.yml:10001:3"

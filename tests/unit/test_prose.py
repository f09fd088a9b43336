"""The written pages and the papers at the root: both languages alike, true names only, nobody of the example named."""

from __future__ import annotations

import functools
import itertools
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jinja2 import Environment, nodes

from generators.targets.guide.values import GuideValues

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LANGUAGES = ("fr", "en")
NAMES = sorted(p.name for p in (DOCS / "fr").glob("*.md"))
PAGES = [(language, name) for language in LANGUAGES for name in NAMES]
PAPERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-docs.md")

GENERATED = {
    "calls/emergency.md",
    "calls/index.md",
    "directory.md",
    "downloads.md",
    "reference/feature-codes.md",
    "reference/parameters.md",
    "reference/phones.md",
    "reference/problems.md",
    "reference/sources.md",
    "sites/index.md",
}
# Names of the example that are ordinary words as well: "siège" and "atelier" may stand on a page.
ORDINARY = {"atelier", "siege", "siège"}

SYNTAX = Environment(
    variable_start_string="[[",
    variable_end_string="]]",
    block_start_string="[%",
    block_end_string="%]",
    comment_start_string="[#",
    comment_end_string="#]",
)
FENCE = re.compile(r"^ *```(.*)$")
COMMAND = re.compile(r"(?:\.venv/bin/|`)tonalite +([a-z]+)((?:\\\n|[^`\n])*)")
MAKE = re.compile(r"(?:^ *|`)make ([a-z]+)", re.MULTILINE)


def page(language: str, name: str) -> str:
    """The text of a page, as its author wrote it."""
    return (DOCS / language / name).read_text("utf-8")


def split(text: str) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The lines outside of fences, and each fence with what stands behind its backticks."""
    outside: list[str] = []
    fences: list[tuple[str, list[str]]] = []
    inside = False
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark:
            assert not (inside and mark[1]), f"a fence opens inside a fence: {line}"
            inside = not inside
            if inside:
                fences.append((mark[1], []))
        elif inside:
            fences[-1][1].append(line.strip())
        else:
            outside.append(line)
    assert not inside, "a fence stays open"
    return outside, fences


def headings(text: str) -> list[int]:
    """The levels of a page's headings, in order."""
    return [len(m[1]) for line in split(text)[0] if (m := re.match(r"(#+) ", line))]


def front_matter(text: str) -> dict[str, str]:
    """The keys above a page."""
    assert text.startswith("---\n")
    return typing.cast(dict[str, str], yaml.safe_load(text.split("---\n")[1]))


@functools.cache
def example_words() -> frozenset[str]:
    """What only the example's people, phones and sites are called, in lower case."""
    words: set[str] = set()
    for file in (ROOT / "site_data").rglob("*.yml"):
        data = yaml.load(file.read_text("utf-8"), Loader=yaml.CBaseLoader)
        for kind in ("people", "phones", "sites"):
            for key, entry in data.get(kind, {}).items():
                words |= {key, entry.get("mac", key), entry.get("title", key)}
                name = entry.get("name", key)
                words |= {name, name.split()[0]}
        words |= set(data.get("numbers", {})) | {t["account"] for t in data.get("trunks", {}).values()}
        words |= {p["email"] for p in data.get("people", {}).values() if "email" in p}
    return frozenset(w.lower() for w in words) - ORDINARY


def test_there_are_pages_and_both_languages_have_the_same() -> None:
    assert {"index.md", "why.md", "network.md", "pbx.md", "trunk.md"} <= set(NAMES)
    assert {"provision.md", "serve.md", "contribute.md"} <= set(NAMES)
    assert sorted(p.name for p in (DOCS / "en").glob("*.md")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_shape(name: str) -> None:
    french, english = page("fr", name), page("en", name)
    assert headings(french) == headings(english)
    for mark in ("!!! ", "=== ", "[% ", "| "):
        count = [sum(line.strip().startswith(mark) for line in split(text)[0]) for text in (french, english)]
        assert count[0] == count[1], f"lines that begin with {mark!r}: {count}"


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_show_the_same_commands_and_values(name: str) -> None:
    french, english = (split(page(language, name))[1] for language in LANGUAGES)
    assert [kind.split(" ")[0] for kind, _ in french] == [kind.split(" ")[0] for kind, _ in english]
    for (kind, told), (_, said) in zip(french, english, strict=True):
        if kind.startswith("sh"):
            assert told == said
    names = [re.findall(r"\[\[ (.+?) \]\]", page(language, name)) for language in LANGUAGES]
    assert sorted(names[0]) == sorted(names[1])


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_page_has_one_title_and_a_description(language: str, name: str) -> None:
    text = page(language, name)
    assert headings(text).count(1) == 1
    assert headings(text)[0] == 1
    description = front_matter(text)["description"]
    assert 30 < len(description) < 160
    assert "[[" not in description, "no value is filled in above a page"


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_page_uses_only_values_that_exist(language: str, name: str) -> None:
    text = page(language, name)
    tree = SYNTAX.parse(text)
    known = typing.get_type_hints(GuideValues)
    of = {name: known[name] for name in known}
    for loop in tree.find_all(nodes.For):
        assert isinstance(loop.iter, nodes.Name)
        assert isinstance(loop.target, nodes.Name), "loop with one name, and take its values by theirs"
        of[loop.target.name] = typing.get_args(known[loop.iter.name])[0]
    for used in tree.find_all(nodes.Name):
        assert used.name in of or used.name == "loop", f"no value {used.name}"
    for part in tree.find_all(nodes.Getattr):
        assert isinstance(part.node, nodes.Name)
        if part.node.name != "loop":
            fields = typing.get_type_hints(of[part.node.name])
            assert part.attr in fields, f"no value {part.node.name}.{part.attr}"


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_page_names_nobody_of_the_example(language: str, name: str) -> None:
    text = page(language, name).lower()
    found = [word for word in sorted(example_words()) if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]
    assert not found


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_page_states_no_address_and_no_number_by_hand(language: str, name: str) -> None:
    text = page(language, name)
    addresses = set(re.findall(r"\b\d{1,3}(?:\.\d{1,3}){3}\b", text))
    assert addresses <= {"127.0.0.1"}
    assert not re.search(r"\b0[1-9](?:[ .]?\d{2}){4}\b|\b(?:\+|00)33\d{9}\b", text)


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_every_column_of_a_table_has_a_name(language: str, name: str) -> None:
    """A screen reader reads the name of the column with each cell."""
    lines = split(page(language, name))[0]
    for above, line in itertools.pairwise(lines):
        if re.fullmatch(r" *\|(:?-+:?\|)+", line):
            assert all(cell.strip() for cell in above.strip().strip("|").split("|")), above


def links(text: str) -> Iterator[str]:
    """The targets of a text's links, outside of fences."""
    for line in split(text)[0]:
        yield from re.findall(r"\]\(([^)\s]+)\)", line)


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_page_links_to_pages_that_exist(language: str, name: str) -> None:
    for target in links(page(language, name)):
        if not target.startswith("https://creativecommons.org/"):
            assert target in GENERATED or target in NAMES, target


@pytest.mark.parametrize("name", PAPERS)
def test_paper_links_to_files_that_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for target in links(text):
        path, _, anchor = target.partition("#")
        if target.startswith("https://"):
            continue
        there = ROOT / path if path else ROOT / name
        assert there.is_file(), target
        titles = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.MULTILINE)
        assert not anchor or anchor in {re.sub(r"[^\w -]", "", t).lower().replace(" ", "-") for t in titles}, target


@pytest.mark.parametrize("name", NAMES)
def test_french_signs_are_not_torn_from_their_words(name: str) -> None:
    """A plain blank before `:` or inside guillemets lets a line break there: it must be a no-break space."""
    for line in split(page("fr", name))[0]:
        text = re.sub(r"`[^`]*`", "x", line)
        assert not re.search(r"\S [:;?!»](?=[\s.,)*|]|$)|« ", text), line
        assert "’" not in text, f"the apostrophe of these pages is the straight one: {line}"


# Commands that have commands of their own.
GROUPS = {"firmware", "import", "router"}


def told_commands() -> set[tuple[str, frozenset[str]]]:
    """Every `tonalite` command that a page or paper shows, with its options."""
    texts = [page(*p) for p in PAGES] + [(ROOT / name).read_text("utf-8") for name in PAPERS]
    found: dict[str, set[str]] = {}
    for text in texts:
        for verb, rest in COMMAND.findall(text):
            words = rest.split()
            whole = f"{verb} {words[0]}" if verb in GROUPS and words else verb
            found.setdefault(whole, set()).update(re.findall(r"--[a-z]+", rest))
    return {(verb, frozenset(options)) for verb, options in found.items()}


def test_commands_are_shown_at_all() -> None:
    shown = {verb.split()[0] for verb, _ in told_commands()}
    assert shown == {
        "boot", "call", "check", "diff", "firmware", "import", "reach", "router", "schema", "serve", "tftp",
    }  # fmt: skip


@pytest.mark.parametrize(("verb", "options"), sorted(told_commands(), key=str))
def test_a_command_that_is_shown_exists(verb: str, options: frozenset[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "generators", *verb.split(), "--help"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert not {option for option in options if option not in run.stdout}


def test_a_make_target_that_is_shown_exists() -> None:
    texts = [page(*p) for p in PAGES] + [(ROOT / name).read_text("utf-8") for name in PAPERS]
    told = {verb for text in texts for verb in MAKE.findall(text)}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert {"test", "serve", "golden", "bench"} <= told
    assert not {verb for verb in told if not re.search(rf"^{verb}[^\n=]*:", makefile, re.MULTILINE)}

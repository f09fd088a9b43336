"""What a person typed shows as typed: in Markdown text, headings, tables, HTML, attributes and the head."""

from __future__ import annotations

import html
import json

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from generators.estate.values import Alphabet, Secret, SecretRule
from generators.targets.guide.markup import Html, code, escape, front_matter, head_text, link, render, tidy
from generators.targets.guide.table import table

ROUGH = (
    "a|b",
    "*x*",
    "_x_",
    "__x__",
    "snake_case_id",
    "`code`",
    "[[x]]",
    "[x](y)",
    "![x](y)",
    "{{ 7*7 }}",
    "{% x %}",
    "{: .c }",
    "{ #id }",
    "<script>alert(1)</script>",
    "</title><script>",
    "&amp;",
    "&#42;",
    "# x",
    "- x",
    "+ x",
    "1. x",
    "12) x",
    "> x",
    ": x",
    "---",
    "===",
    "~~~",
    "```",
    "!!! note",
    "??? x",
    '=== "x"',
    "--8<-- 'x'",
    "a\\*b",
    "x" * 300,
    '"quoted"',
    "l'été",
    "*[HTML]: x",
    "[^1]",
    "[^1]: x",
    "http://x.example/",
    "a  b\tc\nd",
    "\u202eabc",
    "x\ue000y\ue001",
    "東京 Œ",
)
TEXT = st.one_of(st.sampled_from(ROUGH), st.text(max_size=40), st.text("|*_`[]<>&{}#-+.:!~=\\'\"() a1\n", max_size=20))

EXTENSIONS = ["admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"]
EXTENSIONS += [
    "pymdownx.details",
    "pymdownx.inlinehilite",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
]


def page(source: str) -> lxml_html.HtmlElement:
    """Markdown as the site converts it, parsed."""
    return lxml_html.fragment_fromstring(markdown.markdown(source, extensions=EXTENSIONS), create_parent="main")


def shown(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@given(TEXT)
def test_in_markdown_text_a_value_is_only_text(text: str) -> None:
    main = page(f"x {escape(text)}\n\n{escape(text)} x\n\n- {escape(text)} x\n")
    assert [e.tag for e in main.iterdescendants()] == ["p", "p", "ul", "li"]
    assert [shown(e) for e in main.iter("p", "li")] == [
        t.strip() for t in (f"x {tidy(text)}", *2 * [f"{tidy(text)} x"])
    ]


@given(TEXT)
def test_a_heading_shows_its_value(text: str) -> None:
    main = page(f"# {escape(text)} x\n")
    assert [e.tag for e in main.iterdescendants()] == ["h1"]
    assert shown(main) == f"{tidy(text)} x".strip()


@given(TEXT)
def test_a_cell_of_a_markdown_table_shows_its_value(text: str) -> None:
    main = page(f"| a | b |\n|---|---|\n| {escape(text)} x | y |\n")
    assert [shown(e) for e in main.iter("td")] == [f"{tidy(text)} x".strip(), "y"]


@given(TEXT, TEXT)
def test_our_own_tables_show_their_values(one: str, two: str) -> None:
    made = table(one, ("a", two), [(one, code(two)), (link("https://h.example/" + two, one), two)])
    main = page(f"x\n\n{made}\n\ny\n")
    assert [shown(e) for e in main.iter("caption")] == [tidy(one)]
    assert [shown(e) for e in main.iter("th", "td")] == ["a", *map(tidy, (two, one, two, one, two))]
    assert [e.get("href") for e in main.iter("a")] == [tidy("https://h.example/" + two)]


@given(TEXT)
def test_the_head_of_a_page_is_yaml_whose_description_is_safe_in_an_attribute(text: str) -> None:
    head = front_matter(text, search="exclude: true", wide=True)
    assert head.startswith("---\n")
    assert head.endswith("\n---\n")
    found = yaml.safe_load(head.removeprefix("---\n").removesuffix("---\n"))
    assert found == {"description": head_text(text), "search": {"exclude": True}, "hide": ["toc"]}
    assert not {"<", ">", '"'} & set(found["description"])
    assert html.unescape(found["description"]) == tidy(text)


def test_ids_with_underscores_and_addresses_stay_readable() -> None:
    assert escape("agence_sud") == "agence_sud"
    assert escape("10.42.20.10") == "10.42.20.10"
    assert escape("_x") == "&#95;x"


def test_a_template_prints_neither_none_nor_a_secret() -> None:
    secret = Secret("endpoint/x", SecretRule(16, 8, 31, Alphabet.ALNUM), "Sesame42Sesame42")
    for value in (None, secret, True, 1.5):
        with pytest.raises(TypeError):
            render("line.md.j2", button=1, title=value, extension="1001")


def test_only_html_passes_as_it_is() -> None:
    assert render("line.md.j2", button=1, title=Html("<b>x</b>"), extension="<i>") == "1. <b>x</b>, &#60;i&#62;"
    assert json.dumps(escape("a|b")) == '"a&#124;b"'

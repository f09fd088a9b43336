"""Values in written pages: escaped in text, as they are in code; a wrong name stops with page and line."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.problems import PageError
from generators.targets.guide.examples import Org
from generators.targets.guide.markup import tidy
from generators.targets.guide.prose import render_line, render_prose


def values(text: str = "a*b*") -> dict[str, object]:
    return {
        "org": Org(name=text, domain="x.example", timezone="Europe/Paris", repository="", edit_branch="main"),
        "n": 3,
    }


def test_a_value_is_escaped_in_text_and_left_alone_in_code() -> None:
    source = (
        "[[ org.name ]] and `[[ org.name ]]`, [[ n ]]\n\n```yaml\nname: [[ org.name ]]\n```\n\n    x [[ org.name ]]\n"
    )
    assert render_prose(source, values(), "p.md") == (
        "a&#42;b&#42; and `a*b*`, 3\n\n```yaml\nname: a*b*\n```\n\n    x a&#42;b&#42;\n"
    )


def test_fences_nest_by_length_and_close_by_their_own_character() -> None:
    outer = "````md\n```\n[[ org.name ]]\n```\n[[ org.name ]]\n````\n[[ org.name ]]\n"
    source = outer + "~~~\n```\n[[ org.name ]]\n~~~\n[[ org.name ]]\n"
    assert re.findall(r"a\S+", render_prose(source, values(), "p.md")) == ["a*b*"] * 2 + [
        "a&#42;b&#42;",
        "a*b*",
        "a&#42;b&#42;",
    ]


def test_a_backtick_without_a_partner_opens_no_code() -> None:
    assert render_prose("it`s [[ org.name ]]", values(), "p.md") == "it`s a&#42;b&#42;"


def test_text_of_other_languages_stays() -> None:
    source = "{{ x }} {% y %} {# z #} ${EXTEN} [a][b] - [x](y)\n[# not shown #]\n"
    assert render_prose(source, values(), "p.md") == "{{ x }} {% y %} {# z #} ${EXTEN} [a][b] - [x](y)\n"


def test_conditions_and_loops() -> None:
    source = "[% if org.repository %]a[% else %]b[% endif %][% for x in (1, 2) %][[ x ]][% endfor %]"
    assert render_prose(source, values(), "p.md") == "b12"


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("a\n\n[[ nobody ]]\n", 3, "no value 'nobody' for pages"),
        ("a\n[[ org.nam ]]\n", 2, "no value 'nam' here (there are: name, domain, timezone, repository, edit_branch)"),
        ("a\n[% if nobody %]x[% endif %]\n", 2, "no value 'nobody' for pages"),
        ("a\n[% if nobody.name %]x[% endif %]\n", 2, "no value 'nobody' for pages"),
        ("a\nb\n[% for %]\n", 3, "Expected"),
        ("a\nb\n[% if n %]\n", 3, "Unexpected end of template"),
        ("a\n[[ org ]]\n", 2, "a page prints a whole Org; name one of its values"),
        ("[[ none ]]\n", 1, "a page prints a whole NoneType"),
    ],
)
def test_a_wrong_page_is_named_with_its_line(source: str, line: int, message: str) -> None:
    with pytest.raises(PageError) as caught:
        render_prose(source, values(), "docs/fr/page.md", first_line=5)
    assert str(caught.value).startswith(f"docs/fr/page.md:{line + 4}: ")
    assert message in str(caught.value)


def test_a_head_is_escaped_for_its_attribute() -> None:
    assert (
        render_line('Chez [[ org.name ]] "x" <b>', values("A & <B>"), "p.md")
        == "Chez A &amp; &lt;B&gt; &quot;x&quot; &lt;b&gt;"
    )
    with pytest.raises(PageError, match=r"^p\.md:1: no value 'nobody'"):
        render_line("[[ nobody ]]", values(), "p.md")


@given(st.text(max_size=30))
def test_no_value_breaks_out_of_a_code_span(text: str) -> None:
    made = markdown.markdown(render_prose("x `y [[ org.name ]] z` *end*", values(text), "p.md"))
    shown = html.unescape(re.sub(r"<[^>]*>", "", made))
    assert shown.split() == f"x y {tidy(text).replace('`', chr(39))} z end".split()
    assert made.startswith("<p>x <code>y ")
    assert made.endswith(" z</code> <em>end</em></p>")

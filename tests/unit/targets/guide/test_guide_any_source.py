"""Pages of any lawful source: whatever it names things, each page is whole and shows them as typed."""

from __future__ import annotations

import markdown
import pytest
import yaml
from hypothesis import given, settings
from lxml import html

from benchmarks.places import Tree
from generators.estate.values import Audience
from generators.targets import artifacts
from generators.targets.guide.edition import Edition, prepare
from generators.targets.guide.markup import tidy
from tests.property.estates import estate_of
from tests.strategies import valid_sources

EXTENSIONS = ["admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.superfences"]


def text_of(element: html.HtmlElement) -> str:
    """What a reader sees, blanks joined."""
    return " ".join(element.text_content().split())


def converted(made: Edition, path: str) -> html.HtmlElement:
    """A page as HTML, its head taken off."""
    head, _, body = made.pages[path].text.removeprefix("---\n").partition("\n---\n")
    assert set(yaml.safe_load(head)) <= {"description", "search", "hide"}
    return html.fragment_fromstring(markdown.markdown(body, extensions=EXTENSIONS), create_parent="main")


@pytest.mark.parametrize("language", ["fr", "en"])
@settings(max_examples=25)
@given(source=valid_sources(max_sites=4, max_phones=6))
def test_every_page_is_whole_and_shows_names_as_typed(language: str, source: Tree) -> None:
    estate = estate_of(source, Audience.PUBLIC)
    made = prepare(estate, language, ("fr", "en"), tuple(artifacts(estate)), {})
    for site in estate.sites:
        page = converted(made, f"sites/{site.id}.md")
        assert [text_of(e) for e in page.iter("h1")] == [tidy(site.title)]
        assert not list(page.iter("script", "img", "iframe"))
        shown = [text_of(e) for e in page.iter("td")]
        for phone in estate.phones_of_site[site.id]:
            assert page.get_element_by_id(f"phone-{phone.id}").tag == "h3"
            assert not phone.place or tidy(phone.place) in shown
            for endpoint in estate.endpoints_of_phone[phone.id]:
                assert f"{tidy(endpoint.line.title)}, {endpoint.line.extension}" in shown
    page = converted(made, "directory.md")
    heads = [text_of(e) for e in page.iter("th")]
    assert all(tidy(person.name) in heads for person in estate.people)
    titles = [text_of(e) for e in converted(made, "sites/index.md").iter("a")]
    assert all(tidy(site.title) in titles for site in estate.sites)
    assert len(list(converted(made, "downloads.md").iter("tbody"))) >= 1

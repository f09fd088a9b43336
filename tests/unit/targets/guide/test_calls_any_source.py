"""The pages about calls for any lawful source: each is whole, and says of every number what the estate says."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given, settings
from lxml import html

from benchmarks.places import Tree
from generators.estate.emergencies import emergency_matrix
from generators.estate.values import Audience
from generators.targets.guide.call_words import call_words
from generators.targets.guide.calls import call_pages
from generators.targets.guide.calls_numbers import destination_anchor, number_anchor
from generators.targets.guide.calls_reference import feature_codes_page, providers_page
from generators.targets.guide.calls_rings import reached
from generators.targets.guide.markup import tidy
from tests.property.estates import estate_of
from tests.strategies import valid_sources

EXTENSIONS = ["admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.superfences"]


def text_of(element: html.HtmlElement) -> str:
    """What a reader sees, blanks joined."""
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", ["fr", "en"])
@settings(max_examples=25)
@given(source=valid_sources(max_sites=4, max_phones=6))
def test_every_page_is_whole_and_shows_what_the_estate_says(language: str, source: Tree) -> None:
    estate, w = estate_of(source, Audience.PUBLIC), call_words(language)
    made = [*call_pages(estate, language), feature_codes_page(estate, language)]
    made.append(providers_page(estate, language, tuple({t.provider.id: t.provider for t in estate.trunks}.values())))
    pages = {}
    for page in made:
        body = page.text.removeprefix("---\n").partition("\n---\n")[2]
        main = html.fragment_fromstring(markdown.markdown(body, extensions=EXTENSIONS), create_parent="main")
        pages[page.path] = main
        assert len(list(main.iter("h1"))) == 1
        assert not list(main.iter("script", "img", "iframe"))
        ids = [e.get("id") for e in main.iter() if e.get("id")]
        assert len(set(ids)) == len(ids)
        for table in main.iter("table"):
            assert len(list(table.iter("caption"))) == 1
            widths = {len(list(row)) for row in table.iter("tr")}
            assert len(widths) == 1, "a name broke a row"
            assert all(row[0].tag == "th" and row[0].get("scope") in ("row", "col") for row in table.iter("tr"))

    numbers = pages["calls/numbers.md"]
    for number in estate.numbers:
        row = numbers.get_element_by_id(number_anchor(number.number.e164))
        assert text_of(row[0]) == number.number.e164
        assert text_of(row[3]).startswith(" ".join(tidy(estate.title_of(number.to)).split()))
        assert (text_of(row[4]) == "—") == (number.closed is None)
    for to in reached(estate):
        assert text_of(numbers.get_element_by_id(destination_anchor(to))[0])

    emergency = pages["calls/emergency.md"]
    rows = emergency_matrix(estate)
    for entry in rows:
        row = emergency.get_element_by_id(f"site-{entry.site.id}")
        assert text_of(row[0]) == " ".join(tidy(entry.site.title).split())
        assert text_of(row[1]) == (entry.presented.e164 if entry.presented else w["no_number"])
        assert (text_of(row[2]) == w["located_yes"]) == entry.located
    warned = [e for e in emergency.iter("div") if "warning" in (e.get("class") or "")]
    assert len(warned) == (1 if rows and not estate.trunks else sum(not r.located for r in rows))
    assert [text_of(e) for e in pages["calls/index.md"].iter("h3")] == [
        " ".join(tidy(s.title).split()) for s in estate.schedules
    ]

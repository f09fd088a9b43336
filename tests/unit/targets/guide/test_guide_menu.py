"""What surrounds a page: menu, languages, edit links, settings, the folded search index."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from posixpath import normpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.estate.estate import Estate
from generators.estate.values import Origin
from generators.targets.guide import edition
from generators.targets.guide.menu import alternates, edit_url, settings, translate_nav
from generators.targets.guide.search import fold, fold_index

Public = Callable[[str], Estate]


def test_the_menu_speaks_the_language_of_the_site() -> None:
    nav = [{"Accueil": "index.md"}, {"Comprendre": ["why.md", {"Autre": "x.md"}]}]
    assert translate_nav(nav, "en") == [{"Home": "index.md"}, {"Understand": ["why.md", {"Autre": "x.md"}]}]
    assert translate_nav(nav, "fr") == nav


@pytest.mark.parametrize(
    ("languages", "language", "links"),
    [
        (("fr", "en"), "fr", ["sites/lyon/", "en/sites/lyon/"]),
        (("fr", "en"), "en", ["../sites/lyon/", "../en/sites/lyon/"]),
        (("en",), "en", ["sites/lyon/"]),
    ],
)
def test_the_switch_of_language_stays_on_the_page(languages: tuple[str, ...], language: str, links: list[str]) -> None:
    found = alternates(languages, language, "sites/lyon/", lambda _: True, "https://x.example/tel/")
    assert [a.link for a in found] == links
    assert [a.current for a in found] == [x == language for x in languages]
    here = "" if language == languages[0] else "en/"
    for alternate in found:
        assert alternate.absolute == f"https://x.example/tel/{normpath(here + alternate.link)}/"


def test_without_the_page_a_language_offers_its_home() -> None:
    found = alternates(("fr", "en"), "fr", "story/", lambda language: language == "fr", "")
    assert [(a.link, a.absolute) for a in found] == [("story/", ""), ("en/", "")]


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("https://github.com/o/r", "https://github.com/o/r/edit/main/site_data/a%20b.yml#L5"),
        ("https://github.com/o/r.git", "https://github.com/o/r/edit/main/site_data/a%20b.yml#L5"),
        ("https://gitlab.example/o/r/", "https://gitlab.example/o/r/-/edit/main/site_data/a%20b.yml#L5"),
        ("https://codeberg.org/o/r", "https://codeberg.org/o/r/_edit/main/site_data/a%20b.yml#L5"),
        ("", None),
        ("git@github.com:o/r.git", None),
        ("javascript:alert(1)//x", None),
    ],
)
def test_the_place_to_edit_has_the_form_of_the_forge(repository: str, address: str | None) -> None:
    assert edit_url(repository, "main", "site_data/a b.yml", 5) == address


def test_a_page_is_edited_where_it_comes_from(public: Public) -> None:
    estate = public("minimal")
    org = replace(estate.organization, repository="https://github.com/o/r", branch="dev")
    lone = replace(estate.sites[0], origin=Origin("/elsewhere/site.yml", 3))
    made = edition.prepare(replace(estate, organization=org), "fr", ("fr", "en"), (), {})
    site = f"sites/{estate.sites[0].id}.md"
    line = estate.sites[0].origin
    assert made.edit_url("why.md", "docs/fr/why.md", lambda _: True) == "https://github.com/o/r/edit/dev/docs/fr/why.md"
    inside = edition.prepare(
        replace(estate, organization=org, sites=(replace(lone, origin=Origin("site_data/x.yml", 3)),)),
        "fr",
        ("fr",),
        (),
        {},
    )
    assert inside.edit_url(site, "", lambda _: True) == "https://github.com/o/r/edit/dev/site_data/x.yml#L3"
    assert inside.edit_url(site, "", lambda _: False) is None
    assert made.edit_url("directory.md", "", lambda _: True) is None
    for place in ("/elsewhere/x.yml", "../x.yml"):
        out = replace(estate, organization=org, sites=(replace(lone, origin=Origin(place, line.line)),))
        assert edition.prepare(out, "fr", ("fr",), (), {}).edit_url(site, "", lambda _: True) is None


def test_settings_are_safe_where_the_theme_prints_them_raw(public: Public) -> None:
    estate = public("minimal")
    org = replace(
        estate.organization,
        name='A & "B" </title><script>',
        url="https://x.example/tel",
        repository="https://f.example/<r>",
    )
    found = settings(replace(estate, organization=org), "en", ("fr", "en"))
    assert found["site_name"] == "A &amp; &quot;B&quot; &lt;/title&gt;&lt;script&gt;"
    assert found["site_url"] == "https://x.example/tel/en/"
    assert "<r>" not in found["copyright"]
    assert '<a href="https://f.example/' in found["copyright"]
    assert "site_url" not in settings(replace(estate, organization=replace(org, url="")), "fr", ("fr",))


def test_accents_and_ligatures_fold() -> None:
    assert fold("Élise, téléphone, Œuvre, straße, naïve") == "Elise, telephone, OEuvre, strasse, naive"


def test_the_index_gains_the_plain_spellings_once_and_hidden() -> None:
    docs = [
        {"location": "a/", "title": "Téléphones", "text": "<p>Le téléphone de <b>l'été</b> été</p>"},
        {"location": "b/", "title": "Plain", "text": "<p>lyon-1 00:1b:d4</p>"},
    ]
    index = json.loads(fold_index(json.dumps({"config": {"lang": ["fr"]}, "docs": docs})))
    assert index["docs"][0]["text"] == docs[0]["text"] + "<p hidden>Telephones ete telephone</p>"
    assert index["docs"][1] == docs[1]
    assert index["config"] == {"lang": ["fr"]}


@given(st.text(max_size=40))
def test_folding_any_text_never_breaks_the_index(text: str) -> None:
    shown = text.replace("<", "&lt;")
    index = {"docs": [{"location": "", "title": shown, "text": f"<p>{shown}</p>"}]}
    made = json.loads(fold_index(json.dumps(index)))["docs"][0]
    assert made["text"].startswith(f"<p>{shown}</p>")
    added = made["text"].removeprefix(f"<p>{shown}</p>").removeprefix("<p hidden>").removesuffix("</p>")
    assert "<" not in added
    assert "&" not in added
    assert fold(added) == added

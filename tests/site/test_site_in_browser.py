"""The site in a real Chromium, as a reader uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from generators.targets.guide.search import fold
from tests.site.conftest import Site

pytestmark = pytest.mark.browser

Built = Callable[[str], Site]
Visit = Callable[..., Page]
PAGES = ("", "why/", "trunk/", "sites/", "directory/", "downloads/", "reference/problems/", "reference/sources/")


def hits(page: Page, query: str) -> list[str]:
    """The pages and sections that a search for `query` finds, in order; the theme renders the first ten at once."""
    box = page.locator("[data-md-component=search-query]")
    box.fill(query)
    meta = page.locator(".md-search-result__meta")
    # The count is written by the search's own thread; until then the box still shows that of the last query.
    meta.evaluate("meta => { meta.textContent = ''; }")
    box.dispatch_event("keyup")
    expect(meta).not_to_have_text("")
    links = page.locator(".md-search-result__link")
    found: list[str] = links.evaluate_all("all => all.map(a => new URL(a.href)).map(u => u.pathname + u.hash)")
    return [address.removeprefix("/") for address in found]


def open_search(page: Page) -> None:
    """Open the search and wait until its index is there."""
    page.locator("[data-md-component=search-query]").focus()
    starting = re.compile("initialis|initializ", re.IGNORECASE)
    expect(page.locator(".md-search-result__meta")).not_to_have_text(starting)


@pytest.mark.parametrize("name", ["site_data", "minimal"])
def test_titles_are_in_the_language_of_the_page(visit: Visit, built: Built, name: str) -> None:
    organization = built(name).estate.organization.name
    for path, french, english in (
        ("sites/", "Sites", "Sites"),
        ("directory/", "Annuaire", "Directory"),
        ("downloads/", "Téléchargements", "Downloads"),
        ("reference/problems/", "Erreurs de la source", "Problems of the source"),
        ("reference/phones/", "Modèles de postes", "Phone models"),
    ):
        for folder, language, title in (("", "fr", french), ("en/", "en", english)):
            page = visit(name, folder + path)
            assert page.title() == f"{title} - {organization}"
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").inner_text().strip().removesuffix("¶").strip() == title
    assert visit(name).title() == organization
    tabs = visit(name, "en/").locator(".md-tabs__link").all_inner_texts()
    assert [t.strip() for t in tabs] == ["Home", "Understand", "Install", "Our network", "Reference", "Contribute"]
    tabs = visit(name).locator(".md-tabs__link").all_inner_texts()
    assert [t.strip() for t in tabs][:5] == ["Accueil", "Comprendre", "Installer", "Notre réseau", "Référence"]


@pytest.mark.parametrize("name", ["site_data", "minimal"])
def test_the_switch_of_language_stays_on_the_page(visit: Visit, built: Built, name: str) -> None:
    for path in (*PAGES, f"sites/{built(name).estate.sites[0].id}/"):
        page = visit(name, path)
        address = page.url
        page.locator(".languages a[hreflang=en]").click()
        page.wait_for_url("**/en/**")
        assert page.url == address.removesuffix(path) + "en/" + path
        assert page.locator(".languages a[aria-current]").inner_text() == "EN"
        page.locator(".languages a[hreflang=fr]").click()
        page.wait_for_url(address)
        assert page.locator("html").get_attribute("lang") == "fr"


def test_one_language_has_no_switch(visit: Visit) -> None:
    page = visit("english_only", "sites/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".languages").count() == 0


def test_a_site_page_shows_its_diagram_and_its_phones(visit: Visit, built: Built) -> None:
    estate = built("site_data").estate
    site = next(s for s in estate.sites if s.links and s.id != estate.pbx.site)
    page = visit("site_data", "sites/")
    page.locator(f"svg a[href='{site.id}/']").click()
    page.wait_for_url(f"**/sites/{site.id}/")
    assert page.locator("h1").inner_text().startswith(site.title)
    expect(page.locator("figure.diagram svg")).to_be_visible()
    shown = page.locator("figure.diagram svg").text_content() or ""
    assert str(site.voice.subnet) in shown
    for phone in estate.phones_of_site[site.id]:
        section = page.locator(f"#phone-{phone.id}")
        expect(section).to_be_visible()
        assert page.get_by_text(str(phone.mac), exact=True).count() == 2  # in the table and in its own section
    page.get_by_role("link", name="Fiche de réglage du routeur").click()
    page.wait_for_url(f"**/routers/{site.id}/")
    assert site.title in page.locator("h1").inner_text()


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_search_finds_a_phone_by_its_name_and_its_mac(visit: Visit, built: Built, folder: str) -> None:
    estate = built("site_data").estate
    phone = estate.phones[0]
    page = visit("site_data", folder)
    open_search(page)
    for query in (phone.id, str(phone.mac), str(phone.mac).lower(), phone.mac.colons, phone.mac.colons.upper()):
        found = hits(page, query)
        assert f"{folder}sites/{phone.site}/#phone-{phone.id}" in found, query
    assert hits(page, "zzzzzzzz") == []


def test_the_search_needs_no_accents_and_shows_none_that_were_added(visit: Visit, built: Built) -> None:
    estate = built("site_data").estate
    page = visit("site_data")
    open_search(page)
    names = [p.name.split()[0] for p in estate.people]
    wanted = {"réseau": "network/", "téléphonie": ""} | {n: "directory/" for n in names if fold(n) != n}
    assert len(wanted) > 2
    for word, place in wanted.items():
        assert place in hits(page, word)
        assert place in hits(page, fold(word).lower())
        for hidden in page.locator(".md-search-result [hidden]").all():
            assert not hidden.is_visible()


def test_a_download_is_the_file_whose_checksum_the_page_shows(visit: Visit) -> None:
    page = visit("site_data", "downloads/", accept_downloads=True)
    rows = page.locator("tbody tr")
    for row in (rows.first, rows.last, page.locator("tbody tr", has_text=".cnf.xml").first):
        with page.expect_download() as waiting:
            row.locator("a[download]").click()
        content = waiting.value.path().read_bytes()
        assert row.locator("code.sum").inner_text() == sha256(content).hexdigest()
    assert page.get_by_text("Un échantillon, pas des fichiers à charger").is_visible()


def test_a_table_can_be_filtered_and_sorted(visit: Visit, built: Built) -> None:
    person = built("site_data").estate.people[0]
    page = visit("site_data", "directory/")
    rows = page.locator("tbody tr")
    total = rows.count()
    status = page.locator(".table-bar output")
    assert status.get_attribute("aria-live") == "polite"
    assert status.inner_text() == f"{total} / {total} résultats"
    page.get_by_label("Filtrer").fill(fold(person.name).upper())
    assert [r.is_visible() for r in rows.all()].count(True) == 1
    assert status.inner_text() == f"1 / {total} résultats"
    page.get_by_label("Filtrer").fill("")
    head = page.locator("thead th", has_text="Numéro interne")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    numbers = [int(r.locator("td").first.inner_text()) for r in rows.all()]
    assert numbers == sorted(numbers)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert [int(r.locator("td").first.inner_text()) for r in rows.all()] == numbers[::-1]
    assert page.locator("thead th[aria-sort]").count() == 1


def test_without_scripts_tables_are_whole(visit: Visit, built: Built) -> None:
    estate = built("site_data").estate
    page = visit("site_data", "directory/", java_script_enabled=False)
    assert page.locator(".table-bar").count() == 0
    assert all(row.is_visible() for row in page.locator("tbody tr").all())
    for person in estate.people:
        assert page.get_by_role("rowheader", name=person.name).count() == 1
    expect(visit("site_data", "sites/", java_script_enabled=False).locator("figure.diagram svg")).to_be_visible()


@pytest.mark.parametrize("name", ["site_data", "minimal"])
def test_a_narrow_screen_never_scrolls_sideways(visit: Visit, built: Built, name: str) -> None:
    for path in (*PAGES, f"sites/{built(name).estate.sites[0].id}/", "en/network/", "en/pbx/", "en/provision/"):
        page = visit(name, path, viewport={"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (color, under) => {
    canvas.fillStyle = under; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (c) => c.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  return [...document.querySelectorAll('.diagram g.box')].flatMap(box => {
    const ground = rgb(getComputedStyle(box.querySelector('rect')).fill, '#888');
    return [...box.querySelectorAll('text')].map(text => {
      const ink = rgb(getComputedStyle(text).fill, `rgb(${ground})`);
      const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    });
  });
}"""


def test_diagrams_can_be_read_in_light_and_dark(visit: Visit) -> None:
    grounds = []
    for scheme, expected in (("light", "default"), ("dark", "slate")):
        options: dict[str, Any] = {"color_scheme": scheme}
        page = visit("site_data", "sites/", **options)
        assert page.locator("body").get_attribute("data-md-color-scheme") == expected
        contrasts = page.evaluate(CONTRAST)
        assert len(contrasts) > 10
        assert min(contrasts) >= 4.5  # WCAG 2.2, 1.4.3
        grounds.append(page.locator(".diagram rect").first.evaluate("r => getComputedStyle(r).fill"))
    assert len(set(grounds)) == 2


def test_no_name_becomes_markup_anywhere(visit: Visit, built: Built) -> None:
    estate = built("rough").estate
    site = estate.sites[0]
    for folder in ("", "en/"):
        for path in (*PAGES, f"sites/{site.id}/", "network/", "pbx/", "contribute/"):
            page = visit("rough", folder + path)
            assert page.evaluate("window.ran") is None, path
            assert page.title().endswith(estate.organization.name), path
            assert page.locator(".md-content img").count() == 0
    page = visit("rough", f"sites/{site.id}/")
    assert page.locator("h1").inner_text().removesuffix("¶").strip() == site.title
    assert page.title() == f"{site.title} - {estate.organization.name}"
    assert (page.locator("figure.diagram title").first.text_content() or "").endswith(site.title)
    assert page.get_by_role("cell", name=estate.phones[0].place, exact=True).count() == 2
    open_search(page)
    for query in ("script", "Anne", "window"):
        assert hits(page, query)
        assert page.evaluate("window.ran") is None


def test_every_page_loads_from_its_own_host_only(visit: Visit, built: Built) -> None:
    site = built("site_data").folder
    page = visit("site_data")
    root = page.url
    for path in sorted(site.rglob("index.html")):
        page.goto(root + path.relative_to(site).as_posix().removesuffix("index.html"))
    page.wait_for_load_state("networkidle")

"""The section "Who reaches whom" of a site's page: true to the evaluator, in both languages, and never too long."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.publish.site import router_flows
from generators.simulate.reach import reach_table
from generators.targets import artifacts
from generators.targets.guide.reach import MOST_SITES, Flow, Flows, reach_section, reach_title
from tests.estates import THEMES

EXAMPLE = Path("site_data")
LANGUAGES = ("fr", "en")


@cache
def shown(folder: Path) -> tuple[Estate, Flows]:
    """The public Estate of a source, and what its own routers let through."""
    estate = load_estate(folder, Audience.PUBLIC)
    flows = router_flows(estate, artifacts(estate, ["pfsense"]))
    assert flows is not None
    return estate, flows


def cells(text: str) -> list[list[str]]:
    """The rows of all tables, cell by cell, as a reader sees them."""
    rows = re.findall(r"<tr>\n(.*?)</tr>", text, re.S)
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [[html.unescape(cell.replace("<br>", " | ")) for cell in row] for row in found if row]


@pytest.mark.parametrize("folder", [EXAMPLE, *THEMES], ids=lambda path: path.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flow_that_is_needed_or_passes_is_on_its_sites_page(folder: Path, language: str) -> None:
    """All words are of the page's language: what the evaluator says in its own is translated or a name."""
    estate, flows = shown(folder)
    files = {a.path: a.content for a in artifacts(estate, ["pfsense"])}
    rows = [r for r in reach_table(estate, files) if r.need == "needed" or r.passed]
    assert {site: len(found) for site, found in flows.items()} == {
        site: sum(r.site == site for r in rows) for site in {r.site for r in rows}
    }
    for site in estate.sites:
        text = reach_section(estate, site, language, flows)
        assert bool(text) is (site.router is not None)
        assert "tonalite:" not in text
        for word in ("more like it", "siproxd-", "tftp-data", "default deny", "lan as delivered"):
            assert word not in text
        needed = {(f.source, f.service) for f in flows.get(site.id, ()) if f.needed}
        assert len(cells(text)) >= len(needed)


def test_a_branch_is_told_in_words() -> None:
    estate, flows = shown(EXAMPLE)
    found = cells(reach_section(estate, estate.site["lyon"], "fr", flows))
    (sip,) = [row for row in found if row[2] == "signalisation (SIP)"]
    assert sip[0] == "postes"
    assert sip[1].endswith(", Siège")
    assert sip[3:5] == ["UDP 5060", "oui"]
    assert [rule.split(" – ")[0] for rule in sip[5].split(" | ")] == ["Agence de Lyon, opt1", "Siège, openvpn"]


def test_the_table_has_a_caption_and_heads_for_rows_and_columns() -> None:
    estate, flows = shown(EXAMPLE)
    text = reach_section(estate, estate.site["lyon"], "en", flows)
    assert text.count("<table") == text.count("<caption>") == 2
    assert text.count('scope="col"') == 12
    assert text.count('scope="row"') == len(cells(text)) - 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_sites_have_a_sentence_and_the_command(language: str) -> None:
    estate, _ = shown(EXAMPLE)
    text = reach_section(estate, estate.site["lyon"], language, None)
    assert "<table" not in text
    assert str(MOST_SITES) in text
    assert "<code>tonalite reach lyon</code>" in text
    assert "{" not in html.unescape(text)


def test_more_sites_than_that_are_not_computed() -> None:
    estate, _ = shown(EXAMPLE)
    many = replace(estate, sites=estate.sites * (MOST_SITES // len(estate.sites) + 1))
    assert router_flows(many, ()) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_router_without_files_is_said_to_be_unknown(language: str) -> None:
    estate, _ = shown(EXAMPLE)
    text = reach_section(estate, estate.site["lyon"], language, {})
    assert "<table" not in text
    assert len(text) > 20
    assert reach_title("fr") != reach_title("en")


def test_what_people_typed_stays_text() -> None:
    """Titles, networks and descriptions of rules are other people's text."""
    estate, _ = shown(EXAMPLE)
    site = estate.site["lyon"]
    flow = Flow(
        "lyon", "<b>x|y", "", "Internet", "<i>", "udp", "*", True, None, ("lyon opt1: <script> *a* (tonalite:lyon/x)",)
    )  # fmt: skip
    text = reach_section(estate, site, "en", {"lyon": [flow]})
    assert "<b>" not in text
    assert "<script>" not in text
    assert cells(text)[1] == ["<b>x|y", "Internet", "<i>", "UDP all", "unknown", "Agence de Lyon, opt1 – <script> *a*"]

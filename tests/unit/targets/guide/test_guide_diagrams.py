"""The drawings: well-formed, all sites on them, nothing overlaps, every text inside its box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Network
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

from generators.estate.estate import Estate
from generators.estate.places import Link
from generators.targets.guide.diagram import Diagram, shorten
from generators.targets.guide.network_map import FULL, network_map
from generators.targets.guide.site_plan import site_plan

Public = Callable[[str], Estate]
THEMES = sorted(p.parent.name for p in Path(__file__).parents[3].glob("estates/*/site.yml"))
SVG = "{http://www.w3.org/2000/svg}"


def check(view: Diagram) -> etree._Element:
    """The drawing parsed; its boxes lie inside and apart, its texts in their boxes, its lines inside."""
    for box in view.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= view.width
        assert box.bottom <= view.height
        for line in box.lines:
            assert box.x < line.x < box.right
            assert box.y < line.y < box.bottom
    for a, b in combinations(view.boxes, 2):
        assert a.right <= b.x or b.right <= a.x or a.bottom <= b.y or b.bottom <= a.y, (a.title, b.title)
    for route in view.routes:
        assert all(0 <= x <= view.width and 0 <= y <= view.height for x, y in route.points)
    figure = etree.fromstring(view.svg())
    svg = figure.find(f"{SVG}svg")
    assert svg is not None
    assert svg.get("role") == "img"
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert title.text
    assert desc.text
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert "\n\n" not in view.svg()  # one HTML block for Markdown
    return figure


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["site_data", *THEMES])
def test_every_source_can_be_drawn(public: Public, name: str, language: str) -> None:
    estate = public(name)
    figure = check(network_map(estate, language))
    assert sorted(a.get("href", "") for a in figure.iter(f"{SVG}a")) == sorted(f"{s.id}/" for s in estate.sites)
    for site in estate.sites:
        check(site_plan(estate, site, language))


def test_the_map_draws_each_link_and_each_way_across_the_internet(public: Public) -> None:
    estate = public("site_data")
    kinds = [route.kind for route in network_map(estate, "fr").routes]
    assert kinds.count("vpn") == len(estate.links) + 1  # and its sample in the legend
    assert kinds.count("public") == 1 + 1
    assert kinds.count("wire") == 1  # the provider


def grown(estate: Estate, number: int) -> Estate:
    """The estate with `number` more agencies, linked to the PBX's site, and the first two to each other."""
    model = next(s for s in estate.sites if s.links and s.id != estate.pbx.site)
    sites = [
        replace(model, id=f"x{n:03d}", title=f"Agence {n} de Saint-Germain-des-Fossés", links=()) for n in range(number)
    ]
    tunnel = IPv4Network("192.0.2.0/30")
    old = estate.links[0]
    links = [
        Link(f"x{n:03d}", "openvpn", f"x{n:03d}", estate.pbx.site, tunnel, 1200 + n, old.mtu, old.keys, model.origin)
        for n in range(number)
    ]
    links.append(Link("cross", "openvpn", "x000", f"x{number - 1:03d}", tunnel, 1100, old.mtu, old.keys, model.origin))
    links.append(Link("near", "openvpn", "x000", "x001", tunnel, 1101, old.mtu, old.keys, model.origin))
    ends = [replace(s, links=tuple(k.id for k in links if s.id in (k.near, k.far))) for s in (*estate.sites, *sites)]
    return replace(
        estate,
        sites=tuple(sorted(ends, key=lambda s: s.id)),
        links=tuple(sorted((*estate.links, *links), key=lambda k: k.id)),
    )


@pytest.mark.parametrize("number", [2, 8, 30, 200])
def test_many_sites_still_fit(public: Public, number: int) -> None:
    estate = grown(public("site_data"), number)
    view = network_map(estate, "fr")
    figure = check(view)
    assert len(list(figure.iter(f"{SVG}a"))) == len(estate.sites)
    compact = len(estate.sites) - 1 > FULL
    assert {len(b.lines) for b in view.boxes if b.kind == "site"} == {1 if compact else 3}
    check(site_plan(estate, estate.site[estate.pbx.site], "fr"))


def test_what_is_too_long_is_cut_with_an_ellipsis_and_kept_in_the_title(public: Public) -> None:
    assert shorten("abc", 200, 7.0) == "abc"
    assert shorten("x" * 100, 200, 7.0) == "x" * 23 + "…"
    figure = check(network_map(grown(public("site_data"), 2), "fr"))
    titles = [t.text for t in figure.iter(f"{SVG}title")]
    assert "Agence 1 de Saint-Germain-des-Fossés" in titles
    assert any((t.text or "").endswith("…") for t in figure.iter(f"{SVG}text"))

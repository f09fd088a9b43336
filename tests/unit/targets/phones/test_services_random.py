"""Over random organizations: every page is one a phone takes, every page is reached, and nobody is lost or doubled."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.organization import Tree, random_organization
from generators.estate.estate import Estate
from generators.estate.services import directory_url, services_url
from generators.estate.values import Audience
from generators.targets.phones.services.objects import Entry
from generators.targets.phones.services.paging import blocks, texts
from tests.property.estates import estate_of
from tests.strategies import names, valid_sources
from tests.unit.targets.phones.services_small import Pages, chained, pages_of, visited


def numbers(estate: Estate) -> list[str]:
    """Every extension of the estate, once each, sorted."""
    own = {line.mailbox for line in estate.lines}
    boxes = [box.extension for box in estate.mailboxes if box.id not in own]
    return sorted([*(x.extension for x in (*estate.lines, *estate.groups)), *boxes])


def judge(estate: Estate) -> int:
    """Walk every way a phone has; give the number of pages."""
    pages: Pages = pages_of(estate)
    server = estate.servers["provisioning"]
    sites = [estate.site[name] for name in sorted({phone.site for phone in estate.phones})]
    seen: set[str] = set()
    for language in estate.organization.languages:
        starts = {(directory_url(site, server, language), services_url(site, server, language)) for site in sites}
        for index, services in sorted(starts - {("", "")}):
            for url in (index, services):
                assert len(url) <= 127
                assert f":{server.ports['http']}/services/{language}/" in url
                seen |= set(visited(pages, url))
            everybody = chained(pages, index.replace("directory.xml", "names.xml"))
            assert sorted(number for page in everybody for _, number in page.rows) == numbers(estate)
            rows = [row for page in chained(pages, index) for row in page.rows]
            assert len([url for _, url in rows if "/names" in url]) == len(everybody)
    assert seen == set(pages)
    return len(pages)


@settings(max_examples=30)
@given(source=valid_sources(), audience=st.sampled_from(Audience))
def test_random_organizations(source: Tree, audience: Audience) -> None:
    judge(estate_of(source, audience))


def test_a_large_organization() -> None:
    estate = estate_of(random_organization(1200, 7))
    assert judge(estate) > 100


@settings(max_examples=200)
@given(titles=st.lists(names(32), max_size=120))
def test_blocks_hold_everybody_in_order(titles: list[str]) -> None:
    folded = ["".join(c for c in title if c.isascii() and (c.isalnum() or c in " .'+_-")).strip() for title in titles]
    entries = [Entry(name or str(n), str(n)) for n, name in enumerate(folded)]
    parts = list(blocks(entries))
    assert sorted(e.number for _, part in parts for e in part) == sorted(e.number for e in entries)
    assert all(1 <= len(part) <= 32 for _, part in parts)
    assert all(0 < len(label) <= 40 for label, _ in parts)
    held = Counter(beginning(e) for e in entries)
    for (_, one), (_, two) in pairwise(parts):
        assert {beginning(e) for e in one} & {beginning(e) for e in two} <= alone(one) & alone(two)
        first = beginning(two[0])
        assert len(one) + held[first] > 32 or held[beginning(one[-1])] > 32, "two blocks that fit one"


def beginning(entry: Entry) -> str:
    """The letter somebody looks a name up by."""
    letters = [c for c in entry.name if c.isalnum()]
    return letters[0].upper() if letters and letters[0].isalpha() else "0"


def alone(part: tuple[Entry, ...]) -> set[str]:
    """The beginning of a part that has only one."""
    found = {beginning(e) for e in part}
    return found if len(found) == 1 else set()


@settings(max_examples=100)
@given(lines=st.lists(st.text("abc", max_size=200), min_size=1, max_size=200))
def test_texts_lose_no_line(lines: list[str]) -> None:
    parts = texts(lines)
    assert all(len(part) <= 4000 for part in parts)
    assert "\n".join(parts) == "\n".join(lines)


def test_a_text_is_cut_only_where_it_must_be() -> None:
    assert [len(text) for text in texts(["a" * 2000, "b" * 1999])] == [4000]
    assert [len(text) for text in texts(["a" * 2000, "b" * 2000])] == [2000, 2000]


def test_the_port_of_a_url_is_never_the_tftp_port() -> None:
    estate = estate_of(random_organization(20, 3))
    server = estate.servers["provisioning"]
    for phone in estate.phones:
        url = directory_url(estate.site[phone.site], server, estate.organization.languages[0])
        assert not url or urlsplit(url).port == server.ports["http"]

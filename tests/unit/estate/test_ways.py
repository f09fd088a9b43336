"""Ways over links, pools, and the names of the files phones ask for."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from generators.estate.phone_files import boot_files, config_file, own_files, stub_file
from generators.estate.values import Audience
from generators.estate.ways import paths_to, pool_of
from generators.flow import load_estate
from tests.estates import FOLDER


@dataclass
class Link:
    """A link as far as ways are concerned."""

    to: str


@dataclass
class Site:
    """A site as far as ways are concerned."""

    link: Link | None = None


def sites(**links: str) -> dict[str, Site]:
    """Sites by id, each with the site it calls ('' for none)."""
    return {key: Site(Link(to) if to else None) for key, to in links.items()}


def test_a_way_follows_links_in_both_directions() -> None:
    found = paths_to(sites(hub="", a="hub", b="a", c="hub", alone=""), "hub")
    assert found == {"hub": (), "a": ("a",), "b": ("b", "a"), "c": ("c",)}
    found = paths_to(sites(hub="", a="hub", b="a", c="hub", alone=""), "b")
    assert found == {"b": (), "a": ("b",), "hub": ("a", "b"), "c": ("c", "a", "b")}


def test_the_shortest_way_is_taken_and_the_order_of_sites_does_not_matter() -> None:
    links = {"a": "b", "b": "c", "c": "d", "d": "e", "e": "a"}  # a ring
    found = paths_to(sites(**links), "a")
    assert {key: len(way) for key, way in found.items()} == {"a": 0, "b": 1, "e": 1, "c": 2, "d": 2}
    assert found == paths_to(sites(**dict(reversed(links.items()))), "a")


def test_links_to_nowhere_and_to_oneself_lead_nowhere() -> None:
    assert paths_to(sites(a="a", b="gone"), "a") == {"a": ()}


@pytest.mark.parametrize(
    ("subnet", "span", "first", "last"),
    [
        ("10.42.20.0/24", (100, 199), "10.42.20.100", "10.42.20.199"),
        ("10.42.20.128/25", (2, 9), "10.42.20.130", "10.42.20.137"),
        ("10.42.0.0/16", (256, 511), "10.42.1.0", "10.42.1.255"),
        ("255.255.255.252/30", (1, 99999), "255.255.255.253", "255.255.255.255"),
    ],
)
def test_a_pool_counts_hosts_from_the_network(subnet: str, span: tuple[int, int], first: str, last: str) -> None:
    assert pool_of(IPv4Network(subnet), span) == (IPv4Address(first), IPv4Address(last))


def test_file_names_are_exact(tmp_path: Path) -> None:
    estate = load_estate(FOLDER / "one_of_each_model", Audience.INTERNAL)
    flat, xml = estate.phone["p7960"], estate.phone["p7961"]
    assert config_file(flat) == "SIP0007EB4C2160.cnf"
    assert stub_file(flat) == "SEP0007EB4C2160.cnf.xml"
    assert config_file(xml) == "SEP001BD4602161.cnf.xml"
    assert own_files(flat) == ("SEP0007EB4C2160.cnf.xml", "SIP0007EB4C2160.cnf")
    assert own_files(xml) == ("SEP001BD4602161.cnf.xml",)
    for phone in (flat, xml):
        assert set(own_files(phone)) <= set(boot_files(phone))
        assert "dialplan.xml" in boot_files(phone)
    assert boot_files(flat).index("SIPDefault.cnf") < boot_files(flat).index("SIP0007EB4C2160.cnf")

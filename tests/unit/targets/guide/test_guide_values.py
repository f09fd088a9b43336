"""The values of written pages: all defined for every source, picked by rule, invented where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from generators.catalog import load_catalog
from generators.estate.estate import Estate
from generators.estate.phone_files import config_file
from generators.targets.guide import fiction
from generators.targets.guide.values import guide_values

Public = Callable[[str], Estate]
THEMES = sorted(p.parent.name for p in Path(__file__).parents[3].glob("estates/*/site.yml"))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["site_data", *THEMES])
def test_every_value_is_there_whatever_the_source(public: Public, name: str, language: str) -> None:
    values = guide_values(public(name), language).names()
    for key, value in values.items():
        for field in fields(value) if is_dataclass(value) else ():
            found = getattr(value, field.name)
            optional = (key, field.name) in {("org", "repository"), ("tftp", "http"), ("head", "pool")}
            assert isinstance(found, str | int), (key, field.name)
            assert found != "" or optional, (key, field.name)
    assert values["language"] == language
    assert values["person"].extension != values["person2"].extension
    assert values["person"].id != values["person2"].id


def test_what_is_not_there_is_invented(public: Public) -> None:
    values = guide_values(public("minimal"), "fr")
    assert values.trunk == fiction.TRUNK
    assert not values.trunk.exists
    assert values.number == fiction.NUMBER
    assert not values.number.exists
    assert values.agency == fiction.AGENCY
    assert not values.agency.exists
    assert values.proxy_site == fiction.PROXY_SITE
    assert not values.proxy_site.exists
    assert values.phone_xml == fiction.PHONE_XML
    assert values.phone_flat.exists
    assert values.person.exists
    assert not values.person2.exists


def test_what_is_there_is_drawn_from_it(public: Public) -> None:
    estate = public("site_data")
    values = guide_values(estate, "fr")
    agency = estate.site[values.agency.id]
    assert values.agency.link in agency.links
    assert estate.link[values.agency.link].near == agency.id
    assert values.agency.subnet == str(agency.voice.subnet)
    assert values.agency.gateway == str(agency.voice.gateway)
    assert values.head.id == estate.pbx.site
    assert values.pbx.address == str(estate.pbx.address)
    proxy = estate.site[values.proxy_site.id]
    assert proxy.siproxd is not None
    assert values.proxy_site.public == str(proxy.uplink.address)
    for view in (values.phone_flat, values.phone_xml):
        phone = estate.phone[view.id]
        assert (view.mac, view.colons, view.file) == (str(phone.mac), phone.mac.colons, config_file(phone))
    assert values.counts.endpoints == len(estate.endpoints)
    assert values.counts.sites == len(estate.sites)
    number = estate.numbers[0].number
    assert values.number.e164 == number.e164
    assert values.number.international == "00" + number.digits
    assert values.number.national == "0" + number.digits[2:]
    direct = {line.person for line in estate.lines if line.presented}
    assert {values.person.id, values.person2.id} <= direct
    assert [(e.number, e.title) for e in values.emergency] == [
        (e.number, e.title["fr"]) for e in estate.country.emergency
    ]


def test_without_people_both_are_invented_and_differ(public: Public) -> None:
    values = guide_values(replace(public("minimal"), people=()), "fr")
    assert (values.person, values.person2) == fiction.PEOPLE


def test_an_invented_person_never_takes_a_real_extension(public: Public) -> None:
    estate = public("minimal")
    taken = replace(estate.people[0], extension=fiction.PEOPLE[0].extension)
    values = guide_values(replace(estate, people=(taken,)), "fr")
    assert values.person2 == fiction.PEOPLE[1]


def test_fiction_stays_in_the_ranges_kept_for_it() -> None:
    documentation = [IPv4Network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]
    for text in (
        fiction.PBX_ADDRESS,
        fiction.PBX_PUBLIC,
        fiction.AGENCY.gateway,
        fiction.HEAD.gateway,
        fiction.PROXY_SITE.public,
    ):
        assert any(IPv4Address(text) in network for network in documentation), text
    assert IPv4Network(fiction.AGENCY.tunnel).subnet_of(documentation[1])
    assert not IPv4Network(fiction.AGENCY.tunnel).overlaps(IPv4Network(fiction.AGENCY.subnet))
    assert fiction.NUMBER.e164.startswith("+3319900")
    assert fiction.TRUNK.account.startswith("003319900")
    assert fiction.MOBILE.startswith("063998")
    for phone in (fiction.PHONE_FLAT, fiction.PHONE_XML):
        assert phone.colons == ":".join(phone.mac[i : i + 2] for i in range(0, 12, 2)).lower()
        assert phone.mac in phone.file
        model = next(m for m in load_catalog().models.values() if m.title == phone.model)
        assert phone.load == model.load

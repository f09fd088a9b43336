"""The files for dnsmasq and Kea: what is in them, for which sites, every setting with its source."""

from __future__ import annotations

import re

import pytest

from benchmarks.organization import random_organization
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import Report
from generators.references import DOCUMENTS
from generators.targets import TARGETS, artifacts
from generators.targets.dhcp import KEYS, dnsmasq, kea, scope
from tests.estates import THEMES
from tests.property.estates import estate_of
from tests.unit.targets.dhcp.sources import lines, paths, small, strict_json


def test_dnsmasq_is_told_the_whole_scope() -> None:
    made = {a.path: a for a in artifacts(small(), ["dhcp"])}
    assert set(made) == {"dhcp/bureau/dnsmasq.conf", "dhcp/bureau/kea-dhcp4.json"}
    text = made["dhcp/bureau/dnsmasq.conf"].content.decode("utf-8")
    assert lines(text) == [
        ("dhcp-authoritative", ""),
        ("dhcp-range", "set:tonalite,192.0.2.100,192.0.2.199,255.255.255.0,7200"),
        ("dhcp-option", "tag:tonalite,option:router,192.0.2.254"),
        ("dhcp-option", "tag:tonalite,option:dns-server,192.0.2.254"),
        ("dhcp-option", "tag:tonalite,option:domain-name,small.example"),
        ("dhcp-option", "tag:tonalite,option:ntp-server,192.0.2.12"),
        ("dhcp-option-force", 'tag:tonalite,66,"192.0.2.11"'),
        ("dhcp-option-force", "tag:tonalite,150,192.0.2.11"),
        ("dhcp-host", "00:07:eb:4c:20:01,192.0.2.21,poste-1"),
    ]
    assert text.endswith("\n")
    assert "\r" not in text
    assert "# DHCP pour les postes de : Bureau: 100 % #1 <b>\n" in text


def test_kea_is_told_the_same() -> None:
    made = {a.path: a for a in artifacts(small(), ["dhcp"])}
    told = strict_json(made["dhcp/bureau/kea-dhcp4.json"].content.decode("utf-8"))["Dhcp4"]
    (subnet,) = told["subnet4"]
    assert (subnet["subnet"], subnet["pools"]) == ("192.0.2.0/24", [{"pool": "192.0.2.100 - 192.0.2.199"}])
    assert {o["name"]: (o["data"], o.get("always-send", False)) for o in subnet["option-data"]} == {
        "routers": ("192.0.2.254", False),
        "domain-name-servers": ("192.0.2.254", False),
        "domain-name": ("small.example", False),
        "ntp-servers": ("192.0.2.12", False),
        "tftp-server-name": ("192.0.2.11", True),
        "cisco-tftp-servers": ("192.0.2.11", True),
    }
    assert told["option-def"] == [
        {"name": "cisco-tftp-servers", "code": 150, "space": "dhcp4", "type": "ipv4-address", "array": True}
    ]
    assert subnet["reservations"] == [
        {"hw-address": "00:07:eb:4c:20:01", "ip-address": "192.0.2.21", "hostname": "poste-1"}
    ]
    assert told["valid-lifetime"] == 7200


def test_without_a_pool_only_phones_with_fixed_addresses_are_served() -> None:
    estate = small(pool="")
    found = scope(estate, estate.site["bureau"])
    assert found is not None
    assert ("dhcp-range", "set:tonalite,192.0.2.0,static,255.255.255.0,7200") in lines(dnsmasq.text(found, "fr"))
    assert strict_json(kea.text(found))["Dhcp4"]["subnet4"][0]["pools"] == []


def test_comments_are_in_the_first_language_and_others_in_english() -> None:
    estate = small(language="en")
    assert "# DHCP for the phones of: Bureau" in next(artifacts(estate, ["dhcp"])).content.decode("utf-8")
    found = scope(estate, estate.site["bureau"])
    assert found is not None
    assert dnsmasq.text(found, "de") == dnsmasq.text(found, "en")


@pytest.mark.parametrize("folder", THEMES, ids=lambda path: path.name)
def test_sites_with_a_router_and_sites_with_nothing_to_hand_out_have_no_files(folder: object) -> None:
    estate = load_estate(folder, Audience.INTERNAL)  # type: ignore[arg-type]
    sites = {a.site for a in artifacts(estate, ["dhcp"])}
    assert all(estate.site[str(s)].router is None for s in sites)
    for site in estate.sites:
        if site.router is None and site.has_voice and site.reach:
            fixed = any(p.address for p in estate.phones_of_site[site.id])
            assert (site.id in sites) is (fixed or site.voice.pool is not None)


@pytest.mark.parametrize("seed", range(10))
def test_random_organizations_every_setting_has_its_source(seed: int) -> None:
    estate = estate_of(random_organization(15, seed), report=Report())
    tried = 0
    for site in estate.sites:
        found = scope(estate, site)
        if found is None:
            continue
        tried += 1
        names = {f"dnsmasq.{name}" for name, _ in lines(dnsmasq.text(found, "fr"))}
        assert names <= set(KEYS)
        assert paths(strict_json(kea.text(found))) <= set(KEYS)
        hosts = [v.split(",") for n, v in lines(dnsmasq.text(found, "fr")) if n == "dhcp-host"]
        assert all(re.fullmatch("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", name) for _, _, name in hosts)
        assert len({mac for mac, _, _ in hosts}) == len(hosts)
    assert tried


def test_no_source_is_named_without_need() -> None:
    estate = small()
    found = scope(estate, estate.site["bureau"])
    assert found is not None
    told = {f"dnsmasq.{name}" for name, _ in lines(dnsmasq.text(found, "fr"))} | paths(strict_json(kea.text(found)))
    assert set(KEYS) - told == {f"option.{number}" for number in (3, 6, 15, 42, 66, 150)}
    assert {ref.tag for ref in KEYS.values()} <= set(DOCUMENTS)


def test_the_public_files_are_made_from_the_public_estate() -> None:
    files = list(TARGETS["dhcp"].run(small(audience=Audience.PUBLIC)))  # type: ignore[misc]
    assert {a.audience for a in files} == {Audience.PUBLIC}
    assert all(a.path.startswith("dhcp/bureau/") and a.site == "bureau" and a.origins for a in files)

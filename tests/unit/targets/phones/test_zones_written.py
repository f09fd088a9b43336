"""The clock that phones show from the very text of their files: right for ten years, whatever zone a site lies in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generators.catalog import load_catalog
from generators.catalog.types import PhoneZone
from generators.estate.estate import Estate
from tests.parsers import cisco_flat, cisco_xml
from tests.parsers.phone_clock import of_clocks, of_cnf, of_name
from tests.unit.targets.phones.small import files_of

CATALOG = load_catalog()
ISSUE = [
    "Europe/Paris",
    "Europe/London",
    "Indian/Reunion",
    "America/Guadeloupe",
    "America/New_York",
    "Asia/Kolkata",
]  # by name in the issue


def distinct() -> list[str]:
    """One IANA zone for each thing that a file may say of its clock, in both families."""
    seen: dict[tuple[PhoneZone, str], str] = {}
    both = set(CATALOG.flat_time_zones) & set(CATALOG.xml_time_zones)
    for name in [*ISSUE, *sorted(name for name in both if CATALOG.flat_time_zones[name].since == 2026)]:
        seen.setdefault((CATALOG.flat_time_zones[name], CATALOG.xml_time_zones[name].name), name)
    return list(seen.values())


def test_the_zones_of_the_issue_are_among_them() -> None:
    assert set(ISSUE) <= set(distinct())
    assert len(distinct()) > 30


@pytest.mark.parametrize("name", distinct())
def test_both_families_keep_the_time_of_their_zone(name: str, build: Callable[..., Estate]) -> None:
    files = files_of(build(("timezone: Europe/Paris", f"timezone: {name}")))
    wanted = of_clocks(name, 2026)
    own = cisco_flat.parse_cnf(files["SIP0007EBAA0001.cnf"].content)
    whole = {**cisco_flat.parse_cnf(files["SIPDefault.cnf"].content), **own}
    assert of_cnf(whole, 2026) == wanted
    document = cisco_xml.parse(files["SEP001BD4AA0004.cnf.xml"].content, "device")
    assert of_name(document.text("devicePool/dateTimeSetting/timeZone"), 2026) == wanted


def test_a_site_in_another_zone_has_its_own_clock(build: Callable[..., Estate]) -> None:
    files = files_of(build(("title: Remise\n", "title: Remise\n    timezone: Indian/Reunion\n")))
    for name, mac in (("Europe/Paris", "0007EBAA0001"), ("Indian/Reunion", "0007EBAA0003")):
        assert of_cnf(cisco_flat.parse_cnf(files[f"SIP{mac}.cnf"].content), 2026) == of_clocks(name, 2026)
    for name, mac in (("Europe/Paris", "001BD4AA0004"), ("Indian/Reunion", "001BD4AA0005")):
        document = cisco_xml.parse(files[f"SEP{mac}.cnf.xml"].content, "device")
        assert of_name(document.text("devicePool/dateTimeSetting/timeZone"), 2026) == of_clocks(name, 2026)

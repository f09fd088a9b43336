"""Time zones: what a phone makes of its code or name, and of its rule, is what clocks do for ten years.

The evaluator (`tests/parsers/phone_clock.py`) is written from the phones' documents and knows nothing of the code that
wrote the tables: it finds each year's changes from month, weekday and week, and compares them, to the second, with
those of the pinned tzdata.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

import pytest

from generators.catalog import load_catalog
from generators.catalog.types import HourChange, PhoneZone
from generators.catalog.zones import Family, why_not
from scripts.zones import FOLDER, NAMES, tables
from tests.parsers.phone_clock import CODES, Change, Edge, computed, of_clocks, of_name

CATALOG = load_catalog()
TABLES: dict[Family, dict[str, PhoneZone]] = {"flat": CATALOG.flat_time_zones, "xml": CATALOG.xml_time_zones}
ALL = sorted(files("tzdata").joinpath("zones").read_text("ascii").split())

# The texts that reference documents list (UCM, SEPMAC.cnf.xml): one letter else, and the phone shows another hour.
LISTED = """
Dateline Standard|Samoa Standard|Hawaiian Standard|Alaskan Standard/Daylight|Pacific Standard/Daylight
Mountain Standard/Daylight|US Mountain Standard|Central Standard/Daylight|Mexico Standard/Daylight
Canada Central Standard|SA Pacific Standard|Eastern Standard/Daylight|US Eastern Standard
Atlantic Standard/Daylight|SA Western Standard|Pacific SA Standard|Newfoundland Standard/Daylight
E. South America Standard/Daylight|SA Eastern Standard|Pacific SA Daylight|Mid-Atlantic Standard/Daylight
Azores Standard/Daylight|GMT Standard/Daylight|Greenwich Standard|W. Europe Standard/Daylight
GTB Standard/Daylight|Egypt Standard/Daylight|E. Europe Standard/Daylight|Romance Standard/Daylight
Central Europe Standard/Daylight|South Africa Standard|Jerusalem Standard/Daylight|Saudi Arabia Standard
Russian Standard/Daylight|Iran Standard/Daylight|Caucasus Standard/Daylight|Arabian Standard
Afghanistan Standard|West Asia Standard|Ekaterinburg Standard|India Standard|Central Asia Standard
SE Asia Standard|China Standard/Daylight|Taipei Standard|Tokyo Standard|Cen. Australia Standard/Daylight
AUS Central Standard|E. Australia Standard|AUS Eastern Standard/Daylight|West Pacific Standard
Tasmania Standard/Daylight|Central Pacific Standard|Fiji Standard|New Zealand Standard/Daylight
"""
KNOWN_NAMES = {f"{name} Time" for line in LISTED.split("\n") for name in line.split("|")}


@cache
def of_phone(zone: PhoneZone) -> list[Change]:
    """What the phone makes of an entry of a table."""
    if zone.summer is None:
        return computed(zone.since, zone.offset, None)
    edges = [Edge(e.month, e.weekday, e.week, e.time) for e in (zone.summer.start, zone.summer.stop)]
    return computed(zone.since, zone.offset, (zone.summer.offset, *edges))


@pytest.mark.parametrize("family", ["flat", "xml"])
def test_every_zone_of_a_table_keeps_the_time_of_its_clocks_for_ten_years(family: Family) -> None:
    wrong = [name for name, zone in TABLES[family].items() if of_phone(zone) != of_clocks(name, zone.since)]
    assert wrong == [], "a country changed its rule: run python -m scripts.zones, read the difference, commit it"


def test_a_name_means_the_rule_that_the_table_says() -> None:
    for zone in set(TABLES["xml"].values()):
        assert of_name(zone.name, zone.since) == of_phone(zone)


@pytest.mark.parametrize(
    ("name", "flat", "xml"),
    [
        ("Europe/Paris", "CET", "Central Europe Standard/Daylight Time"),
        ("Europe/London", "GMT", "GMT Standard/Daylight Time"),
        ("Indian/Reunion", "ZP4", "Arabian Standard Time"),
        ("America/Guadeloupe", "AST", "SA Western Standard Time"),
        ("America/New_York", "EST", "Eastern Standard/Daylight Time"),
        ("Asia/Kolkata", "IST", "India Standard Time"),
        ("America/Cayenne", "BST", "SA Eastern Standard Time"),
        ("Indian/Mayotte", "BT", "Saudi Arabia Standard Time"),
        ("Europe/Amsterdam", "CET", "Central Europe Standard/Daylight Time"),
        ("Europe/Moscow", "BT", "Saudi Arabia Standard Time"),
    ],
)
def test_zones_by_name(name: str, flat: str, xml: str) -> None:
    for family, wanted in (("flat", flat), ("xml", xml)):
        zone = TABLES[family][name]  # type: ignore[index]
        assert zone.name == wanted
        assert zone.since == 2026
        assert of_phone(zone) == of_clocks(name, 2026)


def test_every_zone_of_the_world_is_in_a_table_or_has_a_reason() -> None:
    assert len(ALL) > 500
    for family, table in TABLES.items():
        assert set(table) <= set(ALL)
        reasons = {name: why_not(name, family) for name in ALL if name != "Factory"}
        assert {name for name, reason in reasons.items() if not reason} == set(table)
        # The tables are not small by oversight: these are the only reasons, and what they say holds.
        for name, reason in reasons.items():
            if "no code" in reason or "without summer time" in reason:
                assert len(of_clocks(name, 2027)) == 1 or "12:45" in reason, (name, reason)
            elif reason:
                assert len(of_clocks(name, 2027)) > 1, (name, reason)


def test_reasons_in_words() -> None:
    assert why_not("Europe/Paris", "flat") == why_not("Europe/Paris", "xml") == ""
    assert why_not("Asia/Kathmandu", "flat") == "the phone has no code for UTC+05:45"
    assert why_not("Pacific/Marquesas", "xml") == "the phone has no name for UTC-09:30 without summer time"
    assert why_not("America/Miquelon", "xml") == "the phone has no name for UTC-03:00 with this zone's summer time"
    assert why_not("Asia/Jerusalem", "flat").startswith("its summer time does not begin and end on the same weekday")
    assert why_not("Australia/Lord_Howe", "flat").startswith("its summer time moves the clock by 30 minutes")
    assert why_not("America/Havana", "xml") == "its clock does not follow one yearly rule"
    assert why_not("Mars/Olympus", "xml") == "it is no time zone of the tz database"


def test_names_and_codes_are_those_that_the_documents_list() -> None:
    assert {zone.name for zone in TABLES["flat"].values()} <= set(CODES)
    assert {zone.name for zone in TABLES["xml"].values()} <= KNOWN_NAMES


def test_a_name_stands_for_one_rule_and_one_doubt() -> None:
    rules = {(zone.name, zone.offset, zone.summer, zone.uncertain) for zone in TABLES["xml"].values()}
    assert len({name for name, *_ in rules}) == len(rules)
    assert len({zone.name for zone in TABLES["flat"].values()}) == len(
        {(zone.name, zone.offset) for zone in TABLES["flat"].values()}
    )
    assert all("Daylight" in name for name, _, summer, _ in NAMES if summer)
    assert all("Daylight" not in name for name, _, summer, _ in NAMES if not summer)


def test_rules_that_came_after_old_firmware_are_doubtful() -> None:
    table = TABLES["xml"]
    for name in ("America/New_York", "America/Los_Angeles", "Australia/Sydney", "Pacific/Auckland", "Europe/Athens"):
        assert table[name].uncertain, name
    for name in ("Europe/Paris", "Europe/London", "Asia/Kolkata", "Indian/Reunion"):
        assert not table[name].uncertain, name
    assert not TABLES["flat"]["America/New_York"].uncertain, "its rule is written out"


def test_the_tables_are_what_the_script_writes() -> None:
    for file, text in tables().items():
        assert (FOLDER / file).read_text("utf-8") == text, "run python -m scripts.zones and commit the result"


def test_the_evaluator_sees_a_wrong_week_a_wrong_hour_and_a_wrong_zone() -> None:
    paris, new_york = TABLES["flat"]["Europe/Paris"], TABLES["flat"]["America/New_York"]
    clocks = of_clocks("Europe/Paris", 2026)
    assert clocks[1] == (datetime(2026, 3, 29, 1, tzinfo=UTC), 7200)
    assert clocks[2] == (datetime(2026, 10, 25, 1, tzinfo=UTC), 3600)
    assert len(clocks) == 21
    assert of_phone(new_york) != clocks
    summer = paris.summer
    assert summer is not None
    for start in (HourChange(3, "Sunday", 4, "02:00"), HourChange(3, "Sunday", 8, "03:00")):
        rule = type(summer)(1, start, summer.stop)
        assert of_phone(PhoneZone("CET", 60, rule)) != clocks

"""Writes the time-zone tables of the catalog: which code or name of a phone keeps the clock of which IANA zone.

    python -m scripts.zones            writes generators/catalog/zones/flat.yml and xml.yml

Run it when a new tzdata is locked and tests/unit/catalog/test_zones.py says that a country changed its rule.
The result is committed; nothing of a build runs this.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generators.catalog.types import HourChange, PhoneZone, SummerTime
from generators.catalog.zones import LAST, Clock, clock, zone_names

FOLDER = Path(__file__).parents[1] / "generators" / "catalog" / "zones"


def sunday(month: int, week: int, time: str) -> HourChange:
    """A change on a Sunday: the `week`-th of the month, or its last."""
    return HourChange(month, "Sunday", week, time)


def europe(hour: int) -> SummerTime:
    """The rule of the EU, at 01:00 UTC: `hour` is that instant in standard time."""
    return SummerTime(1, sunday(3, LAST, f"{hour:02}:00"), sunday(10, LAST, f"{hour + 1:02}:00"))


US = SummerTime(1, sunday(3, 2, "02:00"), sunday(11, 1, "02:00"))  # since 2007
AUSTRALIA = SummerTime(1, sunday(10, 1, "02:00"), sunday(4, 1, "03:00"))  # since 2008
NEW_ZEALAND = SummerTime(1, sunday(9, LAST, "02:00"), sunday(4, 1, "03:00"))  # since 2007

# The codes of time_zone in the order of SIPX phone.xml, from west to east, with minutes east of UTC. SAG4 names CET
# and the American ones. True: the offset is told by nothing but the code's place in that order.
CODES: tuple[tuple[str, int, bool], ...] = (
    ("IDL", -720, True), ("NT", -660, True), ("AHST", -600, False), ("IMT", -570, True), ("YST", -540, False),
    ("PST", -480, False), ("MST", -420, False), ("CST", -360, False), ("EST", -300, False), ("AST", -240, False),
    ("NST", -210, False), ("BST", -180, True), ("AT", -120, True), ("WAT", -60, True), ("GMT", 0, False),
    ("CET", 60, False), ("EET", 120, False), ("BT", 180, False), ("IT", 210, False), ("ZP4", 240, False),
    ("AFG", 270, False), ("ZP5", 300, False), ("IST", 330, False), ("ZP6", 360, False), ("SUM", 390, True),
    ("WAST", 420, True), ("HST", 480, True), ("JST", 540, False), ("CAST", 570, False), ("EAST", 600, False),
    ("EADT", 660, True), ("NZST", 720, False),
)  # fmt: skip

# The texts of timeZone (UCM SEPMAC.cnf.xml) whose rule is today's; a zone takes the first that keeps its clock. Left
# out: names whose country gave up or changed summer time since the firmware was made (Mexico, E. South America,
# Pacific SA, Mid-Atlantic, Egypt, Jerusalem, Russian, Iran, Caucasus), and China, which has none but is called
# Standard/Daylight. True: firmware older than the rule keeps another one, or sources contradict each other.
NAMES: tuple[tuple[str, int, SummerTime | None, bool], ...] = (
    ("Dateline Standard Time", -720, None, False),
    ("Samoa Standard Time", -660, None, True),  # Samoa itself went to +13 in 2011
    ("Hawaiian Standard Time", -600, None, False),
    ("Alaskan Standard/Daylight Time", -540, US, True),
    ("Pacific Standard/Daylight Time", -480, US, True),
    ("Mountain Standard/Daylight Time", -420, US, True),
    ("US Mountain Standard Time", -420, None, False),
    ("Central Standard/Daylight Time", -360, US, True),
    ("Canada Central Standard Time", -360, None, False),
    ("SA Pacific Standard Time", -300, None, False),
    ("Eastern Standard/Daylight Time", -300, US, True),
    ("Atlantic Standard/Daylight Time", -240, US, True),
    ("SA Western Standard Time", -240, None, False),
    ("Newfoundland Standard/Daylight Time", -210, US, True),  # at 00:01 until 2011
    ("SA Eastern Standard Time", -180, None, False),
    ("Azores Standard/Daylight Time", -60, europe(0), True),
    ("GMT Standard/Daylight Time", 0, europe(1), False),
    ("Greenwich Standard Time", 0, None, False),
    ("Central Europe Standard/Daylight Time", 60, europe(2), False),  # WAZO, for Paris
    ("E. Europe Standard/Daylight Time", 120, europe(3), True),  # WAZO, for Athens; UCM says +60
    ("South Africa Standard Time", 120, None, False),
    ("Saudi Arabia Standard Time", 180, None, False),
    ("Arabian Standard Time", 240, None, False),
    ("Afghanistan Standard Time", 270, None, False),
    ("West Asia Standard Time", 300, None, False),
    ("India Standard Time", 330, None, False),
    ("Central Asia Standard Time", 360, None, False),
    ("SE Asia Standard Time", 420, None, False),
    ("Taipei Standard Time", 480, None, False),
    ("Tokyo Standard Time", 540, None, False),
    ("Cen. Australia Standard/Daylight Time", 570, AUSTRALIA, True),
    ("AUS Central Standard Time", 570, None, False),
    ("AUS Eastern Standard/Daylight Time", 600, AUSTRALIA, True),
    ("E. Australia Standard Time", 600, None, False),
    ("Central Pacific Standard Time", 660, None, True),
    ("New Zealand Standard/Daylight Time", 720, NEW_ZEALAND, True),
    ("Fiji Standard Time", 720, None, True),  # had summer time from 2009 to 2021
)

FLAT_HEAD = """\
# IANA zone -> time_zone code of the 7940/7960 (SAG4; SIPX phone.xml; BLOG-FB) and its change of hour, written out.
"""
XML_HEAD = """\
# IANA zone -> exact timeZone text of the 7941 and its siblings (UCM SEPMAC.cnf.xml; WAZO for Paris and Athens). The
# phone owns the rule of each name: offset and summer say which rule the name stands for.
"""
HEAD = """\
# Written by scripts/zones.py from tzdata; tests/unit/catalog/test_zones.py proves every entry again. Not by hand.
# A zone is here if its clock is this one for ten years; why another is not, generators/catalog/zones.py says.
"""


def flat(wanted: Clock) -> PhoneZone | None:
    """The zone as a 7940/7960 says it. More than one hour of summer time is documented, but no sample has it."""
    for code, offset, doubtful in CODES:
        if offset == wanted.offset:
            doubtful = doubtful or (wanted.summer is not None and wanted.summer.offset != 1)
            return PhoneZone(code, offset, wanted.summer, wanted.since, doubtful)
    return None


def xml(wanted: Clock) -> PhoneZone | None:
    """The zone as a phone of the xml family says it."""
    for name, offset, summer, doubtful in NAMES:
        if (offset, summer) == (wanted.offset, wanted.summer):
            return PhoneZone(name, offset, summer, wanted.since, doubtful)
    return None


def text(head: str, zones: Iterable[tuple[str, PhoneZone]]) -> str:
    """The file: a line a zone; a rule is written where it stands first, and named from there on."""
    lines, known = [], dict[SummerTime, str]()
    for name, zone in zones:
        facts = [f"name: {zone.name}", f"offset: {zone.offset}"]
        if zone.summer in known:
            facts.append(f"summer: *{known[zone.summer]}")
        elif zone.summer is not None:
            known[zone.summer] = f"summer{len(known) + 1}"
            facts.append(f"summer: &{known[zone.summer]} {_summer(zone.summer)}")
        if zone.since != 2026:
            facts.append(f"since: {zone.since}")
        if zone.uncertain:
            facts.append("uncertain: true")
        lines.append(f"{name}: {{{', '.join(facts)}}}\n")
    return head + HEAD + "".join(lines)


def _summer(summer: SummerTime) -> str:
    def change(at: HourChange) -> str:
        return f'{{month: {at.month}, weekday: {at.weekday}, week: {at.week}, time: "{at.time}"}}'

    return f"{{offset: {summer.offset}, start: {change(summer.start)}, stop: {change(summer.stop)}}}"


def tables() -> dict[str, str]:
    """The text of both files, by name."""
    clocks = [(name, found) for name in zone_names() if isinstance(found := clock(name), Clock)]
    flats = [(name, zone) for name, found in clocks if (zone := flat(found))]
    xmls = [(name, zone) for name, found in clocks if (zone := xml(found))]
    return {"flat.yml": text(FLAT_HEAD, flats), "xml.yml": text(XML_HEAD, xmls)}


if __name__ == "__main__":
    for file, content in tables().items():
        (FOLDER / file).write_text(content, "utf-8")

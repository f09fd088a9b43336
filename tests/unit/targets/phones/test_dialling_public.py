"""Every number that exists can be dialled: the plans of all estates, played key by key with the public's own numbers.

Numbers are drawn with a fixed seed and admitted by `phonenumbers` (Google's metadata of the world's number plans),
which knows nothing of our catalog. None may be cut: a short template that fires on the beginning of a longer number
would make that number unreachable, and nobody would see why.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import phonenumbers
import pytest
from phonenumbers import PhoneNumber, PhoneNumberType, shortnumberinfo

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets.phones import artifacts
from tests.estates import THEMES
from tests.parsers import dialplan
from tests.unit.targets.phones.small import secret

SITE_DATA = Path(__file__).parents[4] / "site_data"
FOLDERS = [SITE_DATA, *THEMES]
FRENCH, FOREIGN, SEED = 600, 400, 20260101
NEIGHBOURS = ("US", "GB", "DE", "IT", "ES", "PT", "BE", "CH", "LU", "NL", "MA", "DZ", "TN", "SN", "CA", "IE")
OPEN_08 = ("080", "081", "082", "089")
"""The 08 numbers that ARCEP's plan opens (2018-0881); phonenumbers still admits some of 083, 084 and 088."""


@cache
def estate_of(folder: Path) -> Estate:
    """The Estate of a folder of YAML."""
    return load_estate(folder, Audience.INTERNAL, secret)


@cache
def plan_of(folder: Path) -> dialplan.Plan:
    """Its dial plan, as the phones read it."""
    (file,) = (a for a in artifacts(estate_of(folder)) if a.path == "tftp/dialplan.xml")
    return dialplan.parse(file.content)


@cache
def french() -> tuple[str, ...]:
    """Random numbers of every kind, as dialled in France: landlines, mobiles, 08, 09."""
    draw, out = random.Random(SEED), set[str]()
    starts = [*"123456789", "6", "7", "8", "80", "81", "82", "89"]
    while len(out) < FRENCH:
        start = starts[len(out) % len(starts)]
        national = start + "".join(draw.choice("0123456789") for _ in range(9 - len(start)))
        if phonenumbers.is_valid_number(PhoneNumber(33, int(national))):
            out.add(f"0{national}")
    return tuple(sorted(out))


@cache
def foreign() -> tuple[str, ...]:
    """Random numbers abroad, as dialled from France: 00, calling code, number. The neighbours first, then anybody."""
    draw, out = random.Random(SEED), set[str]()
    world = sorted(phonenumbers.SUPPORTED_REGIONS - {"FR"})
    kinds = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
    while len(out) < FOREIGN:
        regions = NEIGHBOURS if len(out) < FOREIGN // 2 else world
        number = phonenumbers.example_number_for_type(draw.choice(regions), draw.choice(kinds))
        if number is None:
            continue
        digits = phonenumbers.national_significant_number(number)
        kept = draw.randint(2, 4)
        drawn = digits[:kept] + "".join(draw.choice("0123456789") for _ in digits[kept:])
        whole = f"{number.country_code}{drawn}"
        if phonenumbers.is_valid_number(phonenumbers.parse(f"+{whole}")):
            out.add(f"00{whole}")
    return tuple(sorted(out))


@cache
def short_codes() -> tuple[str, ...]:
    """Every short number of France that a call from a landline can reach.

    Those of five digits take text messages only; 224 and those in 6 and 7 are a mobile operator's own.
    """
    ranges = (range(10, 10_000), range(116_000, 119_000))
    numbers = (number for numbers in ranges for number in numbers)
    valid = (n for n in numbers if shortnumberinfo.is_valid_short_number_for_region(PhoneNumber(33, n), "FR"))
    return tuple(str(n) for n in valid if str(n)[0] in "13")


def test_the_sample_holds_every_kind() -> None:
    assert len(french()) + len(foreign()) == 1000
    assert {n[:2] for n in french()} == {f"0{d}" for d in range(1, 10)}
    assert all(sum(n.startswith(start) for n in french()) >= 10 for start in OPEN_08)
    for start in ("001", "0044", "0049", "0039", "00212", "0032", "0041"):
        assert any(n.startswith(start) for n in foreign()), start
    assert {"15", "17", "18", "112", "3631", "3949", "118218", "116006", "116117", "1023"} <= set(short_codes())
    assert len({len(n) for n in foreign()}) > 4, "numbers of many lengths"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_own_numbers_are_sent_whole(folder: Path) -> None:
    """Extensions, feature codes and emergency numbers: at once, or after three seconds at most."""
    estate, plan = estate_of(folder), plan_of(folder)
    own = [x.extension for x in (*estate.lines, *estate.groups, *estate.mailboxes)]
    own += [estate.codes.voicemail, *(e.number for e in estate.country.emergency)]
    for number in own:
        sent = plan.dial(number)
        assert (sent.number, sent.match is None, sent.wait <= 3) == (number, False, True), sent
    keys = [key.number for phone in estate.phones for key in phone.keys if key.number]
    for number in (k.split(",")[0] for k in keys if not k.startswith("+")):
        assert plan.dial(number).number == number, number


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_numbers_of_the_country_are_sent_whole_and_soon(folder: Path) -> None:
    plan = plan_of(folder)
    for number in french():
        sent = plan.dial(number)
        assert sent.number == number, sent
        if number[1] != "8" or number.startswith(OPEN_08):
            assert (sent.match is None, sent.wait <= 3) == (False, True), sent
        else:
            assert sent == dialplan.Sent(number, dialplan.DEFAULT_WAIT, None)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_numbers_abroad_are_sent_whole_after_the_open_wait(folder: Path) -> None:
    plan = plan_of(folder)
    for number in foreign():
        sent = plan.dial(number)
        assert (sent.number, sent.wait, sent.match) == (number, 5, "00*"), sent


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_no_short_number_is_cut_and_none_cuts_another(folder: Path) -> None:
    """116000 is not the extension 1160 or 116, 118218 not 1182, 3949 not 39; and 112 needs no patience."""
    estate, plan = estate_of(folder), plan_of(folder)
    emergency = {e.number for e in estate.country.emergency}
    for number in short_codes():
        sent = plan.dial(number)
        assert sent.number == number, sent
        if number in emergency or number.startswith(("10", "30", "31", "32", "34", "36", "39", "118", "116")):
            assert (sent.match is None, sent.wait <= 3) == (False, True), sent


def test_a_plan_that_steals_is_seen() -> None:
    """The test itself: a four-digit template without a pause takes the beginning of a public number."""
    plan = dialplan.parse(b'<DIALTEMPLATE>\n<TEMPLATE MATCH="01.." Timeout="0"/>\n</DIALTEMPLATE>\n')
    stolen = [n for n in french() if plan.dial(n).number != n]
    assert stolen
    assert all(n.startswith("01") for n in stolen)

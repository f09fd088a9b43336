"""The number plans: what libphonenumber knows of each country falls into a class; emergencies come first."""

from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType

from generators.catalog import load_catalog
from generators.catalog.types import Country
from generators.estate.dialing import RuleKind, rule_kind, spellings, to_national
from generators.estate.dialrules import begins, dial_rules, fits
from generators.references import DOCUMENTS

COUNTRIES = load_catalog().countries
EXPENSIVE = {"surcharged", "international"}
# A shared-cost number of France for libphonenumber; the French plan here has no class for 083 to 088: it is refused.
OLD = "0884012345"
ALL = pytest.mark.parametrize("country", COUNTRIES.values(), ids=lambda c: c.id)
# All kinds of numbers of which libphonenumber has an example for some country.
KINDS = [getattr(PhoneNumberType, name) for name in sorted(vars(PhoneNumberType)) if name.isupper()]


def class_of(country: Country, dialled: str) -> str | None:
    """The class of the narrowest pattern that a dialled number fits."""
    fitting = [(p, c.id) for c in country.classes for p in c.patterns if fits(dialled, p)]
    # A digit is narrower than a letter, a closed pattern than an open one: as a PBX chooses, from the left.
    return min(fitting, key=lambda x: [(".XZN".find(s) + 1 or 0, s == ".") for s in x[0]])[1] if fitting else None


def examples(country: Country) -> dict[int, str]:
    """An E.164 number of each kind that the country has, from libphonenumber."""
    out = {}
    for kind in KINDS:
        found = phonenumbers.example_number_for_type(country.id, kind)
        if found is not None:
            out[kind] = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    return out


@ALL
def test_the_plan_agrees_with_libphonenumber(country: Country) -> None:
    assert phonenumbers.country_code_for_region(country.id) == int(country.calling_code)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country.id)
    assert (metadata.national_prefix or "") == country.trunk_prefix
    assert metadata.international_prefix == country.international_prefix
    for kind, e164 in examples(country).items():
        dialled = to_national(country, e164)
        assert dialled is not None
        if dialled != OLD:
            assert class_of(country, dialled) not in (None, "international"), (kind, dialled)


@ALL
def test_premium_numbers_are_closed_and_landlines_mobiles_and_free_numbers_open(country: Country) -> None:
    found = {kind: class_of(country, to_national(country, e164) or "") for kind, e164 in examples(country).items()}
    open_classes = {c.id for c in country.classes if c.default}
    assert not open_classes & EXPENSIVE
    assert found[PhoneNumberType.PREMIUM_RATE] == "surcharged"
    for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE):
        assert found[kind] in open_classes, kind


@pytest.mark.parametrize(
    ("country", "dialled", "wanted"),
    [
        ("BE", "022268888", "national"),
        ("BE", "042268888", "national"),
        ("BE", "0470123456", "mobile"),
        ("BE", "080012345", "special"),
        ("BE", "080030030", "social"),
        ("BE", "080212345", "national"),
        ("BE", "070245245", "social"),
        ("BE", "070123456", "surcharged"),
        ("BE", "090312345", "surcharged"),
        ("BE", "1307", "surcharged"),
        ("BE", "1733", "social"),
        ("BE", "1700", "special"),
        ("BE", "0470123", None),
        ("CH", "0213456789", "national"),
        ("CH", "0581234567", "national"),
        ("CH", "0791234567", "mobile"),
        ("CH", "0860791234567", "special"),
        ("CH", "0848123456", "special"),
        ("CH", "1414", "special"),
        ("CH", "142", "social"),
        ("CH", "0901123456", "surcharged"),
        ("CH", "1811", "surcharged"),
        ("LU", "26123456", "national"),
        ("LU", "4791", "national"),
        ("LU", "47964201", "national"),
        ("LU", "628123456", "mobile"),
        ("LU", "80012345", "special"),
        ("LU", "90512345", "surcharged"),
        ("LU", "9051234567", "surcharged"),
        ("LU", "11812", "surcharged"),
        ("LU", "116111", "social"),
        ("LU", "003312345678", "international"),
    ],
)
def test_numbers_by_hand(country: str, dialled: str, wanted: str | None) -> None:
    assert class_of(COUNTRIES[country], dialled) == wanted


@ALL
def test_what_looks_like_a_premium_number_stays_one_with_more_digits(country: Country) -> None:
    """An operator may take the first digits only: a longer one must not fall into an open class."""
    dialled = to_national(country, examples(country)[PhoneNumberType.PREMIUM_RATE])
    assert dialled is not None
    for more in ("0", "00", "1234"):
        assert class_of(country, dialled + more) in (None, "surcharged")


@ALL
def test_patterns_and_texts_are_well_formed(country: Country) -> None:
    assert set(country.title) == {"fr", "en"}
    assert len({c.id for c in country.classes}) == len(country.classes)
    assert [c.id for c in country.classes if c.protected] == ["social"]
    seen: set[str] = set()
    for group in country.classes:
        assert set(group.title) == {"fr", "en"}
        assert set(group.sources) <= set(DOCUMENTS)
        for pattern in group.patterns:
            assert re.fullmatch(r"[0-9][0-9XZN]*\.?", pattern), pattern
            assert pattern not in seen, "the class would depend on the order"
            seen.add(pattern)
    assert set(country.sources) <= set(DOCUMENTS)
    least = country.national_digits if country.national_least is None else country.national_least
    assert 1 < least <= country.national_digits


@ALL
def test_emergency_numbers_are_whole_and_nothing_takes_their_place(country: Country) -> None:
    numbers = [e.number for e in country.emergency]
    patterns = [p for c in country.classes for p in c.patterns]
    assert "112" in numbers
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert not [other for other in numbers if other != number and other.startswith(number)]
        assert not [p for p in patterns if begins(number, p)], f"{number} would wait for more digits"
        assert not (country.trunk_prefix and number.startswith(country.trunk_prefix))
        assert class_of(country, number) in (None, "social"), "a closed class would close it to careless code"
    assert all(set(e.title) == {"fr", "en"} for e in country.emergency)


def test_the_emergency_numbers_that_laws_name() -> None:
    known = {"BE": {"100", "101", "112"}, "CH": {"112", "117", "118", "144"}, "LU": {"112", "113"}}
    for country, numbers in known.items():
        assert numbers <= {e.number for e in COUNTRIES[country].emergency}
        # All those that libphonenumber has for the country, too.
        metadata = phonenumbers.PhoneMetadata.short_metadata_for_region(country).emergency
        three = [f"{n:03d}" for n in range(1000)]
        assert {n for n in three if re.fullmatch(metadata.national_number_pattern, n)} <= numbers


@ALL
@given(extensions=st.sets(st.from_regex(r"[1-8][0-9]{2,4}", fullmatch=True), max_size=20))
def test_no_extension_shadows_an_emergency_number(country: Country, extensions: set[str]) -> None:
    numbers = {e.number for e in country.emergency}
    lawful = {e for e in extensions if not any(n.startswith(e) for n in numbers)}
    rules = {rule.pattern: rule for rule in dial_rules(country, lawful, ["*98"])}
    for number in numbers:
        assert rules[number].kind is RuleKind.EMERGENCY


@ALL
def test_sample_numbers_are_nobodys(country: Country) -> None:
    blocks = (country.fiction, country.fiction_mobile)
    assert country.fiction.startswith(country.geographic)
    assert not country.fiction_mobile.startswith(country.geographic)
    for block in blocks:
        for last in ("0000", "0042", "9999"):
            number = phonenumbers.parse(block + last)
            assert phonenumbers.is_possible_number(number), "the source would refuse it"
            if country.id != "FR":  # ARCEP keeps its blocks for fiction; elsewhere no number is assigned there
                assert not phonenumbers.is_valid_number(number), block
            dialled = to_national(country, block + last)
            assert dialled is not None
            assert class_of(country, dialled) in ("national", "mobile")


@ALL
def test_landlines_tell_a_place_and_mobiles_do_not(country: Country) -> None:
    found = examples(country)
    assert found[PhoneNumberType.FIXED_LINE].startswith(country.geographic)
    for kind in (PhoneNumberType.MOBILE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.TOLL_FREE):
        assert not found[kind].startswith(country.geographic)
    for beginning in country.geographic:
        assert re.fullmatch(rf"\+{country.calling_code}[1-9][0-9]*", beginning)


@ALL
@given(data=st.data())
def test_spellings_lead_back_to_the_number(country: Country, data: st.DataObject) -> None:
    numbers = st.sampled_from(sorted(examples(country).values()))
    e164 = data.draw(numbers | st.from_regex(rf"\{country.fiction}[0-9]{{4}}", fullmatch=True))
    written = spellings(country, e164)
    national = to_national(country, e164)
    assert written[0] == e164[1:]
    assert national in written
    assert len(set(written)) == len(written) == 4
    assert {f"+{country.calling_code}{national.removeprefix(country.trunk_prefix)}"} == {e164}
    # A national number is never taken for one with the country code, which a provider may write without any prefix.
    assert not national.startswith(country.calling_code) or country.trunk_prefix
    others = {s for other in examples(country).values() if other != e164 for s in spellings(country, other)}
    assert not set(written) & others


@ALL
def test_patterns_of_whole_numbers_are_national_and_the_others_short(country: Country) -> None:
    for kind, e164 in examples(country).items():
        dialled = to_national(country, e164) or ""
        patterns = [p for c in country.classes for p in c.patterns if fits(dialled, p)]
        assert dialled == OLD or {rule_kind(country, p) for p in patterns} == {RuleKind.NATIONAL}, (kind, dialled)
    for number in ("112", "116XXX"):
        assert rule_kind(country, number) is RuleKind.SHORT
    assert rule_kind(country, "00.") is RuleKind.INTERNATIONAL
    short = {p for c in country.classes for p in c.patterns if rule_kind(country, p) is RuleKind.SHORT}
    if country.id == "FR":
        assert all(p[0] in "13" for p in short)
    else:
        assert all(p.startswith("1") for p in short)

"""The catalog: facts that agree with each other, each with its source, and files that say nothing unheard."""

from __future__ import annotations

import dataclasses
import re
from importlib.resources import files
from typing import Any

import pytest
import yaml

from benchmarks.organization import EMERGENCY, HELPLINES, MODELS, lawful_extension
from generators.catalog import load, load_catalog
from generators.catalog.types import Country, EmergencyNumber, NumberClass, PhoneModel, PhoneZone, Provider
from generators.estate.dialrules import begins, fits
from generators.references import DOCUMENTS

CATALOG = load_catalog()
FRANCE = CATALOG.countries["FR"]


def raw(folder: str) -> dict[str, Any]:
    """The files of one folder of the catalog as plain data."""
    entries = files("generators.catalog").joinpath(folder).iterdir()
    return {
        e.name: yaml.load(e.read_text("utf-8"), Loader=yaml.CBaseLoader) for e in entries if e.name.endswith(".yml")
    }


@pytest.mark.parametrize(
    ("folder", "kind"), [("phones", PhoneModel), ("providers", Provider), ("countries", Country)], ids=lambda x: str(x)
)
def test_a_file_is_named_by_its_id_and_holds_no_unheard_key(folder: str, kind: type[Any]) -> None:
    known = {f.name for f in dataclasses.fields(kind)}
    for name, data in raw(folder).items():
        assert name.lower() == f"{data['id'].lower()}.yml"
        assert set(data) <= known, f"{folder}/{name}: a misspelt key would be ignored in silence"


def test_the_parts_of_a_country_hold_no_unheard_key() -> None:
    for data in raw("countries").values():
        for part, kind in (("emergency", EmergencyNumber), ("classes", NumberClass)):
            known = {f.name for f in dataclasses.fields(kind)}
            assert all(set(entry) <= known for entry in data[part])
    known = {f.name for f in dataclasses.fields(PhoneZone)}
    assert all(set(entry) <= known for entry in raw("zones")["flat.yml"].values())


def test_every_fact_names_a_public_document() -> None:
    holders = [*CATALOG.models.values(), *CATALOG.providers.values(), *CATALOG.countries.values(), *FRANCE.classes]
    holders += [release for releases in CATALOG.routers.values() for release in releases.values()]
    for holder in holders:
        assert holder.sources, holder
        assert set(holder.sources) <= set(DOCUMENTS), holder


def test_the_random_organizations_use_models_that_exist() -> None:
    assert MODELS.items() <= {m.id: m.lines for m in CATALOG.models.values()}.items()


def test_the_number_plan_is_whole() -> None:
    national = len(FRANCE.trunk_prefix) + len("199000000")
    assert FRANCE.national_digits == national == 10
    for block in (FRANCE.fiction, FRANCE.fiction_mobile):
        assert len(block) + 4 == len("+33199000000"), "ten thousand numbers"
        assert block.startswith(f"+{FRANCE.calling_code}")
    assert FRANCE.fiction.startswith(FRANCE.geographic)
    assert not FRANCE.fiction_mobile.startswith(FRANCE.geographic)
    for group in FRANCE.classes:
        assert set(group.title) == {"fr", "en"}
        for pattern in group.patterns:
            assert re.fullmatch(r"[0-9][0-9XZN]*\.?", pattern), pattern
    assert len({c.id for c in FRANCE.classes}) == len(FRANCE.classes)


def test_every_national_number_belongs_to_a_class() -> None:
    patterns = [p for c in FRANCE.classes for p in c.patterns]
    for start in range(1, 10):
        number = f"0{start}99000000"
        assert any(fits(number, p) for p in patterns) or start == 8, number
    for start in ("080", "081", "082", "089"):
        assert any(fits(f"{start}0000000", p) for p in patterns)


def test_emergency_numbers_do_not_wait_for_each_other_or_for_the_plan() -> None:
    numbers = [e.number for e in FRANCE.emergency]
    patterns = [p for c in FRANCE.classes for p in c.patterns]
    assert {"15", "17", "18", "112", "114", "115", "119", "196"} <= set(numbers)
    for number in numbers:
        assert not [other for other in numbers if other != number and other.startswith(number)]
        assert not [p for p in patterns if begins(number, p)], f"{number} would wait for more digits"
    assert all(set(e.title) == {"fr", "en"} for e in FRANCE.emergency)


def test_the_random_organizations_know_the_same_plan() -> None:
    assert set(EMERGENCY) == {e.number for e in FRANCE.emergency}
    protected = [p for c in FRANCE.classes if c.protected for p in c.patterns]
    assert {p for p in protected if p.isdigit()} == set(HELPLINES)
    assert {p for p in protected if not p.isdigit()} == {"31XX", "116XXX"}
    assert not lawful_extension("3110")
    assert not lawful_extension("116123")
    assert lawful_extension("1001")


def test_nothing_expensive_is_open_by_default() -> None:
    open_classes = {c.id for c in FRANCE.classes if c.default}
    assert open_classes == {"social", "national", "mobile", "special"}


def test_unconfirmed_releases_have_no_version_and_confirmed_ones_have() -> None:
    for release in CATALOG.routers["pfsense"].values():
        assert (release.config_version is not None) == release.confirmed
        assert release.product == "pfsense"
    assert CATALOG.routers["pfsense"]["2.7.2"].confirmed


def test_a_wrong_file_of_ours_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = load._read

    def broken(folder: str) -> dict[str, Any]:
        data = real(folder)
        if folder == "phones":
            data["cisco-7960.yml"]["lines"] = "six"
        return data

    monkeypatch.setattr(load, "_read", broken)
    with pytest.raises(ValueError, match=r"catalog/phones/cisco-7960\.yml.*"):
        load_catalog.__wrapped__()


def test_the_catalog_is_read_once() -> None:
    assert load_catalog() is CATALOG

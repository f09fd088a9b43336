"""The phone models against a table of their own: what the public documents say, model by model."""

from __future__ import annotations

import re
from dataclasses import fields
from fnmatch import fnmatchcase
from typing import NamedTuple

import pytest

from generators.catalog import load_catalog
from generators.catalog.types import PhoneModel

MODELS = load_catalog().models


class Known(NamedTuple):
    """Lines; how loads begin; number in XMLDefault (SIPCC, SCCP); what it asks for after a reset; texts, pictures."""

    lines: int
    prefix: str
    number: int
    reset: str
    jar: str | None = None
    desktops: str | None = None


KNOWN = {
    "cisco-7906": Known(1, "SIP11", 369, "term06.default.loads", "tc-sip.jar"),
    "cisco-7911": Known(1, "SIP11", 307, "term11.default.loads", "tc-sip.jar"),
    "cisco-7931": Known(24, "SIP31", 348, "term31.default.loads"),
    "cisco-7940": Known(2, "P0S3", 8, "P003-8-12-00"),
    "cisco-7941": Known(2, "SIP41", 115, "term41.default.loads", "mk-sip.jar", "320x196x4"),
    "cisco-7941g-ge": Known(2, "SIP41", 309, "term41.default.loads", "mk-sip.jar", "320x196x4"),
    "cisco-7942": Known(2, "SIP42", 434, "term42.default.loads", "mk-sip.jar", "320x196x4"),
    "cisco-7945": Known(2, "SIP45", 435, "term45.default.loads", "be-sip.jar", "320x212x16"),
    "cisco-7960": Known(6, "P0S3", 7, "P003-8-12-00"),
    "cisco-7961": Known(6, "SIP41", 30018, "term61.default.loads", "mk-sip.jar", "320x196x4"),
    "cisco-7961g-ge": Known(6, "SIP41", 308, "term61.default.loads", "mk-sip.jar", "320x196x4"),
    "cisco-7962": Known(6, "SIP42", 404, "term62.default.loads", "mk-sip.jar", "320x196x4"),
    "cisco-7965": Known(6, "SIP45", 436, "term65.default.loads", "be-sip.jar", "320x212x16"),
    "cisco-7970": Known(8, "SIP70", 30006, "term70.default.loads", "td-sip.jar", "320x212x12"),
    "cisco-7971": Known(8, "SIP70", 119, "term71.default.loads", "td-sip.jar", "320x212x12"),
    "cisco-7975": Known(8, "SIP75", 437, "term75.default.loads", "td-sip.jar", "320x216x16"),
}

# Files that a public listing shows in the package of a load, by the load.
PACKAGES = {
    "P0S3-8-12-00": ["P0S3-8-12-00.loads", "P0S3-8-12-00.sb2", "P003-8-12-00.bin", "P003-8-12-00.sbn"],
    "SIP11.8-5-3S": [
        *("SIP11.8-5-3S.loads", "apps11.8-5-3TH1-6.sbn", "cnu11.8-5-3TH1-6.sbn", "cvm11sip.8-5-3TH1-6.sbn"),
        *("dsp11.8-5-3TH1-6.sbn", "jar11sip.8-5-3TH1-6.sbn", "term06.default.loads", "term11.default.loads"),
    ],
    "SIP42.9-4-2SR3-1S": [
        *("SIP42.9-4-2SR3-1S.loads", "apps42.9-4-2ES26.sbn", "cnu42.9-4-2ES26.sbn", "cvm42sip.9-4-2ES26.sbn"),
        *("dsp42.9-4-2ES26.sbn", "jar42sip.9-4-2ES26.sbn", "term42.default.loads", "term62.default.loads"),
    ],
    "SIP45.9-3-1SR4-1S": [
        *("SIP45.9-3-1SR4-1S.loads", "apps45.9-3-1ES26.sbn", "cnu45.9-3-1ES26.sbn", "cvm45sip.9-3-1ES26.sbn"),
        *("dsp45.9-3-1ES26.sbn", "jar45sip.9-3-1ES26.sbn", "term45.default.loads", "term65.default.loads"),
    ],
    "SIP70.9-2-1S": [
        *("SIP70.9-2-1S.loads", "apps70.9-2-1TH1-13.sbn", "cnu70.9-2-1TH1-13.sbn", "cvm70sip.9-2-1TH1-13.sbn"),
        *("dsp70.9-2-1TH1-13.sbn", "jar70sip.9-2-1TH1-13.sbn", "term70.default.loads", "term71.default.loads"),
    ],
}

every_model = pytest.mark.parametrize("model", MODELS.values(), ids=lambda m: m.id)


def test_every_model_says_what_the_documents_say() -> None:
    said = {
        m.id: Known(m.lines, m.load_prefix, m.load_id, m.default_load, m.locale_jar, m.desktops)
        for m in MODELS.values()
    }
    assert said == KNOWN


def test_no_two_models_share_a_load_number_or_a_title() -> None:
    for values in ([m.load_id for m in MODELS.values()], [m.title for m in MODELS.values()]):
        assert len(set(values)) == len(values)


@every_model
def test_a_model_is_what_its_family_needs(model: PhoneModel) -> None:
    digits = re.search(r"79[0-9]{2}", model.id)
    assert digits is not None
    assert model.family == ("flat" if digits[0] in ("7940", "7960") else "xml")
    assert digits[0] in model.title
    assert model.title.endswith("-GE") == (model.id.endswith("-ge") or digits[0] == "7971")
    for vendor_class in model.option60:
        assert re.fullmatch(rf"Cisco Systems, Inc\. IP Phone CP-{digits[0]}G?(-GE)?", vendor_class)
    assert 8 <= model.screen.line_label <= 30
    assert 8 <= model.screen.label <= 12
    assert 12 <= model.password_most <= 31, "SIPCC holds 31 characters"
    assert 4096 <= model.file_most <= 550_000
    if model.family == "flat":
        assert model.file_most < 8192, "the whole file is read into 8 KB (SIPCC)"


@every_model
def test_a_load_is_a_known_one_of_its_firmware(model: PhoneModel) -> None:
    assert model.load in model.loads
    assert len(set(model.loads)) == len(model.loads)
    form = r"P0S3-[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}" if model.family == "flat" else r"SIP[0-9]{2}\.[0-9A-Z-]+S"
    for load in model.loads:
        assert re.fullmatch(form, load), load
        assert load.startswith(model.load_prefix + ("-" if model.family == "flat" else "."))


@every_model
def test_siblings_on_one_firmware_agree_about_it(model: PhoneModel) -> None:
    for other in MODELS.values():
        if other.load_prefix == model.load_prefix:
            assert (other.load, other.loads) == (model.load, model.loads)
            assert other.firmware_files == model.firmware_files
            assert not model.firmware_files or model.family == "flat" or other.default_load in model.firmware_files


@pytest.mark.parametrize("load", PACKAGES)
def test_the_names_of_firmware_files_are_those_of_public_packages(load: str) -> None:
    (names,) = {m.firmware_files for m in MODELS.values() if load in m.loads}
    for file in PACKAGES[load]:
        assert sum(fnmatchcase(file, name) for name in names) == 1, file
    for name in names:
        assert any(fnmatchcase(file, name) for file in PACKAGES[load]), name


@every_model
def test_what_is_unsure_is_a_stated_fact_and_nothing_is_claimed_as_seen(model: PhoneModel) -> None:
    plain = {"id", "title", "vendor", "family", "sources", "uncertain", "seen_on_hardware"}
    assert len(set(model.uncertain)) == len(model.uncertain)
    for name in model.uncertain:
        assert name in {f.name for f in fields(model)} - plain
        assert getattr(model, name) not in (None, ()), f"{name} is not stated at all"
    assert model.seen_on_hardware == (), "a report from a real phone changes this test with the file"


@every_model
def test_power_is_within_its_class(model: PhoneModel) -> None:
    if model.poe is not None:
        most = {None: 7.7, 1: 3.84, 2: 7.0, 3: 15.4}[model.poe.ieee_class]
        assert 0 < model.poe.watts <= most
        assert "POE-CCIE" in model.sources

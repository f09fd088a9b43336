"""One phone of every model of the catalog, every button taken: its files pass the independent readers."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from generators.catalog import load_catalog
from generators.estate.estate import Estate
from generators.estate.handsets import Feature, KeyKind, NatMode, Settings
from generators.estate.phone_files import config_file, stub_file
from generators.estate.telephony import Phone
from generators.estate.values import Audience
from generators.flow import load_estate
from tests.parsers import cisco_flat, cisco_xml
from tests.parsers.phone_facts import estate_facts, flat_facts, xml_facts
from tests.unit.targets.phones.small import Files, files_of, secret

MODELS = load_catalog().models
FOLDER = Path(__file__).parents[3] / "estates" / "one_of_each_model"
XML_ONLY = {"web", "ssh", "menu", "pc_port", "missed_calls", "transfer_on_hook"}
FLAT = ("p7940", "p7960", "set7940", "set7960")
XML = ("p7906", "p7911", "p7931", "p7941", "p7941ge", "p7942", "p7945", "p7961", "p7961ge", "p7962", "p7965")
XML += ("p7970", "p7971", "p7975")


SECRETS = ("name", "authName", "authPassword", "contact")


def document(content: bytes, phone: Phone) -> cisco_xml.File:
    """Read by the grammar of the family; its lines stand on the model's buttons and no more."""
    got = cisco_xml.parse(content, "device")
    lines = [e for e in got.root.findall("sipProfile/sipLines/line") if e.findtext("featureID") == "9"]
    assert all(int(e.attrib["button"]) <= phone.model.lines for e in lines)
    return got


@pytest.fixture(scope="module")
def bench() -> Estate:
    estate = load_estate(FOLDER, Audience.INTERNAL, secret)
    assert {phone.id for phone in estate.phones} == {*FLAT, *XML}
    return estate


@pytest.fixture(scope="module")
def made(bench: Estate) -> Files:
    return files_of(bench)


def test_the_bench_has_every_model_module_key_and_setting(bench: Estate) -> None:
    """What no golden file shows is not held by one."""
    phones = bench.phones
    assert {p.model.id for p in phones} == set(MODELS)
    assert {m.id for p in phones for m in p.modules} == set(load_catalog().modules)
    for family in ("flat", "xml"):
        here = [p for p in phones if p.model.family == family]
        assert [p.id for p in here if len(bench.endpoints_of_phone[p.id]) == p.model.lines], family
        kinds = {key.kind for p in here for key in p.keys}
        assert kinds == ({KeyKind.SPEED_DIAL} if family == "flat" else set(KeyKind))
        assert any(p.extra for p in here)
        for field in fields(Settings):
            said = {repr(getattr(p.settings, field.name)) for p in here}
            same = {"timezone", "backup", "voicemail", "language"} | (XML_ONLY if family == "flat" else {"telnet"})
            assert len(said) > 1 or field.name in same, (family, field.name)
    assert all(p.settings.backup for p in phones)
    modes = {p.settings.nat.mode for p in phones}
    assert modes == set(NatMode)
    features = ("call_waiting", "do_not_disturb", "anonymous_block", "hide_number", "hold_reminder")
    assert {getattr(p.settings, name) for p in phones for name in features} == set(Feature)


@pytest.mark.parametrize("phone_id", XML)
def test_a_document_is_accepted_whatever_the_model(phone_id: str, bench: Estate, made: Files) -> None:
    phone = bench.phone[phone_id]
    content = made[config_file(phone)].content
    got = document(content, phone)
    assert xml_facts(got) == estate_facts(bench, phone)
    assert len(content) < phone.model.file_most
    assert got.text("loadInformation") == phone.load == phone.model.load
    assert 0 < len(got.text("sipProfile/phoneLabel")) <= phone.model.screen.label
    keys = got.root.findall("sipProfile/sipLines/line")
    assert [int(key.attrib["button"]) for key in keys] == list(range(1, len(keys) + 1))
    lines = [key for key in keys if key.findtext("featureID") == "9"]
    assert [key.attrib["lineIndex"] for key in lines] == [str(n) for n in range(1, len(lines) + 1)]
    for key in keys:
        assert 0 < len(key.findtext("featureLabel") or "") <= phone.model.screen.line_label
    for line in lines:
        assert 12 <= len(line.findtext("authPassword") or "") <= phone.model.password_most


@pytest.mark.parametrize("phone_id", FLAT)
def test_text_files_are_accepted_whatever_the_model(phone_id: str, bench: Estate, made: Files) -> None:
    phone = bench.phone[phone_id]
    for name in ("SIPDefault.cnf", config_file(phone)):
        assert len(made[name].content) < phone.model.file_most
    got = cisco_flat.booted(made["SIPDefault.cnf"].content, made[config_file(phone)].content, phone.model.lines)
    assert flat_facts(got) == estate_facts(bench, phone)
    assert 0 < len(got["phone_label"]) <= phone.model.screen.label
    stub = cisco_xml.parse(made[stub_file(phone)].content, "stub")
    assert stub.text("loadInformation") == phone.load


def test_the_documents_of_all_models_have_one_shape(bench: Estate, made: Files) -> None:
    """The same elements in the same order, keys, modules and what was set by hand aside; the default settings give
    the same values too, but for load, labels and secrets."""
    own = {"loadInformation", "versionStamp", "MissedCallLoggingOption", "phoneLabel", "phonePassword", *SECRETS}
    shapes, plain = set(), set()
    for phone in bench.phones:
        if phone.model.family == "xml":
            root = document(made[config_file(phone)].content, phone).root
            (lines,) = root.findall("sipProfile/sipLines")
            del lines[1:]
            for path in ("addOnModules", "vendorConfig"):
                for found in root.findall(path):
                    root.remove(found)
            shapes.add(tuple(e.tag for e in root.iter()))
            if phone.settings == bench.phone["p7941"].settings and not phone.extra:
                plain.add(tuple((e.tag, "" if e.tag in own else (e.text or "").strip()) for e in root.iter()))
    assert len(shapes) == len(plain) == 1


def test_unknown_phones_get_a_load_for_each_model_in_use_by_number(bench: Estate, made: Files) -> None:
    got = cisco_xml.parse(made["XMLDefault.cnf.xml"].content, "default")
    loads = [(str(e.tag), e.text) for e in got.root if str(e.tag).startswith("loadInformation")]
    known = [*MODELS.values(), *load_catalog().modules.values()]
    assert loads == [(f"loadInformation{m.load_id}", m.load) for m in sorted(known, key=lambda m: m.load_id)]
    named = {e.attrib["model"] for e in got.root if str(e.tag).startswith("loadInformation")}
    assert len(named) == len(known)
    assert {"IP Phone 7941", "IP Phone 7941G-GE", "IP Phone 7971", "IP Phone 7915"} <= named

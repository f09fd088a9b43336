"""One phone of every model of the catalog, every button taken: its files pass the independent readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generators.catalog import load_catalog
from generators.estate.estate import Estate
from generators.estate.phone_files import config_file, stub_file
from generators.estate.values import Audience
from generators.flow import load_estate
from tests.parsers import cisco_flat, cisco_xml
from tests.parsers.cisco_xml_grammar import DEVICE
from tests.unit.targets.phones.small import Files, files_of, secret

MODELS = load_catalog().models
FOLDER = Path(__file__).parents[3] / "estates" / "one_of_each_model"


SECRETS = ("name", "authName", "authPassword", "contact")


def document(content: bytes, lines: int, patch: pytest.MonkeyPatch) -> cisco_xml.File:
    """Read by the grammar of the family, its buttons those of the model and no more."""
    device, changes = re.subn(r"@(button|lineIndex)=1-[0-9]+", rf"@\1=1-{lines}", DEVICE)
    assert changes == 2
    patch.setitem(cisco_xml.GRAMMARS, "device", cisco_xml.grammar(device))
    return cisco_xml.parse(content, "device")


@pytest.fixture(scope="module")
def bench() -> Estate:
    return load_estate(FOLDER, Audience.INTERNAL, secret)


@pytest.fixture(scope="module")
def made(bench: Estate) -> Files:
    return files_of(bench)


def test_the_bench_has_one_phone_of_every_model_with_every_line(bench: Estate) -> None:
    assert sorted(p.model.id for p in bench.phones) == sorted(MODELS)
    for phone in bench.phones:
        buttons = [e.button for e in bench.endpoints_of_phone[phone.id]]
        assert buttons == list(range(1, phone.model.lines + 1))


@pytest.mark.parametrize("model", sorted(m.id for m in MODELS.values() if m.family == "xml"))
def test_a_document_is_accepted_whatever_the_model(
    model: str, bench: Estate, made: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    (phone,) = (p for p in bench.phones if p.model.id == model)
    content = made[config_file(phone)].content
    got = document(content, phone.model.lines, monkeypatch)
    assert len(content) < phone.model.file_most
    assert got.text("loadInformation") == phone.load == phone.model.load
    assert got.text("MissedCallLoggingOption") == "1" * phone.model.lines
    assert 0 < len(got.text("sipProfile/phoneLabel")) <= phone.model.screen.label
    lines = got.root.findall("sipProfile/sipLines/line")
    order = [str(n) for n in range(1, phone.model.lines + 1)]
    assert [line.attrib["button"] for line in lines] == [line.attrib["lineIndex"] for line in lines] == order
    for line in lines:
        assert 0 < len(line.findtext("featureLabel") or "") <= phone.model.screen.line_label
        assert 12 <= len(line.findtext("authPassword") or "") <= phone.model.password_most


@pytest.mark.parametrize("model", sorted(m.id for m in MODELS.values() if m.family == "flat"))
def test_text_files_are_accepted_whatever_the_model(model: str, bench: Estate, made: Files) -> None:
    (phone,) = (p for p in bench.phones if p.model.id == model)
    for name in ("SIPDefault.cnf", config_file(phone)):
        assert len(made[name].content) < phone.model.file_most
    got = cisco_flat.booted(made["SIPDefault.cnf"].content, made[config_file(phone)].content, phone.model.lines)
    assert got["image_version"] == phone.load
    assert 0 < len(got["phone_label"]) <= phone.model.screen.label
    for n in range(1, phone.model.lines + 1):
        assert 0 < len(got[f"line{n}_shortname"]) <= phone.model.screen.line_label
    stub = cisco_xml.parse(made[stub_file(phone)].content, "stub")
    assert stub.text("loadInformation") == phone.load


def test_the_documents_differ_in_load_label_lines_and_secrets_only(
    bench: Estate, made: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written for a colour screen or for more keys: no document asks for it."""
    own = {"loadInformation", "versionStamp", "MissedCallLoggingOption", "phoneLabel", "phonePassword", *SECRETS}
    shapes = set()
    for phone in bench.phones:
        if phone.model.family == "xml":
            root = document(made[config_file(phone)].content, phone.model.lines, monkeypatch).root
            (lines,) = root.findall("sipProfile/sipLines")
            del lines[1:]
            shapes.add(tuple((e.tag, "" if e.tag in own else (e.text or "").strip()) for e in root.iter()))
    assert len(shapes) == 1


def test_unknown_phones_get_a_load_for_each_model_in_use_by_number(bench: Estate, made: Files) -> None:
    got = cisco_xml.parse(made["XMLDefault.cnf.xml"].content, "default")
    loads = [(str(e.tag), e.text) for e in got.root if str(e.tag).startswith("loadInformation")]
    assert loads == [(f"loadInformation{m.load_id}", m.load) for m in sorted(MODELS.values(), key=lambda m: m.load_id)]

"""The tree as a whole: which files there are, whose they are, and what both families share."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from generators.estate.estate import Estate
from generators.estate.phone_files import boot_files, config_file, own_files, stub_file
from generators.references import Ref
from generators.targets.phones import KEYS
from generators.targets.phones.keys import FLAT, SERVICES, SHARED, XML
from generators.targets.phones.loads import device_name
from generators.targets.phones.rings import RINGS, mu_law, sample
from tests.parsers import cisco_xml
from tests.unit.targets.phones.small import Files, files_of, only, relabelled

BOTH = {"dialplan.xml", "XMLDefault.cnf.xml", "tonalite-440.raw", "tonalite-duo.raw"}
FLAT_SHARED = {"SIPDefault.cnf", "syncinfo.xml", "RINGLIST.DAT", "OS79XX.TXT"}
XML_SHARED = {"Ringlist.xml", "ringlist.xml", "distinctiveringlist.xml", "softkeys.xml"}
FLAT_OWN = {f"{kind}0007EBAA000{n}.cnf{end}" for kind, end in (("SIP", ""), ("SEP", ".xml")) for n in (1, 2, 3)}
XML_OWN = {f"SEP001BD4AA000{n}.cnf.xml" for n in (4, 5)}


def test_the_tree_holds_these_files_and_no_other(estate: Estate, files: Files) -> None:
    assert set(files) == BOTH | FLAT_SHARED | XML_SHARED | FLAT_OWN | XML_OWN
    assert set(files_of(only(estate, "flat"))) == BOTH | FLAT_SHARED | FLAT_OWN
    assert set(files_of(only(estate, "xml"))) == BOTH | XML_SHARED | XML_OWN
    assert files_of(replace(estate, phones=(), endpoints=())) == {}


def test_names_are_one_function_of_the_phone(estate: Estate, files: Files) -> None:
    flat, xml = estate.phone["grand"], estate.phone["neuf"]
    assert (config_file(flat), stub_file(flat)) == ("SIP0007EBAA0001.cnf", "SEP0007EBAA0001.cnf.xml")
    assert config_file(xml) == stub_file(xml) == "SEP001BD4AA0004.cnf.xml"
    assert boot_files(flat) == (
        "SEP0007EBAA0001.cnf.xml",
        "SIPDefault.cnf",
        "SIP0007EBAA0001.cnf",
        "RINGLIST.DAT",
        "dialplan.xml",
    )
    assert boot_files(xml) == ("SEP001BD4AA0004.cnf.xml", "dialplan.xml", "softkeys.xml")
    for phone in estate.phones:
        assert set(boot_files(phone)) <= set(files)
        assert set(own_files(phone)) <= set(boot_files(phone))


def test_a_file_says_whose_it_is_and_where_it_comes_from(estate: Estate, files: Files) -> None:
    own = {name: phone for phone in estate.phones for name in own_files(phone)}
    for name, artifact in files.items():
        phone = own.get(name)
        assert artifact.audience == estate.audience
        if phone is None:
            assert (artifact.site, artifact.phone) == (None, None)
            assert artifact.origins[0] == estate.organization.origin
        else:
            assert (artifact.site, artifact.phone) == (phone.site, phone.id)
            endpoints = estate.endpoints_of_phone[phone.id]
            wanted = {phone.origin, *(e.origin for e in endpoints), *(e.line.origin for e in endpoints)}
            wanted |= {key.origin for key in phone.keys} | {extra.origin for extra in phone.extra}
            assert artifact.origins[0] == phone.origin
            assert set(artifact.origins) == wanted


def test_a_phone_without_a_file_gets_the_load_its_siblings_run(build: Callable[..., Estate], files: Files) -> None:
    got = cisco_xml.parse(files["XMLDefault.cnf.xml"].content, "default")
    loads = {e.tag: (e.attrib["model"], e.text) for e in got.root if str(e.tag).startswith("loadInformation")}
    assert loads == {
        "loadInformation7": ("IP Phone 7960", "P0S3-8-12-00"),
        "loadInformation8": ("IP Phone 7940", "P0S3-8-12-00"),
        "loadInformation115": ("IP Phone 7941", "SIP41.9-4-2SR3-1S"),
        "loadInformation30018": ("IP Phone 7961", "SIP41.9-4-2SR3-1S"),
    }
    assert got.text("callManagerGroup/members/member/callManager/processNodeName") == "10.1.20.10"
    one = build(("cisco-7961, site: relais}", "cisco-7961, site: relais, load: SIP41.9-2-1S}"))
    assert b">SIP41.9-2-1S</loadInformation30018>" in files_of(one)["XMLDefault.cnf.xml"].content
    two = build(("cisco-7960, site: remise}", "cisco-7960, site: remise, load: P0S3-8-11-00}"))
    assert b">P0S3-8-12-00</loadInformation7>" in files_of(two)["XMLDefault.cnf.xml"].content


def test_catalogue_faults_are_our_bug(estate: Estate) -> None:
    model = estate.phone["grand"].model
    with pytest.raises(ValueError, match="no model number"):
        device_name(replace(model, title="Cisco"))
    with pytest.raises(ValueError, match="share one load number"):
        files_of(relabelled(estate, "grand", model=replace(model, id="other")))
    other = replace(model, id="other", load_id=6, default_load="P003-8-11-00")
    with pytest.raises(ValueError, match="the models want"):
        files_of(relabelled(estate, "grand", model=other))


def test_all_that_is_written_in_shared_files_is_recorded(files: Files) -> None:
    emitted = {
        path.replace("#", "<number>") for path in cisco_xml.parse(files["XMLDefault.cnf.xml"].content, "default").paths
    }
    plan = {"DIALTEMPLATE", "DIALTEMPLATE/TEMPLATE", "DIALTEMPLATE/TEMPLATE@MATCH", "DIALTEMPLATE/TEMPLATE@Timeout"}
    assert emitted | plan | {"*.raw"} == set(SHARED)


def test_the_table_of_sources_is_whole() -> None:
    """Two families may share a name (device/loadInformation); none is lost, each has a place in a document."""
    assert set(KEYS) == set(FLAT) | set(XML) | set(SHARED) | set(SERVICES)
    assert all(isinstance(ref, Ref) and ref.section for ref in KEYS.values())


@pytest.mark.parametrize("ring", RINGS, ids=lambda ring: ring.file)
def test_ring_samples_fit_the_phones(ring: object, files: Files) -> None:
    entry = next(r for r in RINGS if r is ring)
    data = files[entry.file].content
    assert data == sample(entry)
    assert 240 <= len(data) <= 16080
    assert len(data) % 240 == 0
    assert len(entry.title) <= 25
    assert len(entry.file) <= 25
    assert entry.file.endswith(".raw")
    assert data[0] in (0xFF, 0x7F)
    assert abs(linear(data[-1])) < 8000
    tone = [linear(byte) for byte in data]
    assert 10000 < max(tone) < 20000
    assert -20000 < min(tone) < -10000
    crossings = sum(a < 0 <= b for a, b in itertools.pairwise(tone))
    wanted = sum(hertz * seconds for hertz, seconds in entry.tones)
    assert math.isclose(crossings, wanted, abs_tol=2)


def linear(byte: int) -> int:
    """G.711 mu-law decoded by its definition."""
    value = ~byte & 0xFF
    level = (((value & 0x0F) << 3) + 132 << (value >> 4 & 7)) - 132
    return -level if value & 0x80 else level


def test_mu_law_is_g711() -> None:
    known = {0: 0xFF, -1: 0x7F, 32767: 0x80, -32768: 0x00, 8031: 0xA0, 1000: 0xCE, -1000: 0x4E}
    assert {value: mu_law(value) for value in known} == known
    assert all(abs(linear(mu_law(v)) - v) <= max(4, abs(v) // 16) for v in range(-32600, 32600, 37))

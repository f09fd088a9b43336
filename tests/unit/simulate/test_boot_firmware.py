"""Phones on another load, and the firmware that the owner put beside the files."""

from __future__ import annotations

import io
import zipfile

import pytest

from generators.simulate.boot import State, Story, Upgrade, boot
from generators.simulate.boot.loads import asks_os79xx, files_of, is_load, protocol
from tests.unit.simulate.trees import Files, MemorySource, example

LOADS = b"\x01\x00\x02SIP41.9-4-2SR3-1S.loads\x00\xff\napps41.9-4-2SR3-1.sbn\ncvm41sip.9-4-2SR3-1.sbn\njar41sip.x.sbn\n"
DIRECT = Upgrade((), True, "both are signed")
UNKNOWN = Upgrade((), False, "nobody wrote it down")


def story_of(
    phone_id: str, more: Files, state: State = State.CURRENT, running: str = "", way: Upgrade | None = None
) -> Story:
    """A boot of a phone of `one_of_each_model` with `more` files in its tree."""
    estate, files = example("one_of_each_model")
    return boot(estate, estate.phone[phone_id], MemorySource(files | more), state, running, way)


def test_the_names_in_a_loads_file_are_read_whatever_stands_around_them() -> None:
    names = ("apps41.9-4-2SR3-1.sbn", "cvm41sip.9-4-2SR3-1.sbn", "jar41sip.x.sbn")
    assert files_of(LOADS, "SIP41.9-4-2SR3-1S.loads") == names
    assert files_of(b"\x00P0S3-8-12-00.sb2\x00P0S3-8-12-00.sb2", "P0S3-8-12-00.loads") == ("P0S3-8-12-00.sb2",)


def test_firmware_that_is_there_in_part_is_a_fault_and_no_part_of_a_current_phones_boot() -> None:
    story = story_of("p7961", {"SIP41.9-4-2SR3-1S.loads": LOADS, "jar41sip.x.sbn": b"j", "apps41.9-4-2SR3-1.sbn": b""})
    assert [str(f) for f in story.faults] == [
        "SIP41.9-4-2SR3-1S.loads: the firmware apps41.9-4-2SR3-1.sbn is empty",
        "SIP41.9-4-2SR3-1S.loads: the firmware cvm41sip.9-4-2SR3-1.sbn is not there",
    ]
    assert all(r.later for r in story.requests if r.name.endswith(".sbn"))


@pytest.mark.parametrize("spoiled", [b"", b"PK", b"PK\5\6" + b"\xff" * 40, bytes(range(256)) * 9])
def test_texts_that_are_no_archive_are_a_fault(spoiled: bytes) -> None:
    story = story_of("p7961", {"French_France/mk-sip.jar": spoiled})
    assert [f.what for f in story.faults] == ["is no archive of texts, or was cut"]


def test_texts_in_an_archive_are_fine() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("texts.xml", "x")
    assert story_of("p7961", {"French_France/mk-sip.jar": made.getvalue()}).faults == ()


def test_tones_that_are_no_xml_are_a_fault() -> None:
    story = story_of("p7961", {"France/g3-tones.xml": b"<tones>"})
    assert ["American tones" in f.what for f in story.faults] == [True]
    assert story_of("p7961", {"France/g3-tones.xml": b"<tones/>"}).faults == ()


def test_a_loads_file_of_something_else_is_a_fault() -> None:
    story = story_of("p7961", {"SIP41.9-4-2SR3-1S.loads": b"<html>"})
    assert "names no file" in story.faults[0].what


def test_without_firmware_in_the_tree_only_a_phone_that_needs_it_minds() -> None:
    assert story_of("p7961", {}).faults == ()
    assert "its files are not on the server" in story_of("p7961", {}).firmware
    story = story_of("p7961", {}, State.OTHER, "SCCP41.8-5-4S", DIRECT)
    assert [f.file for f in story.faults] == ["SIP41.9-4-2SR3-1S.loads"]
    assert "the phone stays on SCCP41.8-5-4S" in story.firmware


def test_a_phone_on_another_load_fetches_the_one_its_file_names() -> None:
    names = files_of(LOADS, "")
    more = {"SIP41.9-4-2SR3-1S.loads": LOADS} | dict.fromkeys((n for n in names if n.endswith(".sbn")), b"code")
    story = story_of("p7961", more, State.OTHER, "SCCP41.8-5-4S", DIRECT)
    assert story.faults == ()
    asked = [r.name for r in story.requests if not r.later]
    at = asked.index("SIP41.9-4-2SR3-1S.loads")
    assert asked[at + 1 : at + 4] == [n for n in names if n.endswith(".sbn")]
    assert "changes it from SCCP to SIP" in story.firmware
    assert "in one step: both are signed" in story.firmware
    assert (story.running, story.state) == ("SCCP41.8-5-4S", State.OTHER)


def test_a_way_with_a_load_in_between_is_a_fault_of_the_file_that_names_the_last() -> None:
    via = Upgrade(("SIP41.8-5-2S",), True, "signed otherwise")
    story = story_of("p7961", {}, State.OTHER, "SIP41.8-3-1S", via)
    own = f"SEP{example('one_of_each_model')[0].phone['p7961'].mac}.cnf.xml"
    assert any(
        f.file == own and f.line and "name SIP41.8-5-2S first (signed otherwise)" in f.what for f in story.faults
    )
    assert "by way of SIP41.8-5-2S" in story.firmware


def test_a_way_that_no_document_describes_is_said_to_be_so() -> None:
    story = story_of("p7961", {}, State.OTHER, "SIP41.9-3-1SR4-1S", UNKNOWN)
    assert "no document joins the two (nobody wrote it down)" in story.firmware


@pytest.mark.parametrize(("running", "first"), [("P0S3-07-5-00", "OS79XX.TXT"), ("P003-08-2-00", "CTLSEP")])
def test_an_old_7960_begins_with_os79xx(running: str, first: str) -> None:
    story = story_of("p7960", {}, State.OTHER, running, DIRECT)
    assert story.requests[0].name.startswith(first)
    fresh = story_of("p7960", {}, State.FACTORY)
    assert fresh.requests[0].name == "OS79XX.TXT"


def test_a_7960_from_sccp_is_warned_of_its_two_stages() -> None:
    more = {"P0S3-8-12-00.loads": b"P0S3-8-12-00.sb2", "P0S3-8-12-00.sb2": b"code"}
    story = story_of("p7960", more, State.OTHER, "P003-08-2-00", DIRECT)
    assert story.faults == ()
    assert "the TFTP address must come by DHCP" in story.firmware


@pytest.mark.parametrize(
    ("load", "speaks", "old"),
    [
        ("P0S3-8-12-00", "SIP", False),
        ("P0S3-07-5-00", "SIP", True),
        ("P00308010200", "SCCP", False),
        ("P00307020300", "SCCP", True),
        ("P0M3-05-0-00", "MGCP", True),
        ("SIP41.8-5-2S", "SIP", True),
        ("SCCP41.9-4-2SR3-1S", "SCCP", True),
    ],
)
def test_the_name_of_a_load_tells_its_protocol(load: str, speaks: str, old: bool) -> None:
    assert is_load(load)
    assert protocol(load) == speaks
    assert asks_os79xx(load) is old


@pytest.mark.parametrize("word", ["", "banana", "SIP41.9-4-2SR3-1S.loads/..", "term41.default.loads", "SIP 41"])
def test_what_is_no_load(word: str) -> None:
    assert not is_load(word)

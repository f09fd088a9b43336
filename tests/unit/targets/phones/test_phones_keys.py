"""Programmed keys, add-on modules and soft keys, as the files of both families hold them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generators.catalog import load_catalog
from generators.estate.estate import Estate
from generators.estate.handsets import Feature, Key, KeyKind
from generators.estate.phone_files import config_file
from generators.estate.values import Origin
from generators.references import Ref
from generators.targets.phones.xml.keys import KEYS
from tests.parsers import cisco_flat, cisco_xml
from tests.parsers.phone_facts import estate_facts, flat_facts, xml_facts
from tests.unit.targets.phones.small import changed, files_of, relabelled, resettled

AT = Origin("site_data/phones.yml", 7)
MODULES = load_catalog().modules
LINES = "sipProfile/sipLines/line"


def key(button: int, kind: KeyKind = KeyKind.SPEED_DIAL, **values: Any) -> Key:
    made = Key(button, kind, f"Key {button}", "2001", None, "", AT)
    if kind is KeyKind.SERVICE:
        made = replace(made, number="", url="http://10.9.9.9/a.xml?x=1&y=2")
    return replace(made, **values)


def flat(estate: Estate, *keys: Key, phone: str = "grand") -> dict[str, str]:
    other = relabelled(estate, phone, keys=keys)
    made, of = files_of(other), other.phone[phone]
    got = cisco_flat.booted(made["SIPDefault.cnf"].content, made[config_file(of)].content, of.model.lines)
    assert flat_facts(got) == estate_facts(other, of)
    return got


def xml(estate: Estate, phone: str = "neuf", **values: Any) -> cisco_xml.File:
    other = relabelled(estate, phone, **values)
    got = cisco_xml.parse(files_of(other)[config_file(other.phone[phone])].content, "device")
    assert xml_facts(got) == estate_facts(other, other.phone[phone])
    assert set(got.paths) <= set(KEYS)
    return got


def test_speed_dials_are_counted_from_the_first_button_without_a_line(estate: Estate) -> None:
    """`grand`, a 7960, has one line: button 2 is the first speed dial, button 6 the fifth."""
    got = flat(estate, key(2, number="0199000100", label="Mairie"), key(6, number="*97"))
    assert (got["speed_line1"], got["speed_label1"]) == ("0199000100", "Mairie")
    assert (got["speed_line5"], got["speed_label5"]) == ("*97", "Key 6")
    assert [got[f"speed_{part}{n}"] for n in (2, 3, 4) for part in ("line", "label")] == [""] * 6


def test_a_label_of_forbidden_characters_leaves_the_number(estate: Estate) -> None:
    got = flat(estate, key(2, label="##", number="0123456789123"))
    assert got["speed_label1"] == "0123456789"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (key(1), "has 5 left"),
        (key(7), "has 5 left"),
        (key(2, KeyKind.SERVICE), "cannot hold the service"),
        (key(2, KeyKind.BLF), "cannot hold the blf"),
        (key(2, number="12#"), "cannot hold"),
        (key(2, number="1,2"), "cannot hold"),
        (key(2, label="eleven char"), "11 characters"),
    ],
)
def test_a_key_that_a_7960_cannot_hold_is_our_bug(estate: Estate, wrong: Key, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        flat(estate, wrong)


def test_a_7940_with_two_lines_has_no_speed_dial_left(estate: Estate) -> None:
    with pytest.raises(ValueError, match="has 0 left"):
        flat(estate, key(3), phone="ancien")


def test_keys_of_every_kind_stand_beside_the_lines(estate: Estate) -> None:
    """`neuf`, a 7961, has lines at 1 and 2."""
    keys = (key(3), key(4, KeyKind.BLF, line="zoe"), key(5, KeyKind.SERVICE), key(6, number="*12"))
    got = xml(estate, keys=keys)
    elements = got.root.findall(LINES)
    assert [e.attrib["button"] for e in elements] == ["1", "2", "3", "4", "5", "6"]
    assert [e.findtext("featureID") for e in elements] == ["9", "9", "2", "21", "20", "2"]
    assert ["lineIndex" in e.attrib for e in elements] == [True, True, False, False, False, False]
    assert [e.findtext("featureOptionMask") for e in elements] == [None, None, None, "1", None, None]
    assert elements[4].findtext("serviceURI") == "http://10.9.9.9/a.xml?x=1&y=2"
    assert got.text("MissedCallLoggingOption") == "11"


def test_keys_may_stand_between_lines(estate: Estate) -> None:
    """A button belongs to a line or to a key, in any order but the first."""
    moved = changed(estate, "neuf", 2, button=4)
    got = xml(moved, keys=(key(2), key(3)))
    assert [e.attrib["button"] for e in got.root.findall(LINES)] == ["1", "2", "3", "4"]
    assert [e.attrib.get("lineIndex") for e in got.root.findall(LINES)] == ["1", None, None, "2"]


def test_modules_stand_in_their_order_and_their_keys_count_on(estate: Estate) -> None:
    modules = (MODULES["cisco-7914"], MODULES["cisco-7915"])
    got = xml(estate, modules=modules, keys=(key(7), key(20), key(21), key(44)))
    assert [e.attrib["idx"] for e in got.root.findall("addOnModules/addOnModule")] == ["1", "2"]
    assert got.all("addOnModules/addOnModule/deviceType") == ["7914", "7915"]
    assert got.all("addOnModules/addOnModule/deviceLine") == ["14", "24"]
    assert [e.attrib["button"] for e in got.root.findall(LINES)][2:] == ["7", "20", "21", "44"]
    assert xml(estate).root.find("addOnModules") is None


def test_a_module_has_its_load_where_phones_without_a_file_look(estate: Estate) -> None:
    other = relabelled(estate, "neuf", modules=(MODULES["cisco-7916"],))
    got = cisco_xml.parse(files_of(other)["XMLDefault.cnf.xml"].content, "default")
    assert got.text("loadInformation230") == MODULES["cisco-7916"].load


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"keys": (key(2),)}, "do not fit"),
        ({"keys": (key(7),)}, "do not fit"),
        ({"keys": (key(3), key(3))}, "do not fit"),
        ({"keys": (key(45),), "modules": (MODULES["cisco-7914"], MODULES["cisco-7915"])}, "do not fit"),
        ({"keys": (key(3, number=""),)}, "which a phone cannot"),
        ({"keys": (key(3, number="+33199000100"),)}, "which a phone cannot"),
        ({"keys": (key(3, KeyKind.SERVICE, url="https://a/b"),)}, "which a phone cannot"),
        ({"keys": (key(3, label="x" * 31),)}, "31 characters"),
    ],
)
def test_a_key_that_a_7961_cannot_hold_is_our_bug(estate: Estate, values: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        xml(estate, **values)


SERVED_BY_A_PATCHED_ASTERISK_ONLY = {
    *("Park", "PickUp", "GPickUp", "OPickUp", "MeetMe", "AbbrDial", "CallBack", "iDivert", "ConfList"),
    *("RmLstC", "QRT", "MCID", "HLog", "Record", "Select", "Join"),
}


@pytest.mark.parametrize(
    ("settings", "name", "absent"),
    [
        ({}, "softkeys.xml", set()),
        ({"do_not_disturb": Feature.ON}, "softkeys.xml", set()),
        ({"local_forward": False}, "softkeys-no-forward.xml", {"CFwdAll"}),
        ({"do_not_disturb": Feature.LOCKED_OFF}, "softkeys-no-dnd.xml", {"DND"}),
        ({"do_not_disturb": Feature.LOCKED_ON}, "softkeys-no-dnd.xml", {"DND"}),
        (
            {"do_not_disturb": Feature.LOCKED_ON, "local_forward": False},
            "softkeys-no-forward-no-dnd.xml",
            {"CFwdAll", "DND"},
        ),
    ],
)
def test_soft_keys_are_those_that_something_answers(
    estate: Estate, settings: dict[str, Any], name: str, absent: set[str]
) -> None:
    other = resettled(resettled(estate, "neuf", **settings), "petit", **settings)
    made = files_of(other)
    assert {file for file in made if file.startswith("softkeys")} == {name}
    document = cisco_xml.parse(made[config_file(other.phone["neuf"])].content, "device")
    assert document.text("sipProfile/softKeyFile") == name
    got = cisco_xml.parse(made[name].content, "softkeys")
    defined = {str(e.attrib["keyID"]) for e in got.root.findall("typeSoftKey/softKeyDef")}
    used = {str(e.attrib["keyID"]) for e in got.root.findall("softKeySets/softKeySet/softKey")}
    assert defined == used
    assert not used & (SERVED_BY_A_PATCHED_ASTERISK_ONLY | absent)
    everything = {"Undefined", "Redial", "NewCall", "Hold", "Transfer", "<<", "EndCall", "Resume", "Answer", "Confrn"}
    assert used == (everything | {"CFwdAll", "DND"}) - absent


def test_each_combination_of_soft_keys_has_its_stamp(estate: Estate) -> None:
    stamps = set()
    for forward in (True, False):
        for quiet in (Feature.ON, Feature.LOCKED_ON):
            other = resettled(estate, "neuf", local_forward=forward, do_not_disturb=quiet)
            made = files_of(other)
            name = cisco_xml.parse(made[config_file(other.phone["neuf"])].content, "device").text(
                "sipProfile/softKeyFile"
            )
            stamps.add(cisco_xml.parse(made[name].content, "softkeys").text("versionStamp"))
    assert len(stamps) == 4


def test_the_sources_of_keys_are_named() -> None:
    assert all(isinstance(ref, Ref) for name, ref in KEYS.items() if "line/" in name or name.startswith("softKey"))

"""What is set by hand wins, in its documented place; and the catalog's tables name what the files can hold."""

from __future__ import annotations

import pytest

from generators.catalog.types import Parameter
from generators.estate.estate import Estate
from generators.estate.handsets import Extra
from generators.estate.phone_files import config_file
from generators.estate.values import Origin
from generators.targets.phones.flat.keys import KEYS as FLAT_KEYS
from generators.targets.phones.flat.parameters import by_hand
from generators.targets.phones.xml.keys import KEYS as XML_KEYS
from generators.targets.phones.xml.skeleton import DECIDED, DEVICE_SLOTS, LINE_SLOTS, MEMBER_SLOTS
from tests.parsers import cisco_flat, cisco_xml
from tests.unit.targets.phones.small import Files, files_of, relabelled
from tests.unit.targets.phones.test_phones_flat import full_7960

AT = Origin("site_data/phones.yml", 9)
LINE = "sipProfile/sipLines/line/"
# A lawful text for each parameter that takes one; the others' values follow from their row.
TEXTS = {
    "proxy_emergency": "10.9.9.9",
    "phone_prompt": "Bench",
    "http_proxy_addr": "10.9.9.9",
    "dyn_dns_addr_1": "10.9.9.9",
    "dyn_dns_addr_2": "10.9.9.9",
    "dyn_tftp_addr": "10.9.9.9",
    "Domain_Name": "nyxd.example",
    "cfwd_url": "2001",
    **{f"line{n}_contact": "zoe" for n in range(1, 7)},
    "devicePool/dateTimeSetting/dateTemplate": "D.M.Y",
    "sipProfile/sipProxies/emergencyProxy": "10.9.9.9",
    "sipProfile/externalNumberMask": "0199000100",
    "vendorConfig/loadServer": "10.9.9.9",
    "vendorConfig/daysDisplayNotActive": "1,7",
    "vendorConfig/daysBacklightNotActive": "1,7",
    **{
        f"vendorConfig/{what}{when}": "08:30"
        for what in ("display", "backlight")
        for when in ("OnTime", "OnDuration", "IdleTimeout")
    },
    "userLocale/version": "2",
    "networkLocaleInfo/version": "2",
    **{f"{name}URL": "http://10.9.9.9/a" for name in ("authentication", "messages", "information", "idle")},
    "proxyServerURL": "http://10.9.9.9/a",
}


def extra(name: str, value: str) -> Extra:
    return Extra(name, value, "for the test", AT)


def with_extra(estate: Estate, phone: str, *pairs: tuple[str, str]) -> tuple[Estate, Files]:
    other = relabelled(estate, phone, extra=tuple(extra(*pair) for pair in pairs))
    return other, files_of(other)


def sample(parameter: Parameter) -> str:
    """A lawful value that is not the one we write."""
    if parameter.kind == "integer":
        return str(parameter.high)
    if parameter.kind == "choice":
        return parameter.choices[-1]
    return TEXTS.get(parameter.name, "x-cisco-test")


def free(estate: Estate, family: str) -> list[Parameter]:
    return [parameter for parameter in estate.parameters[family] if parameter.managed is None]


def test_a_value_set_by_hand_stands_in_the_phones_own_file(estate: Estate, files: Files) -> None:
    other, made = with_extra(estate, "grand", ("enable_vad", "1"), ("phone_prompt", "Bench 1"), ("dyn_tftp_addr", ""))
    name = config_file(other.phone["grand"])
    text = made[name].content.decode()
    assert text.endswith('enable_vad: 1\nphone_prompt: "Bench 1"\ndyn_tftp_addr: ""\n')
    assert "enable_vad: 0" in made["SIPDefault.cnf"].content.decode()
    assert text.startswith(files[name].content.decode())
    assert AT in made[name].origins


def test_a_value_set_by_hand_replaces_ours_in_its_place(estate: Estate) -> None:
    """No parameter is written twice, whichever it is."""
    _, made = with_extra(estate, "grand", ("auto_answer", "3"), ("call_waiting", "0"))
    text = made["SIP0007EBAA0001.cnf"].content.decode()
    assert text.count("call_waiting") == text.count("auto_answer") == 1
    assert text.index("call_waiting: 0") < text.index("proxy1_address") < text.index("auto_answer: 3")


@pytest.mark.parametrize("family", ["flat", "xml"])
def test_every_documented_parameter_that_is_free_can_be_set(estate: Estate, family: str) -> None:
    """All of them at once: the file passes the strict reader and holds each value."""
    phone = {"flat": "grand", "xml": "neuf"}[family]
    wanted = {parameter.name: sample(parameter) for parameter in free(estate, family)}
    assert len(wanted) > 30
    other, made = with_extra(estate, phone, *wanted.items())
    content = made[config_file(other.phone[phone])].content
    if family == "flat":
        got = cisco_flat.parse_cnf(content)
        assert {name: got[name] for name in wanted} == wanted
        assert set(got) <= set(FLAT_KEYS)
    else:
        document = cisco_xml.parse(content, "device")
        for name, value in wanted.items():
            found = document.all(name)
            assert found == [value] * (2 if name.startswith(LINE) else 1), name
        assert document.paths <= set(XML_KEYS)


def test_every_documented_element_that_is_free_can_be_set_alone(estate: Estate, files: Files) -> None:
    """One at a time, the rest of the document stays as it was, but for the stamp."""
    before = files[config_file(estate.phone["neuf"])].content.decode().splitlines()
    for parameter in free(estate, "xml"):
        other, made = with_extra(estate, "neuf", (parameter.name, sample(parameter)))
        content = made[config_file(other.phone["neuf"])].content
        if not parameter.name.endswith("busyTrigger"):  # above maxNumCalls, which a law refuses
            cisco_xml.parse(content, "device")
        after = content.decode().splitlines()
        tag = f"<{parameter.name.rpartition('/')[2]}>"
        rest = [line for line in after if tag not in line and "versionStamp" not in line]
        wrapped = [line for line in before if tag not in line and "versionStamp" not in line]
        assert rest == wrapped, parameter.name


def test_the_skeleton_and_the_catalogs_table_name_the_same_elements(estate: Estate) -> None:
    table = {parameter.name for parameter in estate.parameters["xml"]}
    member = "devicePool/callManagerGroup/members/member/"
    slots = {slot.path for slot in DEVICE_SLOTS if not slot.group}
    slots -= {"devicePool/callManagerGroup/members", "sipProfile/sipLines", "addOnModules"}
    slots -= {"phoneServices/phoneService"}  # the phone's own menus; nothing to set
    slots |= {LINE + slot.path for slot in LINE_SLOTS if not slot.group}
    slots |= {member + slot.path for slot in MEMBER_SLOTS if not slot.group}
    keys = {LINE + name for name in ("speedDialNumber", "featureOptionMask", "serviceURI")}
    modules = {f"addOnModules/addOnModule/{name}" for name in ("deviceType", "deviceLine", "loadInformation")}
    assert table == slots | keys | modules


def test_what_the_estate_decides_is_managed_and_nothing_else_is_forbidden(estate: Estate) -> None:
    rows = {parameter.name: parameter for parameter in estate.parameters["xml"]}
    for slot in DEVICE_SLOTS:
        if slot.holds == DECIDED and slot.path in rows:
            assert rows[slot.path].managed is not None, slot.path
    for slot in LINE_SLOTS:
        if slot.holds == DECIDED:
            assert rows[LINE + slot.path].managed is not None, slot.path


@pytest.mark.parametrize("name", ["sshPassword", "sipProfile/sipLines/line/name", "colour", "sipProfile"])
def test_an_element_that_is_not_set_by_hand_is_our_bug(estate: Estate, name: str) -> None:
    with pytest.raises(ValueError, match="is not set by hand"):
        with_extra(estate, "neuf", (name, "x"))


@pytest.mark.parametrize("value", ['a"b', "a;b", "a#b", "é", "a\nb"])
def test_a_value_that_a_cnf_file_cannot_hold_is_our_bug(value: str) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        by_hand("phone_prompt", value)


def test_an_exception_moves_the_stamp_of_its_phone_only(estate: Estate, files: Files) -> None:
    other, made = with_extra(estate, "neuf", ("vendorConfig/dfBit", "1"))
    own, far = config_file(other.phone["neuf"]), config_file(other.phone["petit"])
    assert made[own].content != files[own].content
    assert made[far].content == files[far].content


def test_text_of_an_element_is_escaped(estate: Estate) -> None:
    _, made = with_extra(estate, "neuf", ("idleURL", "http://10.9.9.9/a?b=1&c=<d>"))
    document = cisco_xml.parse(made["SEP001BD4AA0004.cnf.xml"].content, "device")
    assert document.text("idleURL") == "http://10.9.9.9/a?b=1&c=<d>"


def test_a_full_7960_with_every_exception_stays_below_the_buffer(estate: Estate) -> None:
    """Six lines with the longest values of all, and every free parameter set by hand."""
    far = full_7960(estate)
    extras = tuple(extra(parameter.name, sample(parameter)) for parameter in free(estate, "flat"))
    rich = relabelled(far, "grand", extra=extras)
    content = files_of(rich)[config_file(rich.phone["grand"])].content
    assert len(cisco_flat.parse_cnf(content)) > 120
    assert len(content) < 6000

"""The matrix: every parameter, element and file of a tree, spoiled in every way, is caught or named here.

A survivor is a mutation that a boot finds no fault with. Each stands in `SURVIVORS` with the reason why a phone
would not mind; a line there that nothing needs any more is a failure too, so the table stays true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

import pytest

from generators.simulate.boot import boot
from generators.simulate.boot.dialplan import read_plan
from generators.simulate.boot.judge import must_dial
from tests.unit.simulate.mutations import Mutation, of_cnf, of_file, of_rows, of_templates, of_xml
from tests.unit.simulate.trees import MemorySource, example


def _rows(data: bytes) -> Iterator[Mutation]:
    return of_rows(data, "\t")


Spoil = Callable[[bytes], Iterator[Mutation]]
FLAT: dict[str, Spoil] = {
    "SIPDefault.cnf": of_cnf,
    "SIP{mac}.cnf": of_cnf,
    "SEP{mac}.cnf.xml": of_xml,
    "XMLDefault.cnf.xml": of_xml,
    "OS79XX.TXT": _rows,
    "RINGLIST.DAT": _rows,
    "dialplan.xml": of_templates,
    "syncinfo.xml": of_xml,
}
XML: dict[str, Spoil] = {"SEP{mac}.cnf.xml": of_xml, "Ringlist.xml": of_xml}

DEFAULT = "optional: the phone's documented default is what is meant, or what its flash already holds"
LABEL = "free text: anything that fits is a label, -7,5 as well"
# Why a phone would not mind, and what survives for that reason: "operator file: name", with * and ?.
SURVIVORS: dict[str, tuple[str, ...]] = {
    DEFAULT: (
        *(f"removed SIPDefault.cnf: {name}" for name in (
            "proxy_backup_port", "proxy_emergency*", "enable_vad", "tos_media", "dtmf_inband", "dtmf_db_level",
            "timer_register_delta", "timer_invite_expires", "timer_t?", "sip_*retx", "time_format_24hr", "dst_offset",
            "cnf_join_enable", "semi_attended_transfer", "remote_party_id", "stutter_msg_waiting", "call_stats",
            "user_info", "local_cfwd_enable", "language")),
        "removed SIP{mac}.cnf: phone_label",
        *(f"removed SEP{{mac}}.cnf.xml: device/{name}" for name in (
            "fullConfig", "ssh*", "ipAddressMode", "MissedCallLoggingOption", "idleTimeout", "TLSResumptionTimer",
            "phonePersonalization", "dndCallAlert", "dndReminderTimer", "advertiseG722Codec", "capfAuthMode",
            "capfList", "certHash", "userLocale*", "networkLocale*", "phoneServices", "phoneServices@useHTTPS",
            "phoneServices/provisioning", "phoneServices/phoneService", "phoneServices/phoneService@*",
            "phoneServices/phoneService/ve*", "commonProfile/backgroundImageAccess",
            "commonProfile/callLogBlfEnabled", "vendorConfig*", "devicePool/callManagerGroup/*/ports*",
            "sipProfile/sipProxies/*Proxy", "sipProfile/sipProxies/*ProxyPort", "sipProfile/sipCallFeatures*",
            "sipProfile/sipStack*", "sipProfile/auto*", "sipProfile/transferOnhookEnabled", "sipProfile/enableVad",
            "sipProfile/dtmf*", "sipProfile/always*", "sipProfile/kpml", "sipProfile/phoneLabel",
            "sipProfile/stutterMsgWaiting", "sipProfile/callStats", "sipProfile/offhookToFirstDigitTimer",
            "sipProfile/silent*", "sipProfile/disableLocal*", "sipProfile/*MediaPort", "sipProfile/nat*",
            "sipProfile/externalNumberMask", "sipProfile/voipControlPort", "sipProfile/dscpForAudio",
            "sipProfile/ringSetting*", "sipProfile/softKeyFile")),
        *(f"removed SEP{{mac}}.cnf.xml: device/sipProfile/sipLines/line/{name}" for name in (
            "featureLabel", "port", "displayName", "autoAnswer*", "callWaiting", "sharedLine", "message*",
            "ringSetting*", "forwardCallInfoDisplay*", "maxNumCalls", "busyTrigger")),
    ),
    LABEL: (
        "wrong type SIP{mac}.cnf: phone_label", "wrong type SIP{mac}.cnf: line?_shortname",
        "wrong type SIP{mac}.cnf: line?_displayname", "wrong type RINGLIST.DAT: field 0",
        "wrong case RINGLIST.DAT: field 0", "wrong type Ringlist.xml: */DisplayName",
        *(f"wrong type SEP{{mac}}.cnf.xml: device/{name}" for name in (
            "sipProfile/phoneLabel", "sipProfile/sipLines/line/featureLabel", "sipProfile/sipLines/line/displayName",
            "phoneServices/phoneService/name", "phoneServices/phoneService/vendor")),
    ),
    "a password of another kind than the generated one is a password": ("wrong type SIP{mac}.cnf: phone_password",),
    "free text that the phone only compares with what it had": (
        "wrong type SEP{mac}.cnf.xml: device/versionStamp", "wrong type SEP{mac}.cnf.xml: device/*/version",
    ),
    "a mask of the number is free text": ("wrong type SEP{mac}.cnf.xml: device/sipProfile/externalNumberMask",),
    "no document gives a length": (
        "out of range RINGLIST.DAT: field 0", "out of range SEP{mac}.cnf.xml: device/commonProfile/phonePassword",
        "out of range SEP{mac}.cnf.xml: device/sshUserId", "out of range SEP{mac}.cnf.xml: device/userLocale/name",
        "out of range SEP{mac}.cnf.xml: device/networkLocale",
        "out of range SEP{mac}.cnf.xml: device/networkLocaleInfo/name",
    ),
    "the words of the attribute model are for people: the number in the element's name counts": (
        "removed *.cnf.xml: */loadInformation*@model", "wrong type *.cnf.xml: */loadInformation*@model",
    ),
    "written for phones of another model, or for ones that nobody has written down": (
        "removed XMLDefault.cnf.xml: Default/loadInformation*", "removed XMLDefault.cnf.xml: Default/*URL",
        "removed XMLDefault.cnf.xml: Default/callManagerGroup/members/member@priority",
        "removed XMLDefault.cnf.xml: Default/callManagerGroup/members/member/callManager/ports*",
        "duplicated XMLDefault.cnf.xml: Default/callManagerGroup/members/member",
    ),
    "one more or one less of what there may be any number of": (
        "duplicated SEP{mac}.cnf.xml: device/devicePool/dateTimeSetting/ntps/ntp",
        "duplicated SEP{mac}.cnf.xml: device/phoneServices/phoneService",
        "removed Ringlist.xml: CiscoIPPhoneRingList/Ring", "duplicated Ringlist.xml: CiscoIPPhoneRingList/Ring",
    ),
    "attributes of a template may be in any case (SIPCC)": (
        "wrong case dialplan.xml: MATCH", "wrong case dialplan.xml: Timeout",
    ),
    "another template dials the same numbers with the same pause": ("removed dialplan.xml: TEMPLATE *",),
    "an XML parser takes CR LF for LF (XML 1.0, 2.11)": ("CRLF *.xml: whole",),
    "without a ring list the two built-in rings remain; half of one is a shorter list": (
        "missing RINGLIST.DAT: whole", "truncated RINGLIST.DAT: whole",
    ),
}  # fmt: skip


def matrix(phone_id: str, table: dict[str, Spoil]) -> Iterator[tuple[str, bool]]:
    """Each mutation as "operator file: name", and whether a boot of the phone finds a fault."""
    estate, files = example("one_of_each_model")
    phone = estate.phone[phone_id]
    for pattern, spoil in table.items():
        name = pattern.format(mac=phone.mac)
        for operator, what, data in spoil(files[name]):
            assert data != files[name], (operator, name, what)
            story = boot(estate, phone, MemorySource(files | {name: data}))
            yield f"{operator} {pattern}: {what}", bool(story.faults)
        for operator, spoiled in of_file(name, files):
            story = boot(estate, phone, MemorySource(spoiled))
            yield f"{operator} {pattern}: whole", bool(story.faults)


@pytest.fixture(scope="module")
def outcome() -> Counter[tuple[str, bool]]:
    """How often each mutation was caught (True) and not (False)."""
    return Counter([*matrix("p7960", FLAT), *matrix("p7941", XML)])


def test_every_mutation_is_caught_or_has_its_reason(outcome: Counter[tuple[str, bool]]) -> None:
    survived = sorted({name for name, caught in outcome if not caught})
    patterns = [pattern for group in SURVIVORS.values() for pattern in group]
    assert not [s for s in survived if not any(_fits(s, p) for p in patterns)]
    assert not [p for p in patterns if not any(_fits(s, p) for s in survived)], "nothing survives for this any more"
    caught = sum(n for (_, was), n in outcome.items() if was)
    print(f"\nmutations: {outcome.total()} tried, {caught} caught, {outcome.total() - caught} survive")
    assert outcome.total() > 2000
    assert caught > 0.75 * outcome.total()


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern)


def test_only_a_removal_hides_behind_a_default() -> None:
    assert all(p.startswith("removed ") for p in SURVIVORS[DEFAULT])


def test_a_template_that_may_go_is_one_that_others_cover() -> None:
    """The phone dials each number of the estate the same without it."""
    estate, files = example("one_of_each_model")
    whole, _ = read_plan(files["dialplan.xml"], "dialplan.xml")
    phone = estate.phone["p7960"]
    for operator, what, data in of_templates(files["dialplan.xml"]):
        if operator != "removed" or not what.startswith("TEMPLATE "):
            continue
        less, _ = read_plan(data, "dialplan.xml")
        same = all(whole.press(n)[0] == less.press(n)[0] and less.press(n)[2] for n, _ in must_dial(estate))
        story = boot(estate, phone, MemorySource(files | {"dialplan.xml": data}))
        assert bool(story.faults) is not same, what

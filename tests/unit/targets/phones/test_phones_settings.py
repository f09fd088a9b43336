"""Every setting of the Estate, changed alone: the file says it, and nothing else in the file moves."""

from __future__ import annotations

from dataclasses import fields
from ipaddress import IPv4Address
from typing import Any

import pytest

from generators.estate.estate import Estate
from generators.estate.handsets import Feature, Nat, NatMode, Settings, SettingsAccess, Telnet
from generators.estate.phone_files import config_file
from generators.estate.telephony import Phone
from generators.estate.values import Alphabet, Secret, SecretRule
from generators.estate.zones import TimeZone
from generators.targets.phones.flat.keys import KEYS as FLAT_KEYS
from generators.targets.phones.flat.parameters import NOT_WRITTEN
from tests.parsers import cisco_flat, cisco_xml
from tests.parsers.phone_facts import estate_facts, flat_facts, xml_facts
from tests.unit.targets.phones.small import Files, files_of, resettled

SSH = Secret("ssh", SecretRule(16, 12, 30, Alphabet.ALNUM), "Abcdefgh23456789")
BACKUP = (IPv4Address("10.1.20.99"), 5070)
FIXED = Nat(NatMode.FIXED, IPv4Address("198.51.100.4"))
RECEIVED = Nat(NatMode.RECEIVED, None)
LINE = "sipProfile/sipLines/line/"
FEATURES = "sipProfile/sipCallFeatures/"

# Setting, value, parameters of a 7960 that must move, elements of a 7961 that must. None: the family has none.
CASES: list[tuple[str, Any, set[str] | None, set[str] | None]] = [
    ("language", "en", set(), {"userLocale/name", "userLocale/langCode"}),
    ("codecs", ("ulaw", "alaw"), {"preferred_codec"}, {"sipProfile/preferredCodec"}),
    ("codecs", ("g729",), {"preferred_codec"}, {"sipProfile/preferredCodec"}),
    ("codecs", ("alaw", "g722"), set(), {"vendorConfig/g722CodecSupport", "advertiseG722Codec"}),
    (
        "codecs",
        ("g722", "alaw"),
        set(),
        {"vendorConfig/g722CodecSupport", "advertiseG722Codec", "sipProfile/preferredCodec"},
    ),
    ("dscp", 26, {"tos_media"}, {"sipProfile/dscpForAudio"}),
    ("dscp", 0, {"tos_media"}, {"sipProfile/dscpForAudio"}),
    ("sip_port", 5071, {"voip_control_port"}, {"sipProfile/voipControlPort"}),
    ("media_first", 20000, {"start_media_port"}, {"sipProfile/startMediaPort"}),
    ("media_last", 20100, {"end_media_port"}, {"sipProfile/stopMediaPort"}),
    ("voicemail", "*1", {"messages_uri"}, {LINE + "messagesNumber"}),
    ("directory_url", "http://10.9.9.9/d.xml", {"directory_url"}, {"directoryURL"}),
    ("services_url", "", {"services_url"}, {"servicesURL"}),
    (
        "backup",
        BACKUP,
        {"proxy_backup", "proxy_backup_port"},
        {"sipProfile/sipProxies/backupProxy", "sipProfile/sipProxies/backupProxyPort"},
    ),
    ("nat", FIXED, {"nat_enable", "nat_address"}, {"sipProfile/natEnabled", "sipProfile/natAddress"}),
    (
        "nat",
        RECEIVED,
        {"nat_enable", "nat_received_processing"},
        {"sipProfile/natEnabled", "sipProfile/natReceivedProcessing"},
    ),
    ("web", True, None, {"vendorConfig/webAccess"}),
    ("ssh", SSH, None, {"vendorConfig/sshAccess", "sshUserId", "sshPassword"}),
    ("telnet", Telnet.PRIVILEGED, {"telnet_level"}, None),
    ("menu", SettingsAccess.CLOSED, None, {"vendorConfig/settingsAccess"}),
    ("pc_port", False, None, {"vendorConfig/pcPort"}),
    ("call_waiting", Feature.LOCKED_OFF, {"call_waiting"}, {LINE + "callWaiting"}),
    ("do_not_disturb", Feature.ON, {"dnd_control"}, {FEATURES + "dndControl"}),
    (
        "do_not_disturb",
        Feature.LOCKED_ON,
        {"dnd_control"},
        {FEATURES + "dndControl", "sipProfile/softKeyFile"},
    ),
    ("anonymous_block", Feature.ON, {"anonymous_call_block"}, {FEATURES + "anonymousCallBlock"}),
    ("hide_number", Feature.LOCKED_ON, {"callerid_blocking"}, {FEATURES + "callerIdBlocking"}),
    ("hold_reminder", Feature.OFF, {"call_hold_ringback"}, {FEATURES + "callHoldRingback"}),
    (
        "local_forward",
        False,
        {"local_cfwd_enable"},
        {FEATURES + "localCfwdEnable", "sipProfile/softKeyFile"},
    ),
    ("transfer_on_hook", True, None, {"sipProfile/transferOnhookEnabled"}),
    ("missed_calls", False, None, {"MissedCallLoggingOption"}),
    ("register_seconds", 60, {"timer_register_expires"}, {"sipProfile/sipStack/timerRegisterExpires"}),
]


def held(files: Files, phone: Phone) -> dict[str, str]:
    return cisco_flat.booted(files["SIPDefault.cnf"].content, files[config_file(phone)].content, phone.model.lines)


def document(files: Files, phone: Phone) -> cisco_xml.File:
    return cisco_xml.parse(files[config_file(phone)].content, "device")


def texts(file: cisco_xml.File) -> dict[str, list[str]]:
    """The texts of a document by path, servers left out: their number moves with the backup."""
    tree = file.root.getroottree()
    out: dict[str, list[str]] = {}
    for element in file.root.iter():
        path = tree.getelementpath(element)
        if not len(element) and "callManagerGroup" not in path:
            out.setdefault(cisco_path(path), []).append(element.text or "")
    return out


def cisco_path(path: str) -> str:
    return "/".join(part.partition("[")[0] for part in path.split("/"))


def test_every_setting_has_a_case() -> None:
    assert {name for name, *_ in CASES} | {"timezone"} == {field.name for field in fields(Settings)}


@pytest.mark.parametrize(("name", "value", "moves", "_"), CASES, ids=lambda x: x if isinstance(x, str) else "")
def test_a_setting_moves_what_it_should_on_a_7960(
    estate: Estate, files: Files, name: str, value: object, moves: set[str] | None, _: object
) -> None:
    other = resettled(estate, "grand", **{name: value})
    phone, made = other.phone["grand"], files_of(other)
    before, after = held(files, phone), held(made, phone)
    assert {key for key in before | after if before.get(key) != after.get(key)} - {"sync"} == (moves or set())
    assert (before["sync"] != after["sync"]) == bool(moves)
    assert flat_facts(after) == estate_facts(other, phone)


@pytest.mark.parametrize(("name", "value", "_", "moves"), CASES, ids=lambda x: x if isinstance(x, str) else "")
def test_a_setting_moves_what_it_should_on_a_7961(
    estate: Estate, files: Files, name: str, value: object, _: object, moves: set[str] | None
) -> None:
    other = resettled(estate, "neuf", **{name: value})
    phone, made = other.phone["neuf"], files_of(other)
    document_before, document_after = document(files, phone), document(made, phone)
    before, after = texts(document_before), texts(document_after)
    differing = {key for key in before | after if before.get(key) != after.get(key)}
    assert differing - {"versionStamp"} == (moves or set())
    assert ("versionStamp" in differing) == bool(moves)
    assert xml_facts(document_after) == estate_facts(other, phone)
    assert document_after.text("sipProfile/softKeyFile") in made


def test_the_backup_is_the_second_server(estate: Estate) -> None:
    other = resettled(estate, "neuf", backup=BACKUP)
    got = document(files_of(other), other.phone["neuf"])
    assert got.all(".//processNodeName") == ["10.1.20.10", "10.1.20.99"]
    assert got.all(".//callManager/ports/sipPort") == ["5080", "5070"]
    assert [m.attrib["priority"] for m in got.root.findall(".//member")] == ["0", "1"]


def test_a_zone_is_the_phones_own(estate: Estate, files: Files) -> None:
    """Two phones of two zones: neither depends on the organization's."""
    home = estate.organization.timezone
    assert home.flat is not None
    assert home.xml is not None
    assert home.flat.summer is not None
    start = home.flat.summer.start
    summer = type(home.flat.summer)(2, type(start)(9, "Saturday", 1, "22:30"), type(start)(4, "Monday", 4, "00:00"))
    zone = TimeZone("Nowhere", type(home.flat)("IDL", 0, summer), type(home.xml)("Fiji Standard Time", 720))
    far = resettled(resettled(estate, "loin", timezone=zone), "petit", timezone=zone)
    made = files_of(far)
    got = held(made, far.phone["loin"])
    assert (got["time_zone"], got["dst_offset"]) == ("IDL", "2")
    parts = ("month", "day", "day_of_week", "week_of_month", "time")
    assert [got[f"dst_start_{part}"] for part in parts] == ["September", "0", "Saturday", "1", "22:30"]
    assert [got[f"dst_stop_{part}"] for part in parts] == ["April", "0", "Monday", "4", "00:00"]
    assert held(made, far.phone["grand"])["time_zone"] == "CET"
    assert document(made, far.phone["petit"]).text("devicePool/dateTimeSetting/timeZone") == "Fiji Standard Time"
    assert document(made, far.phone["neuf"]).text("devicePool/dateTimeSetting/timeZone").startswith("Central Europe")


def test_a_week_that_the_phone_does_not_know_is_our_bug(estate: Estate) -> None:
    home = estate.organization.timezone
    assert home.flat is not None
    assert home.flat.summer is not None
    start = home.flat.summer.start
    for change in (type(start)(3, "Sunday", 5, "02:00"), type(start)(3, "Sunday", 8, "24:00")):
        summer = type(home.flat.summer)(1, change, home.flat.summer.stop)
        zone = TimeZone("Nowhere", type(home.flat)("CET", 60, summer), home.xml)
        with pytest.raises(ValueError, match="cannot say week"):
            files_of(resettled(estate, "grand", timezone=zone))


@pytest.mark.parametrize(
    ("phone", "values", "says"),
    [
        ("grand", {"codecs": ("g722",)}, "none of the codecs"),
        ("grand", {"dscp": 48}, "precedence of 5 at most"),
        ("neuf", {"codecs": ("opus",)}, "none of the codecs"),
    ],
)
def test_a_setting_that_the_phone_cannot_hold_is_our_bug(
    estate: Estate, phone: str, values: dict[str, object], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        files_of(resettled(estate, phone, **values))


def test_a_7960_is_told_everything_that_its_flash_may_hold(estate: Estate, files: Files) -> None:
    """Each documented parameter is written to a phone with six lines, or is on the list of those left out."""
    written = held(files, estate.phone["grand"])
    table = {parameter.name for parameter in estate.parameters["flat"]}
    assert table - set(written) == set(NOT_WRITTEN)
    assert set(written) <= table
    assert all(len(reason) > 30 for reason in NOT_WRITTEN.values())
    assert set(NOT_WRITTEN) - {n for n in NOT_WRITTEN if n.startswith("call_manager")} <= set(FLAT_KEYS)


def test_what_is_removed_from_the_source_is_taken_back(estate: Estate) -> None:
    """A phone that held every setting, then the defaults: nothing of before is left in what it holds."""
    values = {name: value for name, value, moves, _ in CASES if moves}
    phone = estate.phone["grand"]
    rich, plain = files_of(resettled(estate, "grand", **values)), files_of(estate)
    flash = held(rich, phone) | held(plain, phone)
    assert flash == held(plain, phone)

"""What a story tells: requests, lines, keys and dialling of single phones, faults with their places, no password."""

from __future__ import annotations

import json
import re

import pytest

from generators.cli import boot as cli
from generators.references import DOCUMENTS
from generators.simulate.boot import Story, boot
from generators.simulate.boot.dialplan import judge_plan, read_plan
from generators.simulate.boot.sequence import FLAT, XML
from tests.unit.simulate.trees import Files, MemorySource, example


def story_of(phone_id: str, changes: Files | None = None, without: str = "") -> Story:
    """The boot of a phone of `one_of_each_model` with files replaced or left out."""
    estate, files = example("one_of_each_model")
    files = {name: data for name, data in files.items() if name != without}
    return boot(estate, estate.phone[phone_id], MemorySource(files | (changes or {})))


def changed(name: str, old: str, new: str) -> Files:
    """The file `name` with one text replaced; `own` is the file of the 7960."""
    name = own("p7960") if name == "own" else name
    text = example("one_of_each_model")[1][name].decode()
    assert old in text
    return {name: text.replace(old, new, 1).encode()}


def own(phone_id: str) -> str:
    """The name of the phone's own settings file."""
    phone = example("one_of_each_model")[0].phone[phone_id]
    return f"SIP{phone.mac}.cnf" if phone.model.family == "flat" else f"SEP{phone.mac}.cnf.xml"


def said(story: Story) -> list[str]:
    """The faults as they are printed."""
    return [str(fault) for fault in story.faults]


def test_the_7960_asks_in_the_documented_order() -> None:
    mac = example("one_of_each_model")[0].phone["p7960"].mac
    names = [r.name for r in story_of("p7960").requests if not r.later]
    assert names == [
        f"CTLSEP{mac}.tlv",
        f"SEP{mac}.cnf.xml",
        "P0S3-8-12-00.loads",
        "SIPDefault.cnf",
        f"SIP{mac}.cnf",
        "RINGLIST.DAT",
        "dialplan.xml",
    ]


def test_the_7961_asks_in_the_documented_order() -> None:
    mac = example("one_of_each_model")[0].phone["p7961"].mac
    names = [r.name for r in story_of("p7961").requests if not r.later]
    assert names == [
        f"CTLSEP{mac}.tlv",
        f"ITLSEP{mac}.tlv",
        "ITLFile.tlv",
        f"SEP{mac}.cnf.xml",
        "SIP41.9-4-2SR3-1S.loads",
        "French_France/mk-sip.jar",
        "France/g3-tones.xml",
        "dialplan.xml",
        "softkeys.xml",
    ]


def test_the_place_of_the_own_file_follows_tftp_cfg_dir() -> None:
    story = story_of("p7960", changed("SIPDefault.cnf", 'tftp_cfg_dir: ""', 'tftp_cfg_dir: "./"'))
    assert f"./{own('p7960')}" in [r.name for r in story.requests]
    assert any("tftp_cfg_dir './'" in fault for fault in said(story))


def test_a_phone_without_stub_goes_on_with_xmldefault() -> None:
    stub = own("p7960").replace("SIP", "SEP") + ".xml"
    story = story_of("p7960", without=stub)
    assert [r.name for r in story.requests if r.name == "XMLDefault.cnf.xml" and not r.later]
    assert said(story) == [f"{stub}: is not there: no stub: asks for XMLDefault.cnf.xml"]
    assert story.registers == 6


def test_the_phones_own_value_rules_over_the_common_one() -> None:
    text = example("one_of_each_model")[1][own("p7960")].decode()
    story = story_of("p7960", {own("p7960"): (text + "call_stats: 1\n").encode()})
    setting = next(s for s in story.settings if s.name == "call_stats")
    assert (setting.value, setting.file, setting.line) == ("1", own("p7960"), text.count("\n") + 1)
    assert said(story) == []


@pytest.mark.parametrize("phone_id", ["p7940", "p7960", "p7941", "p7961"])
def test_lines_tell_their_account_and_never_their_password(phone_id: str) -> None:
    estate, files = example("one_of_each_model")
    story = story_of(phone_id)
    text = json.dumps(story.to_json())
    for endpoint, line in zip(estate.endpoints_of_phone[phone_id], story.lines, strict=True):
        assert (line.user, line.auth_user, line.password_fits) == (endpoint.account, endpoint.account, True)
        assert line.password_length == len(endpoint.secret.reveal())
        assert endpoint.secret.reveal() in files[own(phone_id)].decode()
        assert endpoint.secret.reveal() not in text
    assert estate.phone[phone_id].unlock.reveal() not in text


@pytest.mark.parametrize("spoiled", ["{}&x;", "{}<b>", "{};#", "{} {}", "é{}", "{}" * 3])
@pytest.mark.parametrize("phone_id", ["p7960", "p7961"])
def test_no_fault_repeats_a_password(phone_id: str, spoiled: str) -> None:
    estate, _ = example("one_of_each_model")
    secret = estate.endpoints_of_phone[phone_id][0].secret.reveal()
    for value in (spoiled.replace("{}", secret), spoiled.replace("{}", "") + secret):
        story = story_of(phone_id, changed(own(phone_id), secret, value))
        assert story.faults or value == secret
        assert secret not in json.dumps(story.to_json()), story.faults


def test_a_password_in_an_unknown_parameter_is_not_repeated_either() -> None:
    story = story_of("p7960", changed(own("p7960"), "line1_password:", "line1_pasword:"))
    assert "line1_pasword is not a parameter of this phone" in " ".join(said(story))
    assert "Fake" not in json.dumps(story.to_json())


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("own", "preferred_codec: g711alaw", "preferred_codec: g711", r"cnf:\d+: preferred_codec"),
        ("SIPDefault.cnf", "proxy_register: 1", "proxy_register: true", r"SIPDefault.cnf:2: .*is not 0 or 1"),
        ("SIPDefault.cnf", "proxy_register: 1", "proxy_register: 0", "no line registers"),
        ("own", "start_media_port: 16384", "start_media_port: 16385", "is not even"),
        ("own", "nat_enable: 0", "nat_enable 0", "is not `name: value`"),
        ("SIPDefault.cnf", "# ", "\ufeff# ", "byte order mark"),
        ("SIPDefault.cnf", "enable_vad: 0", "enable_vad: 0 ", "blank at the end"),
        ("SIPDefault.cnf", "enable_vad: 0\n", "enable_vad: 0\n" + "#" * 8000 + "\n", "the phone reads 8192"),
        ("OS79XX.TXT", "P003-8-12-00", "P003-8-12-00 ", "OS79XX.TXT:1: has a blank"),
        ("OS79XX.TXT", "P003-8-12-00", "P003-7-5-00", "endless reloads"),
        ("XMLDefault.cnf.xml", '7960">P0S3-8-12-00', '7960">P0S3-8-11-00', "endless reloads"),
        ("RINGLIST.DAT", ".raw", ".RAW", "is there as tonalite-440.raw: the case of every letter counts"),
        ("syncinfo.xml", 'SYNC="', 'SYNC="1', "each check-sync restarts"),
        ("dialplan.xml", 'MATCH="15"', 'MATCH="1"', "the emergency number 112 cannot be dialled: 1 is sent at once"),
        ("dialplan.xml", 'MATCH="15"', 'MATCH="[1-5]"', "no character classes"),
        ("dialplan.xml", 'MATCH="112" Timeout="0"', 'MATCH="112" Timeout="0" Wait="1"', "drops the whole plan"),
    ],
)  # fmt: skip
def test_a_spoiled_common_file_is_told_with_its_place(name: str, old: str, new: str, fault: str) -> None:
    assert re.search(fault, "\n".join(said(story_of("p7960", changed(name, old, new)))))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<webAccess>1", "<webAccess>true", r"xml:\d+: vendorConfig/webAccess 'true' is not a number"),
        ("<natEnabled>false", "<natEnabled>no", "is not true or false"),
        ("Central Europe Standard/Daylight Time", "Europe/Paris", "is not a time zone the phone knows"),
        ("Standard/Daylight Time<", "Standard/Daylight Time <", "blank at its beginning or end"),
        ('lineIndex="2"', 'lineIndex="3"', "lineIndex must count the lines"),
        ('button="2"', 'button="1"', "button 1 is there twice"),
        ('button="2"', 'button="40"', "button 40: this phone has 6"),
        ("<proxy>192.0.2.10", "<proxy>192.0.2.300", "line/proxy '192.0.2.300' is not an IPv4 address"),
        ("<registerWithProxy>true", "<registerWithProxy>false", "no line registers"),
        ("<busyTrigger>2", "<busyTrigger>3", "busyTrigger is above maxNumCalls"),
        ("<phoneLabel>", "<phoneLabel>two words", "without blanks"),
        ("<dtmfOutofBand>", "<dtmfOutOfBand>", "is not well-formed"),
        ("<loadInformation>SIP41", "<loadInformation>SIP42", "files are older than the source"),
        ("encrConfig>false", "encrConfig>true", "encrConfig 'true' is not one of false"),
        ("<natEnabled>false", "<natEnabled>true", "natEnabled without natAddress"),
        ("<sshAccess>1", "<sshAccess>0", "opens SSH, and sshPassword is empty"),
        ("<provisioning>2", "<provisioning>0", "is not used: provisioning 0 shows phoneServices only"),
        ("<featureID>9", "<featureID>142", "featureID 142 is no key this phone knows"),
        ("<featureID>9", "<featureID>21", "lineIndex belongs on lines only"),
    ],
)
def test_a_spoiled_document_is_told_with_its_place(old: str, new: str, fault: str) -> None:
    assert re.search(fault, "\n".join(said(story_of("p7961", changed(own("p7961"), old, new)))))


def test_an_account_of_another_source_is_found() -> None:
    account = example("one_of_each_model")[0].endpoints_of_phone["p7961"][0].account
    story = story_of("p7961", changed(own("p7961"), f"<name>{account}", "<name>stranger"))
    assert "the PBX does not know it there" in " ".join(said(story))


def test_a_line_after_a_gap_is_found() -> None:
    text = example("one_of_each_model")[1][own("p7960")].decode()
    blank = re.sub(r"(line2_\w+|proxy2_address): .*", r'\1: ""', text)
    story = story_of("p7960", {own("p7960"): blank.encode()})
    assert "line 3 is set, line 2 is not: lines must have no gap" in " ".join(said(story))


def test_keys_of_every_kind_are_told() -> None:
    key = (
        '<line button="6"><featureID>2</featureID><featureLabel>Bar</featureLabel><speedDialNumber>99</speedDialNumber>'
    )
    text = example("one_of_each_model")[1][own("p7961")].decode()
    last = text.rindex("<line button=")
    document = text[:last] + key + "</line>\n" + text[text.index("</sipLines>") :]
    story = story_of("p7961", {own("p7961"): document.encode()})
    assert [b.does for b in story.buttons][-1] == "speed dial: Bar 99"
    assert [b.number for b in story.buttons] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("phone_id", "old", "new", "fault"),
    [
        ("p7962", "<deviceLine>24", "<deviceLine>23", "a (?:7915|228) module has not 23 keys"),
        ("p7962", "<deviceLine>24", "<deviceLine>12", r"modules of so many keys: 14, 12; in the source: 14, 24"),
        ("p7962", 'idx="2"', 'idx="3"', "idx must count the modules 1 to 2"),
        ("p7962", 'button="3"', 'button="45"', "button 45: this phone has 44"),
        ("p7962", "<speedDialNumber>2008", "<speedDialNumber>2009", "a key dials 2009|should be Line eight"),
        ("p7962", "<speedDialNumber>", "<speedDailNumber>", "is not well-formed"),
        ("set7960", "speed_line1: ", "speed_line4: ", "speed_line4 is given twice"),
        ("set7960", 'line2_name: "set7960line2"', 'line2_name: ""', "line 2 has no name but other values"),
    ],
)
def test_a_wrong_key_or_module_is_found(phone_id: str, old: str, new: str, fault: str) -> None:
    text = example("one_of_each_model")[1][own(phone_id)].decode()
    assert old in text
    story = story_of(phone_id, {own(phone_id): text.replace(old, new, 1).encode()})
    assert re.search(fault, "\n".join(said(story)))


def test_more_speed_dials_than_buttons_are_found() -> None:
    text = example("one_of_each_model")[1][own("p7940")].decode()
    story = story_of("p7940", {own("p7940"): text.replace('speed_line1: ""', "speed_line1: 2001").encode()})
    assert "1 speed dials for 0 buttons that are no lines" in " ".join(said(story))
    assert "a key dials 2001, which the source does not say" in " ".join(said(story))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('<softKey keyID="NewCall" />', "", "On Hook needs NewCall"),
        ('<softKey keyID="NewCall" />', '<softKey keyID="Resume" />', "Resume cannot stand in On Hook"),
        ('<softKey keyID="Redial" />', '<softKey keyID="Redial" />' * 2, "Redial is there twice in On Hook"),
        ('<softKey keyID="Redial" />', '<softKey keyID="Undefined" />' * 20, "soft keys, the phone holds 16"),
        ('<softKey keyID="Redial" />', '<softKey keyID="PickUp" />', "PickUp in On Hook is not defined"),
        ('id="On Hook"', 'id="On Moon"', "On Moon is no state of a call|On Hook has no set of keys"),
        ("<eventID>2<", "<eventID>3<", "NewCall has the numbers 2, 3, 302, not 2, 2, 302"),
        ('softKeyDef keyID="Redial"', 'softKeyDef keyID="Dial"', "Dial is no soft key of this phone"),
    ],
)
def test_a_wrong_soft_key_is_found(old: str, new: str, fault: str) -> None:
    assert re.search(fault, "\n".join(said(story_of("p7961", changed("softkeys.xml", old, new)))))


def test_every_field_of_the_json_is_documented() -> None:
    told = story_of("p7962").to_json()
    words = set(re.findall(r"`([a-z_]+)`", cli.__doc__ or ""))
    lists = [value[0] for value in told.values() if isinstance(value, (list, tuple)) and value]
    assert set(told) <= words
    assert {key for entry in lists for key in entry} <= words


def test_summer_time_is_told_in_words() -> None:
    assert story_of("p7960").clock.endswith("summer time from last Sunday of March to last Sunday of October")


PLAN = '<DIALTEMPLATE>\n<TEMPLATE MATCH="{}" Timeout="0" />\n<TEMPLATE MATCH="{}" Timeout="{}" />\n</DIALTEMPLATE>\n'


@pytest.mark.parametrize(
    ("first", "second", "wait", "stolen"),
    [
        ("15", "1501", 0, True),
        ("15", "1601", 0, False),
        ("1.", "1501", 0, False),  # the longer has more literal keys at that place: it holds the shorter back
        ("1.", "1..5", 0, True),
        ("0", "0*", 5, True),
        ("00", "0*", 5, True),
    ],
)
def test_a_template_that_steals_a_longer_number_is_found(first: str, second: str, wait: int, stolen: bool) -> None:
    _, faults = judge_plan(PLAN.format(first, second, wait).encode(), "dialplan.xml", ())
    assert bool(faults) is stolen
    assert all(fault.line == 2 and f"{first} dials at once" in fault.what for fault in faults)


def test_most_literal_keys_win_then_the_first() -> None:
    plan, faults = read_plan(PLAN.format("1...", "12..", 4).encode(), "dialplan.xml")
    assert not faults
    assert plan.press("1299")[:2] == ("1299", 4)
    assert plan.press("1399")[:2] == ("1399", 0)
    assert plan.press("77") == ("77", 10, None)


def test_every_request_names_a_document_we_know() -> None:
    assert {step.ref for step in (*FLAT, *XML)} <= set(DOCUMENTS)

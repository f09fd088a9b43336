"""The readers that judge the files are strict themselves: each fault they are there for is refused."""

from __future__ import annotations

import pytest

from generators.estate.estate import Estate
from generators.estate.phone_files import config_file
from tests.parsers import cisco_flat, cisco_xml, dialplan
from tests.unit.targets.phones.small import Files

CNF = b'proxy_register: 1\nline1_name: "zoe"\n'


@pytest.mark.parametrize(
    "data",
    [
        CNF + b"colour: blue\n",
        CNF + b"proxy_register: 1\n",
        CNF.replace(b"1\n", b"1 \n"),
        CNF.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + CNF,
        CNF.replace(b"zoe", b"zo\xc3\xa9"),
        CNF[:-1],
        CNF + b"\n",
        CNF + b"# " + b"x" * 8000 + b"\n",
        CNF + b"enable_vad: yes\n",
        CNF + b"end_media_port: 32768\n",
        CNF + b"start_media_port: 16385\n",
        CNF + b"nat_enable: 2\n",
        CNF + b"preferred_codec: g729\n",
        CNF + b'phone_label: "twelve chars"\n',
        CNF + b'line2_shortname: "a;b"\n',
        CNF + b'line2_shortname: "a#b"\n',
        CNF + b'line2_shortname: "a"b"\n',
        CNF + b"line2_shortname: a b\n",
        CNF + b"nat_address:\n",
        CNF + b"sntp_server: 10.1.1.300\n",
        CNF + b"line7_name: x\n",
        CNF + b"tftp_cfg_dir: ./\n",
        CNF + b"dial_template: dialplan.xml\n",
        CNF + b"a=b\n",
        CNF + b'line1_password: "' + b"x" * 32 + b'"\n',
        CNF + b"proxy_register = 1\n",
        CNF + b"dst_stop_week_of_month: 7\n",
    ],
)
def test_flat_faults_are_refused(data: bytes) -> None:
    assert cisco_flat.parse_cnf(CNF) == {"proxy_register": "1", "line1_name": "zoe"}
    with pytest.raises(cisco_flat.Refused):
        cisco_flat.parse_cnf(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'line2_name: ""\n', b""),
        (b'proxy2_address: ""\n', b""),
        (b'line2_name: ""', b'line2_name: "half"'),
        (b"sntp_server: 10.1.20.12\n", b""),
        (b"image_version: P0S3-8-12-00\n", b""),
        (b"dst_stop_time: 03:00\n", b""),
        (b"dst_offset: 1\n", b""),
        (b'logo_url: ""\n', b""),
        (b"call_waiting: 1\n", b""),
        (b'speed_line1: ""', b'speed_line1: "2001"'),
    ],
)
def test_what_would_stay_in_flash_is_refused(estate: Estate, files: Files, old: bytes, new: bytes) -> None:
    phone = estate.phone["grand"]
    defaults, own = files["SIPDefault.cnf"].content, files[config_file(phone)].content
    assert old in own
    with pytest.raises(cisco_flat.Refused):
        cisco_flat.booted(defaults, own.replace(old, new), 6)
    with pytest.raises(cisco_flat.Refused, match="line 3 of 2"):
        cisco_flat.booted(defaults, own, 2)


@pytest.mark.parametrize("old", [b"proxy_register: 1\n", b'tftp_cfg_dir: ""\n', b"autocomplete: 1\n"])
def test_defaults_that_phones_cannot_do_without(estate: Estate, files: Files, old: bytes) -> None:
    defaults = files["SIPDefault.cnf"].content
    assert old in defaults
    with pytest.raises(cisco_flat.Refused):
        cisco_flat.booted(defaults.replace(old, b""), files[config_file(estate.phone["grand"])].content, 6)


def test_lists_with_blanks_are_refused() -> None:
    for image in (b"P003-8-12-00 \n", b"P003-8-12-00", b"P003-8-12-00.bin\n", b"P003-8-12-00\n\n", b"P003-08-12\n"):
        with pytest.raises(cisco_flat.Refused):
            cisco_flat.parse_image(image)
    for rings in (b"A\t\tb.raw\n", b"A b.raw\n", b"A\tb.raw \n", b"A\tb/c.raw\n", b"A\tb.raw\nB\tb.raw\n"):
        with pytest.raises(cisco_flat.Refused):
            cisco_flat.parse_ring_list(rings)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<fullConfig>true</fullConfig>\n", b""),
        (b"<natEnabled>false<", b"<natEnabled>0<"),
        (b"<webAccess>1<", b"<webAccess>true<"),
        (b"dtmfOutofBand", b"dtmfOutOfBand"),
        (b"MissedCallLoggingOption", b"missedCallLoggingOption"),
        (b"<startMediaPort>16384<", b"<startMediaPort>10000<"),
        (b"Central Europe Standard/Daylight Time<", b"Central Europe Standard/Daylight Time <"),
        (b"<device>\n", b"<device>\n  <!-- a note -->\n"),
        (b"<device>\n", b"<device>\n  <extra></extra>\n"),
        (b"<contact>neufrelais<", b"<contact>other<"),
        (b"Relais<", b"Relais &#38; Co<"),
        (b"Relais<", b"Relais & Co<"),
        (b"Relais<", b"Rel\xc3\xa9s<"),
        (b'lineIndex="2"', b'lineIndex="3"'),
        (b'button="2"', b'button="1"'),
        (b"<MissedCallLoggingOption>11<", b"<MissedCallLoggingOption>111<"),
        (b"<busyTrigger>2<", b"<busyTrigger>3<"),
        (b"<dialTemplate>dialplan.xml<", b"<dialTemplate>dialplan<"),
        (b"<registerWithProxy>true<", b"<registerWithProxy>false<"),
        (b"<transportLayerProtocol>2<", b"<transportLayerProtocol>4<"),
        (b"<callStats>false</callStats>\n", b"<callStats>false</callStats>\n    <callStats>false</callStats>\n"),
        (b'encoding="UTF-8"', b'encoding="ISO-8859-1"'),
        (b"\n", b"\r\n"),
        (b"</device>\n", b"</device>"),
    ],
)
def test_document_faults_are_refused(estate: Estate, files: Files, old: bytes, new: bytes) -> None:
    good = files[config_file(estate.phone["neuf"])].content
    assert old in good
    cisco_xml.parse(good, "device")
    with pytest.raises(cisco_xml.Refused):
        cisco_xml.parse(good.replace(old, new), "device")


PLAN = b'<DIALTEMPLATE>\n  <TEMPLATE MATCH="1..." Timeout="0" />\n</DIALTEMPLATE>\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"TEMPLATE MATCH", b"template MATCH"),
        (b"MATCH", b"PATTERN"),
        (b'"1..."', b"'1...'"),
        (b"1...", b"[1-8]..."),
        (b"1...", b"1*.."),
        (b"1...", b"1" * 64),
        (b"1...", b"1&amp;"),
        (b' Timeout="0"', b""),
        (b'"0"', b'"-1"'),
        (b'"0" />', b'"0" Colour="1" />'),
        (b"</DIALTEMPLATE>\n", b""),
        (b"1...", b"1..\xc2\xa0"),
        (b"\n", b"\r\n"),
        (b"</DIAL", b'  <TEMPLATE MATCH="1..." Timeout="3" />\n</DIAL'),
        (b"1...", b"\\**1"),
        (b"1...", b"#1"),
        (b"</DIALTEMPLATE>", b"</DIALTEMPLATE><DIALTEMPLATE>"),
        (b"</DIAL", b" " * 8192 + b"</DIAL"),
        (b"</DIAL", b"<!-- a > b --></DIAL"),
        (b'Timeout="0"', b'Timeout="0" Rewrite="9"'),
    ],
)
def test_dial_plan_faults_are_refused(old: bytes, new: bytes) -> None:
    assert old in PLAN
    dialplan.parse(PLAN)
    with pytest.raises(dialplan.Refused):
        dialplan.parse(PLAN.replace(old, new))


def played(*templates: tuple[str, int]) -> dialplan.Plan:
    rows = "".join(f'<TEMPLATE MATCH="{match}" Timeout="{wait}" />' for match, wait in templates)
    return dialplan.parse(f"<DIALTEMPLATE>{rows}</DIALTEMPLATE>".encode())


def test_the_player_knows_who_wins() -> None:
    """The cases that the public documents describe (SIPCC, MatchDialTemplate; SAG8)."""
    assert played(("15", 0), ("1...", 0)).dial("1501").number == "15"
    assert played(("15", 2), ("1...", 0)).dial("1501") == dialplan.Sent("1501", 0, "1...")
    assert played(("15", 2), ("1...", 0)).dial("15") == dialplan.Sent("15", 2, "15")
    assert played(("9011*", 4), ("9.11", 0)).dial("9011") == dialplan.Sent("9011", 10, None)
    assert played(("9011*", 4), ("9.11", 0)).dial("90115") == dialplan.Sent("90115", 4, "9011*")
    assert played(("9*", 5), ("9.......", 0)).dial("94694210") == dialplan.Sent("94694210", 0, "9.......")
    assert played(("10..", 3), ("1001", 0)).dial("1001").match == "1001"
    assert played(("00*", 5)).dial("00").match is None
    assert played(("\\*9.", 0)).dial("*98") == dialplan.Sent("*98", 0, "\\*9.")
    with pytest.raises(ValueError, match="no such keys"):
        played(("1", 0)).dial("1#")

"""The 7941 and 7961: the document passes an independent grammar, and each value is the Estate's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.estate.estate import Estate
from generators.estate.phone_files import config_file
from generators.estate.telephony import Phone
from generators.estate.values import Alphabet, Secret, SecretRule
from generators.targets.phones.stamp import mark
from generators.targets.phones.xml.keys import KEYS
from tests.parsers import cisco_xml
from tests.parsers.phone_facts import estate_facts, xml_facts
from tests.unit.targets.phones.small import Files, changed, files_of, relabelled, resettled, secret

LINES = "sipProfile/sipLines/line/"


def xml_phones(estate: Estate) -> list[Phone]:
    return [phone for phone in estate.phones if phone.model.family == "xml"]


def document(files: Files, phone: Phone) -> cisco_xml.File:
    return cisco_xml.parse(files[config_file(phone)].content, "device")


def stamp(files: Files, phone: Phone) -> str:
    return document(files, phone).text("versionStamp")


@pytest.mark.parametrize("which", ["estate", "example"])
def test_each_document_says_what_the_estate_says(which: str, request: pytest.FixtureRequest) -> None:
    estate: Estate = request.getfixturevalue(which)
    files = files_of(estate)
    assert xml_phones(estate) or which == "example"
    for phone in xml_phones(estate):
        got, site = document(files, phone), estate.site[phone.site]
        assert xml_facts(got) == estate_facts(estate, phone)
        endpoints = estate.endpoints_of_phone[phone.id]
        registrar, port = str(site.reach["pbx"].address), str(estate.pbx.ports["sip"])
        assert got.text("loadInformation") == phone.load
        assert got.text("devicePool/dateTimeSetting/timeZone") == estate.organization.timezone.xml.name
        assert got.text("devicePool/dateTimeSetting/ntps/ntp/name") == str(site.reach["time"].address)
        assert got.all(".//processNodeName") == [registrar]
        assert got.all(".//callManager/ports/sipPort") == [port]
        assert got.text("commonProfile/phonePassword") == phone.unlock.reveal()
        assert got.text("sipProfile/phoneLabel") == phone.label.replace(" ", "-")
        proxy = (str(site.voice.gateway), str(site.siproxd.port)) if site.siproxd else ("", "")
        sent = "sipProfile/sipProxies/outboundProxy"
        assert (got.text(sent), got.text(sent + "Port")) == proxy
        assert got.all(LINES + "proxy") == [registrar] * len(endpoints)
        assert got.all(LINES + "port") == [port] * len(endpoints)
        for field in ("name", "authName", "contact"):
            assert got.all(LINES + field) == [e.account for e in endpoints]
        assert got.all(LINES + "authPassword") == [e.secret.reveal() for e in endpoints]
        assert got.all(LINES + "featureLabel") == [e.label for e in endpoints]
        assert got.all(LINES + "displayName") == [e.display for e in endpoints]
        boxes = [estate.codes.voicemail if e.line.mailbox else "" for e in endpoints]
        assert got.all(LINES + "messagesNumber") == boxes
        buttons = [int(line.attrib["button"]) for line in got.root.findall("sipProfile/sipLines/line")]
        assert buttons == [e.button for e in endpoints]


def test_the_facts_of_the_small_organisation(estate: Estate, files: Files) -> None:
    """The same as numbers, so that a wrong Estate cannot hide a wrong file."""
    near, far = document(files, estate.phone["neuf"]), document(files, estate.phone["petit"])
    assert near.all(LINES + "proxy") == ["10.1.20.10"] * 2
    assert near.all(LINES + "port") == ["5080"] * 2
    assert near.all(LINES + "featureLabel") == ["Relais", "La remise"]
    assert near.all(LINES + "messagesNumber") == ["*97", ""]
    assert near.text("devicePool/dateTimeSetting/ntps/ntp/name") == "10.1.20.12"
    assert near.text("devicePool/dateTimeSetting/timeZone") == "Central Europe Standard/Daylight Time"
    assert near.text("loadInformation") == "SIP41.9-4-2SR3-1S"
    assert far.all(LINES + "proxy") == ["203.0.113.9"]
    assert far.text("sipProfile/sipProxies/outboundProxy") == "192.168.7.1"
    assert far.text("sipProfile/sipProxies/outboundProxyPort") == "5062"


def test_constants_that_the_job_depends_on(estate: Estate, files: Files) -> None:
    got = document(files, estate.phone["neuf"])
    wanted = {
        "transportLayerProtocol": "2",
        "deviceSecurityMode": "1",
        "encrConfig": "false",
        "sipProfile/sipProxies/registerWithProxy": "true",
        "sipProfile/natEnabled": "false",
        "sipProfile/natReceivedProcessing": "false",
        "sipProfile/preferredCodec": "g711alaw",
        "sipProfile/dialTemplate": "dialplan.xml",
        "sipProfile/startMediaPort": "16384",
        "sipProfile/stopMediaPort": "32766",
        "sipProfile/voipControlPort": "5060",
        "sipProfile/sipStack/timerRegisterExpires": "3600",
        "sipProfile/dtmfAvtPayload": "101",
        "devicePool/dateTimeSetting/dateTemplate": "D/M/YY",
        "devicePool/dateTimeSetting/ntps/ntp/ntpMode": "unicast",
    }
    assert {path: got.text(path) for path in wanted} == wanted


def test_switches_that_mean_off_by_one(estate: Estate, files: Files) -> None:
    """webAccess, sshAccess and the two port switches are inverted (UCM); the others are not."""
    got = document(files, estate.phone["neuf"])
    value = {name: got.text(f"vendorConfig/{name}") for name in ("webAccess", "sshAccess", "spanToPCPort", "pcPort")}
    assert value == {"webAccess": "1", "sshAccess": "1", "spanToPCPort": "1", "pcPort": "0"}
    assert got.text("vendorConfig/settingsAccess") == "1"
    assert got.text("vendorConfig/voiceVlanAccess") == "0"


def test_a_phone_speaks_its_persons_language(build: Callable[..., Estate]) -> None:
    estate = build(("phones: [ancien]", "phones: [ancien, petit/2]"))
    files = files_of(estate)
    french, english = document(files, estate.phone["neuf"]), document(files, estate.phone["petit"])
    assert [french.text(f"userLocale/{e}") for e in ("name", "langCode")] == ["French_France", "fr_FR"]
    assert [english.text(f"userLocale/{e}") for e in ("name", "langCode")] == ["English_United_States", "en_US"]
    for got in (french, english):
        assert got.text("networkLocale") == got.text("networkLocaleInfo/name") == "France"


def test_ring_lists_are_alike_and_name_files_that_are_there(files: Files) -> None:
    assert files["Ringlist.xml"].content == files["ringlist.xml"].content == files["distinctiveringlist.xml"].content
    rings = cisco_xml.parse(files["Ringlist.xml"].content, "rings").all("Ring/FileName")
    assert rings
    assert set(rings) <= set(files)


def test_version_stamp_follows_the_phones_own_document(build: Callable[..., Estate], estate: Estate) -> None:
    first, phone, other = files_of(estate), estate.phone["neuf"], estate.phone["petit"]
    assert stamp(files_of(build()), phone) == stamp(first, phone) != stamp(first, other)
    assert stamp(files_of(build(salt="rotated")), phone) != stamp(first, phone)
    renamed = files_of(changed(estate, "neuf", 1, label="Autre"))
    assert stamp(renamed, phone) != stamp(first, phone)
    assert stamp(renamed, other) == stamp(first, other)


def test_version_stamp_follows_what_a_phone_reads_when_it_starts(estate: Estate) -> None:
    """The dial plan is another file, and a phone that is told nothing changed keeps the old one."""
    phone = estate.phone["neuf"]
    assert stamp(files_of(replace(estate, dial_rules=estate.dial_rules[:3])), phone) != stamp(files_of(estate), phone)


def test_one_rotated_password_moves_the_stamp_and_little_of_it_can_be_learnt(estate: Estate) -> None:
    """The stamp sees the secrets through sixteen bits: many passwords share one stamp."""
    rule = SecretRule(20, 12, 30, Alphabet.ALNUM)
    tries = [Secret("endpoint/neuf/relais", rule, secret(str(i), rule)) for i in range(20)]
    seen = {stamp(files_of(changed(estate, "neuf", 1, secret=s)), estate.phone["neuf"]) for s in tries}
    assert len(seen) == 20
    assert len(mark(tries)) == 4


def test_all_that_is_written_is_recorded(estate: Estate, files: Files) -> None:
    """Each name has its document; what no phone here shows, `extra` and keys do (test_phones_extra, _keys)."""
    emitted = set(cisco_xml.parse(files["Ringlist.xml"].content, "rings").paths)
    emitted |= cisco_xml.parse(files["softkeys.xml"].content, "softkeys").paths
    for phone in xml_phones(estate):
        emitted |= document(files, phone).paths
    assert emitted <= set(KEYS)


printable = st.characters(min_codepoint=32, max_codepoint=126)


@settings(max_examples=60, deadline=None)
@given(
    label=st.text(printable, max_size=30), display=st.text(printable, max_size=30), top=st.text(printable, max_size=12)
)
def test_no_name_breaks_a_file(estate: Estate, label: str, display: str, top: str) -> None:
    """Any printable text arrives whole, blanks collapsed; only the display name loses what ends a quoted string."""
    awkward = relabelled(changed(estate, "neuf", 1, label=label, display=display), "neuf", label=top)
    got = document(files_of(awkward), estate.phone["neuf"])
    assert got.all(LINES + "featureLabel")[0] == (" ".join(label.split()) or "2004")
    shown = " ".join(display.replace('"', "'").replace("\\", "/").split())
    assert got.all(LINES + "displayName")[0] == (shown or "2004")
    assert got.text("sipProfile/phoneLabel") == "-".join(top.split())
    assert got.all(LINES + "featureLabel")[1] == "La remise"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"label": "Siège"}, "not printable ASCII"),
        ({"label": "x" * 31}, "31 characters"),
        ({"display": "x" * 31}, "31 characters"),
        ({"account": "a" * 31}, "31 characters"),
        ({"account": "neuf relais"}, "letters and digits"),
        ({"button": 7}, "do not fit"),
        ({"button": 2}, "do not fit"),
        ({"secret": Secret("x", SecretRule(20, 12, 31, Alphabet.ALNUM), None)}, "longer than"),
    ],
)
def test_what_the_phone_cannot_hold_is_our_bug(estate: Estate, values: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        files_of(changed(estate, "neuf", 1, **values))


def test_a_zone_the_phone_cannot_say_is_our_bug(estate: Estate) -> None:
    with pytest.raises(ValueError, match="cannot say the time zone"):
        files_of(resettled(estate, "neuf", timezone=replace(estate.organization.timezone, xml=None)))

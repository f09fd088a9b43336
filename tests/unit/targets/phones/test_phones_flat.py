"""The 7940 and 7960: what a phone holds after reading its files is what the Estate says, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from ipaddress import IPv4Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.estate.estate import Estate
from generators.estate.handsets import Nat, NatMode
from generators.estate.phone_files import config_file, stub_file
from generators.estate.telephony import Phone
from generators.estate.values import Alphabet, Audience, Secret, SecretRule
from generators.targets.phones.flat.keys import KEYS
from generators.targets.phones.flat.parameters import NOT_WRITTEN
from generators.targets.phones.text import flat_value
from tests.parsers import cisco_flat, cisco_xml
from tests.parsers.phone_facts import estate_facts, flat_facts
from tests.unit.targets.phones.small import Files, changed, files_of, relabelled, resettled, secret


def flat_phones(estate: Estate) -> list[Phone]:
    return [phone for phone in estate.phones if phone.model.family == "flat"]


def held(files: Files, phone: Phone) -> Mapping[str, str]:
    return cisco_flat.booted(files["SIPDefault.cnf"].content, files[config_file(phone)].content, phone.model.lines)


def sync(files: Files) -> str:
    return cisco_flat.parse_cnf(files["SIPDefault.cnf"].content)["sync"]


@pytest.mark.parametrize("which", ["estate", "example"])
def test_each_phone_holds_what_the_estate_says(which: str, request: pytest.FixtureRequest) -> None:
    estate: Estate = request.getfixturevalue(which)
    files = files_of(estate)
    assert flat_phones(estate) or which == "example"
    for phone in flat_phones(estate):
        got, site = held(files, phone), estate.site[phone.site]
        assert flat_facts(got) == estate_facts(estate, phone)
        assert got["image_version"] == phone.load
        assert got["phone_label"] == phone.label
        assert got["phone_password"] == phone.unlock.reveal()
        assert got["sntp_server"] == str(site.reach["time"].address)
        endpoints = estate.endpoints_of_phone[phone.id]
        boxes = [e.line.mailbox for e in endpoints if e.line.mailbox]
        assert got["messages_uri"] == (estate.codes.voicemail if boxes else "")
        proxy = (str(site.voice.gateway), str(site.siproxd.port)) if site.siproxd else ("", "5060")
        assert (got["outbound_proxy"], got["outbound_proxy_port"]) == proxy
        for n in range(1, phone.model.lines + 1):
            line = [got[f"line{n}_{f}"] for f in ("name", "authname", "password", "shortname", "displayname")]
            if n <= len(endpoints):
                e = endpoints[n - 1]
                assert line == [e.account, e.account, e.secret.reveal(), e.label, e.display]
                assert got[f"proxy{n}_address"] == str(site.reach["pbx"].address)
                assert got[f"proxy{n}_port"] == str(estate.pbx.ports["sip"])
            else:
                assert line == [""] * 5
                assert got[f"proxy{n}_address"] == ""


def test_the_facts_of_the_small_organisation(estate: Estate, files: Files) -> None:
    """The same as numbers, so that a wrong Estate cannot hide a wrong file."""
    near, far = held(files, estate.phone["ancien"]), held(files, estate.phone["loin"])
    assert near["proxy1_address"] == near["proxy2_address"] == "10.1.20.10"
    assert near["proxy1_port"] == "5080"
    assert near["sntp_server"] == "10.1.20.12"
    assert near["outbound_proxy"] == ""
    assert [near["line1_displayname"], near["line2_displayname"]] == ["Max Strasse", "Zoe OEillet"]
    assert near["messages_uri"] == "*97"
    assert far["proxy1_address"] == "203.0.113.9"
    assert far["sntp_server"] == "192.168.7.1"
    assert (far["outbound_proxy"], far["outbound_proxy_port"]) == ("192.168.7.1", "5062")
    assert far["messages_uri"] == ""
    assert far["nat_enable"] == "0"


def test_constants_that_the_job_depends_on(estate: Estate, files: Files) -> None:
    got = held(files, estate.phone["grand"])
    wanted = {
        "proxy_register": "1",
        "preferred_codec": "g711alaw",
        "nat_enable": "0",
        "voip_control_port": "5060",
        "start_media_port": "16384",
        "end_media_port": "32766",
        "sntp_mode": "unicast",
        "telnet_level": "0",
        "tftp_cfg_dir": "",
        "dial_template": "dialplan",
        "dtmf_avt_payload": "101",
        "timer_register_expires": "3600",
    }
    assert {name: got[name] for name in wanted} == wanted


def test_no_phone_depends_on_what_the_majority_of_sites_uses(files: Files) -> None:
    defaults = cisco_flat.parse_cnf(files["SIPDefault.cnf"].content)
    of_phones = ("proxy1", "proxy_backup", "line", "speed", "dst_", "nat_", "start_media", "end_media", "outbound")
    assert not [name for name in defaults if name.startswith(of_phones)]
    of_sites = {"sntp_server", "time_zone", "image_version", "messages_uri", "phone_label", "preferred_codec"}
    assert not of_sites & set(defaults)


@pytest.mark.parametrize(
    ("zone", "code", "start", "stop"),
    [("Europe/Paris", "CET", "02:00", "03:00"), ("Europe/London", "GMT", "01:00", "02:00")],
)
def test_summer_time_is_europes(build: Callable[..., Estate], zone: str, code: str, start: str, stop: str) -> None:
    estate = build(("Europe/Paris", zone))
    got = held(files_of(estate), estate.phone["grand"])
    assert (got["time_zone"], got["dst_start_time"], got["dst_stop_time"]) == (code, start, stop)
    assert (got["dst_auto_adjust"], got["dst_offset"]) == ("1", "1")
    for edge, month in (("start", "March"), ("stop", "October")):
        rule = [got[f"dst_{edge}_{part}"] for part in ("month", "day", "day_of_week", "week_of_month")]
        assert rule == [month, "0", "Sunday", "8"]


def test_a_zone_without_summer_time_switches_it_off(build: Callable[..., Estate]) -> None:
    estate = build(("Europe/Paris", "Indian/Reunion"))
    got = held(files_of(estate), estate.phone["grand"])
    assert (got["time_zone"], got["dst_auto_adjust"]) == ("ZP4", "0")


def test_stub_names_the_same_load_as_the_configuration(build: Callable[..., Estate]) -> None:
    estate = build(("site: base}\n  ancien", "site: base, load: P0S3-8-11-00}\n  ancien"))
    files = files_of(estate)
    for phone in flat_phones(estate):
        stub = cisco_xml.parse(files[stub_file(phone)].content, "stub")
        assert stub.text("loadInformation") == held(files, phone)["image_version"] == phone.load
        assert stub.root.find("loadInformation").attrib["model"] == f"IP Phone {phone.model.id[-4:]}"
    assert held(files, estate.phone["grand"])["image_version"] == "P0S3-8-11-00"


def test_old_firmware_is_led_to_the_universal_loader(files: Files) -> None:
    assert files["OS79XX.TXT"].content == b"P003-8-12-00\n"
    assert cisco_flat.parse_image(files["OS79XX.TXT"].content) == "P003-8-12-00"


def test_ring_list_names_files_that_are_there(files: Files) -> None:
    rings = cisco_flat.parse_ring_list(files["RINGLIST.DAT"].content)
    assert rings
    assert all(file in files for _, file in rings)


def test_sync_is_one_value_in_both_files(files: Files) -> None:
    info = cisco_xml.parse(files["syncinfo.xml"].content, "sync", declared=False)
    image = info.root.find("IMAGE")
    assert image.attrib["SYNC"] == sync(files)
    assert image.attrib["VERSION"] == "*"


def test_sync_moves_with_what_phones_must_restart_for(build: Callable[..., Estate], estate: Estate) -> None:
    first = sync(files_of(estate))
    assert sync(files_of(build())) == first
    assert sync(files_of(build(salt="rotated"))) != first
    assert sync(files_of(changed(estate, "grand", 1, label="Zed"))) != first
    assert sync(files_of(relabelled(estate, "loin", load="P0S3-8-11-00"))) != first
    assert sync(files_of(build(("Europe/Paris", "Indian/Reunion")))) != first


def test_sync_stays_with_what_a_running_phone_fetches_by_itself(build: Callable[..., Estate], estate: Estate) -> None:
    assert sync(files_of(replace(estate, dial_rules=estate.dial_rules[:3]))) == sync(files_of(estate))
    assert sync(files_of(build(("Relais, extension: 2004", "Relais Est, extension: 2005")))) == sync(files_of(estate))


def test_one_rotated_password_moves_sync(estate: Estate) -> None:
    rule = SecretRule(20, 12, 30, Alphabet.ALNUM)
    seen = {
        sync(files_of(changed(estate, "grand", 1, secret=Secret("endpoint/grand/zoe", rule, secret(str(i), rule)))))
        for i in range(20)
    }
    assert len(seen) == 20


def test_passwords_stand_in_their_phones_file_only(estate: Estate, files: Files) -> None:
    for endpoint in estate.endpoints:
        value = endpoint.secret.reveal().encode()
        where = {name for name, artifact in files.items() if value in artifact.content}
        assert where == {config_file(endpoint.phone)}


def test_public_estate_holds_placeholders(build: Callable[..., Estate]) -> None:
    private, public = build(), files_of(build(audience=Audience.PUBLIC))
    values = [e.secret.reveal() for e in private.endpoints] + [private.phones[0].unlock.reveal()]
    assert not [v for v in values for a in public.values() if v.encode() in a.content]
    assert {a.audience for a in public.values()} == {Audience.PUBLIC}


def test_all_that_is_written_is_recorded(estate: Estate, files: Files) -> None:
    emitted = set(cisco_flat.parse_cnf(files["SIPDefault.cnf"].content))
    for phone in flat_phones(estate):
        emitted |= set(cisco_flat.parse_cnf(files[config_file(phone)].content))
        emitted |= cisco_xml.parse(files[stub_file(phone)].content, "stub").paths
    emitted |= cisco_xml.parse(files["syncinfo.xml"].content, "sync", declared=False).paths
    emitted |= {"OS79XX.TXT", "RINGLIST.DAT"} & set(files)
    assert emitted | set(NOT_WRITTEN) | {"*.bmp"} == set(KEYS) | set(NOT_WRITTEN)


printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=10)


@settings(max_examples=60, deadline=None)
@given(label=printable, display=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30), top=printable)
def test_no_name_breaks_a_file(estate: Estate, label: str, display: str, top: str) -> None:
    """Any printable text: it arrives without the characters that end a value, and leaves all others as they were."""
    awkward = relabelled(changed(estate, "grand", 1, label=label, display=display), "grand", label=top)
    got, before = held(files_of(awkward), estate.phone["grand"]), held(files_of(estate), estate.phone["grand"])
    assert got["line1_shortname"] == (flat_value(label) or "2001")
    assert got["phone_label"] == flat_value(top)
    assert not set(got["line1_displayname"]) & set('";#\\')
    differing = {name for name in got if got[name] != before[name]}
    assert differing <= {"line1_shortname", "line1_displayname", "phone_label", "sync"}


def test_forbidden_characters_are_replaced_as_documented() -> None:
    assert flat_value('Bureau #3;  "est"') == "Bureau 3, 'est'"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"label": "Zoé"}, "not printable ASCII"),
        ({"label": "eleven char"}, "11 characters"),
        ({"display": "x" * 31}, "31 characters"),
        ({"display": "a\tb"}, "not printable ASCII"),
        ({"account": "zoe-1"}, "letters and digits"),
        ({"button": 2}, "without a gap"),
        ({"secret": Secret("x", SecretRule(40, 12, 40, Alphabet.ALNUM), None)}, "longer than"),
    ],
)
def test_what_the_phone_cannot_hold_is_our_bug(estate: Estate, values: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        files_of(changed(estate, "grand", 1, **values))


def test_a_file_too_large_is_our_bug(estate: Estate) -> None:
    small = replace(estate.phone["grand"].model, file_most=900)
    with pytest.raises(ValueError, match="the phone takes 900"):
        files_of(relabelled(estate, "grand", model=small))


def test_a_zone_the_phone_cannot_say_is_our_bug(estate: Estate) -> None:
    with pytest.raises(ValueError, match="cannot say the time zone"):
        files_of(resettled(estate, "grand", timezone=replace(estate.organization.timezone, flat=None)))


def full_7960(estate: Estate) -> Estate:
    """A 7960 with six lines and the longest values of all."""
    rule = SecretRule(30, 12, 30, Alphabet.ALNUM)
    url = "http://10.200.200.200:65535/" + "u" * 99
    far = resettled(
        relabelled(estate, "grand", label="M" * 11),
        "grand",
        codecs=("ulaw",),
        sip_port=65535,
        voicemail="*" + "9" * 30,
        directory_url=url,
        services_url=url,
        backup=(IPv4Address("200.200.200.200"), 65535),
        nat=Nat(NatMode.FIXED, IPv4Address("200.200.200.200")),
        register_seconds=3600,
    )
    most = [
        replace(
            far.endpoints_of_phone["grand"][0],
            button=n,
            account="a" * 29 + str(n),
            secret=Secret(f"s{n}", rule, "Z" * 30),
            label="M" * 10,
            display="W" * 30,
        )
        for n in range(1, 7)
    ]
    others = tuple(e for e in far.endpoints if e.phone.id != "grand")
    return replace(far, endpoints=(*others, *most))


def test_full_7960_stays_below_the_buffer(estate: Estate) -> None:
    far = full_7960(estate)
    files = files_of(far)
    assert held(files, far.phone["grand"])["line6_name"] == "a" * 29 + "6"
    assert len(files[config_file(far.phone["grand"])].content) < 5000

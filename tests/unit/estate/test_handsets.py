"""Settings by level, keys by button, exceptions by name: what is nearest to the phone wins, and nothing leaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.estate.estate import Estate
from generators.estate.handsets import Feature, KeyKind, NatMode, SettingsAccess, Telnet
from generators.estate.telephony import Phone
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import Report

BASE = (Path(__file__).parents[2] / "estates" / "two_sites" / "site.yml").read_text("utf-8")
FLAT, XML = "siege-1", "agence-1"
KEYED = {
    FLAT: "address: 10.60.20.20}",
    "siege-2": "address: 10.60.20.21}",
    XML: "model: cisco-7961, site: agence}",
}


def estate_of(folder: Path, more: str = "", audience: Audience = Audience.INTERNAL, **phones: str) -> Estate:
    """`two_sites` with `more` at its top level and keys added to phones (written with _ for -)."""
    text = BASE
    for name, keys in phones.items():
        end = KEYED[name.replace("_", "-")]
        assert text.count(end) == 1
        text = text.replace(end, f"{end[:-1]}, {keys}}}")
    (folder / "site.yml").write_text(f"{text}\n{more}\n", "utf-8")
    return load_estate(folder, audience, lambda name, rule: "7" * rule.length, Report())


def phone(estate: Estate, name: str = FLAT) -> Phone:
    return estate.phone[name]


def test_defaults_are_safe(tmp_path: Path) -> None:
    found = phone(estate_of(tmp_path), XML).settings
    assert (found.web, found.ssh, found.telnet, found.menu) == (False, None, Telnet.OFF, SettingsAccess.OPEN)
    assert (found.codecs, found.dscp, found.nat.mode) == (("alaw", "ulaw"), 46, NatMode.NONE)
    assert (found.call_waiting, found.do_not_disturb) == (Feature.ON, Feature.OFF)
    assert (found.media_first, found.media_last, found.sip_port) == (16384, 32766, 5060)


@pytest.mark.parametrize(
    ("more", "own", "wanted"),
    [
        ("", "", 3600),
        ("settings: {register_seconds: 600}", "", 600),
        ("settings: {register_seconds: 600}\nmodels: {cisco-7961: {register_seconds: 700}}", "", 700),
        ("models: {cisco-7961: {register_seconds: 700}}", "settings: {register_seconds: 900}", 900),
        ("models: {cisco-7960: {register_seconds: 700}}", "", 3600),
    ],
)
def test_the_nearest_level_wins(tmp_path: Path, more: str, own: str, wanted: int) -> None:
    keys = {"agence_1": own} if own else {}
    assert phone(estate_of(tmp_path, more, **keys), XML).settings.register_seconds == wanted


def test_a_site_is_nearer_than_a_model(tmp_path: Path) -> None:
    text = BASE.replace(
        "title: Agence, profile", "title: Agence, settings: {dscp: 40}, timezone: Indian/Reunion, profile"
    )
    (tmp_path / "site.yml").write_text(f"{text}\nmodels: {{cisco-7961: {{dscp: 34, sip_port: 5070}}}}\n", "utf-8")
    estate = load_estate(tmp_path, Audience.INTERNAL)
    assert phone(estate, XML).settings.dscp == 40
    assert phone(estate, XML).settings.sip_port == 5070
    assert phone(estate, XML).settings.timezone.iana == "Indian/Reunion"
    assert phone(estate, FLAT).settings.timezone.iana == "Europe/Paris"


def test_keys_stand_on_their_buttons_and_a_layout_fills_the_rest(tmp_path: Path) -> None:
    more = "key_layouts: {usual: [{speed: '*98', label: Messages}, {blf: bruno}]}"
    estate = estate_of(tmp_path, more, agence_1="layout: usual, keys: {5: {service: 'http://10.60.20.11/x.xml'}}")
    keys = phone(estate, XML).keys
    assert [(k.button, k.kind, k.number) for k in keys] == [
        (4, KeyKind.SPEED_DIAL, "*98"),
        (5, KeyKind.SERVICE, ""),
        (6, KeyKind.BLF, "1002"),
    ]


def test_the_other_spellings_of_a_number_are_dialled_as_from_inside(tmp_path: Path) -> None:
    keys = "keys: {3: {speed: '+32 2 555 12 12'}, 4: {speed: accueil}, 5: {speed: '01.99.00.20.01'}}"
    found = phone(estate_of(tmp_path, siege_1=keys)).keys
    assert [k.number for k in found] == ["003225551212", "1000", "0199002001"]
    assert [k.label for k in found] == ["0032255512", "Accueil", "0199002001"]


def test_a_blf_key_of_a_7960_only_dials(tmp_path: Path) -> None:
    estate = estate_of(tmp_path, siege_1="keys: {3: {blf: bruno}}", agence_1="keys: {4: {blf: bruno}}")
    flat, xml = phone(estate).keys[0], phone(estate, XML).keys[0]
    assert (flat.kind, flat.line, flat.number) == (KeyKind.SPEED_DIAL, None, "1002")
    assert (xml.kind, xml.line, xml.number) == (KeyKind.BLF, "bruno", "1002")


def test_keys_of_a_module_come_after_those_of_the_phone(tmp_path: Path) -> None:
    estate = estate_of(tmp_path, agence_1="modules: [cisco-7914], layout: long", more=_layout(17))
    found = phone(estate, XML)
    assert [k.button for k in found.keys] == list(range(4, 21))
    assert [m.id for m in found.modules] == ["cisco-7914"]


def _layout(count: int) -> str:
    return "key_layouts: {long: [" + ", ".join("{speed: anne}" for _ in range(count)) + "]}"


def test_what_is_set_by_hand_is_kept_with_its_reason_for_the_phones_that_know_it(tmp_path: Path) -> None:
    more = "settings: {extra: {timer_t1: {value: '600', reason: Slow link}}}"
    estate = estate_of(tmp_path, more, siege_1="settings: {extra: {timer_t1: {value: '700', reason: Slower}}}")
    assert [(x.name, x.value, x.reason) for x in phone(estate).extra] == [("timer_t1", "700", "Slower")]
    assert [(x.name, x.value, x.reason) for x in phone(estate, "siege-2").extra] == [("timer_t1", "600", "Slow link")]
    assert phone(estate, XML).extra == ()
    assert phone(estate).extra[0].origin.line == 60


def test_firmware_is_that_of_the_phone_then_of_its_model(tmp_path: Path) -> None:
    estate = estate_of(tmp_path, "firmware: {cisco-7961: SIP41.8-5-4S}")
    assert phone(estate, XML).load == "SIP41.8-5-4S"
    estate = estate_of(tmp_path, "firmware: {cisco-7961: SIP41.8-5-4S}", agence_1="load: SIP41.9-2-1S")
    assert phone(estate, XML).load == "SIP41.9-2-1S"


def test_an_open_ssh_has_a_password_that_the_public_never_sees(tmp_path: Path) -> None:
    for audience in Audience:
        found = phone(estate_of(tmp_path, agence_1="settings: {ssh: true}", audience=audience), XML).settings.ssh
        assert found is not None
        assert found.known == (audience is Audience.INTERNAL)
        assert found.name == "phones/ssh"


def test_the_public_sees_no_name_number_or_address_of_a_key(tmp_path: Path) -> None:
    masked = "public: {names: masked, numbers: masked, macs: masked, addresses: masked}"
    text = BASE.replace("timezone: Europe/Paris", f"timezone: Europe/Paris\n  {masked}")
    keys = (
        "keys: {3: {speed: bruno, label: Bruno}, 4: {speed: '+33199002001', label: Anne}, 5: {speed: '0612345678', "
        "label: Doctor}}, settings: {nat: 192.0.2.7, extra: {timer_t1: {value: '600', reason: As Bruno asked}}}}"
    )
    text = text.replace(KEYED[FLAT], f"address: 10.60.20.20, {keys}")
    text = text.replace(KEYED[XML], f"{KEYED[XML][:-1]}, keys: {{4: {{service: 'http://10.60.20.11/x.xml'}}}}}}")
    (tmp_path / "site.yml").write_text(text, "utf-8")
    estate = load_estate(tmp_path, Audience.PUBLIC)
    shown = repr([(p.keys, p.extra, p.settings) for p in estate.phones])
    for private in ("Bruno", "bruno", "Anne", "Doctor", "0199002001", "612345678", "10.60.20.11", "192.0.2.7"):
        assert private not in shown, private
    own = {n.number.e164 for n in estate.numbers}
    dialled = [k.number for p in estate.phones for k in p.keys if k.kind is KeyKind.SPEED_DIAL]
    assert "+33" + dialled[1][1:] in own
    assert "+33" + dialled[2][1:] not in own


def test_a_second_pbx_is_for_those_who_can_reach_it(tmp_path: Path) -> None:
    text = BASE.replace("    admit: [annexe]\n", "    admit: [annexe]\n    backup: {address: 10.60.20.12}\n")
    (tmp_path / "site.yml").write_text(text, "utf-8")
    estate = load_estate(tmp_path, Audience.INTERNAL)
    assert {p.id: p.settings.backup and str(p.settings.backup[0]) for p in estate.phones} == {
        "agence-1": "10.60.20.12",
        "annexe-1": None,
        "siege-1": "10.60.20.12",
        "siege-2": "10.60.20.12",
    }

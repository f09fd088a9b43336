"""Forwards, groups, menus, conferences, codes, hot desks and hand-written dialplan, as an independent reader sees them.

The calls themselves are made by tests/live/test_asterisk_features.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generators.catalog.types import Holiday
from generators.estate.estate import Estate
from generators.estate.telephony import Destination, Forwards, Kind
from generators.targets.asterisk.dialects import DIALECTS, PJSIP, SIP
from generators.targets.asterisk.dialplan import dialplan
from generators.targets.asterisk.services import MODULES
from tests.estates import THEMES
from tests.parsers.asterisk_conf import Fault
from tests.unit.targets.asterisk.reading import Read, load, read

EVERY_CALL = next(f for f in THEMES if f.name == "every_call")


@pytest.fixture(scope="module")
def estate() -> Estate:
    """An organization with everything."""
    return load(EVERY_CALL)


@pytest.fixture(scope="module")
def found(estate: Estate) -> Read:
    """Its files."""
    return read(estate)


def steps(found: Read, context: str, exten: str) -> list[str]:
    """The steps of an extension, as written."""
    return [f"{s.app}({s.args})" for s in found.plan.contexts[context].extens[exten]]


# ------------------------------------------------------------------ lines


def test_forwards_of_the_source_stand_behind_those_set_by_code(found: Read) -> None:
    carla = steps(found, "internal", "1003")
    moved = [s for s in carla if s.startswith("Gosub(moved,")]
    assert moved == [
        "Gosub(moved,s,1(FWD_ALWAYS,carla,outbound,,))",
        "Gosub(moved,s,1(FWD_NO_ANSWER,carla,outbound,contacts,33639985101))",
        "Gosub(moved,s,1(FWD_BUSY,carla,outbound,internal,1002))",
    ]
    assert carla.index("GotoIf(${DB_EXISTS(DND/carla)}?busy)") == 2
    assert steps(found, "internal", "1004")[1] == "Gosub(moved,s,1(FWD_ALWAYS,dora,outbound,internal,1010))"
    body = steps(found, "moved", "s")
    assert body.index("GotoIf($[${TONALITE_HOPS} > 8]?stay)") < body.index("StackPop()")
    # What a phone has set goes to an extension, or to what the line may call; never straight to a trunk.
    assert [s for s in body if "TONALITE_TO},1" in s] == [
        "GotoIf(${DIALPLAN_EXISTS(internal,${TONALITE_TO},1)}?internal,${TONALITE_TO},1)",
        "GotoIf(${DIALPLAN_EXISTS(${TONALITE_BY},${TONALITE_TO},1)}?${TONALITE_BY},${TONALITE_TO},1)",
    ]


def test_a_forward_can_go_to_anything_that_can_be_called(estate: Estate) -> None:
    for kind, name, target in (
        (Kind.GROUP, "sales", "internal,1100"),
        (Kind.MAILBOX, "night-box", "mailboxes,1099"),
        (Kind.MENU, "welcome", "internal,1200"),
        (Kind.CONFERENCE, "coffee", "internal,1301"),
        (Kind.CONTACT, "london", "contacts,447700900123"),
    ):
        anne = replace(estate.line["anne"], forwards=Forwards(Destination(kind, name), None, None))
        lines = tuple(anne if x.id == "anne" else x for x in estate.lines)
        made = read(replace(estate, lines=lines))
        assert steps(made, "internal", "1001")[1].endswith(f",{target}))")


def test_what_a_code_sets_is_set_before_the_call_is_answered(found: Read) -> None:
    for code in ("*25", "*61", "*20", "*12"):
        apps = [s.app for s in found.plan.contexts["features"].extens[code]]
        assert "Answer" not in apps
        assert apps[-1] == "Hangup"
    forward = found.plan.contexts["forward"].extens["s"]
    assert [s.app for s in forward].index("Playback") > [s.args.startswith("DB(") for s in forward].index(True)


def test_pickup_knows_teams_and_sites(estate: Estate, found: Read) -> None:
    assert found.pjsip.one("endpoint", "paris1anne", "named_call_group") == "sales"
    assert found.pjsip.one("endpoint", "paris1anne", "named_pickup_group") == "sales"
    assert "named_call_group" not in found.pjsip.all("endpoint")["paris3carla"]
    assert steps(found, "pickable", "1002")[1:-2] == [
        'GotoIf($["${TONALITE_AT}" = "lyon"]?yes)',
        'GotoIf($["${TONALITE_AT}" = "paris"]?yes)',
        'GotoIf($[",${TONALITE_TEAMS}," : ".*,sales,"]?yes)',
    ]
    assert set(found.plan.contexts["pickable"].extens) == {x.extension for x in estate.lines}
    assert found.plain["features.conf"]["general"]["pickupexten"] == ""  # the core's *8 would come before ours


# ------------------------------------------------------------------ groups, menus, rooms, contacts


def test_a_mobile_in_a_group_takes_no_keys_and_holds_its_channel(found: Read) -> None:
    assert "Gosub(ring,s,1(Local/33639985100@contacts/n))" in steps(found, "internal", "1103")
    dial = next(s for s in steps(found, "internal", "1103") if s.startswith("Dial"))
    assert dial == "Dial(${TONALITE_RING}${TONALITE_MORE},30,i)"
    assert steps(found, "contacts", "33639985100") == ["Goto(dial-out,33639985100,1)"]
    assert set(found.plan.contexts["contacts"].extens) == {"33639985100", "33639985101", "447700900123"}


def test_menus_repeat_and_go_on(found: Read) -> None:
    menu = found.plan.contexts["menu-welcome"].extens
    assert {d: s[0].args for d, s in menu.items() if d.isdigit()} == {
        "1": "internal,1100,1",
        "2": "internal,1010,1",
        "9": "internal,1201,1",
    }
    assert steps(found, "menu-welcome", "t")[1:] == [
        "GotoIf($[${TONALITE_ROUND} <= 3]?s,again)",
        "Goto(internal,1100,1)",
    ]
    assert steps(found, "menu-welcome", "i") == ["Goto(t,1)"]
    assert "WaitExten(4)" in steps(found, "menu-welcome", "s")
    assert steps(found, "menu-welcome-again", "t")[-1] == "Goto(ended,NOANSWER,1)"
    assert not found.plan.reaches_trunk("menu-welcome", forwards=False)


def test_rooms_keep_their_pin_out_of_the_dialplan(estate: Estate, found: Read) -> None:
    rooms = found.plain["confbridge.conf"]
    pin = estate.conference["meeting"].pin
    assert pin is not None
    assert rooms["room-meeting-user"]["pin"] == pin.reveal()
    assert (rooms["room-meeting-bridge"]["max_members"], rooms["room-coffee-bridge"]["max_members"]) == ("5", "10")
    assert "pin" not in rooms["room-coffee-user"]
    login = estate.line["felix"].login
    assert login is not None
    assert {pin.reveal(), login.reveal()}.isdisjoint(found.text["extensions.conf"].split('"'))
    assert pin.reveal() not in found.text["extensions.conf"]
    assert login.reveal() not in found.text["extensions.conf"]


def test_night_mode_closes_and_shows(found: Read) -> None:
    assert steps(found, "schedule-office", "s")[1] == 'GotoIf($["${DB(NIGHT/office)}" = "1"]?closed)'
    assert found.plan.contexts["hints"].hints["*61"] == ["Custom:NIGHT_office"]
    assert found.plan.first("dialled", "*61") is not None
    assert found.plan.find("from-trunk-main", "*61") is None


def test_holidays_are_closed_days(estate: Estate) -> None:
    days = (
        Holiday(date(2027, 3, 29), {"fr": "Pâques", "en": "Easter"}),
        Holiday(date(2027, 5, 1), {"fr": "", "en": ""}),
    )
    schedule = replace(estate.schedules[0], holidays=days, closures=((date(2027, 5, 1), date(2027, 5, 1)),))
    made = read(replace(estate, schedules=(schedule,)))
    closed = [s for s in steps(made, "schedule-office", "s") if "${today}" in s and "GotoIf" in s]
    assert closed == [
        "GotoIf($[${today} >= 20270329 & ${today} <= 20270329]?closed)",
        "GotoIf($[${today} >= 20270501 & ${today} <= 20270501]?closed)",
    ]


# ------------------------------------------------------------------ hot desks


def test_hot_desks_ask_a_pin_and_end_at_the_hour(estate: Estate, found: Read) -> None:
    pins = {x.extension: x.login.reveal() for x in estate.lines if x.login is not None}
    assert {exten: box.pin for exten, box in found.voicemail.desks.items()} == pins
    assert set(found.plan.contexts["log-in"].extens) == set(pins)
    assert steps(found, "features", "*11")[1] == "VMAuthenticate(@desks)"
    seat = steps(found, "seat", "s")
    assert any("20:00:00,Europe/Paris" in s for s in seat)
    assert "Gosub(desk,s,1(felix))" in steps(found, "phones", "1006")
    assert "Gosub(guest,s,1(lyon2felix))" in steps(found, "phones", "1006")


def test_without_hot_desks_there_is_nothing_of_them() -> None:
    made = read(load())
    assert not {"guest", "desk", "seat", "log-in", "log-out"} & set(made.plan.contexts)
    assert made.plan.find("dialled", "*11") is None
    assert made.voicemail.desks == {}
    assert "GUEST" not in made.text["extensions.conf"]


def test_logins_last_where_no_hour_is_given(estate: Estate) -> None:
    made = read(replace(estate, codes=replace(estate.codes, logout_at="")))
    assert not any("DB(DESK_UNTIL" in s for s in steps(made, "seat", "s"))


# ------------------------------------------------------------------ emergencies and permissions stay what they are


def test_emergencies_come_before_codes_custom_dialplan_and_guests(estate: Estate) -> None:
    pbx = replace(estate.pbx, custom="maison")
    made = read(replace(estate, servers={**estate.servers, "pbx": pbx}))
    for endpoint in estate.endpoints:
        context = made.pjsip.one("endpoint", endpoint.account, "context")
        assert made.plan.contexts[context].includes[0] == f"emergency-{endpoint.site.id}"
        for number in estate.country.emergency:
            assert made.plan.find(context, number.number) == (f"emergency-{endpoint.site.id}", number.number)
    for trunk in estate.trunks:
        emergency = [s.args for s in made.plan.contexts[f"emergency.by-{trunk.id}"].extens["_X."]]
        assert "CALLERID(pres)=allowed_not_screened" in emergency
        assert not any("HIDDEN" in s or "GROUP_COUNT" in s for s in emergency)


def test_hand_written_dialplan_has_its_places_and_nothing_without_a_folder(estate: Estate, found: Read) -> None:
    assert "custom" not in found.text["extensions.conf"]
    pbx = replace(estate.pbx, custom="maison")
    made = read(replace(estate, servers={**estate.servers, "pbx": pbx}))
    assert '#tryinclude "maison/*.conf"\n' in made.text["extensions.conf"]
    contexts = made.plan.contexts
    assert contexts["dialled"].includes == ["custom-internal", "internal", "features", "custom-outgoing", "outside"]
    assert contexts["from-trunk-main"].includes == ["custom-incoming", "numbers-of-main"]
    for name in ("custom-internal", "custom-outgoing", "custom-incoming"):
        assert (contexts[name].extens, contexts[name].includes) == ({}, [])


def test_withheld_numbers_are_told_to_the_operator(found: Read) -> None:
    trunk = steps(found, "trunk-main", "_[+0-9].")
    assert "Dial(PJSIP/${EXTEN}@trunk-main,,ib(withheld^s^1(${CALLERID(num)}^siptrunk.ovh.net)))" in trunk
    assert steps(found, "withheld", "s")[1:3] == [
        "Set(PJSIP_HEADER(add,P-Asserted-Identity)=<sip:${ARG1}@${ARG2}>)",
        "Set(PJSIP_HEADER(add,Privacy)=id)",
    ]
    assert "Set(__TONALITE_HIDDEN=1)" in steps(found, "line", "carla")
    assert "Set(__TONALITE_HIDDEN=)" in steps(found, "line", "anne")


def test_the_reason_told_is_that_of_a_trunk_and_of_no_phone_before(found: Read) -> None:
    for way in ("dial-out", "dial-short"):
        assert steps(found, way, "_X.")[1] == "Set(TONALITE_CAUSE=)"
    assert "Set(TONALITE_CAUSE=${HANGUPCAUSE})" in steps(found, "trunk-main", "_[+0-9].")
    assert not any("{HANGUPCAUSE}" in s for s in steps(found, "no-trunk", "_[+0-9]."))


# ------------------------------------------------------------------ modules and drivers


def test_a_codec_of_a_phone_brings_its_module(estate: Estate) -> None:
    phones = tuple(replace(p, settings=replace(p.settings, codecs=("g722", "alaw"))) for p in estate.phones)
    assert read(replace(estate, phones=phones)).modules == {*MODULES, *PJSIP.modules, "codec_g722"}


def test_modules_are_few_and_those_of_the_driver(found: Read) -> None:
    assert found.modules == {*MODULES, *PJSIP.modules}
    assert "chan_sip" not in found.modules
    assert len(found.modules) < 70


def test_both_drivers_get_the_same_dialplan_but_for_devices_and_headers(estate: Estate) -> None:
    ours, other = (dialplan(estate, d) for d in DIALECTS)
    assert (ours.groups, ours.menus, ours.rooms, ours.numbers, ours.plans) == (
        other.groups,
        other.menus,
        other.rooms,
        other.numbers,
        other.plans,
    )
    assert SIP.device("a1") == "SIP/a1"
    assert {x.device for x in other.trunks} == {f"SIP/trunk-{t.id}/${{EXTEN}}" for t in estate.trunks}
    assert other.features.withheld_headers[1] == "SIPAddHeader(Privacy: id)"
    assert other.features.answer_headers[0] == "SIPAddHeader(Call-Info: <sip:10.50.0.10>\\;answer-after=0)"


def test_two_hundred_phones_ring_by_pieces_that_a_variable_holds() -> None:
    """Asterisk gives 4095 characters of a variable and no more: seen with 111 of 200 phones."""
    minimal = load(next(f for f in THEMES if f.name == "minimal"))
    many = tuple(replace(minimal.endpoints[0], account=f"{i:030d}") for i in range(200))
    made = read(replace(minimal, endpoints=many))
    rung = [s.args for s in made.plan.contexts["phones"].extens[minimal.lines[0].extension] if s.app == "Gosub"]
    pieces = [r.removeprefix("ring,s,1(").removesuffix(")") for r in rung]
    assert "&".join(pieces).split("&") == [f"PJSIP/{i:030d}" for i in range(200)]
    assert max(map(len, pieces)) <= 500
    assert 3500 + 500 < 4095
    assert len("&".join(pieces)) <= 3500 + 4095


def test_a_line_with_more_phones_than_fit_is_refused(estate: Estate) -> None:
    many = tuple(replace(estate.endpoints[0], account=f"{i:030d}") for i in range(230))
    with pytest.raises(ValueError, match="more phones"):
        read(replace(estate, endpoints=many))


def test_readers_see_a_room_for_nobody(estate: Estate) -> None:
    with pytest.raises(Fault):
        read(replace(estate, conferences=(replace(estate.conferences[0], most=0), *estate.conferences[1:])))

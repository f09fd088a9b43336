"""Calls through real Asterisk 16 and 22: inside, from the provider, to the outside, in an emergency."""

from __future__ import annotations

import re
import time
from datetime import datetime

import pytest

from generators.estate.dialing import spellings
from tests.live.sip import Agent, Call, Message
from tests.live.systems import ELSEWHERE, System

pytestmark = pytest.mark.live

MOBILE = "0639980001"  # from the block kept for fiction
MOBILE_ABROAD = "0033639980001"


def arrived(agent: Agent, seconds: float = 5) -> Message:
    """The next INVITE that reached `agent`."""
    return agent.invites.get(timeout=seconds)


def outbound(system: System) -> Message:
    """The next INVITE that reached the provider."""
    return arrived(system.provider)


def quiet(system: System) -> None:
    """Nothing more reached the provider."""
    time.sleep(0.3)
    assert system.provider.invites.empty(), system.provider.invites.get().start


def ring(system: System, number: str, caller: str = MOBILE_ABROAD, to: str = "") -> Call:
    """The provider calls `number`, spelt as given, from an address that stands in no file, and hangs up."""
    other = system.agent(ELSEWHERE)
    try:
        call = system.provider.ring(other, number, caller, to)
        other.hang_up(call)
        return call
    finally:
        other.close()


# ------------------------------------------------------------------ inside


def test_a_colleague_rings_with_name_and_extension(example: System) -> None:
    with example.phone("bureau-1") as thomas, example.phone("bureau-2") as nadia:
        call = thomas.dial("1002")
        assert call.status == 200
        invite = arrived(nadia.agent)
        assert invite["From"].startswith('"Thomas Girard" <sip:1001@')
        assert "a=rtpmap:8 PCMA/8000" in invite.body
        assert "a=rtpmap:0 PCMU/8000" in invite.body
        assert "telephone-event" in invite.body
        thomas.agent.hang_up(call)


def test_phone_that_sends_from_another_port_registers_and_is_called(example: System) -> None:
    """A 79x1 listens on 5060, sends from elsewhere and writes no rport: answers must follow its Via."""
    with example.phone("lyon-2", old=True) as samir, example.phone("lyon-1", old=True) as chloe:
        call = chloe.dial("1006")
        assert call.status == 200
        assert arrived(samir.agent).user("From") == "1005"
        chloe.agent.hang_up(call)


def test_phones_of_a_shared_line_and_of_a_group_ring_together(example: System) -> None:
    with example.phone("bureau-3") as yann, example.phone("lyon-2") as samir, example.phone("bureau-1") as thomas:
        yann.agent.answers = (180,)
        call = thomas.dial("1100")  # Yann, Samir, Malik
        assert call.status == 200
        assert arrived(samir.agent)["From"].startswith('"Thomas Girard"')
        assert arrived(yann.agent).method == "INVITE"
        example.pbx.wait_for(
            lambda: any(r.method == "CANCEL" for r in yann.agent.requests), 3, "the phone that did not answer rings on"
        )
        thomas.agent.hang_up(call)


def test_nobody_there_goes_to_the_mailbox_or_says_so(example: System) -> None:
    with example.phone("bureau-1") as thomas, example.phone("bureau-2") as nadia:
        away = thomas.dial("1007")  # Élise: no phone on the network, no mailbox
        assert away.status == 480
        boxed = thomas.dial("1006")  # Samir: no phone on the network, a mailbox
        assert boxed.status == 200
        thomas.agent.hang_up(boxed)
        nadia.agent.answers = (486,)
        busy = thomas.dial("1002")
        assert busy.status == 200
        example.pbx.wait_for(lambda: 'VoiceMail("PJSIP/bureau1thomas' in example.pbx.log(), 3, "no voicemail")
        thomas.agent.hang_up(busy)
        assert re.search(r'VoiceMail\("PJSIP/bureau1thomas-[0-9a-f]+", "1002@default,b"\)', example.pbx.log())
        assert re.search(r'VoiceMail\("PJSIP/bureau1thomas-[0-9a-f]+", "1006@default,u"\)', example.pbx.log())


def test_voicemail_code_opens_the_own_box_and_tells_who_has_none(example: System) -> None:
    with example.phone("bureau-1") as thomas, example.phone("lille-1") as elise:
        own = thomas.dial("*98")
        assert own.status == 200
        thomas.agent.hang_up(own)
        assert re.search(r'VoiceMailMain\("PJSIP/bureau1thomas-[0-9a-f]+", "1001@default"\)', example.pbx.log())
        none = elise.dial("*98")
        assert none.status == 200
        example.pbx.wait_for(
            lambda: 'Playback("PJSIP/lille1elise' in example.pbx.log(),
            5,
            "the caller without a mailbox is told nothing",
        )
        elise.agent.hang_up(none)


def test_lamp_of_waiting_messages_is_told_without_asking(example: System) -> None:
    with example.phone("bureau-1") as thomas:

        def told() -> list[str]:
            return [r.body for r in thomas.agent.requests if r.method == "NOTIFY"]

        example.pbx.wait_for(told, 5, "no NOTIFY")
        assert "Messages-Waiting: no" in told()[0]


def test_phone_behind_siproxd_is_reached_at_the_public_address(example: System) -> None:
    with example.phone("atelier-1") as malik, example.phone("lyon-1") as chloe:
        call = chloe.dial("1008")
        assert call.status == 200
        away = arrived(malik.agent)
        assert "@203.0.113.10:5060" in away["Contact"]
        assert "c=IN IP4 203.0.113.10" in away.body
        assert "c=IN IP4 10.42.20.10" in call.responses[-1].body  # and over the VPN nobody hears of it
        chloe.agent.hang_up(call)


# ------------------------------------------------------------------ from the provider


def test_number_rings_in_every_spelling_from_an_address_in_no_file(example: System) -> None:
    """The provider accepted the registration and nothing else; its call comes from another of its machines."""
    with example.phone("bureau-1") as thomas:
        for number in spellings(example.estate.country, "+33199000101"):
            call = ring(example, number)
            assert call.status == 200, number
            assert arrived(thomas.agent).user("From") == MOBILE  # as one dials it, so that calling back works


def test_call_that_names_only_the_account_goes_where_its_to_says(example: System) -> None:
    with example.phone("bureau-1") as thomas, example.phone("accueil-1") as reception:
        assert ring(example, "s", to="<sip:+33199000101@provider.invalid>").status == 200
        arrived(thomas.agent)
        assert ring(example, "s", to="<sip:somebody@provider.invalid>").status == 200
        arrived(reception.agent)  # the account of the example is a number itself


def test_withheld_caller_still_rings(example: System) -> None:
    with example.phone("bureau-1") as thomas:
        assert ring(example, "+33199000101", caller="anonymous").status == 200
        arrived(thomas.agent)


def test_number_that_is_not_ours_is_not_found(example: System) -> None:
    for number in ("0199000999", "1001", "112", MOBILE, "00447700900123", "*98"):
        assert ring(example, number).status == 404, number
    quiet(example)


def test_hours_decide_where_a_number_rings(example: System) -> None:
    with example.phone("accueil-1") as reception, example.phone("lyon-1", 3) as lyon, example.phone("lille-2") as lille:
        assert ring(example, "0033199000100").status == 200
        arrived(reception.agent)
        for number in ("0465710010", "0353010010"):  # closed these days; open on another day of the week
            before = example.pbx.log().count('"1099@default,u"')
            assert ring(example, number).status == 200
            assert example.pbx.log().count('"1099@default,u"') > before
        assert lyon.agent.invites.empty()
        assert lille.agent.invites.empty()


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("2026-11-20 08:59:59", "closed"),
        ("2026-11-20 09:00:00", "open"),
        ("2026-11-20 12:29:59", "open"),
        ("2026-11-20 12:30:00", "closed"),
        ("2026-11-20 16:59:59", "open"),
        ("2026-11-20 17:00:00", "closed"),
        ("2026-11-19 17:30:00", "open"),
        ("2026-11-21 10:00:00", "closed"),
    ],
)
def test_hours_begin_and_end_on_the_minute(example: System, when: str, state: str) -> None:
    """20 November 2026 is a Friday; the example's hours are those of site_data. GotoIfTime takes TESTTIME for now."""
    then = int(datetime.fromisoformat(f"{when}+01:00").timestamp())
    steps = (f"Set(TESTTIME={then})", "Gosub(schedule-bureau,s,1)", "Log(NOTICE,it is ${GOSUB_RETVAL})")
    for number, step in enumerate(steps, 1):
        example.pbx.cli(f'dialplan add extension "7,{number},{step}" into tonalite-test replace')
    before = len(example.pbx.log())
    example.pbx.cli("channel originate Local/7@tonalite-test application Wait 1")
    example.pbx.wait_for(lambda: "it is " in example.pbx.log()[before:], 5, "no answer")
    assert f"it is {state}" in example.pbx.log()[before:]


# ------------------------------------------------------------------ to the outside


def test_mobile_number_reaches_the_provider_in_its_format_with_the_right_caller(example: System) -> None:
    with example.phone("bureau-1") as thomas, example.phone("lille-1") as elise:
        for phone, number, shown in ((thomas, MOBILE, "0033199000101"), (elise, MOBILE, "0033353010010")):
            call = phone.dial(number)
            assert call.status == 200
            invite = outbound(example)
            assert invite.user() == MOBILE_ABROAD
            assert invite.user("From") == shown
            assert "Girard" not in invite["From"]
            assert "Fontaine" not in invite["From"]
            assert "@203.0.113.10:5060" in invite["Contact"]
            phone.agent.hang_up(call)


def test_foreign_and_short_numbers_keep_their_shape(example: System) -> None:
    with example.phone("bureau-1") as thomas:  # may call abroad
        for number, wanted in (
            ("00447700900123", "00447700900123"),
            ("3919", "3919"),
            (MOBILE_ABROAD, MOBILE_ABROAD),
            ("+33639980001", MOBILE_ABROAD),
            ("00447700900123%26Local", "00447700900123"),  # an ampersand would ring a second device
            ("00447700900123&Local", "00447700900123"),
        ):
            call = thomas.dial(number)
            assert call.status == 200, number
            assert outbound(example).user() == wanted
            thomas.agent.hang_up(call)
    quiet(example)


def test_classes_that_are_not_open_do_not_leave_the_house(example: System) -> None:
    with example.phone("bureau-2") as nadia, example.phone("bureau-1") as thomas:
        for phone, number in (
            (nadia, "00447700900123"),
            (nadia, "0899123456"),
            (thomas, "0899123456"),
            (nadia, "118218"),
        ):
            assert phone.dial(number).status == 403, number
        assert thomas.dial("0033899123456").status == 403  # premium, dialled the long way
        assert nadia.dial("9").status == 404
    quiet(example)


def test_busy_and_unknown_numbers_are_told_to_the_phone(example: System) -> None:
    with example.phone("bureau-1") as thomas:
        for said, told in ((486, 486), (404, 404), (503, 503)):
            example.provider.answers = (said,)
            assert thomas.dial(MOBILE).status == told
            outbound(example)
    example.provider.answers = (180, 200)


# ------------------------------------------------------------------ emergency


def test_emergency_from_an_agency_shows_the_agency(example: System) -> None:
    with example.phone("lyon-2", 2) as yann, example.phone("lille-1") as elise:  # Yann's line is at head office too
        for phone, number, shown in (
            (yann, "112", "0033465710010"),
            (elise, "15", "0033353010010"),
            (elise, "116117", "0033353010010"),
        ):
            call = phone.dial(number)
            assert call.status == 200
            invite = outbound(example)
            assert (invite.user(), invite.user("From")) == (number, shown)
            phone.agent.hang_up(call)


def test_emergency_finds_a_channel_when_all_others_are_taken(example: System) -> None:
    """Four channels: three for ordinary calls, one kept."""
    with example.phone("bureau-1") as thomas:
        held = []
        for _ in range(3):
            held.append(thomas.dial(MOBILE))
            outbound(example)
        assert [c.status for c in held] == [200, 200, 200]
        assert thomas.dial(MOBILE).status == 503
        quiet(example)
        emergency = thomas.dial("112")
        assert emergency.status == 200
        assert outbound(example).user() == "112"
        for call in (*held, emergency):
            thomas.agent.hang_up(call)


def test_emergency_is_sent_even_to_a_provider_that_counts_as_unreachable(example: System) -> None:
    with example.phone("bureau-1") as thomas:
        example.provider.silent = {"OPTIONS"}
        try:
            example.pbx.cli("pjsip qualify trunk-ovh")
            shown = lambda: re.search(r"trunk-ovh/\S+ +\S+ Unavail", example.pbx.cli("pjsip show contacts"))  # noqa: E731
            example.pbx.wait_for(shown, 8, "the trunk still counts as reachable")
            assert thomas.dial(MOBILE).status == 503
            quiet(example)
            call = thomas.dial("18")
            assert call.status == 200
            invite = outbound(example)
            assert (invite.user(), invite.user("From")) == ("18", "0033199000100")
            thomas.agent.hang_up(call)
        finally:
            example.provider.silent = set()
            example.pbx.cli("pjsip qualify trunk-ovh")
            back = lambda: re.search(r"trunk-ovh/\S+ +\S+ Avail", example.pbx.cli("pjsip show contacts"))  # noqa: E731
            example.pbx.wait_for(back, 8, "the trunk does not come back")

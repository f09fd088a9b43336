"""What a company expects of its telephones, on real Asterisk 16 and 22: forwards, groups, menus, hot desks and more.

Each Asterisk is started once, on tests/estates/every_call with short rings and hours that are always open. It runs with
the generated modules.conf, the smallest set. test_chan_sip_features.py makes the same calls with the other driver.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generators.estate.estate import Estate
from tests.live.sip import Agent, Call, Message
from tests.live.systems import EVERY_CALL, EVERY_DAY, Phone, System, load, running

pytestmark = pytest.mark.live

MOBILE = "0639980001"
JEAN = "33639985100"
CARLA = "33639985101"
CALLER = "0033639980002"
FAMILIES = ("FWD_ALWAYS", "FWD_BUSY", "FWD_NO_ANSWER", "DND", "NIGHT", "GUEST", "DESK", "DESK_UNTIL", "TURN")


def hurried(estate: Estate) -> Estate:
    """The estate with rings of one second, menus that do not wait, and hours that are always open.

    The last trunk wants the number shown in P-Asserted-Identity; there is a folder of hand-written dialplan.
    """
    lines = {x.id: replace(x, ring=1) for x in estate.lines}
    schedules = tuple(replace(s, hours=EVERY_DAY, closures=(), holidays=()) for s in estate.schedules)
    pbx = replace(estate.pbx, custom="maison")
    *others, last = estate.trunks
    return replace(
        estate,
        servers={**estate.servers, "pbx": pbx},
        trunks=(*others, replace(last, caller_id="pai")),
        lines=tuple(lines.values()),
        endpoints=tuple(replace(e, line=lines[e.line.id]) for e in estate.endpoints),
        groups=tuple(replace(g, ring=1) for g in estate.groups),
        menus=tuple(replace(m, wait=1, repeats=1) for m in estate.menus),
        schedules=schedules,
    )


@pytest.fixture(scope="module", params=["16", "22"])
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One Asterisk for all tests of this file."""
    folder: Path = tmp_path_factory.mktemp(f"features-{request.param}")
    with running(request.param, hurried(load(EVERY_CALL)), folder) as system:
        yield system


@pytest.fixture
def system(started: System) -> Iterator[System]:
    """The running Asterisk, left without calls and without states."""
    for provider in started.providers.values():
        provider.answers = (180, 200)
        while not provider.invites.empty():
            provider.invites.get()
    yield started
    started.pbx.cli("channel request hangup all")
    started.calm()
    for family in FAMILIES:
        started.pbx.cli(f"database deltree {family}")


@contextmanager
def phones(system: System, *names: str) -> Iterator[list[Phone]]:
    """Registered phones, each given as `phone` or `phone/button`."""
    with ExitStack() as stack:
        out = []
        for name in names:
            phone, _, button = name.partition("/")
            out.append(stack.enter_context(system.phone(phone, int(button or 1))))
        yield out


def keys(phone: Phone, call: Call, *steps: tuple[str, str]) -> None:
    """Press keys in a call, each time after a sound has begun: (sound, keys); at once where no sound is named."""
    pbx = phone.system.pbx
    name = f"<{phone.system.driver.technology}/{phone.endpoint.account}-"
    told = pbx.log().count(name)
    for sound, digits in steps:
        play = lambda: [x for x in pbx.log().splitlines() if name in x][told:]  # noqa: B023, E731
        pbx.wait_for(lambda: not sound or any(f"Playing '{sound}" in x for x in play()), 8, f"{sound} is not played")  # noqa: B023
        told += len(play())
        phone.agent.press(call, digits)


@contextmanager
def calling(phone: Phone, number: str) -> Iterator[Future[Call]]:
    """A call that somebody makes while the test does something else."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(phone.dial, number, 12)


def arrived(agent: Agent) -> Message:
    """The next INVITE that reached `agent`."""
    return agent.invites.get(timeout=6)


def joined(system: System) -> None:
    """Wait until two can talk."""
    system.pbx.wait_for(lambda: re.search(r" 2 +basic", system.pbx.cli("bridge show all")), 5, "they are not joined")


def talking(phone: Phone, number: str) -> Call:
    """A call that is answered and joined."""
    call = phone.dial(number)
    assert call.status == 200
    joined(phone.system)
    return call


def done(phone: Phone, number: str, status: int = 200) -> None:
    """Dial and, if answered, hang up."""
    call = phone.dial(number)
    assert call.status == status, f"{number}: {call.status}"
    phone.agent.hang_up(call)


def outside(system: System, trunk: str = "main") -> tuple[str, str]:
    """The call that left: the number called and the number shown. It left once, and by that trunk."""
    seen = []
    for name, provider in system.providers.items():
        while not provider.invites.empty():
            invite = provider.invites.get()
            header = "P-Asserted-Identity" if system.estate.trunk[name].caller_id == "pai" else "From"
            seen.append((name, invite.user(), invite.user(header)))
    assert [name for name, *_ in seen] == [trunk], seen
    return seen[0][1], seen[0][2]


@contextmanager
def ringing(system: System, number: str, caller: str = CALLER, trunk: str = "main", keys: str = "") -> Iterator[Call]:
    """A provider's call to `number`, with keys pressed once it is answered; hung up at the end."""
    other = system.gateway(trunk)
    try:
        call = system.providers[trunk].ring(other, number, caller)
        other.press(call, keys)
        yield call
        other.hang_up(call)
    finally:
        other.close()


def state(system: System, name: str) -> str:
    """What Asterisk's database holds."""
    found = re.search(r"^Value: (.*)$", system.pbx.cli("database get " + name.replace("/", " ")), re.M)
    return found[1].strip() if found else ""


# ------------------------------------------------------------------ one's own line


def test_do_not_disturb_is_busy_and_shown_and_left_out_of_groups(system: System) -> None:
    with phones(system, "paris-1", "paris-2", "lyon-1") as (anne, bruno, desk):
        done(anne, "*25")
        assert state(system, "DND/anne") == "1"
        hints = system.pbx.cli("core show hint 1001")
        assert "InUse" in hints
        done(desk, "1001", 200)  # her mailbox
        assert anne.agent.invites.empty()
        done(desk, "1100")  # sales: anne is left out, bruno answers
        assert arrived(bruno.agent).method == "INVITE"
        assert anne.agent.invites.empty()
        done(anne, "*25")
        assert state(system, "DND/anne") == ""
        done(desk, "1001")
        assert arrived(anne.agent).user("From") == "1010"
        done(bruno, "*25")
        assert desk.dial("1002").status == 486  # no mailbox


def test_forwards_of_the_source(system: System) -> None:
    with phones(system, "paris-1", "paris-2", "paris-3", "lyon-1") as (anne, bruno, carla, desk):
        done(anne, "1004")  # Dora: always, to the desk of Lyon
        assert arrived(desk.agent).user("From") == "1001"
        carla.agent.answers = (486,)
        done(anne, "1003")  # busy: Bruno
        assert arrived(bruno.agent).user("From") == "1001"
        carla.agent.answers = (180,)
        done(anne, "1003")  # no answer: her mobile, with Anne's number
        assert outside(system) == (f"00{CARLA}", "0033199005001")


def test_forwards_set_by_code(system: System) -> None:
    with phones(system, "paris-1", "paris-2", "lyon-1") as (anne, bruno, desk):
        done(bruno, "*211010")
        assert state(system, "FWD_ALWAYS/bruno") == "1010"
        done(anne, "1002")
        arrived(desk.agent)
        assert bruno.agent.invites.empty()
        done(bruno, "*2100447700900123")  # he may not call abroad
        assert state(system, "FWD_ALWAYS/bruno") == "1010"
        done(bruno, "*20")
        assert state(system, "FWD_ALWAYS/bruno") == ""
        done(bruno, f"*22{MOBILE}")
        bruno.agent.answers = (180,)
        done(anne, "1002")
        assert outside(system) == (f"0033{MOBILE[1:]}", "0033199005001")
        done(bruno, "*231010")
        bruno.agent.answers = (486,)
        done(anne, "1002")
        arrived(desk.agent)
        for number in ("112", "1002"):  # not for forwards; his own
            done(bruno, f"*21{number}")
        assert state(system, "FWD_ALWAYS/bruno") == ""


def test_forwards_in_a_circle_come_to_an_end(system: System) -> None:
    with phones(system, "paris-1", "paris-2", "lyon-1") as (anne, bruno, desk):
        done(bruno, "*211001")
        done(anne, "*211002")
        done(desk, "1001")
        assert anne.agent.invites.qsize() + bruno.agent.invites.qsize() == 1


# ------------------------------------------------------------------ groups


def test_group_rings_phones_and_a_mobile_together(system: System) -> None:
    with phones(system, "paris-1", "paris-3") as (anne, carla):
        carla.agent.answers = (180,)
        done(anne, "1103")
        arrived(carla.agent)
        assert outside(system) == (f"00{JEAN}", "0033199005001")


def test_group_in_turn_and_with_memory(system: System) -> None:
    with phones(system, "paris-1", "paris-2", "lyon-1", "nice-1/2") as (anne, bruno, desk, lift):
        for phone in (anne, bruno):
            phone.agent.answers = (486,)
        system.providers["spare"].answers = (486,)
        done(desk, "1101")  # Anne, Jean's mobile, the lift
        arrived(anne.agent)
        assert outside(system, "spare") == ("0639985100", "0353015000")  # busy there, too
        arrived(lift.agent)
        for phone in (anne, bruno, lift):
            phone.agent.answers = (180, 200)
            while not phone.agent.invites.empty():
                phone.agent.invites.get()
        for expected in (anne, bruno, lift, anne):
            done(desk, "1102")
            arrived(expected.agent)
            assert all(p.agent.invites.empty() for p in (anne, bruno, lift))


# ------------------------------------------------------------------ from outside, and on to the outside


def test_a_call_that_goes_on_to_a_mobile_shows_the_number_it_came_in_by(system: System) -> None:
    with phones(system, "paris-1") as (anne,):
        with ringing(system, "0033199005004"):  # sales are open
            assert arrived(anne.agent).user("From") == "0639980002"
        done(anne, "*61")  # night mode: to Jean's mobile
        assert "InUse" in system.pbx.cli("core show hint *61")
        with ringing(system, "0033199005004") as call:
            assert call.status == 200
            assert outside(system) == (f"00{JEAN}", "0033199005004")
        with ringing(system, "0033199005004", caller="anonymous"):  # the caller hides, we do not
            assert outside(system) == (f"00{JEAN}", "0033199005004")
        done(anne, "*61")
        with ringing(system, "0199005004"):
            arrived(anne.agent)
        done(anne, f"*21{MOBILE}")  # a forward set by code holds for outside callers, too, and shows their way in
        with ringing(system, "0033199005001"):
            assert outside(system) == (f"0033{MOBILE[1:]}", "0033199005001")


def test_anonymous_callers_ring_without_a_number(system: System) -> None:
    with phones(system, "paris-1") as (anne,), ringing(system, "0033199005001", caller="anonymous") as call:
        assert call.status == 200
        assert arrived(anne.agent)["From"].startswith('"Anonymous" <sip:anonymous@')


def test_menu_takes_a_digit_or_goes_on(system: System) -> None:
    with phones(system, "paris-1", "lyon-1") as (anne, desk):
        with ringing(system, "0033199005000", keys="2"):
            assert arrived(desk.agent).user("From") == "0639980002"
        assert anne.agent.invites.empty()
        with ringing(system, "0033199005000", keys="91"):  # the second menu: Jean's mobile
            invite = arrived(system.providers["main"])
            assert (invite.user(), invite.user("From")) == (f"00{JEAN}", "0033199005000")
        with ringing(system, "0033199005000"):
            arrived(anne.agent)  # nothing was pressed: sales


def test_conference_asks_for_its_pin(system: System) -> None:
    room = system.estate.conference["meeting"]
    assert room.pin is not None
    with phones(system, "paris-1", "paris-2") as (anne, bruno):
        inside = anne.dial("1300")
        keys(anne, inside, ("conf-getpin", room.pin.reveal() + "#"))
        members = lambda: system.pbx.cli("confbridge list room-meeting")  # noqa: E731
        system.pbx.wait_for(lambda: "paris1anne" in members(), 5, "the PIN does not open the room")
        wrong = bruno.dial("1300")
        keys(bruno, wrong, ("conf-getpin", "9999#"))
        system.pbx.wait_for(lambda: "conf-invalidpin" in system.pbx.log(), 8, "the wrong PIN is taken")
        assert "paris2bruno" not in members()
        bruno.agent.hang_up(wrong)
        anne.agent.hang_up(inside)
        assert room.pin.reveal() not in "".join(x for x in system.pbx.log().splitlines() if "Executing" in x)


# ------------------------------------------------------------------ numbers shown and withheld


def test_withheld_numbers_are_known_to_the_provider_alone(system: System) -> None:
    with phones(system, "paris-1", "paris-3", "nice-1") as (anne, carla, dora):
        for phone, number, shown in ((carla, MOBILE, "0033199005002"), (anne, f"*31{MOBILE}", "0033199005001")):
            done(phone, number)
            invite = arrived(system.provider)
            assert invite.user() == f"0033{MOBILE[1:]}"
            assert invite["From"].startswith('"Anonymous" <sip:anonymous@')
            assert invite["P-Asserted-Identity"] == f"<sip:{shown}@siptrunk.ovh.net>"
            assert invite["Privacy"] == "id"
        done(anne, MOBILE)
        invite = arrived(system.provider)
        assert (invite.user("From"), invite["Privacy"]) == ("0033199005001", "")
        done(dora, f"*31{MOBILE}")
        invite = arrived(system.providers["last"])
        assert (invite.user("P-Asserted-Identity"), invite["Privacy"]) == ("+33639985000", "id")
        assert [k for k, _ in invite.headers].count("P-Asserted-Identity") == 1
        for number in ("112", "*31112"):
            done(carla, number)
            invite = arrived(system.provider)
            assert (invite.user(), invite.user("From"), invite["Privacy"]) == ("112", "0033199005000", "")


def test_trunks_are_tried_in_order_and_each_shows_a_number_of_its_own(system: System) -> None:
    with phones(system, "paris-1") as (anne,):
        system.providers["main"].answers = system.providers["spare"].answers = (503,)
        done(anne, MOBILE)
        seen = {name: provider.invites.get(timeout=5) for name, provider in system.providers.items()}
        assert {name: (x.user(), x.user("From")) for name, x in seen.items()} == {
            "main": (f"0033{MOBILE[1:]}", "0033199005001"),
            "spare": (MOBILE, "0353015000"),  # another provider's number would be refused there
            "last": ("+33639980001", "ec.last_1"),  # the account in From, the number beside it
        }
        assert seen["last"].user("P-Asserted-Identity") == "+33465715000"


def test_calls_from_outside_take_channels_too(system: System) -> None:
    """The trunk `spare` has two channels, one of them kept for emergencies."""
    with phones(system, "lyon-1") as (desk,):
        with ringing(system, "0353015000", trunk="spare"):
            arrived(desk.agent)
            done(desk, MOBILE)  # the trunk of the desk's number is full
            assert outside(system, "main") == (f"0033{MOBILE[1:]}", "0033199005000")
            done(desk, "112")
            assert outside(system, "spare") == ("112", "0353015000")
        system.calm()
        done(desk, MOBILE)
        assert outside(system, "spare") == (MOBILE, "0353015000")


# ------------------------------------------------------------------ hot desks


def login(phone: Phone, extension: str, *pins: str) -> Call:
    """Dial the code, press extension and PIN, and again if that was wrong."""
    phone.agent.requests.clear()
    call = phone.dial("*11")
    asked = ["vm-login", *["vm-incorrect-mailbox"] * len(pins)]
    steps = [((sound, f"{extension}#"), ("vm-password", f"{pin}#")) for sound, pin in zip(asked, pins, strict=False)]
    keys(phone, call, *(step for pair in steps for step in pair))
    return call


def logged_in(phone: Phone, extension: str, pin: str, line: str) -> None:
    """Log in; the phone's account then stands in Asterisk's database."""
    call, system = login(phone, extension, pin), phone.system
    account = phone.endpoint.account
    system.pbx.wait_for(lambda: state(system, f"DESK/{line}") == account, 5, f"{line} is not logged in")
    phone.agent.hang_up(call)


def test_three_wrong_pins_end_the_call(system: System) -> None:
    with phones(system, "nice-1") as (dora,):
        login(dora, "1006", "0000", "1111", "2222")
        system.pbx.wait_for(lambda: any(r.method == "BYE" for r in dora.agent.requests), 9, "the call does not end")
        assert state(system, "DESK/felix") == ""


def test_hot_desk(system: System) -> None:
    secret = system.estate.line["felix"].login
    assert secret is not None
    pin = secret.reveal()
    with phones(system, "paris-1", "paris-2", "lyon-2", "nice-1") as (anne, bruno, felix, dora):
        logged_in(dora, "1006", pin, "felix")
        assert state(system, "GUEST/nice1dora") == "felix"
        until = int(state(system, "DESK_UNTIL/felix"))  # the next 20:00
        assert 0 < until - time.time() <= 25 * 3600
        assert datetime.fromtimestamp(until, ZoneInfo("Europe/Paris")).strftime("%H:%M:%S") == "20:00:00"
        done(anne, "1006")  # rings at both of his phones
        assert arrived(felix.agent).user("From") == arrived(dora.agent).user("From") == "1001"
        done(dora, "1001")
        assert arrived(anne.agent)["From"].startswith('"Felix" <sip:1006@')
        done(dora, MOBILE)  # he has no number of his own: that of Nice
        assert outside(system, "last") == ("+33639980001", "+33465715000")
        done(dora, "15")
        assert outside(system, "last") == ("15", "+33465715000")
        logged_in(bruno, "1006", pin, "felix")  # elsewhere
        assert state(system, "GUEST/nice1dora") == ""
        assert anne.dial("1002").status == 480  # Bruno's own line does not ring there now
        assert bruno.agent.invites.empty()
        done(bruno, "*12")
        assert (state(system, "GUEST/paris2bruno"), state(system, "DESK/felix")) == ("", "")
        done(anne, "1002")
        arrived(bruno.agent)


def test_hot_desk_ends_at_the_hour(system: System) -> None:
    with phones(system, "paris-1", "paris-2") as (anne, bruno):
        system.pbx.cli("database put GUEST paris2bruno felix")
        system.pbx.cli("database put DESK felix paris2bruno")
        assert anne.dial("1002").status == 480
        system.pbx.cli("database put DESK_UNTIL felix 1000")  # long ago
        done(anne, "1002")
        arrived(bruno.agent)
        assert state(system, "DESK/felix") == ""


# ------------------------------------------------------------------ pickup, parking, transfer, intercom


def test_pickup_of_a_team_and_of_an_extension(system: System) -> None:
    with phones(system, "paris-1", "paris-2", "lyon-2", "paris-3") as (anne, bruno, felix, carla):
        anne.agent.answers = (180,)
        team, site = (bruno, "*8", 200), (carla, "*81001", 200)
        for phone, code, status in (team, site, (felix, "*81001", 403), (felix, "*8", 404)):
            other = carla if phone is felix else felix
            with calling(other, "1001") as call:
                arrived(anne.agent)
                taken = phone.dial(code)
                assert taken.status == status, (phone.endpoint.account, code)
                if status == 200:
                    assert call.result(5).status == 200
                    assert call.result().responses[-1].status == 200
                    phone.agent.hang_up(taken)
                else:
                    phone.agent.hang_up(taken)
                    other.agent.hang_up(call.result(8))
            anne.agent.requests.clear()
            system.calm()


def test_parked_call_waits_and_is_taken(system: System) -> None:
    with phones(system, "paris-1", "paris-2") as (anne, _):
        call = talking(anne, "1002")
        assert anne.agent.refer(call, f"sip:700@{anne.server}") == 202
        system.pbx.wait_for(lambda: "paris2bruno" in system.pbx.cli("parking show default"), 5, "nothing is parked")
        held = f"Started music on hold, class 'default', on channel '{system.driver.technology}/paris2bruno-"
        assert held in system.pbx.log()
        done(anne, "701")


def test_transfer_to_the_outside_is_for_colleagues_only(system: System) -> None:
    with phones(system, "paris-1", "paris-2") as (anne, _):
        call = talking(anne, "1002")
        assert anne.agent.refer(call, f"sip:{MOBILE}@{anne.server}") == 202
        invite = arrived(system.provider)  # Bruno goes on, with his own number: that of the site
        assert (invite.user(), invite.user("From")) == (f"0033{MOBILE[1:]}", "0033199005000")
        system.pbx.cli("channel request hangup all")
        system.calm()
        other = system.gateway("main")
        outsider = system.provider.ring(other, "0033199005001", CALLER)
        taken = arrived(anne.agent)
        joined(system)
        assert anne.agent.send_away(taken, f"sip:{MOBILE}@{anne.server}") == 202
        system.pbx.wait_for(lambda: "(visitors," in system.pbx.log(), 5, "the caller is not transferred")
        assert system.provider.invites.empty()
        other.hang_up(outsider)
        other.close()


def test_transfer_by_keys_is_for_calls_between_phones(system: System) -> None:
    with phones(system, "paris-1", "paris-2", "lyon-1") as (anne, _, desk):
        call = talking(anne, "1002")
        keys(anne, call, ("", "##"), ("pbx-transfer", "1010"))
        assert arrived(desk.agent).user("From") == "1002"
        system.pbx.cli("channel request hangup all")
        system.calm()
        call, before = talking(anne, MOBILE), len(system.pbx.log())
        anne.agent.press(call, "##1010")
        assert "pbx-transfer" not in system.pbx.log()[before:]
        assert desk.agent.invites.empty()
        anne.agent.hang_up(call)


def test_intercom_asks_the_phone_to_answer(system: System) -> None:
    with phones(system, "paris-1", "paris-2") as (anne, bruno):
        done(anne, "*451002")
        invite = arrived(bruno.agent)
        assert "answer-after=0" in invite["Call-Info"]
        assert "alert-autoanswer" in invite["Alert-Info"]
        done(bruno, "*25")
        assert anne.dial("*451002").status == 486


# ------------------------------------------------------------------ nothing from outside gets at codes


def test_codes_and_the_outside_are_closed_to_outside_callers(system: System) -> None:
    for number in ("*25", "*11", "*61", "*8", "700", "701", "1300", MOBILE, "*21" + MOBILE, "112"):
        with ringing(system, number) as call:
            assert call.status == 404, number


# ------------------------------------------------------------------ hand-written dialplan

CUSTOM = """[custom-internal]
exten => 1998,1,Answer()
 same => n,Playback(beep)
exten => 112,1,Hangup(21)
[custom-outgoing]
exten => 3939,1,Hangup(17)
[custom-incoming]
exten => 33199005009,1,Goto(internal,1001,1)
"""


def test_hand_written_dialplan_is_heard_but_not_before_emergencies(system: System) -> None:
    folder = system.pbx.etc / "maison"
    folder.mkdir()
    (folder / "ours.conf").write_text(CUSTOM)
    system.pbx.cli("dialplan reload")
    system.pbx.wait_for(lambda: "1998" in system.pbx.cli("dialplan show custom-internal"), 5, "it is not loaded")
    with phones(system, "paris-1", "paris-2") as (anne, bruno):
        done(bruno, "1998")
        assert bruno.dial("3939").status == 486
        done(bruno, "112")
        assert outside(system) == ("112", "0033199005000")
        with ringing(system, "33199005009"):
            arrived(anne.agent)

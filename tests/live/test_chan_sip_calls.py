"""Calls through real Asterisk 16 with chan_sip: what the driver does by itself, and the same dialplan behind it.

The estate is that of `tests/estates/every_call`, with one more address listed for the provider of its first trunk.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from generators.estate.dialing import spellings
from generators.estate.estate import Estate
from tests.live.sip import Agent, Message
from tests.live.systems import ELSEWHERE, EVERY_CALL, REGISTRARS, STRANGER, Phone, System, load, running
from tests.live.test_asterisk_sipp import sipp

pytestmark = pytest.mark.live

MOBILE, MOBILE_ABROAD = "0639980001", "0033639980001"  # from the block kept for fiction
TRUNKS = ("main", "spare", "last")
PBX = "10.50.0.10"


def estate() -> Estate:
    """Anne's phones ring for two seconds, all is closed these days, the provider of `main` has one more address."""
    found, today = load(EVERY_CALL), date.today()
    closed = ((today - timedelta(days=2), today + timedelta(days=2)),)
    schedules = tuple(replace(s, closures=closed) for s in found.schedules)
    lines = tuple(replace(x, ring=2) if x.id == "anne" else x for x in found.lines)
    main = next(t for t in found.trunks if t.id == "main")
    main = replace(main, provider=replace(main.provider, match=(ELSEWHERE,)))
    found = replace(found, lines=lines, schedules=schedules)
    return replace(found, trunks=tuple(main if t.id == "main" else t for t in found.trunks))


@pytest.fixture(scope="module")
def running_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Started once for all tests here."""
    with running("16", estate(), tmp_path_factory.mktemp("chan-sip"), "asterisk-sip") as found:
        yield found


@pytest.fixture
def system(running_system: System) -> Iterator[System]:
    """Left without calls."""
    yield running_system
    running_system.calm()


def arrived(agent: Agent) -> Message:
    """The next INVITE that reached `agent`."""
    return agent.invites.get(timeout=5)


def left(system: System) -> list[tuple[str, Message]]:
    """The calls that reached the providers, by trunk, in the order in which trunks are tried."""
    return [(t, system.providers[t].invites.get()) for t in TRUNKS for _ in range(system.providers[t].invites.qsize())]


def called(system: System, phone: Phone, number: str) -> list[tuple[str, str, str]]:
    """Call `number` and hang up: the trunks that saw the call, each with the number called and the number shown."""
    call = phone.dial(number)
    assert call.status == 200, number
    phone.agent.hang_up(call)
    return [(trunk, invite.user(), invite.user("From")) for trunk, invite in left(system)]


def log_since(system: System, before: int) -> str:
    """What was logged after the first `before` characters."""
    return system.pbx.log()[before:]


# ------------------------------------------------------------------ inside


def test_sipp_phones_register_and_call_each_other(system: System, tmp_path: Path) -> None:
    anne, bruno = system.endpoint("paris-1"), system.endpoint("paris-2")
    (here, server), (there, _) = system.place(bruno), system.place(anne)
    accounts = {e.account: ["-s", e.account, "-au", e.account, "-ap", e.secret.reveal()] for e in (anne, bruno)}
    for endpoint, address in ((anne, there), (bruno, here)):
        port = ["-m", "1", "-key", "contact_port", "5060", f"{server}:5060"]
        with sipp(system, tmp_path, "register", address, 5070, *accounts[endpoint.account], *port):
            pass
    with sipp(system, tmp_path, "answer", there, 5060):
        system.pbx.cli(f"sip qualify peer {anne.account}")
        system.pbx.wait_for(lambda: system.driver.reachable(system.pbx.cli, anne.account), 8, "no answer to OPTIONS")
        number = ["-m", "1", "-key", "number", "1001", f"{server}:5060"]
        with sipp(system, tmp_path, "call", here, 5060, *accounts[bruno.account], *number):
            pass
    assert 'From: "Bruno" <sip:1002@' in (tmp_path / "answer.log").read_text()
    for endpoint in (anne, bruno):
        system.pbx.cli(f"sip unregister {endpoint.account}")


def test_phone_that_sends_from_another_port_calls_and_is_called(system: System) -> None:
    """A 79x1 listens on 5060, sends from elsewhere and writes no rport; nobody may answer where it sends from."""
    with system.phone("lyon-1", old=True) as lyon, system.phone("nice-1", 2, old=True) as lift:
        for caller, number, rung, who in ((lyon, "1011", lift, "1010"), (lift, "1010", lyon, "1011")):
            call = caller.dial(number)
            assert call.status == 200
            invite = arrived(rung.agent)
            assert invite.user("From") == who
            assert "a=rtpmap:8 PCMA/8000" in invite.body
            assert "telephone-event" in invite.body
            caller.agent.hang_up(call)


def test_busy_no_answer_and_nobody_there_go_to_the_mailbox_or_are_told(system: System) -> None:
    with system.phone("paris-1") as anne, system.phone("paris-2") as bruno:
        before = len(system.pbx.log())
        for answers in ((486,), (180,)):
            anne.agent.answers = answers
            call = bruno.dial("1001")
            assert call.status == 200
            bruno.agent.hang_up(call)
        away = bruno.dial("1010")
        assert away.status == 200
        bruno.agent.hang_up(away)
        boxes = re.findall(r'VoiceMail\("SIP/paris2bruno-\w+", "(\d+@default,[bu])"\)', log_since(system, before))
        assert boxes == ["1001@default,b", "1001@default,u", "1010@default,u"]
        assert bruno.dial("1011").status == 480  # the lift: no mailbox, and no phone on the network
        bruno.agent.answers = (486,)
        assert anne.dial("1002").status == 486  # Bruno has no mailbox
        assert bruno.dial("777").status == 404


def test_lamps_tell_of_messages_and_of_calls(system: System) -> None:
    with system.phone("paris-1") as anne, system.phone("paris-2") as bruno:
        told = lambda: [r.body for r in anne.agent.requests if r.method == "NOTIFY"]  # noqa: E731
        system.pbx.wait_for(told, 5, "no NOTIFY of the mailbox")
        assert "Messages-Waiting: no" in told()[0]
        states = lambda: re.findall(r"^ *1001@hints .* State:(\w+)", system.pbx.cli("core show hints"), re.M)  # noqa: E731
        assert states() == ["Idle"]
        call = bruno.dial("1001")
        system.pbx.wait_for(lambda: states() == ["InUse"], 3, "the hint does not follow the call")
        bruno.agent.hang_up(call)


def test_phone_is_told_to_look_for_new_files(system: System) -> None:
    with system.phone("paris-1") as anne:
        system.pbx.cli(f"sip notify cisco-check-cfg {anne.endpoint.account}")
        asked = lambda: [r for r in anne.agent.requests if r["Event"] == "check-sync"]  # noqa: E731
        system.pbx.wait_for(asked, 3, "no NOTIFY")


# ------------------------------------------------------------------ from the provider


def test_number_rings_in_every_spelling_from_any_port_of_a_known_address(system: System) -> None:
    main = system.providers["main"]
    with system.phone("paris-1") as anne:
        callers = [main, system.agent(REGISTRARS[0]), system.agent(ELSEWHERE)]
        try:
            for index, number in enumerate(spellings(system.estate.country, "+33199005001")):
                caller = callers[index % 3]
                call = main.ring(caller, number, MOBILE_ABROAD)
                assert call.status == 200, number
                assert arrived(anne.agent).user("From") == MOBILE  # as one dials it
                caller.hang_up(call)
            for caller in callers:
                call = main.ring(caller, "+33199005001", "anonymous")
                assert call.status == 200
                arrived(anne.agent)
                caller.hang_up(call)
        finally:
            for caller in callers[1:]:
                caller.close()


def test_call_that_names_only_the_account_goes_where_its_to_says(system: System) -> None:
    spare = system.providers["spare"]
    with system.phone("lyon-1") as lyon:
        call = spare.ring(spare, "", MOBILE_ABROAD, to="<sip:+33353015000@provider.invalid>")
        assert call.status == 200
        arrived(lyon.agent)
        spare.hang_up(call)


def test_closed_hours_lead_to_a_mailbox_or_to_a_mobile_that_sees_our_number(system: System) -> None:
    main = system.providers["main"]
    before = len(system.pbx.log())
    call = main.ring(main, "0199005000", MOBILE_ABROAD)
    assert call.status == 200
    assert '"1099@default,u"' in log_since(system, before)
    main.hang_up(call)
    call = main.ring(main, "33199005004", MOBILE_ABROAD)
    assert call.status == 200
    shown = [(trunk, invite.user(), invite.user("From")) for trunk, invite in left(system)]
    assert shown == [("main", "0033639985100", "0033199005004")]
    main.hang_up(call)


def test_unlisted_address_is_refused_which_is_the_limit_of_chan_sip(system: System) -> None:
    """chan_pjsip knows such a call by the token in the Contact that was registered; chan_sip registers none."""
    assert ";" not in system.providers["main"].contact
    caller = system.agent(STRANGER)
    try:
        assert system.providers["main"].ring(caller, "+33199005001", MOBILE_ABROAD).status == 401
    finally:
        caller.close()


def test_provider_reaches_its_own_numbers_and_nothing_else(system: System) -> None:
    main, spare = system.providers["main"], system.providers["spare"]
    others = ("0199000999", "1001", "112", MOBILE, "00447700900123", "*98", "*21", "777")
    for number in others:
        assert main.ring(main, number, MOBILE_ABROAD).status == 404, number
    assert spare.ring(spare, "+33199005001", MOBILE_ABROAD).status == 404
    assert left(system) == []


# ------------------------------------------------------------------ to the outside


def test_call_shows_the_callers_number_and_takes_the_next_trunk(system: System) -> None:
    main, spare = system.providers["main"], system.providers["spare"]
    with system.phone("paris-1") as anne, system.phone("lyon-1") as lyon:
        assert called(system, anne, MOBILE) == [("main", MOBILE_ABROAD, "0033199005001")]
        assert called(system, anne, "00447700900123") == [("main", "00447700900123", "0033199005001")]
        assert called(system, anne, "3919") == [("main", "3919", "0033199005001")]
        assert called(system, lyon, MOBILE) == [("spare", MOBILE, "0353015000")]
        main.answers = (503,)
        try:
            assert called(system, anne, MOBILE)[1:] == [("spare", MOBILE, "0353015000")]  # a number of that trunk
            spare.answers = (486,)
            assert anne.dial(MOBILE).status == 486  # busy is an answer: no third attempt
            assert [trunk for trunk, _ in left(system)] == ["main", "spare"]
        finally:
            main.answers = spare.answers = (180, 200)


def test_provider_learns_no_name_and_of_a_withheld_number_only_what_it_must(system: System) -> None:
    with system.phone("paris-1") as anne, system.phone("paris-3") as carla:
        for phone, number, hidden in ((anne, MOBILE, False), (anne, "*31" + MOBILE, True), (carla, MOBILE, True)):
            called_ = phone.dial(number)
            assert called_.status == 200
            ((_, invite),) = left(system)
            assert "Anne" not in invite["From"]
            assert "Carla" not in invite["From"]
            own = "0033199005001" if phone is anne else "0033199005002"
            assert (own in invite["From"] + invite["Contact"] + invite["Remote-Party-ID"]) != hidden
            identity = [v for k, v in invite.headers if k == "P-Asserted-Identity"]
            assert identity == ([f"<sip:{own}@siptrunk.ovh.net>"] if hidden else [])
            assert invite["Privacy"] == ("id" if hidden else "")
            phone.agent.hang_up(called_)


def test_classes_that_are_not_open_do_not_leave_the_house(system: System) -> None:
    with system.phone("paris-1") as anne, system.phone("paris-2") as bruno:
        for phone, number in ((bruno, "00447700900123"), (bruno, "0899123456"), (anne, "0033899123456")):
            assert phone.dial(number).status == 403, number
    assert left(system) == []


# ------------------------------------------------------------------ emergency


def test_emergency_shows_the_number_of_the_phones_site_and_finds_a_channel(system: System) -> None:
    """Six ordinary calls at most: of 4, 2 and 1 channels one each is kept where there are several."""
    with system.phone("lyon-1", 2) as bruno, system.phone("paris-1") as anne:
        held = [anne.dial(MOBILE) for _ in range(5)]
        assert [c.status for c in held] == [200] * 5
        assert [trunk for trunk, _ in left(system)] == ["main"] * 3 + ["spare", "last"]
        assert anne.dial(MOBILE).status == 503
        assert left(system) == []
        assert called(system, anne, "112") == [("main", "112", "0033199005000")]
        assert called(system, bruno, "15") == [("spare", "15", "0353015000")]  # Bruno's line, on the phone in Lyon
        for call in held:
            anne.agent.hang_up(call)


def test_emergency_is_sent_even_where_all_providers_count_as_unreachable(system: System) -> None:
    def states() -> set[str]:
        return {re.findall(r"^  Status +: (\w+)", system.pbx.cli(f"sip show peer trunk-{t}"), re.M)[0] for t in TRUNKS}

    def silent(methods: set[str]) -> None:
        for trunk in TRUNKS:
            system.providers[trunk].silent = methods

    with system.phone("paris-1") as anne:
        silent({"OPTIONS"})
        try:
            # A forced qualify never makes a peer unreachable (chan_sip.c, sip_poke_peer); those of a reload do.
            os.utime(system.pbx.etc / "sip.conf", (1, 1))
            system.pbx.cli("sip reload")
            system.pbx.wait_for(lambda: states() == {"UNREACHABLE"}, 30, "the trunks still count as reachable")
            assert anne.dial(MOBILE).status == 503
            assert left(system) == []
            assert called(system, anne, "18") == [("main", "18", "0033199005000")]
        finally:
            silent(set())
            for trunk in TRUNKS:
                system.pbx.cli(f"sip qualify peer trunk-{trunk}")
            system.pbx.wait_for(lambda: states() == {"OK"}, 30, "the trunks do not come back")


# ------------------------------------------------------------------ who is not ours


@pytest.fixture
def stranger(system: System) -> Iterator[Agent]:
    """Somebody on the Internet. Whatever they do, no provider must hear of it."""
    agent = system.agent(STRANGER)
    yield agent
    agent.close()
    time.sleep(0.3)
    assert left(system) == []


@pytest.mark.parametrize("number", ["1001", "+33199005001", MOBILE, "112", "*98", "s"])
def test_no_call_without_an_account(system: System, stranger: Agent, number: str) -> None:
    """A guest, a phone's name without its password, a trunk's name, a number of ours."""
    for who in ("somebody", "paris1anne", "trunk-main", "trunk-main_direct", "0033199005000", "1001"):
        call = stranger.call(f"sip:{number}@{PBX}", f"<sip:{who}@{PBX}>", PBX)
        assert call.status in (401, 403), who


def test_right_password_from_another_place_neither_registers_nor_calls(system: System, stranger: Agent) -> None:
    endpoint = system.endpoint("paris-1")
    account, password = endpoint.account, endpoint.secret.reveal()
    for contact in ("", f"sip:{account}@{system.place(endpoint)[0]}:5060"):
        assert stranger.register(account, password, PBX, contact=contact) in (401, 403)
        call = stranger.call(f"sip:{MOBILE}@{PBX}", f"<sip:{account}@{PBX}>", PBX, account, password, contact=contact)
        assert call.status in (401, 403)
    for name in ("nobody", "trunk-main", "0033199005000"):
        assert stranger.register(name, "password", PBX) in (401, 403)


def test_phone_is_nobody_else(system: System) -> None:
    """At an allowed address: the name of another with one's own password, or without any."""
    with system.phone("paris-1") as anne:
        account, password = anne.endpoint.account, anne.endpoint.secret.reveal()
        uri, bruno = f"sip:{MOBILE}@{PBX}", f"<sip:paris2bruno@{PBX}>"
        assert anne.agent.call(uri, bruno, PBX, account, password).status in (401, 403)
        assert anne.agent.call(uri, bruno, PBX).status == 401
    assert left(system) == []


def test_contact_in_another_place_is_refused(system: System) -> None:
    """As by chan_pjsip; but this driver sends calls there all the same until the phone registers properly again, which
    no option of it prevents where answers must follow Via (seen here: the peer's address, after a 603)."""
    with system.phone("paris-1") as anne:
        account, password = anne.endpoint.account, anne.endpoint.secret.reveal()
        elsewhere = f"sip:{account}@{STRANGER}:5060"
        assert anne.agent.register(account, password, PBX, contact=elsewhere) == 603
        assert "Reg. Contact : \n" in system.pbx.cli(f"sip show peer {account}")
        assert anne.register() == 200
        shown = system.pbx.cli(f"sip show peer {account}")
        assert STRANGER not in shown
        assert f"Addr->IP     : {system.place(anne.endpoint)[0]}:5060" in shown

"""Who is not ours gets nothing, on Asterisk 16 and 22: no registration, no call, and above all no trunk."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from tests.live.sip import Agent
from tests.live.systems import STRANGER, System

pytestmark = pytest.mark.live

MOBILE = "0639980001"
PUBLIC = "203.0.113.10"  # where strangers find the PBX


@pytest.fixture
def stranger(example: System) -> Iterator[Agent]:
    """Somebody on the Internet. Whatever they do, the provider must not hear of it."""
    agent = example.agent(STRANGER)
    yield agent
    agent.close()
    time.sleep(0.3)
    assert example.provider.invites.empty()


def test_right_password_from_another_place_does_not_register(example: System, stranger: Agent) -> None:

    def registered() -> set[tuple[str, str]]:
        return set(re.findall(r"Contact:  (\S+)/sip:\S+ +([0-9a-f]+) ", example.pbx.cli("pjsip show contacts")))

    before = registered()
    for phone in ("bureau-1", "atelier-1", "lyon-1"):
        endpoint = example.endpoint(phone)
        account, password = endpoint.account, endpoint.secret.reveal()
        assert stranger.register(account, password, PUBLIC) in (401, 403)
        pretended = f"sip:{account}@{example.place(endpoint)[0]}:5060"
        assert stranger.register(account, password, PUBLIC, contact=pretended) in (401, 403)
    assert registered() == before


def test_contact_in_another_place_is_not_taken(example: System) -> None:
    """A phone that registers another address than one of its site would send its calls there."""
    with example.phone("bureau-1") as thomas:
        account, password = thomas.endpoint.account, thomas.endpoint.secret.reveal()
        refused = thomas.agent.register(account, password, thomas.server, contact=f"sip:{account}@{STRANGER}:5060")
        assert refused in (401, 403)  # the same account and password have just registered the phone's own address
        assert STRANGER not in example.pbx.cli("pjsip show contacts")


def test_wrong_password_and_unknown_account_do_not_register(example: System, stranger: Agent) -> None:
    with example.phone("bureau-1") as thomas:
        assert thomas.agent.register(thomas.endpoint.account, "wrong" * 4, thomas.server) in (401, 403)
    for account in ("nobody", "1001", "trunk-ovh", example.estate.trunks[0].account, "anonymous"):
        assert stranger.register(account, "password", PUBLIC) in (401, 403, 404)


def test_one_phone_is_not_another(example: System) -> None:
    """At an allowed address, with a password of its own, a phone still cannot be somebody else."""
    other = example.endpoint("bureau-2")
    with example.phone("bureau-1") as thomas:
        uri = f"sip:1004@{thomas.server}"
        who = f"<sip:{other.account}@{thomas.server}>"
        call = thomas.agent.call(uri, who, thomas.server, thomas.endpoint.account, thomas.endpoint.secret.reveal())
        assert call.status == 401


@pytest.mark.parametrize("number", ["1001", "+33199000101", MOBILE, "112", "00447700900123", "*98", "s"])
def test_no_call_without_an_account(example: System, stranger: Agent, number: str) -> None:
    for who in ("somebody", "1001", "anonymous", "0033199000100"):
        call = stranger.call(f"sip:{number}@{PUBLIC}", f"<sip:{who}@{PUBLIC}>", PUBLIC)
        assert call.status in (401, 403, 404), who


def test_nobody_becomes_the_trunk_by_its_name_or_by_a_guessed_token(example: System, stranger: Agent) -> None:
    for uri in (f"sip:+33199000101@{PUBLIC}", f"sip:+33199000101@{PUBLIC}:5060;line=abcdefg"):
        for who in ("trunk-ovh", example.estate.trunks[0].account):
            assert stranger.call(uri, f"<sip:{who}@siptrunk.ovh.net>", PUBLIC).status in (401, 403)


def test_right_account_from_another_place_does_not_call(example: System, stranger: Agent) -> None:
    for phone in ("bureau-1", "atelier-1"):
        endpoint = example.endpoint(phone)
        account, password = endpoint.account, endpoint.secret.reveal()
        uri, who = f"sip:{MOBILE}@{PUBLIC}", f"<sip:{account}@{PUBLIC}>"
        for contact in ("", f"sip:{account}@{example.place(endpoint)[0]}:5060"):
            call = stranger.call(uri, who, PUBLIC, account, password, contact=contact)
            assert call.status in (401, 403)


def test_who_knows_the_token_reaches_our_numbers_and_no_trunk(example: System) -> None:
    """Even the provider itself, or who reads its traffic, cannot call out through us."""
    other = example.agent(STRANGER)
    try:
        for number in (MOBILE, "112", "00447700900123", "3919", "1001", "*98"):
            assert example.provider.ring(other, number, "0033639980001").status == 404
    finally:
        other.close()
    assert example.provider.invites.empty()

"""The independent readers refuse what Asterisk refuses, and what it accepts in silence (seen with real Asterisk)."""

from __future__ import annotations

import pytest

from tests.parsers.asterisk_conf import Fault, pjsip, rtp, voicemail
from tests.parsers.asterisk_dialplan import dialplan
from tests.unit.targets.asterisk.reading import Read, load, read


@pytest.fixture(scope="module")
def example() -> Read:
    """The example's files."""
    return read(load())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dtmf_mode=rfc4733", "dtmf_mode=rfc2833"),  # the other driver's word
        ("allow=alaw,ulaw", "allow=alaw,g711"),  # drops the endpoint
        ("allow=alaw,ulaw", "allow=alaw,alaw"),
        ("max_contacts=1", "max_contacts=0"),
        ("max_contacts=1", "maxcontacts=1"),
        ("auth_type=userpass", "auth_type=digest"),  # kills the object on 16
        ("qualify_timeout=5", "qualify_timeout=5s"),
        ("remove_existing=yes", "remove_existing=oui"),
        ("permit=10.42.20.0/24\ncontact", "permit=10.42.20.1/24\ncontact"),  # host bits
        ("permit=10.42.20.0/24\ncontact", "contact"),  # deny without permit: nobody
        ('callerid="Accueil" <1000>', 'callerid="Acc;ueil" <1000>'),  # a comment
        ('callerid="Accueil" <1000>', 'callerid="Acc"ueil" <1000>'),
        ('callerid="Accueil" <1000>', 'callerid="Été" <1000>'),
        ("password=", "password=a;"),
        ("line=yes\n", ""),  # refuses the registration
        ("max_retries=10000", "max_retries=10"),  # ten minutes without provider, then silence for ever
        ("max_retries=10000", "max_retries=0"),
        ("server_uri=sip:", "server_uri="),
        ("identify_by=ip\n", "identify_by=username\n"),  # whoever knows the name may call
        ("outbound_auth=trunk-ovh\naors", "auth=trunk-ovh\noutbound_auth=trunk-ovh\naors"),
        ("aors=trunk-ovh", "aors=trunk-0vh"),
        ("(tonalite-auth)", "(tonalite-aut)"),  # refuses the whole file
        ("[accueil1accueil](tonalite-auth)", "[bureau1thomas](tonalite-auth)"),  # kills every auth
        ("local_net=10.42.10.0/24", "local_net=10.42.10.0/33"),
        ("external_signaling_address=203.0.113.10\n", ""),
        ("bind=0.0.0.0:5060", "bind=0.0.0.0:70000"),
        ("type=transport", "type=transports"),
        ("language=fr", "language=fr\nlanguage=en"),
        ("language=fr", "language"),
    ],
)
def test_pjsip_with_a_mistake_is_refused(example: Read, old: str, new: str) -> None:
    text = example.text["pjsip.conf"]
    assert old in text
    with pytest.raises(Fault):
        pjsip(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("include => internal", "include => interne"),
        ("[internal]", "[interna1]"),
        ("[refused]", "[internal]"),  # two sections merge
        ("exten => _00.,1", "exten => 00.,1"),  # a literal, in silence
        ("exten => _01XXXXXXXX,1", "exten => _01xxxxxxxx,1"),
        ("exten => _00.,1,Goto(refused,${FILTER(0-9,${EXTEN})},1)", "exten => _00.,1,Goto(refused,${EXTEN},1)"),
        (",25,it${", ",25,Ft${"),
        (",25,it${", ",it${"),
        ("@trunk-ovh,,i)", "@trunk-ovh,,it)"),  # whoever is called outside transfers our call
        ("ring,s,1(PJSIP/lyon1chloe)", "ring,s,1(PJSIP/lyon1chlo)"),
        ("moved,s,1(FWD_BUSY,thomas,outbound.international,,)", "moved,s,1(FWD_BUSY,thomas,outbound.inter,,)"),
        ("moved,s,1(FWD_BUSY,thomas,outbound.international,,)", "moved,s,1(FWD_ALL,thomas,outbound.international,,)"),
        (
            "moved,s,1(FWD_BUSY,thomas,outbound.international,,)",
            "moved,s,1(FWD_BUSY,thomas,outbound.international,internal,9)",
        ),
        ("TONALITE_PLAN=outbound.international)", "TONALITE_PLAN=outbound.inter)"),
        ("ib(withheld^s^1(", "ib(withhold^s^1("),
        ("&Custom:DND_thomas", "&Custom:DND thomas"),
        ("[parkedcalls]", '#include "x.conf"\n[parkedcalls]'),
        ("hint,PJSIP/lyon1chloe", "hint,PJSIP/lyon1chlo"),
        ("VoiceMail(1000@default", "VoiceMail(1999@default"),
        ("Goto(mailboxes,1000,1)", "Goto(mailboxes,1005,1)"),
        ("Goto(mailboxes,1000,1)", "Goto(mailbox,1000,1)"),
        ("?closed)", "?close)"),
        ("mon-fri", "lun-ven"),  # wrong days are silent
        ("09:00-12:29", "9h-12h30"),
        ("STRFTIME(", "STRFTIM("),
        ("NoOp(Accueil)", "NoOpe(Accueil)"),
        ("NoOp(Accueil)", "Macro(accueil)"),  # gone since 21
        ("${DIALSTATUS},1)", "${DIALSTATUS,1)"),
        (" same => n,Return()", " same => 9,Return()"),
        (" same => n(closed)", " same => n(open)"),
        ("exten => BUSY,1,Hangup(17)\n", ""),
        ("exten => s,1,Hangup(21)", "exten = s,1,Hangup(21)"),
        ("exten => s,1,Hangup(21)", "exten => s,n,Hangup(21)"),
        ("static=yes", "statics=yes"),
    ],
)
def test_dialplan_with_a_mistake_is_refused(example: Read, old: str, new: str) -> None:
    text = example.text["extensions.conf"]
    assert old in text
    with pytest.raises(Fault):
        dialplan(text.replace(old, new, 1), set(example.pjsip.all("endpoint")), set(example.voicemail.boxes))


def test_a_way_from_outside_to_a_trunk_would_be_seen(example: Read) -> None:
    text = example.text["extensions.conf"]
    known = set(example.pjsip.all("endpoint")), set(example.voicemail.boxes)
    for old, new in (
        ("include => numbers-of-ovh", "include => numbers-of-ovh\ninclude => outbound"),
        ("Goto(internal,1001,1)", "Goto(dial-short,${EXTEN},1)"),
        ("[internal]\n", "[internal]\ninclude => emergency-siege\n"),
    ):
        assert old in text
        assert not dialplan(text, *known).reaches_trunk("from-trunk-ovh", forwards=False)
        assert dialplan(text.replace(old, new, 1), *known).reaches_trunk("from-trunk-ovh", forwards=False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format=wav", "format=mp3"),
        ("tz=office", "tz=bureau"),
        ("attach=yes", "attach=oui"),
        ("1000 => ", "1000 = "),
        ("1000 => ", "1001 => "),
        ("Accueil,", "Acc,ueil,"),
        ("[zonemessages]", "[zones]"),
        ("Europe/Paris|", "Europe/Paris,"),
    ],
)
def test_voicemail_with_a_mistake_is_refused(example: Read, old: str, new: str) -> None:
    text = example.text["voicemail.conf"]
    assert old in text
    with pytest.raises(Fault):
        voicemail(text.replace(old, new, 1))


@pytest.mark.parametrize(("first", "last"), [(20000, 10000), (10000, 70000), (10001, 20000), (80, 90)])
def test_ports_out_of_range_are_refused(first: int, last: int) -> None:
    with pytest.raises(Fault):
        rtp(f"[general]\nrtpstart={first}\nrtpend={last}\n")

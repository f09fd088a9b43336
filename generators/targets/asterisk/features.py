"""The feature codes of `extensions.conf`: what a phone dials that is neither a colleague nor the outside.

A code that a number follows is a pattern; `skip` counts its characters, so that `${EXTEN:skip}` is the number.
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.targets.asterisk import names
from generators.targets.asterisk.dialects import Dialect
from generators.targets.asterisk.inside import hot_desks


@dataclass(frozen=True)
class Followed:
    """A code followed by a number: the pattern that takes it, and where the number begins."""

    pattern: str
    skip: int


@dataclass(frozen=True)
class ForwardCode:
    """A code that sets a forward: `kind` is its family in the database of Asterisk."""

    kind: str
    code: Followed


@dataclass(frozen=True)
class Desks:
    """Hot desks: the codes, where the PINs are in voicemail.conf, and until when a login lasts.

    `device` is a phone as Dial names it, for the account in the variable `phone`. `until` holds (hour and minute of the
    daily end as `HH:MM`, time zone), or nothing where logins last.
    """

    login: str
    logout: str
    box_context: str
    device: str
    until: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Features:
    """Every code. `forward_kinds` are the families that forward_off clears; `answer_headers` the steps that ask a phone
    to answer by itself; `withheld_headers` those that tell the provider alone who calls (ARG1 number, ARG2 domain)."""

    voicemail: str
    pickup: str
    pickup_of: Followed
    do_not_disturb: str
    forwards: tuple[ForwardCode, ...]
    forward_off: str
    forward_kinds: tuple[str, ...]
    hide_number: Followed
    intercom: Followed
    desks: tuple[Desks, ...]
    answer_headers: tuple[str, ...]
    withheld_headers: tuple[str, ...]


def features(estate: Estate, dialect: Dialect) -> Features:
    """The codes of `estate`."""
    codes = estate.codes
    forwards = (
        ForwardCode("FWD_ALWAYS", _followed(codes.forward, "[+0-9].")),
        ForwardCode("FWD_BUSY", _followed(codes.forward_busy, "[+0-9].")),
        ForwardCode("FWD_NO_ANSWER", _followed(codes.forward_no_answer, "[+0-9].")),
    )
    until = ((codes.logout_at, estate.organization.timezone.iana),) if codes.logout_at else ()
    desks = Desks(codes.login, codes.logout, names.DESKS, dialect.device("${phone}"), until)
    pbx = f"<sip:{estate.pbx.address}>"
    return Features(
        voicemail=codes.voicemail,
        pickup=codes.pickup,
        pickup_of=_followed(codes.pickup, "X."),
        do_not_disturb=codes.do_not_disturb,
        forwards=forwards,
        forward_off=codes.forward_off,
        forward_kinds=tuple(f.kind for f in forwards),
        hide_number=_followed(codes.hide_number, "[+0-9]."),
        intercom=_followed(codes.intercom, "X."),
        desks=(desks,) if hot_desks(estate) else (),
        # Field lore, per model: a 79x1 goes by either, others by one of them (RFC 5373 names a third that few know).
        answer_headers=(
            dialect.header("Call-Info", f"{pbx};answer-after=0"),
            dialect.header("Alert-Info", f"{pbx};info=alert-autoanswer;delay=0"),
        ),
        withheld_headers=(
            dialect.header("P-Asserted-Identity", "<sip:${ARG1}@${ARG2}>"),
            dialect.header("Privacy", "id"),
        ),
    )


def _followed(code: str, rest: str) -> Followed:
    return Followed(f"_{code}{rest}", len(code))

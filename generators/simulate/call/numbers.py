"""What a dialled number is: emergency, extension, code, or a number of the country's plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generators.estate.dialing import Country, NumberClass, RuleKind, rule_kind, spellings
from generators.estate.dialrules import fits
from generators.estate.estate import Estate
from generators.estate.telephony import Destination, Kind, Number, Trunk

SEPARATORS = re.compile(r"[\s.\-/()\u00a0\u202f]")
DIALLED = re.compile(r"\+?[0-9*#]+\Z")
WIDTH = {"N": 8, "Z": 9, "X": 10, ".": 11}  # how many digits a letter of a pattern stands for


class Sort(StrEnum):
    """The sorts of numbers."""

    EMERGENCY = "emergency"
    EXTENSION = "extension"
    CODE = "code"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Dialled:
    """A number understood. `to` for an extension (None for one that parks); `code` and `rest` for a code.

    For the outside: its class, and `number` in E.164, or as dialled if it is `short`.
    """

    sort: Sort
    number: str
    to: Destination | None = None
    code: str = ""
    rest: str = ""
    group: NumberClass | None = None
    short: bool = False


def clean(text: str) -> str:
    """A number as a phone would send it: without blanks, dots, hyphens and the `(0)` of `+33 (0)1`."""
    if text.lstrip().startswith(("+", "00")):
        text = text.replace("(0)", "", 1)
    return SEPARATORS.sub("", text)


def classify(estate: Estate, dialled: str) -> Dialled:
    """What `dialled` is when a phone dials it."""
    if any(dialled == e.number for e in estate.country.emergency):
        return Dialled(Sort.EMERGENCY, dialled)
    found = extension(estate, dialled)
    if found is not None:
        return Dialled(Sort.EXTENSION, dialled, to=found)
    if dialled == estate.codes.park or dialled in parked(estate):
        return Dialled(Sort.EXTENSION, dialled)
    code = _code(estate, dialled)
    if code is not None:
        return Dialled(Sort.CODE, dialled, code=code[0], rest=code[1])
    return outside(estate.country, dialled)


def extension(estate: Estate, dialled: str) -> Destination | None:
    """What an extension calls; a line before the mailbox that has its extension."""
    tables = (
        (Kind.LINE, estate.lines),
        (Kind.GROUP, estate.groups),
        (Kind.MENU, estate.menus),
        (Kind.CONFERENCE, estate.conferences),
        (Kind.MAILBOX, estate.mailboxes),
    )
    for kind, things in tables:
        for thing in things:
            if thing.extension == dialled:
                return Destination(kind, thing.id)
    return None


def parked(estate: Estate) -> tuple[str, ...]:
    """The positions of parked calls."""
    first, last = estate.codes.parked
    return tuple(map(str, range(int(first), int(last) + 1)))


def _codes(estate: Estate) -> Iterator[tuple[str, str, bool]]:
    """Each code: its name, what is dialled, whether something follows (None of them begins another, by law)."""
    codes = estate.codes
    for name in ("forward", "forward_busy", "forward_no_answer", "hide_number", "intercom"):
        yield name, getattr(codes, name), True
    for name in ("voicemail", "do_not_disturb", "forward_off", "login", "logout", "pickup"):
        yield name, getattr(codes, name), False
    yield "pickup", codes.pickup, True
    for schedule in estate.schedules:
        if schedule.night:
            yield f"night:{schedule.id}", schedule.night, False


def _code(estate: Estate, dialled: str) -> tuple[str, str] | None:
    for name, code, followed in _codes(estate):
        if dialled == code and not followed:
            return name, ""
    for name, code, followed in _codes(estate):
        rest = dialled.removeprefix(code)
        if followed and dialled.startswith(code) and re.match(r"\+?[0-9]", rest):
            return name, rest
    return None


def outside(country: Country, dialled: str) -> Dialled:
    """A number of the country's plan, in E.164 or short. Our own country dialled the long way is a national number."""
    number = country.international_prefix + dialled[1:] if dialled.startswith("+") else dialled
    own = country.international_prefix + country.calling_code
    if number.startswith(own) and len(number) > len(own):
        number = country.trunk_prefix + number.removeprefix(own)
    fitting = [(_width(p), p, c) for c in country.classes for p in c.patterns if fits(number, p)]
    if not fitting:
        return Dialled(Sort.UNKNOWN, dialled)
    _, pattern, group = min(fitting, key=lambda x: x[0])
    kind = rule_kind(country, pattern)
    if kind is RuleKind.INTERNATIONAL:
        return Dialled(Sort.OUTSIDE, "+" + number.removeprefix(country.international_prefix), group=group)
    if kind is RuleKind.NATIONAL:
        e164 = f"+{country.calling_code}{number.removeprefix(country.trunk_prefix)}"
        return Dialled(Sort.OUTSIDE, e164, group=group)
    return Dialled(Sort.OUTSIDE, number, group=group, short=True)


def _width(pattern: str) -> tuple[int, ...]:
    """The more exact of two patterns comes first: digit by digit, as a PBX chooses."""
    return tuple(WIDTH.get(symbol, 1) for symbol in pattern)


def ours(estate: Estate, trunk: Trunk, called: str) -> Number | None:
    """The number of ours that a provider means by `called`, in any of its spellings; by the account, the trunk's main
    number: the account itself if it is a number, else the only one."""
    own = [n for n in estate.numbers if n.trunk == trunk.id]
    for number in own:
        if called in spellings(estate.country, number.number.e164):
            return number
    if called != trunk.account:
        return None
    return own[0] if len(own) == 1 else None


def as_dialled(country: Country, caller: str) -> str:
    """A caller's number as one dials it here, so that calling back works; empty if it is withheld."""
    digits = "".join(c for c in caller if c in "0123456789+")
    if digits.startswith("+"):
        digits = country.international_prefix + digits[1:]
    code = country.calling_code
    significant = country.national_digits - len(country.trunk_prefix)
    if digits.startswith(code) and len(digits) == len(code) + significant:
        digits = country.international_prefix + digits
    own = country.international_prefix + code
    if digits.startswith(own) and len(digits) == len(own) + significant:
        digits = country.trunk_prefix + digits.removeprefix(own)
    return digits


def spelt(country: Country, form: str, number: str) -> str:
    """An E.164 number (short ones as they are) as a provider wants it written: `e164`, `00` or `national`."""
    if not number.startswith("+"):
        return number
    if form == "e164":
        return number
    if form == "00":
        return f"00{number[1:]}"
    home = f"+{country.calling_code}"
    if number.startswith(home):
        return country.trunk_prefix + number.removeprefix(home)
    return country.international_prefix + number[1:]

"""The view of `extensions.conf`: its two halves, and what depends on the country alone."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.targets.asterisk import inside, outside


@dataclass(frozen=True)
class Home:
    """The country as the display of an incoming caller needs it.

    `code_digits` counts the digits of the country code, `long` those of a number with it, `prefixed` is the
    international prefix with the country code, `prefixed_digits` counts its digits, `prefixed_long` those of a
    whole number written that way.
    """

    code: str
    code_digits: int
    long: int
    international: str
    national: str
    prefixed: str
    prefixed_digits: int
    prefixed_long: int


@dataclass(frozen=True)
class Dialplan:
    """The whole file. `orders` are the orders of trunks, the usual one first; `detours` the others."""

    home: Home
    voicemail: str
    callers: tuple[outside.Callers, ...]
    emergencies: tuple[outside.Emergency, ...]
    plans: tuple[outside.Plan, ...]
    trunks: tuple[outside.Way, ...]
    orders: tuple[outside.Order, ...]
    detours: tuple[outside.Order, ...]
    incoming: tuple[inside.Incoming, ...]
    numbers: tuple[inside.Called, ...]
    schedules: tuple[inside.Hours, ...]
    lines: tuple[inside.Ringing, ...]
    groups: tuple[inside.Ringing, ...]
    mailboxes: tuple[inside.Box, ...]


def dialplan(estate: Estate) -> Dialplan:
    """Everything `extensions.conf` says of `estate`."""
    orders = outside.orders(estate)
    return Dialplan(
        home=_home(estate),
        voicemail=estate.codes.voicemail,
        callers=outside.callers(estate),
        emergencies=outside.emergencies(estate),
        plans=outside.plans(estate),
        trunks=orders[0].ways,
        orders=orders,
        detours=orders[1:],
        incoming=inside.incoming(estate),
        numbers=inside.called(estate),
        schedules=inside.schedules(estate),
        lines=inside.lines(estate),
        groups=inside.groups(estate),
        mailboxes=inside.boxes(estate),
    )


def _home(estate: Estate) -> Home:
    country = estate.country
    prefixed = country.international_prefix + country.calling_code
    significant = country.national_digits - len(country.trunk_prefix)
    return Home(
        code=country.calling_code,
        code_digits=len(country.calling_code),
        long=len(country.calling_code) + significant,
        international=country.international_prefix,
        national=country.trunk_prefix,
        prefixed=prefixed,
        prefixed_digits=len(prefixed),
        prefixed_long=len(prefixed) + significant,
    )

"""The view of `extensions.conf`: its two halves, and what depends on the country alone."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.dialing import national_digits
from generators.estate.estate import Estate
from generators.targets.asterisk import incoming as inbound
from generators.targets.asterisk import inside, names, outside
from generators.targets.asterisk.dialects import Dialect
from generators.targets.asterisk.features import Features, features


@dataclass(frozen=True)
class Home:
    """The country as the display of an incoming caller needs it.

    `code_digits` counts the digits of the country code, `least` and `most` those of a number with it, `prefixed` is
    the international prefix with the country code, `prefixed_digits` counts its digits, `prefixed_least` and
    `prefixed_most` those of a whole number written that way.
    """

    code: str
    code_digits: int
    least: int
    most: int
    international: str
    national: str
    prefixed: str
    prefixed_digits: int
    prefixed_least: int
    prefixed_most: int


@dataclass(frozen=True)
class Dialplan:
    """The whole file. `orders` are the orders of trunks, the usual one first; `detours` the others. `custom` holds the
    folder of hand-written dialplan, if there is one; `to_header` is an expression."""

    home: Home
    custom: tuple[str, ...]
    parked: str
    to_header: str
    features: Features
    callers: tuple[outside.Callers, ...]
    shown: tuple[outside.Shown, ...]
    emergencies: tuple[outside.Emergency, ...]
    plans: tuple[outside.Plan, ...]
    trunks: tuple[outside.Way, ...]
    orders: tuple[outside.Order, ...]
    detours: tuple[outside.Order, ...]
    incoming: tuple[inbound.Incoming, ...]
    numbers: tuple[inbound.Called, ...]
    schedules: tuple[inbound.Hours, ...]
    lines: tuple[inside.LineView, ...]
    groups: tuple[inside.GroupView, ...]
    menus: tuple[inside.MenuView, ...]
    rooms: tuple[inside.Room, ...]
    contacts: tuple[inside.ContactView, ...]
    mailboxes: tuple[inside.Box, ...]


def dialplan(estate: Estate, dialect: Dialect) -> Dialplan:
    """Everything `extensions.conf` says of `estate` to the channel driver of `dialect`."""
    orders = outside.orders(estate, dialect)
    return Dialplan(
        home=_home(estate),
        custom=(estate.pbx.custom,) if estate.pbx.custom else (),
        parked=names.PARKED,
        to_header=dialect.to_header,
        features=features(estate, dialect),
        callers=outside.callers(estate),
        shown=outside.shown(estate),
        emergencies=outside.emergencies(estate),
        plans=outside.plans(estate),
        trunks=orders[0].ways,
        orders=orders,
        detours=orders[1:],
        incoming=inbound.incoming(estate),
        numbers=inbound.called(estate),
        schedules=inbound.schedules(estate),
        lines=inside.lines(estate, dialect),
        groups=inside.groups(estate, dialect),
        menus=inside.menus(estate),
        rooms=inside.rooms(estate),
        contacts=inside.contacts(estate),
        mailboxes=inside.boxes(estate),
    )


def _home(estate: Estate) -> Home:
    country = estate.country
    prefixed = country.international_prefix + country.calling_code
    least, most = national_digits(country)
    return Home(
        code=country.calling_code,
        code_digits=len(country.calling_code),
        least=len(country.calling_code) + least,
        most=len(country.calling_code) + most,
        international=country.international_prefix,
        national=country.trunk_prefix,
        prefixed=prefixed,
        prefixed_digits=len(prefixed),
        prefixed_least=len(prefixed) + least,
        prefixed_most=len(prefixed) + most,
    )

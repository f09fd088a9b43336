"""The view of `extensions_extra.d/tonalite.conf`: what the product cannot do by its screens.

Who calls is read from the channel's own name, never from a caller ID. A phone that is not ours (an account that
XiVO made up) shows the number of the PBX's site, and its site for emergencies is that one.
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.dialing import spellings
from generators.estate.emergencies import trunk_order
from generators.estate.estate import Estate
from generators.estate.names import fold
from generators.estate.spellings import dialled, house_number, main_number, presented, spelt
from generators.estate.telephony import Destination, Endpoint, Kind, Trunk
from generators.estate.values import PhoneNumber
from generators.targets.xivo.flavour import Flavour


@dataclass(frozen=True)
class PhoneView:
    """A phone's account: what its calls show, whether withheld, its plan of permissions, its emergency context."""

    account: str
    shown: str
    hidden: bool
    plan: str
    emergency: str


@dataclass(frozen=True)
class Leg:
    """One attempt at a trunk: what to dial, and the number to show, spelt as the provider wants it."""

    dial: str
    shown: str


@dataclass(frozen=True)
class EmergencyView:
    """The emergency calls of one site's phones: the attempts in order. `title` is a comment."""

    context: str
    title: str
    legs: tuple[Leg, ...]


@dataclass(frozen=True)
class PlanView:
    """The number plan for one set of permissions: (extension, open or refused)."""

    context: str
    title: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Jump:
    """An extension and where its calls go on."""

    exten: str
    to: str


@dataclass(frozen=True)
class More:
    """The further phones of a line, which the import cannot hold: (dialled number, devices)."""

    exten: str
    devices: str


@dataclass(frozen=True)
class Dialplan:
    """The whole file. `house` is what a call shows of which nothing better is known, empty without a trunk."""

    variables: str
    technology: str
    account: str
    incoming: str
    house: str
    house_emergency: str
    emergency_numbers: tuple[str, ...]
    emergencies: tuple[EmergencyView, ...]
    phones: tuple[PhoneView, ...]
    plans: tuple[PlanView, ...]
    numbers: tuple[Jump, ...]
    jumps: tuple[Jump, ...]
    more: tuple[More, ...]


def trunk_name(product: Flavour, trunk: Trunk) -> str:
    """The trunk's name in the product. chan_sip's screens want the account there (name and user name alike)."""
    return f"trunk-{trunk.id}" if product.pjsip else trunk.account


def further(estate: Estate) -> tuple[Endpoint, ...]:
    """The endpoints beyond the first of each line: a file brings them, the import has room for one."""
    return tuple(e for line in estate.lines for e in estate.endpoints_of_line[line.id][1:])


def dialplan(estate: Estate, product: Flavour) -> Dialplan:
    """Everything the file says of `estate`."""
    sets = sorted({e.line.permissions for e in estate.endpoints}, key=sorted)
    plans = {permissions: f"tonalite-plan-{index}" for index, permissions in enumerate(sets, 1)}
    house = house_number(estate)
    return Dialplan(
        variables=product.variables,
        technology=product.technology,
        account="endpoint" if product.pjsip else "peername",
        incoming=product.contexts.incoming,
        house=presented(estate, house) if house is not None and estate.trunks else "",
        house_emergency=_emergency_context(estate.pbx.site),
        emergency_numbers=tuple(n.number for n in estate.country.emergency),
        emergencies=_emergencies(estate, product),
        phones=tuple(_phone(estate, e, plans[e.line.permissions]) for e in sorted(estate.endpoints, key=_account)),
        plans=tuple(_plan(estate, permissions, context) for permissions, context in plans.items()),
        numbers=_numbers(estate),
        jumps=_jumps(estate, product),
        more=_more(estate, product),
    )


def _account(endpoint: Endpoint) -> str:
    return endpoint.account


def _emergency_context(site: str) -> str:
    return f"tonalite-emergency-{site}"


def _phone(estate: Estate, endpoint: Endpoint, plan: str) -> PhoneView:
    shown = presented(estate, endpoint.presented) if endpoint.presented is not None else ""
    if not shown and estate.trunks and (house := house_number(estate)) is not None:
        shown = presented(estate, house)
    return PhoneView(endpoint.account, shown, endpoint.line.hidden, plan, _emergency_context(endpoint.site.id))


def _emergencies(estate: Estate, product: Flavour) -> tuple[EmergencyView, ...]:
    sites = {e.site.id: e.emergency for e in estate.endpoints}
    sites.setdefault(estate.pbx.site, estate.site[estate.pbx.site].number if estate.trunks else None)
    out = []
    for site, own in sorted(sites.items()):
        number = own or house_number(estate)
        legs = tuple(
            leg for name in trunk_order(estate, number) for leg in _legs(estate, product, estate.trunk[name], number)
        )
        title = fold(estate.site[site].title) or site
        out.append(EmergencyView(_emergency_context(site), title, legs))
    return tuple(out)


def _legs(estate: Estate, product: Flavour, trunk: Trunk, number: PhoneNumber | None) -> tuple[Leg, ...]:
    shown = spelt(estate, trunk.outbound_format, number) if number is not None else trunk.account
    name = trunk_name(product, trunk)
    if product.pjsip:
        # The second form goes out even where the provider answers no OPTIONS and counts as unreachable.
        return Leg(f"PJSIP/${{EXTEN}}@{name}", shown), Leg(f"PJSIP/{name}/sip:${{EXTEN}}@{trunk.domain}", shown)
    return (Leg(f"SIP/{name}/${{EXTEN}}", shown),)


def _plan(estate: Estate, permissions: frozenset[str], context: str) -> PlanView:
    country = estate.country
    answers = {n.number: "open" for n in country.emergency}
    for group in country.classes:
        for pattern in group.patterns:
            exten = f"_{pattern}" if set(pattern) & set("XZN.") else pattern
            answers.setdefault(exten, "open" if group.id in permissions else "refused")
    title = " ".join(sorted(permissions)) or "emergencies only"
    return PlanView(context, title, tuple(sorted(answers.items())))


def _numbers(estate: Estate) -> tuple[Jump, ...]:
    """Every spelling of every number of ours, and what a call that came in by it shows on its way out."""
    return tuple(
        Jump(text, presented(estate, n.number))
        for n in estate.numbers
        for text in sorted(spellings(estate.country, n.number.e164))
    )


def _jumps(estate: Estate, product: Flavour) -> tuple[Jump, ...]:
    """The other spellings of our numbers, the trunks' accounts and `s`, to the one that the screens know."""
    found: dict[str, str] = {}
    for number in estate.numbers:
        for text in spellings(estate.country, number.number.e164):
            found[text] = dialled(estate, number.number)
    known = set(found.values())
    for trunk in reversed(estate.trunks):
        main = main_number(estate, trunk)
        if main is not None:
            found.setdefault(trunk.account, dialled(estate, main.number))
            found["s"] = dialled(estate, main.number)
    return tuple(Jump(exten, f"{product.contexts.incoming},{to},1") for exten, to in sorted(found.items())
                 if exten not in known)  # fmt: skip


def _more(estate: Estate, product: Flavour) -> tuple[More, ...]:
    out = []
    for line in estate.lines:
        devices = "&".join(f"{product.technology}/{e.account}" for e in estate.endpoints_of_line[line.id][1:])
        if not devices:
            continue
        called = {line.extension}
        for number in estate.numbers:
            if number.to == Destination(Kind.LINE, line.id):
                called.update(spellings(estate.country, number.number.e164))
        out += [More(exten, devices) for exten in sorted(called)]
    return tuple(sorted(out, key=lambda m: m.exten))

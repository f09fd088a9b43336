"""The view of `tonalite-extensions.conf`: what the product's tables and screens cannot say."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.dialing import spellings
from generators.estate.emergencies import trunk_order
from generators.estate.estate import Estate
from generators.estate.names import fold
from generators.estate.spellings import dialled, house_number, main_number, presented, spelt
from generators.estate.telephony import Menu, OpenHours, Schedule, Trunk
from generators.estate.values import PhoneNumber
from generators.targets.freepbx.numbers import HANGUP, target, trunk_name

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # English only: other words are wrong in silence
NO_MACRO = 17  # the first release whose hooks are subroutines and no macros
GREETING = "vm-enter-num-to-call"  # of Asterisk's core sounds
UNHEARD = "#"  # ends what Read collects, so it cannot be a choice


@dataclass(frozen=True)
class Leg:
    """One attempt at a trunk: what to dial, and the number to show; empty leaves the number as it is."""

    dial: str
    shown: str


@dataclass(frozen=True)
class SiteView:
    """A site's phones: the context their calls begin in, and their emergency calls."""

    context: str
    emergency: str
    title: str
    legs: tuple[Leg, ...]


@dataclass(frozen=True)
class Jump:
    """An extension and where its calls go on."""

    exten: str
    to: str


@dataclass(frozen=True)
class TrunkView:
    """What a trunk may bring: every spelling of its numbers, to the one that inbound routes know."""

    context: str
    jumps: tuple[Jump, ...]


@dataclass(frozen=True)
class HoursView:
    """A schedule as a subroutine: its night mode in astdb, the days it is closed (YYYYMMDD), the spans it is open."""

    context: str
    title: str
    timezone: str
    night: str
    code: str
    closures: tuple[tuple[str, str], ...]
    spans: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A public number with hours: the subroutine to ask, where it rings open, where closed."""

    exten: str
    schedule: str
    to: str
    closed: str


@dataclass(frozen=True)
class MenuView:
    """A menu: digits and where they lead. `then` is where the call goes when nobody chooses."""

    exten: str
    title: str
    greeting: str
    wait: int
    repeats: int
    choices: tuple[Jump, ...]
    then: str


@dataclass(frozen=True)
class ContactView:
    """A number outside that calls may be sent to."""

    exten: str
    title: str
    legs: tuple[Leg, ...]


@dataclass(frozen=True)
class Dialplan:
    """The whole file. `house` is what a call shows of which nothing better is known, empty without a trunk.

    `ends` says how the hook ends: as a macro, as a subroutine, or as whichever it was called.
    """

    house: str
    ends: str
    emergency_numbers: tuple[str, ...]
    sites: tuple[SiteView, ...]
    trunks: tuple[TrunkView, ...]
    numbers: tuple[Jump, ...]
    schedules: tuple[HoursView, ...]
    checked: tuple[Checked, ...]
    menus: tuple[MenuView, ...]
    contacts: tuple[ContactView, ...]


def site_context(site: str) -> str:
    """The context in which the calls of a site's phones begin."""
    return f"tonalite-from-{site}"


def dialplan(estate: Estate) -> Dialplan:
    """Everything the file says of `estate`."""
    house = house_number(estate)
    return Dialplan(
        house=presented(estate, house) if house is not None and estate.trunks else "",
        ends=_ends(estate.pbx.release if estate.pbx.product == "freepbx" else ""),
        emergency_numbers=tuple(n.number for n in estate.country.emergency),
        sites=_sites(estate),
        trunks=tuple(_trunk(estate, trunk) for trunk in estate.trunks),
        numbers=_numbers(estate),
        schedules=tuple(_schedule(s) for s in estate.schedules),
        checked=tuple(
            Checked(dialled(estate, n.number), _hours(n.schedule), target(estate, n.to), target(estate, n.closed))
            for n in estate.numbers
            if n.schedule is not None
        ),
        menus=tuple(_menu(estate, m) for m in sorted(estate.menus, key=lambda m: m.extension)),
        contacts=_contacts(estate),
    )


def _ends(release: str) -> str:
    if not release:
        return "both"
    return "return" if int(release.split(".")[0]) >= NO_MACRO else "macro"


def _sites(estate: Estate) -> tuple[SiteView, ...]:
    sites = {e.site.id: e.emergency for e in estate.endpoints}
    out = []
    for site, own in sorted(sites.items()):
        number = own or house_number(estate)
        legs = tuple(leg for name in trunk_order(estate, number) for leg in _legs(estate, estate.trunk[name], number))
        title = fold(estate.site[site].title) or site
        out.append(SiteView(site_context(site), f"tonalite-emergency-{site}", title, legs))
    return tuple(out)


def _legs(estate: Estate, trunk: Trunk, number: PhoneNumber | None) -> tuple[Leg, ...]:
    shown = spelt(estate, trunk.outbound_format, number) if number is not None else trunk.account
    name = trunk_name(trunk)
    # The second form goes out even where the provider answers no OPTIONS and counts as unreachable.
    return Leg(f"PJSIP/${{EXTEN}}@{name}", shown), Leg(f"PJSIP/{name}/sip:${{EXTEN}}@{trunk.domain}", shown)


def _trunk(estate: Estate, trunk: Trunk) -> TrunkView:
    found: dict[str, str] = {}
    for number in estate.numbers:
        if number.trunk == trunk.id:
            for text in spellings(estate.country, number.number.e164):
                found[text] = dialled(estate, number.number)
    main = main_number(estate, trunk)
    if main is not None:
        found.setdefault(trunk.account, dialled(estate, main.number))
        found["s"] = dialled(estate, main.number)
    jumps = tuple(Jump(exten, f"from-pstn,{to},1") for exten, to in sorted(found.items()))
    return TrunkView(f"tonalite-trunk-{trunk.id}", jumps)


def _numbers(estate: Estate) -> tuple[Jump, ...]:
    """What a call that came in by a number of ours shows on its way out; the product keeps the number in FROM_DID."""
    return tuple(Jump(dialled(estate, n.number), presented(estate, n.number)) for n in estate.numbers)


def _hours(schedule: str) -> str:
    return f"tonalite-schedule-{schedule}"


def _schedule(schedule: Schedule) -> HoursView:
    days = [*schedule.closures, *((h.day, h.day) for h in schedule.holidays)]
    return HoursView(
        context=_hours(schedule.id),
        title=fold(schedule.title) or schedule.id,
        timezone=schedule.timezone,
        night=f"NIGHT/{schedule.id}",
        code=schedule.night,
        closures=tuple((f"{a:%Y%m%d}", f"{b:%Y%m%d}") for a, b in sorted(days)),
        spans=tuple(_span(hours, schedule.timezone) for hours in schedule.hours),
    )


def _span(hours: OpenHours, timezone: str) -> str:
    """GotoIfTime's words. It counts the last minute in: 12:30 as an end is written 12:29."""
    first, final = DAYS[hours.first_day], DAYS[hours.last_day]
    hour, minute = map(int, hours.end.split(":"))
    last = hour * 60 + minute - 1
    days = first if first == final else f"{first}-{final}"
    return f"{hours.start}-{last // 60:02}:{last % 60:02},{days},*,*,{timezone}"


def _menu(estate: Estate, menu: Menu) -> MenuView:
    return MenuView(
        exten=menu.extension,
        title=fold(menu.title) or menu.extension,
        greeting=menu.greeting or GREETING,
        wait=menu.wait,
        repeats=menu.repeats,
        choices=tuple(Jump(digit, target(estate, to)) for digit, to in menu.choices if digit != UNHEARD),
        then=target(estate, menu.then) if menu.then is not None else HANGUP,
    )


def _contacts(estate: Estate) -> tuple[ContactView, ...]:
    out: dict[str, ContactView] = {}
    for contact in estate.contacts:
        exten = dialled(estate, contact.number)
        legs = tuple(
            Leg(f"PJSIP/{spelt(estate, t.outbound_format, contact.number)}@{trunk_name(t)}", "") for t in estate.trunks
        )
        out.setdefault(exten, ContactView(exten, fold(contact.title) or contact.id, legs))
    return tuple(out[exten] for exten in sorted(out))

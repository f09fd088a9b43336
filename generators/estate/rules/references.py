"""Every name that stands for something else must name a thing that exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from generators.catalog.types import Catalog
from generators.problems import Place, Report
from generators.source.schema.check import Checked

WHEN = ("always", "busy", "no_answer")
CALLABLE = ("people", "lines", "groups", "mailboxes", "menus", "conferences", "contacts")


def near(name: str, known: Collection[str]) -> str:
    """A hint: the nearest known name, or the known ones if they are few."""
    if match := get_close_matches(name, list(known), 1, 0.5):
        return f"did you mean '{match[0]}'?"
    if not known:
        return "none is defined"
    return f"known: {', '.join(sorted(known))}" if len(known) <= 8 else ""


@cache
def zones() -> frozenset[str]:
    """The names of IANA's time zones; the package tzdata holds them where the machine does not."""
    return frozenset(available_timezones())


def check(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Report names that lead nowhere (TON301, TON413) and ids that stand for two callable things (TON302)."""
    source = checked.source

    def must(what: str, name: str | None, known: Collection[str], *path: str | int) -> None:
        if name is not None and name not in known:
            report.add("TON301", checked.place(*path), f"no {what} '{name}'", near(name, known))

    must("country", source.organization.country, catalog.countries, "organization", "country")
    must("time zone", source.organization.timezone, zones(), "organization", "timezone")
    for name, server in (
        ("pbx", source.servers.pbx),
        ("provisioning", source.servers.provisioning),
        ("time", source.servers.time),
    ):
        must("site", server.site, source.sites, "servers", name, "site")
    for index, site in enumerate(source.servers.pbx.admit):
        must("site", site, source.sites, "servers", "pbx", "admit", index)
    for key, trunk in source.trunks.items():
        must("provider", trunk.provider, catalog.providers, "trunks", key, "provider")
        provider = catalog.providers.get(trunk.provider)
        if provider and not (trunk.domain or provider.domain):
            place = checked.key_place("trunks", key)
            report.add("TON202", place, f"trunks.{key} lacks domain:", "add domain: with the provider's SIP server")
    for key, site_ in source.sites.items():
        must("time zone", site_.timezone, zones(), "sites", key, "timezone")
        if site_.router:
            known = catalog.routers.get(site_.router.product, {})
            must(f"{site_.router.product} release", site_.router.release, known, "sites", key, "router", "release")
    for key, phone in source.phones.items():
        must("phone model", phone.model, catalog.models, "phones", key, "model")
        must("site", phone.site, source.sites, "phones", key, "site")
    country = catalog.countries.get(source.organization.country)
    classes = [c.id for c in country.classes] if country else []
    for kind, things in (("people", source.people), ("lines", source.lines)):
        for key, thing in things.items():
            for index, (phone_id, _) in enumerate(thing.phones):
                must("phone", phone_id, source.phones, kind, key, "phones", index)
            for index, permission in enumerate(thing.allow):
                if country:
                    must("class of numbers", permission, classes, kind, key, "allow", index)
    _callables(checked, report)


def _callables(checked: Checked, report: Report) -> None:
    source = checked.source
    homes: dict[str, str] = {}
    for kind in CALLABLE:
        for key in getattr(source, kind):
            if key in homes:
                first = checked.key_place(homes[key], key)
                message = f"'{key}' is already the id of one of {homes[key]}: at {first}"
                report.add("TON302", checked.key_place(kind, key), message, "rename one of the two")
            homes.setdefault(key, kind)

    def target(name: str | None, *path: str | int) -> None:
        if name is not None and name not in homes:
            message = f"nobody and nothing '{name}' to send a call to"
            report.add("TON413", checked.place(*path), message, near(name, homes))

    for number, entry in source.numbers.items():
        target(entry.to, "numbers", number, "to")
        target(entry.closed, "numbers", number, "closed")
        if entry.hours is not None and entry.hours not in source.schedules:
            place = checked.place("numbers", number, "hours")
            report.add("TON301", place, f"no schedule '{entry.hours}'", near(entry.hours, source.schedules))
    ringing = {*source.people, *source.lines, *source.contacts}
    for key, group in source.groups.items():
        for index, member in enumerate(group.members):
            if member not in ringing:
                place = checked.place("groups", key, "members", index)
                report.add("TON301", place, f"no person, line or contact '{member}' to ring", near(member, ringing))
        target(group.then, "groups", key, "then")
    for key, menu in source.menus.items():
        for digit, to in menu.choices.items():
            target(to, "menus", key, "choices", digit)
        target(menu.then, "menus", key, "then")
    for kind, things in (("people", source.people), ("lines", source.lines)):
        for key, thing in things.items():
            for when in WHEN:
                target(getattr(thing.forward, when), kind, key, "forward", when)
    _circles(checked, report)


def _circles(checked: Checked, report: Report) -> None:
    """Calls that go on by themselves must come to an end."""
    source = checked.source
    steps: dict[str, list[tuple[str, Place]]] = {}
    for key, group in source.groups.items():
        if group.then is not None:
            steps[key] = [(group.then, checked.place("groups", key, "then"))]
    for kind, things in (("people", source.people), ("lines", source.lines)):
        for key, thing in things.items():
            ends = [(when, getattr(thing.forward, when)) for when in WHEN]
            steps[key] = [(to, checked.place(kind, key, "forward", when)) for when, to in ends if to is not None]
    for key, edges in steps.items():
        for to, place in edges:
            if _reaches(to, key, steps):
                what = "group" if key in source.groups else "line"
                hint = "end the chain at a mailbox or a line"
                report.add("TON428", place, f"{what} '{key}' comes back to itself", hint)


def _reaches(start: str, goal: str, steps: dict[str, list[tuple[str, Place]]]) -> bool:
    seen, at = {start}, [start]
    while at:
        name = at.pop()
        if name == goal:
            return True
        for to, _ in steps.get(name, ()):
            if to not in seen:
                seen.add(to)
                at.append(to)
    return False


def first_places(pairs: Iterable[tuple[str, Place]]) -> Iterable[tuple[str, Place, Place]]:
    """For values met before: the value, the place of the first, the place of the repeat."""
    seen: dict[str, Place] = {}
    for value, place in sorted(pairs, key=lambda p: p[1]):
        if value in seen:
            yield value, seen[value], place
        else:
            seen[value] = place

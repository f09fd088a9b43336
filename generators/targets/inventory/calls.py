"""People, lines, endpoints, numbers and what can be dialled, as plain data."""

from __future__ import annotations

from dataclasses import asdict

from generators.estate.dialing import spellings, to_national
from generators.estate.estate import Estate
from generators.estate.telephony import (
    Conference,
    Destination,
    Endpoint,
    Group,
    Line,
    Mailbox,
    Menu,
    Number,
    Schedule,
    Trunk,
)
from generators.targets.inventory.places import Data, text


def calls(estate: Estate) -> Data:
    """Who is called, how, and by what number."""
    return {
        "country": {
            "id": estate.country.id,
            "calling_code": estate.country.calling_code,
            "trunk_prefix": estate.country.trunk_prefix,
            "international_prefix": estate.country.international_prefix,
            "emergency": [entry.number for entry in estate.country.emergency],
            "classes": {entry.id: list(entry.patterns) for entry in estate.country.classes},
        },
        "codes": {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(estate.codes).items()},
        "people": {
            person.id: {
                "name": person.name,
                "extension": person.extension,
                "email": person.email,
                "language": person.language,
                "origin": str(person.origin),
            }
            for person in estate.people
        },
        "lines": {line.id: _line(estate, line) for line in estate.lines},
        "endpoints": {endpoint.id: _endpoint(endpoint) for endpoint in estate.endpoints},
        "groups": {group.id: _group(group) for group in estate.groups},
        "mailboxes": {mailbox.id: _mailbox(mailbox) for mailbox in estate.mailboxes},
        "menus": {menu.id: _menu(menu) for menu in estate.menus},
        "conferences": {room.id: _conference(room) for room in estate.conferences},
        "contacts": {
            x.id: {"title": x.title, "number": x.number.e164, "origin": str(x.origin)} for x in estate.contacts
        },
        "numbers": {number.number.e164: _number(estate, number) for number in estate.numbers},
        "schedules": {schedule.id: _schedule(schedule) for schedule in estate.schedules},
        "trunks": {trunk.id: _trunk(trunk) for trunk in estate.trunks},
        "dial_rules": [{"pattern": r.pattern, "kind": r.kind.value, "wait": r.wait} for r in estate.dial_rules],
    }


def _line(estate: Estate, line: Line) -> Data:
    return {
        "title": line.title,
        "extension": line.extension,
        "person": line.person,
        "mailbox": line.mailbox,
        "presented": text(line.presented),
        "permissions": sorted(line.permissions),
        "ring": line.ring,
        "forwards": {
            "always": _destination(line.forwards.always),
            "busy": _destination(line.forwards.busy),
            "no_answer": _destination(line.forwards.no_answer),
        },
        "hidden": line.hidden,
        "pickup": list(line.pickup),
        "login_secret": line.login.name if line.login is not None else None,
        "endpoints": [endpoint.id for endpoint in estate.endpoints_of_line[line.id]],
        "origin": str(line.origin),
    }


def _endpoint(endpoint: Endpoint) -> Data:
    return {
        "phone": endpoint.phone.id,
        "line": endpoint.line.id,
        "site": endpoint.site.id,
        "button": endpoint.button,
        "account": endpoint.account,
        "extension": endpoint.line.extension,
        "label": endpoint.label,
        "display": endpoint.display,
        "presented": text(endpoint.presented),
        "emergency": text(endpoint.emergency),
        "secret": endpoint.secret.name,
        "origin": str(endpoint.origin),
    }


def _group(group: Group) -> Data:
    return {
        "title": group.title,
        "extension": group.extension,
        "strategy": group.strategy.value,
        "members": list(group.members),
        "ring": group.ring,
        "then": _destination(group.then),
        "origin": str(group.origin),
    }


def _mailbox(mailbox: Mailbox) -> Data:
    return {
        "title": mailbox.title,
        "extension": mailbox.extension,
        "email": mailbox.email,
        "pin_secret": mailbox.pin.name,
        "origin": str(mailbox.origin),
    }


def _menu(menu: Menu) -> Data:
    return {
        "title": menu.title,
        "extension": menu.extension,
        "greeting": menu.greeting,
        "choices": {digit: _destination(to) for digit, to in menu.choices},
        "wait": menu.wait,
        "repeats": menu.repeats,
        "then": _destination(menu.then),
        "origin": str(menu.origin),
    }


def _conference(room: Conference) -> Data:
    return {
        "title": room.title,
        "extension": room.extension,
        "pin_secret": room.pin.name if room.pin is not None else None,
        "most": room.most,
        "origin": str(room.origin),
    }


def _number(estate: Estate, number: Number) -> Data:
    return {
        "trunk": number.trunk,
        "to": _destination(number.to),
        "schedule": number.schedule,
        "closed": _destination(number.closed),
        "national": to_national(estate.country, number.number.e164),
        "spellings": list(spellings(estate.country, number.number.e164)),
        "origin": str(number.origin),
    }


def _schedule(schedule: Schedule) -> Data:
    return {
        "title": schedule.title,
        "timezone": schedule.timezone,
        "hours": [
            {"first_day": h.first_day, "last_day": h.last_day, "start": h.start, "end": h.end} for h in schedule.hours
        ],
        "closures": [[first.isoformat(), last.isoformat()] for first, last in schedule.closures],
        "holidays": [holiday.day.isoformat() for holiday in schedule.holidays],
        "night": schedule.night,
        "origin": str(schedule.origin),
    }


def _trunk(trunk: Trunk) -> Data:
    return {
        "provider": trunk.provider.id,
        "account": trunk.account,
        "domain": trunk.domain,
        "channels": trunk.channels,
        "outbound_format": trunk.outbound_format,
        "caller_id": trunk.caller_id,
        "priority": trunk.priority,
        "registration_seconds": trunk.registration_seconds,
        "secret": trunk.secret.name,
        "origin": str(trunk.origin),
    }


def _destination(destination: Destination | None) -> Data | None:
    return None if destination is None else {"kind": destination.kind.value, "id": destination.id}

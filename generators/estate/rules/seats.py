"""Phones and the lines on them: one MAC a device, one line a button, no gap, labels that fit."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from generators.catalog.types import Catalog
from generators.catalog.zones import why_not
from generators.estate.names import fit, fold
from generators.estate.rules.references import first_places, zones
from generators.problems import Place, Report
from generators.source.schema.check import Checked


def check(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Report breaches at phones (TON401, 404 to 407, 430), lines (TON403) and names (TON501, 903)."""
    source = checked.source
    macs = [(p.mac, checked.place("phones", key, "mac")) for key, p in source.phones.items()]
    for mac, first, again in first_places(macs):
        report.add(
            "TON401", again, f"MAC {mac} is already that of the phone at {first}", "copy it from the phone's back"
        )
    _buttons(checked, catalog, report)
    _names(checked, catalog, report)
    _zones(checked, catalog, report)


def _buttons(checked: Checked, catalog: Catalog, report: Report) -> None:
    source = checked.source
    seats: dict[str, dict[int, Place]] = defaultdict(dict)
    lines: dict[tuple[str, str], Place] = {}
    for kind, things in (("people", source.people), ("lines", source.lines)):
        for key, thing in things.items():
            if not thing.phones:
                place = checked.key_place(kind, key)
                hint = "add phones: [a-phone], or [a-phone/2] for its second button"
                report.add("TON403", place, f"{kind}.{key} is on no phone", hint)
            for index, (phone_id, button) in enumerate(thing.phones):
                place = checked.place(kind, key, "phones", index)
                phone = source.phones.get(phone_id)
                model = catalog.models.get(phone.model) if phone else None
                if (phone_id, key) in lines:
                    message = f"'{key}' is already on '{phone_id}' at {lines[phone_id, key]}"
                    report.add("TON404", place, message, "write each phone once")
                    continue
                lines[phone_id, key] = place
                if button in seats[phone_id]:
                    free = [n for n in range(1, (model.lines if model else 0) + 1) if n not in seats[phone_id]]
                    message = f"button {button} of '{phone_id}' is taken at {seats[phone_id][button]}"
                    hint = f"write {phone_id}/{free[0]}" if free else f"'{phone_id}' has no free button"
                    report.add("TON404", place, message, hint)
                    continue
                seats[phone_id][button] = place
                if model and button > model.lines:
                    hint = f"a {model.title} has {model.lines} line buttons"
                    report.add("TON405", place, f"'{phone_id}' has no button {button}", hint)
    for key in source.phones:
        taken = seats.get(key, {})
        if not taken:
            report.add(
                "TON407",
                checked.key_place("phones", key),
                f"phone '{key}' has no line",
                f"write phones: [{key}] at a person or line",
            )
            continue
        _keys(checked, catalog, report, key, taken)


def _keys(checked: Checked, catalog: Catalog, report: Report, phone: str, lines: dict[int, Place]) -> None:
    """Programmed keys beside the lines: on buttons that are there and free, and no button left empty before one."""
    source = checked.source
    item = source.phones[phone]
    model = catalog.models.get(item.model)
    if model is None:
        return
    # A 7940/7960 has five speed dials at most, whatever it shows (CME, speed_line1 to 5), and no module.
    most = model.lines + sum(catalog.modules[name].keys for name in item.modules if name in catalog.modules)
    taken = dict(lines)
    for button in item.keys:
        place = checked.key_place("phones", phone, "keys", str(button))
        if button in taken:
            free = next((n for n in range(1, most + 1) if n not in taken and n not in item.keys), None)
            hint = f"button {free} is free" if free else f"'{phone}' has no free button"
            report.add("TON404", place, f"button {button} of '{phone}' is taken at {taken[button]}", hint)
        elif button > most:
            report.add("TON405", place, f"'{phone}' has no button {button}", f"it has {most}, modules included")
        else:
            taken[button] = place
    layout = source.key_layouts.get(item.layout, ()) if item.layout else ()
    free_buttons = [n for n in range(1, most + 1) if n not in taken]
    if len(layout) > len(free_buttons):
        room = f"{len(free_buttons)} free button{'s' * (len(free_buttons) != 1)}"
        message = f"layout '{item.layout}' has {len(layout)} keys, '{phone}' has {room}"
        report.add("TON503", checked.place("phones", phone, "layout"), message, "use a shorter layout")
    for button in free_buttons[: len(layout)]:
        taken[button] = checked.place("phones", phone, "layout")
    # A 7940/7960 knows no gap between lines, and fills the buttons after them with speed dials in order (SAG2, CME).
    firm = lines if model.family == "flat" else taken
    if missing := next((n for n in range(1, max(firm)) if n not in firm), None):
        place = firm[min(n for n in firm if n > missing)]
        hint = f"write {phone}/{missing} here or elsewhere"
        report.add("TON406", place, f"button {missing} of '{phone}' is empty", hint)
    elif 1 not in lines:
        report.add("TON406", taken[1], f"button 1 of '{phone}' holds no line", "put a line on the first button")
    elif missing := next((n for n in range(1, max(taken)) if n not in taken), None):
        place = taken[min(n for n in taken if n > missing)]
        report.add("TON406", place, f"button {missing} of '{phone}' is empty", f"write {missing}: before it")


def _names(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Texts that devices show: something must be left of them, and what is cut is said."""
    source = checked.source
    for kind, field, things in (
        ("people", "name", source.people),
        ("lines", "title", source.lines),
        ("groups", "title", source.groups),
        ("mailboxes", "title", source.mailboxes),
    ):
        for key, thing in things.items():
            for name in (field, "label"):
                text = getattr(thing, name, None)
                if text is not None and not fold(text):
                    report.add(
                        "TON501",
                        checked.place(kind, key, name),
                        "no phone can show this name",
                        "write it in Latin letters",
                    )
    for key, phone in source.phones.items():
        if phone.label is None:
            continue
        place, most = checked.place("phones", key, "label"), _label_most(phone.model, catalog)
        short, cut = fit(phone.label, most)
        if not short:
            report.add("TON501", place, "no phone can show this name", "write it in Latin letters")
        elif cut:
            report.add("TON903", place, f"the phone shows only '{short}'", f"write {most} characters at most")
    for kind, field, holders in (("people", "name", source.people), ("lines", "title", source.lines)):
        for key, holder in holders.items():
            narrow = min(
                (
                    catalog.models[source.phones[phone].model].screen.line_label
                    for phone, _ in holder.phones
                    if phone in source.phones and source.phones[phone].model in catalog.models
                ),
                default=99,
            )
            text = holder.label or getattr(holder, field)
            short, cut = fit(text, narrow)
            if cut:
                name = "label" if holder.label else field
                report.add(
                    "TON903",
                    checked.place(kind, key, name),
                    f"the phone shows only '{short}'",
                    f"add label: with {narrow} characters at most",
                )


def _label_most(model: str, catalog: Catalog) -> int:
    return catalog.models[model].screen.label if model in catalog.models else 99


def _zones(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Each site's time zone must be one that the models of its phones can express."""
    source = checked.source
    tables = {"flat": catalog.flat_time_zones, "xml": catalog.xml_time_zones}
    unable: dict[tuple[Place, Literal["flat", "xml"], str], set[str]] = defaultdict(set)
    for phone in source.phones.values():
        model, site = catalog.models.get(phone.model), source.sites.get(phone.site)
        if model is None or site is None:
            continue
        zone = site.timezone or source.organization.timezone
        if zone in zones() and zone not in tables[model.family]:
            path = ("sites", phone.site, "timezone") if site.timezone is not None else ("organization", "timezone")
            unable[checked.place(*path), model.family, zone].add(model.title)
    for (place, family, zone), models in unable.items():
        message = f"{', '.join(sorted(models))} cannot express the time zone '{zone}'"
        report.add("TON430", place, message, why_not(zone, family))

"""Codes, contacts, menus and the PBX itself: what can be dialled must be one thing, and what leaves must be ours."""

from __future__ import annotations

from generators.catalog.types import Catalog
from generators.estate.rules.references import near
from generators.problems import Place, Report
from generators.source.schema.check import Checked

# A number or an extension follows these codes, so none may be the beginning of another code.
FOLLOWED = ("pickup", "forward", "forward_busy", "forward_no_answer", "hide_number", "intercom")
CODES = (*FOLLOWED, "voicemail", "do_not_disturb", "forward_off", "login", "logout")
DIALECTS = ("asterisk-pjsip", "asterisk-sip")
# The first and the last major release that reads a dialect, by product: chan_sip left Asterisk with 21; Wazo changed
# to chan_pjsip with 19.12 and XiVO never did by itself; what we write of chan_pjsip is what 16 knows.
RELEASES: dict[tuple[str, str], tuple[int, int]] = {
    ("asterisk", "asterisk-sip"): (12, 20),
    ("asterisk", "asterisk-pjsip"): (16, 99),
    ("wazo", "asterisk-sip"): (16, 18),
    ("wazo", "asterisk-pjsip"): (20, 99),
}


def check(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Report breaches of codes (TON438), contacts and shown numbers (TON417, 435 to 437) and dialects (TON439)."""
    _codes(checked, report)
    _outside(checked, report)
    _shown(checked, report)
    _dialects(checked, report)


def _codes(checked: Checked, report: Report) -> None:
    said = checked.source.dialing
    codes: list[tuple[str, str, bool, Place]] = [
        (name, getattr(said, name), name in FOLLOWED, checked.place("dialing", name)) for name in CODES
    ]
    for key, schedule in checked.source.schedules.items():
        if schedule.night:
            codes.append((f"night of {key}", schedule.night, False, checked.place("schedules", key, "night")))
    told: set[Place] = set()
    for index, (name, code, followed, place) in enumerate(codes):
        for other, second, other_followed, at in codes[index + 1 :]:
            # A digit follows an open code: *2 before 1001 looks like *21 before 001. A star alone never does.
            clash = (
                code == second or (followed and second.startswith(code)) or (other_followed and code.startswith(second))
            )
            if clash and max(place, at) not in told:
                told.add(max(place, at))
                message = f"{name} {code} and {other} {second} cannot be told apart"
                report.add("TON438", max(place, at), message, "choose codes of which none begins another")


def _outside(checked: Checked, report: Report) -> None:
    source = checked.source
    for key, contact in source.contacts.items():
        place = checked.place("contacts", key, "number")
        if contact.number in source.numbers:
            hint = f"name what it rings: {source.numbers[contact.number].to}"
            report.add("TON435", place, f"{contact.number} is our own", hint)
        elif not source.trunks:
            report.add("TON436", place, "there is no trunk to reach a contact by", "define one in trunks:")
    numbered = {n.trunk or next(iter(source.trunks), "") for n in source.numbers.values()}
    unsure = len(source.trunks) > 1 and any(n.trunk is None for n in source.numbers.values())  # TON412 says so
    for key in source.trunks:
        if key not in numbered and not unsure:
            place = checked.key_place("trunks", key)
            hint = "give it one in numbers:"
            report.add("TON437", place, f"calls by trunk '{key}' would show no number of ours", hint)


def _shown(checked: Checked, report: Report) -> None:
    source = checked.source
    for kind, things in (("people", source.people), ("lines", source.lines)):
        for key, thing in things.items():
            if thing.shows is not None and thing.shows not in source.numbers:
                place = checked.place(kind, key, "shows")
                message = f"{thing.shows} is not one of the organization's numbers"
                report.add("TON417", place, message, near(thing.shows, source.numbers))


def _dialects(checked: Checked, report: Report) -> None:
    pbx = checked.source.servers.pbx
    if pbx.release is None:
        return
    major = int(pbx.release.split(".")[0])
    for index, dialect in enumerate(pbx.dialects):
        first, last = RELEASES.get((pbx.product, dialect), (0, 9999))
        if not first <= major <= last:
            fit = [d for d in DIALECTS if _reads(pbx.product, d, major)]
            place = checked.place("servers", "pbx", "dialects", index)
            report.add(
                "TON439", place, f"{pbx.product} {pbx.release} does not read {dialect}", f"write {' or '.join(fit)}"
            )


def _reads(product: str, dialect: str, major: int) -> bool:
    first, last = RELEASES.get((product, dialect), (0, 0))
    return first <= major <= last

"""The bulk handler's files for extensions and DIDs, and the patterns of outbound routes.

An extension of the product is a line; its phones' accounts are our own PJSIP objects, which the extension (of
technology `custom`) dials together. With `--replace` an extension is made anew, so each row says everything.
"""

from __future__ import annotations

from generators.estate.dialing import NumberClass
from generators.estate.estate import Estate
from generators.estate.spellings import dialled, house_number, presented, shown_by_line
from generators.estate.telephony import Line, Mailbox
from generators.estate.values import Secret
from generators.targets.freepbx.numbers import entrance
from generators.targets.sheets import FORMULA, cell, table

EXTENSIONS = (
    "extension",
    "name",
    "description",
    "tech",
    "dial",
    "outboundcid",
    "emergency_cid",
    "ringtimer",
    "concurrency_limit",
    "callwaiting_enable",
    "voicemail_enable",
    "voicemail",
    "voicemail_vmpwd",
    "voicemail_email",
    "voicemail_options",
    "voicemail_same_exten",
)
DIDS = ("cidnum", "extension", "destination", "description")
ROUTES = ("prepend", "prefix", "match pattern", "callerid")
RING_MOST = 120  # seconds; the product's own limit
NAME_MOST = 50


def extensions(estate: Estate) -> str:
    """A row for each line and for each mailbox that is no line's, by extension."""
    own = {line.mailbox for line in estate.lines}
    rows = [(line.extension, _line(estate, line)) for line in estate.lines]
    rows += [(box.extension, _box(box)) for box in estate.mailboxes if box.id not in own]
    return table(EXTENSIONS, (row for _, row in sorted(rows, key=lambda r: (len(r[0]), r[0]))))


def email(address: str | None) -> str:
    """An address as a cell; empty where it begins like a formula (the sheet says so)."""
    return address if address and address[0] not in FORMULA else ""


def name(title: str, otherwise: str) -> str:
    """A name as the product stores it. It takes quotes and angle brackets for those of a caller ID."""
    return cell(title.translate(str.maketrans("<>&", "()+")), NAME_MOST) or otherwise


def _line(estate: Estate, line: Line) -> list[str | Secret]:
    phones = estate.endpoints_of_line[line.id]
    number = shown_by_line(estate, line)
    emergency = phones[0].emergency if phones else None
    emergency = emergency or (house_number(estate) if estate.trunks else None)
    title = name(line.title, line.extension)
    return [
        line.extension,
        title,
        title,
        "custom" if phones else "virtual",
        "&".join(f"PJSIP/{e.account}" for e in phones),
        "hidden" if line.hidden else f"<{presented(estate, number)}>" if number is not None else "",
        f"<{presented(estate, emergency)}>" if emergency is not None else "",
        str(min(line.ring, RING_MOST)),
        "",
        "ENABLED",
        *_mailbox(estate.mailbox[line.mailbox] if line.mailbox is not None else None),
    ]


def _box(box: Mailbox) -> list[str | Secret]:
    title = name(box.title, box.extension)
    return [box.extension, title, title, "virtual", "", "", "", "0", "", "", *_mailbox(box)]


def _mailbox(box: Mailbox | None) -> list[str | Secret]:
    if box is None:
        return ["", "", "", "", "", ""]
    address = email(box.email)
    options = f"attach={'yes' if address else 'no'}|delete=no"
    return ["yes", "default", box.pin, address, options, "yes"]


def dids(estate: Estate) -> str:
    """A row for each public number, in the one spelling to which the trunk's context brings all others."""
    return table(
        DIDS,
        (
            ["", dialled(estate, n.number), entrance(estate, n), name(estate.title_of(n.to), n.to.id)]
            for n in sorted(estate.numbers, key=lambda n: dialled(estate, n.number))
        ),
    )


def routes(estate: Estate) -> dict[str, str]:
    """Patterns by class of the number plan; a class that nobody may call has no route, and so is refused.

    Where not everyone may, a row stands for each extension that may: the product compares it with the caller's own
    number, which it takes from the phone's account.
    """
    lines = [line for line in estate.lines if estate.endpoints_of_line[line.id]]
    out = {}
    for group in estate.country.classes:
        allowed = [line.extension for line in lines if group.id in line.permissions]
        if estate.trunks and allowed:
            out[group.id] = table(ROUTES, _patterns(group, [""] if len(allowed) == len(lines) else sorted(allowed)))
    return out


def _patterns(group: NumberClass, callers: list[str]) -> list[list[str]]:
    return [["", "", pattern, caller] for pattern in sorted(group.patterns) for caller in callers]

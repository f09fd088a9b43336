"""The user import: one user for each line, in the format of XiVO 15.20 and Wazo and in the older one with bars.

A resource of a user (line, incoming call, mailbox) is made only where all its required fields are there, so those
fields are all filled in or all empty (XIVO-DOC, user import).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.spellings import dialled, presented, shown_by_line
from generators.estate.telephony import Destination, Kind, Line, Number
from generators.estate.values import Secret
from generators.targets.sheets import FORMULA, cell, table
from generators.targets.xivo.flavour import Flavour

LANGUAGES = {"fr": "fr_FR", "en": "en_US"}
RING_STEP = 5  # seconds; other values are refused
CALLS_MOST = 5  # the product's own default
FIRST_ENTITY = "1"

# New name → old name, in the order of the product's page; None where one of the formats has no such field.
FIELDS: tuple[tuple[str | None, str | None], ...] = (
    ("entity_id", "entityid"),
    ("firstname", "firstname"),
    ("lastname", "lastname"),
    ("email", None),
    ("language", "language"),
    ("outgoing_caller_id", "outcallerid"),
    ("enabled", None),
    ("supervision_enabled", "enablehint"),
    ("call_transfer_enabled", "enablexfer"),
    ("dtmf_hangup_enabled", None),
    ("simultaneous_calls", None),
    ("ring_seconds", None),
    ("userfield", None),
    ("exten", "phonenumber"),
    ("context", "context"),
    ("line_protocol", "protocol"),
    ("sip_username", "linename"),
    ("sip_secret", "linesecret"),
    ("incall_exten", "incallexten"),
    ("incall_context", "incallcontext"),
    ("voicemail_name", "voicemailname"),
    ("voicemail_number", "voicemailnumber"),
    ("voicemail_context", "voicemailcontext"),
    ("voicemail_password", "voicemailpassword"),
    ("voicemail_email", "voicemailemail"),
    ("voicemail_attach_audio", "voicemailattach"),
    ("voicemail_delete_messages", "voicemaildelete"),
    ("voicemail_ask_password", "voicemailaskpassword"),
)


@dataclass(frozen=True)
class User:
    """A row: values by the new format's names."""

    line: Line
    values: Mapping[str, str | Secret]


def new_file(estate: Estate, product: Flavour) -> str:
    """The import of XiVO 15.20 and Wazo: comma, every value quoted. Wazo has no column entity_id."""
    names = [new for new, _ in FIELDS if new is not None and (new != "entity_id" or product.entity)]
    return table(names, ([user.values[name] for name in names] for user in users(estate, product)))


def old_file(estate: Estate, product: Flavour) -> str:
    """The import of XiVO before 15.20: fields between bars, no quotes; no cell holds either."""
    pairs = [(old, new or old) for new, old in FIELDS if old is not None]
    lines = ["|".join(old for old, _ in pairs)]
    for user in users(estate, product):
        values = (user.values[name] for _, name in pairs)
        lines.append("|".join(x.reveal() if isinstance(x, Secret) else x for x in values))
    return "\n".join(lines) + "\n"


def users(estate: Estate, product: Flavour) -> Iterator[User]:
    """A user for each line, sorted by extension."""
    for line in sorted(estate.lines, key=lambda x: (len(x.extension), x.extension)):
        yield User(line, _values(estate, product, line))


def direct_number(estate: Estate, line: Line) -> Number | None:
    """The number that rings the line at any hour, which the import can set: the lowest. Others are on the sheet."""
    to = Destination(Kind.LINE, line.id)
    return next((n for n in estate.numbers if n.to == to and n.schedule is None), None)


def email(address: str | None) -> str:
    """An address as a cell; empty where it begins like a formula (the sheet says so)."""
    return address if address and address[0] not in FORMULA else ""


def outgoing(estate: Estate, line: Line) -> str:
    """The column outgoing_caller_id. A number with a plus sign would be a formula: the outcall hook sets that one."""
    if line.hidden:
        return "anonymous"
    number = shown_by_line(estate, line)
    text = presented(estate, number) if number is not None else ""
    return text if text and text[0] not in FORMULA else "default"


def _values(estate: Estate, product: Flavour, line: Line) -> Mapping[str, str | Secret]:
    person = estate.person.get(line.person) if line.person is not None else None
    first, last = name(line.title, line.extension, split=person is not None)
    language = person.language if person is not None else estate.organization.languages[0]
    phone = next(iter(estate.endpoints_of_line[line.id]), None)
    number = direct_number(estate, line)
    box = estate.mailbox[line.mailbox] if line.mailbox is not None else None
    contexts = product.contexts
    return {
        "entity_id": FIRST_ENTITY,
        "firstname": first,
        "lastname": last,
        "email": email(person.email) if person is not None else "",
        "language": LANGUAGES[language],
        "outgoing_caller_id": outgoing(estate, line),
        "enabled": "1",
        "supervision_enabled": "1",
        "call_transfer_enabled": "0",  # the phones have a key for it; by tones, a caller outside could do it too
        "dtmf_hangup_enabled": "0",
        "simultaneous_calls": str(CALLS_MOST),
        "ring_seconds": str(-(-line.ring // RING_STEP) * RING_STEP),
        "userfield": line.id,
        "exten": line.extension,
        "context": contexts.internal,
        "line_protocol": "sip",
        "sip_username": phone.account if phone is not None else "",
        "sip_secret": phone.secret if phone is not None else "",
        "incall_exten": dialled(estate, number.number) if number is not None else "",
        "incall_context": contexts.incoming if number is not None else "",
        "voicemail_name": (cell(box.title) or box.extension) if box is not None else "",
        "voicemail_number": box.extension if box is not None else "",
        "voicemail_context": contexts.internal if box is not None else "",
        "voicemail_password": box.pin if box is not None else "",
        "voicemail_email": email(box.email) if box is not None else "",
        "voicemail_attach_audio": "1" if box is not None and email(box.email) else "0" if box is not None else "",
        "voicemail_delete_messages": "0" if box is not None else "",
        "voicemail_ask_password": "1" if box is not None else "",
    }


def name(title: str, otherwise: str, split: bool) -> tuple[str, str]:
    """First and last name: a person's are parted at the first blank, a shared line has one name."""
    whole = cell(title) or otherwise
    first, _, last = whole.partition(" ") if split else (whole, "", "")
    return first, cell(last)

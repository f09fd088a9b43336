"""What the files of the 7940 and 7960 say, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generators.estate.estate import Estate
from generators.estate.telephony import Endpoint, Phone
from generators.estate.values import Secret
from generators.targets.phones.places import Places, places
from generators.targets.phones.text import DISPLAY_MOST, checked, flat_value, header_value

# Standard offsets from UTC in hours. Europe changes everywhere at 01:00 UTC; the phone wants local hours.
STANDARD_OFFSET = {"GMT": 0, "CET": 1, "EET": 2}


@dataclass(frozen=True)
class FlatLine:
    """A line: `number` counts from 1. An unused one is blank in every field, because flash keeps old values."""

    number: int
    proxy: str
    name: str
    authname: str
    password: Secret | str
    shortname: str
    displayname: str


@dataclass(frozen=True)
class FlatPhone:
    """What `SIP<MAC>.cnf` says: all that differs between phones or between sites."""

    image: str
    model: str
    label: str
    places: Places
    proxy_port: str
    messages: str
    settings: Secret | str
    lines: tuple[FlatLine, ...]

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The secrets of the file, in its order."""
        return tuple(x for x in (self.settings, *(line.password for line in self.lines)) if isinstance(x, Secret))

    def without_secrets(self) -> FlatPhone:
        """The same with blanks for the secrets: what a stamp may be made from."""
        return replace(self, settings="", lines=tuple(replace(line, password="") for line in self.lines))


@dataclass(frozen=True)
class FlatSummer:
    """The change of hour: local hours of its start (standard time) and its end (summer time), `HH:MM`."""

    start: str
    stop: str


@dataclass(frozen=True)
class FlatDefaults:
    """What `SIPDefault.cnf` says beside constants. `summer` is None in a zone without a change of hour."""

    time_zone: str
    summer: FlatSummer | None
    sync: str


def phone_view(estate: Estate, phone: Phone, model: str) -> FlatPhone:
    """The view of `phone`; ValueError where the Estate holds what the phone cannot (a bug of ours).

    `model` is the model as the stub names it. Lines are contiguous from 1: the phone knows no gap (SAG2).
    """
    endpoints = estate.endpoints_of_phone[phone.id]
    if not endpoints or [e.button for e in endpoints] != list(range(1, len(endpoints) + 1)):
        raise ValueError(f"{phone.id}: the lines of a {phone.model.title} must use its buttons from 1 without a gap")
    if len(endpoints) > phone.model.lines:
        raise ValueError(f"{phone.id}: {len(endpoints)} lines, a {phone.model.title} has {phone.model.lines}")
    where = places(estate, phone)
    lines = [_line(e, where.registrar) for e in endpoints]
    lines += [_blank(n) for n in range(len(lines) + 1, phone.model.lines + 1)]
    mailbox = next((e.line.mailbox for e in endpoints if e.line.mailbox is not None), None)
    return FlatPhone(
        image=phone.load,
        model=model,
        label=flat_value(checked(phone.label, phone.model.screen.label, f"label of {phone.id}")),
        places=where,
        proxy_port=where.proxy_port or "5060",
        messages=estate.codes.voicemail if mailbox is not None else "",
        settings=phone.settings,
        lines=tuple(lines),
    )


def defaults_view(estate: Estate, sync: str) -> FlatDefaults:
    """The view of `SIPDefault.cnf`. `sync` (32 characters at most) is what `syncinfo.xml` repeats."""
    zone = estate.organization.timezone
    if zone.flat is None:
        raise ValueError(f"a 7940/7960 cannot say the time zone {zone.iana}")
    if zone.flat.dst == "none":
        return FlatDefaults(zone.flat.code, None, sync)
    if zone.flat.code not in STANDARD_OFFSET:
        raise ValueError(f"no offset is known for the zone code {zone.flat.code}, which follows the European rule")
    offset = STANDARD_OFFSET[zone.flat.code]
    # 01:00 UTC in standard time, and in summer time; the phone's reading of the latter is not documented.
    return FlatDefaults(zone.flat.code, FlatSummer(f"{(1 + offset) % 24:02}:00", f"{(2 + offset) % 24:02}:00"), sync)


def _line(endpoint: Endpoint, registrar: str) -> FlatLine:
    model = endpoint.phone.model
    if endpoint.secret.rule.most > model.password_most:
        raise ValueError(f"{endpoint.id}: its password may be longer than a {model.title} takes")
    if not (endpoint.account.isascii() and endpoint.account.isalnum()):
        raise ValueError(f"{endpoint.id}: account {endpoint.account!r} is not of letters and digits")
    label = checked(endpoint.label, model.screen.line_label, f"label of {endpoint.id}")
    display = checked(endpoint.display, DISPLAY_MOST, f"display name of {endpoint.id}")
    return FlatLine(
        number=endpoint.button,
        proxy=registrar,
        name=endpoint.account,
        authname=endpoint.account,
        password=endpoint.secret,
        # A name of nothing but forbidden characters leaves the extension: a half-blank line is no line.
        shortname=flat_value(label) or endpoint.line.extension,
        displayname=flat_value(header_value(display)) or endpoint.line.extension,
    )


def _blank(number: int) -> FlatLine:
    """An unused line, every field blank: that, and nothing less, removes what flash remembers (SAG4)."""
    return FlatLine(number, proxy="", name="", authname="", password="", shortname="", displayname="")

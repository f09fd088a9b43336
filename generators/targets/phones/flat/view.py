"""What `SIP<MAC>.cnf` says: all that differs between phones or between sites, as a list of parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generators.estate.estate import Estate
from generators.estate.handsets import Key, KeyKind, NatMode, Settings
from generators.estate.telephony import Endpoint, Phone
from generators.estate.values import Secret
from generators.targets.phones.flat.clock import clock
from generators.targets.phones.flat.parameters import SPEED_DIALS, Parameter, bare, by_hand, quoted
from generators.targets.phones.places import Places, places
from generators.targets.phones.text import DISPLAY_MOST, checked, flat_value, header_value

SIP_PORT = 5060
PRECEDENCE_MOST = 5  # SAG4, tos_media
CODECS = {"alaw": "g711alaw", "ulaw": "g711ulaw", "g729": "g729a"}  # SAG8; the family has no g722
DIALLED = re.compile(r"[0-9*]{1,31}\Z")  # a # would begin a comment


@dataclass(frozen=True)
class FlatPhone:
    """What `SIP<MAC>.cnf` says, line by line, and what the stub names: `image` and `model`."""

    image: str
    model: str
    parameters: tuple[Parameter, ...]

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The secrets of the file, in its order."""
        return tuple(item.value for item in self.parameters if isinstance(item.value, Secret))

    def without_secrets(self) -> FlatPhone:
        """The same with blanks for the secrets: what a stamp may be made from."""
        items = (replace(item, value="") if isinstance(item.value, Secret) else item for item in self.parameters)
        return replace(self, parameters=tuple(items))


def phone_view(estate: Estate, phone: Phone, model: str, logo_url: str = "") -> FlatPhone:
    """The view of `phone`; ValueError where the Estate holds what the phone cannot (a bug of ours).

    `model` is the model as the stub names it, `logo_url` the page of the logo or "". Lines are contiguous from 1:
    the phone knows no gap (SAG2).
    """
    endpoints = estate.endpoints_of_phone[phone.id]
    if not endpoints or [e.button for e in endpoints] != list(range(1, len(endpoints) + 1)):
        raise ValueError(f"{phone.id}: the lines of a {phone.model.title} must use its buttons from 1 without a gap")
    if len(endpoints) > phone.model.lines:
        raise ValueError(f"{phone.id}: {len(endpoints)} lines, a {phone.model.title} has {phone.model.lines}")
    where = places(estate, phone)
    parameters = {
        item.name: item
        for part in (
            _site(phone, where),
            clock(phone.settings.timezone),
            _pages(phone, endpoints, logo_url),
            _voice(phone.settings),
            _features(phone.settings),
            _speed_dials(phone, len(endpoints)),
            _lines(phone, endpoints, where),
        )
        for item in part
    }
    # Last, so that what was set by hand wins; in the place of what it replaces, or at the end.
    parameters |= {extra.name: by_hand(extra.name, extra.value) for extra in phone.extra}
    return FlatPhone(phone.load, model, tuple(parameters.values()))


def _site(phone: Phone, where: Places) -> Iterator[Parameter]:
    settings = phone.settings
    backup, backup_port = settings.backup or ("", SIP_PORT)
    yield bare("image_version", phone.load)
    yield quoted("proxy_backup", str(backup))
    yield bare("proxy_backup_port", backup_port)
    yield quoted("outbound_proxy", where.proxy)
    yield bare("outbound_proxy_port", where.proxy_port or SIP_PORT)
    yield bare("voip_control_port", settings.sip_port)
    yield bare("timer_register_expires", settings.register_seconds)
    nat = settings.nat
    yield bare("nat_enable", int(nat.mode is not NatMode.NONE))
    yield quoted("nat_address", str(nat.address) if nat.mode is NatMode.FIXED else "")
    yield bare("nat_received_processing", int(nat.mode is NatMode.RECEIVED))
    yield bare("sntp_server", where.time)


def _pages(phone: Phone, endpoints: tuple[Endpoint, ...], logo_url: str) -> Iterator[Parameter]:
    mailbox = any(endpoint.line.mailbox is not None for endpoint in endpoints)
    label = checked(phone.label, phone.model.screen.label, f"label of {phone.id}")
    yield quoted("messages_uri", phone.settings.voicemail if mailbox else "")
    yield quoted("directory_url", phone.settings.directory_url)
    yield quoted("services_url", phone.settings.services_url)
    yield quoted("logo_url", logo_url)
    yield quoted("phone_label", flat_value(label))
    yield quoted("phone_password", phone.unlock)
    yield bare("telnet_level", phone.settings.telnet.value)


def _voice(settings: Settings) -> Iterator[Parameter]:
    codec = next((CODECS[name] for name in settings.codecs if name in CODECS), None)
    if codec is None:
        raise ValueError(f"a 7940/7960 speaks none of the codecs {', '.join(settings.codecs)}")
    precedence = settings.dscp >> 3
    if precedence > PRECEDENCE_MOST:
        raise ValueError(f"a 7940/7960 marks voice with a precedence of {PRECEDENCE_MOST} at most, not {precedence}")
    yield bare("preferred_codec", codec)
    yield bare("tos_media", precedence)
    yield bare("start_media_port", settings.media_first)
    yield bare("end_media_port", settings.media_last)


def _features(settings: Settings) -> Iterator[Parameter]:
    yield bare("call_waiting", settings.call_waiting.value)
    yield bare("dnd_control", settings.do_not_disturb.value)
    yield bare("anonymous_call_block", settings.anonymous_block.value)
    yield bare("callerid_blocking", settings.hide_number.value)
    yield bare("call_hold_ringback", settings.hold_reminder.value)
    yield bare("local_cfwd_enable", int(settings.local_forward))


def _speed_dials(phone: Phone, lines: int) -> Iterator[Parameter]:
    """Speed dials on the buttons that no line uses: the n-th of these buttons is n.

    CME writes speed_line1 for the first, a wiki writes the button's own number: not seen on hardware.
    """
    keys = {key.button - lines: key for key in phone.keys}
    free = min(phone.model.lines - lines, SPEED_DIALS)
    if not all(1 <= place <= free for place in keys):
        buttons = sorted(key.button for key in phone.keys)
        raise ValueError(f"{phone.id}: keys at {buttons}, a {phone.model.title} has {free} left beside its lines")
    for n in range(1, SPEED_DIALS + 1):
        number, label = _speed_dial(phone, keys[n]) if n in keys else ("", "")
        yield quoted(f"speed_line{n}", number)
        yield quoted(f"speed_label{n}", label)


def _speed_dial(phone: Phone, key: Key) -> tuple[str, str]:
    """The number and the label of a key."""
    if key.kind is not KeyKind.SPEED_DIAL or not DIALLED.match(key.number):
        raise ValueError(f"{phone.id}: a {phone.model.title} cannot hold the {key.kind.value} at {key.button}")
    most = phone.model.screen.line_label
    label = checked(key.label, most, f"key {key.button} of {phone.id}")
    return key.number, flat_value(label) or key.number[:most]


def _lines(phone: Phone, endpoints: tuple[Endpoint, ...], where: Places) -> Iterator[Parameter]:
    """Each line of the phone; an unused one blank in every field: that, and nothing less, removes what flash
    remembers (SAG4)."""
    at = {endpoint.button: endpoint for endpoint in endpoints}
    for n in range(1, phone.model.lines + 1):
        endpoint = at.get(n)
        fields: dict[str, Secret | str] = _line(endpoint) if endpoint else dict.fromkeys(LINE_FIELDS, "")
        yield quoted(f"proxy{n}_address", where.registrar if endpoint else "")
        yield bare(f"proxy{n}_port", where.registrar_port)
        for name, value in fields.items():
            yield quoted(f"line{n}_{name}", value)


LINE_FIELDS = ("name", "authname", "password", "shortname", "displayname")


def _line(endpoint: Endpoint) -> dict[str, Secret | str]:
    """The fields of a used line, by name."""
    model = endpoint.phone.model
    if endpoint.secret.rule.most > model.password_most:
        raise ValueError(f"{endpoint.id}: its password may be longer than a {model.title} takes")
    if not (endpoint.account.isascii() and endpoint.account.isalnum()):
        raise ValueError(f"{endpoint.id}: account {endpoint.account!r} is not of letters and digits")
    label = checked(endpoint.label, model.screen.line_label, f"label of {endpoint.id}")
    display = checked(endpoint.display, DISPLAY_MOST, f"display name of {endpoint.id}")
    return {
        "name": endpoint.account,
        "authname": endpoint.account,
        "password": endpoint.secret,
        # A name of nothing but forbidden characters leaves the extension: a half-blank line is no line.
        "shortname": flat_value(label) or endpoint.line.extension,
        "displayname": flat_value(header_value(display)) or endpoint.line.extension,
    }

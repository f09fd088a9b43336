"""What the document of a 7941 or sibling says, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from generators.estate.estate import Estate
from generators.estate.telephony import Endpoint, Phone
from generators.estate.values import Secret
from generators.targets.phones.places import Places, places
from generators.targets.phones.text import DISPLAY_MOST, checked, header_value, unbroken, xml_value

ACCOUNT_MOST = 30  # UCM, line/name and authName


@dataclass(frozen=True)
class Locale:
    """A language on the phone: the folder its texts are asked from on the TFTP server, and its code."""

    name: str
    code: str


# The texts and tones are Cisco's and not ours to give. A phone that asks for them in vain says "Error
# updating locale" among its status messages and works in English with its built-in (American) tones
# (UCM, User Locale; LOG42). French is named all the same: whoever holds Cisco's package only has to put
# its folder beside these files. The English ones are the phone's own defaults (UCM).
LOCALES = {"fr": Locale("French_France", "fr_FR"), "en": Locale("English_United_States", "en_US")}
TONES = {"FR": "France"}
BUILT_IN_TONES = "United_States"


@dataclass(frozen=True)
class XmlLine:
    """A line: `button` is its place on the phone, `index` counts lines only."""

    button: int
    index: int
    label: Markup
    account: str
    display: Markup
    password: Secret | str
    messages: str


@dataclass(frozen=True)
class XmlPhone:
    """What `SEP<MAC>.cnf.xml` says beside constants. `missed` is one 1 a line: log its missed calls."""

    load: str
    time_zone: str
    label: Markup
    places: Places
    lines: tuple[XmlLine, ...]
    missed: str
    locale: Locale
    tones: str
    settings: Secret | str
    stamp: str

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The secrets of the file, in its order."""
        return tuple(x for x in (*(line.password for line in self.lines), self.settings) if isinstance(x, Secret))

    def without_secrets(self) -> XmlPhone:
        """The same with blanks for the secrets: what a stamp may be made from."""
        return replace(self, settings="", lines=tuple(replace(line, password="") for line in self.lines))


def phone_view(estate: Estate, phone: Phone) -> XmlPhone:
    """The view of `phone`, its stamp still empty; ValueError where the Estate holds what it cannot take."""
    zone = estate.organization.timezone
    if zone.xml is None:
        raise ValueError(f"a 7941 cannot say the time zone {zone.iana}")
    endpoints = estate.endpoints_of_phone[phone.id]
    buttons = [e.button for e in endpoints]
    if 1 not in buttons or len(set(buttons)) != len(buttons) or not all(1 <= b <= phone.model.lines for b in buttons):
        raise ValueError(f"{phone.id}: buttons {buttons} do not fit a {phone.model.title}")
    label = unbroken(checked(phone.label, phone.model.screen.label, f"label of {phone.id}"))
    return XmlPhone(
        load=phone.load,
        time_zone=zone.xml,
        label=xml_value(label),
        places=places(estate, phone),
        lines=tuple(_line(estate, e, index) for index, e in enumerate(endpoints, start=1)),
        missed="1" * len(endpoints),
        locale=LOCALES.get(_language(estate, endpoints), LOCALES["en"]),
        tones=TONES.get(estate.country.id, BUILT_IN_TONES),
        settings=phone.settings,
        stamp="",
    )


def _language(estate: Estate, endpoints: tuple[Endpoint, ...]) -> str:
    """The language of the person whose line is first on the phone, else the organisation's first."""
    person = next((e.line.person for e in endpoints if e.line.person is not None), None)
    return estate.person[person].language if person is not None else estate.organization.languages[0]


def _line(estate: Estate, endpoint: Endpoint, index: int) -> XmlLine:
    model = endpoint.phone.model
    if endpoint.secret.rule.most > model.password_most:
        raise ValueError(f"{endpoint.id}: its password may be longer than a {model.title} takes")
    account = checked(endpoint.account, ACCOUNT_MOST, f"account of {endpoint.id}")
    if not account.isalnum():
        raise ValueError(f"{endpoint.id}: account {account!r} is not of letters and digits")
    label = checked(endpoint.label, model.screen.line_label, f"label of {endpoint.id}")
    display = checked(endpoint.display, DISPLAY_MOST, f"display name of {endpoint.id}")
    return XmlLine(
        button=endpoint.button,
        index=index,
        label=xml_value(" ".join(label.split()) or endpoint.line.extension),
        account=account,
        display=xml_value(header_value(display) or endpoint.line.extension),
        password=endpoint.secret,
        messages=estate.codes.voicemail if endpoint.line.mailbox is not None else "",
    )

"""The buttons of a phone and its modules: lines and programmed keys (UCM, Line Keys).

A `lineIndex` belongs to a line only. A BLF key asks for ringing and pickup too (`featureOptionMask` 1); with a plain
Asterisk it is a speed dial, because these phones do not subscribe to hints (UCM, Documentation Overview): whether its
lamp ever works there was not seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generators.estate.handsets import Key, KeyKind
from generators.estate.telephony import Endpoint, Phone
from generators.targets.phones.places import Places
from generators.targets.phones.text import DISPLAY_MOST, checked, header_value
from generators.targets.phones.xml.document import Element, fill, group, leaf
from generators.targets.phones.xml.skeleton import LINE_SLOTS

LINE = "sipProfile/sipLines/line"
ACCOUNT_MOST = 30  # UCM, line/name and authName
LABEL_MOST = 30  # UCM, featureLabel; the builder cuts it to the screen, a module's included
SPEED_DIAL, SERVICE, BLF = 2, 20, 21  # featureID
RINGING_TOO = 1  # featureOptionMask
DIALLED = re.compile(r"[0-9*#,]{1,31}\Z")  # a comma is a pause
URL = re.compile(r"http://[!-~]{1,248}\Z")


def keyboard(phone: Phone, endpoints: tuple[Endpoint, ...], where: Places, by_hand: Mapping[str, str]) -> list[Element]:
    """The `line` elements of `phone` by button; `by_hand` are the elements set by hand in every line.

    ValueError where two share a button, line 1 is missing, or a button is none of the phone's.
    """
    lines = {endpoint.button: index for index, endpoint in enumerate(endpoints, start=1)}
    keys = [key.button for key in phone.keys]
    most = phone.model.lines + sum(module.keys for module in phone.modules)
    if 1 not in lines or len(lines) != len(endpoints) or not all(1 <= b <= phone.model.lines for b in lines):
        raise ValueError(f"{phone.id}: buttons {sorted(lines)} do not fit a {phone.model.title}")
    if len(set(keys)) != len(keys) or set(keys) & set(lines) or not all(1 <= b <= most for b in keys):
        raise ValueError(f"{phone.id}: keys at {sorted(keys)} do not fit beside lines at {sorted(lines)} of {most}")
    elements = {e.button: _line(e, lines[e.button], where, by_hand) for e in endpoints}
    elements |= {key.button: _key(phone, key) for key in phone.keys}
    return [elements[button] for button in sorted(elements)]


def _line(endpoint: Endpoint, index: int, where: Places, by_hand: Mapping[str, str]) -> Element:
    model = endpoint.phone.model
    if endpoint.secret.rule.most > model.password_most:
        raise ValueError(f"{endpoint.id}: its password may be longer than a {model.title} takes")
    account = checked(endpoint.account, ACCOUNT_MOST, f"account of {endpoint.id}")
    if not account.isalnum():
        raise ValueError(f"{endpoint.id}: account {account!r} is not of letters and digits")
    label = checked(endpoint.label, model.screen.line_label, f"label of {endpoint.id}")
    display = checked(endpoint.display, DISPLAY_MOST, f"display name of {endpoint.id}")
    settings = endpoint.phone.settings
    values = {
        "featureLabel": " ".join(label.split()) or endpoint.line.extension,
        "proxy": where.registrar,
        "port": where.registrar_port,
        "name": account,
        "displayName": header_value(display) or endpoint.line.extension,
        "callWaiting": settings.call_waiting.value,
        "authName": account,
        "authPassword": endpoint.secret,
        "contact": account,
        "messagesNumber": settings.voicemail if endpoint.line.mailbox is not None else "",
    }
    return group("line", fill(LINE_SLOTS, values, by_hand), button=endpoint.button, lineIndex=index)


def _key(phone: Phone, key: Key) -> Element:
    label = checked(key.label, LABEL_MOST, f"key {key.button} of {phone.id}")
    shown = leaf("featureLabel", " ".join(label.split()) or key.number or "-")
    number = leaf("speedDialNumber", key.number)
    if key.kind is KeyKind.SERVICE:
        if not URL.match(key.url):
            raise ValueError(f"{phone.id}: key {key.button} opens {key.url!r}, which a phone cannot")
        fields = [leaf("featureID", SERVICE), shown, leaf("serviceURI", key.url)]
    elif not DIALLED.match(key.number):
        raise ValueError(f"{phone.id}: key {key.button} dials {key.number!r}, which a phone cannot")
    elif key.kind is KeyKind.BLF:
        fields = [leaf("featureID", BLF), shown, leaf("featureOptionMask", RINGING_TOO), number]
    else:
        fields = [leaf("featureID", SPEED_DIAL), shown, number]
    return group("line", fields, button=key.button)

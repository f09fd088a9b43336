"""Whether a value set by hand is one that a documented parameter can have.

The tables are `parameters/flat.yml` and `parameters/xml.yml`; here is only how a value is held against a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generators.catalog.types import Parameter

__all__ = ["refusal"]

# A 7940/7960 ends a value at one of these, and no escape is documented (SAG8, BLOG-FB); one rule for both families.
FORBIDDEN = '";#'


@dataclass(frozen=True)
class Form:
    """What a text must look like beyond its length, and an example."""

    pattern: str
    example: str


CLOCK = Form(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", "08:00")
DAYS = Form(r"[1-7](?:,[1-7])*", "1,7 (Sunday is 1)")
URL = Form(r"http://[!-~]+", "http://10.42.20.10/page.xml")
HOST = Form(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", "10.42.20.10")
OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
ADDRESS = Form(rf"(?:{OCTET}\.){{3}}{OCTET}", "10.42.20.10")
SIP_USER = Form(r"[A-Za-z0-9._+-]+", "alice")
WORD = Form(r"[A-Za-z0-9._+@:*-]+", "x-cisco-serviceuri-cfwdall")
DATE = Form(r"(?:[DM]([./-])[DM]\1YY?A?|Y/M/D)", "D/M/YY")

# By the last part of a parameter's name.
FORMS: dict[str, Form] = {
    **dict.fromkeys(("displayOnTime", "displayOnDuration", "displayIdleTimeout"), CLOCK),
    **dict.fromkeys(("backlightOnTime", "backlightOnDuration", "backlightIdleTimeout"), CLOCK),
    **dict.fromkeys(("daysDisplayNotActive", "daysBacklightNotActive"), DAYS),
    **dict.fromkeys(("authenticationURL", "messagesURL", "informationURL", "idleURL", "proxyServerURL"), URL),
    **dict.fromkeys(("proxy_emergency", "http_proxy_addr", "Domain_Name"), HOST),
    **dict.fromkeys(("emergencyProxy", "loadServer"), HOST),
    **dict.fromkeys(("dyn_dns_addr_1", "dyn_dns_addr_2", "dyn_tftp_addr"), ADDRESS),
    **{f"line{n}_contact": SIP_USER for n in range(1, 7)},
    **dict.fromkeys(
        (
            "callForwardURI",
            "callPickupURI",
            "callPickupListURI",
            "callPickupGroupURI",
            "meetMeServiceURI",
            "abbreviatedDialURI",
            "externalNumberMask",
        ),
        WORD,
    ),
    "dateTemplate": DATE,
}


def refusal(parameter: Parameter, value: str) -> str | None:
    """What is wrong with `value` and what to write instead, as one sentence; None where the phone takes it.

    An empty text is taken: it blanks the parameter. Whether it may be set by hand at all is `parameter.managed`.
    """
    if parameter.kind == "integer":
        return _integer(parameter, value)
    if parameter.kind == "choice":
        choices = ", ".join(parameter.choices)
        return None if value in parameter.choices else f"{value!r} is not one of its values, write one of {choices}"
    return _text(parameter, value)


def _integer(parameter: Parameter, value: str) -> str | None:
    low, high = parameter.low, parameter.high
    span = f"write a number from {low} to {high}" if low is not None and high is not None else "write a whole number"
    if not re.fullmatch(r"0|[1-9][0-9]{0,9}", value):
        return f"{value!r} is not a whole number, {span}"
    if (low is not None and int(value) < low) or (high is not None and int(value) > high):
        return f"{value} is out of range, {span}"
    return None


def _text(parameter: Parameter, value: str) -> str | None:
    if not (value.isascii() and value.isprintable()):
        return f"{value!r} holds what the phone cannot read, write plain ASCII on one line"
    if bad := sorted(set(value) & set(FORBIDDEN)):
        return f"{value!r} holds {' '.join(bad)}, where the phone ends a value, write it without"
    if value != value.strip():
        return f"{value!r} begins or ends with a blank, write it without"
    if parameter.most is not None and len(value) > parameter.most:
        return f"it has {len(value)} characters, write {parameter.most} at most"
    form = FORMS.get(parameter.name.rpartition("/")[2])
    if value and form is not None and not re.fullmatch(form.pattern, value):
        return f"{value!r} has not the form of its values, write it like {form.example}"
    return None

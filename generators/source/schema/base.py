"""Types that several parts of the source share: what a text must look like, said once.

Each type canonicalises what people write (a MAC in any usual spelling, a number with blanks) and
refuses the rest with a message and an example. Errors are `Malformed`, carried through pydantic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Any

import phonenumbers
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
MAC = re.compile(
    r"[0-9A-Fa-f]{12}\Z|[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}\Z|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}\Z"
)
RATE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([kMG]?)(?:bit/s)?\Z")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
SPAN = re.compile(r"([0-9]{1,5})-([0-9]{1,5})\Z")
ZERO, CLASS_E = IPv4Network("0.0.0.0/8"), IPv4Network("240.0.0.0/4")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


class Item(BaseModel):
    """A thing of the source: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)


def malformed(message: str, hint: str) -> PydanticCustomError:
    """An error of form: what is wrong, and what to write instead (TON204)."""
    return PydanticCustomError("malformed", "{text}", {"text": message, "hint": hint})


def out_of_range(message: str, hint: str) -> PydanticCustomError:
    """An error of range (TON205)."""
    return PydanticCustomError("out_of_range", "{text}", {"text": message, "hint": hint})


def wrong_kind(expected: str) -> PydanticCustomError:
    """An error of nature: a text where a list is due, and so on (TON203)."""
    return PydanticCustomError("wrong_kind", "{expected} is expected here", {"expected": expected, "hint": ""})


def show(value: str) -> str:
    """A value as a message quotes it: short, on one line."""
    text = CONTROL.sub("?", value)
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"


def text_only(value: Any) -> str:
    """The text of a scalar; everything else is of the wrong kind."""
    if not isinstance(value, str):
        raise wrong_kind("a text")
    return value


def _of(parse: Callable[[str], Any]) -> BeforeValidator:
    return BeforeValidator(lambda value: parse(text_only(value)) if not isinstance(value, _DONE) else value)


_DONE = (IPv4Address, IPv4Network, date, tuple, int)


def _id(value: str) -> str:
    if len(value) > 32 or not ID.match(value):
        raise malformed(
            f"{show(value)} cannot be an id",
            "write lower-case letters, digits and hyphens, such as 'bureau-1', 32 at most",
        )
    return value


def _title(value: str) -> str:
    if not value.strip() or CONTROL.search(value):
        raise malformed("the text is empty or holds control characters", "write a name on one line")
    if len(value) > 80:
        raise out_of_range(f"the text has {len(value)} characters", "write 80 at most")
    return value.strip()


def _mac(value: str) -> str:
    if not MAC.match(value):
        raise malformed(
            f"{show(value)} is not a MAC address", "write twelve hexadecimal digits, such as 00:07:EB:4C:10:01"
        )
    digits = re.sub(r"[^0-9A-Fa-f]", "", value).upper()
    if digits in {"0" * 12, "F" * 12} or int(digits[:2], 16) & 1:
        raise malformed(f"{show(value)} is not one device's MAC address", "copy it from the back of the phone")
    return digits


def _extension(value: str) -> str:
    if not re.match(r"[0-9]{2,8}\Z", value):
        raise malformed(f"{show(value)} is not an extension", "write two to eight digits, such as 1001")
    return value


def _code(value: str) -> str:
    if not re.match(r"\*[0-9]{1,4}\Z", value):
        raise malformed(
            f"{show(value)} is not a feature code", 'write a star and one to four digits in quotes, such as "*98"'
        )
    return value


def _number(value: str) -> str:
    compact = re.sub(r"[ .\u00a0\u202f()-]", "", value)
    hint = 'write it in international form, such as "+33199000100"'
    if not re.match(r"\+[1-9][0-9]{4,14}\Z", compact):
        raise malformed(f"{show(value)} is not a public number", hint)
    try:
        parsed = phonenumbers.parse(compact)
    except phonenumbers.NumberParseException as err:
        raise malformed(f"{show(value)} is not a public number", hint) from err
    if not phonenumbers.is_possible_number(parsed):
        raise malformed(f"{show(value)} has too few or too many digits for its country", hint)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def canonical_number(value: str) -> str:
    """The one spelling of a public number; the text itself where it is none."""
    try:
        return _number(value)
    except PydanticCustomError:
        return value


def _address(value: str) -> IPv4Address:
    try:
        return IPv4Address(value)
    except ValueError as err:
        raise malformed(f"{show(value)} is not an IPv4 address", "write four numbers, such as 10.42.20.10") from err


def _subnet(value: str) -> IPv4Network:
    hint = "write a network address and its length, such as 10.42.20.0/24"
    try:
        network = IPv4Network(value, strict=False)
    except ValueError as err:
        raise malformed(f"{show(value)} is not an IPv4 network", hint) from err
    if "/" not in value:
        raise malformed(f"{show(value)} has no prefix length", hint)
    if str(network) != value:
        raise malformed(f"{show(value)} is an address inside a network", f"write {network}")
    if (
        network.is_loopback
        or network.is_multicast
        or network.is_link_local
        or network[0] in ZERO
        or network[0] in CLASS_E
    ):
        raise out_of_range(f"{value} is not a range for hosts of a site", "choose a private network, " + hint[6:])
    if not 8 <= network.prefixlen <= 30:
        raise out_of_range(f"a /{network.prefixlen} network cannot serve a site", "write a length from /8 to /30")
    return network


def _rate(value: str) -> int:
    match = RATE.match(value)
    if not match:
        raise malformed(f"{show(value)} is not a rate", "write a number and k, M or G, such as 18M (bits per second)")
    rate = round(float(match[1]) * {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}[match[2]])
    if not 10**3 <= rate <= 10**12:
        raise out_of_range(f"{show(value)} is not the rate of an access", "write a rate from 1k to 1000G")
    return rate


def _span(value: str) -> tuple[int, int]:
    match = SPAN.match(value)
    if not match or int(match[1]) > int(match[2]):
        raise malformed(f"{show(value)} is not a range", "write the first and the last number, such as 100-199")
    return int(match[1]), int(match[2])


def _dates(value: str) -> tuple[date, date]:
    first, slash, last = value.partition("/")
    last = last if slash else first
    hint = "write 2026-12-25, or 2026-12-24/2027-01-02 for several days"
    try:
        if DAY.match(first) and DAY.match(last):
            return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        pass
    raise malformed(f"{show(value)} is not a date", hint)


def _whole(value: str) -> int:
    if not re.match(r"(?:0|[1-9][0-9]{0,8})\Z", value):
        raise malformed(f"{show(value)} is not a whole number", "write digits only")
    return int(value)


def _ports(value: str) -> tuple[int, int]:
    first, last = _span(value)
    if first < 1024 or last > 65535 or first % 2 or last - first < 3:
        raise out_of_range(
            f"{show(value)} is not a range of RTP ports", "begin at an even port from 1024, such as 7070-7169"
        )
    return first, last


def _domain(value: str) -> str:
    label = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
    if len(value) > 253 or not re.match(rf"{label}(?:\.{label})+\Z", value):
        raise malformed(f"{show(value)} is not a domain name", "write it in lower case, such as nyxd.example")
    return value


def _email(value: str) -> str:
    if len(value) > 120 or not re.match(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z", value):
        raise malformed(f"{show(value)} is not an e-mail address", "write it plainly, such as anne@nyxd.example")
    return value


def _seat(value: str) -> tuple[str, int]:
    phone, slash, button = value.partition("/")
    if not ID.match(phone) or len(phone) > 32 or (slash and not re.match(r"[1-9][0-9]?\Z", button)):
        raise malformed(f"{show(value)} is not a phone", "write a phone's id, or its id and a button: bureau-1/2")
    return phone, int(button) if slash else 1


def _schema(kind: str, example: str, pattern: str | None = None) -> WithJsonSchema:
    out: dict[str, Any] = {"type": kind, "examples": [example]}
    if pattern:
        out["pattern"] = pattern
    return WithJsonSchema(out)


# In JSON Schema a value that people write without quotes may be a number to the editor; both are admitted.
Id = Annotated[str, _of(_id), _schema("string", "bureau-1", r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Title = Annotated[str, _of(_title), _schema("string", "Accueil")]
Mac = Annotated[str, _of(_mac), WithJsonSchema({"type": ["string", "integer"], "examples": ["00:07:EB:4C:10:01"]})]
Extension = Annotated[str, _of(_extension), WithJsonSchema({"type": ["string", "integer"], "examples": [1001]})]
Code = Annotated[str, _of(_code), _schema("string", "*98")]
Number = Annotated[str, _of(_number), WithJsonSchema({"type": ["string", "integer"], "examples": ["+33199000100"]})]
Address = Annotated[IPv4Address, _of(_address), _schema("string", "10.42.20.10")]
Subnet = Annotated[IPv4Network, _of(_subnet), _schema("string", "10.42.20.0/24")]
Rate = Annotated[int, _of(_rate), WithJsonSchema({"type": ["string", "integer"], "examples": ["18M"]})]
Span = Annotated[tuple[int, int], _of(_span), _schema("string", "100-199")]
Dates = Annotated[tuple[date, date], _of(_dates), _schema("string", "2026-12-25")]
Domain = Annotated[str, _of(_domain), _schema("string", "nyxd.example")]
Email = Annotated[str, _of(_email), _schema("string", "anne@nyxd.example")]
Seat = Annotated[tuple[str, int], _of(_seat), _schema("string", "bureau-1/2")]
WHOLE = _of(_whole)
Port = Annotated[int, Field(ge=1, le=65535), WHOLE]
PortRange = Annotated[tuple[int, int], _of(_ports), _schema("string", "7070-7169")]
Seconds = Annotated[int, Field(ge=5, le=600), WHOLE]

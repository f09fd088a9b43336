"""What a value may be, for both families: a small language of kinds, and the verdict on a value.

A kind is a word, or one with a bound: `int 0-5`, `even 16384-32766`, `one a|b`, `text 31`, `secret 31`. An empty
value passes only where the kind ends in `?`. Verdicts never repeat the value: it may be a password.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address

HOST_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def is_host(value: str) -> bool:
    """Whether `value` is a dotted IPv4 address or a name that DNS may know."""
    if re.fullmatch(r"[0-9.]+", value):
        try:
            return str(IPv4Address(value)) == value
        except ValueError:
            return False
    return len(value) <= 253 and all(HOST_LABEL.match(label) for label in value.split("."))


def _like(pattern: str, what: str) -> Callable[[str], str | None]:
    compiled = re.compile(pattern)
    return lambda value: None if compiled.fullmatch(value) else f"is not {what}"


def _host(value: str) -> str | None:
    return None if is_host(value) else "is not an IPv4 address or a host name"


def _proxy(value: str) -> str | None:
    return None if is_host(value) and value[0] != "0" else "is not an address (a leading 0 means none)"


def _registrar(value: str) -> str | None:
    return None if value == "USECALLMANAGER" else _host(value)


def _month(value: str) -> str | None:
    names = [*MONTHS, *(m[:3] for m in MONTHS), *map(str, range(1, 13))]
    return None if value in names else "is not a month: its English name or 1 to 12"


def _weekday(value: str) -> str | None:
    names = [*DAYS, *(d[:3] for d in DAYS), *map(str, range(1, 8))]
    return None if value in names else "is not a day: its English name with a capital, or 1 (Sunday) to 7"


WORDS: dict[str, Callable[[str], str | None]] = {
    "flag": _like("[01]", "0 or 1"),
    "level": _like("[0-3]", "0, 1, 2 or 3"),
    "bool": _like("true|false", "true or false"),
    "host": _host,
    "proxy": _proxy,
    "registrar": _registrar,
    "address": lambda v: None if re.fullmatch(r"[0-9.]+", v) and is_host(v) else "is not a dotted IPv4 address",
    "url": _like(r"https?://[!-~]{1,247}", "a web address of at most 255 characters"),
    "link": _like(
        r"http://[!-~]{1,248}|SoftKey:(?:Dial|EditDial|Exit|Next|Select|Submit|<<|Back|Cancel|Update|Search)"
        r"|(?:Dial|EditDial|Key|Init|Play):[!-~]{1,64}|QueryStringParam:[!-~]{1,200}",
        "an http:// address or an action of the phone (SoftKey:, Dial:, Key:)",
    ),
    "picture": _like(r"TFTP:Desktops/[0-9]+x[0-9]+x[0-9]+/[A-Za-z0-9_.-]+\.png", "TFTP:Desktops/WxHxD/name.png"),
    "ring": _like(r"[A-Za-z0-9_.-]{1,21}\.raw", "a name of at most 25 characters that ends in .raw"),
    "answer_mode": _like(r"Auto Answer with (?:Speakerphone|Headset)", "a way to answer that the phone knows"),
    "short_url": _like(r"http://[!-~]{1,120}", "an http:// address of at most 127 characters"),
    "flat_image": _like(r"P0S3-[0-9]+-[0-9]+-[0-9]+", "a SIP image's base name, such as P0S3-8-12-00"),
    "load": _like(r"(?:P0S3-[0-9]+-[0-9]+-[0-9]+|SIP[0-9]{2}\.[A-Za-z0-9-]+S)", "the base name of a SIP load"),
    "named_load": _like(r"P0[S0]3-[0-9]+-[0-9]+-[0-9]+|SIP[0-9]{2}\.[A-Za-z0-9-]+S", "the base name of a load"),
    "module_load": _like(r"S[0-9]{11}|B01[56]-[0-9]+(?:-[0-9]+)*", "the base name of a module's load"),
    "any_load": _like(r"[A-Za-z0-9._-]+", "the base name of a load"),
    "user": _like(r"[A-Za-z0-9._+@-]+", "a SIP user"),
    "dialled": _like(r"[0-9*#+,]{1,32}|[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", "a number or an address that can be called"),
    "base": _like(r"[A-Za-z0-9_-]+", "a file's base name without extension"),
    "file": _like(r"[A-Za-z0-9_./-]+\.[A-Za-z]+", "a file name with its extension"),
    "folder": _like(r"[A-Za-z0-9_/]+", "a folder: letters, digits, underscore"),
    "cfg_dir": _like(r"[A-Za-z0-9_-]+/", "a folder that ends in /; ./ is asked for literally"),
    "hour": _like(r"(?:[01][0-9]|2[0-3])(?::[0-5][0-9])?", "an hour such as 02 or 02:00"),
    "clock": _like(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", "a time such as 07:30"),
    "month": _month,
    "weekday": _weekday,
    "marks": _like("[01]+", "one 0 or 1 a line"),
    "label12": _like(r"[!-~]{1,12}", "a label of at most 12 characters without blanks"),
    "date": _like(r"(?:[DM]([./-])[DM]\1YY?|Y([./-])[DM]\2[DM])[Aa]?", "a date template such as D/M/YY"),
    "stamp": _like(r"[!-~]{1,64}", "a stamp of at most 64 characters"),
    "language": _like(r"[a-z]{2}(?:_[A-Z]{2})?", "a language such as fr_FR"),
    "service": _like(r"(?:https?://|Application:|Dial:|Key:)[!-~]{1,247}", "the address of a service"),
    "feature_uri": _like(r"x-cisco-serviceuri-[a-z0-9]+", "one of the phone's own service addresses"),
    "digits": _like(r"[0-9]+", "a code of digits"),
    "days": _like(r"[1-7](?:,[1-7])*", "days as 1 (Sunday) to 7 with commas"),
    "words": lambda v: None if len(v) <= 4000 else f"has {len(v)} characters, the phone shows about 4000",
    "none": _like("", "empty"),
}


@lru_cache(maxsize=1 << 14)
def verdict(kind: str, value: str) -> str | None:
    """What is wrong with `value` ("is not 0 or 1"), None when nothing is; the value itself is not repeated."""
    optional = kind.endswith("?")
    kind = kind.removesuffix("?")
    if value == "":
        return None if optional or kind == "none" else "is empty"
    word, _, bound = kind.partition(" ")
    if word in ("int", "even"):
        return _number(value, bound, word == "even")
    if word == "one":
        return None if value in bound.split("|") else "is not one of " + ", ".join(bound.split("|"))
    if word in ("text", "user", "secret") and bound:
        if len(value) > int(bound):
            return f"has {len(value)} characters, the phone holds {bound}"
        if word == "secret":
            return None if re.fullmatch("[A-Za-z0-9]+", value) else "holds characters that this phone may misread"
        if word == "text":
            return None
    return WORDS[word](value)


def _number(value: str, bound: str, even: bool) -> str | None:
    low, high = map(int, bound.split("-"))
    if not re.fullmatch(r"0|[1-9][0-9]*", value):
        return "is not a number"
    if len(value) > 12 or not low <= int(value) <= high:
        return f"is out of range: {low} to {high}"
    return "is not even" if even and int(value) % 2 else None


def shown(name: str, value: str) -> str:
    """The value as a story may show it: a password's is its length."""
    return f"({len(value)} characters)" if is_secret(name) else value


def is_secret(name: str) -> bool:
    """Whether the parameter or element `name` holds a password."""
    return "password" in name.lower()

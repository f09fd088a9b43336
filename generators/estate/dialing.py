"""What can be dialled: the country's number plan, and the rules derived for phones and PBX alike.

A pattern is written in digits and four letters: `X` any digit, `Z` 1 to 9, `N` 2 to 9, and a final
`.` for one or more further characters. `*` and `#` are themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generators.catalog.types import Country, NumberClass

__all__ = [
    "Country",
    "DialRule",
    "NumberClass",
    "RuleKind",
    "national_digits",
    "rule_kind",
    "spellings",
    "to_national",
]

SYMBOLS = {"X": "0123456789", "Z": "123456789", "N": "23456789"}


class RuleKind(StrEnum):
    """Why a pattern can be dialled."""

    EMERGENCY = "emergency"
    EXTENSION = "extension"
    CODE = "code"
    NATIONAL = "national"
    SHORT = "short"
    INTERNATIONAL = "international"


@dataclass(frozen=True, order=True)
class DialRule:
    """A pattern a phone may send. `wait` is the number of seconds to wait for more digits; 0 dials at once.

    A rule that is a prefix of a longer one never has `wait` 0: it would steal the longer number.
    """

    pattern: str
    kind: RuleKind
    wait: int


def rule_kind(country: Country, pattern: str) -> RuleKind:
    """What a pattern of the country's plan reaches: another country, a national number, or a short one."""
    if pattern.startswith(country.international_prefix):
        return RuleKind.INTERNATIONAL
    first = pattern.removeprefix(country.trunk_prefix)[:1]
    begins = pattern.startswith(country.trunk_prefix) and set(SYMBOLS.get(first, first)) <= set(country.national_first)
    least, most = national_digits(country)
    whole = pattern.endswith(".") or least <= len(pattern) - len(country.trunk_prefix) <= most
    return RuleKind.NATIONAL if begins and whole else RuleKind.SHORT


def national_digits(country: Country) -> tuple[int, int]:
    """The least and the most digits of a national number without its prefix, as they follow the country code."""
    least = country.national_digits if country.national_least is None else country.national_least
    return least - len(country.trunk_prefix), country.national_digits - len(country.trunk_prefix)


def to_national(country: Country, e164: str) -> str | None:
    """The number as dialled inside `country` (`0199000100`), or None if it is not of that country."""
    digits = e164.removeprefix("+")
    if not digits.startswith(country.calling_code):
        return None
    return country.trunk_prefix + digits[len(country.calling_code) :]


def spellings(country: Country, e164: str) -> tuple[str, ...]:
    """Every way a provider may write a number of ours in a request, the canonical digits first."""
    digits = e164.removeprefix("+")
    out = [digits, f"+{digits}", f"{country.international_prefix}{digits}"]
    national = to_national(country, e164)
    if national is not None:
        out.append(national)
    return tuple(dict.fromkeys(out))

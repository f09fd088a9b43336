"""What can be dialled: the country's number plan, and the rules derived for phones and PBX alike.

A pattern is written in digits and four letters: `X` any digit, `Z` 1 to 9, `N` 2 to 9, and a final
`.` for one or more further characters. `*` and `#` are themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generators.catalog.types import Country, NumberClass

__all__ = ["Country", "DialRule", "NumberClass", "RuleKind", "rule_kind", "spellings", "to_national"]


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
    whole = len(pattern) == country.national_digits and pattern.startswith(country.trunk_prefix)
    return RuleKind.NATIONAL if whole else RuleKind.SHORT


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

"""Numbers that are called, rewritten as this product's outgoing calls do it."""

from __future__ import annotations

from generators.estate.dialing import RuleKind, rule_kind
from generators.estate.estate import Estate


def rewriting(estate: Estate, form: str, pattern: str) -> tuple[int, str]:
    """How an outgoing call makes of a dialled number the spelling `form`: digits to strip, what to put before.

    Short numbers go out as dialled, as do all numbers where the provider wants them as dialled at home.
    """
    country = estate.country
    kind = rule_kind(country, pattern)
    plus = {"e164": "+", "00": "00"}.get(form, country.international_prefix)
    if kind is RuleKind.NATIONAL and form != "national":
        return len(country.trunk_prefix), plus + country.calling_code
    if kind is RuleKind.INTERNATIONAL and plus != country.international_prefix:
        return len(country.international_prefix), plus
    return 0, ""

"""Derives what phones may dial at once from extensions, codes and the country's plan; no second list anywhere.

Extensions are covered by blocks (`100X`, `10XX`, `1XXX`), as fine as a phone's 8 KB dial plan allows,
so that a block seldom looks like the beginning of a longer public number.
"""

from __future__ import annotations

from collections.abc import Iterable

from generators.estate.dialing import Country, DialRule, RuleKind, rule_kind

BLOCKS_MOST = 40  # templates for extensions; with the country's some 60 more, below 8192 bytes (SIPCC, dialplan.h)
WAIT_SHORTER = 3  # seconds a complete number waits when a longer one begins like it
WAIT_OPEN = 5  # seconds after the last digit of a number whose length is not known
SYMBOLS = {"X": set("0123456789"), "Z": set("123456789"), "N": set("23456789")}


def dial_rules(country: Country, extensions: Iterable[str], codes: Iterable[str]) -> tuple[DialRule, ...]:
    """Every pattern with its wait, sorted: emergencies, extensions, codes, then the classes of the plan."""
    wanted: dict[str, RuleKind] = {}
    for number in country.emergency:
        wanted.setdefault(number.number, RuleKind.EMERGENCY)
    for block in blocks(extensions):
        wanted.setdefault(block, RuleKind.EXTENSION)
    for code in codes:
        wanted.setdefault(code, RuleKind.CODE)
    for group in country.classes:
        for pattern in group.patterns:
            wanted.setdefault(pattern, rule_kind(country, pattern))
    patterns = list(wanted)
    return tuple(sorted(DialRule(p, kind, _wait(p, patterns)) for p, kind in wanted.items()))


def blocks(extensions: Iterable[str]) -> tuple[str, ...]:
    """Patterns that cover all `extensions`, the finest that stay within `BLOCKS_MOST`."""
    wanted = sorted(set(extensions))
    for open_digits in range(1, 8):
        out = {e[: max(1, len(e) - open_digits)] + "X" * min(open_digits, len(e) - 1) for e in wanted}
        if len(out) <= BLOCKS_MOST:
            break
    return tuple(sorted(out)) if wanted else ()


def _wait(pattern: str, others: Iterable[str]) -> int:
    if pattern.endswith("."):
        return WAIT_OPEN
    return WAIT_SHORTER if any(begins(pattern, other) for other in others) else 0


def begins(pattern: str, other: str) -> bool:
    """Whether some number that fits `pattern` is the beginning of a longer number that fits `other`."""
    body, is_open = (other[:-1], True) if other.endswith(".") else (other, False)
    if len(body) <= len(pattern) and not is_open:
        return False
    return all(_symbol(a) & _symbol(b) for a, b in zip(pattern, body, strict=False))


def fits(number: str, pattern: str) -> bool:
    """Whether `number` fits `pattern` completely."""
    if pattern.endswith("."):
        head = pattern[:-1]
        return len(number) > len(head) and fits(number[: len(head)], head)
    return len(number) == len(pattern) and all(d in _symbol(p) for d, p in zip(number, pattern, strict=True))


def _symbol(symbol: str) -> set[str]:
    return SYMBOLS.get(symbol, {symbol})

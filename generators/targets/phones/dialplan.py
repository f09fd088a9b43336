"""The dial plan of the phones: which numbers are complete, and how long to wait for more digits.

Both families read the same grammar (SIPCC, dialplan.c; SAG8, "Dial plan"; UCM, "Dial Template"): digits
are themselves, `.` is any one digit, a final `*` is one or more of anything, `\\*` and `\\#` are the keys.
There are no character classes, so `N` and `Z` of a rule become `.`.

Of all templates that fit what was dialled so far, the one with most literal keys wins, also one that still
waits for more (SIPCC, MatchDialTemplate). Two things follow, and are put right here:

- a short template, dialled at once, may steal the beginning of a longer number that only the missing classes
  keep apart: it gets a pause;
- a longer template with more literals may hide a number that is complete (`116000` hides `1160` of `11..`),
  which then waits the phone's ten seconds: that number gets a template of its own.

Emergency numbers take no `Route`: they go to the same registrar as all others, and `Route="emergency"`
would send them to `proxy_emergency`, which no phone of ours has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from generators.estate.dialing import DialRule
from generators.targets.phones.output import ascii_bytes
from generators.targets.templating import render

PACKAGE = "generators.targets.phones"
FILE_MOST = 8192  # bytes (SIPCC, dialplan.h)
VALUE_MOST = 63  # characters of an attribute's value; more is cut (SIPCC, ParseDialEntry)
PAUSE = 3  # seconds for a complete number that only the missing classes make look like a beginning
ANY, MORE = ".", "*"
SYMBOLS = {"X": ANY, "N": ANY, "Z": ANY, "*": "\\*", "#": "\\#"}


@dataclass(frozen=True)
class Template:
    """One TEMPLATE element: `match` in the phones' grammar, `wait` in seconds (0 dials at once)."""

    match: str
    wait: int

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The pattern key by key: a character that is itself, `.`, or a final `*`."""
        out = []
        keys = iter(self.match)
        for key in keys:
            out.append("\\" + next(keys) if key == "\\" else key)
        return tuple(out)


def templates(rules: Iterable[DialRule]) -> tuple[Template, ...]:
    """The templates for `rules`: the same pattern once with its longest wait, the most specific first."""
    waits: dict[str, int] = {}
    for rule in rules:
        match = to_match(rule.pattern)
        waits[match] = max(rule.wait, waits.get(match, 0))
    given = [Template(match, wait) for match, wait in waits.items()]
    for short, long in product(given, given):
        if hides(long, short):
            match = overlap(short, long)
            waits[match] = max(short.wait, PAUSE, waits.get(match, 0))
    plain = [Template(match, wait) for match, wait in waits.items()]
    safe = [Template(t.match, PAUSE if t.wait == 0 and any(steals(t, o) for o in plain) else t.wait) for t in plain]
    return tuple(sorted(safe, key=lambda t: (-literals(t.symbols), t.match)))


def to_match(pattern: str) -> str:
    """A rule's pattern (`estate/dialing.py`) in the phones' grammar; ValueError if it does not fit."""
    head, tail = (pattern[:-1], MORE) if pattern.endswith(".") else (pattern, "")
    match = "".join(SYMBOLS.get(symbol, symbol) for symbol in head) + tail
    if len(match) > VALUE_MOST:
        raise ValueError(f"pattern {pattern!r} has {len(match)} characters, the phone keeps {VALUE_MOST}")
    if not head or not set(head) <= set("0123456789XNZ*#"):
        raise ValueError(f"pattern {pattern!r} cannot be written in a phone's dial plan")
    return match


def literals(symbols: Iterable[str]) -> int:
    """How many keys of a pattern are themselves; more of them win a match (SIPCC, MatchDialTemplate)."""
    return sum(symbol not in (ANY, MORE) for symbol in symbols)


def steals(short: Template, long: Template) -> bool:
    """Whether `short`, dialled at once, would win at some beginning of a number that `long` means."""
    few, many = short.symbols, long.symbols
    if few[-1] == MORE or (many[-1] != MORE and len(many) <= len(few)):
        return False
    body = many[:-1] if many[-1] == MORE else many
    agree = all(ANY in (a, b) or a == b for a, b in zip(few, body, strict=False))
    return agree and literals(few) >= literals(body[: len(few)])


def hides(long: Template, short: Template) -> bool:
    """Whether `long` wins over `short` for some number that `short` completes and that begins like `long`."""
    few, many = short.symbols, long.symbols
    body = many[:-1] if many[-1] == MORE else many
    if few[-1] == MORE or (many[-1] != MORE and len(many) <= len(few)):
        return False
    agree = all(ANY in (a, b) or a == b for a, b in zip(few, body, strict=False))
    return agree and literals(few) < literals(body[: len(few)])


def overlap(short: Template, long: Template) -> str:
    """The pattern of the numbers that `short` completes and that begin like `long`."""
    few, many = short.symbols, long.symbols
    body = (many[:-1] if many[-1] == MORE else many) + (ANY,) * len(few)
    return "".join(b if a == ANY else a for a, b in zip(few, body, strict=False))


def dial_plan(rules: Iterable[DialRule]) -> bytes:
    """The file `dialplan.xml`; ValueError when it is longer than a phone reads."""
    text = render(PACKAGE, "dialplan.xml.j2", templates=templates(rules))
    return ascii_bytes("dialplan.xml", text, FILE_MOST)

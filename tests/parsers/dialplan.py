"""An independent reader and player of the phones' dial plan.

Written from the grammar (SIPCC, dialplan.c; SAG8; UCM, "Dial Template"), not from our generator. The file
is not read as XML, because the phones do not: upper-case TEMPLATE, double quotes only, no entities, a
comment ends at the first `>`; one attribute that is not known throws the whole plan away.

`Plan.dial` presses one key after the other, as a person does without pausing, and says what was sent:

- the template with most literal keys matched wins, also one that is not complete yet;
- on a tie literals win over dots, dots over a star, a complete template over one that waits, then the first;
- a complete winner dials after its time-out, 0 at once; any other waits the phone's default time-out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FILE_MOST, VALUE_MOST, DEFAULT_WAIT = 8192, 63, 10
KEYS = frozenset("0123456789*")
TOKEN = re.compile(
    r"\s+|<\?[^>]*\?>|<!--[^>]*>|(?P<open><DIALTEMPLATE>)|(?P<close></DIALTEMPLATE>)|<TEMPLATE(?P<attributes>[^<>]*?)/>",
    re.I,
)
ATTRIBUTE = re.compile(r'\s+([A-Za-z]+)="([^"]*)"')
KNOWN = {"match", "timeout", "line", "user", "rewrite", "route", "tone"}
STAR, DOT, LITERAL = 1, 2, 3


class Refused(ValueError):
    """The phone would throw the plan away, or read it otherwise than it looks."""


@dataclass(frozen=True)
class Template:
    """One template: `keys` are single characters, `.` or a final `*`, an escaped key with its backslash."""

    match: str
    timeout: int
    keys: tuple[str, ...]

    def played(self, dialled: str) -> tuple[int, int, bool] | None:
        """(literals matched, how, complete) for what was dialled so far; None if it does not fit."""
        literals, how = 0, LITERAL
        for place, key in enumerate(dialled):
            if place >= len(self.keys):
                if self.keys[-1] != "*":
                    return None
                how = STAR
                continue
            wanted = self.keys[place]
            if wanted == "*":
                how = STAR
            elif wanted == ".":
                how = DOT
            elif wanted[-1] == key:
                literals += 1
            else:
                return None
        return literals, how, len(dialled) >= len(self.keys)


@dataclass(frozen=True)
class Sent:
    """What the phone sends, after how many seconds of silence; `match` is the template, None if none was complete."""

    number: str
    wait: int
    match: str | None


@dataclass(frozen=True)
class Plan:
    """The templates in the order of the file."""

    templates: tuple[Template, ...]

    def dial(self, number: str) -> Sent:
        """Press the keys of `number` one after the other without a pause."""
        if not number or not set(number) <= KEYS:
            raise ValueError(f"no such keys: {number!r}")
        sent = Sent(number, DEFAULT_WAIT, None)
        for end in range(1, len(number) + 1):
            sent = self._after(number[:end])
            if sent.match is not None and sent.wait == 0:
                return sent
        return sent

    def _after(self, dialled: str) -> Sent:
        best: tuple[int, int, bool] | None = None
        winner: Template | None = None
        for template in self.templates:
            played = template.played(dialled)
            if played is not None and (best is None or played > best):
                best, winner = played, template
        if winner is None or best is None or not best[2]:
            return Sent(dialled, DEFAULT_WAIT, None)
        return Sent(dialled, winner.timeout, winner.match)


def parse(data: bytes) -> Plan:
    """The plan of a file, or Refused."""
    if len(data) > FILE_MOST:
        raise Refused(f"{len(data)} bytes")
    if not data.isascii() or b"\r" in data:
        raise Refused("not plain ASCII with LF")
    text, place, inside, ended = data.decode("ascii"), 0, False, False
    out: list[Template] = []
    while place < len(text):
        token = TOKEN.match(text, place)
        if not token:
            raise Refused(f"not understood: {text[place : place + 40]!r}")
        if token["open"]:
            if inside or ended:
                raise Refused("a second root")
            inside = True
        elif token["close"]:
            if not inside:
                raise Refused("an end without a beginning")
            inside, ended = False, True
        elif token["attributes"] is not None:
            if not inside or not token[0].startswith("<TEMPLATE"):
                raise Refused(f"a template that the phone does not see: {token[0]!r}")
            out.append(_template(token["attributes"]))
        place = token.end()
    if not ended:
        raise Refused("no root")
    if len({t.match for t in out}) != len(out):
        raise Refused("a pattern twice")
    return Plan(tuple(out))


def _template(attributes: str) -> Template:
    found: dict[str, str] = {}
    place = 0
    while attributes[place:].strip():
        match = ATTRIBUTE.match(attributes, place)
        if not match:
            raise Refused(f"not an attribute: {attributes[place:]!r}")
        name, value = match[1].lower(), match[2]
        if name not in KNOWN or (name in found and name != "tone"):
            raise Refused(f"attribute {match[1]}")
        if len(value) > VALUE_MOST or "&" in value:
            raise Refused(f"a value the phone cuts or does not decode: {value!r}")
        found[name] = value
        place = match.end()
    if "match" not in found or not found.get("timeout", "").isdecimal():
        raise Refused(f"a template without pattern or time-out: {attributes!r}")
    if found.get("route", "default").lower() not in ("default", "emergency") or "line" in found or "rewrite" in found:
        raise Refused(f"not used here: {attributes!r}")
    return Template(found["match"], int(found["timeout"]), _keys(found["match"]))


def _keys(match: str) -> tuple[str, ...]:
    out = tuple(re.findall(r"\\[*#.]|[0-9.*#]", match))
    if "".join(out) != match or not out:
        raise Refused(f"no pattern: {match!r}")
    if "*" in out[:-1] or out[0] == "*" or "#" in out:
        raise Refused(f"a star inside, or a number sign that dials at once: {match!r}")
    return out

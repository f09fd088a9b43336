"""Reader and player of the phones' dial plan, `dialplan.xml`.

It is no XML to the phone (SIPCC, dialplan.c; SAG8; UCM, "Dial Template"): TEMPLATE in upper case, double quotes
only, entities are not decoded, a comment ends at the first `>`; one attribute it does not know, or one value it
does not like, throws the whole plan away. Then every number waits for the time-out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from generators.simulate.boot.story import Fault
from generators.simulate.boot.texts import text_of

FILE_MOST = 8192  # bytes (SIPCC, dialplan.h)
VALUE_MOST = 63  # characters of a value; the rest is cut (SIPCC)
STAMP_MOST = 64
UNMATCHED = 10  # seconds (SIPCC; UCM says 15)
ATTRIBUTES = {"match", "timeout", "line", "user", "rewrite", "route", "tone"}
BELLCORE = (
    "inside|outside|busy|alerting|busyverify|stutter|msgwaiting|reorder|callwaiting|cw2|cw3|cw4|hold|confirmation|"
    "permanent|reminder|none"
)
TONE = re.compile(rf"bellcore-(?:{BELLCORE})|cisco-(?:zipzip|zip|beepbonk)", re.I)
PIECE = re.compile(
    r"\s+|<\?[^>]*>|<!--[^>]*>|(?P<root></?DIALTEMPLATE>)|(?P<stamp><versionStamp>(?P<text>[^<]*)</versionStamp>)"
    r"|</(?P<end>TEMPLATE)>|<(?P<name>TEMPLATE)(?P<attributes>\s[^<>]*)>",
    re.I,
)
ATTRIBUTE = re.compile(r'\s+([A-Za-z]+)\s*=\s*"([^"]*)"')
KEY = re.compile(r"\\[*#.]|[0-9A-D.*#,+]")


@dataclass(frozen=True)
class Template:
    """A template: `keys` are literals, `.` or `*`; `wait` is in seconds."""

    match: str
    wait: int
    line: int
    keys: tuple[str, ...]

    def rank(self, dialled: str) -> tuple[int, int, bool] | None:
        """How well it fits the keys so far: (literals, literal before dot before star, complete); None: not."""
        literals, how = 0, 3
        for at, key in enumerate(dialled):
            wanted = self.keys[min(at, len(self.keys) - 1)]
            if wanted == "*":
                how = 1
            elif at >= len(self.keys):
                return None
            elif wanted == ".":
                how = min(how, 2)
            elif wanted[-1] == key:
                literals += 1
            else:
                return None
        return literals, how, len(dialled) >= len(self.keys)


@dataclass(frozen=True)
class Plan:
    """The templates in the file's order; none when the phone threw the plan away."""

    templates: tuple[Template, ...]

    def press(self, number: str) -> tuple[str, int, Template | None]:
        """Press the keys without a pause: what is sent, after how many seconds, and by which template."""
        sent: tuple[str, int, Template | None] = (number, UNMATCHED, None)
        left = list(enumerate(self.templates))
        for end in range(1, len(number) + 1):
            dialled = number[:end]
            # A template that does not fit the keys so far fits no longer row of keys either.
            ranked = [(rank, -i, t) for i, t in left if (rank := t.rank(dialled)) is not None]
            left = [(-i, t) for _, i, t in ranked]
            sent = (dialled, UNMATCHED, None)
            if ranked and (best := max(ranked, key=lambda r: r[:2]))[0][2]:
                sent = (dialled, best[2].wait, best[2])
                if best[2].wait == 0:
                    return sent
        return sent


def read_plan(data: bytes, file: str) -> tuple[Plan, list[Fault]]:
    """The plan as the phone holds it, and its faults: any fault of grammar throws all templates away."""
    text, faults = text_of(data, file, FILE_MOST)
    templates: list[Template] = []
    grammar: list[Fault] = []
    at, roots = 0, 0
    while at < len(text):
        piece = PIECE.match(text, at)
        line = text.count("\n", 0, at) + 1
        if not piece:
            grammar.append(Fault(file, line, "is not part of a dial plan"))
            at = text.find("\n", at) + 1 or len(text)
            continue
        at = piece.end()
        roots += piece["root"] is not None
        if piece["stamp"] and len(piece["text"]) > STAMP_MOST:
            grammar.append(Fault(file, line, f"versionStamp is longer than {STAMP_MOST} characters"))
        if (piece["name"] or piece["end"] or "TEMPLATE") != "TEMPLATE":
            grammar.append(Fault(file, line, "TEMPLATE must be in upper case, or the phone does not see it"))
        elif piece["name"]:
            found = _template(piece["attributes"].rstrip().removesuffix("/"), file, line)
            if isinstance(found, Fault):
                grammar.append(found)
            elif any(found.match == t.match for t in templates):
                grammar.append(Fault(file, line, f"the pattern {found.match} is there twice"))
            else:
                templates.append(found)
    if roots != 2:
        grammar.append(Fault(file, 0, "has no DIALTEMPLATE from beginning to end: it may have been cut"))
    if grammar or faults:
        return Plan(()), [*faults, *grammar]
    if not templates:
        return Plan(()), [Fault(file, 0, f"has no template: every number waits {UNMATCHED} s")]
    return Plan(tuple(templates)), []


def _template(attributes: str, file: str, line: int) -> Template | Fault:
    found: dict[str, str] = {}
    at = 0
    while attributes[at:].strip():
        match = ATTRIBUTE.match(attributes, at)
        if not match:
            return Fault(file, line, 'an attribute is not written as NAME="value"')
        name, value = match[1].lower(), match[2]
        if name not in ATTRIBUTES:
            return Fault(file, line, f"{match[1]} is not an attribute of TEMPLATE: the phone drops the whole plan")
        if name in found and name != "tone":
            return Fault(file, line, f"{match[1]} is there twice")
        if wrong := _value(name, value):
            return Fault(file, line, f"{match[1]} {wrong}")
        found[name] = value
        at = match.end()
    if "match" not in found:
        return Fault(file, line, "a TEMPLATE without MATCH")
    if "timeout" not in found:
        return Fault(file, line, "a TEMPLATE without Timeout: how long it waits is not documented")
    keys = tuple(key for key in KEY.findall(found["match"]) if key != ",")
    return Template(found["match"], int(found["timeout"]), line, keys)


def _value(name: str, value: str) -> str | None:
    if len(value) > VALUE_MOST:
        return f"has {len(value)} characters, the phone cuts it at {VALUE_MOST}"
    if "&" in value:
        return "holds an entity, which the phone does not decode"
    if name == "match":
        keys = KEY.findall(value)
        if "".join(keys) != value or not keys:
            return "is not a pattern: digits, . and * (there are no character classes)"
        if "*" in keys[:-1] or "#" in keys:
            return "has a * before its end, or a # (which dials at once)"
    elif name == "timeout":
        return None if re.fullmatch("[0-9]{1,3}", value) else "is not a number of seconds"
    elif name == "user":
        return None if value.lower() in ("phone", "ip") else "is not Phone or IP"
    elif name == "tone":
        return None if TONE.fullmatch(value) else "is not a tone of the phone"
    elif name == "line":
        return None if re.fullmatch("[1-9][0-9]?", value) else "is not a line"
    elif name == "route":
        return None if re.fullmatch("[A-Za-z0-9.-]+", value) else "is not Default, Emergency or a host name"
    elif name == "rewrite" and len(re.findall("%[0-9s]", value)) > 5:
        return "takes more than five groups"
    return None


def stolen(plan: Plan, file: str) -> list[Fault]:
    """Templates that dial at once at the beginning of a longer pattern's numbers, which then cannot be dialled."""
    out = []
    for short, long in product(plan.templates, plan.templates):
        if not {short.keys[0], long.keys[0]} & {".", "*"} and short.keys[0] != long.keys[0]:
            continue
        ends = long.keys[-1] != "*"
        if short.wait or short.keys[-1] == "*" or (ends and len(short.keys) >= len(long.keys)):
            continue
        body = [k for k in long.keys if k != "*"]
        body += ["."] * (len(short.keys) + 1 - len(body))
        pairs = list(zip(short.keys, body, strict=False))
        if any(a != b and "." not in (a, b) for a, b in pairs):
            continue
        head = [b if a == "." else a for a, b in pairs]
        number = "".join("5" if key == "." else key[-1] for key in [*head, *body[len(head) :]])
        sent, _, by = plan.press(number)
        if by is short and sent != number:
            out.append(Fault(file, short.line, f"{short.match} dials at once and steals {long.match} (say {number})"))
    return out


@lru_cache(maxsize=32)
def judge_plan(data: bytes, file: str, numbers: tuple[tuple[str, str], ...]) -> tuple[Plan, tuple[Fault, ...]]:
    """The plan, and its faults for `numbers` (number, what it is), each of which must be dialled whole and known."""
    plan, faults = read_plan(data, file)
    if not plan.templates:
        return plan, tuple(faults)
    for number, what in numbers:
        sent, wait, by = plan.press(number)
        if sent != number:
            at = by.line if by else 0
            faults.append(Fault(file, at, f"{what} {number} cannot be dialled: {sent} is sent at once"))
        elif by is None:
            faults.append(Fault(file, 0, f"{what} {number} is in no template: it waits {wait} s"))
    return plan, (*faults, *stolen(plan, file))

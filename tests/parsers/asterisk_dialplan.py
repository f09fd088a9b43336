"""An independent, strict reader of extensions.conf: what runs where, and what leads nowhere.

Applications and functions are those that the manuals of Asterisk 16 and 22 both describe, as far as a
company's dialplan has use for them. Raises `asterisk_conf.Fault`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from tests.parsers.asterisk_conf import Fault, Section, sections

APPLICATIONS = set(
    """Answer Authenticate BackGround Bridge Busy ConfBridge Congestion Dial Directory Echo Exec ExecIf ExecIfTime
    Gosub GosubIf Goto GotoIf GotoIfTime Hangup Incomplete Log MSet MixMonitor MusicOnHold NoOp Originate Page Park
    Pickup PickupChan PlayTones Playback Proceeding Progress Queue Read Record Return Ringing SayDigits SayNumber
    SendDTMF Set StackPop StopMixMonitor Transfer Verbose VMAuthenticate VoiceMail VoiceMailMain Wait WaitExten
    WaitUntil""".split()  # noqa: SIM905
)
FUNCTIONS = set(
    """CALLERID CDR CDR_PROP CHANNEL CONNECTEDLINE CSV_QUOTE CUT DB DB_DELETE DB_EXISTS DEC DEVICE_STATE DIALPLAN_EXISTS
    EXTENSION_STATE FIELDQTY FILTER GLOBAL GROUP GROUP_COUNT GROUP_LIST HANGUPCAUSE HINT IF IFTIME INC ISNULL LEN LOCAL
    MATH PJSIP_AOR PJSIP_CONTACT PJSIP_DIAL_CONTACTS PJSIP_ENDPOINT PJSIP_HEADER QUOTE REDIRECTING REGEX REPLACE SET
    STRFTIME STRPTIME STRREPLACE TIMEOUT TOLOWER TOUPPER VM_INFO""".split()  # noqa: SIM905
)
# No forwarding by the called phone but where i forbids it. t and T only towards phones: see _judge.
DIAL_OPTIONS = re.compile(r"i[t]?(?:b\((?P<before>[a-z-]+\^s\^1)(?:\((?P<args>.+)\))?\))?(?:\$\{TONALITE_KEYS\})?\Z")
RING = "${TONALITE_RING}${TONALITE_MORE}"  # the phones that the steps before have gathered by the subroutine `ring`
VARIABLE = re.compile(r"\$\{[A-Z_0-9]+\}\Z")
GENERAL = {"static", "writeprotect", "autofallthrough", "clearglobalvars", "extenpatternmatchnew"}
EXTEN = re.compile(r"_(?:[0-9XZN*#+.-]|\[[^\]]+\])+\Z|[A-Za-z0-9*#+][A-Za-z0-9*#+._-]*\Z")
STEP = re.compile(r"(?P<prio>[0-9n]+)(?:\((?P<label>[a-z][a-z0-9-]*)\))?,(?P<app>[A-Za-z]+)(?:\((?P<args>.*)\))?\Z")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
STATUSES = ("BUSY", "NOANSWER", "CHANUNAVAIL", "CONGESTION")
CLASSES = {"X": set("0123456789"), "Z": set("123456789"), "N": set("23456789")}


@dataclass(frozen=True)
class Step:
    """One priority: the application with its arguments, and its label if it has one."""

    app: str
    args: str
    label: str
    line: int


@dataclass
class Context:
    """A context: what it includes in order, its extensions, its hints."""

    name: str
    includes: list[str] = field(default_factory=list)
    extens: dict[str, list[Step]] = field(default_factory=dict)
    hints: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Jump:
    """Where a step may go on: context, extension (may hold variables) and priority or label."""

    context: str
    exten: str
    priority: str
    line: int


class Dialplan:
    """The contexts of extensions.conf by name, judged as a whole."""

    def __init__(self, contexts: dict[str, Context]) -> None:
        self.contexts = contexts

    def steps(self) -> Iterator[tuple[Context, str, Step]]:
        """Every step with its context and extension."""
        for context in self.contexts.values():
            for exten, steps in context.extens.items():
                for step in steps:
                    yield context, exten, step

    def find(self, context: str, number: str) -> tuple[str, str] | None:
        """The context and the extension that answer `number` in `context`, as Asterisk would choose them."""
        here = self.contexts[context]
        fitting = [e for e in here.extens if fits(number, e)]
        if fitting:
            return context, min(fitting, key=_generality)
        return next((hit for name in here.includes if (hit := self.find(name, number))), None)

    def first(self, context: str, number: str) -> Step | None:
        """The first step that `number` runs in `context`."""
        hit = self.find(context, number)
        return self.contexts[hit[0]].extens[hit[1]][0] if hit else None

    def reach(self, start: str, *, forwards: bool = True) -> set[str]:
        """Every context that a call in `start` can get to, by includes and jumps, wherever variables lead.

        Without `forwards` neither by a forward that a phone has set, nor by a contact that the source names.
        """
        seen: set[str] = set()
        todo = [start]
        while todo:
            name = todo.pop()
            if name in seen or (name == "contacts" and not forwards):
                continue
            seen.add(name)
            context = self.contexts[name]
            todo += context.includes
            for exten, steps in context.extens.items():
                found = {j.context for step in steps for j in jumps(context.name, exten, step, forwards=forwards)}
                todo += sorted(found & set(self.contexts))
        return seen

    def reaches_trunk(self, start: str, *, forwards: bool = True) -> bool:
        """Whether a call in `start` can get to a Dial that names a trunk."""
        there = self.reach(start, forwards=forwards)
        return any(s.app == "Dial" and _trunk(s.args) for c, _, s in self.steps() if c.name in there)

    @property
    def emitted(self) -> set[str]:
        """Applications as `app.X`, functions as `function.X`, options of Dial as `dial.x`, of VoiceMail likewise."""
        out = set()
        for _, _, step in self.steps():
            out.add(f"app.{step.app}")
            out |= {f"function.{f}" for f in functions(step)}
            out |= {f"app.{a}" for a in re.findall(r"\?([A-Z][a-zA-Z]+)\(", step.args if step.app == "ExecIf" else "")}
            if step.app == "Dial":
                out |= {f"dial.{c}" for c in re.sub(r"[({].*", "", split(step.args)[2]).replace("$", "")}
                out |= {"dial.T"} if "${TONALITE_KEYS}" in step.args else set()
        return out


def dialplan(text: str, devices: set[str], boxes: set[str], rooms: Set[str] = frozenset()) -> Dialplan:
    """Read and judge extensions.conf. `devices` are the endpoints of pjsip.conf, `boxes` the mailboxes of `default`,
    `rooms` the profiles of confbridge.conf."""
    contexts: dict[str, Context] = {}
    for section in sections(text, custom=True):
        if section.template or section.name in contexts:
            raise Fault(f"{section.line}: [{section.name}] is a template or stands twice")
        if section.name == "general":
            if {e.key for e in section.entries} - GENERAL or any(e.arrow for e in section.entries):
                raise Fault(f"{section.line}: options of [general]")
            continue
        if len(section.name) > 79:
            raise Fault(f"{section.line}: the name of the context is too long")
        contexts[section.name] = _context(section)
    plan = Dialplan(contexts)
    for context in contexts.values():
        for name in context.includes:
            if name not in contexts:
                raise Fault(f"{context.name} includes {name}, which does not exist")
        for exten, targets in context.hints.items():
            for target in targets:
                if not re.fullmatch(r"Custom:(?:DND|NIGHT)_[a-z0-9_]+", target):
                    _device(target, devices, f"hint {exten}")
    for context, exten, step in plan.steps():
        _judge(plan, context, exten, step, devices, boxes, rooms)
    return plan


def _context(section: Section) -> Context:
    context = Context(section.name)
    exten = ""
    for entry in section.entries:
        where = f"{entry.line}: [{section.name}]"
        if not entry.arrow:
            raise Fault(f"{where} {entry.key} is written with =")
        if entry.key == "include":
            context.includes.append(entry.value)
            continue
        if entry.key == "exten":
            exten, _, rest = entry.value.partition(",")
            if not EXTEN.match(exten):
                raise Fault(f"{where} extension {exten!r}")
            if not exten.startswith("_") and re.fullmatch(r"[0-9XZN+]*[XZN.][0-9XZN.]*", exten) and not exten.isalpha():
                raise Fault(f"{where} {exten} is a pattern without its underscore")
            if re.search(r"[xzn]", re.sub(r"\[[^]]*\]", "", exten)) and exten.startswith("_"):
                raise Fault(f"{where} {exten}: lower-case x, z and n are classes too")
            if rest.startswith("hint,"):
                if exten in context.hints:
                    raise Fault(f"{where} a second hint for {exten}")
                context.hints[exten] = rest.removeprefix("hint,").split("&")
                continue
            if exten in context.extens:
                raise Fault(f"{where} {exten} begins twice")
        elif entry.key == "same" and exten in context.extens:
            rest = entry.value
        else:
            raise Fault(f"{where} {entry.key} => {entry.value}")
        match = STEP.match(rest)
        steps = context.extens.setdefault(exten, [])
        if not match or match["prio"] != ("n" if steps else "1"):
            raise Fault(f"{where} {rest!r}: not a step, or not the next one")
        if match["label"] and match["label"] in {s.label for s in steps}:
            raise Fault(f"{where} label {match['label']} stands twice")
        steps.append(Step(match["app"], match["args"] or "", match["label"] or "", entry.line))
    return context


def split(args: str) -> list[str]:
    """Arguments, split at the commas outside of brackets, braces and quotes."""
    out, depth, quoted, at = [""], 0, False, 0
    for at, char in enumerate(args):
        quoted ^= char == '"'
        if not quoted:
            depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0 and not quoted:
            out.append("")
        else:
            out[-1] += char
        if depth < 0:
            raise Fault(f"brackets close before they open in {args[: at + 1]!r}")
    if depth or quoted:
        raise Fault(f"a bracket or quote stays open in {args!r}")
    return out


def functions(step: Step) -> set[str]:
    """The functions that a step reads or writes."""
    found = set(re.findall(r"\$\{([A-Z_]+)\(", step.args))
    if step.app in ("Set", "ExecIf"):
        found |= {"DEVICE_STATE"} if step.args.startswith("DEVICE_STATE(") else set()
        found |= set(re.findall(r"(?:\A|Set\()([A-Z_]+)\([^)]*\)=", step.args))
    return found


def jumps(context: str, exten: str, step: Step, *, forwards: bool = True) -> list[Jump]:
    """Where the step may go, apart from the next one. A jump within the extension names it.

    A forward goes where the subroutine `moved` is told; a call to the outside where the line's plan says.
    """

    def jump(text: str) -> Jump:
        parts = split(re.sub(r"\((?:[^()]|\([^()]*\))*\)\Z", "", text))
        if len(parts) == 1:
            return Jump(context, exten, parts[0], step.line)
        if len(parts) == 2:
            return Jump(context, parts[0], parts[1], step.line)
        if len(parts) == 3:
            return Jump(parts[0], parts[1], parts[2], step.line)
        raise Fault(f"{step.line}: {text!r} is not a target")

    if step.app == "Goto":
        return [jump(step.args)]
    if step.app == "Gosub":
        return [jump(step.args), *_moved(step, forwards=forwards)]
    if step.app == "Set" and step.args.startswith("TONALITE_PLAN="):
        return [Jump(step.args.removeprefix("TONALITE_PLAN="), "i", "1", step.line)]
    if step.app == "ExecIf" and (match := re.search(r"\?(Gosub|Goto)\((.*)\)\Z", step.args)):
        return [jump(match[2])]
    if step.app == "Dial" and (match := re.search(r"b\(([a-z-]+)\^s\^1", step.args)):
        return [Jump(match[1], "s", "1", step.line)]
    if step.app in ("GotoIf", "GotoIfTime"):
        _, _, branches = _question(step.args).partition("\0")
        return [jump(b) for b in branches.split(":") if b]
    return []


def _moved(step: Step, *, forwards: bool) -> list[Jump]:
    match = re.fullmatch(r"moved,s,1\((.*)\)", step.args)
    if not match:
        return []
    kind, line, plan, context, exten = match[1].split(",")
    if not re.fullmatch(r"FWD_(ALWAYS|BUSY|NO_ANSWER)", kind) or not line or bool(context) != bool(exten):
        raise Fault(f"{step.line}: {step.args}")
    found = [Jump(context, exten, "1", step.line)] if context else []
    return [*found, *([Jump(plan, "i", "1", step.line)] if forwards else [])]


def _trunk(args: str) -> bool:
    """Whether a Dial names a trunk."""
    return bool(re.match(r"PJSIP/[^,]*(?:@|/sip:)|SIP/[^,]*/", args))


def _question(args: str) -> str:
    """`args` with the question mark between condition and branches replaced by a NUL."""
    depth = 0
    for at, char in enumerate(args):
        depth += (char in "([{") - (char in ")]}")
        if char == "?" and depth == 0:
            return args[:at] + "\0" + args[at + 1 :]
    raise Fault(f"no condition in {args!r}")


def fits(number: str, exten: str) -> bool:
    """Whether Asterisk's extension or pattern takes `number`."""
    if not exten.startswith("_"):
        return number == exten
    symbols = _symbols(exten)
    if symbols and symbols[-1] is None:
        return len(number) >= len(symbols) and all(d in s for d, s in zip(number, symbols[:-1], strict=False) if s)
    return len(number) == len(symbols) and all(d in s for d, s in zip(number, symbols, strict=True) if s)


def _symbols(pattern: str) -> list[set[str] | None]:
    out: list[set[str] | None] = []
    for text in re.findall(r"\[[^\]]+\]|.", pattern[1:]):
        if text == ".":
            out.append(None)
        elif text.startswith("["):
            chars: set[str] = set()
            for a, b, c in re.findall(r"(.)-(.)|(.)", text[1:-1]):
                chars |= {c} if c else {chr(x) for x in range(ord(a), ord(b) + 1)}
            out.append(chars)
        elif text != "-":
            out.append(CLASSES.get(text, {text}))
    return out


def _generality(exten: str) -> list[int]:
    if not exten.startswith("_"):
        return [0]
    return [len(s) if s is not None else 999 for s in _symbols(exten)]


def _device(text: str, devices: set[str], what: str) -> None:
    match = re.fullmatch(r"PJSIP/(?:[^@/]+@)?([A-Za-z0-9.-]+)(?:/sip:[^@]+@[a-z0-9.-]+)?", text)
    if not match or match[1] not in devices:
        raise Fault(f"{what}: {text} is no endpoint")


def _judge(
    plan: Dialplan, context: Context, exten: str, step: Step, devices: set[str], boxes: set[str], rooms: Set[str]
) -> None:
    where = f"{step.line}: [{context.name}] {exten} {step.app}({step.args})"
    if step.app not in APPLICATIONS or functions(step) - FUNCTIONS:
        raise Fault(f"{where}: not in both 16 and 22")
    try:
        args = split(step.args)
    except Fault as err:
        raise Fault(f"{where}: {err}") from err
    for jump in jumps(context.name, exten, step):
        _landing(plan, jump, where)
    raw = exten.startswith("_") and exten.endswith(".") and "FILTER(0-9," not in step.args
    if raw and context.name.startswith("outbound"):
        raise Fault(f"{where}: passes on whatever a phone sends")
    if step.app == "GotoIfTime":
        _hours(step.args.split("?")[0], where)
    elif step.app == "Dial":
        if args[0] != RING:
            _device(args[0], devices, where)
        if len(args) != 3 or not DIAL_OPTIONS.match(args[2]) or not re.fullmatch(r"|[1-9][0-9]{0,2}", args[1]):
            raise Fault(f"{where}: timeout or options")
        if args[0] != RING and re.match("it|.*TONALITE_KEYS", args[2]):
            raise Fault(f"{where}: keys transfer a call to the outside")
    elif (match := re.search(r"Gosub\(ring,s,1\((.*?)\)", f"{step.app}({step.args}")) and "${" not in match[1]:
        for device in match[1].split("&"):
            if not re.fullmatch(r"Local/[0-9]+@contacts/n", device):
                _device(device, devices, where)
            elif plan.find("contacts", device[6:-11]) is None:
                raise Fault(f"{where}: no such contact")
    elif step.app == "ConfBridge":
        if len(args) != 3 or not {*args[1:]} <= rooms:
            raise Fault(f"{where}: no such profile")
    elif step.app in ("VoiceMail", "VoiceMailMain"):
        box, _, place = args[0].partition("@")
        if place != "default" or ("$" not in box and box not in boxes):
            raise Fault(f"{where}: no such mailbox")
    elif step.app == "Hangup" and not re.fullmatch(r"[1-9][0-9]{0,2}|\$\{(?:HANGUPCAUSE|TONALITE_CAUSE)\}", step.args):
        raise Fault(f"{where}: cause")
    elif step.app == "Log" and (len(args) != 2 or args[0] not in {"ERROR", "WARNING", "NOTICE", "DEBUG", "VERBOSE"}):
        raise Fault(f"{where}: level")


def _landing(plan: Dialplan, jump: Jump, where: str) -> None:
    if VARIABLE.match(jump.context):
        return
    if jump.context not in plan.contexts:
        raise Fault(f"{where}: no context {jump.context}")
    numbers = STATUSES if jump.exten == "${DIALSTATUS}" else () if "$" in jump.exten else (jump.exten,)
    for number in numbers:
        here = plan.contexts[jump.context].extens
        hit = (jump.context, number) if number in here else plan.find(jump.context, number)
        if hit is None:
            raise Fault(f"{where}: no extension {number} in {jump.context}")
        steps = plan.contexts[hit[0]].extens[hit[1]]
        if jump.priority != "1" and jump.priority not in {s.label for s in steps}:
            raise Fault(f"{where}: no priority {jump.priority}")


def _hours(text: str, where: str) -> None:
    parts = text.split(",")
    day = "(?:" + "|".join(DAYS) + ")"
    right = len(parts) == 5 and re.fullmatch(rf"{TIME}-{TIME}", parts[0])
    if (
        not right
        or not re.fullmatch(rf"{day}(?:-{day})?", parts[1])
        or parts[2:4] != ["*", "*"]
        or not re.fullmatch(r"[A-Z][A-Za-z_]+(?:/[A-Za-z_]+)*", parts[4])
    ):
        raise Fault(f"{where}: not a span of time")

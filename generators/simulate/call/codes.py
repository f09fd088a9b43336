"""What dialling a feature code does."""

from __future__ import annotations

from generators.estate.estate import Estate
from generators.estate.telephony import Kind, Line
from generators.simulate.call import desks
from generators.simulate.call.numbers import Dialled, Sort, classify
from generators.simulate.call.records import Call, End, Ending, Step, When

FORWARDS = {
    "forward": When.ALWAYS,
    "forward_busy": When.BUSY,
    "forward_no_answer": When.NO_ANSWER,
}


def dialled(estate: Estate, call: Call, line: Line, code: Dialled) -> tuple[End, list[Step]]:
    """The end of a call that is a code, dialled as `line` (the guest's, where one is logged in)."""
    name = code.code
    if name in FORWARDS:
        return _forward(estate, line, code)
    if name == "pickup":
        return _pickup(estate, call, line, code)
    if name == "voicemail":
        if line.mailbox is None:
            return _told(Ending.VOICEMAIL, "none", "", f"{line.id} has no mailbox: the caller is told so", line)
        return _told(Ending.VOICEMAIL, line.mailbox, "", f"{line.id} listens to the mailbox {line.mailbox}", line)
    if name.startswith("night:"):
        schedule = estate.schedule[name.removeprefix("night:")]
        turned = "off" if schedule.id in call.state.night else "on"
        text = f"night mode of {schedule.id} is turned {turned}"
        return End(Ending.CODE, f"night {schedule.id}", turned), [Step(text, schedule.origin)]
    if name == "do_not_disturb":
        turned = "off" if line.id in call.state.dnd else "on"
        text = f"do-not-disturb of {line.id} is turned {turned}"
        return _told(Ending.CODE, f"dnd {line.id}", turned, text, line)
    if name == "forward_off":
        text = f"all forwards of {line.id} that were set by code end"
        return _told(Ending.CODE, f"forward-off {line.id}", "", text, line)
    if name == "login":
        return _told(Ending.CODE, "login", "", "asks for extension and code of who logs in here", line)
    guest = call.caller.guest
    text = f"{line.id} is logged out" if guest else "nobody is logged in here"
    return _told(Ending.CODE, "logout", line.id if guest else "none", text, line)


def _told(kind: Ending, what: str, how: str, text: str, line: Line) -> tuple[End, list[Step]]:
    return End(kind, what, how), [Step(text, line.origin)]


def why_not(estate: Estate, line: Line, number: str) -> str:
    """Why a code may not forward `line` to `number`, in words; empty if it may."""
    found = classify(estate, number)
    if found.sort is Sort.EXTENSION and found.to is not None:
        return f"{number} is {line.id} itself" if (found.to.kind, found.to.id) == (Kind.LINE, line.id) else ""
    if found.sort is not Sort.OUTSIDE or found.group is None:
        return f"{number} is no extension and no number outside"
    if found.group.id not in line.permissions:
        return f"{line.id} may not call {number}; allow: [{found.group.id}] opens it"
    return ""


def _forward(estate: Estate, line: Line, code: Dialled) -> tuple[End, list[Step]]:
    when = FORWARDS[code.code]
    why = why_not(estate, line, code.rest)
    if why:
        found = classify(estate, code.rest)
        kind = Ending.REFUSED if found.sort is Sort.OUTSIDE else Ending.UNKNOWN
        group = found.group.id if found.group is not None and kind is Ending.REFUSED else ""
        return _told(kind, group, "", f"the forward is refused: {why}", line)
    text = f"{line.id} is forwarded to {code.rest} from now on ({when.value})"
    return _told(Ending.CODE, f"{when.value} {line.id}", code.rest, text, line)


def _pickup(estate: Estate, call: Call, line: Line, code: Dialled) -> tuple[End, list[Step]]:
    if not code.rest:
        if not line.pickup:
            return _told(Ending.PICKUP, "none", "", f"{line.id} is in no team: there is nothing to take", line)
        teams = ", ".join(line.pickup)
        return _told(Ending.PICKUP, " ".join(line.pickup), "", f"takes a call that rings in {teams}", line)
    to = classify(estate, code.rest).to
    if to is None or to.kind is not Kind.LINE:
        return _told(Ending.UNKNOWN, "", "", f"{code.rest} is no line to take a call from", line)
    other = estate.line[to.id]
    if not desks.seats(estate, call.state, other.id):
        return _told(Ending.REFUSED, "pickup", "", f"no phone is {other.id}'s now: guests are on all of them", other)
    if desks.may_pick_up(line, other) or desks.same_site(estate, call.caller, other):
        return _told(Ending.PICKUP, other.id, "", f"takes the call that rings {other.id}", other)
    text = f"{line.id} and {other.id} have no team in common and no site: pickup: names teams"
    return _told(Ending.REFUSED, "pickup", "", text, line)

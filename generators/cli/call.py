"""`tonalite call`: what becomes of a call, decision by decision, or of all calls at once."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.text import Text

from generators.cli.check import Data
from generators.cli.output import console, errors
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import Report
from generators.simulate.call import (
    Caller,
    End,
    Ending,
    Hears,
    Leg,
    Outcome,
    Stage,
    Unknown,
    question,
    trace,
    what_if,
    who_rings,
)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENDINGS = {
    Ending.ANSWERED: "{} answers",
    Ending.OUTSIDE: "from here on the other operator decides",
    Ending.VOICEMAIL: "listens to the mailbox {}",
    Ending.PARKED: "parking {}",
    Ending.PICKUP: "picks up: {}",
    Ending.BUSY: "the caller hears busy",
    Ending.NO_ANSWER: "the caller learns that nobody answers",
    Ending.UNREACHABLE: "the caller learns that nobody can be reached",
    Ending.CONGESTION: "the caller hears that no way out is free",
    Ending.REFUSED: "refused: {}",
    Ending.UNKNOWN: "refused: no such number",
    Ending.ENDED: "the PBX hangs up",
    Ending.LOST: "the call does not get through: {}",
}


def call(
    caller: Annotated[
        str, typer.Option("--from", metavar="PERSON|PHONE[/LINE]|TRUNK", help="Who calls; a trunk for the outside.")
    ] = "",
    number: Annotated[str, typer.Option("--to", metavar="NUMBER", help="What is dialled, in any spelling.")] = "",
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="When, such as 2026-12-25T10:00; else now.")] = "",
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            metavar="STATE",
            help="forward:LINE=NUMBER (also forward-busy, forward-no-answer), dnd:LINE, busy:LINE|PHONE, away:PHONE, "
            "answers:PHONE, night:SCHEDULE, login:PERSON@PHONE, last:GROUP=MEMBER, press:MENU=DIGIT.",
        ),
    ] = None,
    down: Annotated[
        list[str] | None,
        typer.Option("--down", metavar="WHAT", help="trunk:NAME, link:NAME, site:NAME or pbx is out of order."),
    ] = None,
    full: Annotated[
        list[str] | None, typer.Option("--full", metavar="trunk:NAME", help="All its ordinary channels are taken.")
    ] = None,
    shown: Annotated[
        str, typer.Option("--caller", metavar="NUMBER", help="What a caller from outside shows; anonymous by default.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Who rings when, and what if: all of both tables.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same for programs.")] = False,
    data: Data = Path("site_data"),
) -> None:
    """Say who would ring, for how long, with what caller ID and what then; each step with its line of the source."""
    if everything == bool(caller or number) or bool(caller) != bool(number):
        raise _wrong("ask for one call with --from and --to, or for all with --all")
    if everything and (at or state or down or full or shown):
        raise _wrong("--all takes no state: it goes through all of them")
    estate = load_estate(data, Audience.INTERNAL, None, Report())
    if everything:
        _print(_all_json(estate)) if as_json else _tell_all(estate)
        return
    try:
        asked = question(estate, caller, number, _moment(estate, at), state or (), down or (), full or (), shown)
    except Unknown as error:
        raise _wrong(str(error)) from None
    outcome = trace(estate, asked)
    _print(_json(outcome)) if as_json else _tell(estate, outcome)


def _wrong(text: str) -> typer.Exit:
    """Say on one line what is wrong with the words of the command; exit status 2."""
    errors().print(Text.assemble(("error: ", "bold red"), text), soft_wrap=True)
    return typer.Exit(2)


def _moment(estate: Estate, text: str) -> datetime:
    zone = ZoneInfo(estate.organization.timezone.iana)
    if not text:
        return datetime.now(zone)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise _wrong(f"'{text}' is no time; write 2026-12-25T10:00") from None
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)


def _print(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _say(text: str, style: str = "") -> None:
    console().print(Text(text, style), soft_wrap=True)


def _who(caller: Caller) -> str:
    if caller.endpoint is not None and caller.line is not None:
        return f"{caller.line.title} ({caller.endpoint.phone.id}/{caller.line.id})"
    assert caller.trunk is not None
    return f"{caller.number or 'anonymous'} by trunk {caller.trunk.id}"


def _tell(estate: Estate, outcome: Outcome) -> None:
    asked = outcome.call
    when = f"{DAYS[asked.at.weekday()]} {asked.at:%Y-%m-%d %H:%M}, {estate.organization.timezone.iana}"
    _say(f"{_who(asked.caller)} calls {asked.number}, {when}", "bold")
    places = [str(s.origin) if s.origin else "" for s in outcome.steps]
    width = max(map(len, places))
    for step, place in zip(outcome.steps, places, strict=True):
        _say(f"  {place:{width}}  {step.text}")
    _say("\nWhat happens", "bold")
    for text in _stages(estate, outcome.stages, asked.caller):
        _say(f"  {text}")


def _stages(estate: Estate, stages: tuple[Stage, ...], caller: Caller) -> list[str]:
    out = []
    for place, stage in enumerate(stages, 1):
        text = _stage(estate, stage, caller)
        out.append(f"{place}. {text}")
        if isinstance(stage, Hears):
            for digit, to, below in stage.choices:
                way = ", then ".join(_stage(estate, s, caller) for s in below)
                out.append(f"     {digit}  {estate.title_of(to)}: {way}")
    return out


def _stage(estate: Estate, stage: Stage, caller: Caller) -> str:
    if isinstance(stage, End):
        if stage.kind in ENDINGS:
            return ENDINGS[stage.kind].format(stage.what).strip()
        if stage.kind is Ending.BOX:
            greeting = "busy" if stage.how == "b" else "absent"
            return f"a message to {estate.mailbox[stage.what].title} (mailbox {stage.what}, greeting: {greeting})"
        if stage.kind is Ending.CONFERENCE:
            return f"the conference {stage.what}" + (", after its code" if stage.how else "")
        return f"the code is carried out: {stage.what} {stage.how}".strip()
    if isinstance(stage, Hears):
        return f"the menu {stage.menu}, {stage.repeats} times {stage.wait} s"
    who = [f"{r.phone} (line {r.line})" for r in stage.phones]
    seen = ""
    if who:
        name = f"{caller.name} <{caller.number}>" if caller.name else caller.number or "a withheld number"
        seen = f", which shows {name}" if len(who) == 1 else f", which show {name}"
    legs = [_leg(leg) for leg in stage.legs]
    lasting = f" for {stage.seconds} s" if stage.seconds is not None else ""
    inside = ", ".join(who)
    verb = "speaks at once" if stage.speaks else "rings" if len(who) == 1 else "ring"
    return "; ".join(([f"{inside} {verb}{lasting}{seen}"] if who else []) + [leg + lasting for leg in legs])


def _leg(leg: Leg) -> str:
    first, *others = leg.attempts
    shown = f"shows {first.shown}" + (", withheld" if leg.withheld else "")
    then = "".join(f", else by {a.trunk} as {a.shown}" for a in others)
    what = "emergency call" if leg.emergency else "goes out"
    return f"{what} to {first.dialled} by trunk {first.trunk}, {shown}{then}"


# ---- for programs


def _stage_json(stage: Stage) -> dict[str, Any]:
    if isinstance(stage, End):
        return {"end": stage.kind.value, "what": stage.what, "how": stage.how}
    if isinstance(stage, Hears):
        choices = {digit: [_stage_json(s) for s in below] for digit, _, below in stage.choices}
        return {"menu": stage.menu, "wait": stage.wait, "repeats": stage.repeats, "choices": choices}
    return {
        "phones": [{"phone": r.phone, "line": r.line, "account": r.account} for r in stage.phones],
        "outside": [_leg_json(leg) for leg in stage.legs],
        "seconds": stage.seconds,
    }


def _leg_json(leg: Leg) -> dict[str, Any]:
    return {
        "number": leg.number,
        "shown": leg.shown.e164 if leg.shown else None,
        "withheld": leg.withheld,
        "emergency": leg.emergency,
        "contact": leg.contact,
        "attempts": [{"trunk": a.trunk, "dialled": a.dialled, "shown": a.shown} for a in leg.attempts],
    }


def _json(outcome: Outcome) -> dict[str, Any]:
    asked = outcome.call
    return {
        "from": _who(asked.caller),
        "caller": {"name": asked.caller.name, "number": asked.caller.number},
        "to": asked.number,
        "at": asked.at.isoformat(),
        "steps": [{"text": s.text, "origin": str(s.origin) if s.origin else None} for s in outcome.steps],
        "stages": [_stage_json(s) for s in outcome.stages],
        "brief": outcome.brief,
    }


def _all_json(estate: Estate) -> dict[str, Any]:
    return {
        "who_rings": [
            {
                "number": row.number.e164,
                "trunk": row.trunk,
                "situation": row.situation.value if row.situation else "always",
                "at": row.at.isoformat(),
                "stages": [_stage_json(s) for s in row.stages],
                "origin": str(row.origin),
            }
            for row in who_rings(estate)
        ],
        "what_if": [
            {
                "failure": row.failure,
                "call": row.call,
                "what": row.what,
                "works": row.works,
                "before": [_stage_json(s) for s in row.before],
                "after": [_stage_json(s) for s in row.after],
            }
            for row in what_if(estate)
        ],
    }


def _tell_all(estate: Estate) -> None:
    _say("Who rings when", "bold")
    for row in who_rings(estate):
        _say(f"  {row.number.e164:<15} {row.situation or 'always':<8} {row.brief}")
    _say("\nWhat if (only what changes)", "bold")
    failure = ""
    for change in what_if(estate):
        if change.failure != failure:
            failure = change.failure
            _say(f"  {failure}")
        after = "; ".join(str(s) for s in change.after)
        _say(f"    {change.call:<9} {change.what:<15} {after}", "" if change.works else "red")

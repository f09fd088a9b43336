"""What a destination does with a call, in words: who rings, for how long, and where the call goes then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.legs import Step, Why, next_steps
from generators.estate.telephony import Destination, Kind
from generators.targets.guide.call_words import call_words


@dataclass(frozen=True)
class Ringing:
    """A destination as the page shows it. `seconds` is empty where nothing rings for a time of its own."""

    to: Destination
    name: str
    kind: str
    rings: str
    seconds: str
    then: tuple[str, ...]


def name_of(estate: Estate, to: Destination) -> str:
    """What people call a destination, with its extension if it has one."""
    extension = estate.extension_of(to)
    return f"{estate.title_of(to)}, {extension}" if extension else estate.title_of(to)


def reached(estate: Estate) -> tuple[Destination, ...]:
    """Everything that a call to a public number can get to, sorted."""
    found: set[Destination] = set()
    todo = [to for number in estate.numbers for to in (number.to, number.closed) if to is not None]
    while todo:
        here = todo.pop()
        if here not in found:
            found.add(here)
            todo.extend(step.to for step in next_steps(estate, here))
            if here.kind is Kind.LINE and estate.line[here.id].mailbox is not None:
                todo.append(Destination(Kind.MAILBOX, estate.line[here.id].mailbox or ""))
    return tuple(sorted(found))


def ringing(estate: Estate, to: Destination, language: str) -> Ringing:
    """The row of a destination. Forwards that people set by a code are not in the source and not here."""
    w = call_words(language)
    rings, seconds = _rings(estate, to, w)
    return Ringing(to, name_of(estate, to), w[f"kind_{_kind(estate, to)}"], rings, seconds, _then(estate, to, w))


def _kind(estate: Estate, to: Destination) -> str:
    if to.kind is Kind.LINE and estate.line[to.id].person is not None:
        return "person"
    return to.kind.value


def _rings(estate: Estate, to: Destination, w: Mapping[str, str]) -> tuple[str, str]:
    if to.kind is Kind.LINE:
        line = estate.line[to.id]
        if line.forwards.always is not None:
            return "—", ""
        phones = ", ".join(e.phone.id for e in estate.endpoints_of_line[to.id])
        return (phones, str(line.ring)) if phones else (w["no_phone"], "")
    if to.kind is Kind.GROUP:
        group = estate.group[to.id]
        return w[group.strategy.value].format(members=_members(estate, group.members)), str(group.ring)
    if to.kind is Kind.MENU:
        return w["choices"], ""
    if to.kind is Kind.CONFERENCE:
        room = estate.conference[to.id]
        return w["room_pin" if room.pin is not None else "room"].format(most=room.most), ""
    if to.kind is Kind.CONTACT:
        return w["calls_number"].format(number=estate.contact[to.id].number), ""
    return w["takes_message"], ""


def _members(estate: Estate, members: Sequence[str]) -> str:
    titles = [estate.contact[m].title if m in estate.contact else estate.line[m].title for m in members]
    return ", ".join(titles)


def _then(estate: Estate, to: Destination, w: Mapping[str, str]) -> tuple[str, ...]:
    steps = [s for s in next_steps(estate, to) if s.why is not Why.MEMBER]
    if to.kind is Kind.LINE:
        if any(s.why is Why.ALWAYS for s in steps):
            steps = [s for s in steps if s.why is Why.ALWAYS]
        else:
            return tuple(_line_then(estate, to.id, {s.why: s for s in steps}, w))
    said = tuple(w[f"why_{s.why}"].format(to=name_of(estate, s.to), digit=s.digit) for s in steps)
    if to.kind in (Kind.GROUP, Kind.MENU) and not any(s.why is Why.THEN for s in steps):
        return (*said, w["why_then"].format(to=w["ends"]))
    return said


def _line_then(estate: Estate, line: str, steps: Mapping[Why, Step], w: Mapping[str, str]) -> Sequence[str]:
    """Busy and no answer: the forward, else the mailbox, else the caller learns it."""
    out = []
    for why, nothing in ((Why.BUSY, w["says_busy"]), (Why.NO_ANSWER, w["ends"])):
        step = steps.get(why)
        to = name_of(estate, step.to) if step else w["mailbox"] if estate.line[line].mailbox else nothing
        out.append(w[f"why_{why}"].format(to=to))
    return out


def path_of(estate: Estate, steps: Sequence[Step], language: str) -> str:
    """The steps of a call in one line: why it goes on, and where to."""
    w = call_words(language)
    said = []
    for step in steps:
        said.append(f"{w[f'step_{step.why}'].format(digit=step.digit)} → {estate.title_of(step.to)}")
    return " → ".join(said)

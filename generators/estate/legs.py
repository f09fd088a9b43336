"""Every way by which a call leaves for the outside, and the number of ours that it shows.

Operators cut calls that show a number nobody owns. So a leg shows the public number that the call came in by, or,
for a call from a phone, that of its endpoint: never the caller's own. The dialplan does just this, and the tracer
and the page of numbers read it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generators.estate.estate import Estate
from generators.estate.telephony import Destination, Kind
from generators.estate.values import Origin, PhoneNumber

__all__ = ["Leg", "Step", "Why", "contacts_reached", "outbound_legs"]


class Why(StrEnum):
    """Why a call goes on from one place to the next."""

    OPEN = "open"  # a public number, within its hours or without any
    CLOSED = "closed"  # a public number outside of its hours
    MEMBER = "member"  # a group rings it
    THEN = "then"  # a group, or a menu nobody chose in, goes on
    CHOICE = "choice"  # a menu's digit
    ALWAYS = "always"
    BUSY = "busy"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Step:
    """One step of a call: why, and where to. `digit` only for a menu's choice."""

    why: Why
    to: Destination
    digit: str = ""


@dataclass(frozen=True)
class Leg:
    """A way out: who begins (a public number in E.164, or an endpoint's id), the steps, and what is shown.

    `contact` is the number outside that is called, None for whatever a phone dials. `hidden` legs withhold it from
    the person called; the operator sees it all the same.
    """

    start: str
    steps: tuple[Step, ...]
    contact: str | None
    presented: PhoneNumber
    hidden: bool
    origin: Origin


def outbound_legs(estate: Estate) -> tuple[Leg, ...]:
    """All legs: of each public number, of each endpoint. Sorted by the number shown, then by start."""
    legs: list[Leg] = []
    for number in estate.numbers:
        starts = [Step(Why.OPEN, number.to)]
        if number.closed is not None:
            starts.append(Step(Why.CLOSED, number.closed))
        for first in starts:
            for steps, contact in contacts_reached(estate, first):
                legs.append(Leg(number.number.e164, steps, contact, number.number, False, number.origin))
    for endpoint in estate.endpoints:
        if endpoint.presented is not None:
            legs.append(Leg(endpoint.id, (), None, endpoint.presented, endpoint.line.hidden, endpoint.origin))
    return tuple(sorted(legs, key=lambda x: (x.presented, x.start, [str(s.to) for s in x.steps])))


def contacts_reached(estate: Estate, first: Step) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The contacts that a call may get to from `first` on, each with the steps to it. The laws saw to it that calls
    come to an end by themselves; a menu that leads back to a menu is followed once."""
    yield from _walk(estate, (first,))


def _walk(estate: Estate, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    here = steps[-1].to
    if here in (step.to for step in steps[:-1]):
        return
    if here.kind is Kind.CONTACT:
        yield steps, here.id
        return
    for step in next_steps(estate, here):
        yield from _walk(estate, (*steps, step))


def next_steps(estate: Estate, here: Destination) -> tuple[Step, ...]:
    """Where a call may go from a destination by itself or by the caller's choice, in the order of the dialplan."""
    if here.kind is Kind.LINE:
        forwards = estate.line[here.id].forwards
        found = ((Why.ALWAYS, forwards.always), (Why.BUSY, forwards.busy), (Why.NO_ANSWER, forwards.no_answer))
        return tuple(Step(why, to) for why, to in found if to is not None)
    if here.kind is Kind.GROUP:
        group = estate.group[here.id]
        outside = [Step(Why.MEMBER, Destination(Kind.CONTACT, m)) for m in group.members if m in estate.contact]
        return (*outside, *([Step(Why.THEN, group.then)] if group.then is not None else []))
    if here.kind is Kind.MENU:
        menu = estate.menu[here.id]
        choices = [Step(Why.CHOICE, to, digit) for digit, to in menu.choices]
        return (*choices, *([Step(Why.THEN, menu.then)] if menu.then is not None else []))
    return ()

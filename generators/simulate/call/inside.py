"""A call on its way through lines, groups, menus and mailboxes, to its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from generators.estate.estate import Estate
from generators.estate.telephony import Destination, Group, Kind, Line, Menu, Strategy
from generators.estate.values import Origin, PhoneNumber
from generators.simulate.call import desks
from generators.simulate.call.numbers import Dialled, Sort, classify
from generators.simulate.call.outside import way_out
from generators.simulate.call.records import (
    Call,
    End,
    Ending,
    Hears,
    Leg,
    Ringing,
    Rings,
    Stage,
    Step,
    When,
)

MOVES_MOST = 8  # a call is forwarded no more than so often; only forwards set by code can lead in a circle
ENDS = {
    "BUSY": Ending.BUSY,
    "NOANSWER": Ending.NO_ANSWER,
    "CHANUNAVAIL": Ending.UNREACHABLE,
    "CONGESTION": Ending.CONGESTION,
}
WORDS = {"BUSY": "busy", "NOANSWER": "nobody answers", "CHANUNAVAIL": "nobody can be reached", "CONGESTION": "no way"}


class Journey:
    """A call on its way, from any destination to its end.

    `status` is how the last attempt to ring somebody ended; `shown` what legs outside show."""

    def __init__(self, estate: Estate, call: Call) -> None:
        self.estate, self.call, self.state = estate, call, call.state
        self.steps: list[Step] = []
        self.stages: list[Stage] = []
        self.status = ""
        self.shown: PhoneNumber | None = None
        self.withheld = False
        self.moves = 0
        self.menus: frozenset[str] = frozenset()
        self.tried = dict(call.state.last)
        trunk = call.caller.trunk
        self.used = Counter([trunk.id] if trunk is not None else [])  # channels that the call takes, by trunk

    def say(self, text: str, origin: Origin | None = None) -> None:
        """Note a decision, with the line of the source behind it."""
        self.steps.append(Step(text, origin))

    def end(self, kind: Ending, what: str = "", how: str = "") -> None:
        """End the call."""
        self.stages.append(End(kind, what, how))

    # ---- on and on

    def go(self, to: Destination) -> None:
        """On to a destination."""
        estate = self.estate
        handlers: dict[Kind, Callable[[], None]] = {
            Kind.LINE: lambda: self._line(estate.line[to.id]),
            Kind.GROUP: lambda: self._group(estate.group[to.id]),
            Kind.MENU: lambda: self._menu(estate.menu[to.id]),
            Kind.MAILBOX: lambda: self._mailbox(to.id),
            Kind.CONFERENCE: lambda: self._conference(to.id),
            Kind.CONTACT: lambda: self.leave(*self._contact(to.id)),
        }
        handlers[to.kind]()

    def _mailbox(self, key: str) -> None:
        box = self.estate.mailbox[key]
        how = "b" if self.status == "BUSY" else "u"
        greeting = "busy" if how == "b" else "absent"
        self.say(f"mailbox {key} takes a message, with the greeting for {greeting}", box.origin)
        self.end(Ending.BOX, key, how)

    def _conference(self, key: str) -> None:
        room = self.estate.conference[key]
        self.say(f"conference {key}" + (" asks for its code" if room.pin else ""), room.origin)
        self.end(Ending.CONFERENCE, key, "pin" if room.pin else "")

    def _menu(self, menu: Menu) -> None:
        self.say(f"menu {menu.id}: {len(menu.choices)} choices, {menu.repeats} times {menu.wait} s", menu.origin)
        again = menu.id in self.menus
        self.menus |= {menu.id}
        self.status = ""  # the menu answers: what came before is settled
        choices = () if again else tuple((digit, to, self._aside(to)) for digit, to in menu.choices)
        self.stages.append(Hears(menu.id, menu.wait, menu.repeats, choices))
        pressed = next((d for m, d in reversed(self.state.pressed) if m == menu.id), None)
        for digit, to in menu.choices:
            if digit == pressed and not again:
                self.say(f"{digit} is pressed: {to.id}", menu.origin)
                return self.go(to)
        if menu.then is not None and not again:
            self.say(f"nothing is pressed: on to {menu.then.id}", menu.origin)
            return self.go(menu.then)
        return self.end(Ending.ENDED)

    def _aside(self, to: Destination) -> tuple[Stage, ...]:
        """What a choice leads to, without going there."""
        other = Journey(self.estate, self.call)
        other.shown, other.withheld, other.menus = self.shown, self.withheld, self.menus
        other.moves = self.moves
        other.go(to)
        return tuple(other.stages)

    def _contact(self, key: str) -> tuple[Leg, list[Step]]:
        contact = self.estate.contact[key]
        leg, steps = self.outside(contact.number.e164, key)
        return leg, [Step(f"contact {key} is {contact.number}, outside", contact.origin), *steps]

    def outside(self, number: str, contact: str | None = None) -> tuple[Leg, list[Step]]:
        """The leg of this call to a number outside, with its decisions."""
        return way_out(self.estate, self.state, number, self.shown, self.withheld, contact, self.used)

    def leave(self, leg: Leg, steps: list[Step]) -> None:
        """Go outside for good, or end in congestion where no trunk takes the call."""
        self.steps += steps
        if not leg.attempts:
            return self.end(Ending.CONGESTION)
        self.stages.append(Rings((), (leg,), None))
        return self.end(Ending.OUTSIDE)

    def ring(self, phones: tuple[Ringing, ...], legs: tuple[Leg, ...], by: Line | Group) -> bool:
        """Ring those of these that can, together, as long as `by` says; sets `status`. True if one answers."""
        free: list[Ringing] = []
        busy = False
        for one in phones:
            if why := desks.silent(self.estate, self.state, one.phone):
                self.say(f"{one} {why}", self.estate.phone[one.phone].origin)
            elif self.state.busy & {one.phone, one.line}:
                self.say(f"{one} is busy", self.estate.phone[one.phone].origin)
                busy = True
            else:
                free.append(one)
        open_ = tuple(x for x in legs if x.attempts)
        if not free and not open_:
            self.status = "BUSY" if busy else ("CONGESTION" if legs else "CHANUNAVAIL")
            return False
        self.status = "NOANSWER"
        self.stages.append(Rings(tuple(free), open_, by.ring))
        who = ", ".join([*map(str, free), *(x.contact or x.number for x in open_)])
        self.say(f"{who} {'rings' if len(free) + len(open_) == 1 else 'ring together'} for {by.ring} s", by.origin)
        for one in free:
            if one.phone in self.state.answers:
                self.say(f"{one} answers")
                self.end(Ending.ANSWERED, str(one))
                return True
        return False

    def finish(self, by: Line | Group) -> None:
        """End by how the last attempt to ring somebody ended."""
        self.say(f"{WORDS[self.status]}: the caller is told so", by.origin)
        self.end(ENDS[self.status])

    # ---- lines and groups

    def _line(self, line: Line) -> None:
        self.say(f"{line.extension} is the line {line.id}", line.origin)
        if self._forward(line, When.ALWAYS, line.forwards.always):
            return None
        if line.id in self.state.dnd:
            self.say(f"{line.id} does not want to be disturbed", line.origin)
            self.status = "BUSY"
        else:
            phones = desks.seats(self.estate, self.state, line.id)
            if not phones:
                self.say(f"{line.id} has no phone", line.origin)
            if self.ring(phones, (), line):
                return None
        busy = self.status == "BUSY"
        when, written = (When.BUSY, line.forwards.busy) if busy else (When.NO_ANSWER, line.forwards.no_answer)
        if self._forward(line, when, written):
            return None
        if line.mailbox is not None:
            return self._mailbox(line.mailbox)
        return self.finish(line)

    def _forward(self, line: Line, when: When, written: Destination | None) -> bool:
        """Follow the forward of a line, one set by code before that of the source."""
        kind = {When.ALWAYS: "always", When.BUSY: "when busy", When.NO_ANSWER: "without answer"}[when]
        number = self.state.forward(when, line.id)
        if not number and written is None:
            return False
        self.moves += 1
        if self.moves > MOVES_MOST:
            self.say(f"the call was forwarded {MOVES_MOST} times already: {line.id} forwards it no more", line.origin)
            return False
        if number:
            self.say(f"{line.id} is forwarded by code ({kind}) to {number}", line.origin)
            dialled = classify(self.estate, number)
            if dialled.sort is Sort.EXTENSION and dialled.to is not None:
                self.go(dialled.to)
            elif dialled.sort is Sort.OUTSIDE and self.may_call(line, dialled):
                self.leave(*self.outside(dialled.number))
            elif dialled.sort is not Sort.OUTSIDE:
                self.end(Ending.UNREACHABLE)
            return True
        assert written is not None
        self.say(f"{line.id} is forwarded ({kind}) to {written.id}", line.origin)
        self.go(written)
        return True

    def _group(self, group: Group) -> None:
        self.say(f"group {group.id} rings {_how(group.strategy)}", group.origin)
        members = list(group.members)
        if group.strategy is Strategy.MEMORY:
            last = self.tried.get(group.id)
            if last in members:
                after = members.index(last) + 1
                members = members[after:] + members[:after]
                self.say(f"{last} was tried first the last time: {members[0]} is now", group.origin)
            self.tried[group.id] = members[0]  # a call may come by more than once
        together = group.strategy is Strategy.ALL
        rounds = self._rounds(members, together)
        if together:
            everybody = tuple(dict.fromkeys(p for phones, _ in rounds for p in phones))
            rounds = [(everybody, tuple(leg for _, legs in rounds for leg in legs))]
        for phones, legs in rounds:
            self.status = "CHANUNAVAIL"  # of the last round, be it that nobody may ring in it
            if (phones or legs) and self.ring(phones, legs, group):
                return None
        if group.then is not None:
            self.say(f"{WORDS[self.status]}: on to {group.then.id}", group.origin)
            return self.go(group.then)
        return self.finish(group)

    def _rounds(self, members: list[str], together: bool) -> list[tuple[tuple[Ringing, ...], tuple[Leg, ...]]]:
        """What each member rings. Together each leg takes a channel of its own, one after the other the same."""
        before = self.used.copy()
        rounds = []
        for member in members:
            phones, legs = self._member(member)
            rounds.append((phones, legs))
            if together:
                self.used.update(leg.attempts[0].trunk for leg in legs if leg.attempts)
        self.used = before
        return rounds

    def _member(self, member: str) -> tuple[tuple[Ringing, ...], tuple[Leg, ...]]:
        if member in self.estate.contact:
            leg, steps = self._contact(member)
            self.steps += steps
            return (), (leg,)
        if member in self.state.dnd:
            self.say(f"{member} does not want to be disturbed: left out", self.estate.line[member].origin)
            return (), ()
        return desks.seats(self.estate, self.state, member), ()

    def may_call(self, line: Line, dialled: Dialled) -> bool:
        """Whether a line may call a number outside; ends the call if not."""
        assert dialled.group is not None
        what = f"{dialled.number} is of the class {dialled.group.id}"
        if dialled.group.id in line.permissions:
            self.say(f"{what}, which {line.id} may call", line.origin)
            return True
        self.say(f"{what}, which {line.id} may not call; allow: [{dialled.group.id}] opens it", line.origin)
        self.end(Ending.REFUSED, dialled.group.id)
        return False


def _how(strategy: Strategy) -> str:
    return {
        Strategy.ALL: "all its members together",
        Strategy.TURN: "one member after the other",
        Strategy.MEMORY: "one member after the other, each time beginning with the next",
    }[strategy]

"""Plays a call from its caller: what is dialled, by whom, and where it goes from there (`inside.py`)."""

from __future__ import annotations

from generators.estate.estate import Estate
from generators.estate.telephony import Endpoint, Kind, Line
from generators.simulate.call import codes, desks
from generators.simulate.call.hours import Hours, hours
from generators.simulate.call.inside import Journey
from generators.simulate.call.numbers import Dialled, Sort, classify, ours
from generators.simulate.call.outside import emergency
from generators.simulate.call.records import Call, Ending, Outcome, Rings


def trace(estate: Estate, call: Call) -> Outcome:
    """What becomes of `call`."""
    walk = _Walk(estate, call)
    walk.begin()
    return Outcome(call, tuple(walk.steps), tuple(walk.stages))


class _Walk(Journey):
    """A call from its very beginning."""

    def begin(self) -> None:
        endpoint = self.call.caller.endpoint
        if endpoint is None:
            self._from_outside()
        elif why := desks.cut_off(self.estate, self.state, endpoint.site):
            self.say(f"{endpoint.phone.id} cannot reach the PBX: {why} is down", endpoint.phone.origin)
            if backup := endpoint.phone.settings.backup:
                self.say(f"it turns to the second PBX at {backup[0]}, which decides by itself", endpoint.phone.origin)
            self.end(Ending.LOST, why)
        else:
            self._from_phone(endpoint)

    def _from_phone(self, endpoint: Endpoint) -> None:
        caller = self.call.caller
        line = caller.line
        assert line is not None
        if caller.guest:
            self.say(f"{line.id} is logged in at {endpoint.phone.id}: calls are the guest's", line.origin)
        else:
            self.say(f"{line.id} calls from {endpoint.phone.id}", endpoint.origin)
        self.shown = desks.presented(caller)
        self.withheld = line.hidden
        self._dialled(classify(self.estate, self.call.number), endpoint, line)

    def _dialled(self, dialled: Dialled, endpoint: Endpoint, line: Line) -> None:
        estate = self.estate
        if dialled.sort is Sort.CODE and dialled.code == "hide_number":
            self.withheld = True
            self.say(f"{estate.codes.hide_number} withholds the number for this call")
            dialled = classify(estate, dialled.rest)
            if dialled.sort is Sort.CODE:
                dialled = Dialled(Sort.UNKNOWN, dialled.number)
        if dialled.sort is Sort.EMERGENCY:
            title = next(e.title["en"] for e in estate.country.emergency if e.number == dialled.number)
            self.say(f"{dialled.number} is an emergency number: {title}")
            self.say(f"shows the number of the phone's site {endpoint.site.id}", endpoint.site.origin)
            self.leave(*emergency(estate, self.state, dialled.number, endpoint.emergency))
        elif dialled.sort is Sort.EXTENSION and dialled.to is not None:
            self.go(dialled.to)
        elif dialled.sort is Sort.EXTENSION:
            verb = "parks a call" if dialled.number == estate.codes.park else "takes the call that is parked there"
            self.say(f"{dialled.number} {verb}")
            self.end(Ending.PARKED, "" if dialled.number == estate.codes.park else dialled.number)
        elif dialled.sort is Sort.CODE and dialled.code == "intercom":
            self._intercom(dialled)
        elif dialled.sort is Sort.CODE:
            found, steps = codes.dialled(estate, self.call, line, dialled)
            self.steps += steps
            self.stages.append(found)
        elif dialled.sort is Sort.OUTSIDE:
            if self.may_call(line, dialled):
                self.leave(*self.outside(dialled.number))
        else:
            self.say(f"{dialled.number} is no emergency number, extension, code or number of {estate.country.id}")
            self.end(Ending.UNKNOWN)

    def _from_outside(self) -> None:
        trunk, estate, state = self.call.caller.trunk, self.estate, self.state
        assert trunk is not None
        if why := desks.pbx_off(estate, state):
            self.say(f"the PBX cannot take the call: {why} is down", estate.pbx.origin)
            return self.end(Ending.LOST, why)
        if trunk.id in state.trunks_down or trunk.id in state.full:
            how = "is down" if trunk.id in state.trunks_down else "has no free channel"
            self.say(f"the provider cannot deliver the call: trunk {trunk.id} {how}", trunk.origin)
            return self.end(Ending.LOST, f"trunk:{trunk.id}")
        who = self.call.caller.number or "somebody who withholds the number"
        self.say(f"{who} calls by trunk {trunk.id}", trunk.origin)
        number = ours(estate, trunk, self.call.number)
        if number is None:
            self.say(f"{self.call.number} is no number of ours on trunk {trunk.id}", trunk.origin)
            return self.end(Ending.UNKNOWN)
        self.shown = number.number
        if number.schedule is None or number.closed is None:
            self.say(f"{number.number} rings {number.to.id} at any hour", number.origin)
            return self.go(number.to)
        schedule = estate.schedule[number.schedule]
        found, name = hours(schedule, self.call.at, schedule.id in state.night)
        why = {
            Hours.NIGHT: f"night mode is on ({schedule.night})",
            Hours.HOLIDAY: f"it is a public holiday: {name}",
            Hours.CLOSURE: "it is a day of closed:",
            Hours.CLOSED: "closed at this hour",
            Hours.OPEN: "open",
        }[found]
        self.say(f"schedule {schedule.id}: {why}", schedule.origin)
        to = number.to if found is Hours.OPEN else number.closed
        self.say(f"{number.number} rings {to.id}", number.origin)
        return self.go(to)

    def _intercom(self, dialled: Dialled) -> None:
        to = classify(self.estate, dialled.rest).to
        if to is None or to.kind is not Kind.LINE:
            self.say(f"{dialled.rest} is no line to speak to")
            return self.end(Ending.UNKNOWN)
        line = self.estate.line[to.id]
        self.say(f"{self.estate.codes.intercom} speaks at once on the phones of {line.id}", line.origin)
        if line.id in self.state.dnd:
            self.say(f"{line.id} does not want to be disturbed", line.origin)
            return self.end(Ending.BUSY)
        phones = desks.seats(self.estate, self.state, line.id)
        if not phones:
            self.say(f"no phone is {line.id}'s now: guests are on all of them", line.origin)
            return self.end(Ending.BUSY)
        answered = self.ring(phones, (), line)
        if self.status != "NOANSWER":
            return self.finish(line)
        place = len(self.stages) - (2 if answered else 1)
        rung = self.stages[place]
        assert isinstance(rung, Rings)
        self.stages[place] = Rings(rung.phones, (), None, speaks=True)
        return None if answered else self.end(Ending.ENDED)

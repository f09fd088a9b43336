"""The two tables: who rings when, for each public number, and what still works when something fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from generators.estate.dialing import to_national
from generators.estate.estate import Estate
from generators.estate.telephony import Number, Schedule
from generators.estate.values import Origin, PhoneNumber
from generators.simulate.call import desks
from generators.simulate.call.hours import Hours, hours
from generators.simulate.call.records import Call, Outcome, Rings, Stage, State, brief
from generators.simulate.call.walk import trace

START = date(2027, 1, 1)  # where the search for an example of each situation begins; no clock is read
SEARCHED = 800  # days, more than the two years that holidays are known for
OUTSIDE = "0000"  # ends the number outside that examples call, after the country's block for fiction


@dataclass(frozen=True)
class WhoRings:
    """A public number in a situation (None: it has no hours): who rings, and what then.

    `at` is a moment of that situation, so that `tonalite call` can be asked the same. `night` says whether night mode
    is on then.
    """

    number: PhoneNumber
    trunk: str
    situation: Hours | None
    at: datetime
    stages: tuple[Stage, ...]
    origin: Origin

    @property
    def brief(self) -> str:
        """The stages in one line."""
        return brief(self.stages)


@dataclass(frozen=True)
class WhatIf:
    """What a failure changes: `failure` as --down and --full say it, `what` a public number or a site.

    `call` is `in` (the number is called), `out` (a phone of the site calls a landline), `emergency` or `inside`
    (a phone of the site calls another one). `works` says whether the call still gets somewhere.
    """

    failure: str
    call: str
    what: str
    before: tuple[Stage, ...]
    after: tuple[Stage, ...]
    works: bool

    @property
    def changed(self) -> bool:
        """Whether the failure makes any difference."""
        return self.before != self.after


def who_rings(estate: Estate) -> tuple[WhoRings, ...]:
    """Every public number: open, closed, on a public holiday, at night; one row for a number without hours."""
    return tuple(row for number in estate.numbers for row in _number(estate, number))


def _number(estate: Estate, number: Number) -> Iterator[WhoRings]:
    zone = ZoneInfo(estate.organization.timezone.iana)
    caller = desks.from_outside(estate, estate.trunk[number.trunk], "")
    at = datetime.combine(START, time(10), zone)
    moments: dict[Hours | None, tuple[datetime, State]] = {None: (at, State())}
    if number.schedule is not None and number.closed is not None:
        moments = {k: v for k, v in examples(estate.schedule[number.schedule]).items() if k is not Hours.CLOSURE}
    for situation, (moment, state) in moments.items():
        outcome = trace(estate, Call(caller, number.number.digits, moment, state))
        yield WhoRings(number.number, number.trunk, situation, moment, outcome.stages, number.origin)


def examples(schedule: Schedule) -> dict[Hours | None, tuple[datetime, State]]:
    """A moment of each situation that the schedule knows, in the order open, closed, closure, holiday, night."""
    zone = ZoneInfo(schedule.timezone)
    found: dict[Hours, datetime] = {}
    clocks = sorted({"00:00", *(h.start for h in schedule.hours), *(h.end for h in schedule.hours)} - {"24:00"})
    first = min((h.day for h in schedule.holidays), default=START)
    days = [first + timedelta(n) for n in range(SEARCHED)]
    days += [h.day for h in schedule.holidays] + [day for day, _ in schedule.closures]
    for day in days:
        for clock in clocks:
            at = datetime.combine(day, time.fromisoformat(clock), zone)
            found.setdefault(hours(schedule, at, night=False)[0], at)
        if len(found) == 2 + bool(schedule.holidays) + bool(schedule.closures):
            break
    order = (Hours.OPEN, Hours.CLOSED, Hours.CLOSURE, Hours.HOLIDAY)
    out: dict[Hours | None, tuple[datetime, State]] = {h: (found[h], State()) for h in order if h in found}
    if schedule.night and Hours.OPEN in found:
        out[Hours.NIGHT] = (found[Hours.OPEN], State(night=frozenset({schedule.id})))
    return out


# ---- what if


def what_if(estate: Estate) -> tuple[WhatIf, ...]:
    """Each failure (a trunk down or full, a link, a site, the PBX) with all calls that it changes."""
    probes = tuple(_probes(estate))
    normal = {(kind, what): trace(estate, call) for kind, what, call in probes}
    rows = []
    for failure, state in _failures(estate):
        for kind, what, call in probes:
            before = normal[kind, what]
            if not _touched(estate, state, call, before):
                continue
            # What somebody outside presses in a menu depends on nothing here: each state is the failure's alone.
            after = trace(estate, replace(call, state=_merged(call.state, state)))
            row = WhatIf(failure, kind, what, before.stages, after.stages, after.rings)
            if row.changed:
                rows.append(row)
    return tuple(rows)


def _merged(own: State, failure: State) -> State:
    return replace(failure, night=own.night)


def _failures(estate: Estate) -> Iterator[tuple[str, State]]:
    for trunk in estate.trunks:
        yield f"--down trunk:{trunk.id}", State(trunks_down=frozenset({trunk.id}))
        yield f"--full trunk:{trunk.id}", State(full=frozenset({trunk.id}))
    for link in estate.links:
        yield f"--down link:{link.id}", State(links_down=frozenset({link.id}))
    for site in estate.sites:
        yield f"--down site:{site.id}", State(sites_down=frozenset({site.id}))
    yield "--down pbx", State(pbx_down=True)


def _probes(estate: Estate) -> Iterator[tuple[str, str, Call]]:
    """Each public number while open; for each site with phones a call outside, an emergency and one inside."""
    zone = ZoneInfo(estate.organization.timezone.iana)
    usual = datetime.combine(START, time(10), zone)
    for number in estate.numbers:
        at = usual
        if number.schedule is not None and number.closed is not None:
            at = next(iter(examples(estate.schedule[number.schedule]).values()))[0]
        caller = desks.from_outside(estate, estate.trunk[number.trunk], "")
        yield "in", number.number.e164, Call(caller, number.number.digits, at)
    outside = to_national(estate.country, estate.country.fiction + OUTSIDE) or ""
    general = next((e.number for e in estate.country.emergency if e.number == "112"), "")
    for site in estate.sites:
        endpoints = [e for p in estate.phones_of_site[site.id] for e in estate.endpoints_of_phone[p.id]]
        if not endpoints:
            continue
        caller = desks.from_phone(estate, State(), endpoints[0])
        yield "out", site.id, Call(caller, outside, usual)
        yield "emergency", site.id, Call(caller, general or estate.country.emergency[0].number, usual)
        other = next((e for e in estate.endpoints if e.line.id != endpoints[0].line.id), None)
        if other is not None:
            yield "inside", site.id, Call(caller, other.line.extension, usual)


def _touched(estate: Estate, failure: State, call: Call, before: Outcome) -> bool:
    """Whether a failure may change a call at all: links and sites concern only the phones behind them."""
    if not (failure.links_down or failure.sites_down) or desks.pbx_off(estate, failure):
        return True
    endpoint = call.caller.endpoint
    if endpoint is not None and desks.cut_off(estate, failure, endpoint.site):
        return True
    phones = {r.phone for stage in _all(before.stages) if isinstance(stage, Rings) for r in stage.phones}
    return any(desks.cut_off(estate, failure, estate.site[estate.phone[p].site]) for p in phones)


def _all(stages: tuple[Stage, ...]) -> Iterator[Stage]:
    for stage in stages:
        yield stage
        for _, _, below in getattr(stage, "choices", ()):
            yield from _all(below)

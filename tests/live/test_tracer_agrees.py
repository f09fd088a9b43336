"""`tonalite call` against real Asterisk 16 and 22: random calls on random organisations, and every kind of rule."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from benchmarks.organization import random_organization
from generators.estate.dialing import spellings
from generators.estate.estate import Estate
from generators.estate.telephony import Strategy
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.simulate.call import Call, Outcome, Rings, State, Unknown, question, trace
from generators.simulate.call.numbers import clean
from tests.estates import FOLDER
from tests.golden_trees import fake_secret
from tests.live.agreement import World, applications, at_home
from tests.live.agreement_words import heard, shown_inside, told
from tests.live.systems import EVERY_DAY
from tests.oracle.calls import EVERY_CALL
from tests.property.estates import estate_of

pytestmark = pytest.mark.live

ORGANISATIONS = 11
CASES = 80  # on each of them, and twice that on the estate that has every feature
OUTSIDE = ("0199000000", "0639980001", "0899123456", "0033639980001", "+33 6 39 98 00 01", "+447700900123", "3919",
           "118218", "0033899123456", "0800123456", "3103", "00441", "0112", "999999", "*7")  # fmt: skip


def every_call() -> Estate:
    """The small organisation with every feature."""
    return at_home(load_estate(FOLDER / "every_call", Audience.INTERNAL, fake_secret))


def an_organisation(seed: int) -> Estate:
    """A random organisation of some phones."""
    return at_home(estate_of(random_organization(3 + seed % 8, seed, features=True), Audience.INTERNAL, fake_secret))


class Questions:
    """Random questions to an estate, as typed."""

    def __init__(self, estate: Estate, seed: int) -> None:
        self.estate, self.random = estate, random.Random(seed)

    def ask(self) -> tuple[str, str, list[str], list[str], str]:
        """From whom, to what number, states, what is down, the caller's own number."""
        some, estate = self.random, self.estate
        down = [f"trunk:{t.id}" for t in estate.trunks if some.random() < 0.15]
        if estate.trunks and some.random() < 0.35:
            working = [t for t in estate.trunks if f"trunk:{t.id}" not in down]
            if working:
                shown = some.choice(("+33639980001", "0033639980001", "0639980001", "+447700900123", "anonymous"))
                return some.choice(working).id, self._called(), self._states(), down, shown
        endpoint = some.choice(estate.endpoints)
        return endpoint.id, self._dialled(), self._states(), down, ""

    def _called(self) -> str:
        some, estate = self.random, self.estate
        if estate.numbers and some.random() < 0.9:
            return some.choice(spellings(estate.country, some.choice(estate.numbers).number.e164))
        return some.choice(("112", "1001", "0639980001", estate.codes.voicemail, estate.lines[0].extension))

    def _extension(self) -> str:
        estate = self.estate
        tables = (estate.lines, estate.groups, estate.groups, estate.groups, estate.menus, estate.mailboxes)
        tables += (estate.conferences, estate.conferences)
        return self.random.choice([x.extension for things in tables for x in things])

    def _dialled(self) -> str:
        some, codes, estate = self.random, self.estate.codes, self.estate
        kind = some.random()
        if kind < 0.5:
            return self._extension()
        if kind < 0.6:
            return some.choice(estate.country.emergency).number
        if kind < 0.8:
            return some.choice(OUTSIDE)
        forwards = (codes.forward, codes.forward_busy, codes.forward_no_answer)
        return some.choice(
            (
                codes.voicemail,
                codes.do_not_disturb,
                codes.forward_off,
                some.choice(forwards) + some.choice((self._extension(), *map(clean, OUTSIDE[:6]))),
                codes.hide_number + some.choice((self._extension(), *map(clean, OUTSIDE[:6]), "112")),
                codes.hide_number + some.choice(OUTSIDE[:2]),
                codes.hide_number + some.choice(OUTSIDE[:2]),
                codes.hide_number + some.choice(OUTSIDE[:2]),
                codes.intercom + self._extension(),
                codes.pickup + self._extension(),
                *(s.night for s in estate.schedules if s.night),
            )
        )

    def _states(self) -> list[str]:
        some, estate = self.random, self.estate
        out = [f"busy:{p.id}" for p in estate.phones if some.random() < 0.12]
        out += [f"away:{p.id}" for p in estate.phones if some.random() < 0.12]
        out += [f"busy:{line.id}" for line in estate.lines if some.random() < 0.05]
        out += [f"dnd:{line.id}" for line in estate.lines if some.random() < 0.15]
        out += [f"night:{s.id}" for s in estate.schedules if s.night and some.random() < 0.3]
        for line in estate.lines:
            for kind in ("forward", "forward-busy", "forward-no-answer"):
                if some.random() < 0.14:
                    out.append(f"{kind}:{line.id}={some.choice((self._extension(), *OUTSIDE[:7]))}")
        for line in estate.lines:
            if line.login is not None and some.random() < 0.4:
                phone = some.choice(estate.phones).id
                if all(e.phone.id != phone for e in estate.endpoints_of_line[line.id]):
                    out.append(f"login:{line.id}@{phone}")
        for group in estate.groups:
            if group.strategy is Strategy.MEMORY and some.random() < 0.6:
                out.append(f"last:{group.id}={some.choice(group.members)}")
        for menu in estate.menus:
            if some.random() < 0.7:
                out.append(f"press:{menu.id}={some.choice(menu.choices)[0]}")
        if some.random() < 0.3:
            out.append(f"answers:{some.choice(estate.phones).id}")
        return out

    def call(self, at: datetime) -> tuple[Call, str] | None:
        """A question understood, and what is dialled; None where the words ask for what cannot be."""
        caller, number, states, down, shown = self.ask()
        lawful = []
        for word in states:  # forwards that no code could set
            try:
                question(self.estate, caller, "1", at, [word])
                lawful.append(word)
            except Unknown:
                continue
        try:
            return question(self.estate, caller, number, at, lawful, down, (), shown), clean(number)
        except Unknown:
            return None


CALLS = "calls"
RULES = {
    "forward by code": "is forwarded by code",
    "forward of the source": "is forwarded (",
    "do not disturb": "does not want to be disturbed",
    "group, all together": "all its members together",
    "group, in turn": "one member after the other",
    "menu": "choices, ",
    "opening hours": "schedule ",
    "hot desk": "logged in at",
    "from outside": " calls by trunk",
    "contact outside": "contact ",
    "class open": "may call",
    "class closed": "may not call",
    "emergency": "is an emergency number",
    "busy": " is busy",
    "not registered": "is not registered",
    "mailbox": "takes a message",
    "conference": "conference ",
    "trunk down": " is down",
    "withheld": "withheld from",
    "next trunk": "if that refuses",
}


def rules_of(outcome: Outcome) -> set[str]:
    """The kinds of rules that decided a call, by the words of its steps."""
    text = "\n".join(step.text for step in outcome.steps)
    found = {rule for rule, words in RULES.items() if words in text}
    desks = {r.line for s in outcome.stages if isinstance(s, Rings) for r in s.phones}
    return found | {"hot desk"} if desks & {person for person, _ in outcome.call.state.logins} else found


def compare(world: World, estate: Estate, cases: int, seed: int, kinds: Counter[str]) -> list[str]:
    """Play random calls; each disagreement as a text."""
    questions, wrong, played = Questions(estate, seed), [], 0
    zone = ZoneInfo(estate.organization.timezone.iana)
    while played < cases:
        asked = questions.call(datetime.now(zone))
        if asked is None:
            continue
        call, number = asked
        outcome = trace(estate, call)
        if too_quick(estate, outcome):
            continue
        played += 1
        world.set_up(call.state)
        seen = world.play(call, number)
        world.tear_down()
        later = trace(estate, question_again(call, datetime.now(zone)))  # a schedule may change between the two
        said, did = told(estate, outcome), heard(estate, call, seen)
        kinds.update(rules_of(outcome))
        kinds[CALLS] += 1
        if did not in (said, told(estate, later)):
            who = call.caller.endpoint or call.caller.trunk
            what = f"{who.id if who else ''} → {number}"
            both = f"  tracer:   {said}\n  asterisk: {did} ({seen.status})"
            wrong.append(f"{what} {stated(call.state)}\n{both}\n{applications(seen.steps)}")
        elif any(x.startswith("ring") and "/" in x for x in said) and shown_inside(estate, seen) - {call.caller.number}:
            wrong.append(f"{number}: phones see {shown_inside(estate, seen)}, not {call.caller.number}")
    return wrong


def too_quick(estate: Estate, outcome: Outcome) -> bool:
    """What ours, who answer at once, decide by chance.

    Two legs one after the other on a trunk of one or two channels: the first may not be off it yet. A leg outside and
    a phone that answers, together: the leg may not have begun.
    """
    rings = [s for s in outcome.stages if isinstance(s, Rings)]
    if any(s.legs and any(p.phone in outcome.call.state.answers for p in s.phones) for s in rings):
        return True
    trunks = [x.attempts[0].trunk for s in rings for x in s.legs]
    return any(trunks.count(t) > 1 and estate.trunk[t].channels < 3 for t in trunks)


def question_again(call: Call, at: datetime) -> Call:
    """The same at another moment."""
    return Call(call.caller, call.number, at, call.state)


def stated(state: State) -> str:
    """What differs from the ordinary."""
    default = State()
    return ", ".join(f"{k}={v}" for k, v in vars(state).items() if v != getattr(default, k))


@pytest.fixture(scope="module", params=["16", "22"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A running Asterisk that takes up one organisation after the other."""
    with World(request.param, tmp_path_factory.mktemp(f"agree-{request.param}"), every_call()) as one:
        yield one


def test_random_calls_end_as_the_tracer_says(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    started, kinds, wrong = time.monotonic(), Counter[str](), []
    first = 100 * int(world.pbx.version)  # each release gets organisations of its own
    estates = [(every_call(), 2 * CASES)]
    estates += [(an_organisation(first + number), CASES) for number in range(ORGANISATIONS)]
    for seed, (estate, cases) in enumerate(estates):
        world.load(estate)
        wrong += compare(world, estate, cases, seed, kinds)
    with capsys.disabled():
        took = time.monotonic() - started
        head = f"Asterisk {world.pbx.version}: {kinds.pop(CALLS)} calls on {len(estates)} organisations compared"
        print(f"\n{head} in {took:.0f} s, {len(wrong)} disagreements; {dict(kinds.most_common())}")
    few = {rule: kinds[rule] for rule in RULES if kinds[rule] < 15}  # hours of the day move some
    assert not few, f"too few calls for some rules: {few}"
    assert not wrong, f"{len(wrong)} disagreements\n" + "\n".join(wrong[:8])


def test_the_hand_written_table_holds_on_asterisk(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows that name a time, a full trunk, or what is beyond a PBX's sight (a broken link) are the tracer's alone."""
    estate = every_call()
    always = tuple(replace(s, hours=EVERY_DAY, closures=(), holidays=()) for s in estate.schedules)
    estate = replace(estate, schedules=always)
    world.load(estate)
    wrong, played, now = [], 0, datetime.now(ZoneInfo("Europe/Paris"))
    for caller, number, words, outcome in EVERY_CALL:
        if any(x in words for x in ("at=", "full=", "link:", "site:", "pbx")) or outcome.startswith("lost"):
            continue
        said = words.split()
        states = [w for w in said if not w.startswith(("down=", "caller="))]
        down = [w.removeprefix("down=") for w in said if w.startswith("down=")]
        call = question(estate, caller, number, now, states, down)
        expected = trace(estate, call)
        assert expected.brief == outcome
        world.set_up(call.state)
        seen = world.play(call, clean(number))
        world.tear_down()
        played += 1
        did = heard(estate, call, seen)
        if did != told(estate, expected):
            wrong.append(
                f"{caller} → {number} {words}\n  {told(estate, expected)}\n  {did}\n{applications(seen.steps)}"
            )
    with capsys.disabled():
        print(f"\nAsterisk {world.pbx.version}: {played} rows of the hand-written table, {len(wrong)} disagreements")
    assert played > 150
    assert not wrong, "\n".join(wrong[:8])

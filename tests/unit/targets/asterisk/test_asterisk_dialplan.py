"""Who may dial what, where numbers ring, how calls leave: extensions.conf as an independent reader understands it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from generators.estate.dialing import spellings
from generators.estate.dialrules import fits
from generators.estate.telephony import Destination, Kind, OpenHours, Strategy
from generators.targets.asterisk.names import CONTEXT_MOST, emergency_order, outbound_context
from tests.estates import THEMES
from tests.unit.targets.asterisk.reading import Read, load, read

FORMATS = {
    "e164": ("+${EXTEN}", "+33199000100"),
    "00": ("00${EXTEN}", "0033199000100"),
    "national": ('${IF($["${EXTEN:0:2}" = "33"]?0${EXTEN:2}:00${EXTEN})}', "0199000100"),
}


@pytest.fixture(scope="module")
def example() -> Read:
    """The example's files."""
    return read(load())


def sample(pattern: str, digit: str = "2") -> str:
    """A number that fits `pattern`."""
    return "".join({"X": digit, "Z": digit, "N": digit, ".": digit * 6}.get(c, c) for c in pattern)


def plan_of(found: Read, line: str) -> str:
    """The context of what a line may call."""
    steps = found.plan.contexts["line"].extens[line.replace("-", "_")]
    return next(s.args for s in steps if s.args.startswith("TONALITE_PLAN=")).removeprefix("TONALITE_PLAN=")


# ------------------------------------------------------------------ who may dial what


def test_each_number_goes_out_or_is_refused_by_the_class_of_its_finest_pattern(example: Read) -> None:
    """For every line and every pattern of the plan: open classes leave, closed ones do not."""
    estate = load()
    patterns = {p: c.id for c in estate.country.classes for p in c.patterns}
    emergency = {n.number for n in estate.country.emergency}
    for line in estate.lines:
        context = plan_of(example, line.id)
        for pattern, digit in product(patterns, "258"):
            number = sample(pattern, digit)
            if number in emergency or number.startswith("0033"):
                continue
            # The finest pattern that fits: the one with the fewest numbers, as open ends have the most.
            finest = min((p for p in patterns if fits(number, p)), key=lambda p: (p.endswith("."), p.count("X")))
            step = example.plan.first(context, number)
            assert step is not None, number
            refused = step.args.startswith("refused,")
            assert refused == (patterns[finest] not in line.permissions), (line.id, number)
            assert refused or step.args.startswith(("dial-out,", "dial-short,"))


def test_every_phone_has_its_line_and_all_that_follows_from_it(example: Read) -> None:
    """The phone says who it is; the dialplan knows the rest: permissions, mailbox, number shown, name."""
    estate = load()
    for endpoint in estate.endpoints:
        said = dict(v.split("=") for v in example.pjsip.all("endpoint")[endpoint.account]["set_var"])
        first = estate.endpoints_of_phone[endpoint.phone.id][0]
        assert (said["TONALITE_PHONE"], said["TONALITE_FIRST"]) == (endpoint.account, first.account)
        assert (said["TONALITE_OWN"], said["TONALITE_AT"]) == (endpoint.line.id, endpoint.site.id)
        assert endpoint.emergency is not None
        assert said["TONALITE_SITE"] == endpoint.emergency.digits
        context = example.pjsip.one("endpoint", endpoint.account, "context")
        assert said["TRANSFER_CONTEXT"] == context == f"from-phones-{endpoint.site.id}"
        assert example.plan.contexts[context].includes == [f"emergency-{endpoint.site.id}", "parkedcalls", "calls"]
        steps = [s.args for s in example.plan.contexts["line"].extens[endpoint.line.id.replace("-", "_")]]
        shown = endpoint.line.presented.digits if endpoint.line.presented else "${TONALITE_SITE}"
        assert f"shown,{shown},1" in steps
        box = endpoint.line.mailbox
        assert f"TONALITE_MAILBOX={estate.mailbox[box].extension if box else ''}" in steps
        assert f"CALLERID(num)={endpoint.line.extension}" in steps


def test_a_closed_class_inside_an_open_one_stays_closed() -> None:
    estate = load()
    wide = replace(estate.country.classes[0], id="all", patterns=("0XXXXXXXXX",), default=True)
    country = replace(estate.country, classes=(wide, *(c for c in estate.country.classes if c.id == "surcharged")))
    lines = {x.id: replace(x, permissions=frozenset({"all"})) for x in estate.lines}
    endpoints = tuple(replace(e, line=lines[e.line.id]) for e in estate.endpoints)
    found = read(replace(estate, country=country, lines=tuple(lines.values()), endpoints=endpoints))
    step = found.plan.first(plan_of(found, "thomas"), "0899123456")
    assert step is not None
    assert step.args.startswith("refused,")


def test_emergency_numbers_come_first_for_everybody_and_show_the_site(example: Read) -> None:
    estate = load()
    for endpoint in estate.endpoints:
        assert endpoint.emergency is not None
        context = example.pjsip.one("endpoint", endpoint.account, "context")
        for number in estate.country.emergency:
            step = example.plan.first(context, number.number)
            assert step is not None
            assert step.args == f"emergency.by-ovh,{number.number},1({endpoint.emergency.digits})"
    dials = [s.args for s in example.plan.contexts["emergency.by-ovh"].extens["_X."] if s.app == "Dial"]
    assert dials == ["PJSIP/${EXTEN}@trunk-ovh,,i", "PJSIP/trunk-ovh/sip:${EXTEN}@siptrunk.ovh.net,,i"]
    limits = [s for s in example.plan.contexts["emergency.by-ovh"].extens["_X."] if "GROUP_COUNT" in s.args]
    assert limits == []


def test_own_country_dialled_the_long_way_needs_the_permission_of_the_number(example: Read) -> None:
    for context in ("outbound", "outbound.international"):
        step = example.plan.first(context, "0033899123456")
        assert step is not None
        assert step.args == "0${FILTER(0-9,${EXTEN:4})},1"
    step = example.plan.first("outbound", "+33899123456")
    assert step is not None
    assert step.args == "00${FILTER(0-9,${EXTEN:1})},1"


def test_plans_have_names_of_their_own() -> None:
    estate = load()
    default = frozenset(c.id for c in estate.country.classes if c.default)
    made = {
        outbound_context(estate.country, permissions)
        for permissions in (default, default | {"international"}, default - {"mobile"}, default | {"surcharged"})
    }
    assert len(made) == 4
    many = tuple(replace(estate.country.classes[0], id=f"class-number-{i}", default=False) for i in range(9))
    country = replace(estate.country, classes=many)
    long = {outbound_context(country, frozenset(c.id for c in many[:n])) for n in range(10)}
    assert len(long) == 10
    assert max(map(len, long)) <= CONTEXT_MOST
    assert emergency_order("x") != emergency_order("")


# ------------------------------------------------------------------ from outside


def test_every_spelling_of_every_number_is_known_and_nothing_else(example: Read) -> None:
    estate = load()
    for number in estate.numbers:
        for spelling in spellings(estate.country, number.number.e164):
            step = example.plan.first("from-trunk-ovh", spelling)
            assert step is not None, spelling
            assert step.args == f"numbers,{number.number.digits},1"
    known = example.plan.contexts["numbers-of-ovh"].extens
    assert len(known) == 4 * len(estate.numbers)
    for stranger in ("0199000999", "1001", "112", "0639980001", "*98", "00447700900123"):
        assert example.plan.find("from-trunk-ovh", stranger) is None


def test_outside_callers_reach_neither_a_trunk_nor_somebodys_messages(example: Read) -> None:
    """Only what a phone of the house has set, and contacts that the source names, lead on to a trunk."""
    reached = example.plan.reach("from-trunk-ovh", forwards=False)
    assert not example.plan.reaches_trunk("from-trunk-ovh", forwards=False)
    assert not {c for c in reached if c.startswith(("from-phones", "outbound", "dial-", "emergency"))}
    reached = example.plan.reach("from-trunk-ovh")
    assert not reached & {"features", "calls", "dialled", "outside", "caller", "line"}
    assert not {c for c in reached if c.startswith(("from-phones", "emergency"))}
    assert not example.plan.reaches_trunk("default")
    assert not example.plan.reaches_trunk("visitors", forwards=False)
    assert example.plan.reaches_trunk("from-phones-siege")


def test_account_that_is_no_number_is_an_extension_and_falls_back_to_the_only_number() -> None:
    estate = load()
    trunk = replace(estate.trunks[0], account="_xlogin-1")
    one = replace(estate, trunks=(trunk,), numbers=estate.numbers[:1])
    found = read(one)
    assert found.plan.find("from-trunk-ovh", "_xlogin1") == ("from-trunk-ovh", "_[_][x][l][o][g][i][n]-1")
    assert found.plan.contexts["from-trunk-ovh"].extens["s"][-1].args == "numbers,33199000100,1"
    many = read(replace(estate, trunks=(trunk,)))
    assert many.plan.contexts["from-trunk-ovh"].extens["s"][-1].args == "unknown,s,1"


def test_numbers_ring_where_the_source_says(example: Read) -> None:
    estate = load()
    for number in estate.numbers:
        steps = example.plan.contexts["numbers"].extens[number.number.digits]
        context = "mailboxes" if number.to.kind is Kind.MAILBOX else "internal"
        assert steps[-1].args == f"{context},{estate.extension_of(number.to)},1"
        assert any(s.args == f"schedule-{number.schedule},s,1" for s in steps) == (number.schedule is not None)
        if number.closed is not None:
            assert any(f'!= "open"]?mailboxes,{estate.extension_of(number.closed)},1' in s.args for s in steps)


def test_hours_are_half_open_and_closures_have_a_year(example: Read) -> None:
    steps = example.plan.contexts["schedule-bureau"].extens["s"]
    spans = [s.args for s in steps if s.app == "GotoIfTime"]
    assert spans == [
        "09:00-12:29,mon-fri,*,*,Europe/Paris?open",
        "14:00-17:59,mon-thu,*,*,Europe/Paris?open",
        "14:00-16:59,fri,*,*,Europe/Paris?open",
    ]
    closed = [s.args for s in steps if s.app == "GotoIf"]
    assert "$[${today} >= 20270809 & ${today} <= 20270820]?closed" in closed
    assert [s.args for s in steps if s.app == "Return"] == ["closed", "open"]


def test_hours_up_to_midnight_and_one_day_of_closure() -> None:
    estate = load()
    hours = (OpenHours(6, 6, "00:00", "24:00"), OpenHours(5, 6, "08:00", "09:00"))
    day = date(2028, 2, 29)
    schedule = replace(estate.schedules[0], hours=hours, closures=((day, day),))
    steps = read(replace(estate, schedules=(schedule,))).plan.contexts["schedule-bureau"].extens["s"]
    assert [s.args for s in steps if s.app == "GotoIfTime"] == [
        "00:00-23:59,sun,*,*,Europe/Paris?open",
        "08:00-08:59,sat-sun,*,*,Europe/Paris?open",
    ]
    assert any("20280229" in s.args for s in steps)


# ------------------------------------------------------------------ inside


def test_lines_and_groups_ring_their_phones_together_then_go_on(example: Read) -> None:
    estate = load()
    inside = example.plan.contexts["internal"]
    for line in estate.lines:
        devices = [f"PJSIP/{e.account}" for e in estate.endpoints_of_line[line.id]]
        state = f"Custom:DND_{line.id.replace('-', '_')}"
        assert example.plan.contexts["hints"].hints[line.extension] == [*devices, state]
        rung = [s.args for s in example.plan.contexts["phones"].extens[line.extension] if s.app == "Gosub"]
        assert rung == [f"ring,s,1({'&'.join(devices)})"]
        steps = inside.extens[line.extension]
        dial = next(s.args for s in steps if s.app == "Dial")
        assert dial == f"${{TONALITE_RING}}${{TONALITE_MORE}},{line.ring},it${{TONALITE_KEYS}}"
        ends = [s.args for s in steps if s.app == "Goto"]
        box = f"mailboxes,{estate.mailbox[line.mailbox].extension},1" if line.mailbox else None
        assert ends == ([box, box] if box else ["ended,${DIALSTATUS},1", "ended,BUSY,1"])
    steps = [f"{s.app}({s.args})" for s in inside.extens["1100"]]
    members = [f"Gosub(member,{estate.line[m].extension},1)" for m in ("yann", "samir", "malik")]
    assert steps[2:5] == members
    assert steps[-2:] == ["Dial(${TONALITE_RING}${TONALITE_MORE},25,it${TONALITE_KEYS})", "Goto(mailboxes,1099,1)"]


def test_group_in_turn_and_group_that_goes_on_to_a_line() -> None:
    estate = load()
    group = replace(estate.groups[0], strategy=Strategy.TURN, ring=15, then=Destination(Kind.LINE, "accueil"))
    found = read(replace(estate, groups=(group,)))
    members = found.plan.contexts["group-depannage"].extens
    assert {turn: steps[0].args for turn, steps in members.items()} == {
        "0": "member,1003,1",
        "1": "member,1006,1",
        "2": "member,1008,1",
    }
    steps = [s.args for s in found.plan.contexts["internal"].extens["1100"]]
    assert "${TONALITE_RING}${TONALITE_MORE},15,it${TONALITE_KEYS}" in steps
    assert steps[-1] == "internal,1000,1"
    assert not any("TURN/" in s for s in steps)
    memory = read(replace(estate, groups=(replace(group, strategy=Strategy.MEMORY),)))
    steps = [s.args for s in memory.plan.contexts["internal"].extens["1100"]]
    assert "DB(TURN/depannage)=$[(${TONALITE_TURN} + 1) % 3]" in steps
    alone = read(replace(estate, groups=(replace(group, then=None),)))
    assert alone.plan.contexts["internal"].extens["1100"][-1].args == "ended,${DIALSTATUS},1"


# ------------------------------------------------------------------ to the outside


@pytest.mark.parametrize("form", FORMATS)
def test_numbers_leave_in_the_providers_spelling(form: str) -> None:
    estate = load()
    found = read(replace(estate, trunks=(replace(estate.trunks[0], outbound_format=form),)))
    number, shown = FORMATS[form]
    gosub = [s.args for s in found.plan.contexts["dial-out"].extens["_X."] if s.app == "Gosub"]
    assert gosub == [f"trunk-ovh,{number},1"]
    caller = next(s.args for s in found.plan.contexts["trunk-ovh"].extens["_[+0-9]."] if "CALLERID(num)" in s.args)
    presented = number.replace("EXTEN", "TONALITE_PRESENTED")
    ours = "${DIALPLAN_EXISTS(numbers-of-ovh,+${TONALITE_PRESENTED},1)}"
    assert caller == f"CALLERID(num)=${{IF({ours}?{presented}:{shown})}}"


@pytest.mark.parametrize(("channels", "limit"), [(1, 1), (2, 1), (4, 3)])
def test_one_channel_is_kept_for_emergencies_where_there_are_several(channels: int, limit: int) -> None:
    estate = load()
    found = read(replace(estate, trunks=(replace(estate.trunks[0], channels=channels),)))
    steps = found.plan.contexts["trunk-ovh"].extens["_[+0-9]."]
    assert f"$[${{GROUP_COUNT(ovh@in)}} + ${{GROUP_COUNT(ovh@out)}} > {limit}]?full" in [s.args for s in steps]


def test_two_trunks_are_tried_beginning_with_that_of_the_number() -> None:
    estate = load(next(f for f in THEMES if f.name == "two_trunks"))
    found = read(estate)
    tried = [s.args.split(",")[0] for s in found.plan.contexts["dial-short"].extens["_X."] if s.app == "Gosub"]
    assert tried == ["trunk-ovh", "trunk-secours", "trunk-secours", "trunk-ovh"]
    first = [s.args for s in found.plan.contexts["emergency.by-secours"].extens["_X."] if s.app == "Dial"]
    assert [d.split(",")[0] for d in first] == [
        "PJSIP/${EXTEN}@trunk-secours",
        "PJSIP/${EXTEN}@trunk-ovh",
        "PJSIP/trunk-secours/sip:${EXTEN}@sip.secours.example",
        "PJSIP/trunk-ovh/sip:${EXTEN}@siptrunk.ovh.net",
    ]
    own = {s for n in estate.numbers if n.trunk == "ovh" for s in spellings(estate.country, n.number.e164)}
    assert set(found.plan.contexts["numbers-of-ovh"].extens) == own


def test_without_a_trunk_every_call_to_the_outside_is_congested_and_logged() -> None:
    estate = load(next(f for f in THEMES if f.name == "minimal"))
    found = read(estate)
    context = found.pjsip.one("endpoint", estate.endpoints[0].account, "context")
    assert not found.plan.reaches_trunk(context)
    assert found.pjsip.all("registration") == {}
    emergency = found.plan.first(context, "112")
    assert emergency is not None
    assert emergency.args == "emergency.without,112,1()"
    for name, exten in (("emergency.without", "_X."), ("no-trunk", "_[+0-9].")):
        apps = [s.app for s in found.plan.contexts[name].extens[exten]]
        assert "Log" in apps
        assert "Congestion" in apps

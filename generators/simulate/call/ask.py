"""A question as typed on the command line, understood: who calls, what number, how things stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches

from generators.estate.estate import Estate
from generators.estate.telephony import Endpoint
from generators.simulate.call import desks
from generators.simulate.call.codes import why_not
from generators.simulate.call.numbers import DIALLED, clean
from generators.simulate.call.records import Call, Caller, State, When

STATES = (
    *(w.value for w in When), "dnd", "night", "busy", "away", "login", "answers", "last", "press",
)  # fmt: skip
USAGE = {
    **{w.value: f"{w.value}:LINE=NUMBER" for w in When},
    "login": "login:PERSON@PHONE",
    "last": "last:GROUP=MEMBER",
    "press": "press:MENU=DIGIT",
}
ANONYMOUS = ("", "anonymous")


class Unknown(ValueError):
    """Something in a question does not exist or cannot be; the text is one line with the way out."""


def question(
    estate: Estate,
    caller: str,
    number: str,
    at: datetime,
    states: Iterable[str] = (),
    down: Iterable[str] = (),
    full: Iterable[str] = (),
    shown: str = "",
) -> Call:
    """The call that the words mean. `at` has a time zone; `shown` is the number of a caller from outside.

    Raises Unknown.
    """
    state = state_of(estate, states, down, full)
    who = caller_of(estate, state, caller, shown)
    account = who.trunk is not None and number == who.trunk.account
    dialled = number if account else clean(number)
    if not account and not DIALLED.match(dialled):
        raise Unknown(f"'{number}' is no number to dial{_extension(estate, number)}")
    if who.trunk is None and shown:
        raise Unknown("--caller is for calls from outside: --from one of the trunks")
    return Call(who, dialled, at, state)


def _extension(estate: Estate, word: str) -> str:
    tables = (estate.lines, estate.groups, estate.menus, estate.conferences, estate.mailboxes)
    known = {thing.id: thing.extension for things in tables for thing in things}
    found = word if word in known else next(iter(get_close_matches(word, known, 1, 0.6)), None)
    return f"; {found} has the extension {known[found]}" if found else "; digits, * and # make one, or + and digits"


def near(what: str, name: str, known: Collection[str]) -> Unknown:
    """The error for a name that does not exist, with the nearest one that does."""
    if not known:
        return Unknown(f"no {what} '{name}': the source has none")
    match = get_close_matches(name, sorted(known), 1, 0)
    return Unknown(f"no {what} '{name}'; the nearest is '{match[0]}'" if match else f"no {what} '{name}'")


def _must(what: str, name: str, known: Collection[str]) -> str:
    if name not in known:
        raise near(what, name, known)
    return name


# ---- who calls


def caller_of(estate: Estate, state: State, word: str, shown: str = "") -> Caller:
    """`PERSON` or another line, `PHONE`, `PHONE/LINE` or `TRUNK`; a line before a phone before a trunk."""
    phone, slash, line = word.partition("/")
    if slash:
        _must("phone", phone, estate.phone)
        for endpoint in estate.endpoints_of_phone[phone]:
            if endpoint.line.id == line:
                return desks.from_phone(estate, state, endpoint)
        raise near(f"line on {phone}", line, [e.line.id for e in estate.endpoints_of_phone[phone]])
    if word in estate.line:
        return _from_line(estate, state, word)
    if word in estate.phone:
        return desks.from_phone(estate, state, _first(estate, word))
    if word in estate.trunk:
        if shown not in ANONYMOUS and not DIALLED.match(clean(shown)):
            raise Unknown(f"'{shown}' is no caller's number; write +33…, 0… or anonymous")
        return desks.from_outside(estate, estate.trunk[word], "" if shown in ANONYMOUS else clean(shown))
    raise near("person, line, phone or trunk", word, {*estate.line, *estate.phone, *estate.trunk})


def _first(estate: Estate, phone: str) -> Endpoint:
    found = estate.endpoints_of_phone[phone]
    if not found:
        raise Unknown(f"{phone} has no line to call with")
    return found[0]


def _from_line(estate: Estate, state: State, line: str) -> Caller:
    """A person at the desk where they are logged in, else at the phone of the line that is registered and has it on
    the lowest button."""
    for phone, guest in desks.guests(state).items():
        if guest == line:
            return desks.from_phone(estate, state, _first(estate, phone))
    callers = [
        desks.from_phone(estate, state, e) for e in sorted(estate.endpoints_of_line[line], key=lambda e: e.button)
    ]
    own = [c for c in callers if c.line is not None and c.line.id == line and c.endpoint is not None]
    there = [c for c in own if c.endpoint is not None and c.endpoint.phone.id not in state.away]
    if own:
        return (there or own)[0]
    hint = f"; log in on one: --state login:{line}@PHONE" if estate.line[line].login is not None else ""
    raise Unknown(f"{line} has no phone to call from{hint}")


# ---- how things stand


def state_of(estate: Estate, states: Iterable[str], down: Iterable[str] = (), full: Iterable[str] = ()) -> State:
    """The State that the words of --state, --down and --full mean."""
    state = State()
    for word in states:
        state = _add(estate, state, word)
    for word in down:
        state = _break(estate, state, word)
    for word in full:
        kind, _, name = word.partition(":")
        if kind != "trunk":
            raise Unknown(f"--full {word}: only a trunk can be full; write trunk:NAME")
        state = replace(state, full=state.full | {_must("trunk", name, estate.trunk)})
    return state


def _add(estate: Estate, state: State, word: str) -> State:
    kind, _, rest = word.partition(":")
    _must("state", kind, STATES)
    if kind in set(When):
        return _forwarded(estate, state, When(kind), *_pair(kind, rest, "="))
    if kind == "login":
        person, phone = _pair(kind, rest, "@")
        _must("person", person, estate.person)
        if estate.line[person].login is None:
            raise Unknown(f"{person} may not log in on other phones; hot_desk: true opens it")
        _first(estate, _must("phone", phone, estate.phone))
        return replace(state, logins=(*state.logins, (person, phone)))
    if kind == "last":
        group, member = _pair(kind, rest, "=")
        _must("member", member, estate.group[_must("group", group, estate.group)].members)
        return replace(state, last=(*state.last, (group, member)))
    if kind == "press":
        menu, digit = _pair(kind, rest, "=")
        _must("choice", digit, [d for d, _ in estate.menu[_must("menu", menu, estate.menu)].choices])
        return replace(state, pressed=(*state.pressed, (menu, digit)))
    if not rest:
        raise Unknown(f"--state {word}: of what? write {kind}:NAME")
    if kind == "dnd":
        return replace(state, dnd=state.dnd | {_must("line", rest, estate.line)})
    if kind == "night":
        if not estate.schedule[_must("schedule", rest, estate.schedule)].night:
            raise Unknown(f"schedule {rest} has no night mode; night: gives it a code")
        return replace(state, night=state.night | {rest})
    if kind == "busy":
        return replace(state, busy=state.busy | {_must("line or phone", rest, {*estate.line, *estate.phone})})
    _must("phone", rest, estate.phone)
    return (
        replace(state, away=state.away | {rest}) if kind == "away" else replace(state, answers=state.answers | {rest})
    )


def _pair(kind: str, rest: str, sign: str) -> tuple[str, str]:
    first, found, second = rest.partition(sign)
    if not found or not first or not second:
        raise Unknown(f"--state {kind}:{rest}: write {USAGE[kind]}")
    return first, second


def _forwarded(estate: Estate, state: State, when: When, line: str, number: str) -> State:
    dialled = clean(number)
    owner = estate.line[_must("line", line, estate.line)]
    if why := why_not(estate, owner, dialled):
        raise Unknown(f"--state {when.value}:{line}={number}: {why}")
    return replace(state, forwards=(*state.forwards, (when, line, dialled)))


def _break(estate: Estate, state: State, word: str) -> State:
    kind, _, name = word.partition(":")
    if word == "pbx":
        return replace(state, pbx_down=True)
    if kind == "trunk":
        return replace(state, trunks_down=state.trunks_down | {_must("trunk", name, estate.trunk)})
    if kind == "link":
        return replace(state, links_down=state.links_down | {_must("link", name, estate.link)})
    if kind == "site":
        return replace(state, sites_down=state.sites_down | {_must("site", name, estate.site)})
    raise Unknown(f"--down {word}: write trunk:NAME, link:NAME, site:NAME or pbx")

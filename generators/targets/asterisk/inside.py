"""The inner half of `extensions.conf`: lines, groups, menus, conferences, mailboxes.

A call from outside may enter everything here. The ways out are two: a contact that the source names, and a forward that
a phone of the house has set (`moved`, within what its line may call).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.telephony import Destination, Group, Line, Menu, Strategy
from generators.targets.asterisk import names
from generators.targets.asterisk.dialects import Dialect

# Characters of all devices that ring together: what two variables hold, filled by chunks (see [ring] in the template).
# A variable gives no more than 4095 characters (VAR_BUF_SIZE, include/asterisk/pbx.h; seen with 16 and 22).
RING_MOST = 7500
CHUNK_MOST = 500
BY_STATUS = "ended,${DIALSTATUS},1"
GREETING = "vm-enter-num-to-call"  # of the core sounds, in English as in French


@dataclass(frozen=True)
class LineView:
    """A line. `key` is its id as an extension, `plan` what it may call, `devices` its phones joined by `&` in chunks,
    `phones` accounts and devices one by one (where hot desks make them differ by the hour).

    `always`, `busy` and `no_answer` are the arguments of the subroutine `moved`; `end` and `end_busy` where a call goes
    that nobody takes. `mailbox` is empty or an extension; `hidden` is `1` or empty; `shown` the digits of the number
    that its calls present, or an expression for that of the phone's site, or nothing without trunks. `login` holds the
    key of a line whose person may log in elsewhere. `teams` and `sites` say who may take its calls.
    """

    exten: str
    id: str
    key: str
    title: str
    name: str
    plan: str
    ring: int
    hints: tuple[str, ...]
    devices: tuple[str, ...]
    phones: tuple[tuple[str, str], ...]
    desks: tuple[str, ...]
    always: str
    busy: str
    no_answer: str
    end: str
    end_busy: str
    mailbox: str
    hidden: str
    teams: tuple[str, ...]
    team_list: str
    sites: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class GroupView:
    """A group. A step for each member adds what rings for it: either all of `together`, then one Dial (`together_once`
    holds its extension), or one of `turns` at a time, counted from 0, in a context (`in_turn`) of their own.

    `memory` holds the group's id where the first to ring changes. `options` are those of Dial.
    """

    exten: str
    title: str
    together: tuple[str, ...]
    together_once: tuple[str, ...]
    in_turn: tuple[str, ...]
    turns: tuple[tuple[int, str], ...]
    count: int
    memory: tuple[str, ...]
    ring: int
    options: str
    then: str


@dataclass(frozen=True)
class MenuView:
    """A menu: `choices` are (digit, where to)."""

    exten: str
    title: str
    context: str
    greeting: str
    choices: tuple[tuple[str, str], ...]
    wait: int
    repeats: int
    then: str


@dataclass(frozen=True)
class Room:
    """A conference room, by the name of its profiles in confbridge.conf."""

    exten: str
    title: str
    name: str


@dataclass(frozen=True)
class ContactView:
    """A number outside that calls may be sent to: digits with country code."""

    digits: str
    title: str


@dataclass(frozen=True)
class Box:
    """A voicemail box. `dialled` holds its extension if it is dialled as such (a person's is the line's)."""

    exten: str
    title: str
    dialled: tuple[str, ...]


def lines(estate: Estate, dialect: Dialect) -> tuple[LineView, ...]:
    """Each line: all its phones ring together; then its forward, its mailbox, or the caller learns how it ended."""
    return tuple(_line(estate, dialect, line) for line in estate.lines)


def _line(estate: Estate, dialect: Dialect, line: Line) -> LineView:
    endpoints = estate.endpoints_of_line[line.id]
    phones = {e.account: dialect.device(names.plain(e.account)) for e in endpoints}
    devices = _joined(phones.values(), line.id)
    chunks = () if hot_desks(estate) else _chunks(phones.values())
    key, forwards = names.key(line.id), line.forwards
    plan = names.outbound_context(estate.country, line.permissions)
    box = estate.mailbox[line.mailbox].extension if line.mailbox is not None else ""
    shown = (line.presented.digits if line.presented else "${TONALITE_SITE}",) if estate.trunks else ()
    return LineView(
        exten=line.extension,
        id=line.id,
        key=key,
        title=names.words(line.title, line.extension),
        name=names.words(line.title, line.extension)[:30].strip(),
        plan=plan,
        ring=line.ring,
        hints=(f"{devices}&Custom:DND_{key}",) if devices else (),
        devices=chunks,
        phones=tuple(phones.items()) if hot_desks(estate) else (),
        desks=(line.id,) if line.login is not None else (),
        always=_moved(estate, "FWD_ALWAYS", line, plan, forwards.always),
        busy=_moved(estate, "FWD_BUSY", line, plan, forwards.busy),
        no_answer=_moved(estate, "FWD_NO_ANSWER", line, plan, forwards.no_answer),
        end=f"mailboxes,{box},1" if box else BY_STATUS,
        end_busy=f"mailboxes,{box},1" if box else "ended,BUSY,1",
        mailbox=box,
        hidden="1" if line.hidden else "",
        teams=line.pickup,
        team_list=",".join(line.pickup),
        sites=tuple(sorted({e.site.id for e in endpoints})),
        shown=shown,
    )


def hot_desks(estate: Estate) -> bool:
    """Whether anybody may log in on another's phone."""
    return any(line.login is not None for line in estate.lines)


def _moved(estate: Estate, kind: str, line: Line, plan: str, to: Destination | None) -> str:
    """The arguments of `moved`: which forward of which line, what the line may call, and where the source sends it."""
    target = names.target(estate, to).removesuffix(",1") if to is not None else ","
    return f"{kind},{line.id},{plan},{target}"


def groups(estate: Estate, dialect: Dialect) -> tuple[GroupView, ...]:
    """Each group: its members' phones together, or one member after the other, then its `then`."""
    return tuple(_group(estate, dialect, group) for group in estate.groups)


def _group(estate: Estate, dialect: Dialect, group: Group) -> GroupView:
    members = tuple(_member(estate, m) for m in group.members)
    together = group.strategy is Strategy.ALL
    if together:
        rung = [e.account for m in group.members if m in estate.line for e in estate.endpoints_of_line[m]]
        _joined((dialect.device(account) for account in rung), group.id)
    # A number outside must not transfer our call by keys: Dial's options hold for all that it rings.
    outside = any(m in estate.contact for m in group.members)
    return GroupView(
        exten=group.extension,
        title=names.words(group.title, group.extension),
        together=members if together else (),
        together_once=(group.extension,) if together else (),
        in_turn=() if together else (names.group_context(group.id),),
        turns=() if together else tuple(enumerate(members)),
        count=len(members),
        memory=(group.id,) if group.strategy is Strategy.MEMORY else (),
        ring=group.ring,
        options="i" if outside else "it${TONALITE_KEYS}",
        then=names.target(estate, group.then) if group.then is not None else BY_STATUS,
    )


def _member(estate: Estate, member: str) -> str:
    if member in estate.contact:
        device = f"Local/{estate.contact[member].number.digits}@contacts/n"
        return f"Gosub(ring,s,1({device}))"
    return f"Gosub(member,{estate.line[member].extension},1)"


def _joined(devices: Iterable[str], what: str) -> str:
    text = "&".join(dict.fromkeys(devices))
    if len(text) > RING_MOST:
        raise ValueError(f"{what} rings more phones than Asterisk dials at once (TON434)")
    return text


def _chunks(devices: Iterable[str]) -> tuple[str, ...]:
    out: list[str] = []
    for device in devices:
        if out and len(out[-1]) + 1 + len(device) <= CHUNK_MOST:
            out[-1] += f"&{device}"
        else:
            out.append(device)
    return tuple(out)


def menus(estate: Estate) -> tuple[MenuView, ...]:
    """Each menu."""
    return tuple(_menu(estate, menu) for menu in estate.menus)


def _menu(estate: Estate, menu: Menu) -> MenuView:
    return MenuView(
        exten=menu.extension,
        title=names.words(menu.title, menu.extension),
        context=names.menu_context(menu.id),
        greeting=menu.greeting or GREETING,
        choices=tuple((digit, names.target(estate, to)) for digit, to in menu.choices),
        wait=menu.wait,
        repeats=menu.repeats,
        then=names.target(estate, menu.then) if menu.then is not None else "ended,NOANSWER,1",
    )


def rooms(estate: Estate) -> tuple[Room, ...]:
    """Each conference room."""
    return tuple(Room(c.extension, names.words(c.title, c.extension), names.room(c.id)) for c in estate.conferences)


def contacts(estate: Estate) -> tuple[ContactView, ...]:
    """The numbers outside, each once."""
    found = {c.number.digits: names.words(c.title, c.id) for c in reversed(estate.contacts)}
    return tuple(ContactView(digits, title) for digits, title in sorted(found.items()))


def boxes(estate: Estate) -> tuple[Box, ...]:
    """Each mailbox, sorted by extension."""
    taken = {x.extension for x in estate.lines} | {x.extension for x in estate.groups}
    return tuple(
        Box(b.extension, names.words(b.title, b.extension), () if b.extension in taken else (b.extension,))
        for b in sorted(estate.mailboxes, key=lambda b: b.extension)
    )

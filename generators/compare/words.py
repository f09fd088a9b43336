"""What a change of the source means, in sentences: who has another phone, where a number rings now.

One sentence a fact; what has no sentence of its own is named by its fields, so that nothing is left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import Any

from generators.estate.estate import Estate
from generators.estate.telephony import Destination, Endpoint, Group, Line, Number, Phone
from generators.estate.values import Origin, PhoneNumber, Secret

__all__ = ["Sentence", "sentences"]

SHORT = str | int | IPv4Address | PhoneNumber


@dataclass(frozen=True, order=True)
class Sentence:
    """`kind` and `id` of the thing of the source, and what happens to it."""

    kind: str
    id: str
    text: str


def sentences(a: Estate, b: Estate) -> tuple[Sentence, ...]:
    """Everything that changes from `a` to `b`, kind by kind, sorted by id."""
    kinds: tuple[tuple[str, Callable[[Estate], Mapping[str, Any]], _Tell], ...] = (
        ("organization", lambda e: {"organization": e.organization}, _nothing),
        ("server", lambda e: e.servers, _nothing),
        ("site", lambda e: e.site, _nothing),
        ("link", lambda e: e.link, _nothing),
        ("trunk", lambda e: e.trunk, _nothing),
        ("phone", lambda e: e.phone, _phone),
        ("person", lambda e: e.person, _nothing),
        ("line", lambda e: e.line, _line),
        ("group", lambda e: e.group, _group),
        ("mailbox", lambda e: e.mailbox, _nothing),
        ("schedule", lambda e: e.schedule, _nothing),
        ("number", lambda e: {n.number.e164: n for n in e.numbers}, _number),
    )
    out: list[Sentence] = []
    for kind, of, tell in kinds:
        old, new = of(a), of(b)
        for key in sorted(old.keys() | new.keys()):
            if kind == "line" and key in (a.person.keys() ^ b.person.keys()):
                continue  # said of the person
            texts = _life(kind, key, a, b, old.get(key), new.get(key), tell)
            out += [Sentence(kind, key, text) for text in texts]
    return tuple(out)


@dataclass(frozen=True)
class _Pair:
    """A thing of both sides that may differ."""

    a: Estate
    b: Estate
    old: Any
    new: Any


# What a kind says of two versions of a thing, and the fields that are said by it.
_Tell = Callable[[_Pair], tuple[tuple[str, ...], Iterator[str]]]


def _life(kind: str, key: str, a: Estate, b: Estate, old: Any, new: Any, tell: _Tell) -> Iterator[str]:
    if old is None:
        yield f"{_title(kind, key, new)} is new{_where(kind, key, b)}"
    elif new is None:
        yield f"{_title(kind, key, old)} is removed{_where(kind, key, a)}"
    else:
        title = _title(kind, key, old)
        told, texts = tell(_Pair(a, b, old, new))
        yield from (f"{title} {text}" for text in texts)
        yield from (f"{title}: {text}" for text in _differences(old, new, (*told, "origin")))


def _differences(old: Any, new: Any, told: tuple[str, ...] = ()) -> Iterator[str]:
    """What differs field by field: `extension 1001 becomes 1010` for short values, `other hours` for long ones."""
    for name in (field.name for field in dataclasses.fields(new) if field.name not in told):
        before, after = getattr(old, name), getattr(new, name)
        if facts(before) == facts(after):
            continue
        word = name.replace("_", " ")
        if all(isinstance(x, SHORT | None) and not isinstance(x, bool) for x in (before, after)):
            yield f"{word} {_said(before)} becomes {_said(after)}"
        elif dataclasses.is_dataclass(after) and type(before) is type(after):
            yield from (f"{word}: {text}" for text in _differences(before, after, ("origin",)))
        else:
            yield f"other {word}"


def _said(value: object) -> str:
    return "(none)" if value in (None, "") else str(value)


def _title(kind: str, key: str, thing: Any) -> str:
    if kind == "person":
        return f"{thing.name} ({thing.extension})"
    if kind == "mailbox":
        return f"mailbox {thing.title} ({thing.extension})"
    if kind in ("line", "group"):
        return f"{thing.title} ({thing.extension})"
    if kind == "phone":
        return f"{key} ({thing.model.title}, {thing.mac.colons})"
    return key if kind in ("organization", "number") else f"{kind} {key}"


def _where(kind: str, key: str, estate: Estate) -> str:
    if kind in ("person", "line"):
        seats = [_seat(e) for e in estate.endpoints_of_line[key]]
        return f", on {', '.join(seats)}" if seats else ", on no phone"
    if kind == "phone":
        return f", at {estate.phone[key].site}"
    if kind == "number":
        number = next(n for n in estate.numbers if n.number.e164 == key)
        return f", rings {_end(estate, number.to)}"
    return ""


def _seat(endpoint: Endpoint) -> str:
    return endpoint.phone.id if endpoint.button == 1 else f"{endpoint.phone.id} (button {endpoint.button})"


def _end(estate: Estate, destination: Destination | None) -> str:
    if destination is None:
        return "nothing"
    return f"{estate.title_of(destination)} ({estate.extension_of(destination)})"


def _nothing(_: _Pair) -> tuple[tuple[str, ...], Iterator[str]]:
    return (), iter(())


def _phone(pair: _Pair) -> tuple[tuple[str, ...], Iterator[str]]:
    old, new = pair.old, pair.new
    assert isinstance(old, Phone)
    assert isinstance(new, Phone)

    def texts() -> Iterator[str]:
        if old.mac != new.mac:
            yield f"is replaced by {new.mac.colons}"
        if old.model.id != new.model.id:
            yield f"becomes a {new.model.title}"
        if old.site != new.site:
            yield f"moves from {old.site} to {new.site}"
        if old.place != new.place:
            yield f"stands at '{_said(new.place)}' instead of '{_said(old.place)}'"

    return ("mac", "model", "site", "place"), texts()


def _line(pair: _Pair) -> tuple[tuple[str, ...], Iterator[str]]:
    old, new = pair.old, pair.new
    assert isinstance(old, Line)
    assert isinstance(new, Line)

    def texts() -> Iterator[str]:
        before = {(e.phone.id, e.button): _seat(e) for e in pair.a.endpoints_of_line[old.id]}
        after = {(e.phone.id, e.button): _seat(e) for e in pair.b.endpoints_of_line[new.id]}
        left = [before[k] for k in sorted(before.keys() - after.keys())]
        joined = [after[k] for k in sorted(after.keys() - before.keys())]
        if left and joined:
            yield f"moves from {', '.join(left)} to {', '.join(joined)}"
        elif joined:
            yield f"is now {'also ' if before else ''}on {', '.join(joined)}"
        elif left:
            yield f"is no longer on {', '.join(left)}"
        if more := sorted(new.permissions - old.permissions):
            yield f"may now call: {', '.join(more)}"
        if less := sorted(old.permissions - new.permissions):
            yield f"may no longer call: {', '.join(less)}"
        if old.presented != new.presented:
            yield f"presents {new.presented or 'the number of its site'} to the outside"

    # A person says title and extension.
    own = ("title", "extension") if new.person is not None else ()
    return ("permissions", "presented", *own), texts()


def _group(pair: _Pair) -> tuple[tuple[str, ...], Iterator[str]]:
    old, new = pair.old, pair.new
    assert isinstance(old, Group)
    assert isinstance(new, Group)

    def texts() -> Iterator[str]:
        if old.then != new.then:
            yield f"goes on to {_end(pair.b, new.then)} instead of {_end(pair.a, old.then)}"

        def named(estate: Estate, members: set[str]) -> str:
            return ", ".join(estate.line[m].title for m in sorted(members))

        if more := set(new.members) - set(old.members):
            yield f"is joined by {named(pair.b, more)}"
        if less := set(old.members) - set(new.members):
            yield f"is left by {named(pair.a, less)}"
        if old.members != new.members and set(old.members) == set(new.members):
            yield "rings its members in another order"

    return ("then", "members"), texts()


def _number(pair: _Pair) -> tuple[tuple[str, ...], Iterator[str]]:
    old, new = pair.old, pair.new
    assert isinstance(old, Number)
    assert isinstance(new, Number)

    def texts() -> Iterator[str]:
        if old.to != new.to:
            yield f"rings {_end(pair.b, new.to)} instead of {_end(pair.a, old.to)}"
        if old.closed != new.closed:
            yield f"rings {_end(pair.b, new.closed)} when closed instead of {_end(pair.a, old.closed)}"

    return ("to", "closed"), texts()


def facts(thing: Any) -> Any:
    """`thing` as plain comparable data, without the lines of the source; a secret is its name."""
    if isinstance(thing, Origin):
        return None
    if isinstance(thing, Secret):
        return thing.name
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {f.name: facts(getattr(thing, f.name)) for f in dataclasses.fields(thing)}
    if isinstance(thing, Mapping):
        return {key: facts(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [facts(value) for value in thing]
    return thing

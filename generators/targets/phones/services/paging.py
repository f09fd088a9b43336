"""From long lists to pages a phone takes: blocks of names by initial, and chains joined by a soft key to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from generators.targets.phones.services.objects import ENTRIES_MOST, TEXT_MOST, Entry, SoftKey, cut
from generators.targets.phones.services.texts import Words

T = TypeVar("T")
LABEL_MOST = 40  # characters of a menu row that a 7940 shows readably
DIGITS = "0"  # stands for every beginning that is not a letter


def initial(name: str) -> str:
    """The letter a name is found under, in upper case; `DIGITS` for a name that begins with none."""
    first = next((c for c in name if c.isalnum()), DIGITS)
    return first.upper() if first.isalpha() else DIGITS


def order(entry: Entry) -> tuple[str, str, str]:
    """How entries follow one another: by initial, then by name whatever its case, then by number."""
    return initial(entry.name), entry.name.lstrip(" .'+_-").casefold(), entry.number


def blocks(entries: Sequence[Entry]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """`entries` in their order, as blocks of at most 32, each with its label: `A - F`, `G 1/2: Gallet - Garnier`.

    Initials stay whole, and several share a block while they fit. An initial with more entries has blocks of
    its own, numbered, and named by their first and last entry.
    """
    waiting: list[Entry] = []
    for _, group in groupby(sorted(entries, key=order), key=lambda entry: initial(entry.name)):
        same = list(group)
        if waiting and len(waiting) + len(same) > ENTRIES_MOST:
            yield _initials(waiting), tuple(waiting)
            waiting = []
        if len(same) > ENTRIES_MOST:
            parts = chunks(same, ENTRIES_MOST)
            for number, part in enumerate(parts, 1):
                yield _names(part, f"{_initials(part)} {number}/{len(parts)}: "), part
        else:
            waiting += same
    if waiting:
        yield _initials(waiting), tuple(waiting)


def _initials(entries: Sequence[Entry]) -> str:
    ends = ["0-9" if i == DIGITS else i for i in (initial(entries[0].name), initial(entries[-1].name))]
    return " - ".join(dict.fromkeys(ends))


def _names(entries: Sequence[Entry], start: str) -> str:
    most = (LABEL_MOST - len(start) - 3) // 2
    return start + " - ".join(cut(entry.name, most) for entry in (entries[0], entries[-1]))


def chunks(things: Sequence[T], most: int) -> list[tuple[T, ...]]:
    """`things` in parts of at most `most`."""
    return [tuple(things[at : at + most]) for at in range(0, len(things), most)]


def texts(lines: Sequence[str]) -> list[str]:
    """`lines` as texts that a phone shows, cut between lines; each line fits one."""
    out: list[str] = []
    for line in lines:
        if out and len(out[-1]) + 1 + len(line) <= TEXT_MOST:
            out[-1] += "\n" + line
        else:
            out.append(line)
    return out


def page_name(name: str, number: int) -> str:
    """The file of page `number` (from 1) of a chain: `sites.xml`, `sites-2.xml`."""
    return f"{name}.xml" if number == 1 else f"{name}-{number}.xml"


def chain(
    name: str, parts: Sequence[T], own: Sequence[SoftKey], w: Words, url: Callable[[str], str], always: bool
) -> Iterator[tuple[str, str, tuple[SoftKey, ...], T]]:
    """File, prompt, soft keys and part of each page of a chain.

    Soft keys are `own` and one to the next page. `always`: also on an only page, which else keeps the phone's.
    """
    for number, part in enumerate(parts, 1):
        keys = tuple(own) if always or len(parts) > 1 else ()
        if number < len(parts):
            keys += (SoftKey(w("key_next"), url(page_name(name, number + 1))),)
        prompt = w("page", number=number, total=len(parts)) if len(parts) > 1 else ""
        yield page_name(name, number), prompt, keys, part

"""Where rules of ours stand among the router's own: behind them, but before the first that would decide for one.

Among rules that are tried in order the first match wins. Our rules let through what telephony needs and nothing else,
so they go before a rule that would stop all of it (or send it elsewhere); a rule that stops only part of it, such as
a list of bad addresses, keeps its place above. Our block of everything else from phones stands last: what the router
lets phones do besides is its administrator's own decision. Groups (interfaces) do not disturb each other, so what an
interface's rules already say in the right order is left where it is in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generators.targets.pfsense.merge.document import Node
from generators.targets.pfsense.write import Element


@dataclass(frozen=True)
class Wanted:
    """An entry that is wanted: its identity, its group, and what to write; `last` stands below all foreign ones."""

    identity: str
    group: str
    element: Element
    last: bool = False


@dataclass(frozen=True)
class Order:
    """The order of a list: nodes of the file and elements to write; `moved` are identities that change their place."""

    items: tuple[Node | Element, ...]
    moved: tuple[str, ...]


def order(
    there: Sequence[Node],
    owned: Mapping[str, Node],
    wanted: Sequence[Wanted],
    group_of: Callable[[Node], str],
    decides: Callable[[Node, Element], bool],
    content: Callable[[Wanted, Node | None], Node | Element],
) -> Order:
    """Put `wanted` among the foreign entries of `there`.

    `decides(foreign, ours)` says whether a foreign entry would decide in the place of ours, `content` gives what is
    written for an entry: the node there is, or a new element.
    """
    identity_of = {node: identity for identity, node in owned.items()}
    before: dict[Node, list[Wanted]] = {}
    behind: dict[Node, list[Wanted]] = {}
    at_end: list[Wanted] = []
    in_place: dict[str, Wanted] = {}
    moved: list[str] = []
    for group in dict.fromkeys(w.group for w in wanted):
        foreign = [n for n in there if n not in identity_of and group_of(n) == group]
        mine = [w for w in wanted if w.group == group]
        first, last = [w for w in mine if not w.last], [w for w in mine if w.last]
        at = next((f for f in foreign if any(decides(f, w.element) for w in first)), None)
        names = {w.identity for w in mine}
        of_group: list[Node | str] = [identity_of.get(n, n) for n in there if group_of(n) == group]
        now = [x for x in of_group if isinstance(x, Node) or x in names]
        index = foreign.index(at) if at is not None else len(foreign)
        then: list[Node | str] = [*foreign[:index], *(w.identity for w in first), *foreign[index:]]
        then += [w.identity for w in last]
        if now == then:
            in_place |= {w.identity: w for w in mine}
            continue
        moved += _moved(now, then)
        if at is not None:
            before[at] = first
            behind[foreign[-1]] = last
        elif foreign:
            behind[foreign[-1]] = mine
        else:
            at_end += mine
    items: list[Node | Element] = []
    for node in there:
        identity = identity_of.get(node)
        if identity is None:
            items += [content(w, owned.get(w.identity)) for w in before.get(node, ())]
            items.append(node)
            items += [content(w, owned.get(w.identity)) for w in behind.get(node, ())]
        elif identity in in_place:
            items.append(content(in_place[identity], node))
    return Order(tuple(items + [content(w, owned.get(w.identity)) for w in at_end]), tuple(moved))


def _moved(now: Sequence[Node | str], then: Sequence[Node | str]) -> list[str]:
    """The identities that stand between other neighbours afterwards; what is new or goes does not count."""
    old, new = [x for x in now if x in then], [x for x in then if x in now]
    if old == new:
        return []
    out = [x for x in new if isinstance(x, str) and _above(old, x) != _above(new, x)]
    return out or [x for x in new if isinstance(x, str)]


def _above(entries: Sequence[Node | str], identity: str) -> list[Node]:
    """The foreign entries above an entry of ours."""
    return [x for x in entries[: entries.index(identity)] if isinstance(x, Node)]

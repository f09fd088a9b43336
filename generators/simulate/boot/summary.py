"""Two parts of a story told from the whole: which firmware would run, and which settings rule."""

from __future__ import annotations

from collections.abc import Iterable

from generators.simulate.boot.flat import Given
from generators.simulate.boot.kinds import shown
from generators.simulate.boot.story import Request, Setting, State
from generators.simulate.boot.xml import Document


def firmware(load: str, requests: Iterable[Request], state: State) -> str:
    """What happens to the load that the files name, empty when none does."""
    if not load:
        return "no file names a load: the phone keeps what it has"
    if any(r.found and r.name == f"{load}.loads" for r in requests):
        return f"{load}: {load}.loads is there, the phone loads it if it runs another"
    if state is State.FACTORY:
        return f"{load} is named, {load}.loads is not there: the phone does not get it"
    return f"{load} is named, {load}.loads is not there: the phone keeps the image it has"


def settings(held: dict[str, Given], document: Document | None) -> tuple[Setting, ...]:
    """Every value in effect and its place: of the .cnf files, or of the document with repeated elements counted."""
    values = dict(held)
    if document:
        many = tuple(f"{path}/" for path in document.repeated)
        values = {k: v for k, v in document.values.items() if not k.startswith(many)}
        for path, nodes in document.repeated.items():
            for number, node in enumerate(nodes, 1):
                values |= {f"{path}[{number}]/{k}": v for k, v in node.values.items()}
    return tuple(Setting(k, shown(k, v.value), v.file, v.line) for k, v in values.items())

"""Parts of a story told from the whole: which firmware would run, which settings rule, what a way between loads is."""

from __future__ import annotations

from generators.simulate.boot.flat import Given
from generators.simulate.boot.kinds import shown
from generators.simulate.boot.loads import Upgrade, protocol
from generators.simulate.boot.story import Setting, State
from generators.simulate.boot.xml import Document


def firmware(load: str, there: bool, state: State, running: str, flat: bool, way: Upgrade | None) -> str:
    """What happens to the load that the files name (empty when none does); `there` says its `.loads` was found."""
    if not load:
        return "no file names a load: the phone keeps what it has"
    if state is State.CURRENT or running == load:
        if there:
            return f"runs {load}; its files are on the server, for phones that run another load"
        return f"runs {load}; its files are not on the server, which only a phone on another load would mind"
    start = f"from {running} to" if running else "loads"
    if not there:
        stays = f"stays on {running}" if running else "does not get it"
        text = f"{start} {load}: {load}.loads is not there, the phone {stays}"
    else:
        text = f"{start} {load}"
    if protocol(running) not in ("", protocol(load)):
        text += f", which changes it from {protocol(running)} to {protocol(load)}"
        if flat:
            text += " in two stages: the TFTP address must come by DHCP (else: Protocol Application Invalid)"
    return f"{text}; {_way(way)}" if state is State.OTHER else text


def _way(way: Upgrade | None) -> str:
    if way is None:
        return "whether a document joins the two was not looked up"
    if way.steps:
        return f"by way of {', '.join(way.steps)}: {way.note}"
    if way.documented:
        return f"in one step: {way.note}"
    return f"no document joins the two ({way.note}): it may refuse or reload for ever, try one phone first"


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

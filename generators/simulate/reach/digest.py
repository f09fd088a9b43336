"""The table as people read it: what is needed or passes row by row, and all that is dropped in a few lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generators.simulate.reach.intended import Need
from generators.simulate.reach.table import Row


@dataclass(frozen=True)
class Line:
    """A line of a site's table. Lines of what is put up with, and `rest` lines, gather several destinations.

    `rest` lines hold what is neither needed nor let through: `service` lists the named services among it, and
    `ports` is empty because it is all of them that no other line names.
    """

    source: str
    destination: str
    service: str
    protocol: str
    ports: str
    need: str
    passed: bool | None
    rules: tuple[str, ...]
    breach: str
    rest: bool = False


def digest(rows: Iterable[Row], site: str) -> tuple[Line, ...]:
    """The lines of one site's table, source by source: needs and breaches, what is put up with, the rest."""
    own = [row for row in rows if row.site == site]
    sources: dict[str, list[Row]] = {}
    for row in own:
        sources.setdefault(_place(row.source_site, row.source, site), []).append(row)
    return tuple(line for source, found in sources.items() for line in _lines(source, found, site))


def _lines(source: str, rows: list[Row], site: str) -> Iterator[Line]:
    more: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    rest: dict[tuple[bool | None, tuple[str, ...]], list[Row]] = {}
    for row in rows:
        if row.need == Need.NEEDED.value or row.breach:
            place = _place(row.destination_site, row.destination, site)
            yield Line(
                source, place, row.service, row.protocol, row.ports, row.need, row.passed, row.rules, row.breach
            )  # fmt: skip
        elif row.passed:
            more.setdefault((row.service, row.rules), []).append(row)
        else:
            # The last decision is what stopped it.
            rest.setdefault((row.passed, row.rules[-1:]), []).append(row)
    for (service, rules), found in more.items():
        protocols = ", ".join(dict.fromkeys(row.protocol for row in found if row.protocol))
        ports = {row.ports for row in found if row.ports}
        said = ports.pop() if len(ports) == 1 else ""
        yield Line(source, _places(found, site), service, protocols, said, found[0].need, True, rules, "")
    for (passed, rules), found in rest.items():
        services = dict.fromkeys(row.service for row in found)
        named = ", ".join(sorted(services, key=lambda name: (name == "other", name)))
        need = Need.NOTHING.value
        yield Line(source, _places(found, site), named, "", "", need, passed, rules, "", rest=True)


def _places(rows: Iterable[Row], here: str) -> str:
    return ", ".join(dict.fromkeys(_place(row.destination_site, row.destination, here) for row in rows))


def _place(site: str, party: str, here: str) -> str:
    return party if site in ("", here) else f"{party} at {site}"

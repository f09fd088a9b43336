"""The emergency matrix: for each site, how an emergency call leaves and what the centre sees of it."""

from __future__ import annotations

from dataclasses import dataclass

from generators.catalog.types import EmergencyNumber
from generators.estate.estate import Estate
from generators.estate.places import Site, Way
from generators.estate.values import PhoneNumber

__all__ = ["EmergencyRow", "emergency_matrix", "trunk_order"]


@dataclass(frozen=True)
class EmergencyRow:
    """A site's emergency calls: one row for all numbers, since all leave alike.

    `trunks` are the trunks tried, in order: that of the site's own number first. `presented` is the site's number;
    `located` says whether it is a landline number, by which the centre finds the place. `way` is how the site's
    phones reach the PBX: over VPN or Internet, an emergency call depends on that link, too.
    """

    site: Site
    numbers: tuple[EmergencyNumber, ...]
    trunks: tuple[str, ...]
    presented: PhoneNumber | None
    located: bool
    way: Way


def trunk_order(estate: Estate, number: PhoneNumber | None) -> tuple[str, ...]:
    """The trunks in the order in which a call that shows `number` tries them: the number's own, then the others."""
    own = next((n.trunk for n in estate.numbers if n.number == number), None)
    others = [t.id for t in estate.trunks if t.id != own]
    return (*([own] if own is not None else []), *others)


def emergency_matrix(estate: Estate) -> tuple[EmergencyRow, ...]:
    """A row for each site with phones, sorted by site."""
    rows = []
    for site in estate.sites:
        if not estate.phones_of_site[site.id]:
            continue
        located = site.number is not None and site.number.e164.startswith(estate.country.geographic)
        rows.append(
            EmergencyRow(
                site=site,
                numbers=estate.country.emergency,
                trunks=trunk_order(estate, site.number),
                presented=site.number,
                located=located,
                way=site.reach["pbx"].way,
            )
        )
    return tuple(rows)

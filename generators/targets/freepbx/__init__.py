"""FreePBX: tables for its bulk handler and its routes, files that its own configuration includes, and a set-up sheet.

Estate in, artifacts out, below `pbx/freepbx/`; nothing if the PBX does not ask for this dialect. An extension of
the product is a line; its phones' SIP accounts are objects of our own, because a line may stand on several phones,
and because a phone's calls must begin in the context of its site for emergencies.

| to change                                   | open                                                   |
|---|---|
| a column of the imports, patterns of routes | `tables.py`                                            |
| emergencies, hours, menus, presented numbers| `dialplan.py`, `templates/tonalite-extensions.conf.j2` |
| SIP accounts                                | `accounts.py`, `templates/tonalite-pjsip.conf.j2`      |
| destinations                                | `numbers.py`                                           |
| a screen of the sheet                       | `sheet.py`, `words/*.toml`                             |
| what is not carried                         | `losses.py`                                            |
| the source of a column or option            | `keys.py`                                              |

May import: `generators.estate`, `generators.targets.{artifact,sheets,templating}`, `generators.references`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.values import Origin
from generators.targets.artifact import Artifact
from generators.targets.freepbx import tables
from generators.targets.freepbx.accounts import accounts
from generators.targets.freepbx.dialplan import dialplan
from generators.targets.freepbx.keys import KEYS
from generators.targets.freepbx.sheet import INCLUDES, sheet
from generators.targets.templating import render

__all__ = ["DIALECT", "KEYS", "artifacts"]

DIALECT = "freepbx"
SAMPLE = "A sample: its passwords are placeholders, no phone and no provider takes them."
ADDED = "Goes to /etc/asterisk/, owner and group asterisk, mode 0640; one line of {file} includes it."
UNTRIED = "Loaded by real Asterisk 16 and 22; never tried on a real FreePBX."


@dataclass(frozen=True)
class Head:
    """The comment at the head of a file: the YAML it follows from, and what to know before loading it."""

    sources: tuple[str, ...]
    notes: tuple[str, ...]


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """The tables, the files for Asterisk and a sheet for each language of the organization."""
    if DIALECT not in estate.pbx.dialects:
        return
    origins = _origins(estate)
    routes = tables.routes(estate)
    made = {"extensions.csv": tables.extensions(estate), "dids.csv": tables.dids(estate)}
    made |= {f"routes-{name}.csv": text for name, text in routes.items()}
    views = {"tonalite-extensions.conf": dialplan(estate), "tonalite-pjsip.conf": accounts(estate)}
    sources = tuple(sorted({o.file for o in origins}))
    for theirs, ours in INCLUDES.items():
        notes = (*((SAMPLE,) if estate.public else ()), ADDED.format(file=theirs), UNTRIED)
        view = views[ours]
        made[ours] = render(__name__, f"{ours}.j2", view=view, accounts=view, head=Head(sources, notes))
        made[theirs] = render(__name__, "include.conf.j2", name=ours)
    for language in estate.organization.languages:
        made[f"setup-sheet.{language}.md"] = sheet(estate, sorted(routes), language)
    for path, text in sorted(made.items()):
        yield Artifact(f"pbx/{DIALECT}/{path}", text.encode(), estate.audience, origins)


def _origins(estate: Estate) -> tuple[Origin, ...]:
    pbx = estate.pbx.origin
    things = (estate.lines, estate.groups, estate.mailboxes, estate.menus, estate.conferences, estate.contacts,
              estate.schedules, estate.trunks, estate.numbers, estate.endpoints, estate.sites)  # fmt: skip
    return (pbx, *sorted({thing.origin for kind in things for thing in kind} - {pbx}))

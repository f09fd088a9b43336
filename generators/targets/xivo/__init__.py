"""XiVO and Wazo: the user import, a set-up sheet, and the files that they take beside their own dialplan.

Estate in, artifacts out, below `pbx/xivo/`; nothing if the PBX does not ask for this dialect. The product keeps
all in its own database: what its screens can do is on the sheet and in the import, the rest in files that its own
configuration includes and never writes.

| to change                                 | open                                              |
|---|---|
| driver, names, formats by release         | `flavour.py`                                      |
| a column of the import                    | `users.py`                                        |
| emergencies, permissions, presented numbers | `dialplan.py`, `templates/tonalite.conf.j2`     |
| SIP accounts beyond a line's first        | `accounts.py`, `templates/{pjsip,sip}.conf.j2`    |
| a screen of the sheet                     | `sheet.py`, `words/*.toml`                        |
| what is not carried                       | `losses.py`                                       |
| the source of a column or option          | `keys.py`                                         |

May import: `generators.estate`, `generators.targets.{artifact,sheets,templating}`, `generators.references`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.values import Origin
from generators.targets.artifact import Artifact
from generators.targets.templating import render
from generators.targets.xivo.accounts import accounts
from generators.targets.xivo.dialplan import dialplan
from generators.targets.xivo.flavour import Flavour, flavour
from generators.targets.xivo.keys import KEYS
from generators.targets.xivo.sheet import sheet
from generators.targets.xivo.users import new_file, old_file

__all__ = ["DIALECT", "KEYS", "artifacts"]

DIALECT = "xivo"
SAMPLE = "A sample: its passwords are placeholders, no phone and no provider takes them."
EXTRA = "Goes to /etc/asterisk/extensions_extra.d/; then: asterisk -rx 'dialplan reload'. Never tried on a real XiVO."
ACCOUNTS = "SIP accounts of the phones beyond the first of each line; the import makes the first ones."


@dataclass(frozen=True)
class Head:
    """The comment at the head of a file: the YAML it follows from, and what to know before loading it."""

    sources: tuple[str, ...]
    notes: tuple[str, ...]


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """The import, the files for Asterisk and a sheet for each language of the organization."""
    if DIALECT not in estate.pbx.dialects:
        return
    product = flavour(estate.pbx)
    origins = _origins(estate)
    made = {"users.csv": new_file(estate, product), **_files(estate, product, origins)}
    if product.old_import:
        made["users-old.csv"] = old_file(estate, product)
    for language in estate.organization.languages:
        made[f"setup-sheet.{language}.md"] = sheet(estate, product, sorted(made), language)
    for path, text in sorted(made.items()):
        yield Artifact(f"pbx/{DIALECT}/{path}", text.encode(), estate.audience, origins)


def _files(estate: Estate, product: Flavour, origins: Iterable[Origin]) -> dict[str, str]:
    sources = tuple(sorted({o.file for o in origins}))
    notes = (SAMPLE,) if estate.public else ()
    head = Head(sources, (*notes, EXTRA, f"For {product.title}."))
    out = {
        "extensions_extra.d/tonalite.conf": render(
            __name__, "tonalite.conf.j2", view=dialplan(estate, product), head=head
        )
    }
    more = accounts(estate, product)
    if more:
        folder = "pjsip" if product.pjsip else "sip"
        head = Head(sources, (*notes, ACCOUNTS))
        out[f"{folder}.d/tonalite.conf"] = render(__name__, f"{folder}.conf.j2", accounts=more, head=head)
    return out


def _origins(estate: Estate) -> tuple[Origin, ...]:
    pbx = estate.pbx.origin
    things = (estate.lines, estate.groups, estate.mailboxes, estate.menus, estate.conferences, estate.contacts,
              estate.schedules, estate.trunks, estate.numbers, estate.endpoints, estate.sites)  # fmt: skip
    return (pbx, *sorted({thing.origin for kind in things for thing in kind} - {pbx}))

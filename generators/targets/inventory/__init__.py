"""`inventory.json`: the resolved Estate as data, for scripts, Ansible and tests.

Shape (version 2). Top: `version`, `audience`, `organization`, `country`, `codes`, then one mapping by id for each
of `servers sites links models phones endpoints people lines groups mailboxes numbers schedules trunks`, and the
lists `dial_rules` and `sources`. A thing refers to another by id. Values that are not there are null, never left
out. Addresses, networks, MACs (lower case, colons), numbers (E.164) and dates (ISO 8601) are texts; rates are
bit/s, times are seconds, days count from 0 for Monday. A secret is its name, never its value. `origin` is the
`file:line` of the source. Keys are sorted; the file ends with a newline. A new field keeps the version, a changed
or removed one raises it.

`phones.ID.files` names what the phone fetches from the TFTP root: first what it asks for at boot, in its order, then
what else is its own. Each has `name`, `sha256` and `bytes` of the file as it is written for this audience, and
whether it is the phone's `own` or shared with others. Firmware and what may be missing is not listed.

Imports the estate only; the public Estate goes through the same code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from generators.estate.estate import Estate
from generators.targets.artifact import Artifact
from generators.targets.inventory.calls import calls
from generators.targets.inventory.files import Files, files_of
from generators.targets.inventory.places import places

__all__ = ["VERSION", "artifacts", "inventory"]

VERSION = 2


def artifacts(estate: Estate, made: Sequence[Artifact]) -> Iterator[Artifact]:
    """The one file, `inventory.json`. `made` are the files of the other targets for the same Estate."""
    text = json.dumps(inventory(estate, files_of(estate, made)), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    yield Artifact("inventory.json", text.encode("utf-8"), estate.audience, (estate.organization.origin,))


def inventory(estate: Estate, files: Files) -> dict[str, object]:
    """The Estate as plain data: texts, numbers, lists and mappings only. `files` are each phone's, by its id."""
    return {
        "version": VERSION,
        "audience": estate.audience.value,
        "sources": list(estate.sources),
        **places(estate, files),
        **calls(estate),
    }

"""`inventory.json`: the resolved Estate as data, for scripts, Ansible and tests.

Shape (version 1). Top: `version`, `audience`, `organization`, `country`, `codes`, then one mapping by id for each
of `servers sites links models phones endpoints people lines groups mailboxes numbers schedules trunks`, and the
lists `dial_rules` and `sources`. A thing refers to another by id. Values that are not there are null, never left
out. Addresses, networks, MACs (lower case, colons), numbers (E.164) and dates (ISO 8601) are texts; rates are
bit/s, times are seconds, days count from 0 for Monday. A secret is its name, never its value. `origin` is the
`file:line` of the source. Keys are sorted; the file ends with a newline. A new field keeps the version, a changed
or removed one raises it.

Imports the estate only; the public Estate goes through the same code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.targets.artifact import Artifact
from generators.targets.inventory.calls import calls
from generators.targets.inventory.places import places

__all__ = ["VERSION", "artifacts", "inventory"]

VERSION = 1


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """The one file, `inventory.json`."""
    text = json.dumps(inventory(estate), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    yield Artifact("inventory.json", text.encode("utf-8"), estate.audience, (estate.organization.origin,))


def inventory(estate: Estate) -> dict[str, object]:
    """The Estate as plain data: texts, numbers, lists and mappings only."""
    return {
        "version": VERSION,
        "audience": estate.audience.value,
        "sources": list(estate.sources),
        **places(estate),
        **calls(estate),
    }

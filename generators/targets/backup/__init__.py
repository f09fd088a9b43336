"""The script that saves what the PBX holds beyond the YAML, and brings it back: `pbx/backup/backup-pbx.sh`.

Estate in, one artifact out. Of the Estate it takes only the folder of hand-written dialplan. It works for any PBX
on Asterisk; what XiVO and FreePBX keep in their own databases their own backups save (docs, rebuild).

May import: `generators.estate`, `generators.targets.{artifact,templating}`, `generators.references`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.targets.artifact import Artifact
from generators.targets.backup.keys import KEYS
from generators.targets.templating import render

__all__ = ["KEYS", "artifacts"]


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """The one script."""
    text = render(__name__, "backup-pbx.sh.j2", custom=estate.pbx.custom)
    yield Artifact("pbx/backup/backup-pbx.sh", text.encode(), estate.audience, (estate.pbx.origin,))

"""What a merge did, left, or could not do: one sentence each, in English, for a person and for a cron job.

No value of a foreign entry is repeated except where it stands on pfSense's own overview screens: names of aliases and
interfaces, addresses, ports, descriptions of rules. Nothing else of a backup is ever quoted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from generators.problems import one_line


class Kind(StrEnum):
    """Whose matter a finding is, and what it asks for."""

    MISSING = "missing"  # wanted by the source, not in the router: the merge adds it
    DIFFERENT = "different"  # the merge changes it
    MISPLACED = "misplaced"  # the merge moves it
    UNWANTED = "unwanted"  # ours, but no longer wanted: the merge removes it
    BY_HAND = "by-hand"  # differs, and no merge can or may mend it
    SAME = "same"  # an entry of the router's own already says it
    FOREIGN = "foreign"  # the router's own, and it matters for telephony


DIFFERENCES = (Kind.MISSING, Kind.DIFFERENT, Kind.MISPLACED, Kind.UNWANTED, Kind.BY_HAND)


@dataclass(frozen=True)
class Finding:
    """One finding: `setting` is its path as in `keys.KEYS`, `what` a sentence without a full stop."""

    kind: Kind
    setting: str
    what: str


@dataclass
class Findings:
    """Collects the findings of one merge, each once, in the order in which they are met."""

    found: list[Finding] = field(default_factory=list)

    def tell(self, kind: Kind, setting: str, what: str) -> None:
        """Record one finding."""
        finding = Finding(kind, setting, one_line(what, 500))
        if finding not in self.found:
            self.found.append(finding)

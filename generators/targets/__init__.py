"""The one list of targets: each a pure function from an Estate to Artifacts, below a folder of its own.

A target never reads YAML, never touches the disk, never calls another target. To add one: a package
here with `artifacts(estate)`, and a line in `TARGETS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.targets import asterisk, inventory, pfsense, phones
from generators.targets.artifact import Artifact

__all__ = ["TARGETS", "Target", "artifacts"]


@dataclass(frozen=True)
class Target:
    """A target: the name that `--only` takes, where its files stand in the tree, and what makes them."""

    name: str
    folder: str
    run: Callable[[Estate], Iterator[Artifact]]


TARGETS: dict[str, Target] = {
    t.name: t
    for t in (
        Target("phones", "tftp/", phones.artifacts),
        Target("asterisk", "pbx/asterisk-pjsip/", asterisk.artifacts),
        Target("pfsense", "routers/", pfsense.artifacts),
        Target("inventory", "inventory.json", inventory.artifacts),
    )
}


def artifacts(estate: Estate, only: Iterable[str] = ()) -> Iterator[Artifact]:
    """Every file of the tree, target by target; of the targets named in `only` if there are any."""
    chosen = set(only) or set(TARGETS)
    for name, target in TARGETS.items():
        if name in chosen:
            for artifact in target.run(estate):
                if not artifact.path.startswith(target.folder):
                    raise ValueError(f"target {name} wrote outside of its folder: {artifact.path}")
                yield artifact

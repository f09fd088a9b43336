"""The one list of targets: each a pure function from an Estate to Artifacts, below a folder of its own.

A target never reads YAML, never touches the disk, never calls another target. To add one: a package
here with `artifacts(estate)`, and a line in `TARGETS`. What sums up the files of others (their checksums)
runs after them and is given what they made: `run_after`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.targets import asterisk, backup, dhcp, freepbx, inventory, pfsense, phones, xivo
from generators.targets.artifact import Artifact

__all__ = ["TARGETS", "Target", "artifacts", "summaries"]


@dataclass(frozen=True)
class Target:
    """A target: the name that `--only` takes, how the paths of its files begin, and what makes them.

    Either `run`, from the Estate alone, or `run_after`, which also gets every file that the `run` of
    the others made for the same Estate, in the order of `TARGETS`.
    """

    name: str
    folder: str
    run: Callable[[Estate], Iterator[Artifact]] | None = None
    run_after: Callable[[Estate, Sequence[Artifact]], Iterator[Artifact]] | None = None

    def __post_init__(self) -> None:
        if (self.run is None) == (self.run_after is None):
            raise ValueError(f"target {self.name} has run or run_after, not both and not neither")


TARGETS: dict[str, Target] = {
    t.name: t
    for t in (
        Target("phones", "tftp/", phones.artifacts),
        Target("asterisk", "pbx/asterisk-", asterisk.artifacts),
        Target("xivo", "pbx/xivo/", xivo.artifacts),
        Target("freepbx", "pbx/freepbx/", freepbx.artifacts),
        Target("backup", "pbx/backup/", backup.artifacts),
        Target("pfsense", "routers/", pfsense.artifacts),
        Target("dhcp", "dhcp/", dhcp.artifacts),
        Target("inventory", "inventory.json", run_after=inventory.artifacts),
    )
}


def artifacts(estate: Estate, only: Iterable[str] = ()) -> Iterator[Artifact]:
    """Every file of the tree, target by target; of the targets named in `only` if there are any.

    A target of `only` that runs after the others has them run as well, but their files are not given.
    """
    chosen = set(only) or set(TARGETS)
    late = {name for name, target in TARGETS.items() if target.run_after is not None and name in chosen}
    made: list[Artifact] = []
    for name, target in TARGETS.items():
        if target.run is not None and (late or name in chosen):
            for artifact in target.run(estate):
                made.append(_inside(target, artifact))
                if name in chosen:
                    yield artifact
    yield from summaries(estate, made, late)


def summaries(estate: Estate, made: Iterable[Artifact], only: Iterable[str]) -> Iterator[Artifact]:
    """The files of the targets of `only` that run after the others, for a tree that holds the files `made`."""
    chosen, before = set(only), tuple(made)
    for name, target in TARGETS.items():
        if target.run_after is not None and name in chosen:
            for artifact in target.run_after(estate, before):
                yield _inside(target, artifact)


def _inside(target: Target, artifact: Artifact) -> Artifact:
    if not artifact.path.startswith(target.folder):
        raise ValueError(f"target {target.name} wrote outside of its folder: {artifact.path}")
    return artifact

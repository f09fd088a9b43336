"""The steps of a build on one source, each timed; and the same bytes written raw, to compare with."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from benchmarks.places import Tree
from benchmarks.text import to_yaml
from generators import __version__
from generators.catalog import load_catalog
from generators.estate.estate import Estate
from generators.estate.resolve import resolve
from generators.estate.values import Audience
from generators.flow import source_files
from generators.problems import Report, SourceInvalid
from generators.publish.manifest import manifest
from generators.publish.tree import Generation
from generators.secrets.store import LocalStore
from generators.source.reader import read_folder
from generators.source.schema import validate
from generators.targets import TARGETS, Target
from generators.targets.artifact import Artifact

T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """One run: seconds by step in their order, seconds of the raw write, and what came out."""

    steps: dict[str, float]
    raw: float
    phones: int
    endpoints: int
    source_bytes: int
    files: int
    bytes: int
    problems: int


def write_organization(folder: Path, source: Tree) -> Path:
    """Write `source` with a file for each top-level key, as organizations do."""
    folder.mkdir(parents=True)
    for key, part in source.items():
        (folder / f"{key}.yml").write_text(to_yaml({key: part}), encoding="utf-8")
    return folder


def run(folder: Path, work: Path) -> Run:
    """Build the source in `folder` below the empty folder `work`, step by step. Raises SourceInvalid."""
    steps: dict[str, float] = {}

    def timed(name: str, step: Callable[[], T]) -> T:
        gc.collect()
        begin = perf_counter()
        result = step()
        steps[name] = perf_counter() - begin
        return result

    report = Report()
    catalog = load_catalog()
    store = LocalStore.open(work / "secrets.json")
    document = timed("load (read YAML)", lambda: read_folder(folder, report))
    checked = timed("validate (shape)", lambda: validate(document, report))
    if checked is None:
        raise SourceInvalid(report.errors)
    estate = timed("resolve", lambda: resolve(checked, catalog, Audience.INTERNAL, store.value, report))
    timed("resolve, public", lambda: resolve(checked, catalog, Audience.PUBLIC, None, report))
    if estate is None:
        raise SourceInvalid(report.errors)
    timed("secrets (first build)", store.save)
    store.close()
    artifacts: list[Artifact] = []
    for name, target in TARGETS.items():
        artifacts += timed(f"target {name}", partial(_made, target, estate, artifacts))
    listed = timed("manifest", lambda: manifest(artifacts, source_files(folder), __version__))
    with Generation.begin(work / "out") as generation:
        timed("write (tree)", lambda: generation.write_tree(artifacts, listed))
        timed("archive", generation.write_dist)
        timed("flush and switch", generation.commit)
    with Generation.begin(work / "out") as generation:
        timed("write again, nothing changed", lambda: generation.write_tree(artifacts, listed))
    gc.collect()
    return Run(
        steps=steps,
        raw=raw_write(work / "raw", artifacts),
        phones=len(estate.phones),
        endpoints=len(estate.endpoints),
        source_bytes=sum(len(content) for content in source_files(folder).values()),
        files=len(artifacts),
        bytes=sum(len(a.content) for a in artifacts),
        problems=len(report),
    )


def _made(target: Target, estate: Estate, before: list[Artifact]) -> list[Artifact]:
    if target.run_after is not None:
        return list(target.run_after(estate, tuple(before)))
    return list(target.run(estate)) if target.run is not None else []


def raw_write(folder: Path, artifacts: list[Artifact]) -> float:
    """Seconds to write the same bytes into the same paths with nothing but `open` and `write`."""
    folders = sorted({os.path.dirname(folder / a.path) for a in artifacts})
    begin = perf_counter()
    for path in folders:
        os.makedirs(path, exist_ok=True)
    for artifact in artifacts:
        with open(folder / artifact.path, "wb") as file:
            file.write(artifact.content)
    seconds = perf_counter() - begin
    shutil.rmtree(folder)
    return seconds


def best(runs: list[Run]) -> Run:
    """The least seconds of each step over all runs: what the machine can do when nobody disturbs it."""
    steps = {name: min(r.steps[name] for r in runs) for name in runs[0].steps}
    first = runs[0]
    return Run(
        steps,
        min(r.raw for r in runs),
        first.phones,
        first.endpoints,
        first.source_bytes,
        first.files,
        first.bytes,
        first.problems,
    )

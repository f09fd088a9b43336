"""`python -m benchmarks --phones 1000`: seconds and shares of every step for a random organization."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.organization import random_organization
from benchmarks.steps import Run, best, run, write_organization

EXTRA = ("write again, nothing changed",)  # beside the build, not part of it


def table(found: Run) -> str:
    """The run as text: a line a step, the whole, and how many times the raw write each is."""
    width = max(map(len, found.steps))
    whole = sum(seconds for name, seconds in found.steps.items() if name not in EXTRA)
    lines = [f"{'step':{width}}  {'seconds':>8}  {'share':>6}  {'× raw':>7}"]
    for name, seconds in [*found.steps.items(), ("whole build", whole)]:
        share = "" if name in EXTRA else f"{seconds / whole:.1%}"
        lines.append(f"{name:{width}}  {seconds:8.3f}  {share:>6}  {seconds / found.raw:7.1f}")
    lines.append(f"{'raw write, same bytes':{width}}  {found.raw:8.3f}")
    return "\n".join(lines)


def main() -> None:
    """Make the organization, build it `--runs` times in a temporary folder, print the least seconds of each step."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--phones", type=int, default=1000, help="phones of the organization (1000)")
    parser.add_argument("--runs", type=int, default=3, help="runs, of which the best counts (3)")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another organization (1)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tonalite-bench-") as place:
        folder = write_organization(Path(place) / "site_data", random_organization(given.phones, given.seed))
        runs = []
        for number in range(given.runs):
            work = Path(place) / f"run-{number}"
            work.mkdir()
            runs.append(run(folder, work))
    found = best(runs)
    print(
        f"{found.phones:,} phones, {found.endpoints:,} endpoints: {found.source_bytes / 1e6:.1f} MB of YAML became "
        f"{found.files:,} files, {found.bytes / 1e6:.1f} MB; {found.problems} warnings; best of {given.runs}\n"
    )
    print(table(found))


if __name__ == "__main__":
    main()

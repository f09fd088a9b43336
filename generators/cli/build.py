"""`tonalite build`: source → tree, archive and site, as one generation that is switched at once."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generators import __version__
from generators.cli.check import Data
from generators.cli.firmware import Firmware, firmware_folder, needs, summary
from generators.cli.output import Format, Steps, console, errors, print_problems
from generators.cli.validity import soon
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate, source_files
from generators.problems import Place, PublishError, Report
from generators.publish.carry import carried
from generators.publish.firmware import place
from generators.publish.leak import check_public, files_below
from generators.publish.manifest import manifest, source_date
from generators.publish.site import build_site
from generators.publish.tree import Generation
from generators.secrets.store import LocalStore
from generators.targets import TARGETS, artifacts, summaries
from generators.targets.artifact import Artifact

STORE = Path(".tonalite/secrets.json")
Only = StrEnum("Only", {name: name for name in TARGETS})  # type: ignore[misc]


def build(
    data: Data = Path("site_data"),
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where build/ and dist/ are written.")] = Path(),
    only: Annotated[
        list[Only] | None, typer.Option("--only", help="Renew the files of this target only; repeatable.")
    ] = None,
    site: Annotated[
        list[str] | None, typer.Option("--site", help="Renew the files of this site only; repeatable.")
    ] = None,
    no_site: Annotated[bool, typer.Option("--no-site", help="Leave the published site as it is.")] = False,
    firmware: Firmware = None,
    secrets: Annotated[Path, typer.Option("--secrets", metavar="FILE", help="The secret store.")] = STORE,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name each step.")] = False,
) -> None:
    """Check the source, then write build/tree, dist and build/site. Nothing changes when something is wrong."""
    date = source_date(os.environ)
    report = Report()
    with Steps(6, quiet, verbose) as step:
        step("reading and checking the source")
        load_estate(data, Audience.INTERNAL, None, report)  # no secret is made for a source that has errors
        with LocalStore.open(secrets) as store:
            estate = load_estate(data, Audience.INTERNAL, store.value)
            store.save()
            values = store.values()
        for link, text in soon(estate, datetime.now(UTC)):
            hint = f"renew it: tonalite router certificates --renew {link.id}"
            report.add("TON909", Place(link.origin.file, link.origin.line), text, hint)
        _known_sites(estate, site or [])
        step("generating files")
        fresh = list(artifacts(estate, [str(o) for o in only or []]))
        folder = firmware_folder(data, firmware)
        placing = place(folder, str(folder), needs(estate), estate.audience, {a.path for a in fresh})
        fresh += placing.artifacts
        with Generation.begin(out) as generation:
            files = carried(out, fresh, [TARGETS[str(o)].folder for o in only or []], site or [])
            if only or site:
                files = _summed_up(estate, files)
            step("writing the tree and the archive")
            generation.write_tree(files, manifest(files, source_files(data), __version__, date))
            generation.write_dist(date or 0)
            ours = {artifact.path for artifact in placing.artifacts}  # may be one image under two names
            collisions = [pair for pair in generation.collisions if not ours.issuperset(pair)]
            if no_site:
                generation.keep_site()
            else:
                step("building the site")
                build_site(data, generation.site_dir)
                step("looking for secrets in the site")
                check_public(files_below(generation.site_dir), values)
            generation.commit()
        step("done")
    lines = list(summary(placing, str(folder)))  # instead of a warning for each load where nothing was dropped
    found = [p for p in placing.problems if not (lines and p.code == "TON904")]
    print_problems([*report.warnings, *found], Format.text, errors())
    for one, other in collisions:
        errors().print(
            f"warning: {one} and {other} differ only in the case of letters: one is lost on Windows and macOS"
        )
    if not quiet:
        _say_where(out, secrets, len(files), no_site)
        for line in lines:
            console().print(line)


def _summed_up(estate: Estate, files: list[Artifact]) -> list[Artifact]:
    """`files` with what sums them up made anew: it holds the checksums of carried and of renewed ones."""
    late = [name for name, target in TARGETS.items() if target.run_after is not None]
    rest = [a for a in files if not a.path.startswith(tuple(TARGETS[name].folder for name in late))]
    return sorted([*rest, *summaries(estate, rest, late)], key=lambda a: a.path)


def _known_sites(estate: Estate, wanted: list[str]) -> None:
    for name in wanted:
        if name not in estate.site:
            raise PublishError(f"no site '{name}'; known: {', '.join(estate.site)}")


def _say_where(out: Path, secrets: Path, count: int, no_site: bool) -> None:
    site = "" if no_site else f"  {out / 'build/site'}    the guide and inventory, for everybody\n"
    console().print(
        f"{count} files. What is where:\n"
        f"  {out / 'build/tree'}    phones (tftp/), PBX (pbx/), routers (routers/); private: it holds passwords\n"
        f"  {out / 'dist'}          the TFTP root as an archive, and SHA256SUMS; private\n"
        f"{site}"
        f"  {secrets}  the passwords; not in git: back it up\n"
        "Look and serve locally: make serve. Serve phones: tonalite tftp --listen ADDRESS:69 --allow NETWORK"
    )

"""`tonalite router`: merges a site's settings into its router's own backup, cuts area files, compares the two."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from generators.catalog import load_catalog
from generators.cli.build import STORE
from generators.cli.certificates import certificates
from generators.cli.check import Data
from generators.cli.output import Format, console, errors, print_problems
from generators.estate.values import Audience, SecretRule
from generators.flow import load_estate
from generators.problems import PublishError, SourceInvalid, TonaliteError
from generators.publish.single import private_folder, write_private
from generators.secrets.store import LocalStore
from generators.targets.pfsense.merge import Finding, Kind, Merged, area_files
from generators.targets.pfsense.merge import merge as merged
from generators.targets.pfsense.merge.document import MOST_BYTES

router = typer.Typer(no_args_is_help=True, help="Merge into, and compare with, a router's own backup.")

Site = Annotated[str, typer.Argument(metavar="SITE", help="The site whose router it is.")]
Backup = Annotated[Path, typer.Option("--backup", metavar="FILE", help="The router's own config.xml, not encrypted.")]
Parent = Annotated[
    str | None, typer.Option("--parent", metavar="SOCKET", help="Where the phones' VLAN is made if it is missing.")
]
Unconfirmed = Annotated[bool, typer.Option("--force", help="Take a release that is not confirmed.")]
Secrets = Annotated[Path, typer.Option("--secrets", metavar="FILE", help="The secret store, for keys of the VPN.")]
FORCE = "Take a release that is not confirmed; replace files that are there."

WORDS = {
    Kind.MISSING: ("added", "missing in the router"),
    Kind.DIFFERENT: ("changed", "differs"),
    Kind.MISPLACED: ("moved", "misplaced"),
    Kind.UNWANTED: ("removed", "no longer wanted"),
    Kind.BY_HAND: ("to do by hand", "differs, to mend by hand"),
    Kind.SAME: ("there already", "there already"),
    Kind.FOREIGN: ("the router's own", "the router's own"),
}


@router.command("merge")
def merge(
    site: Site,
    backup: Backup,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The merged file, to be restored.")],
    data: Data = Path("site_data"),
    parent: Parent = None,
    secrets: Secrets = STORE,
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what is to do by hand.")] = False,
) -> None:
    """Put a site's settings into its router's backup; nothing else changes. The result is private: it holds secrets."""
    result = _merged(data, site, backup, parent, secrets, force)
    write_private(out, result.content, force, backup)
    _tell(result, merging=True, quiet=quiet)
    if not quiet:
        console().print(
            f"{out}: configuration {result.version} (pfSense {result.release}), {_count(result)}. "
            "Restore it in Diagnostics > Backup & Restore, area All; the router then restarts"
        )


@router.command("areas")
def areas(
    site: Site,
    backup: Backup,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files are written.")],
    data: Data = Path("site_data"),
    parent: Parent = None,
    secrets: Secrets = STORE,
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what is to do by hand.")] = False,
) -> None:
    """Write the sections that a merge changes as files of their own, to be restored area by area."""
    result = _merged(data, site, backup, parent, secrets, force)
    files, without = area_files(_read(backup), result.content)
    private_folder(out)
    for file in files:
        write_private(out / file.name, file.content, force, backup)
    _tell(result, merging=True, quiet=quiet)
    for name in without:
        errors().print(f"warning: {name} has no area of its own: set it by hand, or restore the whole merged file")
    if not quiet:
        said = "".join(f"  {out / file.name}    area {file.area}\n" for file in files)
        console().print(
            f"{said}Restore them in this order in Diagnostics > Backup & Restore, then restart the router"
            if files
            else "nothing to restore: the router has all of it"
        )


router.command("certificates")(certificates)


@router.command("diff")
def diff(
    site: Site,
    backup: Backup,
    data: Data = Path("site_data"),
    parent: Parent = None,
    secrets: Secrets = STORE,
    force: Unconfirmed = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print differences only.")] = False,
) -> None:
    """Compare a router's backup with the source. Exit 0 equal, 1 differs, 2 the comparison failed."""
    try:
        result = _merged(data, site, backup, parent, secrets, force)
    except SourceInvalid as error:
        print_problems(error.problems, Format.text, errors())
        raise typer.Exit(2) from None
    except TonaliteError as error:
        errors().print(Text.assemble(("error: ", "bold red"), str(error)))
        raise typer.Exit(2) from None
    if as_json:
        sys.stdout.write(json.dumps(_as_json(site, result), ensure_ascii=False, indent=2) + "\n")
    else:
        _tell(result, merging=False, quiet=quiet)
        if not result.differences and not quiet:
            console().print(f"no difference: the router of '{site}' is as the source says")
    if result.differences:
        raise typer.Exit(1)


def _merged(data: Path, name: str, backup: Path, parent: str | None, secrets: Path, force: bool) -> Merged:
    values = LocalStore.open(secrets).values()

    def stored(key: str, _: SecretRule) -> str | None:
        return values.get(key)  # nothing is made here: what no build has made is said to be missing

    estate = load_estate(data, Audience.INTERNAL, stored)
    site = estate.site.get(name)
    if site is None:
        raise PublishError(f"no site '{name}'; known: {', '.join(estate.site)}")
    releases = load_catalog().routers["pfsense"]
    return merged(estate, site, _read(backup), releases, parent, force)


def _read(backup: Path) -> bytes:
    """The backup, up to one byte more than is taken. A device or a pipe is no backup."""
    try:
        descriptor = os.open(backup, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise PublishError(f"{backup} is not a file")
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PublishError(f"{backup} cannot be read: {error.strerror or error}") from error


def _tell(result: Merged, merging: bool, quiet: bool) -> None:
    shown = (Kind.BY_HAND,) if merging else tuple(f for f in Kind if f not in (Kind.SAME, Kind.FOREIGN))
    for finding in result.findings:
        if not quiet or finding.kind in shown:
            word = WORDS[finding.kind][0 if merging else 1]
            style = "dim" if finding.kind in (Kind.SAME, Kind.FOREIGN) else "bold"
            console().print(Text.assemble((f"{word}: ", style), finding.what))


def _count(result: Merged) -> str:
    done = [f for f in result.differences if f.kind is not Kind.BY_HAND]
    return f"{len(done)} change{'s' if len(done) != 1 else ''}" if done else "nothing to change"


def _as_json(site: str, result: Merged) -> dict[str, object]:
    def rows(found: tuple[Finding, ...]) -> list[dict[str, str]]:
        return [{"kind": f.kind.value, "setting": f.setting, "what": f.what} for f in found]

    return {
        "site": site,
        "configuration_version": result.version,
        "release": result.release,
        "equal": not result.differences,
        "differences": rows(result.differences),
        "notes": rows(tuple(f for f in result.findings if f not in result.differences)),
    }

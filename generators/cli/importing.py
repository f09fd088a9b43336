"""`tonalite import`: what an organisation has today, as YAML to check."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from generators.catalog import load_catalog
from generators.importing.backup import MOST_BYTES, ImportRefused, read_backup
from generators.importing.pfsense import read_site
from generators.importing.write import to_yaml
from generators.publish.single import write_private

importing = typer.Typer(no_args_is_help=True, help="Read what an organisation has today into YAML.")
ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")


@importing.callback()
def _group() -> None:
    """One command a product."""


@importing.command("pfsense")
def pfsense(
    backup: Annotated[Path, typer.Argument(metavar="FILE", help="The router's config.xml, not encrypted.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write there; nothing is replaced.")
    ] = None,
    site: Annotated[str, typer.Option("--site", metavar="ID", help="The site's id; else the router's name.")] = "",
    link_to: Annotated[
        str, typer.Option("--link-to", metavar="SITE", help="The site that its OpenVPN client calls.")
    ] = "",
) -> None:
    """Write a site, its networks and its phones from a pfSense backup. No secret of the backup is read."""
    for name, value in (("--site", site), ("--link-to", link_to)):
        if value and (len(value) > 32 or not ID.match(value)):
            raise typer.BadParameter(f"{name} '{value}' is no id: lower-case letters, digits and hyphens, 32 at most")
    catalog = load_catalog()
    known = sorted(catalog.routers["pfsense"].items(), key=lambda entry: [int(n) for n in entry[0].split(".")])
    releases = {r.config_version: name for name, r in known if r.config_version}
    try:
        root = read_backup(_bytes(backup))
    except ImportRefused as error:
        raise ImportRefused(f"{backup}: {error}") from None
    text = to_yaml(read_site(root, site, set(catalog.models), releases, bool(link_to)), link_to)
    if out is None:
        sys.stdout.write(text)
    else:
        write_private(out, text.encode("utf-8"), False, backup)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"cannot be read: {error.strerror or error}") from None

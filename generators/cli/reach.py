"""`tonalite reach`: what may talk to what across the routers, and whether that is what telephony needs."""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from generators.cli.check import Data
from generators.cli.output import console
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.simulate.reach import Line, Row, digest, reach_table, skipped_rules
from generators.targets import artifacts

VERDICT = {True: "passes", False: "dropped", None: "unknown"}


def reach(
    site: Annotated[
        str | None, typer.Argument(metavar="[SITE]", help="One site; all of them if none is named.")
    ] = None,
    data: Data = Path("site_data"),
    as_json: Annotated[bool, typer.Option("--json", help="Every row of the whole table, for programs.")] = False,
) -> None:
    """Send packets through the generated router rules: what is needed must pass, all else be dropped. Exit 1 if not."""
    estate = load_estate(data, Audience.INTERNAL)
    _known(estate, site)
    files = {a.path: a.content for a in artifacts(estate, ["pfsense"])}
    rows = reach_table(estate, files, [site] if site else [])
    skipped = {s: rules for s, rules in skipped_rules(estate, files).items() if site in (None, s)}
    if as_json:
        told = {"rows": [row.to_json() for row in rows], "skipped": skipped}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        _tell(estate, [site] if site else sorted(estate.site), rows, skipped)
    if any(row.breach for row in rows) or skipped:
        raise typer.Exit(1)


def _known(estate: Estate, site: str | None) -> None:
    if site is not None and site not in estate.site:
        near = difflib.get_close_matches(site, estate.site, 1, 0)
        hint = f"; the nearest is {near[0]}" if near else ""
        raise typer.BadParameter(f"no site '{site}' in the source{hint}")


def _tell(estate: Estate, sites: list[str], rows: tuple[Row, ...], skipped: dict[str, tuple[str, ...]]) -> None:
    out = console()
    for site in sites:
        lines = digest(rows, site)
        out.print(Text(f"{site}  {estate.site[site].title}", "bold"))
        if not lines:
            out.print(Text("  no router files to read: nothing is known of it"))
        at = ""
        for line in lines:
            if line.source != at:
                at = line.source
                out.print(Text(f"  from {at}"))
            out.print(_line(line))
        for rule in skipped.get(site, ()):
            out.print(Text(f"  the router would leave out: {rule}", "bold red"))
    breaches = sum(bool(row.breach) for row in rows) + sum(map(len, skipped.values()))
    said = f"{breaches} breach{'es' if breaches != 1 else ''} of the law" if breaches else "No breach"
    out.print(Text(f"\n{said}: what is needed passes, everything else is dropped", "bold red" if breaches else "bold"))


def _line(line: Line) -> Text:
    why = " > ".join(line.rules)
    if line.rest:
        return Text(f"    anything else to {line.destination}: {VERDICT[line.passed]} ({why})", "dim")
    what = " ".join(part for part in (line.service, line.protocol, line.ports) if part)
    text = f"    to {line.destination}: {what}: {VERDICT[line.passed]}, {line.need} ({why})"
    return Text(f"{text}  BREACH: {line.breach}" if line.breach else text, "bold red" if line.breach else "")

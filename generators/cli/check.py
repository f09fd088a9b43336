"""`tonalite check`: is the source right? Says where, what and how to mend; builds nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generators.cli.output import Format, console, print_problems
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import Report, SourceInvalid

Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The folder of YAML files.")]


def check(
    data: Data = Path("site_data"),
    style: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = Format.text,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")] = False,
) -> None:
    """Check the source; one line a problem: file:line:column: error CODE: what; hint. Exit 0 clean, 1 problems."""
    report = Report()
    try:
        estate = load_estate(data, Audience.INTERNAL, None, report)
    except SourceInvalid:
        estate = None
    print_problems(report, style, console())
    if estate is not None and style is Format.text and not quiet:
        console().print(
            f"{data}: {_count(len(estate.sites), 'site')}, {_count(len(estate.phones), 'phone')}, "
            f"{_count(len(estate.people), 'person', 'people')}, {_count(len(estate.numbers), 'number')}: no error"
        )
    if estate is None:
        raise typer.Exit(1)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"

"""The console script `tonalite`: parses, calls, prints, sets the exit code, and nothing else.

Exit codes: 0 clean, 1 problems or failure, 2 wrong usage. One module a group of commands.
"""

from __future__ import annotations

from typing import Annotated

import typer

from generators import __version__
from generators.cli import boot, build, call, check, diff, firmware, importing, reach, router, schema, serve
from generators.cli.output import guarded

app = typer.Typer(
    name="tonalite",
    help="Telephony as code: one YAML source of truth for phones, PBX, routers and the guide.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tonalite {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Telephony as code."""


app.command("check")(check.check)
app.command("build")(build.build)
app.command("serve")(serve.serve)
app.command("boot")(boot.boot)
app.command("diff")(diff.diff)
app.command("reach")(reach.reach)
app.command("call")(call.call)
app.command("tftp")(serve.tftp)
app.add_typer(router.router, name="router")
app.add_typer(importing.importing, name="import")
app.command("schema")(schema.schema)
app.add_typer(firmware.app, name="firmware")


def main() -> None:
    """Run the command line; what the user can mend is one line on the error stream, never a traceback."""
    with guarded():
        app()

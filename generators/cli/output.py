"""How commands speak: problems in three formats, progress on a terminal only, errors as one line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from generators.problems import Problem, SourceInvalid, TonaliteError

COLOURS = {"error": "bold red", "warning": "yellow"}


class Format(StrEnum):
    """How problems are printed."""

    text = "text"
    json = "json"
    github = "github"


def console() -> Console:
    """Standard output; colours follow the terminal and NO_COLOR. Lines are never wrapped or reflowed."""
    return Console(highlight=False, soft_wrap=True)


def errors() -> Console:
    """The error stream, likewise."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_problems(problems: Iterable[Problem], style: Format, out: Console) -> None:
    """One line a problem: `file:line:column: error CODE: what; hint`, or JSON, or GitHub annotations."""
    found = list(problems)
    if style is Format.json:
        rows = [
            {
                "file": p.place.file,
                "line": p.place.line,
                "column": p.place.column,
                "severity": p.severity,
                "code": p.code,
                "message": p.message,
                "hint": p.hint,
            }
            for p in found
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    for problem in found:
        if style is Format.github:
            sys.stdout.write(_annotation(problem) + "\n")
            continue
        line = Text(f"{problem.place}: ", style="bold")
        line.append(f"{problem.severity} {problem.code}: ", COLOURS[problem.severity])
        line.append(problem.message, "default")
        if problem.hint:
            line.append(f"; {problem.hint}", "not bold")
        out.print(line)


def _annotation(problem: Problem) -> str:
    """A workflow command of GitHub Actions; its data and properties are percent-encoded as its runner decodes them."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    place, text = problem.place, f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    return (
        f"::{problem.severity} file={value(place.file)},line={place.line},col={place.column},"
        f"title={value(problem.code)}::{data(text)}"
    )


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what the user can mend, and an interrupted run, into one line and exit code 1 (130 when interrupted)."""
    try:
        yield
    except SourceInvalid as error:
        print_problems(error.problems, Format.text, errors())
        errors().print(f"{error}; nothing was written")
        raise SystemExit(1) from None
    except TonaliteError as error:
        errors().print(Text.assemble(("error: ", "bold red"), str(error)))
        raise SystemExit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


class Steps:
    """Named steps of long work: a live bar on a terminal, nothing elsewhere or when quiet, lines when verbose."""

    def __init__(self, total: int, quiet: bool, verbose: bool) -> None:
        self._verbose = verbose
        self._errors = errors()
        live = self._errors.is_terminal and not quiet and not verbose
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=self._errors,
            transient=True,
            disable=not live,
        )
        self._task = self._progress.add_task("", total=total)

    def __call__(self, what: str) -> None:
        """The step `what` begins; the one before it is done."""
        if self._verbose:
            self._errors.print(what)
        self._progress.update(self._task, description=what, advance=1)

    def __enter__(self) -> Steps:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

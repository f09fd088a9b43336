"""`tonalite diff`: what a change of the source changes, and what to type for it to take effect."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.text import Text

from generators.cli.check import Data
from generators.cli.output import Format, console, errors, print_problems
from generators.compare import Comparison, compare, patch, side, stand_in
from generators.compare.files import Change, FileChange
from generators.compare.phones import PhoneChange
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import Problem, SourceInvalid, TonaliteError
from generators.publish.revision import checked_out

WRONG = 2  # as diff(1): 0 nothing changes, 1 something does, 2 trouble


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="Before: a folder if there is one, else a revision.")] = "HEAD",
    b: Annotated[
        str | None, typer.Argument(metavar="B", help="After: likewise; without it the folder of --data.")
    ] = None,
    data: Data = Path("site_data"),
    as_json: Annotated[bool, typer.Option("--json", help="The whole comparison for programs.")] = False,
    with_patch: Annotated[
        bool, typer.Option("--patch", help="Show the changed lines of the generated files; placeholders for passwords.")
    ] = False,
) -> None:
    """Say what a change of the source changes: who moves, which phones, PBX and routers must read their files again.

    A and B are revisions of git or folders of YAML. Exit 0 nothing changes, 1 something does, 2 trouble.
    """
    try:
        with _opened("A", a, data) as old, _opened("B", b if b is not None else str(data), data) as new:
            found = compare(side(a, old.estate), side(new.name, new.estate))
            shown = patch(side(a, old.blank()), side(new.name, new.blank()), found.files) if with_patch else None
    except _Broken as error:
        print_problems(error.problems, Format.text, errors())
        _stop(str(error))
    except TonaliteError as error:
        _stop(str(error))
    if as_json:
        told = found.to_json() | ({} if shown is None else {"patch": shown})
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        _tell(found)
        if shown:
            sys.stdout.write("\n" + shown)
    if found.changed:
        raise typer.Exit(1)


def _stop(text: str) -> NoReturn:
    errors().print(Text.assemble(("error: ", "bold red"), text))
    raise typer.Exit(WRONG)


class _Broken(TonaliteError):
    """The source of one side has errors; its text names the side."""

    def __init__(self, text: str, problems: Iterable[Problem]) -> None:
        super().__init__(text)
        self.problems = list(problems)


class _Opened:
    """A side whose source is at hand: `estate` with stand-ins for passwords, `blank()` without any."""

    def __init__(self, which: str, name: str, folder: Path, label: str) -> None:
        self.name, self._which, self._folder, self._label = name, which, folder, label
        self.estate = self._load(stand_ins=True)

    def blank(self) -> Estate:
        """The same without passwords: it prints placeholders."""
        return self._load(stand_ins=False)

    def _load(self, *, stand_ins: bool) -> Estate:
        try:
            return load_estate(self._folder, Audience.INTERNAL, stand_in if stand_ins else None)
        except SourceInvalid as error:
            raise _Broken(f"{self._which} ({self.name}): {error}", map(self._renamed, error.problems)) from None

    def _renamed(self, problem: Problem) -> Problem:
        """The problem with the place as the user can find it: `HEAD:site_data/people.yml:12:5`."""
        held = self._folder.as_posix()

        def name(text: str) -> str:
            return text.replace(held, self._label)

        place = replace(problem.place, file=name(problem.place.file))
        return replace(problem, place=place, message=name(problem.message), hint=name(problem.hint))


@contextmanager
def _opened(which: str, name: str, data: Path) -> Iterator[_Opened]:
    if name and Path(name).is_dir():
        yield _Opened(which, name, Path(name), Path(name).as_posix())
        return
    if name == str(data):
        raise _Broken(f"{which}: {name} is not there; name the folder of YAML files with --data", ())
    with checked_out(name, data) as (folder, label):
        yield _Opened(which, name, folder, label)


def _tell(found: Comparison) -> None:
    if not found.changed:
        _say(f"From {found.a} to {found.b} nothing changes.")
        return
    _say(f"From {found.a} to {found.b}", "bold")
    _part("What changes", [sentence.text for sentence in found.sentences])
    _phones(found)
    for pbx in found.pbx:
        _part(f"PBX ({pbx.dialect}): files that change", _named(found, pbx.files))
    for router in found.routers:
        _part(f"Router of {router.site}: files that change", _named(found, router.files))
    told = {path for pbx in found.pbx for path in pbx.files} | {path for r in found.routers for path in r.files}
    rest = [f for f in found.files if f.path not in told and not f.path.startswith("tftp/")]
    _part("Other files", [f"{f.path} ({f.change})" for f in rest])
    _steps(found)


def _named(found: Comparison, paths: Iterable[str]) -> list[str]:
    """The paths, with what happens to them where they do not just change."""
    changes = {f.path: f.change for f in found.files}
    return [path if changes[path] is Change.CHANGED else f"{path} ({changes[path]})" for path in paths]


def _phones(found: Comparison) -> None:
    phones = found.phones
    _part("Phones that must read their files again", _rows(phones.reload))
    _part("New phones: plug them in", _rows(phones.new))
    _part("Phones that are gone: their files disappear", _rows(phones.gone))
    named = {name for group in (phones.reload, phones.new, phones.gone) for phone in group for name in phone.files}
    shared = [f for f in found.files if f.path.startswith("tftp/") and f.path.removeprefix("tftp/") not in named]
    _part("Also changed; no phone has to start again for it", list(dict.fromkeys(map(_shared, shared))))


def _shared(file: FileChange) -> str:
    """A file of all phones, or the folder it stands in: pages on their screens are fetched when they are opened."""
    name, _, below = file.path.removeprefix("tftp/").partition("/")
    if below:
        return f"{name}/"
    return f"{name}: the stamp by which phones see a change" if file.stamp_only else f"{name} ({file.change})"


def _rows(phones: Iterable[PhoneChange]) -> list[str]:
    """A line a phone; phones of which the same shared files changed, in one line."""
    together: dict[tuple[str, ...], list[str]] = {}
    lines = []
    for phone in phones:
        own = any(phone.mac.replace(":", "").upper() in name for name in phone.files)
        if own or not phone.files:
            lines.append(f"{phone.id} ({phone.model}, {phone.mac}, {phone.site}): {', '.join(phone.files)}")
        else:
            together.setdefault(phone.files, []).append(phone.id)
    return [*lines, *(f"{', '.join(files)}: {', '.join(ids)}" for files, ids in together.items())]


def _steps(found: Comparison) -> None:
    """What to type, in the order that works: phones are told before the PBX forgets the accounts they have today."""
    steps = ["Build, and put the tree where phones and PBX take it: make"]
    several = len(found.pbx) > 1
    for pbx in found.pbx:
        mark = f" ({pbx.dialect})" if several else ""
        steps += [f"On the PBX{mark}, tell the phones: {command}" for command in pbx.notify]
    for pbx in found.pbx:
        mark = f" ({pbx.dialect})" if several else ""
        if pbx.reload is not None:
            steps.append(f"On the PBX{mark}, read the new files: {pbx.reload}")
    if found.routers:
        steps.append(f"On the routers, enter what changes: {', '.join(router.site for router in found.routers)}")
    dumb = [phone.id for phone in found.phones.reload if phone.account is None]
    if dumb:
        steps.append(f"No line, so nothing to tell them by; switch off and on: {', '.join(dumb)}")
    if found.phones.reload:
        steps.append("A phone that still has the old settings after two minutes: switch it off and on")
    _say("\nTo do, in this order", "bold")
    for number, step in enumerate(steps, 1):
        _say(f"  {number}. {step}")


def _part(title: str, lines: Iterable[str]) -> None:
    held = list(lines)
    if held:
        _say(f"\n{title}", "bold")
        for line in held:
            _say(f"  {line}")


def _say(text: str, style: str = "") -> None:
    console().print(Text(text, style))

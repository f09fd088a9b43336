"""`tonalite firmware`: what each load needs and has, and the way from one load to another."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from generators.catalog import load_catalog
from generators.catalog.firmware import file_names
from generators.catalog.releases import read_load, read_release
from generators.catalog.types import PhoneModel
from generators.catalog.upgrades import NoPath, Step, upgrade_path
from generators.cli.check import Data
from generators.cli.output import Format, console, print_problems
from generators.estate.estate import Estate
from generators.estate.telephony import Phone
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.publish.firmware import LoadState, Need, Placing, place

CAPITAL_JAR_BEFORE = read_release("8.3(3)")  # firmware before asks for Jar41sip… (sysop.ca 337; FORUM)
Firmware = Annotated[
    Path | None,
    typer.Option("--firmware", metavar="DIR", help="The vendor's firmware; default: firmware/ beside the data."),
]
Language = StrEnum("Language", {"fr": "fr", "en": "en"})
app = typer.Typer(no_args_is_help=True, help="Firmware: what the phones' loads need, and the way between loads.")

WORDS = {
    "en": {
        "none": "It runs that load already: nothing to do.",
        "step": "Step",
        "put": "Put into the TFTP root",
        "files": "Files",
        "does": "The phone",
        "why": "Why",
        "sources": "Sources",
        "no": "No documented way",
        "seen": "Not seen on hardware by this project.",
    },
    "fr": {
        "none": "Il tourne déjà avec cette version : rien à faire.",
        "step": "Étape",
        "put": "À déposer à la racine TFTP",
        "files": "Fichiers",
        "does": "Le poste",
        "why": "Pourquoi",
        "sources": "Sources",
        "no": "Pas de passage documenté",
        "seen": "Non vu sur un vrai poste par ce projet.",
    },
}


def firmware_folder(data: Path, given: Path | None) -> Path:
    """The folder of firmware: as given, else `firmware/` beside the folder of the source."""
    return given if given is not None else data.parent / "firmware"


def needs(estate: Estate) -> tuple[Need, ...]:
    """What the loads that phones and modules run consist of, the newest first: its files win where two share a name."""
    phones: dict[str, list[Phone]] = {}
    modules: dict[str, list[Phone]] = {}
    for phone in estate.phones:
        phones.setdefault(phone.load, []).append(phone)
        for module in dict.fromkeys(m.load for m in phone.modules):
            modules.setdefault(module, []).append(phone)
    out = [_need(load, phones[load]) for load in sorted(phones)]
    out.sort(key=lambda need: _age(need.load), reverse=True)
    for load in sorted(modules):
        users = modules[load]
        out.append(Need(load, (f"{load}.sbn",), tuple(p.origin for p in users), len(users), module=True))
    return tuple(out)


def _need(load: str, users: list[Phone]) -> Need:
    origins = tuple(phone.origin for phone in users)
    try:
        release = read_load(load).release
        names = file_names(users[0].model, load)
    except ValueError:  # a name of no known form, which the source was warned of: its manifest names the rest
        return Need(load, (f"{load}.loads",), origins, len(users))
    both = users[0].model.family == "xml" and release < CAPITAL_JAR_BEFORE
    whole = users[0].model.family == "xml"
    return Need(load, names, origins, len(users), whole, both)


def _age(load: str) -> tuple[bool, tuple[int, ...]]:
    try:
        r = read_load(load).release
    except ValueError:
        return False, ()
    return True, (r.major, r.minor, r.maintenance, r.service, r.build)


def summary(placing: Placing, shown: str) -> Iterator[str]:
    """For a folder that holds no firmware at all: which loads the phones are told to run, and their files."""
    if placing.dropped or not placing.loads:
        return
    yield f"No firmware in {shown}/: phones keep what they run. For those that must change, put there from the vendor:"
    for state in placing.loads:
        count = f"{state.need.phones} phone{'s' if state.need.phones != 1 else ''}"
        yield f"  {state.need.load} ({count}): {', '.join(state.missing)}"


@app.command("check")
def check(
    data: Data = Path("site_data"),
    firmware: Firmware = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same for programs.")] = False,
) -> None:
    """What each load in use needs, what is there and what is missing. Exit 0 when all is there, else 1."""
    estate = load_estate(data, Audience.INTERNAL)
    folder = firmware_folder(data, firmware)
    placing = place(folder, str(folder), needs(estate), Audience.INTERNAL)
    if as_json:
        _print_json(estate, folder, placing)
    else:
        for state in placing.loads:
            _tell(estate, state)
        print_problems([p for p in placing.problems if p.code != "TON904"], Format.text, console())
    if placing.problems:
        raise typer.Exit(1)


def _users(estate: Estate, load: str) -> list[str]:
    return [p.id for p in estate.phones if p.load == load or any(m.load == load for m in p.modules)]


def _tell(estate: Estate, state: LoadState) -> None:
    verdict = "complete" if not state.missing else ("placed in part" if state.placed else "not placed")
    _say(f"{state.need.load}: {verdict}", "bold")
    _say(f"  phones: {', '.join(_users(estate, state.need.load))}")
    for file in state.files:
        where = f"{file.size:>9}  {file.name}  ({file.box})" if file.box else f"  missing  {file.name}"
        _say(f"  {where}", "" if file.box else "yellow")


def _print_json(estate: Estate, folder: Path, placing: Placing) -> None:
    loads = [
        {
            "load": s.need.load,
            "phones": _users(estate, s.need.load),
            "complete": not s.missing,
            "placed": sorted(s.placed),
            "files": [
                {"name": f.name, "found": f.box, "bytes": f.size if f.box else None, "sha256": f.sha256 or None}
                for f in s.files
            ],
        }
        for s in placing.loads
    ]
    problems = [{"place": str(p.place), "code": p.code, "message": p.message, "hint": p.hint} for p in placing.problems]
    told = {"folder": str(folder), "loads": loads, "problems": problems}
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")


@app.command("path")
def path(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="cisco-7941, or 7941.")],
    from_load: Annotated[str, typer.Argument(metavar="FROM", help="The load it runs, as its screen shows it.")],
    to_load: Annotated[str, typer.Argument(metavar="TO", help="The load it shall run.")],
    language: Annotated[Language, typer.Option("--language", help="Of the explanation.")] = Language["en"],
) -> None:
    """Explain the steps from one load to another. Exit 1 where no document describes the way."""
    words, tongue = WORDS[language.value], language.value
    try:
        steps = upgrade_path(_model(model), from_load, to_load)
    except NoPath as none:
        _say(words["no"], "bold")
        _say(f"  {none.why[tongue]}")
        if none.sources:
            _say(f"  {words['sources']}: {', '.join(none.sources)}")
        raise typer.Exit(1) from None
    if not steps:
        _say(words["none"])
        return
    for number, step in enumerate(steps, start=1):
        _explain(number, step, words, tongue)
    _say(words["seen"])


def _explain(number: int, step: Step, words: dict[str, str], language: str) -> None:
    colon = " :" if language == "fr" else ":"
    _say(f"{words['step']} {number}{colon} {step.old} → {step.load}", "bold")
    _say(f"  {words['put']}{colon} {step.put[language]}")
    _say(f"  {words['files']}{colon} {', '.join(step.files)}")
    _say(f"  {words['does']}{colon} {step.does[language]}")
    _say(f"  {words['why']}{colon} {step.why[language]}")
    _say(f"  {words['sources']}{colon} {', '.join(step.sources)}\n")


def _model(name: str) -> PhoneModel:
    models = load_catalog().models
    for known in (name, f"cisco-{name.lower()}", name.lower()):
        if known in models:
            return models[known]
    raise typer.BadParameter(f"no model '{name}'; known: {', '.join(models)}")


def _say(text: str, style: str = "") -> None:
    console().print(Text(text, style=style))

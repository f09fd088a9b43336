"""Firmware that the organization dropped into its folder `firmware/`: verified, and placed in the TFTP root.

Firmware belongs to its vendor: it is never part of this project, of a public site or of anything but the private
tree and archive of whoever dropped it. `place` says what is placed and what is missing; `needs` come from the
catalog (`generators/cli/firmware.py`).

    boxes    what stands in the folder and in the vendor's archives, read within limits
    images   what the content of a file tells: signature header, manifest, plain faults
    loads    which of what was found a load needs: complete or not
    locales  texts and tones of a Cisco locale package, as documented, below firmware/locale/
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from generators.estate.values import Audience
from generators.problems import Place, Problem, one_line
from generators.publish.firmware.boxes import Found, found_in
from generators.publish.firmware.loads import LoadState, Need, Stock, settle
from generators.publish.firmware.locales import LOCALE, locales
from generators.targets.artifact import Artifact

__all__ = ["LoadState", "Need", "Placing", "place"]

TFTP = "tftp/"
IGNORED = ("readme", "license", "licence")


@dataclass(frozen=True)
class Placing:
    """What is placed, what to tell, the state of each load, and whether anything was dropped at all."""

    artifacts: tuple[Artifact, ...]
    problems: tuple[Problem, ...]
    loads: tuple[LoadState, ...]
    dropped: bool


def place(
    folder: Path, shown: str, needs: Iterable[Need], audience: Audience, generated: Collection[str] = ()
) -> Placing:
    """Verify what stands in `folder` against `needs` and give the files to place in the TFTP root.

    `shown` is the folder as messages name it. `generated` are paths of the tree that exist already and are kept.
    A load of which a file is missing is not placed at all: a phone that finds no manifest keeps what it runs, one
    that finds half a load asks for ever. Nothing here depends on the order or the times of files.
    """
    problems: list[Problem] = []
    found: list[Found] = []
    for item in found_in(folder, shown):
        if isinstance(item, Found):
            found.append(item)
        else:
            problems.append(_wrong(item[0], str(item[1])))
    locale_box = f"{shown}/{LOCALE}"
    dropped = [f for f in found if not f.name.lower().startswith(IGNORED)]
    texts = [f for f in dropped if f.box == locale_box or f.box.startswith(f"{locale_box}/")]
    stock = Stock([f for f in dropped if f not in set(texts)], lambda f, why: problems.append(_wrong(_path(f), why)))

    files: dict[str, Artifact] = {}
    states = []
    for need in needs:
        state = settle(need, stock)
        states.append(state)
        for name, content in state.placed.items():
            if TFTP + name not in generated:
                files.setdefault(name, Artifact(TFTP + name, content, audience, need.origins))
        if state.missing:
            problems.append(_missing(state, shown))
    origins = tuple(dict.fromkeys(origin for state in states for origin in state.need.origins))
    for path, item, content, fault in locales(texts, locale_box):
        if fault or TFTP + path in generated:
            problems.append(_wrong(_path(item), fault or f"is made by the build itself ({path}); it is not placed"))
        else:
            files.setdefault(path, Artifact(TFTP + path, content, audience, origins))
    problems += stock.strangers()
    return Placing(tuple(files[name] for name in sorted(files)), tuple(sorted(problems)), tuple(states), bool(dropped))


def _missing(state: LoadState, shown: str) -> Problem:
    """One warning for a load, with every name."""
    need = state.need
    phones = f"{need.phones} phone{'s' if need.phones != 1 else ''}"
    effect = "it is placed without them" if state.placed else "nothing of it is placed, the phones keep what they run"
    names = ", ".join(state.missing)
    origin = need.origins[0]
    return Problem(
        Place(origin.file, origin.line),
        "TON904",
        f"firmware {need.load} ({phones}) lacks {names}; {effect}",
        f"put the vendor's package, or these files, into {shown}/",
    )


def _wrong(path: str, why: str) -> Problem:
    return Problem(
        Place(one_line(path)), "TON905", one_line(why), "take it from the vendor's package again, or remove it"
    )


def _path(found: Found) -> str:
    return f"{found.box}{'!' if found.trail else '/'}{found.name}"

"""Reader of what a 7940 or 7960 reads as text: the two .cnf files, OS79XX.TXT and RINGLIST.DAT.

Syntax: `name : value`, one a line, names in lower case; `#` begins a comment line, `;` ends a value; quotes for
empty values and values with blanks (SAG2, SAG8). Faults are collected; what could be read is given all the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from generators.simulate.boot.flat_parameters import PARAMETERS
from generators.simulate.boot.kinds import is_secret, verdict
from generators.simulate.boot.story import Fault
from generators.simulate.boot.texts import lines_of

FILE_MOST = 8192  # bytes, comments included (SIPCC, config.h); more is "W210 TFTP Error: buffer full" (C5455)
RINGS_MOST = 8192
NAME = re.compile(r"([A-Za-z0-9_.]+) *: *(.*)\Z")
IMAGE = re.compile(r"P0(?:S3|03)-[0-9]+-[0-9]+-[0-9]+\Z")


class Given(NamedTuple):
    """A value and the place it was given at; `fits` is false when the phone cannot take it, which is a fault."""

    value: str
    file: str
    line: int
    fits: bool = True


@lru_cache(maxsize=512)
def read_cnf(data: bytes, file: str) -> tuple[dict[str, Given], tuple[Fault, ...]]:
    """The parameters of a .cnf file by name, and its faults; a value that is not allowed does not fit.

    Cached, since every phone asks for SIPDefault.cnf: what is given is to be read only.
    """
    lines, faults = lines_of(data, file, FILE_MOST)
    out: dict[str, Given] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = NAME.match(line.strip())
        if not match:
            faults.append(Fault(file, number, "is not `name: value`"))
            continue
        name = match[1]
        if name not in PARAMETERS:
            faults.append(Fault(file, number, _unknown(name)))
            continue
        value, wrong = unquoted(match[2])
        wrong = wrong or verdict(PARAMETERS[name], value)
        if name in out:
            faults.append(Fault(file, number, f"{name} is given twice, first in line {out[name].line}"))
            continue
        if wrong:
            echo = "" if is_secret(name) or not value or len(value) > 60 else f" '{value}'"
            faults.append(Fault(file, number, f"{name}{echo} {wrong}"))
        out[name] = Given(value, file, number, wrong is None)
    return out, tuple(faults)


def _unknown(name: str) -> str:
    folded = {known.lower(): known for known in PARAMETERS}
    if name.lower() in folded:
        return f"{name} is spelled {folded[name.lower()]}"
    return f"{name[:40]} is not a parameter of this phone"


def unquoted(text: str) -> tuple[str, str | None]:
    """The value in `text`, and what is wrong with how it is written."""
    text = text.strip()
    if text.startswith('"'):
        end = text.find('"', 1)
        if end < 0:
            return text[1:], "has no closing quote"
        value, rest = text[1:end], text[end + 1 :].strip()
        if rest and not rest.startswith((";", "#")):
            return value, "goes on after its closing quote"
        if set(value) & set(";#"):
            return value, "holds ; or #, which may begin a comment"
        return value, "has a blank at its end or beginning" if value != value.strip() else None
    value = text.partition(";")[0].strip()
    if '"' in value or "#" in value:
        return value, 'holds " or #'
    if not value:
        return value, 'is empty without quotes: write ""'
    return value, "holds a blank without quotes" if " " in value else None


def read_image(data: bytes, file: str) -> tuple[str, list[Fault]]:
    """The image that OS79XX.TXT names: one line, no extension, no blank (C72029, CSCdv19260)."""
    lines, faults = lines_of(data, file, 64)
    name = lines[0].strip() if lines else ""
    if len(lines) != 1 or not IMAGE.match(name):
        faults.append(Fault(file, 1, "is not one line with the base name of a SIP image or the universal loader"))
        return "", faults
    return name, faults


def read_rings(data: bytes, file: str) -> tuple[list[Given], list[Fault]]:
    """The samples that RINGLIST.DAT names: `Name<TAB>file` a line, in the TFTP root (SAG2)."""
    lines, faults = lines_of(data, file, RINGS_MOST)
    out: list[Given] = []
    for number, line in enumerate(lines, 1):
        name, tab, sample = line.rstrip().partition("\t")
        if not tab or not name.strip() or not re.fullmatch(r"[A-Za-z0-9._-]+", sample):
            faults.append(Fault(file, number, "is not a name, one tab and a file name"))
        elif any(sample == given.value for given in out):
            faults.append(Fault(file, number, f"names {sample} a second time"))
        else:
            out.append(Given(sample, file, number))
    return out, faults

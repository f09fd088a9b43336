"""Firmware as a phone sees it: the names of loads, and the list of files in `<load>.loads`.

A `.loads` file is Cisco's and signed; its signature cannot be checked here. The names in it are plain text, and
they alone are read: the `.sbn` files of the xml family, the `.sb2` of a 7940 or 7960 (WHIZZY, BLOG-FB).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NAMES = re.compile(rb"[A-Za-z][A-Za-z0-9_-]*[.-][A-Za-z0-9._-]*\.(?:sbn|sb2)\b")
LOAD = re.compile(
    r"P0[S0M]3-?[0-9][0-9A-Za-z-]*|(?:SIP|SCCP)[0-9]{2}\.[A-Za-z0-9.()-]+|(?:P00[0-9]|CP)[0-9A-Za-z-]+|B01[56][0-9A-Za-z.-]*"
)
FLAT_RELEASE = re.compile(r"P0[S0M]3(?:-([0-9]+)-|([0-9]{2}))")  # P0S3-07-5-00, P00308010200


@dataclass(frozen=True)
class Upgrade:
    """The way from the load a phone runs to the one it is told to run, as documents give it.

    `steps` are the loads in between, in order; `documented` is false when no document joins the two; `note` says
    why, in a sentence without a full stop.
    """

    steps: tuple[str, ...]
    documented: bool
    note: str


def files_of(data: bytes, name: str) -> tuple[str, ...]:
    """The files that a `.loads` file names, in its order, each once; without itself."""
    found = (match.decode("ascii") for match in NAMES.findall(data))
    return tuple(dict.fromkeys(file for file in found if file != name))


def is_load(name: str) -> bool:
    """Whether `name` looks like a load of these phones, of any protocol."""
    return LOAD.fullmatch(name) is not None


def protocol(load: str) -> str:
    """What a phone on `load` speaks: `SIP`, `SCCP`, `MGCP`, or empty where the name does not tell."""
    for start, word in (("P0S3", "SIP"), ("P003", "SCCP"), ("P0M3", "MGCP"), ("SIP", "SIP"), ("SCCP", "SCCP")):
        if load.startswith(start):
            return word
    return ""


def asks_os79xx(load: str) -> bool:
    """Whether a 7940 or 7960 on `load` begins with OS79XX.TXT: those before the universal loader do (C5455, FWM).

    The first release that skips it is not documented; release 8 is the first that a log shows without (LOG60).
    """
    match = FLAT_RELEASE.match(load)
    return match is None or int(match[1] or match[2]) < 8

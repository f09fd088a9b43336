"""The names of firmware loads, read: which protocol, for which phones, which release; releases are ordered.

Names are Cisco's and never computed from each other; only what stands in them is read (FWM, "Firmware Naming
Conventions"; CME, "Phone firmware files"):

    SIP41.9-4-2SR3-1S     XML family: protocol, series, release 9.4(2)SR3-1
    SCCP41.8-5-2S         the same phones on SCCP; TERM41.7-0-3-0S before release 8
    P0S3-8-12-00          7940 and 7960 on SIP, release 8.12.00; also P0S3-07-5-00, and P0S30203 for 2.3
    P003-8-12-00          their universal application loader
    P00308000500          the same phones on SCCP, release 8.0(5); also P0030801SR02, and P0030301 for 3.1
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

NO_NUMBER = 99  # P0030801SR02 is 8.1(2)SR2: it leaves out the number that a service release follows
FLAT = "79x0"


class Protocol(StrEnum):
    """What a load speaks. The universal loader speaks nothing: it fetches a load."""

    SIP = "sip"
    SCCP = "sccp"
    LOADER = "loader"


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """A release, ordered: 8.5(2) < 8.5(2)SR1 < 8.5(3) < 9.2(1). `text` is as the load spells it and does not count."""

    major: int
    minor: int
    maintenance: int = 0
    service: int = 0
    build: int = 0
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        """As Cisco's documents write it: 9.4(2)SR3-1."""
        number = "" if self.maintenance in (0, NO_NUMBER) else f"({self.maintenance})"
        service = f"SR{self.service}" if self.service else ""
        return f"{self.major}.{self.minor}{number}{service}" + (f"-{self.build}" if self.build else "")


@dataclass(frozen=True, slots=True)
class LoadName:
    """A load's base name, taken apart. `series` is `41` in SIP41, `79x0` for the 7940 and 7960. Prints as it was."""

    protocol: Protocol
    series: str
    release: Release
    name: str

    def __str__(self) -> str:
        return self.name


_NUMBERS = ("a", "b", "c", "sr", "n")
_XML = re.compile(
    r"(?P<kind>SIP|SCCP|TERM)(?P<series>[0-9]{2})\.(?P<release>(?P<a>[0-9]{1,2})-(?P<b>[0-9]{1,2})-(?P<c>[0-9]{1,2})"
    r"(?:SR(?P<sr>[0-9]{1,2}))?(?:-(?P<n>[0-9]{1,3}))?)S"
)
_FLAT = re.compile(r"P0(?P<kind>S3|03)-(?P<release>(?P<a>[0-9]{1,2})-(?P<b>[0-9]{1,2})-(?P<c>[0-9]{1,2}))")
_FLAT_PLAIN = re.compile(
    r"P0(?P<kind>S3|03)(?P<release>(?P<a>[0-9]{2})(?P<b>[0-9]{2})(?:(?P<c>[0-9]{2})(?P<n>[0-9]{2})|SR(?P<sr>[0-9]{2}))?)"
)
_RELEASE = re.compile(
    r"(?P<a>[0-9]{1,2})\.(?P<b>[0-9]{1,2})(?:\((?P<c>[0-9]{1,2})\))?(?:SR(?P<sr>[0-9]{1,2}))?(?:-(?P<n>[0-9]{1,3}))?"
)


def read_load(name: str) -> LoadName:
    """The parts of a load's base name. ValueError for a name of no known form, or one with its file extension."""
    if match := _XML.fullmatch(name):
        protocol = Protocol.SIP if match["kind"] == "SIP" else Protocol.SCCP
        return LoadName(protocol, match["series"], _release(match), name)
    if match := _FLAT.fullmatch(name):
        return LoadName(Protocol.SIP if match["kind"] == "S3" else Protocol.LOADER, FLAT, _release(match), name)
    if match := _FLAT_PLAIN.fullmatch(name):
        return LoadName(Protocol.SIP if match["kind"] == "S3" else Protocol.SCCP, FLAT, _release(match), name)
    hint = " (write the name without its extension)" if re.search(r"\.(loads|sbn|sb2|bin|zip)$", name, re.I) else ""
    raise ValueError(f"'{name}' is not the name of a load: SIP41.9-4-2SR3-1S, P0S3-8-12-00, P00308010200…{hint}")


def read_release(text: str) -> Release:
    """A release as documents write it: `8.5(2)`, `9.4(2)SR3-1`, `5.0`. ValueError for another form."""
    match = _RELEASE.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is not a release: 8.5(2), 9.4(2)SR3-1, 5.0")
    return _release(match, text)


def _release(match: re.Match[str], text: str | None = None) -> Release:
    parts = {key: int(value) for key, value in match.groupdict().items() if key in _NUMBERS and value is not None}
    maintenance = parts.get("c", NO_NUMBER if "sr" in parts else 0)
    return Release(
        parts["a"],
        parts["b"],
        maintenance,
        parts.get("sr", 0),
        parts.get("n", 0),
        match["release"] if text is None else text,
    )

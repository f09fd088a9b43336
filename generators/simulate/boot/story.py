"""What a boot was like, as plain values: requests, firmware, settings, lines, keys, dialling, and every fault.

No field holds a password: only its length, and whether the phone can hold it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """What the phone is when it starts: it runs the load that its files name, another one, or is fresh or reset."""

    CURRENT = "current"
    OTHER = "other"
    FACTORY = "factory"


@dataclass(frozen=True, order=True)
class Fault:
    """Something a phone would choke on: `line` counts from 1, 0 where the fault is of the whole file."""

    file: str
    line: int
    what: str

    @property
    def place(self) -> str:
        """`SIPDefault.cnf:12`, or the file alone."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True)
class Request:
    """A file the phone asks for. `later` ones are asked when a menu is opened or a NOTIFY comes, not at boot.

    `normal` says whether the answer lets the phone go on as it was meant to. `seconds` is the time the answer
    took, None where nothing was measured (a folder). `by` is the protocol that answered: tftp, http, empty for a
    folder. `ref` is the document that shows the request.
    """

    name: str
    found: bool
    normal: bool
    note: str
    later: bool
    size: int | None
    seconds: float | None
    by: str
    ref: str


@dataclass(frozen=True)
class Setting:
    """A value the phone ends up with, and where it was given; a password's value is its length in words."""

    name: str
    value: str
    file: str
    line: int


@dataclass(frozen=True)
class LineStory:
    """A line that would register. `through` is the outbound proxy or empty; `problem` says why it would not."""

    index: int
    label: str
    user: str
    auth_user: str
    password_length: int
    password_fits: bool
    registrar: str
    port: str
    transport: str
    through: str
    problem: str


@dataclass(frozen=True)
class Button:
    """A key beside the screen and what it does; 0 is a key whose place no document names.

    `target` is the number a speed dial calls or the address a service opens, empty for other keys.
    """

    number: int
    does: str
    target: str = ""


@dataclass(frozen=True)
class Dialled:
    """A pattern of the dial plan: after `wait` seconds of silence it is sent; 0 means at once."""

    pattern: str
    wait: int


@dataclass(frozen=True)
class Service:
    """What a key opens by HTTP: the kind of its first page, how many pages it leads to, how many people they list.

    `note` says why it was not followed, or what is wrong with it.
    """

    key: str
    url: str
    kind: str
    pages: int
    entries: int
    note: str


@dataclass(frozen=True)
class Story:
    """All that happened. `running` is the load at the start (empty: none, or the one the files name).

    `unmatched_wait` is the pause, in seconds, after a number no pattern knows.
    """

    phone: str
    mac: str
    model: str
    state: State
    running: str
    source: str
    requests: tuple[Request, ...]
    firmware: str
    settings: tuple[Setting, ...]
    lines: tuple[LineStory, ...]
    buttons: tuple[Button, ...]
    dialling: tuple[Dialled, ...]
    unmatched_wait: int
    clock: str
    services: tuple[Service, ...]
    faults: tuple[Fault, ...]

    @property
    def registers(self) -> int:
        """How many lines would register."""
        return sum(not line.problem for line in self.lines)

    @property
    def verdict(self) -> str:
        """One line: whether the phone works with these files."""
        lines = f"{self.registers} of {_count(len(self.lines), 'line')} would register"
        if not self.faults:
            return f"OK: no fault, {lines}"
        return f"FAULTY: {_count(len(self.faults), 'fault')}, {lines}"

    @property
    def seconds(self) -> float | None:
        """How long the answers at boot took together, None where nothing was measured."""
        taken = [r.seconds for r in self.requests if r.seconds is not None and not r.later]
        return round(sum(taken), 4) if taken else None

    def to_json(self) -> dict[str, Any]:
        """The story as JSON holds it: every field by its name, `registers`, `verdict` and `seconds` beside them."""
        more = {"registers": self.registers, "verdict": self.verdict, "seconds": self.seconds}
        return asdict(self) | more


def _count(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"

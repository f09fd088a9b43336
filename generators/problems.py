"""One mistake in the source: its place, its code, what is wrong and what to write instead.

The error tree of the whole project stands here:

    TonaliteError            anything a command prints as one line, without a traceback
    ├── SourceInvalid        the source has problems; carries all of them
    ├── StoreError           the secret store cannot be read or written
    ├── LeakFound            public output holds a secret: nothing is published
    ├── PublishError         a tree, archive or site cannot be written or served
    ├── PageError            a page of the guide names what does not exist
    ├── BackupRefused        a router's backup cannot be merged into (targets/pfsense/merge)
    ├── ImportRefused        a file cannot be imported (importing)
    └── ReachError           rules cannot be evaluated (simulate/reach)

Rules (the codes) stand in `generators/rulebook.py`; their page of the guide is made from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generators.rulebook import RULES, Rule


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: file as the user named it, line and column counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: `place`, rule `code`, what is wrong, and (if known) what to write instead.

    Sorted by place, then code, so that a report never depends on the order of discovery.
    """

    place: Place
    code: str
    message: str
    hint: str = ""

    @property
    def rule(self) -> Rule:
        """The rule that was broken."""
        return RULES[self.code]

    @property
    def severity(self) -> str:
        """`error` stops a build, `warning` does not."""
        return self.rule.severity

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity} {self.code}: {self.message}"
        return f"{text}; {self.hint}" if self.hint else text


def one_line(text: str, most: int = 300) -> str:
    """`text` as a report prints it: one line, nothing that moves a terminal's cursor, at most `most` characters."""
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


@dataclass(slots=True)
class Report:
    """Collects the problems of a run; the only mutable thing that travels through the flow."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Record one problem. `code` must be in the rulebook: a typo is our own bug."""
        if code not in RULES:
            raise KeyError(f"no rule {code} in the rulebook")
        self.problems.append(Problem(place, code, one_line(message), one_line(hint)))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Record problems found elsewhere."""
        self.problems.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(set(self.problems)))

    def __len__(self) -> int:
        return len(set(self.problems))

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build, sorted."""
        return [p for p in self if p.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        """The problems that do not stop a build, sorted."""
        return [p for p in self if p.severity == "warning"]


class TonaliteError(Exception):
    """Something the user can mend; commands print its text as one line."""


class SourceInvalid(TonaliteError):
    """The source has errors. `problems` holds all of them, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the source")


class StoreError(TonaliteError):
    """The secret store cannot be read or written."""


class LeakFound(TonaliteError):
    """Public output holds a secret. The text names the file and the secret's name, never its value."""


class PublishError(TonaliteError):
    """A tree, an archive or a site cannot be written or served."""


class PageError(TonaliteError):
    """A page of the guide is wrong: `file:line: message`."""

"""One boot's memory: what was asked and answered, what is known by now, what is wrong so far."""

from __future__ import annotations

from collections.abc import Callable

from generators.simulate.boot.fetch import Answer, Source
from generators.simulate.boot.story import Fault, Request


class Session:
    """Asks a source and keeps what came: `known` fills the places in later names, `got` names successful readers."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.known: dict[str, str] = {}
        self.got: set[str] = set()
        self.requests: list[Request] = []
        self.faults: list[Fault] = []

    def fault(self, file: str, line: int, what: str) -> None:
        """Record a fault."""
        self.faults.append(Fault(file, line, what))

    def told(self, name: str, answer: Answer, note: str, spare: bool, later: bool, ref: str) -> None:
        """Record a request; a missing file is normal where it is `spare`. What a menu asks again is told once."""
        if later and any(r.later and r.name == name for r in self.requests):
            return
        found = answer.content is not None
        size = len(answer.content) if answer.content is not None else None
        normal = found or (spare and not wrong_of(answer))
        self.requests.append(Request(name, found, normal, note, later, size, answer.seconds, answer.by, ref))

    def part(
        self, named_in: str, line: int, name: str, what: str, judge: Callable[[bytes], str], later: bool, ref: str
    ) -> None:
        """Ask for a file that another names, such as a ring; a missing or unfit one is a fault of the naming file."""
        answer = self.source.get(name)
        wrong = wrong_of(answer) or ("is not there" if answer.content is None else judge(answer.content))
        if wrong:
            self.fault(named_in, line, f"{what} {name} {wrong}")
        self.told(name, answer, wrong, False, later, ref)


def wrong_of(answer: Answer) -> str:
    """Why an answer without content is more than a missing file, in words; empty where it is not."""
    if answer.other_case:
        return f"is there as {answer.other_case}: the case of every letter counts"
    return answer.silence

"""Estates and their built trees in memory, as a source the simulator can ask."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.simulate.boot.fetch import Answer
from generators.targets import artifacts
from tests.golden_trees import fake_secret

ROOT = Path(__file__).parents[3]
SOURCES = [ROOT / "site_data", *sorted(p for p in (ROOT / "tests" / "estates").iterdir() if list(p.rglob("*.yml")))]
Files = dict[str, bytes]


class MemorySource:
    """Files by name; answers by exact name only, as a Unix server does."""

    name = "memory"

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self._folded: dict[str, str] | None = None

    def get(self, path: str) -> Answer:
        """The file of exactly this name."""
        if path in self.files:
            return Answer(self.files[path])
        if self._folded is None:
            self._folded = {name.lower(): name for name in self.files}
        return Answer(None, other_case=self._folded.get(path.lower(), ""))

    def open(self, url: str, path: str | None) -> Answer | None:
        """Our server's page; nothing of another's."""
        return None if path is None else self.get(path)


def tree_of(estate: Estate) -> Files:
    """The TFTP root that is built for `estate`."""
    made = {a.path: a.content for a in artifacts(estate, ["phones"])}
    return {path.removeprefix("tftp/"): content for path, content in made.items() if path.startswith("tftp/")}


@cache
def example(name: str) -> tuple[Estate, Files]:
    """The Estate of a folder in `tests/estates`, and its tree."""
    estate = load_estate(ROOT / "tests" / "estates" / name, Audience.INTERNAL, fake_secret)
    return estate, tree_of(estate)

"""The matrix: every parameter, element and file that a phone of each model reads, spoiled in every way, then booted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from generators.estate.telephony import Phone
from generators.simulate.boot import Player
from generators.simulate.boot.fetch import Answer
from tests.unit.simulate.mutations import Mutation, of_cnf, of_file, of_rows, of_templates, of_xml
from tests.unit.simulate.survivors import SURVIVORS
from tests.unit.simulate.trees import Files, MemorySource, example

ESTATE = "one_of_each_model"
BOTH_ENDS = ("p7941", "p7960")  # one phone a family has its repeated elements spoiled at the last place as well


@dataclass(frozen=True)
class Tried:
    """A mutation of a phone's files: its model, the operator, what was spoiled by name, and whether it was caught."""

    model: str
    operator: str
    name: str
    caught: bool

    @property
    def whole(self) -> str:
        """As `survivors.py` writes it."""
        return f"{self.operator} {self.name}"


class Spoiled(MemorySource):
    """A tree with some files in the place of others; what was asked is kept."""

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self.whole = dict(files)
        self.asked: set[str] = set()

    def get(self, path: str) -> Answer:
        """The file of exactly this name."""
        self.asked.add(path)
        return super().get(path)

    def spoil(self, changes: dict[str, bytes | None]) -> None:
        """Put `changes` into the whole tree; None removes a file."""
        files = self.whole | changes
        self.files = {name: data for name, data in files.items() if data is not None}
        self._folded = None


def every_mutation() -> Iterator[Tried]:
    """All of them, file by file, and within a file phone by phone."""
    estate, files = example(ESTATE)
    source = Spoiled(files)
    player = Player(estate, source)
    readers: dict[str, list[Phone]] = {}
    for phone in estate.phones:
        source.asked.clear()
        assert player.faults(phone) == (), phone.id
        for name in sorted(source.asked & set(files)):
            readers.setdefault(name, []).append(phone)
    for name, phones in sorted(readers.items()):
        shown = name
        for phone in phones:
            shown = shown.replace(str(phone.mac), "{mac}")
        ends = any(phone.id in BOTH_ENDS for phone in phones)
        wholes = ((operator, "whole", changes) for operator, changes in of_file(name, files[name]))
        parts = ((operator, what, {name: data}) for operator, what, data in _parts(name, files[name], ends))
        for operator, what, changes in (*wholes, *parts):
            if changes == {name: files[name]}:
                continue  # nothing to spoil: no line end in a sample
            source.spoil(dict(changes))
            for phone in phones:
                yield Tried(phone.model.id, operator, f"{shown}: {what}", bool(player.faults(phone)))
    # ringlist.xml is the other spelling, which one release asks for; no phone here has the other language.
    unread = [name for name in files if name not in readers and not name.startswith("services/en/")]
    assert unread == ["ringlist.xml"]


def _parts(name: str, data: bytes, ends: bool) -> Iterator[Mutation]:
    how: Callable[[bytes], Iterator[Mutation]] | None = None
    if name == "dialplan.xml":
        how = of_templates
    elif name.endswith(".cnf"):
        how = of_cnf
    elif name.endswith(".xml"):
        return of_xml(data, ends)
    elif name in ("OS79XX.TXT", "RINGLIST.DAT"):
        return of_rows(data, "\t")
    return how(data) if how else iter(())


def reason(name: str) -> str:
    """Why a phone would not mind the survivor `name`; empty where nobody says."""
    return next((why for why, patterns in SURVIVORS.items() if any(fnmatchcase(name, p) for p in patterns)), "")


def report() -> str:
    """How many were tried, caught and survived: by model, by operator, and the survivors by their reason."""
    tried = list(every_mutation())
    rows = [f"{'':28}{'tried':>8}{'caught':>8}{'survive':>8}"]
    for title, keys in (("model", [t.model for t in tried]), ("operator", [t.operator for t in tried])):
        rows.append(f"by {title}")
        count = Counter((key, t.caught) for key, t in zip(keys, tried, strict=True))
        for key in sorted({key for key, _ in count}):
            caught, lost = count[key, True], count[key, False]
            rows.append(f"  {key:26}{caught + lost:8}{caught:8}{lost:8}")
    caught = sum(t.caught for t in tried)
    rows.append(f"{'all':28}{len(tried):8}{caught:8}{len(tried) - caught:8}")
    rows.append("survivors by the reason why a phone would not mind")
    why = Counter(reason(t.whole) or f"NO REASON: {t.whole}" for t in tried if not t.caught)
    rows += [f"  {number:6}  {text}" for text, number in sorted(why.items(), key=lambda item: -item[1])]
    return "\n".join(rows)

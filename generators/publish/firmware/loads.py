"""Which of the files found a load needs, and whether it is complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from hashlib import sha256

from generators.estate.values import Origin
from generators.problems import Place, Problem, one_line
from generators.publish.firmware.boxes import Found, Unreadable
from generators.publish.firmware.images import IMAGE, fault_of, plain_fault, read_manifest

# Wanted, but a phone that runs signed firmware loads without: what a reset phone asks for first (AG41), and the
# unsigned loader for firmware before 5.0 (a log of 7.3 to 7.4 asks for the .sbn only).
OPTIONAL = (".default.loads", ".bin")
KIND = re.compile(r"[a-z0-9]+", re.I)


@dataclass(frozen=True)
class Need:
    """A load that phones are told to run. `files` are the names that the catalog knows, a manifest first.

    `*` in a name is a release that the catalog does not know. `origins` are the phones, by their lines of YAML.
    `whole`: the manifest names every image, as that of the XML family does; else what the catalog knows is wanted too.
    `both_cases`: firmware that asks for `Jar41sip…` while its package holds `jar41sip…` (sysop.ca 337; before
    8.3(3)). `module`: the image of an add-on module: one file, spelled in either case, without a known form.
    """

    load: str
    files: tuple[str, ...]
    origins: tuple[Origin, ...]
    phones: int
    whole: bool = True
    both_cases: bool = False
    module: bool = False

    @property
    def manifest(self) -> str | None:
        """The name of the file that names the others."""
        return self.files[0] if self.files[0] == f"{self.load}.loads" else None


@dataclass(frozen=True)
class FileState:
    """A file that a load needs: where it was found, or that it is missing (`box` is None)."""

    name: str
    box: str | None = None
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class LoadState:
    """A load, each file it needs, and the content of those to place: none of a load that is not complete."""

    need: Need
    files: tuple[FileState, ...]
    placed: dict[str, bytes] = field(repr=False)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names that were not found."""
        return tuple(file.name for file in self.files if file.box is None)


class Stock:
    """The files found, to be taken by name; what is wrong with one is told once, through `tell`."""

    def __init__(self, found: Iterable[Found], tell: Callable[[Found, str], None]) -> None:
        self._all = sorted(found)
        self._named: dict[str, list[Found]] = {}
        for item in self._all:
            self._named.setdefault(item.name.lower(), []).append(item)
        self._tell = tell
        self._read: dict[Found, bytes | None] = {}
        self._touched: set[Found] = set()

    def take(self, name: str, box: str | None = None, checked: bool = True) -> tuple[Found, bytes] | None:
        """The sound file of this name: of `box` before others, of this spelling before another case, else by order.

        `*` in `name` stands for a release; then there must be one candidate in the box, or one in all.
        """
        if "*" in name:
            fits = [f for f in self._all if IMAGE.fullmatch(f.name) and fnmatchcase(f.name.lower(), name.lower())]
            fits = [f for f in fits if f.box == box] or fits
            candidates = fits if len({f.name.lower() for f in fits}) == 1 else []
        else:
            candidates = self._named.get(name.lower(), [])
        self._touched.update(candidates)  # a further copy of what is needed is no stranger
        for item in sorted(candidates, key=lambda f: (f.box != box, f.name != name, f)):
            content = self._content(item, checked)
            if content is not None:
                return item, content
        return None

    def manifest(self, name: str) -> tuple[Found, bytes] | None:
        """The manifest of this name; others of the same name that hold something else are told and left."""
        first = self.take(name)
        for item in self._named.get(name.lower(), []):
            content = self._content(item, True)
            if first and content is not None and content != first[1]:
                self._tell(item, f"is not the same file as {first[0].name} in {first[0].box}, which is taken")
        return first

    def strangers(self) -> list[Problem]:
        """One problem for each folder or archive that holds firmware of no load in use."""
        out = []
        for box, items in sorted(self._by_box().items()):
            images = [f.name for f in items if IMAGE.fullmatch(f.name) and f not in self._touched]
            used = any(f in self._touched for f in items)
            if images and not (used and items[0].trail):
                names = ", ".join(sorted(images)[:8]) + (f" and {len(images) - 8} more" if len(images) > 8 else "")
                hint = "name the load under firmware:, or remove it"
                out.append(_stranger(box, f"no load in use needs {names}", hint))
            texts = [f.name for f in items if f.name.lower().endswith(".jar") or f.name.lower() == "g3-tones.xml"]
            if texts and not items[0].trail:
                hint = "put it into locale/ and the folder the phones ask for, as French_France/"
                out.append(_stranger(box, f"{', '.join(sorted(texts))}: of a locale package", hint))
        return out

    def _by_box(self) -> dict[str, list[Found]]:
        out: dict[str, list[Found]] = {}
        for item in self._all:
            out.setdefault(item.box, []).append(item)
        return out

    def _content(self, item: Found, checked: bool) -> bytes | None:
        if item not in self._read:
            try:
                content = item.read()
                fault = fault_of(item.name, content) if checked else plain_fault(content)
            except Unreadable as error:
                fault = str(error)
            if fault:
                self._tell(item, fault)
            self._read[item] = None if fault else content
        return self._read[item]


def settle(need: Need, stock: Stock) -> LoadState:
    """Find every file of `need`: its manifest, what that names, and what the catalog knows beside it."""
    got: dict[str, tuple[Found, bytes] | None] = {}
    box = None
    named: tuple[str, ...] = ()
    if need.manifest:
        first = got[need.manifest] = stock.manifest(need.manifest)
        if first:
            box, named = first[0].box, read_manifest(first[1]).files
    for name in _names(need, named, lambda reset: stock.take(reset, box)):
        if name not in got:
            got[name] = stock.take(name, box, checked=not need.module)
    files, content = [], {}
    for name, taken in got.items():
        if taken is None:
            files.append(FileState(name))
            continue
        item, data = taken
        # What a manifest names is asked for in that spelling; a module or an unknown release has that of its file.
        asked = item.name if need.module or "*" in name else name
        files.append(FileState(asked, item.box, len(data), sha256(data).hexdigest()))
        content[asked] = data
        if need.both_cases and asked[:3].lower() == "jar":
            content[asked[0].swapcase() + asked[1:]] = data
    whole = all(file.box is not None or file.name.lower().endswith(OPTIONAL) for file in files)
    return LoadState(need, tuple(files), content if whole else {})


def _names(need: Need, named: tuple[str, ...], reset: Callable[[str], tuple[Found, bytes] | None]) -> Iterator[str]:
    """The names after the manifest's own: those in it and in the manifests for reset phones, else the catalog's."""
    yield from named
    kinds = {_kind(name) for name in named}
    for name in need.files[1:] if need.manifest else need.files:
        image = not name.lower().endswith(OPTIONAL)
        if not (named and image and (need.whole or _kind(name) in kinds)):
            yield name
        if name.lower().endswith(".default.loads") and (found := reset(name)):
            # It may be of another package, for phones on another load: only a spelling of a known file is new here.
            known = {n.lower() for n in named}
            yield from (other for other in read_manifest(found[1]).files if other.lower() in known)


def _kind(name: str) -> tuple[str, str]:
    """`apps41` and `sbn` of apps41.9-4-2ES26.sbn: the same part of another release."""
    match = KIND.match(name)
    return (match[0].lower() if match else "", name.rpartition(".")[2].lower())


def _stranger(box: str, text: str, hint: str) -> Problem:
    return Problem(Place(one_line(box)), "TON905", one_line(text), hint)

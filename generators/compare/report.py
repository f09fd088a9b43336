"""The whole comparison, and the same as plain data for `--json`.

Shape of the data (version 1): `version`, `from` and `to` (the names of the sides), `changed`; `sentences`, each
`kind`, `id`, `text`; `phones` with the lists `reload`, `new` and `gone`, each phone `id`, `mac`, `site`, `model`,
`files`, `account`; `pbx`, each `dialect`, `files`, `reload` (null where no file of it changes), `notify` (commands);
`routers`, each `site`, `files`; `files`, each `path`, `change`, `site`, `phone`, `stamp_only`. What is not there is
null or an empty list, never left out; `patch`, a text, stands there with `--patch` only. A new field keeps the
version, a changed or removed one raises it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from generators.compare.commands import notify_commands, reload_command
from generators.compare.files import FileChange, changed_files
from generators.compare.phones import PhoneChanges, phone_changes
from generators.compare.sides import Side
from generators.compare.words import Sentence, sentences

__all__ = ["VERSION", "Comparison", "Pbx", "Router", "compare"]

VERSION = 1


@dataclass(frozen=True)
class Pbx:
    """A dialect: its changed files, what makes the PBX read them (None without any), what tells the phones."""

    dialect: str
    files: tuple[str, ...]
    reload: str | None
    notify: tuple[str, ...]


@dataclass(frozen=True)
class Router:
    """A site and the changed files of its router."""

    site: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What the change from side `a` to side `b` does. Each tuple is sorted."""

    a: str
    b: str
    sentences: tuple[Sentence, ...]
    phones: PhoneChanges
    pbx: tuple[Pbx, ...]
    routers: tuple[Router, ...]
    files: tuple[FileChange, ...]

    @property
    def changed(self) -> bool:
        """Whether anything changes at all."""
        return bool(self.files or self.sentences)

    def to_json(self) -> dict[str, object]:
        """The same as plain data, as the head of this module says."""
        return {
            "version": VERSION,
            "from": self.a,
            "to": self.b,
            "changed": self.changed,
            "sentences": [asdict(sentence) for sentence in self.sentences],
            "phones": asdict(self.phones),
            "pbx": [asdict(pbx) for pbx in self.pbx],
            "routers": [asdict(router) for router in self.routers],
            "files": [asdict(f) | {"change": f.change.value} for f in self.files],
        }


def compare(a: Side, b: Side) -> Comparison:
    """What changes from `a` to `b`."""
    files = changed_files(a, b)
    phones = phone_changes(a, b, files)
    return Comparison(
        a=a.name,
        b=b.name,
        sentences=sentences(a.estate, b.estate),
        phones=phones,
        pbx=tuple(_pbx(a, b, files, [p.account for p in phones.reload if p.account is not None])),
        routers=tuple(Router(site, paths) for site, paths in _by_folder("routers", files)),
        files=files,
    )


def _pbx(a: Side, b: Side, files: Iterable[FileChange], accounts: list[str]) -> list[Pbx]:
    """The dialects in use on either side that have something to do."""
    changed = dict(_by_folder("pbx", files))
    out = []
    for dialect in sorted({*a.estate.pbx.dialects, *b.estate.pbx.dialects, *changed}):
        paths = changed.get(dialect, ())
        reload = reload_command(dialect, a, b) if paths else None
        # Phones are registered where the old side says, so only its dialects can tell them something.
        notify = notify_commands(dialect, accounts) if dialect in a.estate.pbx.dialects else ()
        if paths or notify:
            out.append(Pbx(dialect, paths, reload, notify))
    return out


def _by_folder(top: str, files: Iterable[FileChange]) -> list[tuple[str, tuple[str, ...]]]:
    """The changed paths below `top`, by the folder below it."""
    out: dict[str, list[str]] = {}
    for f in files:
        parts = f.path.split("/", 2)
        if parts[0] == top and len(parts) == 3:
            out.setdefault(parts[1], []).append(f.path)
    return sorted((name, tuple(paths)) for name, paths in out.items())

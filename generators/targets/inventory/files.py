"""The files that each phone fetches, with their checksums, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generators.estate.estate import Estate
from generators.estate.phone_files import boot_files, own_files
from generators.targets.artifact import Artifact

TFTP = "tftp/"
Files = Mapping[str, list[dict[str, object]]]


def files_of(estate: Estate, made: Iterable[Artifact]) -> Files:
    """By phone: what it fetches of `made`, in its order, then what else is its own.

    A checksum lets nobody guess a SIP password, which is long and random. Whoever has all the rest of a file could
    try short codes in it, so the internal inventory is as private as the tree; a public one is made of placeholders.
    """
    root = {a.path.removeprefix(TFTP): a for a in made if a.path.startswith(TFTP)}
    out: dict[str, list[dict[str, object]]] = {}
    for phone in estate.phones:
        own = own_files(phone)
        names = [name for name in dict.fromkeys((*boot_files(phone), *own)) if name in root]
        out[phone.id] = [
            {"name": name, "sha256": root[name].sha256, "bytes": len(root[name].content), "own": name in own}
            for name in names
        ]
    return out

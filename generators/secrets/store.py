"""The local store: a JSON file beside the source, git-ignored, filled at random by the first build.

    {
      "secrets": {"endpoint/bureau-1/thomas": "…", "trunk/ovh": "…"},
      "version": 1
    }

The file is 0600 in a folder made 0700. Nothing here puts a value into a message, and exceptions
that carry the file's text (the JSON decoder's) are dropped rather than chained.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
import weakref
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from generators.estate.values import SecretRule
from generators.problems import StoreError
from generators.secrets import lock, pki

VERSION = 1
PATIENCE = 60.0


class LocalStore:
    """Secrets by name. Unknown ones are made when first asked for, and written by `save`.

    The first value that has to be made takes the store's lock and reads the file once more; the lock is
    held until `save` or `close`. Two first builds at once therefore end with one set: the second waits
    and finds the first one's values. A build that makes nothing never locks and never writes.
    """

    def __init__(self, path: Path, values: dict[str, str], patience: float = PATIENCE) -> None:
        self._path = path
        self._values = values
        self._patience = patience
        self._changed = False
        self._unlock: weakref.finalize[[int], LocalStore] | None = None

    @classmethod
    def open(cls, path: Path, patience: float = PATIENCE) -> LocalStore:
        """Read the store at `path`; a missing file is an empty store, and nothing is written yet.

        `patience`: seconds to wait for another build when a value must be made. Raises StoreError when the
        file is not a private, regular JSON file of the expected shape.
        """
        if path.is_symlink() and not path.exists():
            raise StoreError(f"{path} is a link to a file that is not there: is its volume mounted?")
        real = path.resolve()  # a store linked from an encrypted volume must stay there when it is saved
        return cls(real, _read(real), patience)

    def value(self, name: str, rule: SecretRule) -> str:
        """The secret `name`: the stored value, or a new random one by `rule` that `save` will keep.

        Raises StoreError when the stored value breaks `rule`, or when the store cannot be locked.
        """
        if name not in self._values:
            self._lock()
        if name not in self._values:
            if rule.made is not None:
                made = pki.make(rule, self._values)
            else:
                made = "".join(secrets.choice(rule.alphabet.value) for _ in range(rule.length))
            if rule.fault(made) is not None:
                raise ValueError(f"the rule of {name} refuses what it makes")
            self._values[name] = made
            self._changed = True
        stored = self._values[name]
        fault = rule.fault(stored)
        if fault is None and rule.made is not None:
            fault = pki.fault(rule, stored, self._values)
        if fault is not None:
            mend = "mend it, or delete its line to have a new one made"
            raise StoreError(f"{self._path}: the secret {name} {fault}; {mend}")
        return stored

    def forget(self, name: str) -> None:
        """Drop a secret, so that `value` makes a new one; the store is locked until `save` or `close`."""
        self._lock()
        if self._values.pop(name, None) is not None:
            self._changed = True

    def values(self) -> Mapping[str, str]:
        """All secrets by name, also those no longer used: what the leak gate looks for. A copy."""
        return MappingProxyType(dict(self._values))

    def save(self) -> None:
        """Write the store if a value was made, and free the lock.

        The new file is complete on the disk before it takes the old one's name. Raises StoreError.
        """
        try:
            if self._changed:
                _write(self._path, self._values)
                self._changed = False
        finally:
            self.close()

    def close(self) -> None:
        """Free the lock without writing. Values made and not saved are lost."""
        if self._unlock is not None:
            self._unlock()
            self._unlock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<store {self._path} of {len(self._values)} secrets>"

    def _lock(self) -> None:
        """Hold the store, then take over what another build has made since this one read the file."""
        if self._unlock is not None:
            return
        beside = self._path.with_name(self._path.name + ".lock")
        fault = ""
        try:
            _make_folder(self._path.parent)
            descriptor = lock.acquire(beside, self._patience)
        except TimeoutError:
            fault = "another build holds it; wait for it to end, or end it"
        except OSError as error:
            fault = f"its lock {beside.name} cannot be made ({error.strerror})"
        if fault:
            raise StoreError(f"{self._path}: {fault}")
        self._unlock = weakref.finalize(self, os.close, descriptor)
        for name, value in _read(self._path).items():
            self._values.setdefault(name, value)  # a value already handed out stays what it was


def _make_folder(folder: Path) -> None:
    """Make the store's folder, 0700 under any umask; an existing one is left as it is."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)


def _read(path: Path) -> dict[str, str]:
    """The names and values in the file, or StoreError with one line that never shows the file's text."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise StoreError(f"{path} is not a regular file")
        if status.st_mode & 0o077:
            mode = f"mode {stat.S_IMODE(status.st_mode):04o}"
            raise StoreError(f"{path} can be read or written by others ({mode}); mend it with: chmod 600 {path}")
        with open(descriptor, "rb", closefd=False) as file:
            text = file.read()
    finally:
        os.close(descriptor)
    shape, fault = _parse(text)
    if fault:
        raise StoreError(f"{path} {fault}; restore it from a backup, or move it away to have new secrets made")
    return shape


def _parse(text: bytes) -> tuple[dict[str, str], str]:
    """Names and values, or what is wrong with the file (never its text)."""
    try:
        content = json.loads(text.decode("utf-8"), object_pairs_hook=_without_duplicates)
    except UnicodeDecodeError:
        return {}, "is not UTF-8"
    except json.JSONDecodeError as error:
        return {}, f"is not JSON (line {error.lineno}, column {error.colno})"
    except (_Duplicate, RecursionError):
        return {}, "names something twice, or nests too deeply"
    if not isinstance(content, dict) or set(content) != {"secrets", "version"}:
        return {}, 'is not a store: expected the keys "secrets" and "version"'
    if content["version"] != VERSION or isinstance(content["version"], bool):
        return {}, f"is a store of another version, this tool reads version {VERSION}"
    found = content["secrets"]
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        return {}, "is not a store: each secret must be a name and a text"
    return found, ""


class _Duplicate(Exception):
    """A key stands twice in one JSON object."""


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Duplicate
    return found


def _write(path: Path, values: Mapping[str, str]) -> None:
    """Replace the file, atomically and durably. The caller holds the lock, so the temporary name is ours alone."""
    content = json.dumps({"secrets": values, "version": VERSION}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)  # left by a build that was killed
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o600)
            file.write(content.encode("utf-8"))
            file.flush()
            os.fsync(descriptor)
        os.replace(fresh, path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from None

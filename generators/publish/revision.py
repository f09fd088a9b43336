"""The source as a revision of git has it: its YAML in a temporary folder. Reads the repository, changes nothing in it.

Blobs are read as they are stored (`git cat-file`), so neither attributes of the repository nor filters of the
machine take part, and the work tree and the index are not touched.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from generators.problems import PublishError, one_line

__all__ = ["checked_out"]

LINK = "120000"
FILES = {"100644", "100755", LINK}


@contextmanager
def checked_out(revision: str, data: Path) -> Iterator[tuple[Path, str]]:
    """A folder with the YAML below `data` at `revision`, and its name for messages: `HEAD:site_data`.

    The folder is gone when the block is left. Raises PublishError: no git, no repository, no such revision, no such
    folder in it.
    """
    root, inside = _repository(data)
    label = f"{one_line(revision)}:{inside}"
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None or not re.fullmatch(rb"[0-9a-f]{40,64}\n", commit):  # "^HEAD" gives "^…"
        raise PublishError(f"'{one_line(revision)}' is neither a folder nor a revision of {root}")
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit.decode().strip(), "--", inside)
    entries = [_entry(row, inside) for row in (listed or b"").split(b"\0") if row]
    wanted = [(mode, blob, path) for mode, blob, path in entries if mode in FILES and _is_source(mode, path)]
    if not entries:
        raise PublishError(f"{label} does not exist: the revision has no such folder")
    with tempfile.TemporaryDirectory(prefix="tonalite-") as held:
        folder = Path(held) / "source"
        folder.mkdir()
        for (mode, _, path), content in zip(wanted, _blobs(root, [blob for _, blob, _ in wanted]), strict=True):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if mode == LINK:
                target.symlink_to(os.fsdecode(content))
            else:
                target.write_bytes(content)
        yield folder, label


def _repository(data: Path) -> tuple[Path, str]:
    """The root of the repository that holds `data`, and the way from there to it; `data` need not exist any more."""
    whole = Path(os.path.realpath(data))
    standing = next(p for p in (whole, *whole.parents) if p.is_dir())
    done = _run(standing, ("rev-parse", "--show-toplevel"), b"")
    if done.returncode:  # no repository, or one that git distrusts because it is another user's
        why = one_line(done.stderr.decode(errors="replace").partition("\n")[0])
        raise PublishError(f"{standing} is in no git repository that can be read, so compare two folders ({why})")
    root = Path(os.path.realpath(os.fsdecode(done.stdout.removesuffix(b"\n"))))
    inside = whole.relative_to(root).as_posix()
    return root, inside


def _git(folder: Path, *words: str) -> bytes | None:
    """What git prints, or None when it fails. PublishError when there is no git."""
    done = _run(folder, words, b"")
    return done.stdout if done.returncode == 0 else None


def _run(folder: Path, words: tuple[str, ...], given: bytes) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "--no-pager", "-C", str(folder), *words]
    try:
        return subprocess.run(command, input=given, capture_output=True, env=environment, check=False)
    except FileNotFoundError:
        raise PublishError("git is not installed; without it only two folders can be compared") from None


def _entry(row: bytes, inside: str) -> tuple[str, str, PurePosixPath]:
    """Mode, blob and path below `inside` of one entry of `git ls-tree -z`: `MODE TYPE BLOB<TAB>PATH`."""
    head, _, name = row.partition(b"\t")
    mode, _, blob = head.decode().split(" ")
    path = PurePosixPath(os.fsdecode(name))
    if any(part in ("", ".", "..") for part in path.parts) or path.is_absolute():
        raise PublishError(f"the revision holds a file of a name that leaves its folder: {one_line(str(path))}")
    return mode, blob, path if inside == "." else path.relative_to(inside)


def _is_source(mode: str, path: PurePosixPath) -> bool:
    """Whether the reader of the source would look at it, if only to complain."""
    return mode == LINK or path.name.lower().endswith((".yml", ".yaml"))


def _blobs(root: Path, names: list[str]) -> Iterator[bytes]:
    """The content of each blob, in order (`git cat-file --batch`: `BLOB blob SIZE`, the content, a line end)."""
    done = _run(root, ("cat-file", "--batch"), "".join(f"{name}\n" for name in names).encode())
    at = 0
    for name in names:
        end = done.stdout.find(b"\n", at)
        head = done.stdout[at:end].split()
        if done.returncode or len(head) != 3 or head[1] != b"blob":
            raise PublishError(f"git cannot read {name} of {root}: is the clone whole?")
        at = end + 1 + int(head[2])
        yield done.stdout[end + 1 : at]
        at += 1

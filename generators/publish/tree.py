"""Whole generations: tree, archive and site are written beside the old ones, and one rename switches all three.

    OUT/build/generations/7/{tree,dist,site}   complete, never changed again
    OUT/build/current  ->  generations/7       the one link that is switched
    OUT/build/tree     ->  current/tree        these three are made once
    OUT/build/site     ->  current/site
    OUT/dist           ->  build/current/dist

Whoever reads through the links sees the old generation or the new one, whenever the build is killed. A file
that did not change is a hard link to the one before. The generation before the current one is kept, for
readers that are in the middle of it; what killed builds leave is removed when the next one begins.
`tree` and `dist` hold secrets: 0700 and 0600; `site` is public: 0755 and 0644, whatever the umask.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from generators.problems import PublishError
from generators.publish import archive, files, manifest, paths
from generators.publish.files import PRIVATE, PUBLIC, Modes
from generators.secrets import lock
from generators.targets.artifact import Artifact

PARTS: dict[str, Modes] = {"tree": PRIVATE, "dist": PRIVATE, "site": PUBLIC}
TFTP = "tftp/"
PATIENCE = 60.0
NUMBER = re.compile(r"generations/([1-9][0-9]*)\Z")


class Generation:
    """One build on its way to the disk; nothing of it is visible before `commit`.

        with Generation.begin(out) as generation:
            generation.write_tree(artifacts, manifest)
            generation.write_dist()
            …                                     # MkDocs writes into generation.site_dir; or keep_site()
            generation.commit()

    Leaving the block without `commit` removes all that was written. `collisions` tells, after `write_tree`,
    the paths that differ only in the case of letters (`paths.collisions`).
    """

    def __init__(self, out: Path, descriptor: int) -> None:
        self._out = out
        self._build = out / "build"
        self._generations = self._build / "generations"
        self._lock = descriptor
        # A name of our own: what a killed build started (MkDocs) may write on for a while, into its own folder.
        self._new = self._generations / f".new-{os.getpid()}"
        self._written: set[str] = set()
        self._site_built = False
        self._tftp: dict[str, bytes] = {}
        self.collisions: list[tuple[str, str]] = []

    @classmethod
    def begin(cls, out: Path, patience: float = PATIENCE) -> Generation:
        """Start a generation below `out`, after at most `patience` seconds for another build to end.

        Raises PublishError, with nothing changed, when a folder or link that this tool did not make stands where
        its own go, when another build does not end, or when the disk refuses.
        """
        with _told(out):
            _refuse_strangers(out)
            generations = out / "build" / "generations"
            for folder in (out, generations.parent, generations):
                if not folder.is_dir():
                    folder.mkdir(parents=folder == out)
                    folder.chmod(PUBLIC.folder)
            try:
                descriptor = lock.acquire(generations / ".lock", patience)
            except TimeoutError:
                raise PublishError(f"another build is at work in {out}; wait for it to end, or end it") from None
            generation = cls(out, descriptor)
            try:
                _refuse_strangers(out)  # the build that was waited for may have been another tool's
                generation._clean()
                files.make_folder(generation._new, 0o700)
            except BaseException:
                os.close(descriptor)
                raise
        return generation

    @property
    def number(self) -> int | None:
        """The number of the current generation, None before the first."""
        with suppress(OSError):
            found = NUMBER.match(os.readlink(self._build / "current"))
            if found and (self._generations / found[1]).is_dir():
                return int(found[1])
        return None

    @property
    def site_dir(self) -> Path:
        """The folder MkDocs builds the public site into; made when first asked for."""
        site = self._new / "site"
        if not self._site_built:
            with _told(self._out):
                files.make_folder(site, PUBLIC.folder)
            self._site_built = True
        return site

    def write_tree(self, artifacts: Iterable[Artifact], listed: bytes) -> None:
        """Write the private tree: each artifact, and `listed` as `manifest.json`. Once a generation."""
        given = list(artifacts)
        paths.check_all([*(artifact.path for artifact in given), manifest.NAME])
        content = {manifest.NAME: listed, **{artifact.path: artifact.content for artifact in given}}
        self.collisions = paths.collisions(content)
        self._write("tree", content)
        self._tftp = {path.removeprefix(TFTP): text for path, text in content.items() if path.startswith(TFTP)}

    def write_dist(self, date: int = 0) -> None:
        """Write `dist`: the archive of the tree's TFTP root, and its checksums. After `write_tree`.

        `date`: seconds since 1970 for the archive's members (`manifest.source_date`).
        """
        if "tree" not in self._written:
            raise RuntimeError("the archive is made of the tree, which is not written yet")
        packed = {archive.NAME: archive.archive(self._tftp, date)}
        self._write("dist", {**packed, archive.SUMS: archive.sums(packed)})

    def keep_site(self) -> bool:
        """Carry on the site of the current generation; False when there is none, and then there is none now."""
        old = self._old("site")
        if old is None or not old.is_dir():
            return False
        with _told(self._out):
            files.copy(old, self._new / "site", PUBLIC)
        return True

    def commit(self) -> Path:
        """Make this generation the current one, durably, and remove those before the last. Gives its folder.

        Raises PublishError, with the old generation still current, when the disk refuses.
        """
        if not {"tree", "dist"} <= self._written:
            raise RuntimeError("a generation has a tree and a dist")
        with _told(self._out):
            if self._site_built:
                files.settle(self._new / "site", PUBLIC, self._old("site"))
            self._new.chmod(PUBLIC.folder)
            files.flush(self._new)
            number = max([0, *self._numbers()]) + 1
            final = self._generations / str(number)
            self._new.rename(final)
            files.flush_folder(self._generations)
            for link, target in _links(self._out):
                if not link.is_symlink():
                    link.symlink_to(target)  # dangling for a moment at the first build, never wrong
            files.switch(self._build / "current", f"generations/{number}")
            files.flush_folder(self._build)
            files.flush_folder(self._out)
        with suppress(PublishError):  # the new generation stands; what cannot be removed is told by the next build
            self._clean()
        self.close()
        return final

    def close(self) -> None:
        """Give up what was not committed and let other builds begin. Harmless when repeated."""
        if self._lock >= 0:
            shutil.rmtree(self._new, ignore_errors=True)
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, part: str, content: dict[str, bytes]) -> None:
        """Write one part: file by file, hard links to the current generation where nothing changed."""
        modes, root, old = PARTS[part], self._new / part, self._old(part)
        with _told(self._out):
            files.make_folder(root, modes.folder)
            made = {""}
            for path in sorted(content):
                steps = path.split("/")[:-1]
                for depth in range(1, len(steps) + 1):
                    folder = "/".join(steps[:depth])
                    if folder not in made:
                        files.make_folder(root / folder, modes.folder)
                        made.add(folder)
                files.write(root / path, content[path], modes.file, None if old is None else old / path)
        self._written.add(part)

    def _old(self, part: str) -> Path | None:
        return None if self.number is None else self._generations / str(self.number) / part

    def _numbers(self) -> Iterator[int]:
        for name in os.listdir(self._generations):
            if NUMBER.match(f"generations/{name}"):
                yield int(name)

    def _clean(self) -> None:
        """Remove what killed builds left, and every generation but the current and the one before it.

        A generation loses its number before it loses its files, so that a number always is a whole one.
        """
        current = self.number or 0
        before = max((number for number in self._numbers() if number < current), default=0)
        with _told(self._out):
            for number in self._numbers():
                if number not in (current, before):
                    (self._generations / str(number)).rename(self._generations / f".old-{number}")
            for name in os.listdir(self._generations):
                if name.startswith(".old-"):
                    shutil.rmtree(self._generations / name)
                elif name.startswith(".new"):
                    shutil.rmtree(self._generations / name, ignore_errors=True)  # it may still be written to
            (self._build / ".current.new").unlink(missing_ok=True)


def _links(out: Path) -> list[tuple[Path, str]]:
    build = out / "build"
    return [(build / "tree", "current/tree"), (build / "site", "current/site"), (out / "dist", "build/current/dist")]


def _refuse_strangers(out: Path) -> None:
    """Refuse to touch what somebody else put where our links go."""
    current = out / "build" / "current"
    for link, target in [*_links(out), (current, "")]:
        if not link.is_symlink():
            ours = not link.exists()
        else:
            found = os.readlink(link)
            ours = found == target if target else NUMBER.match(found) is not None
        if not ours:
            raise PublishError(f"{link} was not made by this tool: move it away, then build again; nothing was changed")


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Turn what the operating system refuses into one line."""
    try:
        yield
    except OSError as error:
        place = error.filename or out
        raise PublishError(f"{place} cannot be written: {error.strerror or error}") from error

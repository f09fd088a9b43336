"""Builds that are killed at every possible moment, and what must be true of the disk after each.

Run as a program (`python crashing.py OUT`): one process forks builds of two alternating versions, kills them, and
checks. Prints one line a kind of kill; fails with a traceback on the first half-written thing.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import random
import signal
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

from generators.estate.values import Audience, Origin
from generators.publish.manifest import manifest
from generators.publish.tree import Generation
from generators.targets.artifact import Artifact

KILLS = 50
WRITES = {"os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.remove", "os.chmod", "open"}


def artifacts(version: str) -> list[Artifact]:
    """A small tree: one file stays, one changes, one exists in one version only."""
    content = {
        "tftp/SIPDefault.cnf": f"image: {version}\n",
        "tftp/France/7960-tones.xml": f"<tones>{version}</tones>\n",
        "tftp/RINGLIST.DAT": "the same in both\n",
        f"tftp/only-{version}.cnf": version,
        "pbx/asterisk-pjsip/pjsip.conf": f"; {version}\n",
    }
    origin = (Origin("site_data/phones.yml", 3),)
    return [Artifact(path, text.encode(), Audience.INTERNAL, origin) for path, text in content.items()]


def build(out: Path, version: str) -> None:
    """One whole build of `version`."""
    made = artifacts(version)
    with Generation.begin(out) as generation:
        generation.write_tree(made, manifest(made, {"site_data/phones.yml": version.encode()}, "0.1.0"))
        generation.write_dist()
        (generation.site_dir / "en").mkdir()
        (generation.site_dir / "index.html").write_text(version)
        (generation.site_dir / "en" / "index.html").write_text(version)
        generation.commit()


def standing(out: Path) -> str | None:
    """The version that stands, None before the first. Asserts that tree, dist and site are whole and of one build."""
    tree, dist, site = out / "build" / "tree", out / "dist", out / "build" / "site"
    if not tree.exists():
        assert not dist.exists() and not site.exists()
        return None
    files = {path.relative_to(tree).as_posix(): path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    listed = json.loads(files.pop("manifest.json"))
    assert {f["path"]: f["sha256"] for f in listed["files"]} == {
        path: hashlib.sha256(content).hexdigest() for path, content in files.items()
    }
    version = files["tftp/SIPDefault.cnf"].decode().split()[1]
    assert files == {artifact.path: artifact.content for artifact in artifacts(version)}
    packed = (dist / "tonalite-tftp.tar.gz").read_bytes()
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(packed))) as tar:
        members = {m.name: tar.extractfile(m) for m in tar if m.isreg()}
        unpacked = {f"tftp/{name}": file.read() for name, file in members.items() if file is not None}
    assert unpacked == {path: content for path, content in files.items() if path.startswith("tftp/")}
    assert (dist / "SHA256SUMS").read_text() == f"{hashlib.sha256(packed).hexdigest()}  tonalite-tftp.tar.gz\n"
    assert sorted(path.name for path in dist.iterdir()) == ["SHA256SUMS", "tonalite-tftp.tar.gz"]
    assert (site / "index.html").read_text() == (site / "en" / "index.html").read_text() == version
    return version


def forked(out: Path, version: str, arm: Callable[[], None]) -> int:
    """Start a build in a child that first calls `arm`; give its process id."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            arm()
            build(out, version)
            code = 0
        finally:
            os._exit(code)
    return child


def killed(child: int) -> bool:
    """Wait for a build: True when it was killed, False when it ended well."""
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    assert os.WEXITSTATUS(status) == 0, "a build failed after a killed one"
    return False


def kill_at_write(count: int) -> Callable[[], None]:
    """Let the process kill itself just before its `count`-th change of the disk."""

    def arm() -> None:
        left = count

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in WRITES and (event != "open" or int(str(arguments[2])) & os.O_CREAT):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)

    return arm


def every_write(out: Path) -> str:
    """Kill a build before its first change of the disk, then before its second, and so on to the last."""
    seen = {"old": 0, "new": 0}
    count, version = 0, "a"
    while True:
        count += 1
        before = standing(out)
        version = "b" if before == "a" else "a"
        if not killed(forked(out, version, kill_at_write(count))):
            assert standing(out) == version
            return f"every write: {count - 1} kills, {seen['old']} old, {seen['new']} new"
        after = standing(out)
        assert after in (before, version), (count, before, after)
        seen["new" if after == version else "old"] += 1
        if after == version:  # from here on the same kill would find the other version: keep the direction
            build(out, before or "b")


def random_moments(out: Path) -> str:
    """Kill builds at random moments of about the time one takes."""
    times = []
    for version in "ababa":
        begun = time.monotonic()
        killed(forked(out, version, lambda: None))
        times.append(time.monotonic() - begun)
    whole = sorted(times)[2]
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}, a build takes {whole:.4f} s", flush=True)
    dice = random.Random(seed)
    seen = {"old": 0, "new": 0, "ended": 0}
    while seen["old"] + seen["new"] < KILLS:
        before = standing(out)
        version = "b" if before == "a" else "a"
        child = forked(out, version, lambda: None)
        time.sleep(dice.uniform(0, 1.3 * whole))
        os.kill(child, signal.SIGKILL)
        in_the_middle = killed(child)
        after = standing(out)
        assert after in (before, version)
        seen["ended" if not in_the_middle else "new" if after == version else "old"] += 1
    return f"random moments: {seen['old']} left the old, {seen['new']} the new, {seen['ended']} came too late"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    print(every_write(target / "first"), flush=True)  # from nothing at all
    print(every_write(target / "first"), flush=True)  # and over what stands
    print(random_moments(target / "second"), flush=True)
    for out in (target / "first", target / "second"):
        build(out, "a")
        names = os.listdir(out / "build" / "generations")
        assert len([name for name in names if name.isdigit()]) == 2 and len(names) == 3, names

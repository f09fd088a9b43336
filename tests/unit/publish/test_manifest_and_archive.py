"""The manifest and the archive: complete, checkable by others' programs, and the same bytes for the same files."""

from __future__ import annotations

import gzip
import io
import json
import random
import shutil
import subprocess
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from generators.estate.values import Audience, Origin
from generators.problems import PublishError
from generators.publish.archive import archive, sums
from generators.publish.manifest import manifest, source_date
from generators.publish.tree import Generation
from generators.targets.artifact import Artifact

FILES = {
    "SIPDefault.cnf": b"a\n",
    "empty": b"",
    "France/tones.xml": b"<t/>",
    "France/deep/er/x": bytes(range(256)),
    "France-b": b"sorts between a folder and its content",
    "block": b"x" * 512,
}
MADE = [
    Artifact("tftp/b.cnf", b"b", Audience.INTERNAL, (Origin("p.yml", 12), Origin("o.yml", 1)), "siege", "bureau-1"),
    Artifact("tftp/a.cnf", b"", Audience.INTERNAL, (Origin("é.yml", 2),)),
]


def test_the_manifest_tells_what_was_built_from_what() -> None:
    told = json.loads(manifest(MADE, {"p.yml": b"p", "o.yml": b""}, "1.2.3"))
    assert told == {
        "tool": {"name": "tonalite", "version": "1.2.3"},
        "sources": [
            {"path": "o.yml", "sha256": sha256(b"").hexdigest(), "size": 0},
            {"path": "p.yml", "sha256": sha256(b"p").hexdigest(), "size": 1},
        ],
        "files": [
            {
                "path": "tftp/a.cnf", "size": 0, "sha256": sha256(b"").hexdigest(), "audience": "internal",
                "origins": ["é.yml:2"], "site": None, "phone": None,
            },
            {
                "path": "tftp/b.cnf", "size": 1, "sha256": sha256(b"b").hexdigest(), "audience": "internal",
                "origins": ["p.yml:12", "o.yml:1"], "site": "siege", "phone": "bureau-1",
            },
        ],
    }  # fmt: skip


def test_the_manifest_does_not_depend_on_order_and_has_a_date_only_if_told() -> None:
    sources = {"p.yml": b"p", "o.yml": b""}
    text = manifest(MADE, sources, "1")
    assert manifest(MADE[::-1], dict(reversed(sources.items())), "1") == text
    assert text.endswith(b"}\n") and b"\r" not in text and "é.yml".encode() in text
    assert b"date" not in text
    assert json.loads(manifest(MADE, sources, "1", 0))["date"] == "1970-01-01T00:00:00Z"
    assert json.loads(manifest(MADE, sources, "1", 1_700_000_000))["date"] == "2023-11-14T22:13:20Z"


@pytest.mark.parametrize(("text", "seconds"), [(None, None), ("", None), ("0", 0), ("1700000000", 1_700_000_000)])
def test_source_date_epoch(text: str | None, seconds: int | None) -> None:
    assert source_date({} if text is None else {"SOURCE_DATE_EPOCH": text}) == seconds


@pytest.mark.parametrize("text", ["yesterday", "-1", "1.5", " 1", "١", "99999999999"])
def test_a_bad_source_date_epoch_is_one_line(text: str) -> None:
    with pytest.raises(PublishError, match="SOURCE_DATE_EPOCH"):
        source_date({"SOURCE_DATE_EPOCH": text})


def test_the_archive_holds_the_files_in_order_owned_by_nobody_in_particular() -> None:
    packed = archive(FILES, 1_700_000_000)
    assert packed[3] == 0 and packed[4:8] == b"\0\0\0\0"  # RFC 1952: no name, no comment, no time
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(packed))) as tar:
        members = tar.getmembers()
        content = {m.name: file.read() for m in members if (file := tar.extractfile(m)) is not None}
    assert content == FILES
    names = [m.name for m in members]
    assert names == sorted(names)
    assert {m.name for m in members if m.isdir()} == {"France", "France/deep", "France/deep/er"}
    assert {(m.uid, m.gid, m.uname, m.gname, m.mtime) for m in members} == {(0, 0, "", "", 1_700_000_000)}
    assert {m.mode for m in members if m.isdir()} == {0o755}
    assert {m.mode for m in members if m.isreg()} == {0o644}
    assert all(m.isdir() or m.isreg() for m in members)


def test_the_archive_is_the_same_bytes_for_the_same_files() -> None:
    shuffled = list(FILES.items())
    random.Random(4).shuffle(shuffled)
    assert archive(dict(shuffled)) == archive(FILES)
    assert archive(FILES) != archive(FILES, 1)
    assert archive({**FILES, "empty": b" "}) != archive(FILES)


def test_gnu_tar_unpacks_it_without_a_word(tmp_path: Path) -> None:
    assert shutil.which("tar"), "GNU tar is missing: apt-get install tar"
    packed = tmp_path / "t.tar.gz"
    packed.write_bytes(archive(FILES))
    root = tmp_path / "root"
    root.mkdir()
    run = subprocess.run(["tar", "-xzf", str(packed), "-C", str(root)], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert found == FILES


def test_names_and_dates_the_format_cannot_hold_are_one_line() -> None:
    with pytest.raises(PublishError):
        archive({"x" * 101: b""})
    with pytest.raises(PublishError):
        archive({"a": b""}, 8**11)


def test_sha256sum_checks_dist_and_finds_damage(tmp_path: Path) -> None:
    assert shutil.which("sha256sum"), "sha256sum is missing: apt-get install coreutils"
    with Generation.begin(tmp_path) as generation:
        generation.write_tree(MADE, manifest(MADE, {}, "1"))
        generation.write_dist()
        generation.commit()
    dist = tmp_path / "dist"
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    good = subprocess.run(check, cwd=dist, capture_output=True, text=True)
    assert (good.returncode, good.stdout, good.stderr) == (0, "tonalite-tftp.tar.gz: OK\n", "")
    told = {line.split("  ")[1] for line in (dist / "SHA256SUMS").read_text().splitlines()}
    assert told == {path.name for path in dist.iterdir()} - {"SHA256SUMS"}
    packed = dist / "tonalite-tftp.tar.gz"
    packed.write_bytes(packed.read_bytes() + b"\0")
    assert subprocess.run(check, cwd=dist, capture_output=True).returncode == 1


def test_the_archive_is_the_content_of_the_tftp_root(tmp_path: Path) -> None:
    made = [*MADE, Artifact("pbx/x.conf", b"not for phones", Audience.INTERNAL, ())]
    with Generation.begin(tmp_path) as generation:
        generation.write_tree(made, b"{}")
        generation.write_dist(5)
        generation.commit()
    assert (tmp_path / "dist" / "tonalite-tftp.tar.gz").read_bytes() == archive({"a.cnf": b"", "b.cnf": b"b"}, 5)


def test_sums_are_sorted() -> None:
    assert [line.split()[1] for line in sums({"b": b"", "a": b"x"}).decode().splitlines()] == ["a", "b"]

"""Generated text is compared with what was reviewed: a change of a target shows as a diff of these files."""

from __future__ import annotations

import pytest

from generators.estate.values import Audience
from tests.golden_trees import CASES, GOLDEN, stored, tree


@pytest.mark.parametrize("case", CASES)
def test_tree_is_the_reviewed_one(case: str) -> None:
    golden = {
        p.relative_to(GOLDEN / case).as_posix(): p.read_bytes() for p in (GOLDEN / case).rglob("*") if p.is_file()
    }
    made = tree(case)
    names = stored(made)
    assert sorted(names.values()) == sorted(golden), "run `make golden` and review the diff"
    for path, name in names.items():
        assert made[path] == golden[name], f"{path}: run `make golden` and review the diff"


@pytest.mark.parametrize("case", CASES)
def test_public_tree_has_the_same_kinds_of_files_and_no_secret(case: str) -> None:
    public = tree(case, Audience.PUBLIC)
    private = tree(case)
    assert {p.split("/")[0] for p in public} == {p.split("/")[0] for p in private}
    for path, content in public.items():
        assert b"Fake" not in content, path
    assert any(b"Fake" in content for content in private.values())

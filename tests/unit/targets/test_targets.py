"""The list of targets: two stages, each in its own folder, chosen by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from generators import targets
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets import TARGETS, Target, artifacts, summaries
from generators.targets.artifact import Artifact
from tests.estates import FOLDER


@pytest.fixture(scope="module")
def estate() -> Estate:
    return load_estate(FOLDER / "one_of_each_model", Audience.INTERNAL)


def test_a_target_runs_in_one_stage(estate: Estate) -> None:
    with pytest.raises(ValueError, match="not both and not neither"):
        Target("none", "none/")
    with pytest.raises(ValueError, match="not both and not neither"):
        Target("both", "both/", lambda _: iter(()), lambda _, __: iter(()))


def test_the_inventory_comes_last_and_sums_up_what_came_before(estate: Estate) -> None:
    *before, last = artifacts(estate)
    assert last.path == "inventory.json"
    assert [last] == list(summaries(estate, before, TARGETS))
    assert list(summaries(estate, before, ["phones"])) == []


def test_only_gives_what_was_asked_for_and_the_same_bytes(estate: Estate) -> None:
    whole = {a.path: a for a in artifacts(estate)}
    assert len(whole) > len(estate.phones)
    for name, target in TARGETS.items():
        chosen = list(artifacts(estate, [name]))
        assert chosen == [a for a in whole.values() if a.path.startswith(target.folder)]
        assert chosen or name not in ("phones", "asterisk", "inventory"), "every Estate with phones has files of these"
    both = [a.path for a in artifacts(estate, ["inventory", "phones"])]
    assert both == [p for p in whole if p.startswith("tftp/")] + ["inventory.json"]


def test_without_a_summary_nothing_more_than_asked_for_is_made(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def spy(name: str) -> Target:
        def run(_: Estate) -> Iterator[Artifact]:
            ran.append(name)
            yield Artifact(f"{name}/x", b"", Audience.INTERNAL, ())

        return Target(name, f"{name}/", run)

    def late(_: Estate, made: Sequence[Artifact]) -> Iterator[Artifact]:
        yield Artifact("late/x", " ".join(a.path for a in made).encode(), Audience.INTERNAL, ())

    both = {"one": spy("one"), "late": Target("late", "late/", run_after=late), "two": spy("two")}
    monkeypatch.setattr(targets, "TARGETS", both)
    assert [a.path for a in artifacts(estate, ["two"])] == ["two/x"]
    assert ran == ["two"]
    (summary,) = artifacts(estate, ["late"])
    assert summary.content == b"one/x two/x"


def test_a_target_that_leaves_its_folder_is_a_bug_of_ours(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    stray = Artifact("elsewhere", b"", Audience.INTERNAL, ())
    for target in (
        Target("x", "x/", lambda _: iter([stray])),
        Target("x", "x/", run_after=lambda _, __: iter([stray])),
    ):
        monkeypatch.setattr(targets, "TARGETS", {"x": target})
        with pytest.raises(ValueError, match="target x wrote outside of its folder: elsewhere"):
            list(artifacts(estate))


def test_the_checksum_is_that_of_the_content() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # FIPS 180-4, the empty message
    assert Artifact("a", b"", Audience.PUBLIC, ()).sha256 == empty


def test_every_dialect_can_be_built_by_the_command(tmp_path: Path) -> None:
    text = (FOLDER / "two_sites" / "site.yml").read_text("utf-8")
    every = "[asterisk-pjsip, asterisk-sip, xivo, freepbx]"
    (tmp_path / "site.yml").write_text(
        text.replace("address: 10.60.20.10\n", f"address: 10.60.20.10\n    dialects: {every}\n", 1), "utf-8"
    )
    made = {
        a.path.split("/")[1] for a in artifacts(load_estate(tmp_path, Audience.PUBLIC)) if a.path.startswith("pbx/")
    }
    assert made == {"asterisk-pjsip", "asterisk-sip", "xivo", "freepbx", "backup"}

"""What is built boots: the example, every theme and random estates, without a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from benchmarks.organization import Seeded, organization
from benchmarks.places import Tree
from generators.estate.estate import Estate
from generators.estate.telephony import Phone
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.simulate.boot import Player, State, boot
from tests.golden_trees import fake_secret
from tests.property.estates import estate_of
from tests.strategies import valid_sources
from tests.unit.simulate.trees import SOURCES, Files, MemorySource, tree_of


def all_boot(estate: Estate) -> None:
    """Every phone boots without a fault, and registers every line the source gives it."""
    player = Player(estate, MemorySource(tree_of(estate)))
    for phone in estate.phones:
        story = player.boot(phone)
        assert story.faults == (), (phone.id, [str(f) for f in story.faults])
        wanted = [e.account for e in estate.endpoints_of_phone[phone.id]]
        assert [line.user for line in story.lines] == wanted
        assert story.registers == len(wanted)


@pytest.mark.parametrize("folder", SOURCES, ids=lambda p: p.name)
def test_the_example_and_every_theme_boot_without_a_fault(folder: Path) -> None:
    all_boot(load_estate(folder, Audience.INTERNAL, fake_secret))


# What a random source's phones may become as well: models of the same family with at least as many keys. Random
# sources draw four models only: a 7931 of 24 lines would make most of an example, and shrinking it slow.
SIBLINGS = {
    "cisco-7941": ("cisco-7941", "cisco-7941g-ge", "cisco-7942", "cisco-7945", "cisco-7931"),
    "cisco-7961": (
        "cisco-7961", "cisco-7961g-ge", "cisco-7962", "cisco-7965", "cisco-7970", "cisco-7971", "cisco-7975",
    ),
}  # fmt: skip
SMALL = ("cisco-7906", "cisco-7911")  # one key


def of_every_model(source: Tree) -> Tree:
    """The source with its phones spread over all models, in turn; one with modules keeps its model."""
    busy = {str(place).partition("/")[0] for kind in ("people", "lines") for thing in source.get(kind, {}).values()
            for place in thing.get("phones", ()) if "/" in str(place)}  # fmt: skip
    for turn, (key, phone) in enumerate(sorted(source["phones"].items())):
        others = SIBLINGS.get(phone["model"], (phone["model"],))
        if "modules" in phone:
            continue
        if phone["model"] == "cisco-7941" and key not in busy and "keys" not in phone and turn % 2:
            others = SMALL
        phone["model"] = others[turn // 2 % len(others)]
    return source


@given(valid_sources())
@settings(max_examples=12)
def test_random_estates_boot_without_a_fault(source: Tree) -> None:
    all_boot(estate_of(of_every_model(source), secrets=fake_secret))


def test_large_estates_of_all_models_boot_without_a_fault() -> None:
    seen: set[str] = set()
    for seed in (1, 2):
        estate = estate_of(of_every_model(organization(Seeded(seed), 12, 150)), secrets=fake_secret)
        assert len(estate.phones) == 150
        all_boot(estate)
        seen |= {phone.model.id for phone in estate.phones}
    assert seen == {model.id for model in estate.known_models}


def _complete(estate: Estate, files: Files, phone: Phone) -> Files:
    """The tree with what a fresh phone misses put in, until nothing is missing: lists first, then what they name."""
    files = dict(files)
    for _ in range(2):
        for fault in boot(estate, phone, MemorySource(files), State.FACTORY).faults:
            stem = fault.file.removesuffix(".loads")
            ours = phone.model.family == "flat"
            part = f"{stem}.sb2" if ours else f"apps.{stem}.sbn"
            files[fault.file] = part.encode()
            if fault.file.endswith(".loads"):
                files[part] = b"code"
    return files


def test_a_fresh_phone_misses_only_the_firmware_that_is_not_ours_to_give() -> None:
    estate = load_estate(SOURCES[0], Audience.INTERNAL, fake_secret)
    files = tree_of(estate)
    for phone in estate.phones:
        story = boot(estate, phone, MemorySource(files), State.FACTORY)
        assert story.faults
        assert all(f.file.endswith((".loads", ".bin", ".sbn")) for f in story.faults), story.faults
        whole = boot(estate, phone, MemorySource(_complete(estate, files, phone)), State.FACTORY)
        assert whole.faults == ()
        assert whole.firmware == f"loads {phone.load}"

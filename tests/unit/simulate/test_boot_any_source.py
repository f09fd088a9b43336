"""What is built boots: the example, every theme and random estates, without a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from benchmarks.organization import Seeded, organization
from benchmarks.places import Tree
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.simulate.boot import State, boot
from tests.golden_trees import fake_secret
from tests.property.estates import estate_of
from tests.strategies import valid_sources
from tests.unit.simulate.trees import SOURCES, MemorySource, tree_of


def all_boot(estate: Estate) -> None:
    """Every phone boots without a fault, and registers every line the source gives it."""
    source = MemorySource(tree_of(estate))
    for phone in estate.phones:
        story = boot(estate, phone, source)
        assert story.faults == (), (phone.id, [str(f) for f in story.faults])
        wanted = [e.account for e in estate.endpoints_of_phone[phone.id]]
        assert [line.user for line in story.lines] == wanted
        assert story.registers == len(wanted)


@pytest.mark.parametrize("folder", SOURCES, ids=lambda p: p.name)
def test_the_example_and_every_theme_boot_without_a_fault(folder: Path) -> None:
    all_boot(load_estate(folder, Audience.INTERNAL, fake_secret))


@given(valid_sources())
@settings(max_examples=12)
def test_random_estates_boot_without_a_fault(source: Tree) -> None:
    all_boot(estate_of(source, secrets=fake_secret))


@pytest.mark.parametrize("seed", [1, 2])
def test_large_estates_boot_without_a_fault(seed: int) -> None:
    estate = estate_of(organization(Seeded(seed), 12, 150), secrets=fake_secret)
    assert len(estate.phones) == 150
    all_boot(estate)


def test_a_fresh_phone_misses_only_the_firmware_that_is_not_ours_to_give() -> None:
    estate = load_estate(SOURCES[0], Audience.INTERNAL, fake_secret)
    files = tree_of(estate)
    for phone in estate.phones:
        story = boot(estate, phone, MemorySource(files), State.FACTORY)
        assert story.faults
        assert all(f.file.endswith((".loads", ".bin", ".sbn", ".sb2")) for f in story.faults), story.faults
        firmware = {f.file: b"firmware" for f in story.faults}
        whole = boot(estate, phone, MemorySource(files | firmware), State.FACTORY)
        assert whole.faults == ()
        assert "the phone loads it" in whole.firmware

"""Every mutation of every model's files is caught, or stands with its reason in `survivors.py`."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase

import pytest

from generators.simulate.boot import Player
from generators.simulate.boot.dialplan import read_plan
from generators.simulate.boot.judge import must_dial
from tests.unit.simulate.matrix import ESTATE, Tried, every_mutation, reason
from tests.unit.simulate.mutations import of_templates
from tests.unit.simulate.survivors import DEFAULT, SURVIVORS
from tests.unit.simulate.trees import MemorySource, example


@pytest.fixture(scope="module")
def tried() -> list[Tried]:
    """The whole matrix."""
    return list(every_mutation())


def test_every_mutation_is_caught_or_has_its_reason(tried: list[Tried]) -> None:
    survived = sorted({t.whole for t in tried if not t.caught})
    assert not [name for name in survived if not reason(name)]
    patterns = [pattern for group in SURVIVORS.values() for pattern in group]
    needless = [p for p in patterns if not any(fnmatchcase(s, p) for s in survived)]
    assert not needless, "nothing survives for this any more"


def test_every_model_is_tried_in_full(tried: list[Tried]) -> None:
    per_model = Counter(t.model for t in tried)
    estate, _ = example(ESTATE)
    assert set(per_model) == {model.id for model in estate.known_models}
    assert all(number > 1000 for number in per_model.values()), per_model
    caught = sum(t.caught for t in tried)
    assert caught > 0.75 * len(tried)


def test_only_a_removal_hides_behind_a_default() -> None:
    assert all(p.startswith("removed ") for p in SURVIVORS[DEFAULT])


def test_a_template_that_may_go_is_one_that_others_cover() -> None:
    """The phone dials each number of the estate the same without it."""
    estate, files = example(ESTATE)
    whole, _ = read_plan(files["dialplan.xml"], "dialplan.xml")
    phone = estate.phone["p7960"]
    for operator, what, data in of_templates(files["dialplan.xml"]):
        if operator != "removed" or not what.startswith("TEMPLATE "):
            continue
        less, _ = read_plan(data, "dialplan.xml")
        same = all(whole.press(n)[0] == less.press(n)[0] and less.press(n)[2] for n, _ in must_dial(estate))
        player = Player(estate, MemorySource(files | {"dialplan.xml": data}))
        assert bool(player.faults(phone)) is not same, what

"""Two tables of the same parameters, written apart: what the catalog lets be set by hand, the strict reader takes."""

from __future__ import annotations

import pytest

from generators.catalog.load import load_catalog
from generators.simulate.boot.flat_parameters import PARAMETERS
from generators.simulate.boot.kinds import verdict
from generators.simulate.boot.xml_elements import DEVICE_GRAMMAR

READ = {"flat": PARAMETERS, "xml": dict(DEVICE_GRAMMAR.kinds)}
TOLD = {family: dict(table) for family, table in load_catalog().parameters.items()}


@pytest.mark.parametrize("family", ["flat", "xml"])
def test_every_parameter_of_the_catalog_is_known_to_the_reader(family: str) -> None:
    assert len(TOLD[family]) > 80
    assert sorted(set(TOLD[family]) - set(READ[family])) == []


@pytest.mark.parametrize("family", ["flat", "xml"])
def test_what_may_be_set_by_hand_is_taken_at_both_ends_of_its_range(family: str) -> None:
    free = {name: row for name, row in TOLD[family].items() if not row.managed}
    assert len(free) > 20
    refused = []
    for name, row in free.items():
        values = [str(choice) for choice in row.choices]
        values += [str(end) for end in (row.low, row.high) if row.kind == "integer"]
        refused += [(name, value) for value in values if verdict(READ[family][name], value)]
    assert refused == []

"""The rows of the page "Firmware": every default load once, with all its models and the names of its files."""

from __future__ import annotations

from pathlib import Path

from generators.catalog import load_catalog
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets.guide.firmware_values import firmware_rows

MINIMAL = Path(__file__).parents[3] / "estates" / "minimal"


def test_every_default_load_is_one_row() -> None:
    models = load_catalog().models.values()
    rows = firmware_rows(load_estate(MINIMAL, Audience.PUBLIC))
    assert [row.load for row in rows] == sorted({model.load for model in models})
    for row in rows:
        users = [model for model in models if model.load == row.load]
        assert row.models == ", ".join(model.title.removeprefix("Cisco ") for model in users)
        names = row.files.split(", ")
        assert len(set(names)) == len(names)
        assert set(names) >= {name for model in users for name in model.firmware_files}
        assert any(name.endswith(".loads") for name in names)
        assert all(model.default_load in names for model in users if model.default_load.endswith(".loads"))

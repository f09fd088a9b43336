"""Public Estates of the small sources and of the example, each resolved once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate

ROOT = Path(__file__).parents[4]


@cache
def _public(name: str) -> Estate:
    folder = ROOT / "site_data" if name == "site_data" else ROOT / "tests" / "estates" / name
    return load_estate(folder, Audience.PUBLIC)


@pytest.fixture(scope="session")
def public() -> Callable[[str], Estate]:
    """The public Estate of `site_data`, or of a theme below `tests/estates`, by name."""
    return _public

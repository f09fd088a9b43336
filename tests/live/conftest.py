"""Fixtures of the tests that drive real programs. What is missing fails with how to get it; nothing is skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.systems import EXAMPLE, System, load, running, with_hours


@pytest.fixture(scope="session", params=["16", "22"])
def running_example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The example organisation on one Asterisk, started once for all tests that call."""
    folder: Path = tmp_path_factory.mktemp(f"asterisk-{request.param}")
    with running(request.param, with_hours(load(EXAMPLE)), folder) as system:
        yield system


@pytest.fixture
def example(running_example: System) -> Iterator[System]:
    """The running example, left without calls."""
    yield running_example
    running_example.calm()

"""Estates and their files for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from tests.unit.targets.phones.small import SOURCE, Files, files_of, secret


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Estate]:
    """Make an Estate of the source above, with texts replaced: `build(("Europe/Paris", "Europe/London"))`."""

    def make(*changes: tuple[str, str], audience: Audience = Audience.INTERNAL, salt: str = "") -> Estate:
        text = SOURCE
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        folder: Path = tmp_path_factory.mktemp("source")
        (folder / "all.yml").write_text(text, "utf-8")
        return load_estate(folder, audience, lambda name, rule: secret(name, rule, salt))

    return make


@pytest.fixture(scope="session")
def estate(build: Callable[..., Estate]) -> Estate:
    """The Estate of the source as it stands."""
    return build()


@pytest.fixture(scope="session")
def files(estate: Estate) -> Files:
    """Its files by name."""
    return files_of(estate)


@pytest.fixture(scope="session")
def example() -> Estate:
    """The Estate of the `site_data` in this clone, whatever organisation that is."""
    return load_estate(Path(__file__).parents[4] / "site_data", Audience.INTERNAL, secret)

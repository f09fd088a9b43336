"""How property tests get Estates, and what they look at in them."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.organization import Tree
from generators.estate.estate import Estate
from generators.estate.resolve import SecretSource
from generators.estate.values import Audience, Origin, Secret, SecretRule
from generators.flow import load_estate
from generators.problems import Report
from tests.strategies import write_source


def estate_of(
    source: Tree,
    audience: Audience = Audience.INTERNAL,
    secrets: SecretSource | None = None,
    split: Random | None = None,
    report: Report | None = None,
) -> Estate:
    """The Estate of a plain source; raises SourceInvalid as `load_estate` does."""
    with tempfile.TemporaryDirectory() as folder:
        return load_estate(write_source(Path(folder), source, split), audience, secrets, report)


def made_up(name: str, rule: SecretRule) -> str:
    """A value for a secret that a test knows again: it begins like no placeholder and names its owner."""
    value = "".join(rule.alphabet.value[(ord(c) * 7 + i) % len(rule.alphabet.value)] for i, c in enumerate(name))
    return (value * rule.length)[: rule.length]


def values_in(thing: Any, path: str = "estate") -> Iterator[tuple[str, Any]]:
    """Every plain value in a tree of dataclasses, mappings and sequences, with the way to it; origins left out."""
    if isinstance(thing, Origin):
        return
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from values_in(getattr(thing, field.name), f"{path}.{field.name}")
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield f"{path}.{key}", key
            yield from values_in(value, f"{path}.{key}")
    elif isinstance(thing, (tuple, list, frozenset, set)):
        for index, value in enumerate(thing):
            yield from values_in(value, f"{path}.{index}")
    elif isinstance(thing, Secret):
        yield f"{path}.name", thing.name
        yield f"{path}.known", thing.known
        yield f"{path}.reveal", thing.reveal()
    else:
        yield path, thing


def without_origins(thing: Any) -> Any:
    """The same as plain comparable data, less where it was written."""
    if isinstance(thing, Origin):
        return None
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        fields = {f.name: without_origins(getattr(thing, f.name)) for f in dataclasses.fields(thing)}
        fields.pop("sources", None) if isinstance(thing, Estate) else None
        return (type(thing).__name__, fields)
    if isinstance(thing, Mapping):
        return [(key, without_origins(value)) for key, value in thing.items()]
    if isinstance(thing, (tuple, list)):
        return [without_origins(value) for value in thing]
    if isinstance(thing, Secret):
        return (thing.name, thing.known, thing.reveal(), thing.rule)
    return thing

"""Reads the catalog's files into its types, once a process."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from generators.catalog.types import (
    Catalog,
    Country,
    Holiday,
    ModuleModel,
    Parameter,
    PhoneModel,
    PhoneZone,
    Provider,
    RouterRelease,
)

T = TypeVar("T")


@cache
def load_catalog() -> Catalog:
    """Read every file of the catalog. A wrong file is a bug of ours: ValueError names it."""
    zones = _read("zones")
    return Catalog(
        models=_by_id("phones", PhoneModel),
        countries=_by_id("countries", Country),
        providers=_by_id("providers", Provider),
        routers={
            data["product"]: {
                release: _typed(name, RouterRelease, {"product": data["product"], "release": release, **facts})
                for release, facts in data["releases"].items()
            }
            for name, data in _read("routers").items()
        },
        flat_time_zones=_typed("zones/flat.yml", dict[str, PhoneZone], zones["flat.yml"]),
        xml_time_zones=_typed("zones/xml.yml", dict[str, PhoneZone], zones["xml.yml"]),
        modules=_by_id("modules", ModuleModel),
        holidays={
            name.removesuffix(".yml").upper(): _typed(f"holidays/{name}", tuple[Holiday, ...], data)
            for name, data in _read("holidays").items()
        },
        parameters={
            name.removesuffix(".yml"): {
                key: _typed(f"parameters/{name}", Parameter, {"name": key, **facts}) for key, facts in data.items()
            }
            for name, data in _read("parameters").items()
        },
    )


def _by_id(folder: str, kind: type[T]) -> dict[str, T]:
    out = {}
    for name, data in _read(folder).items():
        item = _typed(f"{folder}/{name}", kind, data)
        out[data["id"]] = item
    return out


def _typed(name: str, kind: Any, data: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as err:
        raise ValueError(f"catalog/{name}: {err}") from err


def _read(folder: str) -> dict[str, Any]:
    """The YAML files of `folder` by name, sorted; every scalar text except the word null."""
    out = {}
    for entry in sorted(files("generators.catalog").joinpath(folder).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yml"):
            out[entry.name] = _nulls(yaml.load(entry.read_text("utf-8"), Loader=yaml.CBaseLoader))
    return out


def _nulls(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _nulls(v) for k, v in node.items()}
    if isinstance(node, list):
        return [_nulls(v) for v in node]
    return None if node == "null" else node

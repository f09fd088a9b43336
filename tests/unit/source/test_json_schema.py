"""The JSON Schema that editors read: what we accept it accepts, and misspelt keys it marks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generators.source.schema import json_schema

ROOT = Path(__file__).parents[3]
SOURCES = sorted([*(ROOT / "site_data").rglob("*.yml"), *(ROOT / "tests/estates").glob("[!w]*/**/*.yml")])


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it: no dates, no base 60, no yes and no."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", list("tf")),
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", list("-+0123456789")),
):
    Core.add_implicit_resolver(tag, re.compile(pattern), first)


def problems(text: str) -> list[str]:
    data: Any = yaml.load(text, Loader=Core)
    validator = jsonschema.Draft202012Validator(json.loads(json_schema()))
    return [e.message for e in validator.iter_errors(data)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_we_accept_editors_accept(path: Path) -> None:
    text = path.read_text("utf-8")
    assert problems(text) == []
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named, "the first line names the schema"
    assert (path.parent / named[1]).resolve() == ROOT / "site_data/schema.json"


@pytest.mark.parametrize(
    "text",
    [
        "peple: {}",
        "people: {bob: {naem: Bob}}",
        "sites: {a: {title: A, networks: {voice: {vlan: 5000, subnet: 10.0.0.0/24}}}}",
        "servers: {pbx: {site: a, address: 10.0.0.1, product: elastix}}",
    ],
)
def test_what_we_refuse_editors_mark(text: str) -> None:
    assert problems(text)

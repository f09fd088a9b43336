"""The YAML that the guide shows is YAML that the source takes: no unknown key, no value out of form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from generators.source.schema.root import Source

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^(?P<indent> *)```yaml[^\n]*\n(?P<text>.*?)^(?P=indent)```", re.MULTILINE | re.DOTALL)
VALUE = re.compile(r"\[\[.*?\]\]")


def examples() -> Iterator[tuple[str, str]]:
    """Page and number of each block of YAML, with its text; a value of the guide becomes an id."""
    for path in sorted(DOCS.glob("*/**/*.md")):
        for number, match in enumerate(BLOCK.finditer(path.read_text("utf-8")), 1):
            indent = len(match["indent"])
            text = "\n".join(line[indent:] for line in match["text"].splitlines())
            yield (
                f"{path.relative_to(DOCS)}:{number}",
                VALUE.sub(lambda m: _sample(m[0]), text),
            )


def _sample(value: str) -> str:
    """Something of the kind that a value of the guide stands for."""
    if "extension" in value:
        return "1001"
    if "number" in value or "mobile" in value:
        return "+33199000100"
    return "192.0.2.10" if "address" in value else "siege"


def mistakes(text: str) -> list[str]:
    """What the source would refuse in an example, keys that it leaves out aside."""
    document = yaml.load(text, Loader=yaml.CBaseLoader)
    if not isinstance(document, dict):
        return ["no keys"]
    found = []
    for key, value in document.items():
        field = Source.model_fields.get(key)
        if field is None:
            found.append(f"unknown key {key}")
            continue
        kind = field.annotation if not field.metadata else field.rebuild_annotation()
        try:
            TypeAdapter(kind).validate_python(value)
        except ValidationError as err:
            found += [f"{key}: {e['loc']}: {e['msg']}" for e in err.errors() if e["type"] != "missing"]
    return found


@pytest.mark.parametrize(("name", "text"), list(examples()), ids=lambda x: x if x.startswith(("fr/", "en/")) else "")
def test_an_example_is_well_formed(name: str, text: str) -> None:
    assert mistakes(text) == []


def test_a_wrong_example_is_seen() -> None:
    assert mistakes("phones: {x: {macc: 1}}")
    assert mistakes("phonez: {}")
    assert mistakes("settings: {dscp: 99}")

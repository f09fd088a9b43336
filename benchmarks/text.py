"""A source as YAML text: a line for each thing, JSON (which is YAML) inside it."""

from __future__ import annotations

import json
from typing import Any

FIRST_LINE = "# yaml-language-server: $schema=schema.json\n"


def to_yaml(source: Any) -> str:
    """One file of YAML that says `source`, whatever plain data that is."""
    if not isinstance(source, dict) or not source:
        return FIRST_LINE + _json(source) + "\n"
    lines = []
    for key, value in source.items():
        if isinstance(value, dict) and value:
            lines.append(f"{_json(str(key))}:")
            lines.extend(f"  {_json(str(name))}: {_json(entry)}" for name, entry in value.items())
        else:
            lines.append(f"{_json(str(key))}: {_json(value)}")
    return FIRST_LINE + "\n".join(lines) + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

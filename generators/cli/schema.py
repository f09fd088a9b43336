"""`tonalite schema`: the JSON Schema of the source, for editors."""

from __future__ import annotations

import sys

from generators.source.schema import json_schema


def schema() -> None:
    """Print the JSON Schema that the first line of every YAML file names (site_data/schema.json)."""
    sys.stdout.write(json_schema())

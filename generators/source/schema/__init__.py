"""The shape of the source as pydantic models, one module a topic, and its JSON Schema.

`validate(document, report)` gives a `Source`, or None when the shape has errors; every mistake is
reported with its place. What only the whole can show (references, laws) belongs to `estate`.
"""

from generators.source.schema.check import validate
from generators.source.schema.root import Source, json_schema

__all__ = ["Source", "json_schema", "validate"]

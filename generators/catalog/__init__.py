"""What the world is, as typed data: phone models, countries, providers, router releases, time zones.

Imports: the standard library, PyYAML and pydantic; of this house only `problems`.
Adding a phone model adds one file to `phones/`.
"""

from generators.catalog.load import load_catalog
from generators.catalog.types import Catalog

__all__ = ["Catalog", "load_catalog"]

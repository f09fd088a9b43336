"""Laws across things: what only the whole source can show. One module a topic.

Each law takes what was typed and the catalog, and reports problems at the place of the text; when
none is an error, `estate.resolve` can follow every reference without looking back.
"""

from generators.catalog.types import Catalog
from generators.estate.rules import access, calls, features, handsets, media, networks, references, seats
from generators.problems import Report
from generators.source.schema.check import Checked

__all__ = ["check_laws"]


def check_laws(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Report every breach of every law. References first: a law passes over what does not exist."""
    references.check(checked, catalog, report)
    seats.check(checked, catalog, report)
    handsets.check(checked, catalog, report)
    media.check(checked, catalog, report)
    networks.check(checked, catalog, report)
    access.check(checked, report)
    calls.check(checked, catalog, report)
    features.check(checked, catalog, report)

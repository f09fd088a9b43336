"""Target: all that a Cisco 7940, 7960, 7941 or 7961 on SIP firmware fetches from the TFTP root.

Two unrelated products, two rooms: `flat/` (7940, 7960) and `xml/` (7941, 7961). Here is only what both
read: the dial plan's grammar (`dialplan.py`), the ring samples (`rings.py`) and other media (`media.py`), the load
of a phone that has no file of its own (`loads.py`), the pages on their screens (`services/`).
Firmware is Cisco's and not ours to give.

May import the Estate, `artifact`, `templating`, `references`; never the catalog, the source or a target.
"""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.estate.phone_files import DIAL_PLAN
from generators.targets.artifact import Artifact
from generators.targets.phones import flat, services, xml
from generators.targets.phones.dialplan import dial_plan
from generators.targets.phones.keys import KEYS
from generators.targets.phones.loads import default_file
from generators.targets.phones.media import ring_files
from generators.targets.phones.output import shared_file

__all__ = ["KEYS", "artifacts"]


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """Every file of the TFTP root; none where there is no phone."""
    if not estate.phones:
        return
    yield shared_file(estate, DIAL_PLAN, dial_plan(estate.dial_rules))
    yield default_file(estate)
    yield from ring_files(estate, estate.ring_tones)
    yield from flat.artifacts(estate)
    yield from xml.artifacts(estate)
    yield from services.artifacts(estate)

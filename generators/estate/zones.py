"""A time zone, as clocks and as the two families of phones name it."""

from __future__ import annotations

from dataclasses import dataclass

from generators.catalog.types import PhoneZone

__all__ = ["TimeZone"]


@dataclass(frozen=True)
class TimeZone:
    """An IANA zone and its names on the two families of phones (None where a family cannot say it)."""

    iana: str
    flat: PhoneZone | None
    xml: PhoneZone | None

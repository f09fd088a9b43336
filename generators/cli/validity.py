"""Until when the certificates of an Estate hold: for `build`, which warns, and `router certificates`, which tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from generators.estate.estate import Estate
from generators.estate.places import Link, TlsKeys
from generators.secrets.pki import ends

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Ending:
    """A certificate of a link: what it is called, and when it ends."""

    link: Link
    what: str
    when: datetime

    def days(self, now: datetime) -> int:
        """Whole days that are left; negative once it has ended."""
        return (self.when - now).days


def endings(estate: Estate) -> Iterator[Ending]:
    """Every certificate of the links whose keys are at hand, link by link."""
    for link in estate.links:
        keys = link.keys
        if isinstance(keys, TlsKeys) and keys.known:
            named = (("authority", keys.authority), ("server", keys.server.certificate))
            for what, secret in (*named, ("client", keys.client.certificate)):
                yield Ending(link, what, ends(secret.reveal()))


def soon(estate: Estate, now: datetime) -> Iterator[tuple[Link, str]]:
    """The links with a certificate that ends within 60 days of `now`, each once, and what to say."""
    for link in estate.links:
        found = [e for e in endings(estate) if e.link is link and e.when - now < SOON]
        if found:
            first = min(found, key=lambda e: e.when)
            days = first.days(now)
            when = f"ends on {first.when:%Y-%m-%d}, in {days} days" if days >= 0 else f"ended on {first.when:%Y-%m-%d}"
            yield link, f"the {first.what} certificate of link '{link.id}' {when}"

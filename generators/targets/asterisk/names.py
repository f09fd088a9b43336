"""Names that Asterisk's files use for things of the Estate, and texts that are safe in them.

Every name is made here, so that a context in `pjsip.conf` and its twin in `extensions.conf` cannot differ.
"""

from __future__ import annotations

import hashlib
import re

from generators.estate.dialing import Country
from generators.estate.estate import Estate
from generators.estate.names import fold
from generators.estate.telephony import Destination, Endpoint, Kind, Trunk

CONTEXT_MOST = 79  # AST_MAX_CONTEXT is 80 with its final zero (include/asterisk/channel.h)
TRANSPORT = "tonalite-udp"
PLAIN = re.compile(r"[A-Za-z0-9@._%+*-]+\Z")  # nothing that ends, splits, quotes or substitutes a value


def plain(value: str) -> str:
    """`value` as it is, if the files can hold it bare.

    The source's own laws admit nothing else; a comma, semicolon, bracket, quote or dollar here would
    change the meaning of the line, so it is our own bug and raises ValueError.
    """
    if not PLAIN.match(value):
        raise ValueError(f"{value!r} cannot stand in an Asterisk file")
    return value


def words(text: str, otherwise: str) -> str:
    """`text` as it can stand in a caller ID, a comment or an argument: ASCII, nothing that has a meaning there.

    `otherwise` (an extension or id) if nothing is left, as of a name in another script.
    """
    return fold(text) or otherwise


def phones_context(country: Country, site: str, permissions: frozenset[str]) -> str:
    """The context of calls from the phones of `site` whose lines have `permissions`."""
    return _context(f"from-phones-{site}", country, permissions)


def outbound_context(country: Country, permissions: frozenset[str]) -> str:
    """The context that holds the whole number plan as `permissions` open it."""
    return _context("outbound", country, permissions)


def _context(base: str, country: Country, permissions: frozenset[str]) -> str:
    """`base`, with the classes that differ from the country's defaults after dots (ids hold no dot)."""
    usual = {c.id for c in country.classes if c.default}
    parts = [base, *sorted(permissions - usual), *(f"no-{c}" for c in sorted(usual - permissions))]
    name = ".".join(parts)
    if len(name) > CONTEXT_MOST:
        name = f"{base}.{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return name


def numbers_context(trunk: Trunk) -> str:
    """The context that holds a trunk's numbers in every spelling."""
    return f"numbers-of-{trunk.id}"


def emergency_context(site: str) -> str:
    """The context that routes emergency calls of a site's phones."""
    return f"emergency-{site}"


def emergency_order(trunk: str) -> str:
    """The subroutine that sends an emergency call, by `trunk` first. No site's context has a dot."""
    return f"emergency.by-{trunk}" if trunk else "emergency.without"


def schedule_context(schedule: str) -> str:
    """The subroutine that says whether a schedule is open."""
    return f"schedule-{schedule}"


def trunk_name(trunk: Trunk) -> str:
    """Name of the trunk's PJSIP objects. The hyphen keeps it apart from every account."""
    return f"trunk-{trunk.id}"


def trunk_context(trunk: Trunk) -> str:
    """The context of calls that a trunk brings."""
    return f"from-trunk-{trunk.id}"


def device(endpoint: Endpoint) -> str:
    """The endpoint as Dial and hints name it."""
    return f"PJSIP/{endpoint.account}"


def target(estate: Estate, destination: Destination) -> str:
    """Where a call to `destination` goes: `context,extension,priority`.

    A person's mailbox has the extension of the line, so mailboxes have a context of their own.
    """
    context = "mailboxes" if destination.kind is Kind.MAILBOX else "internal"
    return f"{context},{estate.extension_of(destination)},1"

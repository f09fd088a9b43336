"""Names that Asterisk's files use for things of the Estate, and texts that are safe in them.

Every name is made here, so that a context in `pjsip.conf` and its twin in `extensions.conf` cannot differ.
"""

from __future__ import annotations

import hashlib
import re

from generators.estate.dialing import Country
from generators.estate.estate import Estate
from generators.estate.names import fold
from generators.estate.telephony import Destination, Kind, Trunk

CONTEXT_MOST = 79  # AST_MAX_CONTEXT is 80 with its final zero (include/asterisk/channel.h)
TRANSPORT = "tonalite-udp"
DESKS = "desks"  # the context of voicemail.conf that holds the PINs of hot desks
PARKED = "parkedcalls"
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


def key(identity: str) -> str:
    """An id as an extension or a device state: Asterisk ignores hyphens in extensions, and no id has an underscore."""
    return identity.replace("-", "_")


def phones_context(site: str) -> str:
    """The context of calls from the phones of `site`."""
    return f"from-phones-{site}"


def outbound_context(country: Country, permissions: frozenset[str]) -> str:
    """The context that holds the whole number plan as `permissions` open it: the classes that differ from the country's
    defaults stand after dots (ids hold no dot)."""
    usual = {c.id for c in country.classes if c.default}
    parts = ["outbound", *sorted(permissions - usual), *(f"no-{c}" for c in sorted(usual - permissions))]
    name = ".".join(parts)
    if len(name) > CONTEXT_MOST:
        name = f"outbound.{hashlib.sha256(name.encode()).hexdigest()[:8]}"
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


def group_context(group: str) -> str:
    """The context that holds the members of a group that rings in turn."""
    return f"group-{group}"


def menu_context(menu: str) -> str:
    """The context of a menu's choices."""
    return f"menu-{menu}"


def room(conference: str) -> str:
    """Name of a conference; its profiles in confbridge.conf add -bridge and -user."""
    return f"room-{conference}"


def target(estate: Estate, destination: Destination) -> str:
    """Where a call to `destination` goes: `context,extension,priority`.

    A person's mailbox has the extension of the line, so mailboxes have a context of their own. Contacts have one, too:
    it is the only way out that a call from outside can take.
    """
    if destination.kind is Kind.CONTACT:
        return f"contacts,{estate.contact[destination.id].number.digits},1"
    context = "mailboxes" if destination.kind is Kind.MAILBOX else "internal"
    return f"{context},{estate.extension_of(destination)},1"

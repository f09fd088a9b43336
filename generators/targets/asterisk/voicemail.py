"""What `voicemail.conf` says: a box for each mailbox, and how the hour is read out."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.values import Secret
from generators.targets.asterisk import names


@dataclass(frozen=True)
class Box:
    """One mailbox. `email` is empty and `attach` is `no` where nobody gets a copy."""

    exten: str
    pin: Secret
    name: str
    email: str
    attach: str


@dataclass(frozen=True)
class Voicemail:
    """The whole file."""

    sender: str
    timezone: str
    boxes: tuple[Box, ...]


def voicemail(estate: Estate) -> Voicemail:
    """Everything `voicemail.conf` says of `estate`; a PIN that its owner changes goes to the spool, not here."""
    return Voicemail(
        sender=f"voicemail@{names.plain(estate.organization.domain)}",
        timezone=estate.organization.timezone.iana,
        boxes=tuple(
            Box(
                exten=box.extension,
                pin=box.pin,
                name=names.words(box.title, box.extension),
                email=names.plain(box.email) if box.email else "",
                attach="yes" if box.email else "no",
            )
            for box in sorted(estate.mailboxes, key=lambda b: b.extension)
        ),
    )

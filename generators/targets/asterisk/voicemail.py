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
    """The whole file. `desks` holds, where there are hot desks, a box for each person who may log in: only its PIN is
    used, and nobody leaves a message there."""

    sender: str
    timezone: str
    boxes: tuple[Box, ...]
    desks: tuple[tuple[Box, ...], ...]


def voicemail(estate: Estate) -> Voicemail:
    """Everything `voicemail.conf` says of `estate`; a PIN that its owner changes goes to the spool, not here."""
    desks = tuple(
        Box(line.extension, line.login, names.words(line.title, line.extension), "", "no")
        for line in sorted(estate.lines, key=lambda x: x.extension)
        if line.login is not None
    )
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
        desks=(desks,) if desks else (),
    )

"""What of an Estate this dialect does not carry, or carries otherwise than the Asterisk dialects do."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.telephony import Strategy
from generators.targets.freepbx.dialplan import UNHEARD
from generators.targets.freepbx.tables import RING_MOST, email


@dataclass(frozen=True)
class Loss:
    """A feature by its key of texts, and the ids (or codes) it is about, sorted."""

    key: str
    about: tuple[str, ...]


def losses(estate: Estate) -> tuple[Loss, ...]:
    """Each feature that the estate uses and the product does not take over, in the order of the sheet."""
    codes = estate.codes
    found = {
        "hot_desk": [x.id for x in estate.lines if x.login is not None],
        "pickup": [x.id for x in estate.lines if x.pickup],
        "codes": [codes.voicemail, codes.do_not_disturb, codes.forward, codes.forward_busy, codes.forward_no_answer,
                  codes.forward_off],
        "no_code": [codes.hide_number],
        "intercom": [codes.intercom],
        "parking": [codes.park, "-".join(codes.parked)],
        "trunk_order": [t.id for t in estate.trunks[1:]],
        "channels": [f"{t.id} {t.channels}" for t in estate.trunks],
        "memory": [g.id for g in estate.groups if g.strategy is Strategy.MEMORY],
        "hash": [m.id for m in estate.menus if any(digit == UNHEARD for digit, _ in m.choices)],
        "forward": [x.id for x in estate.lines if x.forwards.always is not None],
        "ring": [x.id for x in estate.lines if x.ring > RING_MOST],
        "most": [c.id for c in estate.conferences],
        "phoneless": [x.id for x in estate.lines if not estate.endpoints_of_line[x.id]],
        "email": [*(b.id for b in estate.mailboxes if b.email and not email(b.email))],
        "custom": [estate.pbx.custom] if estate.pbx.custom else [],
    }  # fmt: skip
    return tuple(Loss(key, tuple(sorted(set(about)))) for key, about in found.items() if about)

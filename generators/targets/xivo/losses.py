"""What of an Estate this dialect does not carry, or carries otherwise than the Asterisk dialects do."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.telephony import Strategy
from generators.targets.xivo.flavour import Flavour
from generators.targets.xivo.users import RING_STEP, email


@dataclass(frozen=True)
class Loss:
    """A feature by its key of texts, and the ids (or codes) it is about, sorted."""

    key: str
    about: tuple[str, ...]


def losses(estate: Estate, product: Flavour) -> tuple[Loss, ...]:
    """Each feature that the estate uses and the product does not take over, in the order of the sheet."""
    codes = estate.codes
    shared = {x.id for x in estate.lines if len(estate.endpoints_of_line[x.id]) > 1}
    found = {
        "hot_desk": [x.id for x in estate.lines if x.login is not None],
        "night": [f"{s.id} {s.night}" for s in estate.schedules if s.night],
        "pickup": [x.id for x in estate.lines if x.pickup],
        "codes": sorted({codes.voicemail, codes.do_not_disturb, codes.forward, codes.forward_busy,
                         codes.forward_no_answer, codes.forward_off}),
        "no_code": [codes.hide_number, codes.intercom],
        "parking": [codes.park, "-".join(codes.parked)],
        "trunk_order": [t.id for t in estate.trunks[1:]],
        "formats": sorted(f"{t.id} {t.outbound_format}" for t in estate.trunks)
        if len({t.outbound_format for t in estate.trunks}) > 1
        else [],
        "channels": [f"{t.id} {t.channels}" for t in estate.trunks],
        "group_phones": [g.id for g in estate.groups if shared & set(g.members)],
        "group_contacts": [g.id for g in estate.groups if set(g.members) & set(estate.contact)],
        "memory": [g.id for g in estate.groups if g.strategy is not Strategy.ALL],
        "menus": [] if product.wazo else [m.id for m in estate.menus],
        "ring": [x.id for x in estate.lines if x.ring % RING_STEP],
        "phoneless": [x.id for x in estate.lines if not estate.endpoints_of_line[x.id]],
        "email": [*(p.id for p in estate.people if p.email and not email(p.email)),
                  *(b.id for b in estate.mailboxes if b.email and not email(b.email))],
        "custom": [estate.pbx.custom] if estate.pbx.custom else [],
    }  # fmt: skip
    return tuple(Loss(key, tuple(sorted(set(about)))) for key, about in found.items() if about)

"""Ways out: which trunks a call tries, and which number of ours it shows on each."""

from __future__ import annotations

from collections.abc import Mapping

from generators.estate.emergencies import trunk_order
from generators.estate.estate import Estate
from generators.estate.telephony import Trunk
from generators.estate.values import PhoneNumber
from generators.simulate.call.numbers import spelt
from generators.simulate.call.records import Attempt, Leg, State, Step


def limit(trunk: Trunk) -> int:
    """How many ordinary calls a trunk takes at once: one channel is kept for emergencies, where there are several."""
    return max(1, trunk.channels - 1)


def way_out(
    estate: Estate,
    state: State,
    number: str,
    shown: PhoneNumber | None,
    withheld: bool,
    contact: str | None = None,
    used: Mapping[str, int] = {},
) -> tuple[Leg, list[Step]]:
    """The leg to `number` (E.164 or short): the trunk of the shown number first, full and broken ones left out.

    `used` counts the channels that this very call takes already, by trunk: it came in there, or rings others there.
    """
    steps: list[Step] = []
    if shown is not None:
        entry = next((n for n in estate.numbers if n.number == shown), None)
        hidden = ", withheld from who is called" if withheld else ""
        steps.append(Step(f"shows {shown}{hidden}", entry.origin if entry else None))
    attempts: list[Attempt] = []
    for key in trunk_order(estate, shown):
        trunk = estate.trunk[key]
        if key in state.trunks_down:
            steps.append(Step(f"trunk {key} is down", trunk.origin))
        elif key in state.full:
            steps.append(Step(f"trunk {key} has no free channel for ordinary calls", trunk.origin))
        elif used.get(key, 0) >= limit(trunk):
            steps.append(Step(f"trunk {key} has no second channel for this call", trunk.origin))
        else:
            own = _own(estate, trunk, shown)
            told = spelt(estate.country, trunk.outbound_format, own) if own else trunk.account
            dialled = spelt(estate.country, trunk.outbound_format, number)
            other = f", where the number shown is {own or trunk.account}" if shown is None or own != shown.e164 else ""
            verb = "leaves by" if not attempts else "if that refuses: by"
            steps.append(Step(f"{verb} trunk {key} as {dialled}{other}", trunk.origin))
            attempts.append(Attempt(key, dialled, told))
    if not attempts:
        steps.append(Step("no trunk takes the call", None))
    return Leg(number, shown, withheld, False, contact, tuple(attempts)), steps


def _own(estate: Estate, trunk: Trunk, shown: PhoneNumber | None) -> str:
    """The number a trunk shows: `shown` if it is this trunk's, else that of the PBX's site, else its lowest."""
    own = [n.number for n in estate.numbers if n.trunk == trunk.id]
    if shown is not None and shown in own:
        return shown.e164
    home = estate.site[estate.pbx.site].number
    if home is not None and home in own:
        return home.e164
    return own[0].e164 if own else ""


def emergency(estate: Estate, state: State, number: str, shown: PhoneNumber | None) -> tuple[Leg, list[Step]]:
    """The leg of an emergency call: as dialled, on every trunk that works, full or not, with the site's number."""
    steps = []
    attempts: list[Attempt] = []
    for key in trunk_order(estate, shown):
        trunk = estate.trunk[key]
        if key in state.trunks_down:
            steps.append(Step(f"trunk {key} is down", trunk.origin))
            continue
        told = spelt(estate.country, trunk.outbound_format, shown.e164) if shown is not None else trunk.account
        verb = "leaves by" if not attempts else "if that refuses: by"
        note = ""
        if key in state.full:
            kept = trunk.channels > 1
            note = ", on the channel kept for emergencies" if kept else ", though its only channel is taken"
        steps.append(Step(f"{verb} trunk {key}{note}", trunk.origin))
        attempts.append(Attempt(key, number, told))
    if not attempts:
        steps.append(Step("no trunk takes the emergency call: use a mobile phone", None))
    return Leg(number, shown, False, True, None, tuple(attempts)), steps

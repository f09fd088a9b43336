"""Who sits where: the phones that ring for a line, the guests of hot desks, and what a failure cuts off."""

from __future__ import annotations

from generators.estate.estate import Estate
from generators.estate.names import fold
from generators.estate.places import Site, Way
from generators.estate.telephony import Endpoint, Line, Trunk
from generators.estate.values import PhoneNumber
from generators.simulate.call.numbers import as_dialled
from generators.simulate.call.records import Caller, Ringing, State


def guests(state: State) -> dict[str, str]:
    """Phone → the line of the guest on its first button. Each has one desk, each desk one guest: the last counts."""
    out: dict[str, str] = {}
    for person, phone in state.logins:
        out = {p: g for p, g in out.items() if g != person and p != phone}
        out[phone] = person
    return out


def seats(estate: Estate, state: State, line: str) -> tuple[Ringing, ...]:
    """The phones of a line: its endpoints without a guest on them, and the phone where its person is logged in."""
    taken = guests(state)
    out = [
        Ringing(e.phone.id, line, e.account)
        for e in estate.endpoints_of_line[line]
        if not (e.button == 1 and taken.get(e.phone.id, line) != line)
    ]
    for phone, guest in taken.items():
        desk = estate.endpoints_of_phone[phone][0]
        if guest == line and desk.line.id != line:
            out.append(Ringing(phone, line, desk.account))
    return tuple(sorted(out))


def from_phone(estate: Estate, state: State, endpoint: Endpoint) -> Caller:
    """Who calls from an endpoint: its line, or the guest on the phone's first button."""
    guest = guests(state).get(endpoint.phone.id) if endpoint.button == 1 else None
    line = estate.line[guest] if guest is not None else endpoint.line
    return Caller(name=fold(line.title)[:30].strip(), number=line.extension, endpoint=endpoint, line=line)


def from_outside(estate: Estate, trunk: Trunk, caller: str) -> Caller:
    """Somebody outside, who shows `caller` (empty or `anonymous`: nothing)."""
    return Caller(name="", number=as_dialled(estate.country, caller), trunk=trunk)


def presented(caller: Caller) -> PhoneNumber | None:
    """The number of ours that a phone's calls show: the endpoint's; a guest's own, else that of the phone's site."""
    assert caller.endpoint is not None
    assert caller.line is not None
    if not caller.guest:
        return caller.endpoint.presented
    return caller.line.presented or caller.endpoint.site.number


def pbx_off(estate: Estate, state: State) -> str:
    """Why the PBX is out of order: `pbx`, `site:ID`, or empty."""
    if state.pbx_down:
        return "pbx"
    return f"site:{estate.pbx.site}" if estate.pbx.site in state.sites_down else ""


def cut_off(estate: Estate, state: State, site: Site) -> str:
    """What keeps the phones of a site from the PBX: `pbx`, `site:ID`, `link:ID`, or empty."""
    if site.id in state.sites_down:
        return f"site:{site.id}"
    if off := pbx_off(estate, state):
        return off
    reach = site.reach["pbx"]
    if reach.way is not Way.VPN:
        return ""
    for link in reach.links:
        if link in state.links_down:
            return f"link:{link}"
        ends = (estate.link[link].near, estate.link[link].far)
        for end in ends:
            if end in state.sites_down:
                return f"site:{end}"
    return ""


def silent(estate: Estate, state: State, phone: str) -> str:
    """Why a phone cannot be rung, in words; empty if it can."""
    if phone in state.away:
        return "is not registered"
    if why := cut_off(estate, state, estate.site[estate.phone[phone].site]):
        return f"is cut off: {why} is down"
    return ""


def may_pick_up(line: Line, other: Line) -> bool:
    """Whether two lines have a team in common."""
    return bool(set(line.pickup) & set(other.pickup))


def same_site(estate: Estate, caller: Caller, other: Line) -> bool:
    """Whether a line has a phone at the caller's site."""
    assert caller.endpoint is not None
    here = caller.endpoint.site.id
    return any(e.site.id == here for e in estate.endpoints_of_line[other.id])

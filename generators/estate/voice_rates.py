"""How much of a site's access to the Internet its calls can take at most, each way.

One conversation a phone, and as many on a trunk as it has channels. All voice passes through the PBX, so a call of a
phone at another site takes both ends of every link on its way, and the trunk's part is counted beside it. A packet
holds 20 ms (50 a second): the codec's bytes, RTP 12 (RFC 3550), UDP 8, IPv4 20, what the tunnel puts around it, and
14 + 4 of Ethernet. G.711 is thus 87 200 bit/s, in OpenVPN 108 000. WireGuard fills packets up to a multiple of 16
bytes (WireGuard paper, 5.4.6), so it is 114 400 there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.places import Site, Way
from generators.estate.tunnels import OVERHEAD

PACKETS = 50  # a second
# Bytes of 20 ms, by the PBX's names: 64 kbit/s (ITU-T G.711, G.722), 8 kbit/s (G.729).
PAYLOAD = {"alaw": 160, "ulaw": 160, "g722": 160, "g729": 20}
HEADERS = 12 + 8 + 20
ETHERNET = 14 + 4
SHARE = 95  # percent of the access that may be planned; a full one makes the provider's box queue


@dataclass(frozen=True)
class Leg:
    """Calls that cross an access in the same way: how many at a time, and what one of them takes in bit/s."""

    calls: int
    rate: int


@dataclass(frozen=True)
class VoiceLoad:
    """All calls that can cross a site's access at a time; `rate` in bit/s, each way."""

    legs: tuple[Leg, ...]

    @property
    def calls(self) -> int:
        """How many calls."""
        return sum(leg.calls for leg in self.legs)

    @property
    def rate(self) -> int:
        """What they take together."""
        return sum(leg.calls * leg.rate for leg in self.legs)

    def left(self, access: int) -> int:
        """What is left of an access of so many bit/s for everything else; negative where the calls do not fit."""
        return access * SHARE // 100 - self.rate


def voice_loads(estate: Estate) -> dict[str, VoiceLoad]:
    """The load of every site whose access carries calls, by its id."""
    found: dict[str, dict[int, int]] = {}
    for site, calls, rate in _legs(estate):
        rates = found.setdefault(site, {})
        rates[rate] = rates.get(rate, 0) + calls
    return {
        site: VoiceLoad(tuple(Leg(calls, rate) for rate, calls in sorted(rates.items())))
        for site, rates in sorted(found.items())
    }


def crowded(estate: Estate) -> Iterator[tuple[Site, str, VoiceLoad, int]]:
    """The sites whose calls do not fit: site, `up` or `down`, its load, the access in bit/s. For the law TON910."""
    loads = voice_loads(estate)
    for site in estate.sites:
        for direction, access in (("up", site.uplink.up), ("down", site.uplink.down)):
            if site.id in loads and access is not None and loads[site.id].left(access) <= 0:
                yield site, direction, loads[site.id], access


def _legs(estate: Estate) -> Iterator[tuple[str, int, int]]:
    """Site, number of calls and rate of one, for every access that calls of some phones or trunk cross."""
    pbx = estate.pbx.site
    widest = 0
    for site in estate.sites:
        phones = estate.phones_of_site[site.id]
        payload = max((PAYLOAD[codec] for phone in phones for codec in phone.settings.codecs), default=0)
        widest = max(widest, payload)
        reach = site.reach.get("pbx")
        if reach is None or not phones:
            continue
        if reach.way is Way.PUBLIC:
            for end in (site.id, pbx):
                yield end, len(phones), _rate(payload)
        elif reach.way is Way.VPN:
            for link in (estate.link[name] for name in reach.links):
                for end in (link.near, link.far):
                    yield end, len(phones), _rate(payload, link.kind)
    for trunk in estate.trunks:
        yield pbx, trunk.channels, _rate(widest or PAYLOAD["alaw"])


def _rate(payload: int, kind: str = "") -> int:
    """Bit/s of one call each way, inside a tunnel of `kind` if it is given."""
    packet = payload + HEADERS
    if kind == "wireguard":
        packet += -packet % 16
    return (packet + OVERHEAD.get(kind, 0) + ETHERNET) * 8 * PACKETS

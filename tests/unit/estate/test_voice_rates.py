"""What calls take of an access: packet by packet, and every end of every link that they cross."""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.estate.voice_rates import Leg, crowded, voice_loads
from tests.unit.targets.pfsense.routers import chain, estate

G711 = 87_200  # 160 + 40 + 18 bytes, 50 a second
TUNNEL = 108_000  # 52 bytes more


def crowds(case: Estate) -> Iterator[tuple[str, str]]:
    """The sites whose calls do not fit, with the direction."""
    return ((site.id, direction) for site, direction, _, _ in crowded(case))


def test_a_call_by_the_internet_and_one_by_a_tunnel() -> None:
    loads = voice_loads(estate("nyxd"))
    assert loads["lyon"].legs == (Leg(2, TUNNEL),)
    assert {leg.rate for leg in loads["atelier"].legs} == {G711}


def test_the_main_site_carries_the_trunk_and_the_calls_of_all_others() -> None:
    case = estate("nyxd")
    loads = voice_loads(case)
    main = loads[case.pbx.site]
    channels = sum(trunk.channels for trunk in case.trunks)
    by_tunnel = sum(len(case.phones_of_site[k.near]) for k in case.links)
    admitted = sum(len(case.phones_of_site[name]) for name in case.pbx.admit)
    assert main.legs == (Leg(channels + admitted, G711), Leg(by_tunnel, TUNNEL))
    assert main.calls == channels + admitted + by_tunnel


def test_a_site_on_the_way_carries_a_call_twice() -> None:
    """far -> middle -> hq: middle has its own phone once and that of far at both its links; far has it once."""
    case = chain()
    loads = voice_loads(case)
    assert loads["far"].legs == (Leg(1, TUNNEL),)
    assert loads["middle"].legs == (Leg(3, TUNNEL),)


def test_the_widest_codec_of_a_site_counts() -> None:
    narrow = chain(("organization: {", "settings: {codecs: [g729]}\norganization: {"))
    assert voice_loads(narrow)["far"].legs == (Leg(1, (20 + 40 + 52 + 18) * 400),)
    both = chain(("organization: {", "settings: {codecs: [g729, alaw]}\norganization: {"))
    assert voice_loads(both)["far"].legs == (Leg(1, TUNNEL),)


def test_wireguard_fills_its_packets_up() -> None:
    """200 bytes become 208; 60 around them, 18 of Ethernet."""
    case = chain(("link: {to: middle", "link: {kind: wireguard, to: middle"))
    assert voice_loads(case)["far"].legs == (Leg(1, (208 + 60 + 18) * 400),)
    assert voice_loads(case)["middle"].legs == (Leg(2, TUNNEL), Leg(1, 114_400))


def test_a_call_more_than_fits_is_told_by_direction() -> None:
    """Three calls by tunnel need 324 kbit/s: 95 percent of 342 is just enough, of 341 it is not."""
    middle = "uplink: {address: 203.0.113.6}"
    assert list(crowds(chain())) == []
    narrow = chain((middle, "uplink: {address: 203.0.113.6, up: 341k, down: 1M}"))
    assert list(crowds(narrow)) == [("middle", "up")]
    assert list(crowds(chain((middle, "uplink: {address: 203.0.113.6, up: 342k, down: 340k}")))) == [("middle", "down")]


def test_the_examples_calls_fit() -> None:
    assert list(crowds(estate("nyxd"))) == []

"""A packet's way through the world: from where it begins, router by router, to where it ends or is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network

from generators.simulate.reach.evaluate import LET_OUT, Verdict, incoming, outgoing, translated
from generators.simulate.reach.router import Router
from generators.simulate.reach.values import Packet
from generators.simulate.reach.world import Place, World

INTERNET = Place()
SAME_NETWORK = "same network"
NO_WAY = "no route"
NO_FILES = "no files for this router"
# What no provider carries (RFC 1918, RFC 6598, RFC 3927, RFC 1122).
UNROUTED = tuple(
    IPv4Network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8")
)


@dataclass(frozen=True)
class Step:
    """A decision on the way: which site's router, at which interface, by which rule."""

    site: str
    interface: str
    rule: str

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.site} {self.interface}".strip(), self.rule) if part)


@dataclass(frozen=True)
class Journey:
    """How a packet fared. `passed` None: a router on the way has no files to read.

    `end` is where it arrived, `packet` how it arrived, `keeps_port` whether NAT left its source port alone.
    """

    passed: bool | None
    steps: tuple[Step, ...]
    end: Place
    packet: Packet
    keeps_port: bool = True

    @property
    def stopped_by(self) -> str:
        """The site whose router decided last."""
        return self.steps[-1].site if self.steps else ""


def walk(world: World, start: Place, packet: Packet, alone: str | None = None) -> Journey:
    """Send the first packet of a flow from `start`. Its answers count too: a flow without answers has not passed.

    With `alone` only that site's router filters; the others let everything through.
    """
    return _Walk(world, packet, alone).from_place(start)


class _Walk:
    """The state of one walk."""

    def __init__(self, world: World, packet: Packet, alone: str | None) -> None:
        self.world = world
        self.alone = alone
        self.packet = packet
        self.steps: list[Step] = []
        self.keeps_port = True

    def from_place(self, start: Place) -> Journey:
        if not start.site:
            return self._from_internet()
        if not start.network:
            return self._route(start.site, "", Verdict(True, LET_OUT))
        site = self.world.estate.site[start.site]
        network = next((n for n in site.networks if n.name == start.network), None)
        at = self.packet.destination
        if network is not None and at in network.subnet and at != network.gateway:
            return self._end(True, start, SAME_NETWORK)
        key = self.world.keys(site)[network.name] if network is not None else start.network
        return self._arrive(start.site, key)

    def _from_internet(self) -> Journey:
        owner = self.world.wan_owner(self.packet.destination)
        if owner is None:
            routable = not any(self.packet.destination in network for network in UNROUTED)
            return self._end(routable, INTERNET, "" if routable else NO_WAY)
        return self._arrive(owner, "wan")

    def _arrive(self, site: str, interface: str) -> Journey:
        """At a router's interface: port forwards, filter, and on."""
        if len(self.steps) > 2 * len(self.world.estate.sites) + 2:
            return self._end(False, Place(site), "a loop")
        router = self.world.routers.get(site)
        if router is None:
            return self._end(None, Place(site), NO_FILES, site)
        before = self.packet
        verdict, self.packet = incoming(router, interface, self.packet)
        if self.alone not in (None, site):
            verdict = Verdict(True, "")
        self.steps.append(Step(site, interface, verdict.rule))
        if not verdict.passed:
            return self._end(False, Place(site))
        if self.packet.destination in router.own:
            answered = verdict.state or outgoing(router, interface, before.answer()).passed
            return self._end(answered, Place(site))
        return self._route(site, interface, verdict)

    def _route(self, site: str, came_by: str, verdict: Verdict) -> Journey:
        """From a router: into a network of its own, a tunnel, or the Internet."""
        router = self.world.routers.get(site)
        if router is None:
            return self._end(None, Place(site), NO_FILES, site)
        at = self.packet.destination
        for key, interface in sorted(router.interfaces.items()):
            if key != "wan" and at in interface.network:
                if not self._leave(site, router, came_by, key, verdict):
                    return self._end(False, Place(site))
                network = self.world.network_at(site, at)
                return self._end(True, Place(site, network.name if network else key))
        other = self.world.behind_links(site, at)
        hop = self.world.next_hop(site, other) if other is not None else None
        if hop is not None:
            link, there = hop
            if not self._leave(site, router, came_by, self.world.tunnel(link), verdict):
                return self._end(False, Place(site))
            return self._arrive(there, self.world.tunnel(link))
        if not self._leave(site, router, came_by, "wan", verdict):
            return self._end(False, Place(site))
        if self.packet.source not in router.own:
            self.packet, kept = translated(router, "wan", self.packet)
            self.keeps_port = self.keeps_port and kept
        if self.packet.source not in router.own:
            return self._end(False, INTERNET, "leaves without outbound NAT", site, "wan")
        return self._from_internet()

    def _leave(self, site: str, router: Router, came_by: str, key: str, verdict: Verdict) -> bool:
        """Whether the packet leaves by `key`, and its answers come back through both interfaces."""
        out = outgoing(router, key, self.packet) if self.alone in (None, site) else Verdict(True, LET_OUT)
        if out.rule != LET_OUT:
            self.steps.append(Step(site, key, out.rule))
        if not out.passed:
            return False
        answer = self.packet.answer()
        back_in = out.state or incoming(router, key, answer)[0].passed
        back_out = verdict.state or not came_by or outgoing(router, came_by, answer).passed
        return back_in and back_out

    def _end(self, passed: bool | None, end: Place, why: str = "", site: str = "", interface: str = "") -> Journey:
        if why:
            self.steps.append(Step(site or end.site, interface or end.network, why))
        return Journey(passed, tuple(self.steps), end, self.packet, self.keeps_port)

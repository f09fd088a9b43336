"""The reachability table: every pair of parties, every port, needed or not, allowed or not, and by which rule.

Ports are cut where a rule or a need begins or ends and one of each piece is tried, so the table is complete: the law
"what is needed passes, everything else is dropped" is held for all ports and not only for those that have names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from ipaddress import IPv4Address

from generators.estate.estate import Estate
from generators.estate.places import Site
from generators.simulate.reach.intended import Need, Want, is_of, wants
from generators.simulate.reach.neighbours import between, neighbours
from generators.simulate.reach.parties import Parties, Party
from generators.simulate.reach.pieces import named, said, spans
from generators.simulate.reach.values import WITH_PORTS, Packet, Span
from generators.simulate.reach.walk import SAME_NETWORK, Journey, walk
from generators.simulate.reach.world import World

PROTOCOLS = ("udp", "tcp", "icmp", "esp")
NOT_NEEDED = "passes, but is not needed"
ALONE = "not needed, and only another site's router drops it"


@dataclass(frozen=True)
class Row:
    """A row: who, to whom, what; whether telephony needs it; whether it passes (None: no files to read), by what.

    `rules` are the decisions on the way, `site interface: rule`, in order. `breach` says how the row breaks the
    law, and is empty where it does not.
    """

    site: str
    source_site: str
    source: str
    destination_site: str
    destination: str
    service: str
    protocol: str
    ports: str
    need: str
    passed: bool | None
    rules: tuple[str, ...]
    breach: str

    def to_json(self) -> dict[str, object]:
        """The row for programs."""
        return asdict(self)


@dataclass(frozen=True)
class _Piece:
    """What one packet showed, for the ports from `first` to `last`."""

    first: int
    last: int
    service: str
    need: Need
    passed: bool | None
    rules: tuple[str, ...]
    breach: str


def reach_table(estate: Estate, files: Mapping[str, bytes], sites: Iterable[str] = ()) -> tuple[Row, ...]:
    """The table of `sites` (all of them if none is named): every flow that begins or ends there.

    `files` are the generated files by path. A site without a router, or whose router has no filter file, has no
    table of its own; what passes its router elsewhere is unknown. Raises ReachError for files that cannot be read.
    """
    return tuple(reach_rows(estate, files, sites))


def reach_rows(estate: Estate, files: Mapping[str, bytes], sites: Iterable[str] = ()) -> Iterator[Row]:
    """The rows of `reach_table`, one after the other as they are found."""
    world = World(estate, files)
    parties, needed = Parties(world), wants(world)
    chosen = set(sites) or set(estate.site)
    for site in estate.sites:
        if site.id in chosen:
            yield from _Table(world, site, parties, needed).rows()


def skipped_rules(estate: Estate, files: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """By site, the rules that its router would leave out, with the reason. A lawful set of files has none."""
    return {site: r.skipped for site, r in sorted(World(estate, files).routers.items()) if r.skipped}


class _Table:
    """The table of one site."""

    def __init__(self, world: World, site: Site, parties: Parties, wants: tuple[Want, ...]) -> None:
        self.world = world
        self.site = site
        self.parties = parties
        self.wants = wants

    def rows(self) -> Iterator[Row]:
        if self.site.id not in self.world.routers:
            return
        for source, destination in self._pairs():
            yield from self._pair(source, destination)

    def _pairs(self) -> Iterator[tuple[Party, Party]]:
        parties, world = self.parties, self.world
        here = tuple(parties.of_site(self.site))
        router, inside = parties.router(self.site), tuple(parties.gateways(self.site))
        shown = neighbours(world, self.site)
        others = [(world.estate.site[name], alike) for name, alike in shown.items()]
        far = [_also(p, alike) for site, alike in others for p in (*parties.of_site(site), *parties.gateways(site))]
        far_routers = [_also(parties.router(site), alike) for site, alike in others]
        outside = (parties.internet, *(parties.providers if self.site.id == world.estate.pbx.site else ()))
        for source in here:
            for destination in (*here, *inside, router, *far, *far_routers, *outside):
                if source is not destination:
                    yield source, destination
        for source in far:
            if source.kind == "router":
                continue
            for destination in (*here, *inside, router):
                yield source, destination
        for source in (*outside, *far_routers):
            yield source, router
        for destination in far_routers:
            yield router, destination

    def _pair(self, source: Party, destination: Party) -> Iterator[Row]:
        if source.place == destination.place and source.place.network:
            yield self._row(source, destination, "direct", "", "", Need.TOLERATED, True, (SAME_NETWORK,), "")
            return
        for protocol in PROTOCOLS:
            found: dict[tuple[Need, str, bool | None, tuple[str, ...], str], list[Span]] = {}
            for a in source.addresses:
                for b in destination.addresses:
                    for piece in self._pieces(source, a, destination, b, protocol):
                        key = (piece.need, piece.service, piece.passed, piece.rules, piece.breach)
                        found.setdefault(key, []).append((piece.first, piece.last))
            for (need, service, passed, rules, breach), found_spans in found.items():
                ports = said(found_spans) if protocol in WITH_PORTS else ""
                yield self._row(source, destination, service, protocol, ports, need, passed, rules, breach)

    def _row(
        self,
        source: Party,
        destination: Party,
        service: str,
        protocol: str,
        ports: str,
        need: Need,
        passed: bool | None,
        rules: tuple[str, ...],
        breach: str,
    ) -> Row:
        return Row(
            site=self.site.id,
            source_site=source.place.site,
            source=source.name,
            destination_site=destination.place.site,
            destination=destination.name,
            service=service,
            protocol=protocol,
            ports=ports,
            need=need.value,
            passed=passed,
            rules=rules,
            breach=breach,
        )

    def _pieces(
        self, source: Party, a: IPv4Address, destination: Party, b: IPv4Address, protocol: str
    ) -> Iterator[_Piece]:
        to_site = destination.place.site
        wanted = [w for w in self.wants if is_of(w, source.place.site, a, to_site, b)]
        wanted = [w for w in wanted if w.protocol in (None, protocol)]
        for first, last in self._spans(protocol, wanted, source, a, destination, b):
            packet = Packet(a, b, protocol, first)
            journey = walk(self.world, source.place, packet)
            passed = journey.passed
            if passed and not _arrived(journey, destination):
                passed = False
            want = _best(wanted, first)
            need = want.need if want else Need.NOTHING
            breach = ""
            if passed is not None and want is not None and need is Need.NEEDED:
                breach = _unmet(want, passed, journey, first)
            elif need is Need.NOTHING and (passed or self._let_by(source, destination, packet, journey)):
                breach = NOT_NEEDED if passed else ALONE
            service = want.service if want else named(protocol, first)
            yield _Piece(first, last, service, need, passed, tuple(map(str, journey.steps)), breach)

    def _let_by(self, source: Party, destination: Party, packet: Packet, dropped: Journey) -> bool:
        """Whether only another site's router held back what a tunnel carries: each is to drop it by itself.

        What goes through the Internet is not tried: behind NAT all hosts of a site have one address.
        """
        ends = (source.place.site, destination.place.site)
        by_tunnel = ends[0] != ends[1] and set(ends) <= set(self.world.joined(self.site.id))
        if not by_tunnel or packet.destination in self.world.public[ends[1]] or dropped.stopped_by == self.site.id:
            return False
        journey = walk(self.world, source.place, packet, alone=self.site.id)
        return bool(journey.passed) and _arrived(journey, destination)

    def _spans(
        self, protocol: str, wanted: list[Want], source: Party, a: IPv4Address, destination: Party, b: IPv4Address
    ) -> Iterator[Span]:
        """The pieces to try of a pair, with the addresses that NAT may give to either end."""
        world = self.world
        owner = world.wan_owner(b)
        ends = {source.place.site, destination.place.site, self.site.id, owner or ""} - {""}
        sites = ends | between(world, source.place.site, destination.place.site)
        routers = [world.routers[site] for site in sorted(sites) if site in world.routers]
        sources = {a, *world.public.get(source.place.site, ())}
        targets = {f.target for router in routers for f in router.forwards if f.target is not None}
        return spans(protocol, wanted, routers, sources, {b, *targets})


def _also(party: Party, alike: int) -> Party:
    """The party under a name that tells for how many sites it stands."""
    return replace(party, name=f"{party.name} (as at {alike} more like it)") if alike else party


def _arrived(journey: Journey, destination: Party) -> bool:
    """Whether the packet came to the party it was sent to: NAT may have led it elsewhere.

    A router's port forward leads into its site by right.
    """
    if destination.kind == "router":
        return journey.end.site == destination.place.site
    return journey.end == destination.place


def _unmet(want: Want, passed: bool, journey: Journey, port: int) -> str:
    """What a need lacks; empty if it is met."""
    if not passed:
        return "needed, but dropped"
    if want.keeps_port and not journey.keeps_port:
        return "passes, but NAT changes its source port"
    if journey.packet.port != port or want.host not in (None, journey.packet.destination):
        return f"arrives at {journey.packet.destination} port {journey.packet.port}"
    return ""


def _best(wanted: list[Want], port: int) -> Want | None:
    """What the port is needed for; a need comes before what is merely put up with."""
    found = [w for w in wanted if w.ports[0] <= port <= w.ports[1]]
    return min(found, key=lambda w: (w.need is not Need.NEEDED, w.ports[1] - w.ports[0]), default=None)

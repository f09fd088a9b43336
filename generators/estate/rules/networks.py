"""Addresses and ways: networks that do not overlap, addresses used once, a way to every server."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network

from generators.catalog.types import Catalog
from generators.estate.rules.references import first_places, near
from generators.estate.ways import paths_to, pool_of
from generators.problems import Place, Report
from generators.source.schema.check import Checked
from generators.source.schema.places import Network, Site

SERVERS = ("pbx", "provisioning", "time")


def check(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Report breaches of addressing (TON408 to 411, 416, 421, 422), links (TON423-427), ways (TON415, 431-433)."""
    far = {site.link.to for site in checked.source.sites.values() if site.link}
    inhabited = {phone.site for phone in checked.source.phones.values()}
    for key, site in checked.source.sites.items():
        _site(checked, key, site, far, key in inhabited, catalog, report)
    _overlaps(checked, report)
    _addresses(checked, report)
    _links(checked, report)
    _ways(checked, report)


def _site(
    checked: Checked, key: str, site: Site, far: set[str], inhabited: bool, catalog: Catalog, report: Report
) -> None:
    voices = [name for name, network in site.networks.items() if (network.role or name) == "voice"]
    if len(voices) != 1 and inhabited:
        found = "none" if not voices else f"{len(voices)}: {', '.join(voices)}"
        hint = "add networks: {voice: {vlan: …, subnet: …, pool: …}}" if not voices else "give one of them role: data"
        report.add(
            "TON416", checked.key_place("sites", key), f"site '{key}' needs one voice network, it has {found}", hint
        )
    vlans = [
        (str(n.vlan), checked.place("sites", key, "networks", name, "vlan"))
        for name, n in site.networks.items()
        if n.vlan
    ]
    for vlan, first, again in first_places(vlans):
        report.add("TON422", again, f"VLAN {vlan} is already that of the network at {first}", "choose another number")
    for name, network in site.networks.items():
        if (network.role or name) not in ("voice", "data"):
            place = checked.key_place("sites", key, "networks", name)
            report.add("TON202", place, f"network '{name}' lacks role:", "add role: voice or role: data")
        _network(checked, ("sites", key, "networks", name), network, report)
    linked = site.link is not None or key in far
    if site.siproxd and linked:
        place = checked.key_place("sites", key, "siproxd")
        report.add("TON425", place, f"site '{key}' has a VPN and siproxd", "remove one of the two")
    if site.siproxd and site.siproxd.rtp[0] <= site.siproxd.port <= site.siproxd.rtp[1]:
        place = checked.place("sites", key, "siproxd")
        report.add("TON205", place, "siproxd's SIP port lies in its RTP range", "choose ports apart from each other")
    if site.router is None and (site.siproxd or linked):
        what = "siproxd" if site.siproxd else "the VPN"
        report.add(
            "TON202", checked.key_place("sites", key), f"sites.{key} lacks router:", f"add it: {what} runs on it"
        )
    if site.router:
        release = catalog.routers.get(site.router.product, {}).get(site.router.release)
        if release and not release.confirmed:
            place = checked.place("sites", key, "router", "release")
            report.add(
                "TON901",
                place,
                f"{site.router.product} {site.router.release} is not confirmed",
                "its setup sheet is made, its XML is not",
            )


def _network(checked: Checked, path: tuple[str, ...], network: Network, report: Report) -> None:
    gateway = network.gateway or network.subnet[1]
    if not _is_host(gateway, network.subnet):
        report.add(
            "TON408",
            checked.place(*path, "gateway"),
            f"{gateway} is not a host of {network.subnet}",
            f"write {network.subnet[1]}",
        )
    if network.pool:
        place = checked.place(*path, "pool")
        first, last = pool_of(network.subnet, network.pool)
        size = network.subnet.num_addresses
        if not network.pool[0] >= 1 or network.pool[1] > size - 2:
            report.add("TON421", place, f"the pool leaves {network.subnet}", f"write numbers from 2 to {size - 2}")
        elif first <= gateway <= last:
            report.add(
                "TON421",
                place,
                f"the pool holds the gateway {gateway}",
                f"begin after {int(gateway) - int(network.subnet.network_address)}",
            )


def _is_host(address: IPv4Address, subnet: IPv4Network) -> bool:
    return address in subnet and address not in (subnet.network_address, subnet.broadcast_address)


def _overlaps(checked: Checked, report: Report) -> None:
    ranges: list[tuple[IPv4Network, Place, str]] = []
    for key, site in checked.source.sites.items():
        for name, network in site.networks.items():
            place = checked.place("sites", key, "networks", name, "subnet")
            ranges.append((network.subnet, place, f"network '{name}' of '{key}'"))
        if site.link:
            place = checked.place("sites", key, "link", "tunnel")
            ranges.append((site.link.tunnel, place, f"the tunnel of '{key}'"))
    widest: tuple[IPv4Network, Place, str] | None = None
    for one in sorted(ranges, key=lambda r: (r[0].network_address, r[0].prefixlen, r[1], r[2])):
        if widest and one[0].network_address <= widest[0].broadcast_address:
            early, late = sorted([one, widest], key=lambda r: (r[1], r[2]))
            message = f"{late[0]}, {late[2]}, overlaps {early[0]}, {early[2]} at {early[1]}"
            report.add("TON411", late[1], message, "choose a subnet that nobody has")
        if widest is None or one[0].broadcast_address > widest[0].broadcast_address:
            widest = one


def _addresses(checked: Checked, report: Report) -> None:
    source, used = checked.source, []
    for name in SERVERS:
        server = getattr(source.servers, name)
        site = source.sites.get(server.site)
        if site:
            place = checked.place("servers", name, "address")
            _fits(server.address, site.networks.values(), f"site '{server.site}'", place, report)
    servers = {getattr(source.servers, n).address for n in SERVERS}
    for key, phone in source.phones.items():
        site = source.sites.get(phone.site)
        if phone.address is None or site is None:
            continue
        place = checked.place("phones", key, "address")
        voice = [n for name, n in site.networks.items() if (n.role or name) == "voice"]
        _fits(phone.address, voice, f"the voice network of '{phone.site}'", place, report)
        gateways = {n.gateway or n.subnet[1] for n in voice}
        if phone.address in servers or phone.address in gateways:
            what = "a server's" if phone.address in servers else "the gateway's"
            report.add("TON410", place, f"{phone.address} is {what} address", "choose a free address")
        used.append((str(phone.address), place))
    for address, first, again in first_places(used):
        report.add("TON410", again, f"{address} is already that of the phone at {first}", "choose a free address")


def _fits(address: IPv4Address, networks: Iterable[Network], where: str, place: Place, report: Report) -> None:
    choices = list(networks)
    home = next((n for n in choices if address in n.subnet), None)
    if home is None or not _is_host(address, home.subnet):
        known = ", ".join(str(n.subnet) for n in choices)
        report.add(
            "TON408", place, f"{address} is not a host of {where}", f"choose an address in {known}" if known else ""
        )
    elif home.pool:
        first, last = pool_of(home.subnet, home.pool)
        if first <= address <= last:
            report.add(
                "TON409", place, f"{address} lies in the DHCP pool {first} to {last}", "choose an address outside of it"
            )


def _links(checked: Checked, report: Report) -> None:
    source = checked.source
    ports: dict[tuple[str, int], str] = {}
    pairs: dict[frozenset[str], Place] = {}
    for key, site in source.sites.items():
        if site.link is None:
            continue
        place = checked.place("sites", key, "link", "to")
        pair = frozenset((key, site.link.to))
        if site.link.to not in source.sites:
            report.add("TON423", place, f"no site '{site.link.to}'", near(site.link.to, source.sites))
        elif site.link.to == key:
            report.add("TON423", place, f"site '{key}' is linked to itself", "name the site at the other end")
        elif pair in pairs:
            report.add(
                "TON423",
                place,
                f"these two sites are already linked at {pairs[pair]}",
                "write the link at one end only",
            )
        pairs.setdefault(pair, place)
        if site.link.tunnel.prefixlen != 30:
            hint = f"write {IPv4Network((int(site.link.tunnel.network_address), 30))}"
            report.add(
                "TON424", checked.place("sites", key, "link", "tunnel"), f"{site.link.tunnel} is not a /30", hint
            )
        at = (site.link.to, site.link.udp)
        if at in ports:
            place = checked.place("sites", key, "link", "port")
            message = f"port {site.link.udp} of '{site.link.to}' is already that of the link of '{ports[at]}'"
            report.add("TON427", place, f"{message}; this is '{key}'", "choose another port")
        ports.setdefault(at, key)


def _ways(checked: Checked, report: Report) -> None:
    source = checked.source
    pbx = source.servers.pbx
    ways = {name: paths_to(source.sites, getattr(source.servers, name).site) for name in SERVERS}
    if pbx.admit and pbx.public is None:
        report.add(
            "TON432",
            checked.key_place("servers", "pbx", "admit"),
            "sites are admitted, but the PBX has no public address",
            "add public:",
        )
    for index, key in enumerate(pbx.admit):
        if key in source.sites and key in ways["pbx"]:
            place = checked.place("servers", "pbx", "admit", index)
            report.add(
                "TON431", place, f"site '{key}' reaches the PBX without admission", f"remove '{key}' from admit:"
            )
    for key in sorted({p.site for p in source.phones.values()} & set(source.sites)):
        site = source.sites[key]
        serves = site.router.serves if site.router else ()
        for name, service in (("pbx", None), ("provisioning", "tftp"), ("time", "time")):
            server = getattr(source.servers, name)
            if server.site not in source.sites or service in serves:
                continue
            if key in ways[name]:
                continue
            if name == "pbx" and key in pbx.admit:
                _admitted(checked, key, site, report)
                continue
            hint = (
                "add a link, or admit the site at servers.pbx"
                if name == "pbx"
                else f"add a link, or serves: [{service}] to its router"
            )
            report.add("TON415", checked.key_place("sites", key), f"site '{key}' has no way to the {name} server", hint)


def _admitted(checked: Checked, key: str, site: Site, report: Report) -> None:
    place = checked.key_place("sites", key)
    if site.uplink.address is None:
        report.add(
            "TON426",
            place,
            f"site '{key}' comes in from the Internet without a fixed address",
            "add uplink: {address: …}",
        )
    if site.siproxd is None:
        report.add(
            "TON433",
            place,
            f"site '{key}' reaches the PBX through the Internet without siproxd",
            "add siproxd: {}, or a link",
        )

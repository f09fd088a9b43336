"""A site from its pfSense's backup: networks and VLANs, DHCP pools, phones with fixed addresses, VPN peers.

Read are only elements named here, none of which holds a password or a key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from ipaddress import IPv4Address, IPv4Network

from generators.importing.backup import Node
from generators.importing.found import Found, FoundNetwork
from generators.importing.names import fresh_id, said
from generators.importing.phones import phone_like, read_phones
from generators.importing.vpn import read_vpn

VOICE_WORDS = re.compile(r"voi[cpx]|voip|t[eé]l[eé]?ph|phone|postes|\bsip\b|\btel\b", re.IGNORECASE)
TUNNELS = re.compile(r"ovpn|tun_wg|ipsec|gif|gre|l2tp|pptp|lo[0-9]")
NOT_PUBLIC = tuple(IPv4Network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"))


def read_site(root: Node, site: str, models: Collection[str], releases: Mapping[str, str], link: bool) -> Found:
    """The site of a backup. `site` is its id (empty: the router's name), `models` the known phone models.

    `releases` gives the newest release of a configuration version. With `link` a VPN client is taken as the site's
    link to another one, whose name the caller knows.
    """
    host = root.value("system", "hostname")
    found = Found(site or fresh_id(host, "site", ()), said(host) or "Site", root.value("version"))
    found.release = releases.get(found.version, "")
    if not found.release:
        found.notes.append(f"configuration version '{said(found.version)}' is of no known release: name the router's")
    _networks(root, found)
    _voice(root, found)
    _services(root, found)
    read_phones(root, found, models)
    read_vpn(root, found, link)
    _left_out(root, found)
    return found


def _networks(root: Node, found: Found) -> None:
    tags = {v.value("vlanif"): v.value("tag") for v in root.all("vlans", "vlan")}
    for interface in (n for group in root.all("interfaces") for n in group.children):
        title = said(interface.value("descr")) or interface.name.upper()
        address, size = interface.value("ipaddr"), interface.value("subnet")
        if interface.name == "wan":
            _uplink(found, address)
            continue
        if TUNNELS.match(interface.value("if")):
            found.notes.append(f"interface {title} is a tunnel, not a network of the site")
            continue
        if not interface.has("enable"):
            found.notes.append(f"interface {title} is disabled: left out")
            continue
        try:
            gateway = IPv4Address(address)
            subnet = IPv4Network(f"{address}/{int(size)}", strict=False)
        except ValueError:
            found.notes.append(f"interface {title} has no fixed IPv4 address: left out")
            continue
        if not 8 <= subnet.prefixlen <= 29:
            found.notes.append(f"interface {title}: {subnet} is no network for phones or computers: left out")
            continue
        if any(subnet.overlaps(other.subnet) for other in found.networks):
            found.notes.append(f"interface {title}: {subnet} overlaps another network: left out")
            continue
        tag = tags.get(interface.value("if"), "")
        vlan = int(tag) if tag.isdecimal() and 1 <= int(tag) <= 4094 else None
        if vlan is not None and any(vlan == other.vlan for other in found.networks):
            found.notes.append(
                f"interface {title}: VLAN {vlan} is another network's too (on another socket): not taken"
            )
            vlan = None
        network = FoundNetwork(interface.name, "", title, vlan, subnet, gateway)
        network.pool = _pool(root, found, network)
        found.networks.append(network)


def _uplink(found: Found, address: str) -> None:
    try:
        outside = IPv4Address(address)
    except ValueError:
        return  # by DHCP or PPPoE: no fixed address to write
    if any(outside in network for network in NOT_PUBLIC):
        found.notes.append(f"WAN has the private address {outside}: the router stands behind another box")
    else:
        found.uplink = outside


def _pool(root: Node, found: Found, network: FoundNetwork) -> tuple[int, int] | None:
    for scope in root.all("dhcpd", network.key):
        if not scope.has("enable"):
            continue
        try:
            first, last = IPv4Address(scope.value("range", "from")), IPv4Address(scope.value("range", "to"))
        except ValueError:
            continue
        base, size = int(network.subnet.network_address), network.subnet.num_addresses
        span = (int(first) - base, int(last) - base)
        if not 1 <= span[0] <= span[1] <= size - 2:
            found.notes.append(f"network {network.title}: the DHCP range {first} to {last} is not in {network.subnet}")
        elif first <= network.gateway <= last:
            found.notes.append(f"network {network.title}: the DHCP range {first} to {last} holds the router's address")
        else:
            return span
    return None


def _voice(root: Node, found: Found) -> None:
    """Name the networks; the phones' is the one with most phones, else by its words, else by what DHCP tells there."""

    def weight(network: FoundNetwork) -> int:
        maps = list(root.all("dhcpd", network.key, "staticmap"))
        tells = any(
            s.value("tftp") or any(o.value("number") == "150" for o in s.all("numberoptions", "item"))
            for s in root.all("dhcpd", network.key)
        )
        return 100 * sum(map(phone_like, maps)) + 10 * bool(VOICE_WORDS.search(network.title)) + 3 * tells

    best = max(found.networks, key=weight, default=None)
    taken: list[str] = ["voice"]
    for network in found.networks:
        network.voice = network is best and weight(network) > 0
        network.name = "voice" if network.voice else fresh_id(network.title, network.key, taken)
        taken.append(network.name)
    if not any(n.voice for n in found.networks):
        found.notes.append("no network looks like the phones': give one of them role: voice")


def _services(root: Node, found: Found) -> None:
    voice = next((n for n in found.networks if n.voice), None)
    if voice is None:
        return
    out = []
    for scope in root.all("dhcpd", voice.key):
        for element, service in (("tftp", "tftp"), ("ntpserver", "time")):
            if str(voice.gateway) in [" ".join(n.text.split()) for n in scope.all(element)]:
                out.append(service)
    found.serves = tuple(dict.fromkeys(out))
    for config in root.all("installedpackages", "siproxdsettings", "config"):
        if config.value("sipenable") == "on":
            ports = f"{config.value('rtplower') or '7070'}-{config.value('rtpupper') or '7079'}"
            port = config.value("port") or "5060"
            found.notes.append(
                f"siproxd runs (port {said(port)}, RTP {said(ports)}): if phones reach the PBX by its public address, "
                "write siproxd: {} and admit this site at servers.pbx"
            )


def _left_out(root: Node, found: Found) -> None:
    counted = (
        ("filter rules", ("filter", "rule")),
        ("port forwards", ("nat", "rule")),
        ("aliases", ("aliases", "alias")),
        ("names in the resolver", ("unbound", "hosts")),
    )
    parts = [f"{count} {what}" for what, way in counted if (count := sum(1 for _ in root.all(*way)))]
    if parts:
        found.notes.append(f"not read, the project makes its own: {', '.join(parts)}")

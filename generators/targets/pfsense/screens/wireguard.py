"""WireGuard, a package: tunnel and peer, the interface on it, and the routes that the package does not make."""

from __future__ import annotations

from collections.abc import Iterator

from generators.targets.pfsense.sheet import Row, Section, Writer
from generators.targets.pfsense.wireguard import KEEPALIVE, Peering, peerings

KEY = "installedpackages.wireguard."


def wireguard(w: Writer) -> Iterator[Section]:
    """What the WireGuard links of the site need on its router."""
    found = peerings(w.estate, w.traffic, w.site)
    if not found:
        return
    name = w.row("WireGuard", "Install", "why_wg_package", "installedpackages.package")
    yield w.section("System > Package Manager > Available Packages", "wg_package", name)
    enable = w.said("Enable WireGuard", "v_checked", "why_wg_enable", f"{KEY}config.enable")
    group = w.row("Interface Group Membership", "All Tunnels", "why_wg_group", f"{KEY}config.interface_group")
    yield w.section("VPN > WireGuard > Settings", "wg_settings", enable, group)
    for end in found:
        other = end.link.near if end.listens else end.link.far
        title = w.texts("tunnel", site=w.estate.site[other].title)
        intro = "openvpn_server" if end.listens else "openvpn_client"
        yield w.section("VPN > WireGuard > Tunnels", intro, *_tunnel(w, end), title=title)
        yield w.section("VPN > WireGuard > Peers", "wg_peer", *_peer(w, end, other), title=title)
        yield w.section("Interfaces > Interface Assignments", "wg_interface", *_interface(w, end), title=title)
        yield w.section("System > Routing > Gateways", "wg_gateway", *_gateway(w, end), title=title)
        for network in end.networks:
            rows = (
                w.row("Destination network", network, "why_wg_route", "staticroutes.route.network"),
                w.row("Gateway", end.name, "why_wg_route_gateway", "staticroutes.route.gateway"),
            )
            yield w.section("System > Routing > Static Routes", "wg_route", *rows, title=network)


def _tunnel(w: Writer, end: Peering) -> Iterator[Row]:
    key = f"{KEY}tunnels.item."
    (private, _), *_rest = end.files
    yield w.row("Description", f"tel-{end.link.id}", "why_ovpn_descr", f"{key}descr")
    yield w.row("Listen Port", end.link.port, "why_wg_port", f"{key}listenport")
    yield w.said("Interface Keys", "v_file", "why_cert_key", f"{key}privatekey", file=private)


def _peer(w: Writer, end: Peering, other: str) -> Iterator[Row]:
    key = f"{KEY}peers.item."
    _, (public, _), (shared, _) = end.files
    yield w.row("Description", f"tel-{end.link.id}", "why_ovpn_descr", f"{key}descr")
    site = w.estate.site[other].title
    if end.listens:
        yield w.said("Dynamic Endpoint", "v_checked", "why_wg_dynamic", f"{key}endpoint", site=site)
        yield w.said("Keep Alive", "v_empty", "why_wg_no_keepalive", f"{key}persistentkeepalive")
    else:
        yield w.said("Dynamic Endpoint", "v_unchecked", "why_wg_calls", f"{key}endpoint", site=site)
        if end.endpoint:
            yield w.row("Endpoint", end.endpoint, "why_ovpn_host", f"{key}endpoint", site=site)
        else:
            yield w.said("Endpoint", "v_host", "why_ovpn_host", f"{key}endpoint", site=site)
        yield w.row("Endpoint port", end.link.port, "why_ovpn_server_port", f"{key}port")
        yield w.row("Keep Alive", KEEPALIVE, "why_wg_keepalive", f"{key}persistentkeepalive")
    yield w.said("Public Key", "v_file", "why_wg_public", f"{key}publickey", file=public)
    yield w.said("Pre-shared Key", "v_file", "why_wg_shared", f"{key}presharedkey", file=shared)
    yield w.row("Allowed IPs", ", ".join(end.allowed), "why_wg_allowed", f"{key}allowedips")


def _interface(w: Writer, end: Peering) -> Iterator[Row]:
    yield w.said("Available network ports", "v_wg_port", "why_wg_assign", "interfaces.IF.if")
    yield w.said("Enable", "v_checked", "why_wg_assign", "interfaces.IF.enable")
    yield w.row("Description", end.name, "why_wg_name", "interfaces.IF.descr")
    yield w.row("MTU", end.link.mtu, "why_wg_mtu", "interfaces.IF.mtu", mtu=end.link.mtu)
    yield w.row("IPv4 Configuration Type", "Static IPv4", "why_wg_address", "interfaces.IF.ipaddr")
    address = f"{end.address} / {end.link.tunnel.prefixlen}"
    yield w.row("IPv4 Address", address, "why_wg_address", "interfaces.IF.ipaddr")
    yield w.row("IPv4 Upstream gateway", "None", "why_wg_upstream", "interfaces.IF.gateway")


def _gateway(w: Writer, end: Peering) -> Iterator[Row]:
    key = "gateways.gateway_item."
    yield w.row("Interface", end.name, "why_wg_gateway", f"{key}interface")
    yield w.row("Name", end.name, "why_wg_name", f"{key}name")
    yield w.row("Gateway", end.other, "why_wg_other", f"{key}gateway")
    yield w.said("Disable Gateway Monitoring", "v_checked", "why_wg_monitor", f"{key}monitor_disable")
    yield w.said("Default gateway IPv4", "v_wg_default", "why_wg_default", "gateways.defaultgw4")

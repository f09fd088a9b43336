"""VPN peers of a router: one OpenVPN client may be the site's link; all others are told, for a person to judge."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from generators.importing.backup import Node
from generators.importing.found import Found, FoundLink
from generators.importing.names import said


def read_vpn(root: Node, found: Found, link: bool) -> None:
    """Take VPNs into `found`: a link if it is asked for and there is one that fits, notes for everything else."""
    clients = list(root.all("openvpn", "openvpn-client"))
    fitting = [(c, made) for c in clients if not c.has("disable") and (made := _fits(c)) is not None]
    if link and len(fitting) == 1:
        found.link = fitting[0][1]
    elif link:
        count = len(fitting)
        found.notes.append(
            f"{count or 'no'} OpenVPN client{'s' if count > 1 else ''} could be the link: write it yourself"
        )
    for client in clients:
        if found.link is None or client is not fitting[0][0]:
            found.notes.append(_client(client))
    found.notes.extend(_others(root))


def _fits(client: Node) -> FoundLink | None:
    try:
        tunnel, port = IPv4Network(client.value("tunnel_network")), int(client.value("server_port") or "1194")
    except ValueError:
        return None
    udp = not client.value("protocol").upper().startswith("TCP")
    return FoundLink(tunnel, port) if tunnel.prefixlen == 30 and 0 < port < 65536 and udp else None


def _client(client: Node) -> str:
    where = f"{said(client.value('server_addr'))} port {said(client.value('server_port'))}"
    tunnel = said(client.value("tunnel_network")) or "given by the server"
    state = " (disabled)" if client.has("disable") else ""
    hint = "link: {to: SITE, tunnel: NETWORK/30, port: PORT}"
    return f"OpenVPN client {_title(client)}{state} calls {where}, tunnel {tunnel}; if that is a site of yours: {hint}"


def _others(root: Node) -> Iterator[str]:
    for server in root.all("openvpn", "openvpn-server"):
        networks = said(server.value("remote_network")) or "none named"
        yield (
            f"OpenVPN server {_title(server)} listens on port {said(server.value('local_port'))}, tunnel "
            f"{said(server.value('tunnel_network')) or 'none named'}, networks behind it: {networks}; the sites that "
            "call it write the link"
        )
    for peer in root.all("openvpn", "openvpn-csc"):
        yield (
            f"OpenVPN peer {said(peer.value('common_name')) or _title(peer)}: networks behind it "
            f"{said(peer.value('remote_network')) or 'none named'}"
        )
    for peer in root.all("installedpackages", "wireguard", "peers", "item"):
        networks = ", ".join(
            f"{said(r.value('address'))}/{said(r.value('mask'))}" for r in peer.all("allowedips", "row")
        )
        where = (
            f"{said(peer.value('endpoint'))} port {said(peer.value('port'))}" if peer.value("endpoint") else "anywhere"
        )
        named = networks or "none named"
        yield f"WireGuard peer {_title(peer)} on {said(peer.value('tun'))}, at {where}, networks: {named}"
    for phase in root.all("ipsec", "phase1"):
        where = said(phase.value("remote-gateway")) or "any address"
        yield f"IPsec peer {_title(phase)} at {where}: not a link of this project"


def _title(node: Node) -> str:
    words = said(node.value("description") or node.value("descr"))
    return f"'{words}'" if words else "without a name"

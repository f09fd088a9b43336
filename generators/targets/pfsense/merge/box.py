"""What the router is, by its own backup: release, interfaces, DHCP server. Refuses what is not this site's router."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Interface, IPv4Network

from generators.estate.estate import Estate
from generators.estate.places import Network, RouterRelease, Site
from generators.targets.pfsense.flows import network_of
from generators.targets.pfsense.marks import mark_of
from generators.targets.pfsense.merge.document import BackupRefused, Node

# A socket, or several as one: what a VLAN can stand on. Tunnels and dialled lines cannot.
_SOCKET = re.compile(r"(?!ovpn|tun|gif|gre|pppoe|pptp|l2tp|ipsec|bridge|wg)[a-z][a-z_]*[0-9]+\Z")
_FACTORY_LAN = IPv4Interface("192.168.1.1/24")  # every new router has it: it tells nothing
_KEY = re.compile(r"wan|lan|opt[1-9][0-9]*")


@dataclass(frozen=True)
class Port:
    """An interface of the router: its key, its name on the screens, its socket and its fixed address if it has one."""

    key: str
    name: str
    socket: str
    address: IPv4Interface | None
    enabled: bool

    def __str__(self) -> str:
        return f"{self.key} ({self.name})" if self.name else self.key


@dataclass(frozen=True)
class Box:
    """The router: the version of its configuration, the release it is taken for, its interfaces by key.

    `virtual` are addresses that it shares or holds besides (CARP, IP aliases), by key of the interface.
    """

    version: str
    release: RouterRelease
    ports: Mapping[str, Port]
    virtual: tuple[tuple[str, IPv4Interface], ...]
    kea: bool

    def beside(self, keys: Mapping[str, str]) -> tuple[tuple[IPv4Network, str], ...]:
        """The networks behind the router that are not in `keys` (the source's, by name), with their names.

        What stands at the Internet's side, and the ends of tunnels, are not behind it.
        """
        return tuple(
            (port.address.network, port.name or key)
            for key, port in sorted(self.ports.items())
            if port.address is not None
            and port.enabled
            and key not in {"wan", *keys.values()}
            and _SOCKET.match(port.socket.partition(".")[0])
        )


def box(root: Node, site: Site, releases: Mapping[str, RouterRelease], force: bool) -> Box:
    """Read the router. `releases` are those the catalog knows. Raises BackupRefused."""
    version = root.value("version").strip()
    ports = {
        node.name: Port(
            node.name,
            node.value("descr"),
            node.value("if"),
            _address(node.value("ipaddr"), node.value("subnet")),
            node.has("enable"),
        )
        for node in (root.find("interfaces") or root).children
        if _KEY.fullmatch(node.name)
    }
    if "wan" not in ports:
        raise BackupRefused("the backup has no interface wan; it is not the backup of a router in use")
    virtual = root.find("virtualip")
    found = [
        (vip.value("interface"), _address(vip.value("subnet"), vip.value("subnet_bits") or "32"))
        for vip in (virtual.all("vip") if virtual is not None else ())
    ]
    return Box(
        version,
        _release(version, site, releases, force),
        ports,
        tuple((key, address) for key, address in found if address is not None),
        root.value("dhcpbackend").strip() == "kea",
    )


def _address(address: str, prefix: str) -> IPv4Interface | None:
    try:
        return IPv4Interface(f"{address.strip()}/{prefix.strip() or 'none'}")
    except ValueError:
        return None


def _release(version: str, site: Site, releases: Mapping[str, RouterRelease], force: bool) -> RouterRelease:
    """The release of a configuration version: the source's own if it carries it, else the newest that does."""
    if not re.fullmatch(r"[0-9]{1,3}\.[0-9]{1,3}", version):
        raise BackupRefused("the backup has no configuration version such as 23.3; it is not a full backup")
    wanted = site.router.release.release if site.router is not None else ""
    sure = [r for r in releases.values() if r.confirmed and r.config_version == version]
    likely = [r for r in releases.values() if not r.confirmed and version in (r.config_version, r.presumed_version)]
    for those in (sure, likely):
        if not those:
            continue
        if those is likely and not force:
            names = ", ".join(r.release for r in likely)
            raise BackupRefused(
                f"configuration version {version} is probably that of pfSense {names}, which is not confirmed; "
                "check the result with care and use --force, or type the setup sheet"
            )
        return next((r for r in those if r.release == wanted), those[-1])
    known = ", ".join(sorted({v for r in releases.values() if (v := r.config_version) is not None}))
    raise BackupRefused(
        f"configuration version {version} is of no release known here (known: {known}); "
        "update the router or this project, or type the setup sheet"
    )


def check_owner(root: Node, site: Site) -> None:
    """Refuse the backup of a router that carries entries of another site."""
    for node in root.walk():
        mark = mark_of(node.text) if node.name == "descr" and node.text.endswith(")") else None
        if mark is not None and mark[0] != site.id:
            raise BackupRefused(
                f"line {node.line}: this router carries entries of site '{mark[0]}', not of '{site.id}'; "
                f"is it the right backup? If the site was renamed, rename it in those descriptions too"
            )


def key_of(box: Box, network: Network) -> str | None:
    """The interface that has the network's gateway address; None if none touches the network.

    Raises BackupRefused where an interface has another address in it.
    """
    for key, port in box.ports.items():
        if port.address is not None and port.address.network == network.subnet:
            shared = [a.ip for k, a in box.virtual if k == key]
            if port.address.ip == network.gateway or network.gateway in shared:
                return key
    for port in box.ports.values():
        if port.address is not None and port.address.network.overlaps(network.subnet):
            raise BackupRefused(
                f"interface {port} has the address {port.address}, the source gives network '{network.name}' "
                f"{network.gateway}/{network.subnet.prefixlen}; make them agree first, here or there"
            )
    return None


def keys_of(box: Box, estate: Estate, site: Site) -> dict[str, str]:
    """The interface keys of the site's networks, by name, as far as the router has them.

    Raises BackupRefused where a server's network is missing, or the router is another site's.
    """
    keys = {n.name: key for n in site.networks if (key := key_of(box, n)) is not None}
    if not keys:
        _of_another(box, estate, site)
    for server in (estate.servers[name] for name in ("pbx", "provisioning")):
        network = network_of(estate, server) if server.site == site.id else None
        voice = site.voice if site.has_voice else None
        if network is not None and network.name not in keys and network is not voice:
            raise BackupRefused(
                f"no interface has {network.gateway}/{network.subnet.prefixlen}, the network '{network.name}' in "
                f"which the server '{server.id}' stands; set it up first (Interfaces), then take a new backup"
            )
    return keys


def _of_another(box: Box, estate: Estate, site: Site) -> None:
    here = {port.address for port in box.ports.values() if port.address is not None} - {_FACTORY_LAN}
    for other in estate.sites:
        for network in other.networks if other.id != site.id else ():
            if IPv4Interface(f"{network.gateway}/{network.subnet.prefixlen}") in here:
                raise BackupRefused(f"this looks like the router of site '{other.id}', not of '{site.id}'")


def parent_of(box: Box, vlans: Iterable[Node], wanted: str | None) -> str:
    """The socket for a new VLAN: `wanted`, else the one that carries VLANs already, else LAN's.

    Raises BackupRefused where that is not clear.
    """
    carrying = sorted({vlan.value("if") for vlan in vlans if _SOCKET.match(vlan.value("if"))})
    known = sorted({*carrying, *(p.socket for p in box.ports.values() if _SOCKET.match(p.socket))})
    if wanted is not None:
        if wanted not in known:
            raise BackupRefused(f"the router has no socket '{wanted}' for a VLAN; it has: {', '.join(known) or 'none'}")
        return wanted
    lan = box.ports.get("lan")
    if len(carrying) == 1:
        return carrying[0]
    if not carrying and lan is not None and lan.socket in known:
        return lan.socket
    raise BackupRefused(
        "on which socket the phones' VLAN stands is not clear; "
        f"say it with --parent (the router has: {', '.join(known) or 'none'}), or create the VLAN in Interfaces > VLANs"
    )

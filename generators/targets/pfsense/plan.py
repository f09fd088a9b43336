"""What a site's router holds for telephony: interfaces, aliases, DHCP; rules and NAT are added by their modules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network

from generators.estate.estate import Estate
from generators.estate.places import Network, Site
from generators.targets.pfsense import nat, rules
from generators.targets.pfsense.flows import SERVERS, Traffic, network_of, seen_from
from generators.targets.pfsense.limiters import PIPES, limiters
from generators.targets.pfsense.ports import OUTSIDE, voice_ports
from generators.targets.pfsense.views import (
    Alias,
    AliasEntry,
    AliasType,
    HostName,
    Interface,
    Option,
    Plan,
    Scope,
    StaticMap,
)

# The scope of an empty router's LAN as delivered (pfSense, conf.default/config.xml).
FACTORY_LAN = ("192.168.1.100", "192.168.1.199")
FACTORY_NETWORK = IPv4Network("192.168.1.0/24")


def plan(
    estate: Estate,
    traffic: Traffic,
    site: Site,
    box: Mapping[str, str] | None = None,
    beside: Iterable[tuple[IPv4Network, str]] = (),
    named: frozenset[str] = frozenset(),
) -> Plan:
    """Everything the router of `site` holds: of an empty router, from the Estate alone.

    `box` gives the interface key of each network, by name, as a router in use has them; then nothing of the
    plan stands for what an empty router was delivered with. It may lack networks that telephony does not need.
    `beside` are the router's networks that the source does not name, with their names; `named` are aliases that
    something else on the router names.
    """
    keys = interface_keys(site) if box is None else box
    voice = _interface(keys, site.voice) if site.has_voice else None
    here = [estate.servers[name] for name in ("pbx", "provisioning") if estate.servers[name].site == site.id]
    found_at = [(server.id, network_of(estate, server)) for server in here]
    servers = tuple((name, _interface(keys, network)) for name, network in found_at if network is not None)
    admitted = _admitted(estate, site)
    forwards = nat.forwards(estate, site, admitted)
    factory_lan = box is None and "lan" not in keys.values()
    if factory_lan:
        beside = ((FACTORY_NETWORK, "LAN"),)
    lan_is_data = box is None and (voice is None or voice.key != "lan")
    data = box is not None or lan_is_data or any(not _is_voice(site, network) for network in site.networks)
    limited = limiters(estate, site) if data else ()
    pipes = PIPES if limited else None
    found = rules.rules(estate, traffic, site, voice, servers, forwards, lan_is_data, pipes)
    return Plan(
        voice=voice,
        servers=servers,
        factory_lan=factory_lan,
        data=data,
        aliases=_aliases(estate, traffic, site, admitted, beside, rules.names_used(found, forwards) | named),
        forwards=forwards,
        outbound=nat.outbound(estate, site),
        limiters=limited,
        rules=found,
        scope=_scope(estate, site, voice),
        lan_scope=_lan_scope(site, keys, voice) if box is None else None,
        names=_names(estate, site),
    )


def interface_keys(site: Site) -> dict[str, str]:
    """The key of each network on an empty router, by name of the network.

    WAN and LAN exist as delivered. The one network without VLAN is LAN; voice takes the first free `optN`
    and the others follow by name. Where two networks have no VLAN, voice is not LAN: it has its own socket.
    """
    plain = sorted((n for n in site.networks if n.vlan is None), key=lambda n: (_is_voice(site, n), n.name))
    out = {plain[0].name: "lan"} if plain else {}
    rest = sorted((n for n in site.networks if n.name not in out), key=lambda n: (not _is_voice(site, n), n.name))
    out.update({network.name: f"opt{position}" for position, network in enumerate(rest, 1)})
    return out


def _is_voice(site: Site, network: Network) -> bool:
    return site.has_voice and network is site.voice


def _interface(keys: Mapping[str, str], network: Network) -> Interface:
    key = keys[network.name]
    name = "LAN" if key == "lan" else re.sub(r"[^A-Z0-9]", "_", network.name.upper())
    return Interface(key, name, network)


def _admitted(estate: Estate, site: Site) -> tuple[Site, ...]:
    """The sites whose phones come to the PBX of this site by its public address, each with a fixed address."""
    pbx = estate.servers["pbx"]
    if pbx.site != site.id:
        return ()
    return tuple(estate.site[name] for name in sorted(pbx.admit) if estate.site[name].uplink.address is not None)


def _aliases(
    estate: Estate,
    traffic: Traffic,
    site: Site,
    admitted: tuple[Site, ...],
    beside: Iterable[tuple[IPv4Network, str]],
    used: frozenset[str],
) -> tuple[Alias, ...]:
    """The aliases that a rule or a port forward of this router names, and no other."""
    pbx = estate.servers["pbx"]
    out = []
    for name in SERVERS:
        server = estate.servers[name]
        out.append(_host(f"tel_{name}", str(seen_from(site, server)), estate.site[server.site].title))
        phones = traffic.users.get((name, site.id), ())
        if phones:
            entries = tuple(AliasEntry(str(s.voice.subnet), s.title) for s in phones)
            out.append(Alias(f"tel_phones_{name}", AliasType.NETWORK, entries, f"alias_phones_{name}"))
    callers = {s.id: s for name in ("pbx", "provisioning") for s in traffic.users.get((name, site.id), ())}
    entries = tuple(AliasEntry(str(s.voice.gateway), s.title) for _, s in sorted(callers.items()))
    out.append(Alias("tel_gateways", AliasType.HOST, entries, "alias_tel_gateways"))
    out.append(Alias("tel_inside", AliasType.NETWORK, _inside(estate, beside), "alias_tel_inside"))
    house = {n.subnet: n.name for n in site.networks} | dict(beside)
    entries = tuple(AliasEntry(str(network), house[network]) for network in sorted(house))
    out.append(Alias("tel_house", AliasType.NETWORK, entries, "alias_tel_house"))
    if admitted:
        entries = tuple(AliasEntry(str(s.uplink.address), s.title) for s in admitted)
        out.append(Alias("tel_admitted", AliasType.HOST, entries, "alias_tel_admitted"))
    out.append(_ports("tel_sip", str(pbx.ports["sip"]), "SIP"))
    out.append(_ports("tel_rtp", "{}:{}".format(*voice_ports(estate)), "RTP"))
    entries = tuple(AliasEntry(str(port), "TCP") for port in OUTSIDE)
    out.append(Alias("tel_outside", AliasType.PORT, entries, "alias_tel_outside"))
    return tuple(alias for alias in out if alias.name in used)


def _inside(estate: Estate, beside: Iterable[tuple[IPv4Network, str]]) -> tuple[AliasEntry, ...]:
    """Every network of every site, the tunnels, and the router's networks beside them that lie in none of these."""
    found = {n.subnet: f"{s.title}: {n.name}" for s in estate.sites for n in s.networks}
    found |= {link.tunnel: f"VPN {link.id}" for link in estate.links}
    found |= {n: name for n, name in sorted(beside) if not any(n.subnet_of(known) for known in found)}
    return tuple(AliasEntry(str(network), found[network]) for network in sorted(found))


def _host(name: str, address: str, detail: str) -> Alias:
    return Alias(name, AliasType.HOST, (AliasEntry(address, detail),), f"alias_{name}")


def _ports(name: str, value: str, detail: str) -> Alias:
    return Alias(name, AliasType.PORT, (AliasEntry(value, detail),), f"alias_{name}")


def _names(estate: Estate, site: Site) -> tuple[HostName, ...]:
    """The names of the servers, where their way is known: at sites with phones, and where they stand.

    Phones are given addresses and need no name; people who open a page do.
    """
    servers = [estate.servers[name] for name in ("pbx", "provisioning")]
    domain = estate.organization.domain
    return tuple(
        HostName(server.id, domain, str(seen_from(site, server)), f"host_{server.id}")
        for server in servers
        if server.id in site.reach or server.site == site.id
    )


def _scope(estate: Estate, site: Site, voice: Interface | None) -> Scope | None:
    """The phones' DHCP scope; None where the source gives no pool, so that the router serves none."""
    if voice is None or voice.network.pool is None or not site.reach:
        return None
    provisioning = str(site.reach["provisioning"].address)
    return Scope(
        key=voice.key,
        first=voice.network.pool[0],
        last=voice.network.pool[1],
        gateway=str(voice.network.gateway),
        domain=estate.organization.domain,
        dns=str(voice.network.gateway),
        ntp=str(site.reach["time"].address),
        tftp=provisioning,
        options=(Option(150, "ip-address", provisioning),),
        maps=tuple(
            StaticMap(p.mac.colons, str(p.address), hostname(p.id), f"{p.place or p.label} ({p.model.title})")
            for p in estate.phones_of_site[site.id]
            if p.address is not None
        ),
    )


def hostname(identity: str) -> str:
    """A host name that pfSense takes: letters, digits and hyphens, none at the ends."""
    return re.sub(r"[^A-Za-z0-9-]", "-", identity).strip("-")


def _lan_scope(site: Site, keys: Mapping[str, str], voice: Interface | None) -> Scope | None:
    """The scope of LAN where it is not the phones': a restored area replaces all scopes, this one with them."""
    if voice is not None and voice.key == "lan":
        return None
    lan = next((n for n in site.networks if keys[n.name] == "lan"), None)
    if lan is None:
        return Scope("lan", *FACTORY_LAN)
    return Scope("lan", *lan.pool) if lan.pool is not None else None

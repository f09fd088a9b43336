"""The phones' scope of a site, as values: what both servers are told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from generators.estate.estate import Estate
from generators.estate.places import Site

# Seconds: the lease that is given, and the longest a phone may ask for. Those of pfSense's server (services.inc).
LEASE = 7200
LEASE_MOST = 86400


@dataclass(frozen=True)
class Host:
    """A phone with a fixed address. `mac` is in lower case with colons; `name` is a host name."""

    mac: str
    address: IPv4Address
    name: str


@dataclass(frozen=True)
class Scope:
    """What phones are told. `pool` is the first and the last free address, None where every phone has its own."""

    title: str
    subnet: IPv4Network
    pool: tuple[IPv4Address, IPv4Address] | None
    router: IPv4Address
    dns: IPv4Address
    ntp: IPv4Address
    domain: str
    provisioning: IPv4Address
    hosts: tuple[Host, ...]


def scope(estate: Estate, site: Site) -> Scope | None:
    """The scope of the site's phones; None where there are none, or nothing to hand out: no pool, no fixed address."""
    if not site.has_voice or not site.reach:
        return None
    voice = site.voice
    hosts = tuple(
        Host(p.mac.colons, p.address, host_name(p.id))
        for p in estate.phones_of_site[site.id]
        if p.address is not None
    )  # fmt: skip
    if voice.pool is None and not hosts:
        return None
    return Scope(
        title=" ".join(site.title.split()),
        subnet=voice.subnet,
        pool=voice.pool,
        router=voice.gateway,
        dns=voice.gateway,
        ntp=site.reach["time"].address,
        domain=estate.organization.domain,
        provisioning=site.reach["provisioning"].address,
        hosts=hosts,
    )


def host_name(identity: str) -> str:
    """A host name of letters, digits and hyphens, none at the ends (RFC 1123)."""
    return re.sub(r"[^A-Za-z0-9-]", "-", identity).strip("-")

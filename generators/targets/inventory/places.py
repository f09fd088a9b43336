"""The organization, its sites, networks, links, servers and phones as plain data."""

from __future__ import annotations

from generators.estate.estate import Estate
from generators.estate.phone_files import config_file
from generators.estate.places import Link, Network, Reach, Server, Site
from generators.estate.telephony import Phone
from generators.targets.inventory.files import Files

Data = dict[str, object]


def places(estate: Estate, files: Files) -> Data:
    """What stands where; `files` are each phone's, by its id."""
    organization = estate.organization
    return {
        "organization": {
            "name": organization.name,
            "domain": organization.domain,
            "languages": list(organization.languages),
            "timezone": organization.timezone.iana,
            "url": organization.url or None,
            "repository": organization.repository or None,
            "branch": organization.branch,
            "origin": str(organization.origin),
        },
        "servers": {name: _server(server) for name, server in estate.servers.items()},
        "sites": {site.id: _site(site) for site in estate.sites},
        "links": {link.id: _link(link) for link in estate.links},
        "models": {
            model.id: {
                "title": model.title,
                "vendor": model.vendor,
                "family": model.family,
                "lines": model.lines,
                "load": model.load,
            }
            for model in estate.models
        },
        "phones": {phone.id: _phone(phone, files[phone.id]) for phone in estate.phones},
    }


def text(value: object | None) -> str | None:
    """A value in its canonical spelling, or null."""
    return None if value is None else str(value)


def _server(server: Server) -> Data:
    return {
        "site": server.site,
        "address": str(server.address),
        "public": text(server.public),
        "admit": sorted(server.admit),
        "ports": dict(server.ports),
        "product": server.product,
        "dialects": list(server.dialects),
        "origin": str(server.origin),
    }


def _site(site: Site) -> Data:
    router, uplink, siproxd = site.router, site.uplink, site.siproxd
    return {
        "title": site.title,
        "index": site.index,
        "number": text(site.number),
        "networks": {network.name: _network(network) for network in site.networks},
        "router": None
        if router is None
        else {
            "product": router.product,
            "release": router.release.release,
            "config_version": router.release.config_version,
            "serves": sorted(router.serves),
            "origin": str(router.origin),
        },
        "uplink": {"address": text(uplink.address), "up": uplink.up, "down": uplink.down},
        "siproxd": None
        if siproxd is None
        else {"port": siproxd.port, "rtp_first": siproxd.rtp_first, "rtp_last": siproxd.rtp_last},
        "reach": {server: _reach(reach) for server, reach in site.reach.items()},
        "links": list(site.links),
        "origin": str(site.origin),
    }


def _network(network: Network) -> Data:
    return {
        "role": network.role.value,
        "vlan": network.vlan,
        "subnet": str(network.subnet),
        "gateway": str(network.gateway),
        "pool": None if network.pool is None else [str(address) for address in network.pool],
        "origin": str(network.origin),
    }


def _reach(reach: Reach) -> Data:
    return {"way": reach.way.value, "address": str(reach.address), "links": list(reach.links)}


def _link(link: Link) -> Data:
    return {
        "kind": link.kind,
        "near": link.near,
        "far": link.far,
        "tunnel": str(link.tunnel),
        "near_address": str(link.near_address),
        "far_address": str(link.far_address),
        "port": link.port,
        "origin": str(link.origin),
    }


def _phone(phone: Phone, files: list[Data]) -> Data:
    return {
        "mac": phone.mac.colons,
        "model": phone.model.id,
        "family": phone.model.family,
        "load": phone.load,
        "site": phone.site,
        "place": phone.place,
        "address": text(phone.address),
        "label": phone.label,
        "config_file": config_file(phone),
        "files": files,
        "settings_secret": phone.unlock.name,
        "origin": str(phone.origin),
    }

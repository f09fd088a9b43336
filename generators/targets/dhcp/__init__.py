"""DHCP for the phones of a site that has no router of ours: the same scope for dnsmasq and for Kea.

Estate in, artifacts out, below `dhcp/<site>/`: `dnsmasq.conf` and `kea-dhcp4.json`, of which a site uses one. What
a scope holds is decided once (`scope.py`) and written twice. May import the estate, references and the shared
templating; nothing of other targets.
"""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.targets.artifact import Artifact
from generators.targets.dhcp import dnsmasq, kea
from generators.targets.dhcp.keys import KEYS
from generators.targets.dhcp.scope import Scope, scope

__all__ = ["KEYS", "Scope", "artifacts", "scope"]


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """Both files of every site without a router whose phones get their addresses from us.

    A site with a router has its scope in the router's own files.
    """
    language = estate.organization.languages[0]
    for site in estate.sites:
        found = scope(estate, site)
        if site.router is not None or found is None:
            continue
        phones = (p.origin for p in estate.phones_of_site[site.id] if p.address is not None)
        servers = (estate.servers[name].origin for name in ("provisioning", "time"))
        origins = tuple(dict.fromkeys((site.voice.origin, site.origin, *phones, *servers)))
        for name, text in (("dnsmasq.conf", dnsmasq.text(found, language)), ("kea-dhcp4.json", kea.text(found))):
            path = f"dhcp/{site.id}/{name}"
            yield Artifact(path, text.encode("utf-8"), estate.audience, origins, site=site.id)

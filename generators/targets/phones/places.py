"""Where a phone of a site finds the PBX and the time: the same for both families, read from the Estate once."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.telephony import Phone


@dataclass(frozen=True)
class Places:
    """Addresses as text. `proxy` and `proxy_port` are the router's siproxd, empty without one."""

    registrar: str
    registrar_port: int
    time: str
    proxy: str
    proxy_port: str


def places(estate: Estate, phone: Phone) -> Places:
    """The places for `phone`, by how its site reaches them.

    Behind siproxd the registrar stays the real one, and only the outbound proxy is the router (SIPROXD,
    users guide): no other helper against NAT is switched on.
    """
    site = estate.site[phone.site]
    proxy = site.siproxd
    return Places(
        registrar=str(site.reach["pbx"].address),
        registrar_port=estate.pbx.ports["sip"],
        time=str(site.reach["time"].address),
        proxy=str(site.voice.gateway) if proxy else "",
        proxy_port=str(proxy.port) if proxy else "",
    )

"""NAT at the PBX's site: port forwards for the admitted sites, and a source port that stays for the trunk."""

from __future__ import annotations

from hashlib import sha256

from generators.estate.estate import Estate
from generators.estate.places import Server, Site
from generators.targets.pfsense.ports import voice_ports
from generators.targets.pfsense.views import End, EndKind, Forward, Outbound


def forwards(estate: Estate, site: Site, admitted: tuple[Site, ...]) -> tuple[Forward, ...]:
    """SIP and voice from the admitted sites to the PBX; none where nobody is admitted."""
    if not admitted:
        return ()
    pbx = estate.servers["pbx"]
    sip = str(pbx.ports["sip"])
    first_rtp, last_rtp = voice_ports(estate)
    source = End(EndKind.ADDRESS, "tel_admitted", "tel_admitted")
    return tuple(
        Forward(
            id=f"{site.id}/forward/{name}",
            protocol="udp",
            source=source,
            destination=_public_end(site, pbx, port),
            target="tel_pbx",
            local_port=first,
            text=f"forward_{name}",
            association=_association(f"{site.id}/forward/{name}"),
        )
        for name, port, first in (("sip", sip, sip), ("rtp", f"{first_rtp}-{last_rtp}", str(first_rtp)))
    )


def outbound(estate: Estate, site: Site) -> tuple[Outbound, ...]:
    """The rule that keeps the PBX's source ports where a trunk goes out by this router.

    Its destination is any: providers publish no complete list of their media addresses; its source is the PBX alone.
    """
    pbx = estate.servers["pbx"]
    if pbx.site != site.id or not estate.trunks or site.router is None:
        return ()
    return (Outbound(f"{pbx.address}/32", "outbound_static", site.router.release.outbound_nat == "new"),)


def _public_end(site: Site, pbx: Server, port: str) -> End:
    """Where the admitted sites knock: the WAN address, or the PBX's own public one where it is another."""
    if pbx.public is None or site.uplink.address in (None, pbx.public):
        return End(EndKind.NETWORK, "wanip", "WAN address", port)
    return End(EndKind.ADDRESS, str(pbx.public), str(pbx.public), port)


def _association(identity: str) -> str:
    """The text that ties a port forward to its rule: the form the screens give it, stable between builds."""
    return "nat_" + sha256(identity.encode()).hexdigest()[:13]

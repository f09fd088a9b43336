"""What sites take from their accesses and routers: room for SIP and voice, names not reserved."""

from __future__ import annotations

import re

from generators.estate.tunnels import OVERHEAD, SIP_PACKET, tunnel_mtu
from generators.problems import Report
from generators.source.schema.check import Checked
from generators.source.schema.places import Site

# One call through siproxd: two streams of two ports; as many again, since ended ones linger (rtpproxy_relay.c).
SIPROXD_PORTS = 4
# One leg of a call at the PBX: RTP and RTCP.
LEG_PORTS = 2
# pfSense's own interfaces, groups and tabs (interfaces.php, filter.inc): no other interface may have such a name.
# `lan` is told apart: a network may be that.
_RESERVED = re.compile(r"wan|opt[0-9]+|openvpn|wireguard|ipsec|enc[0-9]+|l2tp|pppoe|tel-.*")


def check(checked: Checked, report: Report) -> None:
    """Report breaches of TON440 (MTU), TON441 (RTP ports), TON442 (names of networks)."""
    calls: dict[str, int] = {}
    for phone in checked.source.phones.values():
        calls[phone.site] = calls.get(phone.site, 0) + 1
    for key, site in checked.source.sites.items():
        _width(checked, key, site, report)
        _names(checked, key, site, report)
        if site.siproxd is not None:
            room, wanted = _size(site.siproxd.rtp), SIPROXD_PORTS * calls.get(key, 0)
            if room < wanted:
                message = f"siproxd of '{key}' has {room} RTP ports; its {calls[key]} phones need {wanted}, four a call"
                report.add("TON441", checked.place("sites", key, "siproxd"), message, _wider(site.siproxd.rtp, wanted))
    pbx = checked.source.servers.pbx
    channels = sum(trunk.channels for trunk in checked.source.trunks.values())
    room, wanted = _size(pbx.rtp), LEG_PORTS * (len(checked.source.phones) + channels)
    if room < wanted:
        message = f"the PBX has {room} RTP ports; {len(checked.source.phones)} phones and {channels} channels of trunks"
        place = checked.place("servers", "pbx", "rtp")
        report.add("TON441", place, f"{message} need {wanted}, two each", _wider(pbx.rtp, wanted))


def _size(ports: tuple[int, int]) -> int:
    return ports[1] - ports[0] + 1


def _wider(ports: tuple[int, int], wanted: int) -> str:
    last = ports[0] + wanted - 1
    return f"write rtp: {ports[0]}-{last}" if last <= 65535 else f"choose a range of {wanted} ports"


def _width(checked: Checked, key: str, site: Site, report: Report) -> None:
    """A SIP message of 1300 bytes in one piece, through the VPN or straight through the access."""
    if site.link is not None and site.link.to in checked.source.sites:
        far = checked.source.sites[site.link.to]
        mtu = tunnel_mtu(site.link.kind, site.uplink.mtu, far.uplink.mtu)
        if mtu < SIP_PACKET:
            narrow = key if site.uplink.mtu <= far.uplink.mtu else site.link.to
            around = (
                f"{min(site.uplink.mtu, far.uplink.mtu)} of the access of '{narrow}' less {OVERHEAD[site.link.kind]}"
            )
            message = (
                f"the VPN of '{key}' takes packets of {mtu} bytes ({around}); a SIP message of 1300 needs {SIP_PACKET}"
            )
            hint = f"the access needs an MTU of {SIP_PACKET + OVERHEAD[site.link.kind]}"
            report.add("TON440", checked.key_place("sites", key, "link"), message, hint)
    elif site.siproxd is not None and site.uplink.mtu < SIP_PACKET:
        message = (
            f"the access of '{key}' takes packets of {site.uplink.mtu} bytes; a SIP message of 1300 needs {SIP_PACKET}"
        )
        report.add("TON440", checked.place("sites", key, "uplink", "mtu"), message, f"it needs an MTU of {SIP_PACKET}")


def _names(checked: Checked, key: str, site: Site, report: Report) -> None:
    """Names that the router gives its own interfaces; network ids become names of interfaces in capitals."""
    if site.router is None:
        return
    without_vlan = sorted((n.role or name) == "voice" for name, n in site.networks.items() if n.vlan is None)
    for name, network in site.networks.items():
        is_lan = network.vlan is None and ((network.role or name) == "voice") is without_vlan[0]
        if _RESERVED.fullmatch(name) or (name == "lan" and not is_lan):
            shown = name.upper().replace("-", "_")
            message = (
                f"network '{name}' of '{key}' would be interface {shown} of the router, which has that name already"
            )
            report.add("TON442", checked.key_place("sites", key, "networks", name), message, "name it otherwise")

"""What `rtp.conf` says: the UDP ports of voice, which the firewall in front of the PBX must know."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate


@dataclass(frozen=True)
class Rtp:
    """The whole file: both ends included."""

    first: int
    last: int


def rtp(estate: Estate) -> Rtp:
    """The range of ports for voice on the PBX of `estate`."""
    ports = estate.pbx.ports
    return Rtp(ports["rtp_first"], ports["rtp_last"])

"""Ports that rules name besides those of the Estate's servers."""

from __future__ import annotations

from generators.estate.estate import Estate

# What the PBX fetches and sends itself: updates by HTTP and HTTPS, voice messages by mail (RFC 8314, RFC 6409).
OUTSIDE = (80, 443, 465, 587)


def voice_ports(estate: Estate) -> tuple[int, int]:
    """First and last UDP port on which the PBX takes voice, as in its rtp.conf."""
    ports = estate.pbx.ports
    return ports["rtp_first"], ports["rtp_last"]

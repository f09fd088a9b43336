"""How large a packet a VPN carries in one piece, and how large one telephony needs.

OpenVPN over UDP with AES-256-GCM puts at most 52 bytes around a packet: IPv4 20, UDP 8, opcode with peer id 4 (1
without), packet id 4, tag 16 (OpenVPN protocol, P_DATA_V2 and V1). WireGuard puts 60: IPv4 20, UDP 8, its header 16
and tag 16 (WireGuard, protocol: transport data message). What is then larger than the access takes would
cross in two pieces, which address translation and filters on the way lose.
"""

from __future__ import annotations

OVERHEAD = {"openvpn": 20 + 8 + 4 + 4 + 16, "wireguard": 20 + 8 + 16 + 16}
# RFC 3261, 18.1.1: where the path is not known, a message above 1300 bytes does not go by UDP. IPv4 20, UDP 8.
SIP_PACKET = 1300 + 20 + 8


def tunnel_mtu(kind: str, *uplinks: int) -> int:
    """The MTU in bytes inside a tunnel of `kind` between accesses of these MTUs."""
    return min(uplinks) - OVERHEAD[kind]

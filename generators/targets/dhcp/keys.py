"""Where each setting was read: `dnsmasq.` and the option's name, or the path of a member in Kea's JSON."""

from __future__ import annotations

from generators.references import Ref

_DNSMASQ = Ref("DHCP-OPTIONS", "dnsmasq manual page, OPTIONS")
_KEA = Ref("DHCP-OPTIONS", "Kea Administrator Reference Manual, The DHCPv4 Server")
_OPTION = Ref("DHCP-OPTIONS", "RFC 2132 sections 3 to 9; option 150 in RFC 5859")

_SUBNET = "Dhcp4.subnet4"

KEYS: dict[str, Ref] = {
    **{f"dnsmasq.{name}": _DNSMASQ for name in ("dhcp-authoritative", "dhcp-range", "dhcp-option", "dhcp-host")},
    "dnsmasq.dhcp-option-force": _DNSMASQ,
    **{f"option.{number}": _OPTION for number in (3, 6, 15, 42, 66, 150)},
    **{
        f"Dhcp4{name}": _KEA
        for name in (
            "", ".interfaces-config", ".interfaces-config.interfaces", ".lease-database", ".lease-database.type",
            ".authoritative", ".valid-lifetime", ".max-valid-lifetime", ".option-def", ".option-def.name",
            ".option-def.code", ".option-def.space", ".option-def.type", ".option-def.array", ".subnet4",
        )
    },
    **{
        f"{_SUBNET}.{name}": _KEA
        for name in (
            "id", "subnet", "pools", "pools.pool", "option-data", "option-data.name", "option-data.data",
            "option-data.always-send", "reservations", "reservations.hw-address", "reservations.ip-address",
            "reservations.hostname",
        )
    },
}  # fmt: skip

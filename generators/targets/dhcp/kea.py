"""A scope as the configuration of Kea's DHCPv4 server.

Option 150 has no definition in Kea, so the file defines it: a list of IPv4 addresses (RFC 5859). Options 66 and 150
are sent whether the phone asks for them or not. The reservations lie outside of the pool, as the source's laws ask.
"""

from __future__ import annotations

import json

from generators.targets.dhcp.scope import LEASE, LEASE_MOST, Scope

CISCO_TFTP = "cisco-tftp-servers"


def text(scope: Scope) -> str:
    """The file: strict JSON, so that other programs read it too."""
    return json.dumps({"Dhcp4": _dhcp4(scope)}, ensure_ascii=False, indent=2) + "\n"


def _dhcp4(scope: Scope) -> dict[str, object]:
    return {
        "interfaces-config": {"interfaces": ["*"]},
        "lease-database": {"type": "memfile"},
        "authoritative": True,
        "valid-lifetime": LEASE,
        "max-valid-lifetime": LEASE_MOST,
        "option-def": [{"name": CISCO_TFTP, "code": 150, "space": "dhcp4", "type": "ipv4-address", "array": True}],
        "subnet4": [
            {
                "id": 1,
                "subnet": str(scope.subnet),
                "pools": [{"pool": f"{scope.pool[0]} - {scope.pool[1]}"}] if scope.pool else [],
                "option-data": _options(scope),
                "reservations": [
                    {"hw-address": host.mac, "ip-address": str(host.address), "hostname": host.name}
                    for host in scope.hosts
                ],
            }
        ],
    }


def _options(scope: Scope) -> list[dict[str, object]]:
    asked = (
        ("routers", str(scope.router)),
        ("domain-name-servers", str(scope.dns)),
        ("domain-name", scope.domain),
        ("ntp-servers", str(scope.ntp)),
    )
    always = (("tftp-server-name", str(scope.provisioning)), (CISCO_TFTP, str(scope.provisioning)))
    options: list[dict[str, object]] = [{"name": name, "data": data} for name, data in asked]
    return [*options, *({"name": name, "data": data, "always-send": True} for name, data in always)]

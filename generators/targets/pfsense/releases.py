"""What differs between releases of pfSense and changes what somebody types.

Facts: pfSense source, services_dhcp.php and services.inc of the releases named; globals.inc.
"""

from __future__ import annotations

from generators.estate.places import RouterRelease

FIRST_WITH_KEA = (2, 7, 1)
FIRST_WITH_KEA_JSON = (2, 8, 0)


def number(release: RouterRelease) -> tuple[int, ...]:
    """The release as numbers that compare: `2.7.2` is (2, 7, 2)."""
    return tuple(int(part) for part in release.release.split("."))


def offers_kea(release: RouterRelease) -> bool:
    """Whether the DHCP server can be Kea, which ignores numbered options."""
    return number(release) >= FIRST_WITH_KEA


def takes_kea_json(release: RouterRelease) -> bool:
    """Whether Kea can be given what its screens lack as JSON (custom_kea_config, since 2.8)."""
    return number(release) >= FIRST_WITH_KEA_JSON


def makes_xml(release: RouterRelease) -> bool:
    """Whether files are made for this release: only where the number its configuration carries is known."""
    return release.confirmed and release.config_version is not None

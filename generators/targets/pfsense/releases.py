"""What differs between releases of pfSense and changes what somebody types.

The facts stand in the catalog, with their sources.
"""

from __future__ import annotations

from generators.estate.places import RouterRelease


def number(release: RouterRelease) -> tuple[int, ...]:
    """The release as numbers that compare: `2.7.2` is (2, 7, 2)."""
    return tuple(int(part) for part in release.release.split("."))


def offers_kea(release: RouterRelease) -> bool:
    """Whether the DHCP server can be Kea, which ignores numbered options."""
    return release.kea != "absent"


def takes_kea_json(release: RouterRelease) -> bool:
    """Whether Kea can be given what its screens lack as JSON (custom_kea_config, since 2.8)."""
    return release.kea == "json"


def makes_xml(release: RouterRelease) -> bool:
    """Whether files are made for this release: only where the number its configuration carries is known."""
    return release.confirmed and release.config_version is not None

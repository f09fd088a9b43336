"""The last section: files that an empty router can restore, or why there are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generators.targets.pfsense.releases import makes_xml
from generators.targets.pfsense.sheet import Section, Writer

PATH = "Diagnostics > Backup & Restore"
# What the screen calls an area (diag_backup.php).
AREAS = {"aliases": "Aliases", "dnshaper": "Limiters", "nat": "NAT", "filter": "Firewall Rules", "dhcpd": "DHCP Server"}


def file_name(release: str, area: str) -> str:
    """The file of an area; its name says where it may go."""
    return f"EMPTY-ROUTER-ONLY-pfsense-{release}-{area}.xml"


def files(w: Writer, areas: Sequence[str]) -> Iterator[Section]:
    """What to restore, in which order; `areas` are those made for this site."""
    release = w.router.release
    if not makes_xml(release):
        yield w.section(PATH, "files_unconfirmed", release=release.release)
        return
    if w.plan.voice is None:
        intro = "files_no_voice"
    elif w.plan.voice.key == "lan":
        intro = "files_voice_lan"
    else:
        intro = "files_voice_opt"
    rows = [w.row("Version", release.config_version, "why_version", "version", release=release.release)]
    rows += [
        w.row(f"Restore area: {AREAS[area]}", file_name(release.release, area), f"why_area_{area}", "backup.area")
        for area in areas
    ]
    voice = w.voice_name
    key = w.plan.voice.key.upper() if w.plan.voice is not None else ""
    yield w.section(PATH, intro, *rows, voice=voice, key=key)

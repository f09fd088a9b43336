"""Merge a site's settings into its router's own backup; compare the two; cut area files from the result.

Takes an Estate, a site and the bytes of a backup, gives bytes and findings. Only what carries our mark (`marks.py`),
and the fields named in `dhcp.py` and `services.py`, ever changes; all other bytes stay. Merging a result again
changes nothing. May import the room above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generators.estate.estate import Estate
from generators.estate.places import RouterRelease, Site
from generators.targets.pfsense.elements import Maker
from generators.targets.pfsense.flows import traffic
from generators.targets.pfsense.merge import (
    aliases,
    dhcp,
    filter,
    foreign,
    limiters,
    nat,
    openvpn,
    resolver,
    services,
    voice,
    wireguard,
)
from generators.targets.pfsense.merge.areas import AreaFile, area_files
from generators.targets.pfsense.merge.box import box, check_owner, keys_of
from generators.targets.pfsense.merge.document import BackupRefused, read
from generators.targets.pfsense.merge.findings import DIFFERENCES, Finding, Findings, Kind
from generators.targets.pfsense.merge.work import Work
from generators.targets.pfsense.plan import plan
from generators.targets.pfsense.texts import Texts

__all__ = ["AreaFile", "BackupRefused", "Finding", "Kind", "Merged", "area_files", "merge"]


@dataclass(frozen=True)
class Merged:
    """A merged configuration: its bytes, the version it is of, the release it was taken for, and what was found."""

    content: bytes = field(repr=False)  # passwords and keys among it
    version: str
    release: str
    findings: tuple[Finding, ...]

    @property
    def differences(self) -> tuple[Finding, ...]:
        """What differs between the router and the source."""
        return tuple(f for f in self.findings if f.kind in DIFFERENCES)


def merge(
    estate: Estate,
    site: Site,
    backup: bytes,
    releases: Mapping[str, RouterRelease],
    parent: str | None = None,
    force: bool = False,
) -> Merged:
    """Merge the settings of `site` into `backup`.

    `releases` are the router releases that the catalog knows; `force` takes one that is not confirmed. `parent` is
    the socket for the phones' VLAN where it must be made. Raises BackupRefused.
    """
    if site.router is None or site.router.product != "pfsense":
        raise BackupRefused(f"site '{site.id}' has no pfSense router in the source")
    doc = read(backup)
    here = box(doc.root, site, releases, force)
    check_owner(doc.root, site)
    findings = Findings()
    doc, keys = voice.make(doc, here, site, keys_of(here, estate, site), parent, findings)
    make = Maker(site.id, Texts(estate.organization.languages[0]))
    planned = plan(estate, traffic(estate), site, keys, here.beside(keys), aliases.named(doc))
    work = Work(estate, site, planned, here, make, findings)
    if here.release.release != site.router.release.release:
        text = f"the router's configuration is of {here.release.release}, the source says {site.router.release.release}"
        findings.tell(Kind.BY_HAND, "version", f"{text}: correct router.release of the site")
    doc = aliases.merge(work, doc)
    doc = limiters.merge(work, doc)
    doc, without = nat.forwards(work, doc)
    doc = nat.outbound(work, doc)
    doc = filter.merge(work, doc, without)
    doc = dhcp.merge(work, doc)
    doc = resolver.merge(work, doc)
    doc = services.clock(work, doc)
    doc = services.siproxd(work, doc)
    doc = services.tftpd(work, doc)
    doc = services.ups(work, doc)
    doc = openvpn.merge(work, doc)
    doc = wireguard.merge(work, doc)
    foreign.tell(work, doc)
    limiters.tell(work, doc)
    return Merged(doc.data, here.version, here.release.release, tuple(findings.found))

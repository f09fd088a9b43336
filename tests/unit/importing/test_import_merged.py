"""There and back: what the merge writes into a router's backup, the import finds in it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.catalog import load_catalog
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.importing.backup import read_backup
from generators.importing.pfsense import read_site
from tests.backups import Backup
from tests.unit.targets.pfsense.merging import agency, merge, siege


@pytest.mark.parametrize(("site", "backup"), [("siege", siege()), ("lyon", agency())], ids=["siege", "lyon"])
def test_the_phones_network_and_the_phones_come_back(site: str, backup: Backup) -> None:
    estate = load_estate(Path("site_data"), Audience.INTERNAL)
    content = merge(estate, site, backup).content
    found = read_site(read_backup(content), site, set(load_catalog().models), {"23.3": "2.7.2"}, False)
    there = estate.site[site].voice
    (voice,) = [network for network in found.networks if network.voice]
    base = int(there.subnet.network_address)
    assert there.pool is not None
    assert (voice.subnet, voice.gateway, voice.vlan) == (there.subnet, there.gateway, there.vlan)
    assert voice.pool == (int(there.pool[0]) - base, int(there.pool[1]) - base)
    assert found.release == "2.7.2"
    fixed = {(p.mac.digits, p.address, p.model.id) for p in estate.phones_of_site[site] if p.address is not None}
    assert {(p.mac, p.address, p.model) for p in found.phones} == fixed

"""Area files cut from a merged backup: restoring them gives the merged router, and nothing else goes lost."""

from __future__ import annotations

from typing import Any

import pytest

from generators.targets.pfsense.merge import area_files
from tests.backups import Backup, many, rule, tag
from tests.parsers.pfsense_config import read_config
from tests.unit.targets.pfsense.merging import agency, merge, siege
from tests.unit.targets.pfsense.routers import estate


def restored(config: dict[str, Any], files: tuple[Any, ...]) -> dict[str, Any]:
    """What the router holds after each area replaced its section (backup.inc, restore_config_section)."""
    out = dict(config)
    for file in files:
        assert file.content.startswith(f"<{file.area}>\n\t<".encode()), "no declaration, one tab less"
        assert file.content.endswith(f"\n</{file.area}>\n".encode())
        assert file.area.encode() in file.name.encode()
        # The router takes the file with its section as the root; here it stands where it belongs.
        out |= read_config(b"<pfsense>\n" + file.content + b"</pfsense>\n")
    return out


@pytest.mark.parametrize("site", ["siege", "lyon", "new"])
def test_restoring_the_areas_gives_the_merged_router(site: str) -> None:
    """But for what has no area, which is named."""
    backup = {"siege": siege, "lyon": agency, "new": lambda: Backup(lan="10.42.40.129/25")}[site]()
    backup.rules.append(rule("1690000001", "lan", descr="à moi\n\tsur deux lignes"))
    result = merge(estate("nyxd"), "siege" if site == "siege" else "lyon", backup)
    files, without = area_files(backup.data(), result.content)
    merged = read_config(result.content)
    held = restored(read_config(backup.data()), files)
    assert without == (("ntpd",) if site == "siege" else ())
    assert {k: v for k, v in held.items() if k not in without} == {k: v for k, v in merged.items() if k not in without}
    names = [f.area for f in files]
    wanted = ["aliases", "dnshaper", "nat", "filter", "dhcpd", "unbound"]
    assert names == (["vlans", "interfaces", *wanted] if site == "new" else wanted)
    assert all("23.3" in f.name for f in files)
    assert not any(b"bcrypt" in f.content for f in files), "users never leave the backup"


def test_a_text_on_several_lines_keeps_its_tabs() -> None:
    """Only the indentation between elements is taken back; a value is never touched."""
    entry = b"\n\t\t<alias>\n\t\t\t<name>a</name>\n\t\t\t<descr><![CDATA[x\n\t\ty]]></descr>\n\t\t</alias>\n\t"
    text = agency().data().replace(b"<aliases></aliases>", b"<aliases>" + entry + b"</aliases>")
    result = merge(estate("nyxd"), "lyon", text)
    (file,) = [f for f in area_files(text, result.content)[0] if f.area == "aliases"]
    assert b"<descr><![CDATA[x\n\t\ty]]></descr>\n\t</alias>" in file.content


def test_packages_come_whole() -> None:
    """installedpackages replaces the settings of all packages, so it carries them all."""
    backup = Backup(lan="192.168.1.1/24", wan="203.0.113.77", packages=["siproxd", "tftpd"])
    users = tag("siproxdusers", [tag("config", many(4, username="a", password="MadeUpSiproxdPassword"), 3)], 2)
    backup.package_settings.append(users)
    backup.voice("opt1", "192.168.20.1/24", 20)
    result = merge(estate("nyxd"), "atelier", backup)
    (file,) = [f for f in area_files(backup.data(), result.content)[0] if f.area == "installedpackages"]
    held = restored({}, (file,))["installedpackages"]
    assert held == read_config(result.content)["installedpackages"]
    assert {"package", "pfblockerng", "siproxdusers", "siproxdsettings", "tftpd"} == set(held)


def test_a_router_that_has_all_of_it_gets_no_file() -> None:
    """Nothing is restored for nothing."""
    first = merge(estate("nyxd"), "lyon", agency())
    again = merge(estate("nyxd"), "lyon", first.content)
    assert area_files(first.content, again.content) == ((), ())

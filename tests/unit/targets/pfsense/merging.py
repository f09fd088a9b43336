"""Merging in the tests: the site's router as a backup, the merge, and what the router then holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generators.catalog import load_catalog
from generators.estate.estate import Estate
from generators.targets.pfsense.keys import KEYS
from generators.targets.pfsense.merge import Merged
from generators.targets.pfsense.merge import merge as merged
from tests.backups import Backup
from tests.parsers.pfsense_config import listed, read_config

LIST_PATHS = ("aliases.alias", "filter.rule", "nat.rule", "nat.outbound.rule")


def merge(estate: Estate, site: str, backup: Backup | bytes, **how: Any) -> Merged:
    """Merge, and prove on the way that the result is read by pfSense's own steps and that a second merge is idle."""
    data = backup.data() if isinstance(backup, Backup) else backup
    releases = load_catalog().routers["pfsense"]
    read_config(data)
    first = merged(estate, estate.site[site], data, releases, **how)
    read_config(first.content)
    assert {f.setting for f in first.findings} <= set(KEYS)
    again = merged(estate, estate.site[site], first.content, releases, **how)
    assert again.content == first.content, "the second merge changed something"
    assert all(f.kind == "by-hand" for f in again.differences), again.differences
    return first


def siege(**fields: Any) -> Backup:
    """The router of the example's main site as it may be before telephony: data in LAN, phones' VLAN set up."""
    backup = Backup(lan="10.42.10.1/24", wan="203.0.113.10", **fields)
    return backup.voice("opt1", "10.42.20.1/24", 20)


def agency(**fields: Any) -> Backup:
    """The router of the agency at Lyon, likewise; its phones' VLAN is the second optional interface."""
    backup = Backup(lan="10.42.40.129/25", **fields)
    backup.interfaces["opt1"] = ("INVITES", "igb3", "192.168.50.1/24")
    return backup.voice("opt2", "10.42.40.1/25", 20)


def ours(content: bytes, path: str) -> dict[str, dict[str, Any]]:
    """The entries of a list that carry our mark, by mark."""
    out = {}
    for entry in listed(read_config(content), path):
        if "(tonalite:" in entry.get("descr", ""):
            name = entry["descr"].rpartition("(tonalite:")[2].removesuffix(")")
            assert name not in out, f"{name} twice"
            out[name] = entry
    return out


def kinds(result: Merged, kind: str) -> list[str]:
    """What was found of one kind."""
    return [f.what for f in result.findings if f.kind == kind]


def is_inside(before: str, after: str, but: tuple[str, ...]) -> Iterator[str]:
    """The lines of `before` that `after` lacks or has in another order; lines that begin as `but` says do not count."""
    lines = iter(after.split("\n"))
    for line in before.split("\n"):
        if line.strip().startswith(but):
            continue
        if line not in lines:
            yield line
            return

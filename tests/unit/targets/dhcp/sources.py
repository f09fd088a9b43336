"""Small sources without a router, and the reading of both servers' files, written from their manuals."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate

SMALL = """
organization: {name: Small, domain: small.example, languages: [LANGUAGE]}
servers:
  pbx: {site: bureau, address: 192.0.2.10}
  provisioning: {site: bureau, address: 192.0.2.11}
  time: {site: bureau, address: 192.0.2.12}
sites:
  bureau:
    title: "Bureau: 100 % #1 <b>"
    networks:
      voice: {subnet: 192.0.2.0/24, gateway: 192.0.2.254POOL}
phones:
  poste-1: {mac: "00:07:EB:4C:20:01", model: cisco-7940, site: bureau, address: 192.0.2.21}
  poste-2: {mac: "00:1B:D4:60:20:02", model: cisco-7961, site: bureau}
people:
  anne: {name: Anne, extension: 1001, phones: [poste-1]}
  bruno: {name: Bruno, extension: 1002, phones: [poste-2]}
"""
POOL = ", pool: 100-199"


def small(pool: str = POOL, language: str = "fr", audience: Audience = Audience.INTERNAL) -> Estate:
    """The Estate of one site without a router: a phone with a fixed address, and one without."""
    with tempfile.TemporaryDirectory() as folder:
        text = SMALL.replace("POOL", pool).replace("LANGUAGE", language)
        Path(folder, "site.yml").write_text(text, "utf-8")
        return load_estate(Path(folder), audience)


def lines(text: str) -> list[tuple[str, str]]:
    """Options of a dnsmasq file: name and value; a hash begins a comment only at the start of a line or after blank."""
    out = []
    for line in text.splitlines():
        assert line == line.strip()
        if not line.startswith("#"):
            name, _, value = line.partition("=")
            assert name
            out.append((name, value))
    return out


def paths(value: Any, at: str = "") -> set[str]:
    """Every member of a JSON document by its path; a list is its elements."""
    if isinstance(value, dict):
        return {p for k, v in value.items() for p in {f"{at}{k}", *paths(v, f"{at}{k}.")}}
    if isinstance(value, list):
        return {p for v in value for p in paths(v, at)}
    return set()


def strict_json(text: str) -> Any:
    """JSON without a name twice in one object."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({k for k, _ in pairs}) == len(pairs)
        return dict(pairs)

    return json.loads(text, object_pairs_hook=once)

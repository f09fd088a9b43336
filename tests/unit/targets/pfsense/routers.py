"""Sources with routers of every kind, and their files, for the tests of this folder."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets.pfsense import artifacts
from tests.parsers.pfsense_xml import Area, read_router

ROOT = Path(__file__).parents[4]
LAWFUL = sorted(p.parent for p in (ROOT / "tests" / "estates").glob("*/*.yml") if not p.parent.name.startswith("wrong"))
SOURCES = {"nyxd": ROOT / "site_data", **{p.name: p for p in LAWFUL}}

# A chain by VPN (far -> middle -> hq), one PBX behind LAN, marks of XML and of aliases in titles, old and
# unconfirmed releases, a network without pool, fixed addresses inside and voice without VLAN.
CHAIN = """
organization: {name: Chaîne, domain: chain.example}
servers:
  pbx: {site: hq, address: 10.1.10.10, public: 203.0.113.5, admit: [alone], sip: 5080}
  provisioning: {site: middle, address: 10.2.20.10}
  time: {site: hq, address: 10.1.20.9}
trunks: {ovh: {provider: ovh, account: "0033199000200"}}
numbers: {"+33199000200": {trunk: ovh, to: anne}}
sites:
  hq:
    title: "Siège <a&b> \\"c\\" d|e||f &lt; 'g' œ€"
    number: "+33199000200"
    networks:
      voice: {vlan: 20, subnet: 10.1.20.0/24, pool: 100-199}
      data: {subnet: 10.1.10.0/24, pool: 50-60}
    router: {release: 2.6.0, ups: usbhid-ups}
    uplink: {address: 203.0.113.5}
  middle:
    title: Milieu
    number: "+33199000200"
    networks:
      voice: {subnet: 10.2.20.0/24, pool: 100-199}
    router: {release: 2.7.2}
    uplink: {address: 203.0.113.6}
    link: {to: hq, tunnel: 10.255.0.0/30, port: 1194}
  far:
    title: Loin
    number: "+33199000200"
    networks:
      voice: {vlan: 7, subnet: 10.3.20.0/24}
      data: {vlan: 8, subnet: 10.3.10.0/24}
    router: {release: 2.7.2}
    link: {to: middle, tunnel: 10.255.0.4/30, port: 1195}
  alone:
    title: Seul
    number: "+33199000200"
    networks: {voice: {vlan: 20, subnet: 192.168.9.0/24, pool: 100-199}}
    router: {release: 2.8.0, serves: [tftp, time]}
    uplink: {address: 203.0.113.9}
    siproxd: {port: 5062, rtp: 7070-7109}
phones:
  hq-1: {mac: 0007EB4C3001, model: cisco-7960, site: hq, place: "Réserve <&>", address: 10.1.20.30}
  hq-2: {mac: 0007EB4C3002, model: cisco-7960, site: hq, address: 10.1.20.31}
  middle-1: {mac: 001BD4603001, model: cisco-7961, site: middle}
  far-1: {mac: 001BD4603002, model: cisco-7941, site: far}
  alone-1: {mac: 0007EB4C3003, model: cisco-7940, site: alone}
people:
  anne: {name: Anne, extension: 1001, phones: [hq-1]}
  bob: {name: Bob, extension: 1002, phones: [hq-2]}
  chad: {name: Chad, extension: 1003, phones: [middle-1]}
  dora: {name: Dora, extension: 1004, phones: [far-1]}
  eve: {name: Eve, extension: 1005, phones: [alone-1]}
"""


@cache
def estate(case: str, audience: Audience = Audience.INTERNAL) -> Estate:
    """The Estate of one of the sources."""
    return load_estate(SOURCES[case], audience)


@cache
def chain(*changes: tuple[str, str]) -> Estate:
    """The Estate of the chain, with texts of its source replaced."""
    text = CHAIN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "all.yml").write_text(text, "utf-8")
        return load_estate(Path(folder), Audience.INTERNAL)


def files(estate: Estate) -> dict[str, bytes]:
    """The target's files by path."""
    return {a.path: a.content for a in artifacts(estate)}


def xml_of(estate: Estate, site: str) -> dict[str, bytes]:
    """The XML files of a site by name."""
    found = files(estate)
    return {p.rsplit("/", 1)[1]: c for p, c in found.items() if p.startswith(f"routers/{site}/") and p.endswith(".xml")}


def areas(estate: Estate, site: str) -> dict[str, Area]:
    """The areas of a site, read strictly."""
    return read_router(xml_of(estate, site))


def everything() -> list[tuple[str, Estate]]:
    """Every Estate of the tests, named."""
    out = [(case, estate(case)) for case in SOURCES]
    out += [(f"{case}, public", estate(case, Audience.PUBLIC)) for case in SOURCES]
    return [*out, ("chain", chain())]

"""The estate as the written pages draw it: `guide_values(estate, language)`.

Pages explain with examples, so each value is picked by a rule (the first person with a number, the
first site with a VPN …) and never by name; where the estate has none, an invented one stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import generators
from generators.estate.dialing import to_national
from generators.estate.estate import Estate
from generators.estate.phone_files import config_file
from generators.estate.places import Network, Site
from generators.estate.telephony import Phone
from generators.targets.guide import fiction
from generators.targets.guide.examples import (
    Agency,
    CodeExamples,
    Counts,
    Emergency,
    Head,
    Number,
    Org,
    Pbx,
    Person,
    PhoneExample,
    ProxySite,
    Tftp,
    Time,
    Tool,
    Trunk,
)
from generators.targets.guide.firmware_values import FirmwareRow, firmware_rows
from generators.targets.guide.words import words

SCHEMA_COMMENT = "# yaml-language-server: $schema=schema.json"


@dataclass(frozen=True)
class GuideValues:
    """Every name that a written page may use. See `examples.py` for the fields of each."""

    org: Org
    pbx: Pbx
    tftp: Tftp
    time: Time
    trunk: Trunk
    number: Number
    person: Person
    person2: Person
    phone_flat: PhoneExample
    phone_xml: PhoneExample
    agency: Agency
    head: Head
    proxy_site: ProxySite
    mobile: str
    emergency: tuple[Emergency, ...]
    codes: CodeExamples
    counts: Counts
    tool: Tool
    language: str
    schema_comment: str
    firmware: tuple[FirmwareRow, ...]

    def names(self) -> dict[str, object]:
        """The values by name, as a page's template takes them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def guide_values(estate: Estate, language: str) -> GuideValues:
    """The values for pages in `language` (`fr` or `en`)."""
    org, pbx = estate.organization, estate.pbx
    person, person2 = _people(estate)
    return GuideValues(
        org=Org(org.name, org.domain, org.timezone.iana, org.repository, org.branch),
        pbx=Pbx(
            address=str(pbx.address),
            public=str(pbx.public or fiction.PBX_PUBLIC),
            product=pbx.product,
            site=estate.site[pbx.site].title,
        ),
        tftp=_tftp(estate),
        time=_time(estate),
        trunk=_trunk(estate),
        number=_number(estate),
        person=person,
        person2=person2,
        phone_flat=_phone(estate, "flat", fiction.PHONE_FLAT),
        phone_xml=_phone(estate, "xml", fiction.PHONE_XML),
        agency=_agency(estate, language),
        head=_head(estate.site[pbx.site], language),
        proxy_site=_proxy_site(estate),
        mobile=fiction.MOBILE,
        emergency=tuple(Emergency(e.number, e.title[language]) for e in estate.country.emergency),
        codes=CodeExamples(estate.codes.voicemail),
        counts=Counts(
            sites=len(estate.sites),
            phones=len(estate.phones),
            people=len(estate.people),
            numbers=len(estate.numbers),
            lines=len(estate.lines),
            endpoints=len(estate.endpoints),
        ),
        tool=Tool(generators.__version__),
        language=language,
        schema_comment=SCHEMA_COMMENT,
        firmware=firmware_rows(estate),
    )


def pool_text(network: Network) -> str:
    """The DHCP pool as `first-last`, or an empty text."""
    return f"{network.pool[0]}-{network.pool[1]}" if network.pool else ""


def voice_or_first(site: Site) -> Network | None:
    """The network to show for a site: the phones', else its first, else None."""
    return site.voice if site.has_voice else next(iter(site.networks), None)


def _tftp(estate: Estate) -> Tftp:
    server = estate.servers.get("provisioning")
    if server is None:
        return Tftp(fiction.PBX_ADDRESS, "69", "6970")
    http = server.ports.get("http")
    return Tftp(str(server.address), str(server.ports.get("tftp", 69)), str(http) if http else "")


def _time(estate: Estate) -> Time:
    server = estate.servers.get("time")
    return Time(str(server.address) if server else fiction.HEAD.gateway)


def _trunk(estate: Estate) -> Trunk:
    for trunk in estate.trunks:
        return Trunk(trunk.id, trunk.provider.title, trunk.account, trunk.domain, trunk.channels, True)
    return fiction.TRUNK


def _number(estate: Estate) -> Number:
    for item in estate.numbers:
        number = item.number
        national = to_national(estate.country, number.e164) or number.e164
        return Number(number.e164, national, f"{estate.country.international_prefix}{number.digits}", True)
    return fiction.NUMBER


def _people(estate: Estate) -> tuple[Person, Person]:
    """Two people with different extensions; those with a public number of their own come first."""
    direct = {line.person for line in estate.lines if line.person and line.presented}
    ranked = sorted(estate.people, key=lambda p: (p.id not in direct, p.id))
    found = [Person(p.id, p.name, p.extension, True) for p in ranked[:2]]
    taken = {p.extension for p in found}
    spare = (p for p in fiction.PEOPLE if p.extension not in taken)
    while len(found) < 2:
        found.append(next(spare))
    return found[0], found[1]


def _phone(estate: Estate, family: str, invented: PhoneExample) -> PhoneExample:
    """The first phone of a family that has a line, else the first, else the invented one."""
    of_family: Iterable[Phone] = (p for p in estate.phones if p.model.family == family)
    for phone in sorted(of_family, key=lambda p: (not estate.endpoints_of_phone[p.id], p.id)):
        return PhoneExample(
            id=phone.id,
            mac=str(phone.mac),
            colons=phone.mac.colons,
            model=phone.model.title,
            file=config_file(phone),
            site=estate.site[phone.site].title,
            load=phone.load,
            exists=True,
        )
    return invented


def _head(site: Site, language: str) -> Head:
    network = voice_or_first(site)
    if network is None:
        return Head(site.id, site.title, *(getattr(fiction.HEAD, n) for n in ("subnet", "vlan", "gateway", "pool")))
    return Head(
        site.id, site.title, str(network.subnet), _vlan(network, language), str(network.gateway), pool_text(network)
    )


def _agency(estate: Estate, language: str) -> Agency:
    """The first site that calls another by VPN and has phones' network, preferring those with phones."""
    callers = {link.near: link for link in reversed(estate.links)}
    sites = [s for s in estate.sites if s.id in callers and s.has_voice]
    for site in sorted(sites, key=lambda s: (not estate.phones_of_site[s.id], s.id)):
        network, link = site.voice, callers[site.id]
        return Agency(
            id=site.id,
            title=site.title,
            subnet=str(network.subnet),
            vlan=_vlan(network, language),
            gateway=str(network.gateway),
            pool=pool_text(network) or fiction.AGENCY.pool,
            exists=True,
            tunnel=str(link.tunnel),
            link=link.id,
        )
    return fiction.AGENCY


def _proxy_site(estate: Estate) -> ProxySite:
    for site in estate.sites:
        if site.siproxd and site.has_voice:
            public = site.uplink.address
            return ProxySite(
                id=site.id,
                title=site.title,
                exists=True,
                router_address=str(site.voice.gateway),
                public=str(public or fiction.PROXY_SITE.public),
            )
    return fiction.PROXY_SITE


def _vlan(network: Network, language: str) -> str:
    """The VLAN's number, or the word for a network that has none."""
    return str(network.vlan) if network.vlan is not None else words(language)["untagged"]

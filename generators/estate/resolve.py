"""Source → Estate: checks the laws of the whole, masks what the audience may not see, derives the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generators.catalog.types import Catalog
from generators.estate.build_calls import CallsBuilder
from generators.estate.build_handsets import HandsetsBuilder
from generators.estate.build_places import PlacesBuilder
from generators.estate.dialrules import dial_rules
from generators.estate.estate import Codes, Estate, Organization
from generators.estate.masking import Masked, mask
from generators.estate.media import MediaBuilder
from generators.estate.origins import Origins
from generators.estate.rules import check_laws
from generators.estate.values import Audience, SecretRule
from generators.estate.zones import TimeZone
from generators.problems import Report
from generators.source.schema.check import Checked

SecretSource = Callable[[str, SecretRule], str]


def resolve(
    checked: Checked,
    catalog: Catalog,
    audience: Audience,
    secrets: SecretSource | None,
    report: Report,
) -> Estate | None:
    """Make the Estate of one audience.

    `secrets` gives the value of a named secret (making it if need be); a public Estate never asks it.
    Problems go to `report`; the result is None when one of them is an error.
    """
    breaches = Report()
    check_laws(checked, catalog, breaches)
    report.extend(breaches)
    if breaches.errors:
        return None
    country = catalog.countries[checked.source.organization.country]
    if audience is Audience.PUBLIC:
        return _build(checked, mask(checked.source, country), catalog, audience, None)
    return _build(checked, Masked(checked.source, {}), catalog, audience, secrets)


def _build(
    checked: Checked, masked: Masked, catalog: Catalog, audience: Audience, secrets: SecretSource | None
) -> Estate:
    source = masked.source
    origins = Origins(checked, masked.written)
    country = catalog.countries[source.organization.country]
    places = PlacesBuilder(source, catalog, origins)
    servers, links, sites = places.servers(), places.links(), places.sites()
    handsets = HandsetsBuilder(source, catalog, country, origins)
    by_id = {s.id: s for s in sites}
    calls = CallsBuilder(source, catalog, country, origins, by_id, handsets, servers["provisioning"], secrets)
    codes = Codes(voicemail=source.dialing.voicemail)
    zone = source.organization.timezone
    phones = calls.phones()
    media = MediaBuilder(source.media, checked.media, origins)
    return Estate(
        audience=audience,
        organization=Organization(
            name=source.organization.name,
            domain=source.organization.domain,
            languages=tuple(dict.fromkeys(source.organization.languages)),
            timezone=TimeZone(zone, catalog.flat_time_zones.get(zone), catalog.xml_time_zones.get(zone)),
            url=source.organization.url or "",
            repository=source.organization.repository or "",
            branch=source.organization.branch,
            origin=origins.of("organization"),
        ),
        country=country,
        codes=codes,
        servers=servers,
        sites=sites,
        links=links,
        trunks=calls.trunks(),
        numbers=calls.numbers(),
        schedules=calls.schedules(),
        people=calls.people(),
        lines=calls.lines(),
        groups=calls.groups(),
        mailboxes=calls.mailboxes(),
        phones=phones,
        endpoints=calls.endpoints(),
        dial_rules=dial_rules(country, calls.extensions(), _codes(codes)),
        models=tuple(sorted({p.model.id: p.model for p in phones}.values(), key=lambda m: m.id)),
        known_models=tuple(sorted(catalog.models.values(), key=lambda m: m.id)),
        known_modules=tuple(sorted(catalog.modules.values(), key=lambda m: m.id)),
        parameters={
            family: tuple(table[name] for name in sorted(table)) for family, table in catalog.parameters.items()
        },
        ring_tones=media.ring_tones(),
        logo=media.logo(),
        backgrounds=media.backgrounds(p.model for p in phones),
        sources=tuple(origins.named(f) for f in checked.document.files),
    )


def _codes(codes: Codes) -> Mapping[str, None]:
    return {codes.voicemail: None}

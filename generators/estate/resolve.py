"""Source → Estate: checks the laws of the whole, masks what the audience may not see, derives the rest."""

from __future__ import annotations

from generators.catalog.types import Catalog
from generators.estate.build_calls import CallsBuilder
from generators.estate.build_handsets import HandsetsBuilder
from generators.estate.build_links import SecretSource
from generators.estate.build_links import links as build_links
from generators.estate.build_places import PlacesBuilder
from generators.estate.dialrules import dial_rules
from generators.estate.estate import Codes, Estate, Organization
from generators.estate.masking import Masked, mask
from generators.estate.media import MediaBuilder
from generators.estate.origins import Origins
from generators.estate.rules import check_laws
from generators.estate.values import Audience
from generators.estate.voice_rates import crowded
from generators.estate.zones import TimeZone
from generators.problems import Report
from generators.source.schema.check import Checked
from generators.source.schema.organization import Dialing
from generators.source.schema.root import Source

__all__ = ["SecretSource", "resolve"]


def resolve(
    checked: Checked,
    catalog: Catalog,
    audience: Audience,
    secrets: SecretSource | None,
    report: Report,
) -> Estate | None:
    """Make the Estate of one audience.

    `secrets` gives the value of a named secret (making it if need be, or None); a public Estate never asks it.
    Problems go to `report`; the result is None when one of them is an error.
    """
    breaches = Report()
    check_laws(checked, catalog, breaches)
    report.extend(breaches)
    if breaches.errors:
        return None
    country = catalog.countries[checked.source.organization.country]
    public = audience is Audience.PUBLIC
    masked = mask(checked.source, country) if public else Masked(checked.source, {})
    estate = _build(checked, masked, catalog, audience, None if public else secrets)
    for site, direction, load, access in crowded(estate):
        place = checked.place("sites", site.id, "uplink", direction)
        message = f"{load.calls} calls at a time need {load.rate} bit/s of uplink.{direction}, which has {access}"
        report.add("TON910", place, message, "order a faster access, or correct the rate")
    return estate


def _build(
    checked: Checked, masked: Masked, catalog: Catalog, audience: Audience, secrets: SecretSource | None
) -> Estate:
    source = masked.source
    origins = Origins(checked, masked.written)
    country = catalog.countries[source.organization.country]
    places = PlacesBuilder(source, catalog, origins)
    servers, sites = places.servers(), places.sites()
    links = build_links(source, origins, secrets)
    handsets = HandsetsBuilder(source, catalog, country, origins)
    by_id = {s.id: s for s in sites}
    calls = CallsBuilder(source, catalog, country, origins, by_id, handsets, servers["provisioning"], secrets)
    codes = _codes(source.dialing)
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
        menus=calls.menus(),
        conferences=calls.conferences(),
        contacts=calls.contacts(),
        phones=phones,
        endpoints=calls.endpoints(),
        dial_rules=dial_rules(country, calls.extensions(), _dialled(codes, source)),
        models=tuple(sorted({p.model.id: p.model for p in phones}.values(), key=lambda m: m.id)),
        known_models=tuple(sorted(catalog.models.values(), key=lambda m: m.id)),
        known_providers=tuple(sorted(catalog.providers.values(), key=lambda p: p.id)),
        known_modules=tuple(sorted(catalog.modules.values(), key=lambda m: m.id)),
        parameters={
            family: tuple(table[name] for name in sorted(table)) for family, table in catalog.parameters.items()
        },
        ring_tones=media.ring_tones(),
        logo=media.logo(),
        backgrounds=media.backgrounds(p.model for p in phones),
        sources=tuple(origins.named(f) for f in checked.document.files),
    )


def _codes(said: Dialing) -> Codes:
    return Codes(
        voicemail=said.voicemail,
        pickup=said.pickup,
        do_not_disturb=said.do_not_disturb,
        forward=said.forward,
        forward_busy=said.forward_busy,
        forward_no_answer=said.forward_no_answer,
        forward_off=said.forward_off,
        login=said.login,
        logout=said.logout,
        hide_number=said.hide_number,
        intercom=said.intercom,
        park=said.park,
        parked=(str(said.parked[0]), str(said.parked[1])),
        logout_at=said.logout_at or "",
    )


def _dialled(codes: Codes, source: Source) -> tuple[str, ...]:
    """The codes as patterns; those that a number or an extension follows are open."""
    whole = (codes.voicemail, codes.pickup, codes.do_not_disturb, codes.forward_off, codes.login, codes.logout)
    open_ = (codes.pickup, codes.forward, codes.forward_busy, codes.forward_no_answer, codes.hide_number)
    nights = (s.night for s in source.schedules.values() if s.night)
    return tuple(dict.fromkeys((*whole, *nights, *(f"{c}X." for c in (*open_, codes.intercom)))))

"""Router settings for pfSense: a setup sheet a site, and XML that only an empty router may restore.

Estate in, artifacts out, below `routers/<site>/`. What a router holds is decided once (`plan.py`) and shown twice:
`screens/` writes it as the sheet's rows, `area.py` as elements of a configuration. May import the estate, the
catalog's types, references and the shared templating; nothing of other targets.
"""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.estate.places import Site
from generators.estate.values import Origin
from generators.targets.artifact import Artifact
from generators.targets.pfsense import area, markdown
from generators.targets.pfsense.flows import Traffic, traffic
from generators.targets.pfsense.openvpn import ends
from generators.targets.pfsense.plan import plan
from generators.targets.pfsense.releases import makes_xml
from generators.targets.pfsense.screens import files, firewall, limiters, services, system, vpn, wireguard
from generators.targets.pfsense.sheet import Row, Section, Sheet, Writer
from generators.targets.pfsense.texts import Texts
from generators.targets.pfsense.views import Plan
from generators.targets.pfsense.wireguard import peerings

__all__ = ["Row", "Section", "Sheet", "artifacts", "setup_sheet"]

PRODUCT = "pfsense"


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """The sheets of every site with a pfSense router, in the organization's languages, and its XML files.

    XML is made only for a release whose configuration version is known; its descriptions are in the
    organization's first language.
    """
    crossing = traffic(estate)
    for site in estate.sites:
        if site.router is not None and site.router.product == PRODUCT:
            yield from _site(estate, crossing, site)


def setup_sheet(estate: Estate, site: Site, language: str) -> Sheet:
    """The sheet of one site in `language` (`fr` or `en`). The site has a pfSense router."""
    crossing = traffic(estate)
    return _sheet(estate, crossing, site, plan(estate, crossing, site), language)


def _site(estate: Estate, crossing: Traffic, site: Site) -> Iterator[Artifact]:
    assert site.router is not None
    planned = plan(estate, crossing, site)
    languages = estate.organization.languages
    folder = f"routers/{site.id}"
    origins = _origins(estate, crossing, site)
    for language in languages:
        sheet, texts = _sheet(estate, crossing, site, planned, language), Texts(language)
        yield _artifact(estate, site, f"{folder}/setup-sheet.{language}.md", markdown.page(sheet, texts), origins)
        beside = markdown.readme(site.title, [s for s in sheet.sections if s.path == files.PATH], texts)
        yield _artifact(estate, site, f"{folder}/README.{language}.md", beside, origins)
    keys = {file for end in ends(estate, crossing, site) for file in end.files}
    keys |= {file for end in peerings(estate, crossing, site) for file in end.files}
    for name, secret in sorted(file for file in keys if file[1].known):
        yield _artifact(estate, site, f"{folder}/{name}", secret.reveal().rstrip("\n") + "\n", origins)
    if makes_xml(site.router.release):
        for name in area.names(planned):
            path = f"{folder}/{files.file_name(site.router.release.release, name)}"
            yield _artifact(estate, site, path, area.area(name, planned, site.id, Texts(languages[0])), origins)


def _sheet(estate: Estate, crossing: Traffic, site: Site, planned: Plan, language: str) -> Sheet:
    assert site.router is not None
    texts = Texts(language)
    w = Writer(estate, site, site.router, crossing, planned, texts)
    sections = (
        *system.system(w),
        *system.interfaces(w),
        *firewall.aliases(w),
        *vpn.vpn(w),
        *wireguard.wireguard(w),
        *firewall.nat(w),
        *limiters.limiters(w),
        *firewall.rules(w),
        *limiters.rules(w),
        *services.dhcp(w),
        *services.resolver(w),
        *services.time(w),
        *services.siproxd(w),
        *services.tftpd(w),
        *services.ups(w),
        *files.files(w, area.names(planned)),
    )
    release = site.router.release.release
    intro = (texts("intro", release=release), texts("intro_fields"), texts("intro_provider_box"))
    return Sheet(site.id, texts("title", site=site.title), intro, release, sections)


def _origins(estate: Estate, crossing: Traffic, site: Site) -> tuple[Origin, ...]:
    """The lines a router follows from: its own, its networks, links, phones and the servers, the main one first."""
    assert site.router is not None
    links = (*crossing.served.get(site.id, ()), *crossing.called.get(site.id, ()))
    found = [
        site.router.origin,
        site.origin,
        *(n.origin for n in site.networks),
        *(link.origin for link in links),
        *(p.origin for p in estate.phones_of_site[site.id]),
        *(server.origin for server in estate.servers.values()),
    ]
    return tuple(dict.fromkeys(found))


def _artifact(estate: Estate, site: Site, path: str, text: str, origins: tuple[Origin, ...]) -> Artifact:
    return Artifact(path, text.encode("utf-8"), estate.audience, origins, site=site.id)

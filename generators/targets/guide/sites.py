"""The pages of the sites: one of all with the map, one each with diagram, networks, phones, numbers and files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.places import Site
from generators.estate.telephony import Destination, Endpoint, Kind, Phone
from generators.targets.artifact import Artifact
from generators.targets.guide.calls_rings import name_of
from generators.targets.guide.downloads import file_link
from generators.targets.guide.markup import Html, code, front_matter, join, link, render
from generators.targets.guide.network_map import network_map
from generators.targets.guide.page import PHONE_SECTIONS, Page, phone_anchor, up
from generators.targets.guide.reach import Flows, reach_section, reach_title
from generators.targets.guide.site_plan import site_plan
from generators.targets.guide.table import Row, filterable, table
from generators.targets.guide.values import pool_text, voice_or_first
from generators.targets.guide.words import count, words


@dataclass(frozen=True)
class PhoneSection:
    """A phone with a heading of its own."""

    id: str
    anchor: str
    facts: Html


@dataclass(frozen=True)
class SitePage:
    """What a site's page shows; tables that would be empty are empty texts."""

    head: Html
    title: str
    summary: str
    plan: Html
    networks: Html
    servers: Html
    phones: Html
    sections: tuple[PhoneSection, ...]
    numbers: Html
    links: Html
    reach_title: str
    reach: Html
    files: Html
    sheet: Html


def sites_page(estate: Estate, language: str, sheets: frozenset[str]) -> Page:
    """`sites/index.md`: the map and the table of all sites. `sheets` are the sites with a setup sheet."""
    w = words(language)
    rows = []
    for site in estate.sites:
        network = voice_or_first(site)
        rows.append(
            Row(
                (
                    link(f"{site.id}/", site.title),
                    str(len(estate.phones_of_site[site.id])),
                    code(str(network.subnet)) if network else Html("—"),
                    w[f"way_{site.reach['pbx'].way}"] if "pbx" in site.reach else w["way_none"],
                    str(site.number) if site.number else Html("—"),
                    link(f"../routers/{site.id}/", w["router"]) if site.id in sheets else Html("—"),
                )
            )
        )
    columns = (w["site_title"], w["phones"], w["subnet"], f"{w['way']} → PBX", w["number"], w["sheet"])
    text = render(
        "sites.md.j2",
        head=front_matter(w["about_sites"].format(org=estate.organization.name), wide=True),
        title=w["sites"],
        map=network_map(estate, language).svg() if estate.sites else Html(""),
        table=filterable(language, w["all_sites"], columns, rows),
    )
    return Page("sites/index.md", text, estate.organization.origin)


def site_pages(
    estate: Estate, language: str, artifacts: Sequence[Artifact], sheets: frozenset[str], flows: Flows | None
) -> Iterator[Page]:
    """`sites/<site>.md` for each site. `artifacts` are the files offered for download, `flows` as for the guide."""
    of_site: dict[str, list[Artifact]] = {s.id: [] for s in estate.sites}
    of_phone: dict[str, list[Artifact]] = {p.id: [] for p in estate.phones}
    for artifact in artifacts:
        if artifact.phone is not None:
            of_phone[artifact.phone].append(artifact)
        elif artifact.site is not None:
            of_site[artifact.site].append(artifact)
    for site in estate.sites:
        path = f"sites/{site.id}.md"
        view = _site_view(estate, site, language, up(path), of_site[site.id], of_phone, site.id in sheets, flows)
        yield Page(path, render("site.md.j2", view=view, w=words(language)), site.origin)


def _site_view(
    estate: Estate,
    site: Site,
    language: str,
    root: str,
    files: list[Artifact],
    of_phone: dict[str, list[Artifact]],
    has_sheet: bool,
    flows: Flows | None,
) -> SitePage:
    w = words(language)
    phones = estate.phones_of_site[site.id]
    with_sections = len(estate.phones) <= PHONE_SECTIONS
    lines = {e.line.id for p in phones for e in estate.endpoints_of_phone[p.id]}
    sections = (
        tuple(PhoneSection(p.id, phone_anchor(p), _facts(estate, p, language, root, of_phone[p.id])) for p in phones)
        if with_sections
        else ()
    )
    return SitePage(
        head=front_matter(w["about_site"].format(site=site.title)),
        title=site.title,
        summary=f"{count(language, len(phones), 'phone')}, {count(language, len(lines), 'line')}.",
        plan=site_plan(estate, site, language).svg(),
        networks=_networks(site, language),
        servers=_servers(estate, site, language),
        phones=_phones(estate, site, language, root, of_phone, with_sections),
        sections=sections,
        numbers=_numbers(estate, site, lines, language),
        links=_links(estate, site, language),
        reach_title=reach_title(language),
        reach=reach_section(estate, site, language, flows),
        files=join([Html(f"- {file_link(root, a)}") for a in files], "\n"),
        sheet=link(f"{root}routers/{site.id}/", w["sheet"]) if has_sheet else Html(""),
    )


def _networks(site: Site, language: str) -> Html:
    w = words(language)
    rows = [
        (
            n.name,
            w[f"role_{n.role}"],
            str(n.vlan) if n.vlan is not None else w["untagged"],
            code(str(n.subnet)),
            code(str(n.gateway)),
            code(pool_text(n)) if n.pool else Html("—"),
        )
        for n in site.networks
    ]
    columns = (w["network"], w["kind"], w["vlan"], w["subnet"], w["gateway"], w["dhcp"])
    return table(w["networks"], columns, rows) if rows else Html("")


def _servers(estate: Estate, site: Site, language: str) -> Html:
    w = words(language)
    rows = []
    for server, reach in sorted(site.reach.items()):
        by = [
            link(f"../{_other(estate, name, site.id)}/", name) for name in reach.links if _ends(estate, name, site.id)
        ]
        way = Html(f"{w[f'way_{reach.way}']} ({join(by)})") if by else w[f"way_{reach.way}"]
        rows.append((w[f"server_{server}"], code(str(reach.address)), way))
    return table(w["servers"], (w["server"], w["address"], w["way"]), rows) if rows else Html("")


def _ends(estate: Estate, name: str, site: str) -> bool:
    return site in (estate.link[name].near, estate.link[name].far)


def _other(estate: Estate, name: str, site: str) -> str:
    """The site at the other end of a link."""
    k = estate.link[name]
    return k.far if k.near == site else k.near


def _phones(
    estate: Estate, site: Site, language: str, root: str, of_phone: dict[str, list[Artifact]], sections: bool
) -> Html:
    w = words(language)
    rows = []
    for phone in estate.phones_of_site[site.id]:
        anchor = phone_anchor(phone)
        cells = (
            link(f"#{anchor}", phone.id) if sections else phone.id,
            phone.model.title,
            phone.place,
            _mac(phone),
            join([_line(e) for e in estate.endpoints_of_phone[phone.id]], "<br>"),
        )
        files = () if sections else (join([file_link(root, a) for a in of_phone[phone.id]], "<br>"),)
        rows.append(Row(cells + files, "" if sections else anchor))
    columns = [w["name"], w["model"], w["place"], w["mac"], w["lines"], *([] if sections else [w["files"]])]
    return filterable(language, w["phones"], columns, rows) if rows else Html("")


def _mac(phone: Phone) -> Html:
    """Both usual spellings, so that the search finds either."""
    return Html(f"{code(str(phone.mac))}<br>{code(phone.mac.colons)}")


def _line(endpoint: Endpoint) -> Html:
    return render("line.md.j2", button=endpoint.button, title=endpoint.line.title, extension=endpoint.line.extension)


def _facts(estate: Estate, phone: Phone, language: str, root: str, files: list[Artifact]) -> Html:
    w = words(language)
    rows: list[tuple[str, str]] = [(w["model"], phone.model.title)]
    if phone.place:
        rows.append((w["place"], phone.place))
    rows.append((w["mac"], Html(f"{code(str(phone.mac))} {code(phone.mac.colons)}")))
    if phone.address:
        rows.append((w["address"], code(str(phone.address))))
    rows.append((w["firmware"], code(phone.load)))
    for endpoint in estate.endpoints_of_phone[phone.id]:
        rows.append((f"{w['button']} {endpoint.button}", f"{endpoint.line.title}, {endpoint.line.extension}"))
    rows += [(w["add_on"], module.title) for module in phone.modules]
    for key in phone.keys:
        what = f"{key.label}: {w[f'key_{key.kind}']} {key.number or key.url}"
        rows.append((f"{w['button']} {key.button}", what))
    if phone.settings.timezone != estate.organization.timezone:
        rows.append((w["timezone"], phone.settings.timezone.iana))
    for extra in phone.extra:
        rows.append((w["by_hand"], w["by_hand_of"].format(name=extra.name, value=extra.value, reason=extra.reason)))
    if files:
        rows.append((w["files"], join([file_link(root, a) for a in files], "<br>")))
    return table(f"{phone.id}, {estate.site[phone.site].title}", (), rows)


def _numbers(estate: Estate, site: Site, lines: set[str], language: str) -> Html:
    """The site's own number first, then those that ring on a phone of the site."""
    w = words(language)
    rings = [n for n in estate.numbers if n.number == site.number or lines & _lines_of(estate, n.to)]
    rows = []
    for item in sorted(rings, key=lambda n: (n.number != site.number, n.number)):
        closed = name_of(estate, item.closed) if item.closed else Html("—")
        own = f" ({w['site_number']})" if item.number == site.number else ""
        rows.append((f"{item.number}{own}", name_of(estate, item.to), closed))
    return table(w["numbers"], (w["number"], w["rings"], w["outside_hours"]), rows) if rows else Html("")


def _lines_of(estate: Estate, to: Destination) -> set[str]:
    if to.kind is Kind.GROUP:
        return set(estate.group[to.id].members)
    return {to.id} if to.kind is Kind.LINE else set()


def _links(estate: Estate, site: Site, language: str) -> Html:
    w = words(language)
    rows = []
    for name in site.links:
        k = estate.link[name]
        other = estate.site[_other(estate, name, site.id)]
        listens = w["listens_yes"] if k.far == site.id else w["listens_no"]
        rows.append((k.id, link(f"../{other.id}/", other.title), k.kind, code(str(k.tunnel)), str(k.port), listens))
    columns = (w["link"], w["with"], w["kind"], w["tunnel"], w["port"], w["role"])
    return table(w["links"], columns, rows) if rows else Html("")

"""The map of the whole network: the PBX's site above, the others in rows below, links between them.

Links to the PBX's site share a line down the middle, so that thirty agencies stay legible.
"""

from __future__ import annotations

from generators.estate.estate import Estate
from generators.estate.places import Site, Way
from generators.targets.guide.diagram import Box, Diagram, Route, TextLine, make_box
from generators.targets.guide.values import voice_or_first
from generators.targets.guide.words import count, words

WIDTH, GAP, MARGIN = 196, 28, 16
HUB_WIDTH, SIDE_WIDTH, SIDE_GAP = 260, 200, 70
COLUMNS = 4
ROW_GAP = 60
FULL = 24  # with more sites than this below the hub, their boxes hold the name only


def network_map(estate: Estate, language: str) -> Diagram:
    """The map of `estate`, each site a link to its page (relative to the page of all sites)."""
    w = words(language)
    head = estate.site[estate.pbx.site]
    others = [s for s in estate.sites if s.id != head.id]
    width = _width(estate, len(others))
    hub = make_box(
        (width - HUB_WIDTH) // 2,
        MARGIN,
        HUB_WIDTH,
        "hub",
        head.title,
        _hub_lines(estate, head, language),
        f"{head.id}/",
    )
    boxes = {head.id: hub} | _rows(estate, others, hub, width, language)
    routes, labels = _legend(estate, w["legend_vpn"], w["legend_public"])
    routes += _public_routes(estate, hub, boxes) + _vpn_routes(estate, head.id, boxes, width)
    drawn = list(boxes.values())
    if estate.trunks:
        provider = _provider(estate, hub, language)
        drawn.append(provider)
        routes.append(Route(((hub.right, hub.level), (provider.x, hub.level)), "wire"))
    by_vpn = sum(1 for s in others if s.links)
    by_public = len(_public_sites(estate))
    return Diagram(
        id="map",
        title=w["map_title"],
        text=w["map_text"].format(
            head=head.title, vpn=count(language, by_vpn, "site"), public=count(language, by_public, "site")
        ),
        width=width,
        height=max(b.bottom for b in drawn) + (ROW_GAP // 2 if _cross_links(estate, head.id) else MARGIN),
        boxes=tuple(drawn),
        routes=tuple(routes),
        labels=tuple(labels),
    )


def _width(estate: Estate, others: int) -> int:
    columns = min(others, COLUMNS)
    grid = columns * WIDTH + max(columns - 1, 0) * GAP + 2 * MARGIN
    sides = 2 * (SIDE_WIDTH + SIDE_GAP + MARGIN) if estate.trunks or others else 2 * MARGIN
    return max(grid, HUB_WIDTH + sides)


def _hub_lines(estate: Estate, head: Site, language: str) -> list[str]:
    lines = [f"PBX · {estate.pbx.address}", count(language, len(estate.phones_of_site[head.id]), "phone")]
    network = voice_or_first(head)
    return [*lines, str(network.subnet)] if network else lines


def _rows(estate: Estate, others: list[Site], hub: Box, width: int, language: str) -> dict[str, Box]:
    """The boxes of the other sites, in rows of four; a single row is centred under the hub."""
    columns = min(len(others), COLUMNS)
    left = (width - columns * WIDTH - max(columns - 1, 0) * GAP) // 2
    boxes: dict[str, Box] = {}
    top = hub.bottom + ROW_GAP
    for start in range(0, len(others), COLUMNS):
        for column, site in enumerate(others[start : start + COLUMNS]):
            body = _site_lines(estate, site, language) if len(others) <= FULL else []
            x = left + column * (WIDTH + GAP)
            boxes[site.id] = make_box(x, top, WIDTH, "site", site.title, body, f"{site.id}/")
        top = max(b.bottom for b in boxes.values()) + ROW_GAP
    return boxes


def _site_lines(estate: Estate, site: Site, language: str) -> list[str]:
    network = voice_or_first(site)
    phones = count(language, len(estate.phones_of_site[site.id]), "phone")
    return [phones, str(network.subnet) if network else ""]


def _provider(estate: Estate, hub: Box, language: str) -> Box:
    lines = [x for t in estate.trunks for x in (t.provider.title, count(language, t.channels, "channel"))]
    return make_box(hub.right + SIDE_GAP, hub.y, SIDE_WIDTH, "out", words(language)["provider"], lines)


def _public_sites(estate: Estate) -> list[Site]:
    return [s for s in estate.sites if "pbx" in s.reach and s.reach["pbx"].way is Way.PUBLIC]


def _down(hub: Box, box: Box, shift: int, above: int, kind: str) -> Route:
    """From the hub down the middle, across above the box's row, and into the box from above."""
    x, level = hub.middle + shift, box.y - above
    if abs(box.middle - hub.middle) < 12:
        return Route(((x, hub.bottom), (x, box.y)), kind)
    return Route(((x, hub.bottom), (x, level), (box.middle + shift, level), (box.middle + shift, box.y)), kind)


def _public_routes(estate: Estate, hub: Box, boxes: dict[str, Box]) -> list[Route]:
    return [_down(hub, boxes[s.id], 6, 20, "public") for s in _public_sites(estate) if boxes[s.id] is not hub]


def _cross_links(estate: Estate, head: str) -> list[tuple[str, str]]:
    """The links that do not end at the PBX's site, as pairs of sites."""
    return [(k.near, k.far) for k in estate.links if head not in (k.near, k.far)]


def _vpn_routes(estate: Estate, head: str, boxes: dict[str, Box], width: int) -> list[Route]:
    hub = boxes[head]
    ends = [k.near if k.far == head else k.far for k in estate.links if head in (k.near, k.far)]
    routes = [_down(hub, boxes[end], -6, 32, "vpn") for end in ends]
    for one, two in _cross_links(estate, head):
        a, b = boxes[one], boxes[two]
        if a.bottom == b.bottom:
            level = a.bottom + 14
            points: tuple[tuple[int, int], ...] = (
                (a.middle + 20, a.bottom),
                (a.middle + 20, level),
                (b.middle - 20, level),
                (b.middle - 20, b.bottom),
            )
        else:
            edge = width - MARGIN // 2
            points = (
                *((a.middle + 20, a.bottom), (a.middle + 20, a.bottom + 14), (edge, a.bottom + 14)),
                *((edge, b.bottom + 14), (b.middle + 20, b.bottom + 14), (b.middle + 20, b.bottom)),
            )
        routes.append(Route(points, "vpn"))
    return routes


def _legend(estate: Estate, vpn: str, public: str) -> tuple[list[Route], list[TextLine]]:
    """Samples of the kinds of line that the map has, with their meaning."""
    kinds = ([("vpn", vpn)] if estate.links else []) + ([("public", public)] if _public_sites(estate) else [])
    routes, labels = [], []
    for row, (kind, text) in enumerate(kinds):
        y = MARGIN + 12 + row * 20
        routes.append(Route(((MARGIN, y), (MARGIN + 30, y)), kind))
        labels.append(TextLine(MARGIN + 38, y + 4, text, "label"))
    return routes, labels

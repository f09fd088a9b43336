"""The diagram of one site: what leads elsewhere, the router, the networks with their phones."""

from __future__ import annotations

from collections import Counter

from generators.estate.estate import Estate
from generators.estate.places import Network, Role, Site, Way
from generators.targets.guide.diagram import Box, Diagram, Route, box_height, make_box
from generators.targets.guide.words import count, words

MARGIN, GAP = 16, 20
LEFT, MIDDLE, RIGHT = (16, 230), (312, 200), (578, 276)  # x and width of the three columns
SERVERS = {"pbx": "PBX", "provisioning": "TFTP", "time": "NTP"}  # as a narrow box can say it
MANY_LINKS = 8  # more links than this are one box


def site_plan(estate: Estate, site: Site, language: str) -> Diagram:
    """The diagram of `site`."""
    w = words(language)
    left = _column(LEFT, _outside(estate, site, language))
    right = _column(RIGHT, [("net", *_network(estate, site, n, language)) for n in site.networks])
    height = max([b.bottom for b in left + right] + [MARGIN + box_height(2)]) + MARGIN
    left, right = _centre(left, height), _centre(right, height)
    lines = _router_lines(site, language)
    x, width = MIDDLE
    router = make_box(x, (height - box_height(len(lines))) // 2, width, "router", w["router"], lines)
    kinds = {"vpn": "vpn", "out": "wire", "public": "public"}
    routes = [_wire(box, router, kinds[box.kind]) for box in left] + [_wire(router, box, "wire") for box in right]
    return Diagram(
        id=f"plan-{site.id}",
        title=w["plan_title"].format(site=site.title),
        text=w["plan_text"],
        width=RIGHT[0] + RIGHT[1] + MARGIN,
        height=height,
        boxes=(*left, router, *right),
        routes=tuple(routes),
    )


def _column(place: tuple[int, int], contents: list[tuple[str, str, list[str]]]) -> list[Box]:
    boxes: list[Box] = []
    y = MARGIN
    for kind, heading, lines in contents:
        boxes.append(make_box(place[0], y, place[1], kind, heading, lines))
        y = boxes[-1].bottom + GAP
    return boxes


def _centre(boxes: list[Box], height: int) -> list[Box]:
    """The same boxes, moved down so that the column stands in the middle of `height`."""
    if not boxes:
        return boxes
    shift = (height - MARGIN - boxes[-1].bottom) // 2
    return [
        Box(
            b.x,
            b.y + shift,
            b.width,
            b.height,
            b.kind,
            b.title,
            tuple(type(t)(t.x, t.y + shift, t.text, t.kind) for t in b.lines),
            b.href,
        )
        for b in boxes
    ]


def _wire(one: Box, two: Box, kind: str) -> Route:
    half = (one.right + two.x) // 2
    return Route(((one.right, one.level), (half, one.level), (half, two.level), (two.x, two.level)), kind)


def _outside(estate: Estate, site: Site, language: str) -> list[tuple[str, str, list[str]]]:
    """What leads elsewhere: the Internet with the provider, then each VPN."""
    w = words(language)
    reach = site.reach.get("pbx")
    public = reach is not None and reach.way is Way.PUBLIC
    internet = [str(site.uplink.address)] if site.uplink.address else []
    rates = _rates(site)
    internet += [rates] if rates else []
    if reach is not None and public:
        internet.append(f"PBX · {reach.address}")
    if estate.pbx.site == site.id:
        internet += [f"{w['provider']} · {t.provider.title}" for t in estate.trunks]
    out: list[tuple[str, str, list[str]]] = [("public" if public else "out", w["internet"], internet)]
    if len(site.links) > MANY_LINKS:
        return [*out, ("vpn", w["links"], [str(len(site.links))])]
    for name in site.links:
        link = estate.link[name]
        other = estate.site[link.far if link.near == site.id else link.near]
        lines = [f"{w['vpn']} · {link.tunnel}"]
        if reach is not None and reach.way is Way.VPN and name in reach.links:
            lines.append(f"PBX · {reach.address}")
        out.append(("vpn", other.title, lines))
    return out


def _rates(site: Site) -> str:
    """The uplink's rates as `↑ 1 ↓ 18 Mbit/s`, or an empty text."""
    up, down = site.uplink.up, site.uplink.down
    if not up or not down:
        return ""
    return f"↑ {_mega(up)}  ↓ {_mega(down)} Mbit/s"


def _mega(bits: int) -> str:
    return f"{bits / 1_000_000:.3g}"


def _router_lines(site: Site, language: str) -> list[str]:
    if site.router is None:
        return [words(language)["none"]]
    product = "pfSense" if site.router.product == "pfsense" else site.router.product
    lines = [f"{product} {site.router.release.release}"]
    if site.siproxd:
        lines.append(f"siproxd · {site.siproxd.port}")
    if site.router.serves:
        lines.append(" · ".join(name.upper() if name == "tftp" else "NTP" for name in sorted(site.router.serves)))
    return lines


def _network(estate: Estate, site: Site, network: Network, language: str) -> tuple[str, list[str]]:
    """Heading and lines of a network: its addresses, and in the voice network the servers and phones."""
    w = words(language)
    tag = f"VLAN {network.vlan}" if network.vlan is not None else w["untagged"]
    lines = [str(network.subnet)]
    if network.pool:
        lines.append(f"DHCP · {network.pool[0]}-{network.pool[1]}")
    lines += [
        f"{SERVERS[s.id]} · {s.address}"
        for s in sorted(estate.servers.values(), key=lambda s: s.id)
        if s.address in network.subnet and s.site == site.id
    ]
    phones = estate.phones_of_site[site.id]
    if network.role is Role.VOICE and phones:
        models = Counter(p.model.title for p in phones)
        lines.append(count(language, len(phones), "phone"))
        lines += [f"{number} × {model}" for model, number in sorted(models.items())]
    return f"{w['role_' + network.role]} · {tag}", lines

"""Whatever VPNs and certificates a router holds, a merge leaves them, and puts the site's links in exactly once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.backups import b64, many, tag
from tests.parsers.pfsense_config import listed, read_config
from tests.unit.targets.pfsense.keyed import authority, keyed, server
from tests.unit.targets.pfsense.merging import agency, is_inside, merge, siege
from tests.unit.targets.pfsense.test_router_openvpn import ENTRIES, foreign, ours
from tests.unit.targets.pfsense.test_router_wireguard import WG, example, packaged

BUT = ("<aliases></aliases>", "<vlans></vlans>", "<mode>", "<outbound></outbound>", "<row>", "<interface>lan<",
       "<openvpn></openvpn>")  # fmt: skip
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
numbers = st.lists(st.integers(1, 6), max_size=4, unique=True)


@st.composite
def tunnels(draw: st.DrawFn) -> list[str]:
    """Servers, clients and overrides of the administrator's own, in any order, with any numbers."""
    out = []
    for number in draw(numbers):
        kind = draw(st.sampled_from(["server", "client", "csc"]))
        if kind == "server":
            out.append(server(number, 2000 + number, f"192.168.{number}.0/24", crlref=draw(words).encode().hex()))
        elif kind == "client":
            lines = many(3, vpnid=str(number), server_addr="vpn.example.org", description=draw(words), auth_pass="x")
            out.append(tag("openvpn-client", lines, 2))
        else:
            out.append(tag("openvpn-csc", many(3, server_list="1", common_name=draw(words), description="x"), 2))
    return out


@st.composite
def sections(draw: st.DrawFn) -> list[str]:
    """Authorities and revocation lists at the end of the file."""
    refids = draw(st.lists(st.text("0123456789abcdef", min_size=13, max_size=13), max_size=3, unique=True))
    out = [authority(refid, draw(words)) for refid in refids]
    return out + draw(st.sampled_from([[], [tag("crl", many(2, refid="c0ffee", descr="é", text=b64("crl")))]]))


@settings(max_examples=40)
@given(st.sampled_from(["siege", "lyon"]), tunnels(), sections())
def test_other_vpns_stay_and_ours_are_there_once(site: str, others: list[str], more: list[str]) -> None:
    """`merge` proves that a second merge changes no byte and that the router could read the file."""
    backup = siege(openvpn=others, more=more) if site == "siege" else agency(openvpn=others, more=more)
    result = merge(keyed(), site, backup)
    assert not list(is_inside(backup.text(), result.content.decode(), BUT))
    before, after = read_config(backup.data()), read_config(result.content)
    for path in ENTRIES:
        assert foreign(result.content, path) == listed(before, path)
    assert listed(after, "openvpn.openvpn-csc") == listed(before, "openvpn.openvpn-csc")
    assert after.get("crl") == before.get("crl")
    wanted = {f"openvpn/{x.id}" for x in keyed().links if site in (x.near, x.far)}
    role = "server" if site == "siege" else "client"
    assert set(ours(result.content, f"openvpn.openvpn-{role}")) == wanted
    mine = [e["vpnid"] for e in ours(result.content, f"openvpn.openvpn-{role}").values()]
    theirs = [e.get("vpnid") for path in ENTRIES[2:] for e in listed(before, path)]
    assert len({*mine, *theirs}) == len(mine) + len(theirs)
    refids = [e["refid"] for section in ("ca", "cert") for e in listed(after, section)]
    assert len(refids) == len(set(refids))


@st.composite
def others(draw: st.DrawFn) -> list[str]:
    """WireGuard tunnels and peers of the administrator's own, with any names, ports and networks."""
    names = draw(st.lists(st.integers(0, 4), max_size=3, unique=True))
    tunnels = [
        tag("item", [*many(5, name=f"tun_wg{n}", enabled="yes", descr=draw(words), listenport=str(53000 + n))], 4)
        for n in names
    ]
    row = tag("allowedips", [tag("row", many(7, address="192.0.2.0", mask="24", descr=draw(words)), 6)], 5)
    peers = [tag("item", [*many(5, enabled="yes", tun=f"tun_wg{n}", descr=draw(words)), row], 4) for n in names]
    config = many(4, keep_conf="yes", interface_group="all") + draw(st.sampled_from([[], many(4, enable="on")]))
    parts = [tag("tunnels", tunnels, 3), tag("peers", peers, 3), tag("config", config, 3)]
    return draw(st.permutations(parts))


@settings(max_examples=30)
@given(st.sampled_from(["siege", "lyon"]), others(), st.booleans())
def test_other_wireguard_tunnels_stay_and_ours_are_there_once(site: str, settings_: list[str], routed: bool) -> None:
    """Their entries, gateways and routes are the same; no name of a tunnel is used twice."""
    backup = packaged(siege() if site == "siege" else agency(), *settings_)
    if routed:
        item = many(3, interface="wan", gateway="192.0.2.254", name="TEL_LYON", descr="à moi", weight="1")
        backup.more.append(tag("gateways", [tag("gateway_item", item, 2), tag("defaultgw4", "TEL_LYON", 2)]))
    result = merge(example(), site, backup)
    empty = ("<tunnels></tunnels>", "<peers></peers>", "<staticroutes></staticroutes>")
    assert not list(is_inside(backup.text(), result.content.decode(), (*BUT, *empty)))
    before, after = read_config(backup.data()), read_config(result.content)
    links = [x for x in example().links if site in (x.near, x.far)]
    for section, count in (("tunnels", 1), ("peers", 1)):
        path = f"{WG}.{section}.item"
        assert foreign(result.content, path) == listed(before, path)
        assert len(listed(after, path)) == len(listed(before, path)) + count * len(links)
    names = [t["name"] for t in listed(after, f"{WG}.tunnels.item")]
    assert len(names) == len(set(names))
    gateways = [g["name"] for g in listed(after, "gateways.gateway_item")]
    assert len(gateways) == len(set(gateways)) == len(links) + routed

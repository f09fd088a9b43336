"""Whatever else a router holds, a merge changes nothing of it, and puts all of ours in exactly once."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generators.estate.places import Site
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets.pfsense.plan import interface_keys
from tests.backups import Backup, alias, many, rule, separator, tag
from tests.parsers.pfsense_config import listed, read_config
from tests.strategies import Tree, valid_sources, write_source
from tests.unit.targets.pfsense.merging import LIST_PATHS, agency, is_inside, merge, ours, siege
from tests.unit.targets.pfsense.routers import areas, estate

SITES = {"siege": siege, "lyon": agency}
# What a merge may change of a foreign line: empty sections, the mode of outbound NAT, headings' rows, the clock.
BUT = ("<aliases></aliases>", "<vlans></vlans>", "<mode>", "<outbound></outbound>", "<row>", "<interface>lan<")

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="\u2028\u2029\x85"), max_size=40
)
keys = st.sampled_from(["wan", "lan", "opt1", "opt2", "openvpn", "enc0"])
ends = st.sampled_from(
    ["any:", "network:lan", "network:opt1", "address:192.0.2.0/24", "address:10.42.0.0/16", "address:10.42.20.10:5060",
     "address:inconnu", "network:(self):53", "any::1-65535"]
)  # fmt: skip


@st.composite
def rules(draw: st.DrawFn, number: int) -> str:
    """A rule of the administrator's own."""
    more = {name: "" for name in ("disabled", "log") if draw(st.booleans())}
    if draw(st.booleans()):
        more["protocol"] = draw(st.sampled_from(["udp", "tcp", "tcp/udp", "icmp"]))
    if draw(st.integers(0, 4)) == 0:
        more["gateway"] = "LTE_GW"
    return rule(
        str(1690000000 + number),
        draw(keys),
        draw(st.sampled_from(["pass", "block", "reject"])),
        descr=" ".join(draw(words).split()),
        source=draw(ends),
        destination=draw(ends),
        **more,
    )


@st.composite
def forwards(draw: st.DrawFn) -> str:
    """A port forward of the administrator's own, without a rule of its own."""
    port = draw(st.sampled_from(["443", "5060", "10000-20000", "1-65535"]))
    to = tag("destination", ["\t\t\t\t<network>wanip</network>\n", *many(4, port=port)], 3)
    source = tag("source", [tag("any", "", 4)], 3)
    end = many(
        3, target="10.9.9.9", local__port=port.partition("-")[0], descr=draw(words).strip(), associated__rule__id=""
    )
    return tag("rule", [source, to, *many(3, ipprotocol="inet", protocol="udp", interface="wan"), *end], 2)


@st.composite
def outbound(draw: st.DrawFn) -> str:
    """An outbound rule of the administrator's own."""
    net = draw(st.sampled_from(["10.42.0.0/16", "192.0.2.0/24", "any", "(self)"]))
    lines = [*many(4, interface="wan", target="wanip"), tag("source", many(5, network=net), 4)]
    return tag("rule", [*lines, tag("destination", [tag("any", "", 5)], 4), *many(4, descr=draw(words).strip())], 3)


@st.composite
def routers(draw: st.DrawFn) -> tuple[str, str]:
    """A site, and its router with any content of the administrator's own."""
    site = draw(st.sampled_from(sorted(SITES)))
    backup: Backup = SITES[site]()
    count = draw(st.integers(0, 6))
    backup.rules = [draw(rules(number)) for number in range(count)]
    rows = {f"sep{i}": draw(st.integers(0, count)) for i in range(draw(st.integers(0, 2)))}
    backup.separators = [separator(key, **rows) for key in draw(st.lists(keys, max_size=2, unique=True)) if rows]
    names = draw(st.lists(st.sampled_from(["serveurs", "mauvais", "tel", "Tel_pbx"]), max_size=3, unique=True))
    backup.aliases = [alias(n, "192.0.2.1 192.0.2.2", descr=draw(words).strip()) for n in names]
    backup.forwards = draw(st.lists(forwards(), max_size=2))
    backup.outbound = draw(st.lists(outbound(), max_size=2))
    backup.outbound_mode = draw(st.sampled_from([None, "automatic", "hybrid", "advanced", "disabled"]))
    if draw(st.booleans()):
        backup.packages.append("wireguard")
        backup.package_settings.append(tag("wireguard", [tag("config", many(4, enable="on"), 3)], 2))
    backup.more = draw(
        st.sampled_from([[], [tag("inconnu", [tag("é".encode().hex(), "x", 2)])], ["\t<!-- à moi -->\n"]])
    )
    return site, backup.text()


@cache
def expected(site: str) -> dict[str, dict[str, dict[str, Any]]]:
    """Our entries in a router that holds nothing that touches them."""
    content = merge(estate("nyxd"), site, SITES[site]()).content
    return {path: ours(content, path) for path in LIST_PATHS}


@given(routers())
def test_nothing_foreign_changes_and_nothing_of_ours_is_lost_or_doubled(router: tuple[str, str]) -> None:
    """Line for line, byte for byte; merging twice is idle (`merge` proves it); ours are all there, once (`ours`)."""
    site, text = router
    result = merge(estate("nyxd"), site, text.encode())
    after = result.content.decode()
    assert not list(is_inside(text, after, BUT))
    before, then = read_config(text.encode()), read_config(result.content)
    for path in LIST_PATHS:
        mine = ours(result.content, path)
        assert {k: _plain(v) for k, v in mine.items()} == {k: _plain(v) for k, v in expected(site)[path].items()}
        foreign = [e for e in listed(then, path) if "(tonalite:" not in e.get("descr", "")]
        assert foreign == listed(before, path)
    _headings(before, then)
    untouched = set(before) - {"filter", "nat", "aliases", "dhcpd", "ntpd", "dnshaper", "unbound"}
    assert all(before[name] == then[name] for name in untouched)
    mine = [e for e in listed(then, "unbound.hosts") if "(tonalite:" in e["descr"]]
    assert [h["host"] for h in mine] == ["pbx", "provisioning"]
    without = {name: value for name, value in then["unbound"].items() if name != "hosts"}
    assert without == {name: value for name, value in before["unbound"].items() if name != "hosts"}
    assert set(then) - {"dnshaper"} == set(before) - {"dnshaper"}


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in entry.items() if k != "tracker"}


def _headings(before: dict[str, Any], then: dict[str, Any]) -> None:
    """Each heading stands before the same foreign rule as it did, or still at the end."""

    def below(config: dict[str, Any], key: str, row: int) -> list[str]:
        found = [r for r in listed(config, "filter.rule") if r["interface"] == key]
        return [r["tracker"] for r in found[row:] if "(tonalite:" not in r["descr"]]

    lists = before["filter"].get("separator")
    for key, headings in (lists or {}).items():
        for name, heading in headings.items():
            rows = [int(c["filter"]["separator"][key][name]["row"][0].removeprefix("fr")) for c in (before, then)]
            assert below(before, key, rows[0]) == below(then, key, rows[1]), heading


@given(routers(), st.randoms(use_true_random=False))
def test_a_router_that_drifted_is_put_right(router: tuple[str, str], random: Any) -> None:
    """Take any of ours away, double or swap them: the next merge gives the same router as the first."""
    site, text = router
    first = merge(estate("nyxd"), site, text.encode()).content
    pieces = first.decode().split("\n\t\t<rule>")
    mine = [i for i, piece in enumerate(pieces) if "(tonalite:" in piece and piece.endswith("</rule>")]
    for index in random.sample(mine, min(3, len(mine))):
        pieces[index] = random.choice(["", pieces[index] + "\n\t\t<rule>" + pieces[index]]) or None
    drifted = "\n\t\t<rule>".join(p for p in pieces if p is not None)
    again = merge(estate("nyxd"), site, drifted.encode()).content
    for path in LIST_PATHS:
        assert ours(again, path) == ours(first, path)
        assert _by_interface(again, path) == _by_interface(first, path)


def _by_interface(content: bytes, path: str) -> dict[str, list[dict[str, Any]]]:
    """The entries in their order, interface by interface: between interfaces the order has no effect."""
    out: dict[str, list[dict[str, Any]]] = {}
    for entry in listed(read_config(content), path):
        out.setdefault(entry.get("interface", ""), []).append(entry)
    return out if path != "aliases.alias" else {"": sorted(out.get("", []), key=lambda a: str(a["name"]))}


@settings(max_examples=15)
@given(source=valid_sources())
def test_any_lawful_source_merges_into_its_routers(source: Tree) -> None:
    """Every site's router takes what the files for an empty one hold: the same aliases, forwards and rules."""
    with tempfile.TemporaryDirectory() as folder:
        case = load_estate(write_source(Path(folder), source), Audience.INTERNAL)
    for site in (s for s in case.sites if s.router is not None):
        result = merge(case, site.id, router_of(site), force=True)
        if not site.router.release.confirmed:
            continue
        empty = areas(case, site.id)
        for path in LIST_PATHS:
            value: Any = empty[path.partition(".")[0]].value if path.partition(".")[0] in empty else {}
            for name in path.split(".")[1:]:
                value = value.get(name, {})
            # On a router in use LAN's rules are its administrator's: no rule of ours may be left to name this alias.
            named = [e for e in value if e.get("name") != "tel_house"]
            wanted = [e["descr"].rpartition("(")[2] for e in named if "(tonalite:" in e["descr"]]
            assert [f"tonalite:{name})" for name in ours(result.content, path)] == wanted


def router_of(site: Site) -> Backup:
    """A router that has the site's networks, on the keys that an empty one would give them."""
    backup = Backup(release=site.router.release.release.replace("2.8.1", "2.8.0"), lan="198.18.0.1/24")
    for name, key in interface_keys(site).items():
        network = next(n for n in site.networks if n.name == name)
        address = f"{network.gateway}/{network.subnet.prefixlen}"
        if key == "lan":
            backup.lan = address
        else:
            backup.voice(key, address, network.vlan, name=name.upper())
    return backup

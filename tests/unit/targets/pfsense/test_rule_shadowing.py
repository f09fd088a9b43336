"""Rules of ours in the order in which they are tried: none that another one above it has already decided."""

from __future__ import annotations

from ipaddress import IPv4Interface

import pytest

from generators.estate.estate import Estate
from generators.targets.pfsense.elements import Maker
from generators.targets.pfsense.flows import traffic
from generators.targets.pfsense.merge.cover import Names, as_node, covers
from generators.targets.pfsense.plan import interface_keys, plan
from generators.targets.pfsense.texts import Texts
from tests.unit.targets.pfsense.routers import chain, everything

WIREGUARD = chain(("    link: {to: hq, tunnel", "    link: {kind: wireguard, to: hq, tunnel"))


@pytest.mark.parametrize(
    ("case", "found"), [*everything(), ("wireguard", WIREGUARD)], ids=lambda x: x if isinstance(x, str) else ""
)
def test_no_rule_hides_one_below_it(case: str, found: Estate) -> None:
    """A rule that never decides is a mistake of ours; but where PBX and file server are one machine, two rules for
    two purposes are one and the same, which hides nothing."""
    crossing = traffic(found)
    for site in (s for s in found.sites if s.router is not None):
        planned = plan(found, crossing, site)
        make = Maker(site.id, Texts("en"))
        keys = interface_keys(site)
        ports = {keys[n.name]: IPv4Interface(f"{n.gateway}/{n.subnet.prefixlen}") for n in site.networks}
        names = Names({a.name: tuple(e.value for e in a.entries) for a in planned.aliases}, ports)
        nodes = [(rule, as_node(make.rule(rule))) for rule in planned.rules]
        hidden = [
            f"{site.id}: {first.id} hides {second.id}"
            for at, (second, below) in enumerate(nodes)
            for first, above in nodes[:at]
            if (first.interface, first.family) == (second.interface, second.family)
            and covers(above, below, names)
            and not (first.action == second.action and covers(below, above, names))
        ]
        assert hidden == []


def test_a_hidden_rule_is_seen() -> None:
    """Else the test above could not fail: the block of all else, put first, hides what follows."""
    site = chain().site["hq"]
    planned = plan(chain(), traffic(chain()), site)
    make = Maker(site.id, Texts("en"))
    ports = {interface_keys(site)[n.name]: IPv4Interface(f"{n.gateway}/{n.subnet.prefixlen}") for n in site.networks}
    names = Names({a.name: tuple(e.value for e in a.entries) for a in planned.aliases}, ports)
    block = next(r for r in planned.rules if r.id.endswith("/block"))
    others = [
        r for r in planned.rules if r.interface == block.interface and r.source == block.source and r is not block
    ]
    assert others
    assert all(covers(as_node(make.rule(block)), as_node(make.rule(r)), names) for r in others)

"""Random organizations: their routers let through what telephony needs, and drop everything else."""

from __future__ import annotations

import pytest

from benchmarks.organization import random_organization
from generators.problems import Report
from generators.simulate.reach import reach_table, skipped_rules
from generators.simulate.reach.world import World
from generators.targets import artifacts
from tests.property.estates import estate_of


@pytest.mark.parametrize("seed", range(12))
def test_a_random_organization_keeps_the_law(seed: int) -> None:
    estate = estate_of(random_organization(20 + seed, seed), report=Report())
    files = {a.path: a.content for a in artifacts(estate, ["pfsense"])}
    assert [row for row in reach_table(estate, files) if row.breach] == []
    assert skipped_rules(estate, files) == {}


@pytest.mark.parametrize("seed", range(12))
def test_the_ways_of_the_table_are_those_of_the_estate(seed: int) -> None:
    """Link by link: the walk of packets and the ways that phones were given come from different code."""
    estate = estate_of(random_organization(60, seed), report=Report())
    world = World(estate, {})
    for site in estate.sites:
        for name, reach in site.reach.items():
            at, end, links = site.id, estate.servers[name].site, []
            while reach.links and (hop := world.next_hop(at, end)) is not None:
                links.append(hop[0])
                at = hop[1]
            assert tuple(links) == reach.links

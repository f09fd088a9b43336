"""Areas of a configuration as text: what Diagnostics > Backup & Restore takes for an empty router.

An empty list element would be dropped, and an empty area refused, so none is written.
"""

from __future__ import annotations

from generators.targets.pfsense import elements
from generators.targets.pfsense.elements import Children, Maker
from generators.targets.pfsense.texts import Texts
from generators.targets.pfsense.views import Plan, Scope
from generators.targets.pfsense.write import Element, text_of


def names(plan: Plan) -> tuple[str, ...]:
    """The areas an empty router can take without a fact about the box, in the order to restore them.

    Left out, because they would need such facts or carry what is not ours: interfaces and vlans (names of
    network cards), openvpn (references to certificates), installedpackages (all other packages), system.
    """
    made = (
        ("aliases", bool(plan.aliases)),
        ("dnshaper", bool(plan.limiters)),
        ("nat", bool(plan.forwards or plan.outbound)),
        ("filter", bool(plan.rules)),
        ("dhcpd", plan.scope is not None),
    )
    return tuple(name for name, wanted in made if wanted)


def area(name: str, plan: Plan, site: str, texts: Texts) -> str:
    """The text of one area of the site called `site` by its id."""
    fill = {"aliases": _aliases, "dnshaper": _dnshaper, "nat": _nat, "filter": _filter, "dhcpd": _dhcpd}[name]
    return text_of(Element(name, fill(plan, Maker(site, texts)))) + "\n"


def _aliases(plan: Plan, make: Maker) -> Children:
    return tuple(make.alias(alias) for alias in plan.aliases)


def _dnshaper(plan: Plan, make: Maker) -> Children:
    return tuple(make.limiter(limiter, str(limiter.number)) for limiter in plan.limiters)


def _nat(plan: Plan, make: Maker) -> Children:
    mode = Element("mode", "hybrid" if plan.outbound else "automatic")
    outbound = Element("outbound", (mode, *(make.outbound(rule, rule.new) for rule in plan.outbound)))
    return (outbound, *(make.forward(forward) for forward in plan.forwards))


def _filter(plan: Plan, make: Maker) -> Children:
    return tuple(make.rule(rule) for rule in plan.rules)


def _dhcpd(plan: Plan, make: Maker) -> Children:
    return tuple(Element(scope.key, _scope(scope, make)) for scope in (plan.lan_scope, plan.scope) if scope is not None)


def _scope(scope: Scope, make: Maker) -> Children:
    items = tuple(elements.option(option) for option in scope.options)
    options = (Element("numberoptions", items),) if items else ()
    return (*elements.scope(scope), *options, *(make.static_map(entry) for entry in scope.maps))

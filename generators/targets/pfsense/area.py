"""Areas of a configuration as text: what Diagnostics > Backup & Restore takes for an empty router.

The format's traps (reference: pfSense source, xmlparse.inc) are met here once:
values of names that begin like `descr` or `detail` stand in CDATA, escaped once, because pfSense decodes
entities itself even there; every other value is ASCII without anything to escape; tabs indent; a flag is an
element without text, or absent; an empty list element would be dropped, so none is written.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from markupsafe import Markup

from generators.targets.pfsense.texts import Texts
from generators.targets.pfsense.views import Alias, End, EndKind, Forward, Outbound, Plan, Rule, Scope
from generators.targets.templating import render

PACKAGE = "generators.targets.pfsense"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def words(text: str) -> Markup:
    """Free text for a CDATA section: on one line, escaped once (html_entity_decode leaves the apostrophe alone)."""
    line = " ".join(text.split())
    return Markup("".join(_ENTITIES.get(c, c) for c in line))


def plain(value: object) -> str:
    """A value outside of CDATA: printable ASCII that needs no escape, so that every release reads it back alike."""
    text = str(value)
    if not text or not text.isascii() or not text.isprintable() or text != text.strip() or set(text) & set("&<>\"'"):
        raise ValueError(f"pfSense cannot hold {text!r} outside of CDATA")
    return text


@dataclass(frozen=True)
class AliasView:
    """An alias as its element: entries separated by blanks, their words by two bars."""

    name: str
    type: str
    address: str
    descr: Markup
    detail: Markup


@dataclass(frozen=True)
class EndView:
    """Source or destination (`name`): `element` is any, network or address; an empty `value` is a flag.

    `port` may be empty.
    """

    name: str
    element: str
    value: str
    port: str


@dataclass(frozen=True)
class RuleView:
    """A filter rule as its element; empty texts are left out."""

    id: str
    tracker: str
    type: str
    interface: str
    ipprotocol: str
    protocol: str
    ends: tuple[EndView, ...]
    log: bool
    descr: Markup
    association: str


@dataclass(frozen=True)
class ForwardView:
    """A port forward as its element."""

    ends: tuple[EndView, ...]
    protocol: str
    target: str
    local_port: str
    descr: Markup
    association: str


@dataclass(frozen=True)
class OutboundView:
    """An outbound NAT rule as its element; `new` is the layout of configuration 23.0 and later."""

    source: str
    descr: Markup
    new: bool


@dataclass(frozen=True)
class OptionView:
    """A numbered option; `value` is base64 (since configuration 13.7)."""

    number: str
    type: str
    value: str


@dataclass(frozen=True)
class MapView:
    """A static mapping as its element."""

    mac: str
    address: str
    hostname: str
    descr: Markup


@dataclass(frozen=True)
class ScopeView:
    """A DHCP scope as its element; empty texts are left out."""

    key: str
    first: str
    last: str
    gateway: str
    domain: str
    dns: str
    ntp: str
    tftp: str
    options: tuple[OptionView, ...]
    maps: tuple[MapView, ...]


def names(plan: Plan) -> tuple[str, ...]:
    """The areas an empty router can take without a fact about the box, in the order to restore them.

    Left out, because they would need such facts or carry what is not ours: interfaces and vlans (names of
    network cards), openvpn (references to certificates), installedpackages (all other packages), system.
    """
    made = (
        ("aliases", bool(plan.aliases)),
        ("nat", bool(plan.forwards or plan.outbound)),
        ("filter", bool(plan.rules)),
        ("dhcpd", plan.scope is not None),
    )
    return tuple(name for name, wanted in made if wanted)


def area(name: str, plan: Plan, texts: Texts) -> str:
    """The text of one area."""
    fill = {"aliases": _aliases, "nat": _nat, "filter": _filter, "dhcpd": _dhcpd}[name]
    return render(PACKAGE, f"{name}.xml.j2", **fill(plan, texts))


def _aliases(plan: Plan, texts: Texts) -> dict[str, object]:
    return {"aliases": tuple(_alias(alias, texts) for alias in plan.aliases)}


def _nat(plan: Plan, texts: Texts) -> dict[str, object]:
    return {
        "mode": "hybrid" if plan.outbound else "automatic",
        "outbound": tuple(_outbound(rule, texts) for rule in plan.outbound),
        "forwards": tuple(_forward(forward, texts) for forward in plan.forwards),
    }


def _filter(plan: Plan, texts: Texts) -> dict[str, object]:
    return {"rules": tuple(_rule(rule, texts) for rule in plan.rules)}


def _dhcpd(plan: Plan, texts: Texts) -> dict[str, object]:
    return {"scopes": tuple(_scope(scope) for scope in (plan.lan_scope, plan.scope) if scope is not None)}


def _alias(alias: Alias, texts: Texts) -> AliasView:
    # A bar in the words would read as the mark between two entries.
    details = "||".join(e.detail.replace("|", "/") for e in alias.entries)
    return AliasView(
        name=plain(alias.name),
        type=alias.type.value,
        address=plain(" ".join(e.value for e in alias.entries)),
        descr=words(texts(alias.text)),
        detail=words(details),
    )


def _ends(source: End, destination: End) -> tuple[EndView, ...]:
    return tuple(
        EndView(
            name,
            end.kind.value,
            "" if end.kind is EndKind.ANY else plain(end.value),
            plain(end.port) if end.port else "",
        )
        for name, end in (("source", source), ("destination", destination))
    )


def _rule(rule: Rule, texts: Texts) -> RuleView:
    return RuleView(
        id=rule.id,
        tracker=plain(rule.tracker),
        type=rule.action,
        interface=plain(rule.interface),
        ipprotocol=rule.family,
        protocol=rule.protocol or "",
        ends=_ends(rule.source, rule.destination),
        log=rule.log,
        descr=words(texts(rule.text, **dict(rule.names))),
        association=plain(rule.association) if rule.association else "",
    )


def _forward(forward: Forward, texts: Texts) -> ForwardView:
    return ForwardView(
        ends=_ends(forward.source, forward.destination),
        protocol=forward.protocol,
        target=plain(forward.target),
        local_port=plain(forward.local_port),
        descr=words(texts(forward.text)),
        association=plain(forward.association),
    )


def _outbound(outbound: Outbound, texts: Texts) -> OutboundView:
    return OutboundView(plain(outbound.source), words(texts(outbound.text)), outbound.new)


def _scope(scope: Scope) -> ScopeView:
    return ScopeView(
        key=plain(scope.key),
        first=plain(scope.first),
        last=plain(scope.last),
        gateway=scope.gateway,
        domain=plain(scope.domain) if scope.domain else "",
        dns=scope.dns,
        ntp=scope.ntp,
        tftp=scope.tftp,
        options=tuple(
            OptionView(str(o.number), o.type, b64encode(o.value.encode("ascii")).decode("ascii")) for o in scope.options
        ),
        maps=tuple(MapView(plain(m.mac), plain(m.address), plain(m.hostname), words(m.descr)) for m in scope.maps),
    )

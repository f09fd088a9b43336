"""Firewall: aliases, NAT and rules."""

from __future__ import annotations

from collections.abc import Iterator

from generators.targets.pfsense.rules import FACTORY_TRACKERS
from generators.targets.pfsense.sheet import Row, Section, Writer
from generators.targets.pfsense.views import Alias, AliasType, End, EndKind, Forward, Interface, Outbound, Rule

TYPES = {AliasType.HOST: "Host(s)", AliasType.NETWORK: "Network(s)", AliasType.PORT: "Port(s)"}
ENTRIES = {AliasType.HOST: "IP or FQDN", AliasType.NETWORK: "Network or FQDN", AliasType.PORT: "Port"}
PROTOCOLS = {None: "Any", "udp": "UDP", "tcp": "TCP", "tcp/udp": "TCP/UDP"}
FAMILIES = {"inet": "IPv4", "inet6": "IPv6"}
ACTIONS = {"pass": "Pass", "block": "Block"}
TABS = {"wan": "WAN", "openvpn": "OpenVPN", "WireGuard": "WireGuard", "lan": "LAN"}


def aliases(w: Writer) -> Iterator[Section]:
    """Names for addresses and ports, used by the rules below."""
    for alias in w.plan.aliases:
        tab = "Ports" if alias.type is AliasType.PORT else "IP"
        yield w.section(f"Firewall > Aliases > {tab}", f"{alias.text}_why", *_alias_rows(w, alias), title=alias.name)


def _alias_rows(w: Writer, alias: Alias) -> Iterator[Row]:
    yield w.row("Name", alias.name, "why_alias_name", "aliases.alias.name")
    yield w.row("Description", w.texts(alias.text), "why_description", "aliases.alias.descr")
    yield w.row("Type", TYPES[alias.type], f"why_alias_{alias.type.value}", "aliases.alias.type")
    for entry in alias.entries:
        yield w.row(ENTRIES[alias.type], entry.value, "why_alias_entry", "aliases.alias.address", detail=entry.detail)


def nat(w: Writer) -> Iterator[Section]:
    """Port forwards, then outbound NAT."""
    for forward in w.plan.forwards:
        title = w.texts(forward.text)
        yield w.section("Firewall > NAT > Port Forward", f"{forward.text}_why", *_forward_rows(w, forward), title=title)
    for outbound in w.plan.outbound:
        yield w.section(
            "Firewall > NAT > Outbound",
            "outbound",
            w.row("Mode", "Hybrid Outbound NAT rule generation", "why_outbound_mode", "nat.outbound.mode"),
            *_outbound_rows(w, outbound),
        )


def _forward_rows(w: Writer, forward: Forward) -> Iterator[Row]:
    yield w.row("Interface", "WAN", "why_forward_interface", "nat.rule.interface")
    yield w.row("Address Family", "IPv4", "why_family", "nat.rule.ipprotocol")
    yield w.row("Protocol", PROTOCOLS[forward.protocol], "why_protocol_udp", "nat.rule.protocol")
    yield w.row("Source", forward.source.said, "why_forward_source", "nat.rule.source.address")
    setting = f"nat.rule.destination.{forward.destination.kind.value}"
    yield w.row("Destination", forward.destination.said, "why_forward_destination", setting)
    port = forward.destination.port or ""
    yield w.row("Destination port range", port, f"why_{forward.text}_port", "nat.rule.destination.port")
    yield w.row("Redirect target IP", forward.target, "why_forward_target", "nat.rule.target")
    yield w.row("Redirect target port", forward.local_port, "why_forward_local", "nat.rule.local-port")
    yield w.row("Description", w.texts(forward.text), "why_description", "nat.rule.descr")
    yield w.row("NAT reflection", "Disable", "why_reflection", "nat.rule.natreflection")
    association = "Add associated filter rule"
    yield w.row("Filter rule association", association, "why_association", "nat.rule.associated-rule-id")


def _outbound_rows(w: Writer, outbound: Outbound) -> Iterator[Row]:
    key = "nat.outbound.rule."
    yield w.row("Interface", "WAN", "why_outbound_interface", f"{key}interface")
    yield w.row("Address Family", "IPv4", "why_family", f"{key}ipprotocol")
    yield w.row("Protocol", "UDP", "why_protocol_udp", f"{key}protocol")
    yield w.row("Source", outbound.source, "why_outbound_source", f"{key}source.network")
    yield w.row("Destination", "Any", "why_outbound_destination", f"{key}destination.any")
    yield w.row("Translation: Address", "WAN address (Interface Address)", "why_outbound_target", f"{key}target")
    yield w.said("Translation: Static Port", "v_checked", "why_outbound_static", f"{key}staticnatport")
    yield w.row("Description", w.texts(outbound.text), "why_description", f"{key}descr")


def rules(w: Writer) -> Iterator[Section]:
    """The rules, a section each, in the order in which they must stand on their tab."""
    for rule in w.plan.rules:
        if rule.tracker in FACTORY_TRACKERS:
            continue  # as delivered: nothing to type
        title = w.texts(rule.text, **dict(rule.names))
        path = f"Firewall > Rules > {_tab(w, rule.interface)}"
        intro = "rule_by_forward" if rule.association else f"{rule.text}_why"
        yield w.section(path, intro, *_rule_rows(w, rule, title), title=title, **dict(rule.names))


def _tab(w: Writer, key: str) -> str:
    interfaces: tuple[Interface | None, ...] = (w.plan.voice, *(interface for _, interface in w.plan.servers))
    return next((i.name for i in interfaces if i is not None and i.key == key), TABS.get(key, key.upper()))


def _rule_rows(w: Writer, rule: Rule, title: str) -> Iterator[Row]:
    yield w.row("Action", ACTIONS[rule.action], f"why_{rule.action}", "filter.rule.type")
    yield w.row("Interface", _tab(w, rule.interface), "why_rule_interface", "filter.rule.interface")
    yield w.row("Address Family", FAMILIES[rule.family], "why_family", "filter.rule.ipprotocol")
    protocol = {None: "any", "udp": "udp", "tcp": "tcp", "tcp/udp": "both"}[rule.protocol]
    yield w.row("Protocol", PROTOCOLS[rule.protocol], f"why_protocol_{protocol}", "filter.rule.protocol")
    yield _end(w, "Source", rule.source)
    yield _end(w, "Destination", rule.destination)
    if rule.destination.port is not None:
        port = rule.destination.port
        yield w.row("Destination Port Range", port, "why_rule_port", "filter.rule.destination.port")
    if rule.log:
        yield w.said("Log", "v_checked", "why_log", "filter.rule.log")
    yield w.row("Description", title, "why_description", "filter.rule.descr")


def _end(w: Writer, field: str, end: End) -> Row:
    why = {EndKind.ANY: "why_end_any", EndKind.NETWORK: "why_end_network", EndKind.ADDRESS: "why_end_address"}[end.kind]
    return w.row(field, end.said, why, f"filter.rule.{field.lower()}.{end.kind.value}")

"""The plan of a router as elements of its configuration; descriptions carry the mark of their owner (`marks.py`)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from generators.targets.pfsense.marks import marked
from generators.targets.pfsense.texts import Texts
from generators.targets.pfsense.views import (
    Alias,
    End,
    EndKind,
    Forward,
    HostName,
    Limiter,
    Option,
    Outbound,
    Rule,
    Scope,
    StaticMap,
)
from generators.targets.pfsense.write import Element, plain

Children = tuple[Element, ...]
FLAG = ""


@dataclass(frozen=True)
class Maker:
    """Makes the elements of one site in one language."""

    site: str
    texts: Texts

    def alias(self, alias: Alias) -> Element:
        """`aliases/alias`: entries separated by blanks, their words by two bars."""
        # A bar in the words would read as the mark between two entries.
        details = "||".join(" ".join(e.detail.replace("|", "/").split()) for e in alias.entries)
        return Element(
            "alias",
            (
                Element("name", alias.name),
                Element("type", alias.type.value),
                Element("address", plain(" ".join(e.value for e in alias.entries))),
                self._descr(self.texts(alias.text), f"alias/{alias.name}"),
                Element("detail", details),
            ),
        )

    def rule(self, rule: Rule) -> Element:
        """`filter/rule`; the protocol is left out for any."""
        out = [
            Element("tracker", plain(rule.tracker)),
            Element("type", rule.action),
            Element("interface", plain(rule.interface)),
            Element("ipprotocol", rule.family),
        ]
        out += [Element("protocol", rule.protocol)] if rule.protocol else []
        out += [_end("source", rule.source), _end("destination", rule.destination)]
        out += [Element("log", FLAG)] if rule.log else []
        if rule.pipes is not None:
            out += [Element("dnpipe", plain(rule.pipes.incoming)), Element("pdnpipe", plain(rule.pipes.outgoing))]
        text = self.texts(rule.text, **dict(rule.names))
        # What is not ours must not be taken away one day.
        out.append(self._descr(text, rule.id) if rule.ours else Element("descr", " ".join(text.split())))
        out += [Element("associated-rule-id", plain(rule.association))] if rule.association else []
        return Element("rule", tuple(out))

    def limiter(self, limiter: Limiter, number: str) -> Element:
        """`dnshaper/queue`: a pipe as the screen writes it, without queues below it (shaper.inc, dnpipe_class)."""
        rate = (
            Element("bw", str(limiter.rate)),
            Element("burst"),
            Element("bwscale", "Kb"),
            Element("bwsched", "none"),
        )
        return Element(
            "queue",
            (
                Element("name", plain(limiter.name)),
                Element("number", plain(number)),
                Element("qlimit"),
                Element("plr"),
                Element("description", marked(self.texts(limiter.text), self.site, self.limiter_id(limiter))),
                Element("bandwidth", (Element("item", rate),)),
                Element("enabled", "on"),
                Element("buckets"),
                Element("mask", "none"),
                Element("maskbits"),
                Element("maskbitsv6"),
                Element("delay", "0"),
            ),
        )

    @staticmethod
    def limiter_id(limiter: Limiter) -> str:
        """The identity of a limiter within its site."""
        return f"limiter/{limiter.name}"

    def outbound(self, rule: Outbound, new: bool) -> Element:
        """`nat/outbound/rule`; `new` chooses the layout of configuration 23.0 and later."""
        layout = (
            (Element("target", "wanip"), Element("target_subnet"))
            if new
            else (Element("target"), Element("targetip"), Element("targetip_subnet"))
        )
        return Element(
            "rule",
            (
                Element("interface", "wan"),
                Element("ipprotocol", "inet"),
                Element("protocol", "udp"),
                Element("source", (Element("network", plain(rule.source)),)),
                Element("sourceport"),
                Element("destination", (Element("any", FLAG),)),
                *layout,
                Element("poolopts"),
                Element("source_hash_key"),
                Element("staticnatport", FLAG),
                self._descr(self.texts(rule.text), self.outbound_id(rule)),
            ),
        )

    def forward(self, forward: Forward) -> Element:
        """`nat/rule`: a port forward from the WAN."""
        return Element(
            "rule",
            (
                Element("interface", "wan"),
                Element("ipprotocol", "inet"),
                Element("protocol", forward.protocol),
                _end("source", forward.source),
                _end("destination", forward.destination),
                Element("target", plain(forward.target)),
                Element("local-port", plain(forward.local_port)),
                Element("natreflection", "disable"),
                self._descr(self.texts(forward.text), self.forward_id(forward)),
                Element("associated-rule-id", plain(forward.association)),
            ),
        )

    def static_map(self, entry: StaticMap) -> Element:
        """`dhcpd/IF/staticmap`."""
        return Element(
            "staticmap",
            (
                Element("mac", plain(entry.mac)),
                Element("ipaddr", plain(entry.address)),
                Element("hostname", plain(entry.hostname)),
                self._descr(entry.descr, self.map_id(entry)),
            ),
        )

    def name(self, name: HostName) -> Element:
        """`unbound/hosts`."""
        return Element(
            "hosts",
            (
                Element("host", plain(name.host)),
                Element("domain", plain(name.domain)),
                Element("ip", plain(name.address)),
                self._descr(self.texts(name.text), self.name_id(name)),
                Element("aliases"),
            ),
        )

    @staticmethod
    def name_id(name: HostName) -> str:
        """The identity of a host override within its site."""
        return f"host/{name.host}"

    @staticmethod
    def outbound_id(rule: Outbound) -> str:
        """The identity of an outbound rule within its site."""
        return f"outbound/{rule.text.removeprefix('outbound_')}"

    def forward_id(self, forward: Forward) -> str:
        """The identity of a port forward within its site."""
        return forward.id.removeprefix(f"{self.site}/")

    @staticmethod
    def map_id(entry: StaticMap) -> str:
        """The identity of a fixed address: the phone's."""
        return f"phone/{entry.hostname}"

    def _descr(self, text: str, identity: str) -> Element:
        return Element("descr", marked(" ".join(text.split()), self.site, identity))


def scope(scope: Scope) -> Children:
    """The children of `dhcpd/IF`, its options aside (`option`) and without the fixed addresses; empty texts left out.

    `range` has children of its own, `dnsserver` and `ntpserver` are lists.
    """
    out = [
        Element("enable", FLAG),
        Element("range", (Element("from", plain(scope.first)), Element("to", plain(scope.last)))),
    ]
    named = (
        ("gateway", scope.gateway),
        ("domain", scope.domain),
        ("dnsserver", scope.dns),
        ("ntpserver", scope.ntp),
        ("tftp", scope.tftp),
    )
    out += [Element(name, plain(value)) for name, value in named if value]
    return tuple(out)


def option(option: Option) -> Element:
    """`numberoptions/item`; the value is base64 (since configuration 13.7)."""
    value = b64encode(option.value.encode("ascii")).decode("ascii")
    return Element(
        "item", (Element("number", str(option.number)), Element("type", option.type), Element("value", value))
    )


def _end(name: str, end: End) -> Element:
    """Source or destination: exactly one of any, network, address, and a port if it has one."""
    kind = Element(end.kind.value, FLAG if end.kind is EndKind.ANY else plain(end.value))
    return Element(name, (kind, Element("port", plain(end.port))) if end.port else (kind,))

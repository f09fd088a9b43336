"""Who reaches whom across a site's router: the needs of telephony, what passes besides, and a word on the rest.

The flows come from the evaluator of the generated rules (`generators/simulate/reach`), which a target may not import:
whoever builds the guide hands them in as plain values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.places import Site
from generators.targets.guide.markup import Html, code, escape, join
from generators.targets.guide.table import table
from generators.targets.guide.words import words

MOST_SITES = 30  # the tables of more are long to make and to read; the command shows one site at a time

_MARK = re.compile(r"\s*\(tonalite:[^)]*\)")
_ALIKE = re.compile(r"(?P<party>.*) \(as at (?P<count>[0-9]+) more like it\)\Z")
_ROUTER = re.compile(r"router \((?P<network>.*)\)\Z")

# (French, English), as in words.py; these are words of this section alone.
_TEXTS = {
    "title": ("Qui joint quoi", "Who reaches whom"),
    "intro": (
        "Calculé en relisant les règles produites pour les routeurs, paquet par paquet, sur tous les ports. "
        "Tout ce qui n’est pas dans ces tableaux est rejeté. Les règles ajoutées à la main ne sont pas connues.",
        "Computed by reading the rules generated for the routers, packet by packet, on all ports. "
        "Whatever is not in these tables is dropped. Rules added by hand are not known.",
    ),
    "needed": ("Ce dont la téléphonie a besoin", "What telephony needs"),
    "more": ("Ce qui passe aussi, et c’est connu", "What passes besides, and is known"),
    "many": (
        "Plus de {most} sites : le tableau de chacun se calcule à la demande, par {command}.",
        "More than {most} sites: the table of each is computed on demand, by {command}.",
    ),
    "unread": (
        "Aucun fichier n’est produit pour ce routeur : ce qui le traverse n’est pas connu.",
        "No files are made for this router: what crosses it is not known.",
    ),
    "from": ("De", "From"),
    "to": ("Vers", "To"),
    "service": ("Service", "Service"),
    "ports": ("Protocole, ports", "Protocol, ports"),
    "passes": ("Passe", "Passes"),
    "rules": ("Par la règle", "By the rule"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "unknown": ("inconnu", "unknown"),
    "all_ports": ("tous", "all"),
    "of_site": ("{party}, {site}", "{party}, {site}"),
    "alike": ("{party} (comme à {count} autres)", "{party} (as at {count} others)"),
    "party_phones": ("postes", "phones"),
    "party_router": ("routeur ({network})", "router ({network})"),
    "party_lan": ("LAN tel que livré", "LAN as delivered"),
    "party_provider": ("opérateur {name}", "provider {name}"),
}
_SERVICES = {
    "anti-lockout": ("écrans du routeur (accès de secours)", "the router's screens (anti-lockout)"),
    "calls": ("appels vers les postes", "calls to phones"),
    "direct": ("même réseau, sans routeur", "same network, no router"),
    "dns": ("noms (DNS)", "names (DNS)"),
    "http": ("fichiers (HTTP)", "files (HTTP)"),
    "lan": ("ce que permet le LAN tel que livré", "what LAN as delivered allows"),
    "ntp": ("heure (NTP)", "time (NTP)"),
    "outside": ("mises à jour, courriel", "updates, mail"),
    "provider": ("signalisation et voix avec l’opérateur", "signalling and voice with the provider"),
    "rtp": ("voix (RTP)", "voice (RTP)"),
    "sip": ("signalisation (SIP)", "signalling (SIP)"),
    "siproxd-rtp": ("voix, par siproxd", "voice, by siproxd"),
    "siproxd-sip": ("signalisation, par siproxd", "signalling, by siproxd"),
    "tftp": ("fichiers (TFTP)", "files (TFTP)"),
    "tftp-data": ("données TFTP vers les postes", "TFTP data to phones"),
    "vpn": ("tunnel VPN", "VPN tunnel"),
}
# Decisions that no generated rule makes.
_DECISIONS = {
    "anti-lockout rule": ("règle d’accès de secours de pfSense", "pfSense's anti-lockout rule"),
    "default deny": ("rejet par défaut", "default deny"),
    "same network": ("aucun routeur entre eux", "no router between them"),
    "no files for this router": ("pas de fichiers pour ce routeur", "no files for this router"),
    "siproxd: redirect of the package": ("redirection du paquet siproxd", "redirect of the siproxd package"),
}


@dataclass(frozen=True)
class Flow:
    """A flow of a site's table, in the evaluator's own words; `passed` None is unknown, `needed` is telephony's."""

    source_site: str
    source: str
    destination_site: str
    destination: str
    service: str
    protocol: str
    ports: str
    needed: bool
    passed: bool | None
    rules: tuple[str, ...]


Flows = Mapping[str, Sequence[Flow]]


def reach_section(estate: Estate, site: Site, language: str, flows: Flows | None) -> Html:
    """The section of a site's page, its heading aside; empty without a router. `flows` by site; None: too many sites.

    What is needed has a row a flow; what passes besides is gathered by who sends it and why.
    """
    if site.router is None:
        return Html("")
    say = _Words(estate, site, language)
    if flows is None:
        before, after = say("many").format(most=MOST_SITES, command="|").split("|")
        return Html(f"{escape(before)} {code(f'tonalite reach {site.id}')}{escape(after, opens=False)}")
    found = flows.get(site.id, ())
    if not found:
        return escape(say("unread"))
    needed = _gathered((f for f in found if f.needed), apart=True)
    more = _gathered((f for f in found if not f.needed), apart=False)
    columns = [say(name) for name in ("from", "to", "service", "ports", "passes", "rules")]
    tables = [
        table(say(name), columns, [say.row(group) for group in groups])
        for name, groups in (("needed", needed), ("more", more))
        if groups
    ]
    return Html("\n\n".join((escape(say("intro")), *tables)))


def reach_title(language: str) -> str:
    """The heading of the section."""
    return _TEXTS["title"][0 if language == "fr" else 1]


def _gathered(flows: Iterable[Flow], apart: bool) -> list[list[Flow]]:
    """Flows that one row shows: those of one sender and service, each destination `apart` or all together."""
    out: dict[tuple[object, ...], list[Flow]] = {}
    for flow in flows:
        key: tuple[object, ...] = (flow.source_site, flow.source, flow.service, flow.passed)
        if apart:
            key += (flow.destination_site, flow.destination, flow.protocol, flow.rules)
        out.setdefault(key, []).append(flow)
    return list(out.values())


@dataclass(frozen=True)
class _Words:
    """Says the evaluator's words in the page's language."""

    estate: Estate
    site: Site
    language: str

    def __call__(self, key: str) -> str:
        return self._of(_TEXTS[key])

    def _of(self, both: tuple[str, str]) -> str:
        return both[0 if self.language == "fr" else 1]

    def row(self, flows: Sequence[Flow]) -> tuple[str, ...]:
        """The cells of one row."""
        first = flows[0]
        services = _SERVICES.get(first.service)
        passes = {True: "yes", False: "no", None: "unknown"}[first.passed]
        return (
            self._party(first.source_site, first.source),
            _lines(self._party(f.destination_site, f.destination) for f in flows),
            self._of(services) if services else first.service,
            _lines(self._ports(f) for f in flows),
            self(passes),
            _lines(self._rule(rule) for f in flows for rule in f.rules),
        )

    def _ports(self, flow: Flow) -> str:
        ports = self("all_ports") if flow.ports == "*" else flow.ports
        return f"{flow.protocol.upper()} {ports}".strip() or "—"

    def _party(self, site: str, name: str) -> str:
        alike = _ALIKE.match(name)
        said = self._name(alike["party"] if alike else name)
        if site and site != self.site.id:
            said = self("of_site").format(party=said, site=self.estate.site[site].title)
        return self("alike").format(party=said, count=alike["count"]) if alike else said

    def _name(self, name: str) -> str:
        w = words(self.language)
        router = _ROUTER.match(name)
        if router:
            return self("party_router").format(network=router["network"])
        if name == "lan as delivered":
            return self("party_lan")
        if name == "phones":
            return self("party_phones")
        if name.startswith("provider "):
            return self("party_provider").format(name=name.removeprefix("provider "))
        if name != "Internet" and set(name.split("+")) <= set(self.estate.servers):
            return " + ".join(w[f"server_{server}"] for server in name.split("+"))
        return name

    def _rule(self, text: str) -> str:
        """A decision: the site whose router takes it, the interface, and the rule's description without its mark."""
        place, found, rule = text.partition(": ")
        site, _, interface = place.partition(" ")
        if not found or site not in self.estate.site:
            place, rule = "", text
        else:
            place = ", ".join(part for part in (self.estate.site[site].title, interface) if part)
        decision = _DECISIONS.get(rule)
        said = self._of(decision) if decision else _MARK.sub("", rule)
        return f"{place} – {said}" if place else said


def _lines(texts: Iterable[str]) -> Html:
    """Different texts, one below the other."""
    return join([escape(text) for text in dict.fromkeys(texts)], "<br>")

"""A scope as dnsmasq's configuration.

Every option carries the tag of our range, so that the file can stand in `dnsmasq.d` beside others. Options 66 and
150 are sent whether the phone asks for them or not: the firmware's lists of what it asks for are not known.
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.targets.dhcp.scope import LEASE, Host, Scope
from generators.targets.templating import render

TAG = "tonalite"
WORDS = {
    "en": (
        "DHCP for the phones of: {title}",
        "For a dnsmasq in this network, in /etc/dnsmasq.d/. One DHCP server a network: stop the other one.",
        "Phones with fixed addresses",
    ),
    "fr": (
        "DHCP pour les postes de : {title}",
        "Pour un dnsmasq de ce réseau, dans /etc/dnsmasq.d/. Un seul serveur DHCP par réseau : arrêter l'autre.",
        "Postes à adresse fixe",
    ),
}


@dataclass(frozen=True)
class View:
    """The lines of the file. `first` is `static` instead of an address where nothing is handed out freely."""

    title: str
    advice: str
    fixed: str
    tag: str
    range: str
    lease: int
    router: str
    dns: str
    ntp: str
    domain: str
    provisioning: str
    hosts: tuple[Host, ...]


def text(scope: Scope, language: str) -> str:
    """The file, with comments in `language`."""
    title, advice, fixed = WORDS.get(language, WORDS["en"])
    pool = f"{scope.pool[0]},{scope.pool[1]}" if scope.pool else f"{scope.subnet.network_address},static"
    view = View(
        title=title.format(title=scope.title),
        advice=advice,
        fixed=fixed,
        tag=TAG,
        range=f"{pool},{scope.subnet.netmask}",
        lease=LEASE,
        router=str(scope.router),
        dns=str(scope.dns),
        ntp=str(scope.ntp),
        domain=scope.domain,
        provisioning=str(scope.provisioning),
        hosts=scope.hosts,
    )
    return render("generators.targets.dhcp", "dnsmasq.conf.j2", view=view)

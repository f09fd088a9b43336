"""What pages show when the estate has nothing to show: invented, from the ranges kept for that.

Addresses are documentation addresses (RFC 5737), telephone numbers those that ARCEP keeps for
fiction, names belong to nobody. A page can so explain a VPN to readers who have none yet.
"""

from __future__ import annotations

from generators.targets.guide.examples import (
    Agency,
    Head,
    Number,
    Person,
    PhoneExample,
    ProxySite,
    Trunk,
)

MOBILE = "0639980142"
PBX_ADDRESS = "192.0.2.10"
PBX_PUBLIC = "203.0.113.10"

TRUNK = Trunk(
    provider="OVHcloud", account="0033199000199", domain="siptrunk.ovh.net", channels=2, exists=False, id="ovh"
)
NUMBER = Number(e164="+33199000198", national="0199000198", international="0033199000198", exists=False)

PEOPLE = (
    Person(id="camille", name="Camille Exemple", extension="201", exists=False),
    Person(id="dominique", name="Dominique Exemple", extension="202", exists=False),
)

PHONE_FLAT = PhoneExample(
    id="bureau-12",
    mac="0007EB4CFF12",
    colons="00:07:eb:4c:ff:12",
    model="Cisco 7960",
    file="SIP0007EB4CFF12.cnf",
    site="Agence d'Annecy",
    load="P0S3-8-12-00",
    exists=False,
)
PHONE_XML = PhoneExample(
    id="bureau-14",
    mac="001BD460FF14",
    colons="00:1b:d4:60:ff:14",
    model="Cisco 7961G",
    file="SEP001BD460FF14.cnf.xml",
    site="Agence d'Annecy",
    load="SIP41.9-4-2SR3-1S",
    exists=False,
)

HEAD = Head(
    id="principal",
    title="Site principal",
    subnet="192.0.2.0/25",
    vlan="20",
    gateway="192.0.2.1",
    pool="192.0.2.60-192.0.2.119",
)
AGENCY = Agency(
    id="annecy",
    title="Agence d'Annecy",
    subnet="198.51.100.0/25",
    vlan="20",
    gateway="198.51.100.1",
    pool="198.51.100.60-198.51.100.119",
    exists=False,
    tunnel="198.51.100.252/30",
    link="annecy",
)
PROXY_SITE = ProxySite(
    title="Atelier d'Annecy", id="atelier-annecy", exists=False, router_address="192.168.120.1", public="203.0.113.90"
)

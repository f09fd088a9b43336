"""A small organisation with every way phones are reached: beside the PBX, across a VPN, behind siproxd."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from generators.estate.estate import Estate
from generators.estate.values import SecretRule
from generators.targets.artifact import Artifact
from generators.targets.phones import artifacts

SOURCE = """
organization: {name: Essai, domain: essai.example, country: FR, languages: [fr, en], timezone: Europe/Paris}
servers:
  pbx: {site: base, address: 10.1.20.10, public: 203.0.113.9, admit: [remise], sip: 5080}
  provisioning: {site: base, address: 10.1.20.11}
  time: {site: base, address: 10.1.20.12}
dialing: {voicemail: "*97"}
trunks: {ovh: {provider: ovh, account: "0033199000200"}}
numbers:
  "+33199000200": {to: zoe}
  "+33199000201": {to: remise}
sites:
  base:
    title: Base
    number: "+33199000200"
    networks: {voice: {vlan: 20, subnet: 10.1.20.0/24, pool: 100-199}}
    router: {product: pfsense, release: 2.7.2}
    uplink: {address: 203.0.113.9}
  relais:
    title: Relais
    number: "+33199000200"
    networks: {voice: {vlan: 20, subnet: 10.1.30.0/24, pool: 100-199}}
    router: {product: pfsense, release: 2.7.2}
    link: {kind: openvpn, to: base, tunnel: 10.1.255.0/30, port: 1194}
  remise:
    title: Remise
    number: "+33199000201"
    networks: {voice: {vlan: 20, subnet: 192.168.7.0/24, pool: 100-199}}
    router: {product: pfsense, release: 2.7.2, serves: [tftp, time]}
    uplink: {address: 203.0.113.70}
    siproxd: {port: 5062, rtp: 7070-7169}
people:
  zoe:
    name: Zoé Œillet
    extension: 2001
    mailbox: true
    phones:
      - grand
      - ancien/2
  max: {name: Max Straße, extension: 2002, language: en, phones: [ancien]}
lines:
  remise: {title: La remise, extension: 2003, phones: [loin, neuf/2]}
  relais: {title: Relais, extension: 2004, mailbox: true, phones: [neuf, petit]}
phones:
  grand: {mac: "00:07:EB:AA:00:01", model: cisco-7960, site: base}
  ancien: {mac: "00:07:EB:AA:00:02", model: cisco-7940, site: base}
  loin: {mac: "00:07:EB:AA:00:03", model: cisco-7960, site: remise}
  neuf: {mac: "00:1B:D4:AA:00:04", model: cisco-7961, site: relais}
  petit: {mac: "00:1B:D4:AA:00:05", model: cisco-7941, site: remise}
"""

Files = dict[str, Artifact]


def secret(name: str, rule: SecretRule, salt: str = "") -> str:
    """A secret that follows from its name, in the rule's length and characters."""
    digest = hashlib.sha512((salt + name).encode()).digest()
    return "".join(rule.alphabet.value[byte % len(rule.alphabet.value)] for byte in digest)[: rule.length]


def files_of(estate: Estate) -> Files:
    """The target's boot files by name below `tftp/`; every path stands there, once."""
    out: Files = {}
    for artifact in artifacts(estate):
        assert artifact.path.startswith("tftp/")
        if artifact.path.startswith("tftp/services/"):
            continue  # tests/unit/targets/phones/test_services*.py
        assert artifact.path.count("/") == 1
        assert artifact.path[5:] not in out
        out[artifact.path[5:]] = artifact
    return out


def only(estate: Estate, family: str) -> Estate:
    """The same Estate with the phones of one family."""
    phones = tuple(p for p in estate.phones if p.model.family == family)
    endpoints = tuple(e for e in estate.endpoints if e.phone.model.family == family)
    return replace(estate, phones=phones, endpoints=endpoints)


def changed(estate: Estate, phone: str, at: int, **values: Any) -> Estate:
    """The same Estate with other values in the endpoint at that button."""
    endpoints = tuple(replace(e, **values) if (e.phone.id, e.button) == (phone, at) else e for e in estate.endpoints)
    return replace(estate, endpoints=endpoints)


def relabelled(estate: Estate, phone: str, **values: Any) -> Estate:
    """The same Estate with other values in one phone, also where its endpoints name it."""
    other = replace(estate.phone[phone], **values)
    phones = tuple(other if p.id == phone else p for p in estate.phones)
    endpoints = tuple(replace(e, phone=other) if e.phone.id == phone else e for e in estate.endpoints)
    return replace(estate, phones=phones, endpoints=endpoints)


def resettled(estate: Estate, phone: str, **values: Any) -> Estate:
    """The same Estate with other settings of one phone."""
    return relabelled(estate, phone, settings=replace(estate.phone[phone].settings, **values))

"""Phones among the static mappings of a router's DHCP server: Cisco's addresses, and what their texts tell."""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv4Address

from generators.importing.backup import Node
from generators.importing.found import Found, FoundNetwork, FoundPhone
from generators.importing.names import fresh_id, said
from generators.importing.ouis import CISCO

MODEL = re.compile(r"(79[0-9]{2})(?:[gG]?[-_ ]?(ge|GE|Ge))?")
PHONE_WORDS = re.compile(r"\bSEP[0-9A-F]{12}|\bSIP[0-9A-F]{12}|79[0-9]{2}|phone|poste\b|t[eé]l", re.IGNORECASE)


def digits(text: str) -> str:
    """The twelve digits of a MAC in any usual spelling, empty if it is none."""
    found = re.sub(r"[:.\-]", "", text).upper()
    return found if re.fullmatch(r"[0-9A-F]{12}", found) else ""


def phone_like(entry: Node) -> bool:
    """Whether a static mapping is a Cisco device whose texts call it a phone."""
    words = f"{entry.value('hostname')} {entry.value('descr')}"
    return digits(entry.value("mac"))[:6] in CISCO and bool(PHONE_WORDS.search(words))


def read_phones(root: Node, found: Found, models: Collection[str]) -> None:
    """Take the phones of all networks into `found`."""
    macs: set[str] = set()
    addresses: set[IPv4Address] = set()
    others = 0
    for network in found.networks:
        for entry in root.all("dhcpd", network.key, "staticmap"):
            mac = digits(entry.value("mac"))
            name = said(entry.value("hostname") or entry.value("descr"))
            cisco = mac[:6] in CISCO
            if not mac:
                found.notes.append(f"static mapping {name or '(no name)'}: '{said(entry.value('mac'))}' is no MAC")
            elif not cisco:
                others += 1
            elif not (network.voice or phone_like(entry)):
                found.notes.append(
                    f"{name or mac}: a Cisco device in {network.title}, nothing calls it a phone: left out"
                )
            elif mac in macs:
                found.notes.append(f"{name or mac}: MAC {mac} is mapped twice: the first one was taken")
            else:
                macs.add(mac)
                found.phones.append(_phone(found, network, entry, mac, models, addresses))
    if others:
        found.notes.append(f"{others} static mapping{'s' if others > 1 else ''} of other makers' devices left out")


def _phone(
    found: Found, network: FoundNetwork, entry: Node, mac: str, models: Collection[str], addresses: set[IPv4Address]
) -> FoundPhone:
    host, words = entry.value("hostname"), entry.value("descr")
    name = fresh_id(
        "" if digits(host[3:]) == mac else host, f"phone-{mac[-6:].lower()}", [p.name for p in found.phones]
    )
    address: IPv4Address | None = None
    try:
        address = IPv4Address(entry.value("ipaddr"))
    except ValueError:
        if entry.value("ipaddr"):
            found.notes.append(f"phone {name}: '{said(entry.value('ipaddr'))}' is no address")
    if address is not None:
        why = _unfit(found, network, address, addresses)
        if why:
            found.notes.append(f"phone {name} keeps no fixed address: {address} {why}")
            address = None
        else:
            addresses.add(address)
    model = _model(f"{host} {words}", models)
    return FoundPhone(name, mac, model, said(words), address)


def _unfit(found: Found, network: FoundNetwork, address: IPv4Address, taken: set[IPv4Address]) -> str:
    voice = next((n for n in found.networks if n.voice), network)
    if address not in voice.subnet:
        return "is not in the phones' network"
    if address in (voice.subnet.network_address, voice.subnet.broadcast_address, voice.gateway):
        return "is not a host's, or the router's"
    if voice.in_pool(address):
        return "lies in the DHCP range"
    return "is another phone's too" if address in taken else ""


def _model(words: str, models: Collection[str]) -> str:
    for match in MODEL.finditer(words):
        for name in (f"cisco-{match[1]}g-ge" if match[2] else "", f"cisco-{match[1]}"):
            if name in models:
                return name
    return ""

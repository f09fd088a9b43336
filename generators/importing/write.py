"""What was found as YAML of the source of truth, with a comment for everything that wants a person's eye."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generators.importing.found import Found, FoundPhone
from generators.importing.names import said


def to_yaml(found: Found, link_to: str = "") -> str:
    """The YAML of one site and its phones. `link_to` is the site at the other end of its link."""
    release = f", release {found.release}" if found.release else ""
    lines = [
        f"# Read from a pfSense backup (configuration {said(found.version) or '?'}{release}).",
        "# Check every line, then name each phone in phones: of a person or a line.",
        *(f"# - {note}" for note in found.notes),
        "",
        "sites:",
        f"  {found.site}:",
        f"    title: {_text(found.title)}",
        *_networks(found),
    ]
    if found.release:
        serves = f", serves: [{', '.join(found.serves)}]" if found.serves else ""
        lines.append(f"    router: {{product: pfsense, release: {_text(found.release)}{serves}}}")
    else:
        lines.append("    # router: {product: pfsense, release: RELEASE}")
    if found.uplink is not None:
        lines.append(f"    uplink: {{address: {found.uplink}}}")
    if found.link is not None:
        lines.append(f"    link: {{to: {link_to}, tunnel: {found.link.tunnel}, port: {found.link.port}}}")
    known, unknown = [p for p in found.phones if p.model], [p for p in found.phones if not p.model]
    if found.phones:
        lines += ["", "phones:" if known else "# phones:"]
        lines += [f"  {_phone(found, phone)}" for phone in known]
        lines += ["  # Nothing tells the model of these:"] if unknown else []
        lines += [f"  # {_phone(found, phone)}" for phone in unknown]
    return "\n".join(lines) + "\n"


def _networks(found: Found) -> Iterator[str]:
    if not found.networks:
        yield "    # networks: {voice: {vlan: VLAN, subnet: NETWORK/24, pool: 100-199}}"
        return
    yield "    networks:"
    for network in found.networks:
        parts = [] if network.name in ("voice", "data") else ["role: data"]
        parts += [f"vlan: {network.vlan}"] if network.vlan is not None else []
        parts.append(f"subnet: {network.subnet}")
        parts += [f"gateway: {network.gateway}"] if network.gateway != network.subnet[1] else []
        parts += [f"pool: {network.pool[0]}-{network.pool[1]}"] if network.pool else []
        yield f"      {network.name}: {{{', '.join(parts)}}} # {network.title}"


def _phone(found: Found, phone: FoundPhone) -> str:
    mac = ":".join(phone.mac[i : i + 2] for i in range(0, 12, 2))
    parts = [f'mac: "{mac}"', f"model: {phone.model or 'MODEL'}", f"site: {found.site}"]
    parts += [f"place: {_text(phone.place)}"] if phone.place else []
    parts += [f"address: {phone.address}"] if phone.address is not None else []
    return f"{phone.name}: {{{', '.join(parts)}}}"


def _text(words: str) -> str:
    """Between quotes: JSON's escapes are YAML's."""
    return json.dumps(words, ensure_ascii=False)

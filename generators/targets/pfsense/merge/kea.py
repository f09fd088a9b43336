"""Kea: what its screens lack goes in as JSON (custom_kea_config, since 2.8): the option's definition and its data.

pfSense ignores numbered options there, and puts the interface's TFTP server into the pool alone, outside of which
phones with a fixed address lie; data of the subnet reach both (reference: services.inc of the development branch).
JSON of the administrator's own is never rewritten.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from typing import Any

from generators.targets.pfsense.merge.document import Document
from generators.targets.pfsense.merge.edits import ensure, set_fields
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.work import Work
from generators.targets.pfsense.views import Scope
from generators.targets.pfsense.write import Element

FIELD = "custom_kea_config"
DEFINITION = {
    "option-def": [
        {"array": True, "code": 150, "name": "cisco-tftp", "space": "dhcp4", "type": "ipv4-address"},
    ]
}


def data(scope: Scope) -> dict[str, Any]:
    """What the subnet must send: option 150 and option 66."""
    found = [{"code": o.number, "data": o.value, "space": "dhcp4"} for o in scope.options]
    return {"option-data": [*found, {"data": scope.tftp, "name": "tftp-server-name"}]}


def decoded(value: str) -> str:
    """A base64 value as printable ASCII; empty where it is none."""
    try:
        text = b64decode(value, validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return text if text.isprintable() else ""


def merge(work: Work, doc: Document, scope: Scope) -> Document:
    """Put the definition into the global part and the data into the scope."""
    doc = _put(work, doc, "kea", f"kea.{FIELD}", DEFINITION)
    return _put(work, doc, f"dhcpd/{scope.key}", f"dhcpd.IF.{FIELD}", data(scope))


def _put(work: Work, doc: Document, path: str, setting: str, wanted: dict[str, Any]) -> Document:
    there = doc.root.value(f"{path}/{FIELD}")
    held = _parsed(there)
    if held is not None and _holds(held, wanted):
        return doc
    if there and (held is None or not _ours(held, wanted)):
        text = "Kea's JSON on this router is the administrator's own; add to it: " + json.dumps(wanted, sort_keys=True)
        work.findings.tell(Kind.BY_HAND, setting, text)
        return doc
    said = "JSON for Kea (option 150 and option 66)"
    work.findings.tell(Kind.DIFFERENT if there else Kind.MISSING, setting, said)
    value = b64encode(json.dumps(wanted, sort_keys=True).encode("ascii")).decode("ascii")
    doc = ensure(doc, path)
    parent = doc.root.find(path)
    assert parent is not None
    return doc.with_edits(set_fields(doc, parent, [Element(FIELD, value)]))


def _parsed(value: str) -> dict[str, Any] | None:
    try:
        found = json.loads(b64decode(value, validate=True))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _holds(held: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether all that is wanted stands in what is there."""
    return all(
        isinstance(held.get(name), list) and all(item in held[name] for item in items) for name, items in wanted.items()
    )


def _ours(held: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether what is there was written here once: the same options and no other, with other values."""

    def shape(thing: dict[str, Any]) -> object:
        return {
            name: [
                {k: v for k, v in item.items() if k != "data"} if isinstance(item, dict) else item
                for item in (items if isinstance(items, list) else [items])
            ]
            for name, items in thing.items()
        }

    return shape(held) == shape(wanted)

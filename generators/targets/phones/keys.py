"""All that this target writes, by name, with the public document each was read in: the page "Sources" lists it.

A parameter of a .cnf file has its own name, an element its path, an attribute its element's path and `@`.
"""

from __future__ import annotations

from generators.references import Ref
from generators.targets.phones.flat.keys import KEYS as FLAT
from generators.targets.phones.services.keys import KEYS as SERVICES
from generators.targets.phones.xml.keys import KEYS as XML

_SCCP = Ref("SCCP", "XMLDefault.cnf.xml")
_MEMBER = "Default/callManagerGroup/members/member"

SHARED: dict[str, Ref] = {
    "DIALTEMPLATE": Ref("SIPCC", "dialplan.c: ParseDialTemplate"),
    "DIALTEMPLATE/TEMPLATE": Ref("SIPCC", "dialplan.c: ParseDialEntry"),
    "DIALTEMPLATE/TEMPLATE@MATCH": Ref("SIPCC", "dialplan.c: MatchDialTemplate"),
    "DIALTEMPLATE/TEMPLATE@Timeout": Ref("SIPCC", "dialplan.c: ParseDialEntry"),
    "Default": _SCCP,
    "Default/callManagerGroup": _SCCP,
    "Default/callManagerGroup/members": _SCCP,
    _MEMBER: _SCCP,
    f"{_MEMBER}@priority": _SCCP,
    f"{_MEMBER}/callManager": _SCCP,
    f"{_MEMBER}/callManager/ports": _SCCP,
    f"{_MEMBER}/callManager/ports/ethernetPhonePort": _SCCP,
    f"{_MEMBER}/callManager/processNodeName": _SCCP,
    "Default/loadInformation<number>": _SCCP,
    "Default/loadInformation<number>@model": _SCCP,
    "Default/authenticationURL": _SCCP,
    "Default/directoryURL": _SCCP,
    "Default/idleURL": _SCCP,
    "Default/informationURL": _SCCP,
    "Default/messagesURL": _SCCP,
    "Default/proxyServerURL": _SCCP,
    "Default/servicesURL": _SCCP,
    "*.raw": Ref("UCM", "Ring Tones"),
}

KEYS: dict[str, Ref] = {**FLAT, **XML, **SHARED, **SERVICES}

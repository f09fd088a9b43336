"""The grammars of the small XML files: stub, XMLDefault.cnf.xml, syncinfo.xml, Ringlist.xml.

Sources: LOG60 and EPM for the stub, SCCP for XMLDefault.cnf.xml, SIPX for syncinfo.xml, UCM (Ring Tones).
"""

from __future__ import annotations

from generators.simulate.boot.grammar import Grammar, below

STUB_GRAMMAR = Grammar(
    "device",
    {"deviceProtocol": "one SIP", "loadInformation": "flat_image", "loadInformation@model": "text 30"},
    needed={
        "deviceProtocol": "the phone may look for SCCP files",
        "loadInformation": "the phone cannot tell which image it should run",
    },
)
DEFAULT_GRAMMAR = Grammar(
    "Default",
    below(
        "",
        """
        int 0-4: callManagerGroup/members/member@priority
        PORT: callManagerGroup/members/member/callManager/ports/ethernetPhonePort
            callManagerGroup/members/member/callManager/ports/sipPort
        host: callManagerGroup/members/member/callManager/processNodeName
        url?: authenticationURL messagesURL servicesURL directoryURL informationURL idleURL proxyServerURL
        """,
    )
    | {f"loadInformation{n}": "named_load" for n in range(1, 40000) if n < 1000 or n // 1000 == 30}
    | {f"loadInformation{n}": "module_load" for n in (124, 227, 228, 229, 230)}
    | {f"loadInformation{n}@model": "text 64" for n in range(1, 40000) if n < 1000 or n // 1000 == 30},
    frozenset({"callManagerGroup/members/member"}),
    {
        "callManagerGroup/members/member": "an unknown phone has no server to ask",
        "callManagerGroup/members/member/callManager/processNodeName": "an unknown phone has no server to ask",
    },
)
SYNC_GRAMMAR = Grammar(
    "SYNCINFO",
    {"IMAGE": "none?", "IMAGE@VERSION": "text 32", "IMAGE@SYNC": "text 32"},
    needed={
        "IMAGE": "the phone has nothing to compare with",
        "IMAGE@VERSION": "the phone does not know which image is meant",
        "IMAGE@SYNC": "the phone has nothing to compare with",
    },
)
RINGS_MOST = 50  # UCM, Ring Tones
RINGS_GRAMMAR = Grammar(
    "CiscoIPPhoneRingList",
    {"Ring/DisplayName": "text 25", "Ring/FileName": "ring"},
    frozenset({"Ring"}),
    {"Ring/DisplayName": "the ring has no name to choose", "Ring/FileName": "the ring has no sample"},
)

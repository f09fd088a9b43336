"""What the document of a 7941 or sibling says as a whole: keys in order, complete lines, one mode, one NAT helper."""

from __future__ import annotations

from functools import lru_cache

from generators.simulate.boot.flat import Given
from generators.simulate.boot.judge import judge_media
from generators.simulate.boot.story import Button, Fault, LineStory
from generators.simulate.boot.xml import Document, Node
from generators.simulate.boot.xml_elements import FEATURES, LINE

PROXIES = "sipProfile/sipProxies"
MODULES = "addOnModules/addOnModule"
# The keys of a module, by what deviceType may say: its name (UCM) or its number (SCCP, XMLDefault.cnf.xml).
MODULE_KEYS = {
    "7914": (14,), "124": (14,), "7915": (12, 24), "227": (12,), "228": (24,), "7916": (12, 24), "229": (12,),
    "230": (24,),
}  # fmt: skip
TRANSPORTS = {"1": "TCP", "2": "UDP", "3": "TLS"}
MEMBERS = "devicePool/callManagerGroup/members/member"
# What a key of a kind needs beside its label (UCM, Line Keys and SEPMAC.cnf.xml).
NEEDS = {
    "9": ("name", "proxy", "authName", "authPassword", "contact"),
    "2": ("speedDialNumber",),
    "20": ("serviceURI",),
    "21": ("speedDialNumber",),
}


def keys(document: Document) -> tuple[Node, ...]:
    """The `line` elements, in the file's order."""
    return document.repeated.get(LINE, ())


@lru_cache(maxsize=256)
def judge_xml(document: Document, lines: int) -> tuple[Fault, ...]:
    """The faults of the document as a whole; `lines` counts the model's keys for lines."""
    file = document.file
    out: list[Fault] = []
    real = [k for k in keys(document) if k.text("featureID") == "9"]
    most = lines + sum(_module_keys(m) for m in document.repeated.get(MODULES, ()))
    seen: set[str] = set()
    for key in keys(document):
        button, feature = key.attributes.get("button", ""), key.text("featureID")
        if button in seen:
            out.append(Fault(file, key.line, f"button {button} is there twice"))
        seen.add(button)
        if button.isdecimal() and int(button) > most:
            out.append(Fault(file, key.line, f"button {button}: this phone has {most}"))
        if feature and key.values["featureID"].fits and feature not in FEATURES:
            out.append(Fault(file, key.line, f"featureID {feature} is no key this phone knows"))
        if feature not in ("9", "23") and "lineIndex" in key.attributes:
            out.append(Fault(file, key.line, f"button {button}: lineIndex belongs on lines only"))
        given = {path.split("/")[0] for path in key.values}
        out += [
            Fault(file, key.line, f"button {button}: {n} is missing") for n in NEEDS.get(feature, ()) if n not in given
        ]
        calls, busy = key.values.get("maxNumCalls"), key.values.get("busyTrigger")
        if calls and busy and calls.fits and busy.fits and int(busy.value) > int(calls.value):
            out.append(Fault(file, busy.line, f"button {button}: busyTrigger is above maxNumCalls"))
        if feature == "9" and (contact := key.values.get("contact")) and contact.value != key.text("name"):
            out.append(Fault(file, contact.line, f"button {button}: contact is not the line's name: calls miss it"))
    out += _order(document, real)
    order = [m.attributes.get("priority", "") for m in document.repeated.get(MEMBERS, ())]
    if "0" not in order or len(set(order)) != len(order):
        out.append(Fault(file, 0, "the servers of callManagerGroup need one priority each, from 0 on"))
    register = document.values.get(f"{PROXIES}/registerWithProxy")
    if register and register.value == "false":
        out.append(Fault(file, register.line, "registerWithProxy false: no line registers"))
    nat = document.values.get("sipProfile/natEnabled")
    if nat and nat.value == "true" and document.text(f"{PROXIES}/outboundProxy"):
        out.append(Fault(file, nat.line, "two helpers for NAT at once: outboundProxy and natEnabled"))
    learnt = document.text("sipProfile/natReceivedProcessing") == "true"
    if nat and nat.value == "true" and not learnt and not document.text("sipProfile/natAddress"):
        out.append(Fault(file, nat.line, "natEnabled without natAddress: calls would name no address"))
    ssh = document.values.get("vendorConfig/sshAccess")
    if ssh and ssh.value == "0" and not document.text("sshPassword"):
        out.append(Fault(file, ssh.line, "sshAccess 0 opens SSH, and sshPassword is empty"))
    out += _unused_pages(document)
    plan = document.values.get("sipProfile/dialTemplate")
    if plan and not plan.value:
        out.append(Fault(file, plan.line, "dialTemplate is empty: every number waits for the time-out"))
    first, last = (document.values.get(f"sipProfile/{e}MediaPort") for e in ("start", "stop"))
    return (*out, *judge_media(first, last))


def _unused_pages(document: Document) -> list[Fault]:
    """The URLs of keys that the document itself puts out of use (UCM, phoneServices)."""
    if document.text("phoneServices/provisioning") != "0":
        return []
    given = [document.values.get(f"{key}URL") for key in ("services", "directory", "messages")]
    what = "is not used: provisioning 0 shows phoneServices only"
    return [Fault(document.file, url.line, what) for url in given if url and url.value]


def _module_keys(module: Node) -> int:
    given = module.values.get("deviceLine")
    if given and given.fits:
        return int(given.value)
    return max(MODULE_KEYS.get(module.text("deviceType"), (0,)))


def judge_modules(document: Document, wanted: list[int]) -> list[Fault]:
    """The add-on modules of the document; `wanted` are the keys of those the source attaches, in their order."""
    modules = document.repeated.get(MODULES, ())
    out = []
    places = [module.attributes.get("idx", "") for module in modules]
    if places != [str(n) for n in range(1, len(modules) + 1)]:
        out.append(Fault(document.file, modules[0].line, f"idx must count the modules 1 to {len(modules)}"))
    for module in modules:
        kind, keys = module.text("deviceType"), module.values.get("deviceLine")
        if keys and keys.fits and int(keys.value) not in MODULE_KEYS.get(kind, (int(keys.value),)):
            out.append(Fault(document.file, keys.line, f"a {kind} module has not {keys.value} keys"))
    has = [_module_keys(module) for module in modules]
    if has != wanted:
        line = modules[0].line if modules else 0
        told, source = (", ".join(map(str, keys)) or "none" for keys in (has, wanted))
        out.append(Fault(document.file, line, f"modules of so many keys: {told}; in the source: {source}"))
    return out


def _order(document: Document, real: list[Node]) -> list[Fault]:
    out = []
    if not real or real[0].attributes.get("button") != "1":
        out.append(Fault(document.file, 0, 'button 1 has no line: "Line 1 not configured"'))
    indices = [key.attributes.get("lineIndex", "") for key in real]
    if indices != [str(n) for n in range(1, len(real) + 1)]:
        line = real[0].line if real else 0
        out.append(Fault(document.file, line, f"lineIndex must count the lines 1 to {len(real)} without a gap"))
    modes = {key.text("proxy") == "USECALLMANAGER" for key in real}
    if len(modes) > 1:
        out.append(Fault(document.file, real[0].line, "some lines say USECALLMANAGER and some do not: line 1 decides"))
    marks = document.values.get("MissedCallLoggingOption")
    if marks and marks.fits and len(marks.value) != len(real):
        what = f"MissedCallLoggingOption has {len(marks.value)} marks for {len(real)} lines"
        out.append(Fault(document.file, marks.line, what))
    return out


def xml_users(document: Document) -> dict[int, Given]:
    """The accounts of the lines, by button."""
    return {
        int(k.attributes["button"]): k.values["name"]
        for k in keys(document)
        if k.text("featureID") == "9" and "name" in k.values and k.attributes.get("button", "").isdecimal()
    }


def xml_lines(document: Document) -> tuple[LineStory, ...]:
    """The lines that the document makes, whether they would register or not."""
    out = []
    central = False
    for place, key in enumerate(k for k in keys(document) if k.text("featureID") == "9"):
        if place == 0:
            central = key.text("proxy") == "USECALLMANAGER"
        password = key.values.get("authPassword")
        registrar = key.text("proxy")
        if central:
            members = document.repeated.get(MEMBERS, ())
            registrar = members[0].text("callManager/processNodeName") if members else ""
        proxy = "" if central else document.text(f"{PROXIES}/outboundProxy")
        out.append(
            LineStory(
                int(key.attributes.get("lineIndex", "0")),
                key.text("featureLabel") or key.text("name"),
                key.text("name"),
                key.text("authName"),
                len(password.value) if password else 0,
                bool(password and password.fits and password.value),
                registrar,
                key.text("port") or "5060",
                TRANSPORTS.get(document.text("transportLayerProtocol"), "unknown"),
                f"{proxy}:{document.text(f'{PROXIES}/outboundProxyPort') or '5060'}" if proxy else "",
                _problem(document, key, registrar),
            )
        )
    return tuple(out)


def _problem(document: Document, key: Node, registrar: str) -> str:
    password, proxy, user = (key.values.get(n) for n in ("authPassword", "proxy", "name"))
    if document.text(f"{PROXIES}/registerWithProxy") != "true":
        return "registerWithProxy is not true"
    if not registrar or proxy is None or not proxy.fits:
        return "no registrar's address"
    if user is None or not user.fits:
        return "no SIP user"
    if password is None or not password.fits:
        return "no password that the phone can hold"
    return ""


@lru_cache(maxsize=256)
def xml_buttons(document: Document) -> tuple[Button, ...]:
    """What each key does."""
    out = []
    for key in keys(document):
        feature = key.text("featureID")
        does = FEATURES.get(feature, "nothing this phone knows")
        if feature == "9":
            does = f"line {key.attributes.get('lineIndex', '?')}"
        target = key.text("speedDialNumber") or key.text("serviceURI") if feature in NEEDS else ""
        label = key.text("featureLabel")
        number = key.attributes.get("button", "0")
        words = " ".join(f"{does}: {label} {target}".split())
        out.append(Button(int(number) if number.isdecimal() else 0, words, target))
    return tuple(out)


def xml_clock(document: Document) -> str:
    """Where the time comes from and how it is told."""
    base = "devicePool/dateTimeSetting"
    server = next((n.text("name") for n in document.repeated.get(f"{base}/ntps/ntp", ())), "")
    mode = next((n.text("ntpMode") for n in document.repeated.get(f"{base}/ntps/ntp", ())), "")
    if not server:
        return "none: no time server"
    return f"{server} by {mode}, zone {document.text(f'{base}/timeZone')}, which brings its own summer time"

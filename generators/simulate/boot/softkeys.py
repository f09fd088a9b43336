"""The soft keys of the xml family: what each is, and in which state of a call it may stand (UCM, Soft Keys)."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from generators.simulate.boot.menus import SOFT_KEYS
from generators.simulate.boot.story import Fault
from generators.simulate.boot.xml import Document, read_xml

KEYS_MOST = 16
# keyID: tag, eventID, helpID
KEYS = {
    "Undefined": ("0", "0", "0"), "Null": ("0", "0", "0"), "Redial": ("1", "1", "301"), "NewCall": ("2", "2", "302"),
    "Hold": ("3", "3", "303"), "Transfer": ("4", "4", "304"), "CFwdAll": ("5", "5", "305"), "<<": ("8", "8", "308"),
    "EndCall": ("9", "9", "309"), "Resume": ("10", "10", "310"), "Answer": ("11", "11", "311"),
    "Confrn": ("13", "13", "313"), "Park": ("14", "14", "314"), "Join": ("15", "15", "315"),
    "MeetMe": ("16", "16", "316"), "PickUp": ("17", "17", "317"), "GPickUp": ("18", "18", "318"),
    "RmLstC": ("57", "19", "319"), "CallBack": ("65", "20", "320"), "DND": ("63", "69", "369"),
    "QRT": ("75", "22", "322"), "MCID": ("76", "27", "327"), "Select": ("78", "29", "329"),
    "ConfList": ("79", "30", "330"), "iDivert": ("80", "31", "331"), "OPickUp": ("91", "34", "334"),
    "HLog": ("92", "35", "335"), "AbbrDial": ("7740", "71", "371"), "Record": ("7747", "74", "374"),
}  # fmt: skip
# State of a call: the keys that may stand there, the mandatory one with a star.
STATES = {
    state: frozenset(keys.split())
    for state, keys in {
        "On Hook": "Redial NewCall* DND CFwdAll HLog PickUp GPickUp OPickUp CallBack MeetMe QRT",
        "Off Hook": "Redial EndCall DND CFwdAll HLog PickUp GPickUp OPickUp AbbrDial",
        "Off Hook With Feature": "Redial EndCall DND AbbrDial",
        "Digits After First": "EndCall <<* DND AbbrDial",
        "Ring Out": "EndCall DND CallBack",
        "Connected": "Hold EndCall* Transfer Park Confrn ConfList RmLstC Record iDivert DND HLog QRT MCID Select Join",
        "Connected No Feature": "EndCall",
        "Connected Transfer": "EndCall Transfer* CallBack QRT",
        "Connected Conference": "EndCall Confrn* DND QRT",
        "On Hold": "Resume* NewCall iDivert DND Select Join",
        "Ring In": "Answer iDivert DND",
        "Remote In Use": "",
    }.items()
}
FILLERS = ("Undefined", "Null")


@lru_cache(maxsize=64)
def judge_soft_keys(data: bytes, file: str) -> tuple[Fault, ...]:
    """The faults of a soft-key file. Cached: many phones ask for one."""
    document, faults = read_xml(data, file, SOFT_KEYS)
    return faults if document is None else (*faults, *_judged(document))


def _judged(document: Document) -> list[Fault]:
    file = document.file
    out: list[Fault] = []
    defined: Counter[str] = Counter()
    for node in document.repeated.get("typeSoftKey/softKeyDef", ()):
        key = node.attributes.get("keyID", "")
        defined[key] += 1
        if key not in KEYS:
            out.append(Fault(file, node.line, f"{key or 'a key'} is no soft key of this phone"))
        elif defined[key] > 1:
            out.append(Fault(file, node.line, f"{key} is defined twice"))
        elif (given := (node.text("tag"), node.text("eventID"), node.text("helpID"))) != KEYS[key]:
            out.append(Fault(file, node.line, f"{key} has the numbers {', '.join(given)}, not {', '.join(KEYS[key])}"))
    seen: set[str] = set()
    for node in document.repeated.get("softKeySets/softKeySet", ()):
        state = node.attributes.get("id", "")
        allowed = STATES.get(state)
        if allowed is None or state in seen:
            what = f"{state} is there twice" if state in seen else f"{state or 'a set'} is no state of a call"
            out.append(Fault(file, node.line, what))
            continue
        seen.add(state)
        keys = [key.attributes.get("keyID", "") for key in node.repeated.get("softKey", ())]
        if len(keys) > KEYS_MOST:
            out.append(Fault(file, node.line, f"{state} has {len(keys)} soft keys, the phone holds {KEYS_MOST}"))
        for key, times in Counter(keys).items():
            if key in FILLERS:
                continue
            if not key or not allowed & {key, f"{key}*"}:
                out.append(Fault(file, node.line, f"{key or 'a key without keyID'} cannot stand in {state}"))
            elif times > 1:
                out.append(Fault(file, node.line, f"{key} is there twice in {state}"))
            if key and key in KEYS and key not in defined:
                out.append(Fault(file, node.line, f"{key} in {state} is not defined"))
        out += [
            Fault(file, node.line, f"{state} needs {key[:-1]}")
            for key in sorted(allowed)
            if key.endswith("*") and key[:-1] not in keys
        ]
    return out + [Fault(file, 0, f"{state} has no set of keys") for state in STATES if state not in seen]

"""An independent, strict reader of the XML files of the 7941, 7961 and the 7940/7960's stubs.

The grammar (`cisco_xml_grammar.py`) is the public page SEPMAC.cnf.xml (UCM) with the reports of what breaks
when missing (HOME65), not our template: every element in its order, its case and its range. Nothing unknown
passes, nothing twice, no entity but the five named ones, no comment, nothing but ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address

from lxml import etree

from tests.parsers.cisco_xml_grammar import BUTTONS, DEFAULT, DEVICE, IMAGES, RINGS, SOFT_KEYS, STUB, SYNC, ZONES

DEVICE_MOST = 550_000


class Refused(ValueError):
    """A phone would refuse or misread this."""


def _address(value: str) -> bool:
    if re.fullmatch(r"[0-9.]+", value):
        try:
            return str(IPv4Address(value)) == value
        except ValueError:
            return False
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,49}", value) is not None


def _like(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


KINDS: dict[str, Callable[[str], bool]] = {
    "bool": _like("true|false"),
    "empty": _like(""),
    "word": _like(r"[A-Za-z0-9._+@:-]+"),
    "host": lambda v: len(v) <= 50 and _address(v),
    "date": _like(r"[DM]([./-])[DM]\1YY?[Aa]?"),
    "zone": lambda v: v in ZONES,
    "label": _like(r"[!-~]{0,12}"),
    "account": _like(r"[A-Za-z0-9]{1,30}"),
    "password": _like(r"[A-Za-z0-9]{1,30}"),
    "digits": _like(r"[0-9]+"),
    "dialled": _like(r"[0-9*]+"),
    "xmlfile": _like(r"[A-Za-z0-9_-]+\.xml"),
    "missed": _like(r"[01]+"),
    "load": _like(r"P0[A-Z0-9]{2}-[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}|SIP[0-9]{2}\.[A-Za-z0-9-]+S"),
    "phone": _like(r"IP Phone [0-9]{4}(?:G-GE)?"),
    "moduleload": _like(r"[A-Z][A-Za-z0-9.-]{4,31}"),
    "anyload": lambda v: KINDS["load"](v) or KINDS["moduleload"](v),
    "speed": _like(r"[0-9*#,]{1,31}"),
    "days": _like(r"[1-7](?:,[1-7]){0,6}"),
    "clock": _like(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"),
    "spaced": _like(r"[A-Za-z]+(?: [A-Za-z]+)*"),
    "keyid": _like(r"[A-Za-z]+|<<"),
    "picture": _like(r"TFTP:Desktops/[0-9]+x[0-9]+x[0-9]+/[A-Za-z0-9_-]+\.png"),
    "stamp": _like(r"[A-Za-z0-9-]{3,64}"),
    "sync": _like(r"[A-Za-z0-9]{1,32}"),
    "image": lambda v: v == "*" or re.fullmatch(r"P0S3-[0-9-]+", v) is not None,
    "folder": _like(r"[A-Za-z0-9_]+"),
    "language": _like(r"[a-z]{2}(?:_[A-Z]{2})?"),
    "url": _like(r"http://[!-~]{1,247}"),
    "service": _like(r"Application:Cisco/[A-Za-z]+|http://[!-~]{1,247}"),
    "ring": _like(r"[A-Za-z0-9_-]{1,21}\.raw"),
}


@dataclass(frozen=True)
class Rule:
    """An element of the grammar."""

    name: str
    least: int
    most: int
    text: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Rule, ...]


def grammar(text: str) -> Rule:
    """The rule of the root in a grammar as above."""
    rows = [(len(line) - len(line.lstrip()), line.split()) for line in text.strip("\n").split("\n")]
    return _rule(rows, 0)


def _rule(rows: list[tuple[int, list[str]]], at: int) -> Rule:
    depth, (head, *rest) = rows[at]
    children = []
    for i in range(at + 1, len(rows)):
        if rows[i][0] <= depth:
            break
        if rows[i][0] == depth + 2:
            children.append(_rule(rows, i))
    name = head.rstrip("?+*")
    mark = head[len(name) :]
    attributes = tuple((a[1:].split("=")[0], a.split("=")[1]) for a in rest if a.startswith("@"))
    kind = next((r for r in rest if not r.startswith("@")), "")
    return Rule(
        name, 0 if mark in ("?", "*") else 1, 999 if mark in ("+", "*") else 1, kind, attributes, tuple(children)
    )


GRAMMARS = {
    name: grammar(text)
    for name, text in {
        "device": DEVICE,
        "stub": STUB,
        "default": DEFAULT,
        "sync": SYNC,
        "rings": RINGS,
        "softkeys": SOFT_KEYS,
        "images": IMAGES,
    }.items()
}
BUTTON_RULES = {feature: grammar(text) for feature, text in BUTTONS.items()}


@dataclass(frozen=True)
class File:
    """A file that passed. `paths` are all elements and attributes in it, as `a/b/c` and `a/b@c`."""

    root: etree._Element
    paths: frozenset[str]

    def text(self, path: str) -> str:
        """The text of the only element at `path` below the root."""
        found = self.all(path)
        assert len(found) == 1, (path, found)
        return found[0]

    def all(self, path: str) -> list[str]:
        """The texts at `path`, in order."""
        return [element.text or "" for element in self.root.findall(path)]


def parse(data: bytes, kind: str, declared: bool = True) -> File:
    """Read `data` by the grammar `kind`; Refused with the reason otherwise."""
    if len(data) > DEVICE_MOST:
        raise Refused(f"{len(data)} bytes")
    if not data.isascii() or b"\r" in data or b"\t" in data or b"\0" in data:
        raise Refused("not plain ASCII with LF")
    if data.startswith(b"<?xml") != declared or (
        declared and not data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<')
    ):
        raise Refused("declaration")
    if not data.endswith(b">\n") or any(line != line.rstrip() for line in data.decode().split("\n")):
        raise Refused("line ends")
    if b"<!" in data or data.count(b"<?") != declared:
        raise Refused("a comment, a document type or an instruction")
    if re.search(rb"&(?!(?:amp|lt|gt|quot|apos);)", data):
        raise Refused("an entity the phone may not know")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as err:
        raise Refused(str(err)) from err
    paths: set[str] = set()
    _check(root, GRAMMARS[kind], GRAMMARS[kind].name, paths)
    if kind == "device":
        _check_lines(root)
    if kind == "softkeys":
        _check_soft_keys(root)
    return File(root, frozenset(paths))


def _check(element: etree._Element, rule: Rule, path: str, paths: set[str]) -> None:
    tag = str(element.tag)
    if rule.text == "button":
        feature = element.findtext("featureID") or ""
        if feature not in BUTTON_RULES:
            raise Refused(f"{path}: no key {feature!r}")
        rule = BUTTON_RULES[feature]
    if re.sub(r"[0-9]+\Z", "#", tag) != rule.name if rule.name.endswith("#") else tag != rule.name:
        raise Refused(f"{path}: {tag} where {rule.name} is due")
    paths.add(path)
    if sorted(element.attrib) != sorted(name for name, _ in rule.attributes):
        raise Refused(f"{path}: attributes {sorted(element.attrib)}")
    for name, kind in rule.attributes:
        _value(str(element.attrib[name]), kind, f"{path}@{name}")
        paths.add(f"{path}@{name}")
    if not rule.children:
        if len(element):
            raise Refused(f"{path}: holds elements")
        _value(element.text or "", rule.text or "empty", path)
        return
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise Refused(f"{path}: text between elements")
    rest = list(element)
    for child in rule.children:
        taken = 0
        while rest and taken < child.most and _fits(str(rest[0].tag), child.name):
            _check(rest.pop(0), child, f"{path}/{child.name}", paths)
            taken += 1
        if taken < child.least:
            raise Refused(f"{path}: {child.name} is missing or out of its place")
    if rest:
        raise Refused(f"{path}: {rest[0].tag} is unknown, out of its place or one too many")


def _fits(tag: str, name: str) -> bool:
    return re.fullmatch(re.escape(name[:-1]) + "[1-9][0-9]*", tag) is not None if name.endswith("#") else tag == name


def _value(value: str, kind: str, path: str) -> None:
    if value != value.strip():
        raise Refused(f"{path}: blanks around {value!r}")
    if kind.endswith("?"):
        if value == "":
            return
        kind = kind[:-1]
    span = re.fullmatch(r"([0-9]+)-([0-9]+)", kind)
    if span:
        good = value.isdecimal() and str(int(value)) == value and int(span[1]) <= int(value) <= int(span[2])
    elif kind.startswith("text"):
        good = 1 <= len(value) <= int(kind[4:]) and value.isprintable()
    elif kind in KINDS:
        good = KINDS[kind](value)
    else:
        good = value in kind.split("|")
    if not good:
        raise Refused(f"{path}: {value!r} is not {kind}")


def _check_lines(root: etree._Element) -> None:
    """What only several elements show: one line a button, indices in order, as many marks as lines."""
    keys = root.findall("sipProfile/sipLines/line")
    buttons = [int(key.attrib["button"]) for key in keys]
    if buttons[0] != 1 or keys[0].findtext("featureID") != "9" or sorted(set(buttons)) != buttons:
        raise Refused(f"buttons {buttons}")
    lines = [key for key in keys if key.findtext("featureID") == "9"]
    if [int(line.attrib["lineIndex"]) for line in lines] != list(range(1, len(lines) + 1)):
        raise Refused("line indices")
    modules = root.findall("addOnModules/addOnModule")
    if [module.attrib["idx"] for module in modules] != [str(n) for n in range(1, len(modules) + 1)]:
        raise Refused("places of modules")
    for line in lines:
        get = {child.tag: child.text or "" for child in line}
        if not get["name"] == get["authName"] == get["contact"]:
            raise Refused("name, authName and contact differ")
        if int(get["busyTrigger"]) > int(get["maxNumCalls"]):
            raise Refused("busyTrigger above maxNumCalls")
    members = root.findall("devicePool/callManagerGroup/members/member")
    if [member.attrib["priority"] for member in members] != [str(n) for n in range(len(members))]:
        raise Refused("priorities of servers")
    backup = (
        root.findtext("sipProfile/sipProxies/backupProxy"),
        root.findtext("sipProfile/sipProxies/backupProxyPort"),
    )
    if (len(members) == 2) != (backup[0] != "") or (backup[0] == "") != (backup[1] == ""):
        raise Refused("a second server in one place and not in the other")
    open_ssh = root.findtext("vendorConfig/sshAccess") == "0"
    if any((root.findtext(name) != "") != open_ssh for name in ("sshUserId", "sshPassword")):
        raise Refused("SSH is half open")
    if len(root.findtext("MissedCallLoggingOption") or "") != len(lines):
        raise Refused("MissedCallLoggingOption")
    first, last = (int(root.findtext(f"sipProfile/{e}MediaPort") or 0) for e in ("start", "stop"))
    if first % 2 or first >= last:
        raise Refused("media ports")


# The keys that may stand in a state of a call, the mandatory one first (UCM, Soft Keys).
STATES = {
    "On Hook": "NewCall Redial DND CFwdAll HLog PickUp GPickUp OPickUp CallBack MeetMe QRT",
    "Off Hook": "- Redial EndCall DND CFwdAll HLog PickUp GPickUp OPickUp AbbrDial",
    "Off Hook With Feature": "- Redial EndCall DND AbbrDial",
    "Digits After First": "<< EndCall DND AbbrDial",
    "Ring Out": "- EndCall DND CallBack",
    "Connected": "EndCall Hold Transfer Park Confrn ConfList RmLstC Record iDivert DND HLog QRT MCID Select Join",
    "Connected No Feature": "- EndCall",
    "Connected Transfer": "Transfer EndCall CallBack QRT",
    "Connected Conference": "Confrn EndCall DND QRT",
    "On Hold": "Resume NewCall iDivert DND Select Join",
    "Ring In": "- Answer iDivert DND",
    "Remote In Use": "-",
}


def _check_soft_keys(root: etree._Element) -> None:
    """Each state once, with keys that are defined and may stand there, the mandatory one among them."""
    defined = [str(key.attrib["keyID"]) for key in root.findall("typeSoftKey/softKeyDef")]
    if len(set(defined)) != len(defined):
        raise Refused("a soft key twice")
    found = [str(each.attrib["id"]) for each in root.findall("softKeySets/softKeySet")]
    if found != list(STATES):
        raise Refused(f"states {found}")
    for each in root.findall("softKeySets/softKeySet"):
        keys = [str(key.attrib["keyID"]) for key in each]
        must, *may = STATES[str(each.attrib["id"])].split()
        if len(keys) > 16 or not set(keys) <= {must, *may, "Undefined"} or not set(keys) <= set(defined):
            raise Refused(f"keys {keys}")
        if must != "-" and must not in keys:
            raise Refused(f"no {must}")

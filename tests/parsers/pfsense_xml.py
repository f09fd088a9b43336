"""A strict reader of pfSense area files, written from the format's facts and not from our templates.

It does what pfSense's own parser does (expat events, lists by name, entities decoded once more, whitespace cut) and
refuses whatever that parser, or the code that reads its result, would take in another sense or drop in silence.
`read_area` reads one file, `read_router` the files of one router together, where names must be defined.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import Any
from xml.parsers import expat

_LISTS = (
    "acls alias aliasurl ca cert config dnsserver domainoverrides earlyshellcmd encryption-algorithm-option "
    "gateway_item gateway_group hash-algorithm-option hosts ifgroupentry item member ntpserver onetoone "
    "openvpn-client openvpn-csc openvpn-server package phase1 phase2 pipe pool priv queue route row rule schedule "
    "service shellcmd staticmap tunnel user vip vlan winsserver"
)
LISTS = frozenset(_LISTS.split())
CDATA = re.compile(
    "aclname|auth_pass|auth_prompt|auth_user|certca|certname|city|common_name|descr|detail|email|encryption_password"
    "|hint|ldap_|ldapbind|login_banner|organization|password|proxypass|proxyuser|rangedescr|state|text|username"
    "|varusersusername|varuserspassword"
)
_RESERVED = "port pass any self tcp udp icmp esp ah gre sip sips tftp ntp https http openvpn domain ssh"
RESERVED = frozenset(_RESERVED.split())
ENTITY = re.compile(r"&(?:amp|lt|gt|quot);")


class Refused(ValueError):
    """The file would be refused, misread or partly ignored."""


@dataclass
class Node:
    """An element: children, or text."""

    name: str
    line: int
    children: list[Node] = field(default_factory=list)
    gaps: list[str] = field(default_factory=lambda: [""])
    cdata: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Area:
    """A file as pfSense holds it: name of the area, nested values (lists by the list table), paths that occur."""

    name: str
    value: Any
    paths: frozenset[str]


def read_area(data: bytes) -> Area:
    """Read one area file. Raises Refused with the line and what is wrong."""
    root = _parse(_text(data))
    if root.name not in CHECKS:
        raise Refused(f"no area {root.name}")
    if not root.children:
        raise Refused(f"<{root.name}> is empty: the restore refuses it")
    _layout(root, 0)
    paths: set[str] = set()
    value = _value(root, root.name, paths)
    CHECKS[root.name](value)
    return Area(root.name, value, frozenset(paths))


def _text(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        raise Refused("a byte order mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as err:
        raise Refused(f"not UTF-8: {err}") from err
    if "\r" in text or not text.endswith("\n") or text.endswith("\n\n"):
        raise Refused("line ends")
    if not re.match(r"<[a-z]+>\n", text):
        raise Refused("an area file begins with its bare element")
    return text


def _parse(text: str) -> Node:
    parser = expat.ParserCreate("utf-8")
    top = Node("", 0)
    stack = [top]
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        if attributes:
            raise Refused(f"line {parser.CurrentLineNumber}: attributes vanish")
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
            raise Refused(f"line {parser.CurrentLineNumber}: element name {name!r} is folded")
        node = Node(name, parser.CurrentLineNumber)
        stack[-1].children.append(node)
        stack[-1].gaps.append("")
        stack.append(node)

    def end(name: str) -> None:
        stack.pop()

    def characters(text: str) -> None:
        if inside[0]:
            stack[-1].cdata[-1] += text
        else:
            stack[-1].gaps[-1] += text

    def start_cdata() -> None:
        inside[0] = True
        stack[-1].cdata.append("")

    def end_cdata() -> None:
        inside[0] = False

    def refuse(what: str) -> Callable[..., None]:
        def handler(*_: object) -> None:
            raise Refused(f"line {parser.CurrentLineNumber}: {what}")

        return handler

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartCdataSectionHandler = start_cdata
    parser.EndCdataSectionHandler = end_cdata
    parser.CommentHandler = refuse("a comment")
    parser.ProcessingInstructionHandler = refuse("a processing instruction")
    parser.StartDoctypeDeclHandler = refuse("a document type")
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as err:
        raise Refused(f"not well formed: {err}") from err
    return top.children[0]


def _layout(node: Node, depth: int) -> None:
    """Tabs indent, text stands on one line between its tags, and never beside children."""
    if node.children:
        if node.cdata:
            raise Refused(f"line {node.line}: text beside the children of <{node.name}>")
        wanted = ["\n" + "\t" * (depth + 1)] * len(node.children) + ["\n" + "\t" * depth]
        if node.gaps != wanted:
            raise Refused(f"line {node.line}: indentation or text inside <{node.name}>")
        seen = [child.name for child in node.children]
        for name in set(seen):
            if name not in LISTS and seen.count(name) > 1:
                raise Refused(f"line {node.line}: {name} cannot occur more than once")
        for child in node.children:
            _layout(child, depth + 1)
        return
    text = node.gaps[0]
    if node.cdata:
        if len(node.cdata) != 1 or text:
            raise Refused(f"line {node.line}: <{node.name}> mixes CDATA and text")
        if not CDATA.match(node.name):
            raise Refused(f"line {node.line}: pfSense writes no CDATA in <{node.name}>")
        text = node.cdata[0]
        if set(ENTITY.sub("", text)) & set('&<>"'):
            raise Refused(f"line {node.line}: <{node.name}> holds text that is not escaped")
    elif text and CDATA.match(node.name):
        raise Refused(f"line {node.line}: <{node.name}> belongs in CDATA")
    elif not text.isascii():
        raise Refused(f"line {node.line}: <{node.name}> is not ASCII and not CDATA")
    elif set(text) & set("&<>\"'"):
        raise Refused(f"line {node.line}: <{node.name}> would be decoded a second time")
    if text != text.strip() or not text.isprintable():
        raise Refused(f"line {node.line}: blanks or breaks in <{node.name}>")
    if not text and node.name in LISTS:
        raise Refused(f"line {node.line}: an empty <{node.name}> is dropped")


def _value(node: Node, path: str, paths: set[str]) -> Any:
    paths.add(path)
    if not node.children:
        return html.unescape(node.cdata[0]) if node.cdata else node.gaps[0]
    out: dict[str, Any] = {}
    for child in node.children:
        name = "IF" if path == "dhcpd" else child.name
        value = _value(child, f"{path}.{name}", paths)
        if child.name in LISTS:
            out.setdefault(child.name, []).append(value)
        else:
            out[child.name] = value
    return out


# What the readers of the parsed configuration take.


def _keys(value: Any, required: str, optional: str, where: str) -> None:
    if not isinstance(value, dict):
        raise Refused(f"{where}: no children")
    missing = set(required.split()) - set(value)
    unknown = set(value) - set(required.split()) - set(optional.split())
    if missing or unknown:
        raise Refused(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")


def _flag(value: dict[str, Any], name: str, where: str) -> bool:
    if value.get(name, "") != "":
        raise Refused(f"{where}: <{name}> counts by its presence; its text says something else")
    return name in value


def _one_of(value: str, choices: str, where: str) -> None:
    if value not in choices.split():
        raise Refused(f"{where}: {value!r} is not one of {choices}")


def _ip(value: str, where: str) -> IPv4Address:
    try:
        return IPv4Address(value)
    except ValueError as err:
        raise Refused(f"{where}: {err}") from err


def _cidr(value: str, where: str) -> IPv4Network:
    try:
        if "/" not in value:
            raise ValueError("no prefix length")
        return IPv4Network(value)
    except ValueError as err:
        raise Refused(f"{where}: {err}") from err


def _is_alias(value: str) -> bool:
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value) is not None


def _port(value: str, mark: str, where: str) -> tuple[int, int]:
    """A port or a range with `mark` between its ends."""
    if not re.fullmatch(rf"[0-9]{{1,5}}(?:{mark}[0-9]{{1,5}})?", value):
        raise Refused(f"{where}: port {value!r}")
    ends = [int(part) for part in value.split(mark)]
    if not 1 <= ends[0] <= ends[-1] <= 65535:
        raise Refused(f"{where}: port {value!r}")
    return ends[0], ends[-1]


def _aliases(area: dict[str, Any]) -> None:
    _keys(area, "alias", "", "aliases")
    names = [alias.get("name") for alias in area["alias"]]
    if len(set(names)) != len(names):
        raise Refused("aliases: a name twice")
    for alias in area["alias"]:
        _keys(alias, "name type address descr detail", "", "alias")
        name = alias["name"]
        where = f"alias {name}"
        if not re.fullmatch(r"[A-Za-z0-9_]{1,31}", name) or re.fullmatch(r"[0-9_]+", name) or name.lower() in RESERVED:
            raise Refused(f"{where}: the name is refused")
        _one_of(alias["type"], "host network port", where)
        entries = alias["address"].split(" ")
        if len(alias["detail"].split("||")) != len(entries):
            raise Refused(f"{where}: a detail for each entry")
        for entry in entries:
            if alias["type"] == "host":
                _ip(entry, where)
            elif alias["type"] == "network":
                _cidr(entry, where)
            else:
                _port(entry, ":", where)


def _end(end: Any, protocol: str | None, where: str) -> None:
    """Source or destination of a rule."""
    _keys(end, "", "any network address port", where)
    if len({"any", "network", "address"} & set(end)) != 1:
        raise Refused(f"{where}: exactly one of any, network, address")
    if "any" in end:
        _flag(end, "any", where)
    if "network" in end and not re.fullmatch(r"\(self\)|(?:wan|lan|opt[1-9][0-9]*)(?:ip)?", end["network"]):
        raise Refused(f"{where}: {end['network']!r} in <network> makes an empty address")
    if "address" in end and not _is_alias(end["address"]):
        _cidr(end["address"], where) if "/" in end["address"] else _ip(end["address"], where)
    if "port" in end:
        if protocol not in ("tcp", "udp", "tcp/udp"):
            raise Refused(f"{where}: a port without a protocol that has ports")
        if not _is_alias(end["port"]):
            _port(end["port"], "-", where)


def _filter(area: dict[str, Any]) -> None:
    _keys(area, "rule", "", "filter")
    trackers = [rule.get("tracker") for rule in area["rule"]]
    if len(set(trackers)) != len(trackers):
        raise Refused("filter: a tracker twice")
    for rule in area["rule"]:
        where = f"rule {rule.get('tracker')}"
        always = "tracker type interface ipprotocol source destination descr"
        _keys(rule, always, "protocol log associated-rule-id dnpipe pdnpipe", where)
        _one_of(rule["type"], "pass block reject", where)
        _one_of(rule["ipprotocol"], "inet inet6", where)
        if "protocol" in rule:
            _one_of(rule["protocol"], "tcp udp tcp/udp icmp esp", where)
        if not re.fullmatch(r"wan|lan|opt[1-9][0-9]*|openvpn|WireGuard", rule["interface"]):
            raise Refused(f"{where}: interface {rule['interface']!r} is unknown")
        _flag(rule, "log", where)
        if not re.fullmatch(r"01000001[0-9]{2}|[1-9][0-9]{9}", rule["tracker"]) or int(rule["tracker"]) >= 2**32:
            raise Refused(f"{where}: tracker")
        if rule["tracker"].startswith("1") and int(rule["tracker"]) < 1_700_000_000:
            raise Refused(f"{where}: tracker in pfSense's own series")
        if not rule["descr"]:
            raise Refused(f"{where}: no description")
        for end in ("source", "destination"):
            _end(rule[end], rule.get("protocol"), f"{where} {end}")


def _dnshaper(area: dict[str, Any]) -> None:
    """Pipes without queues below them (shaper.inc, dnpipe_class: validate_input, wconfig, build_rules)."""
    _keys(area, "queue", "", "dnshaper")
    for name in ("name", "number"):
        found = [pipe.get(name) for pipe in area["queue"]]
        if len(set(found)) != len(found):
            raise Refused(f"dnshaper: a {name} twice")
    for pipe in area["queue"]:
        where = f"limiter {pipe.get('name')}"
        always = "name number qlimit plr description bandwidth enabled buckets mask maskbits maskbitsv6 delay"
        _keys(pipe, always, "sched aqm ecn", where)
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,31}", pipe["name"]) or not re.fullmatch(r"[1-9][0-9]*", pipe["number"]):
            raise Refused(f"{where}: name or number")
        _one_of(pipe["mask"], "none srcaddress dstaddress", where)
        if pipe["enabled"] != "on":
            raise Refused(f"{where}: a limiter that is not enabled is left out")
        _keys(pipe["bandwidth"], "item", "", where)
        for item in pipe["bandwidth"]["item"]:
            _keys(item, "bw burst bwscale bwsched", "", where)
            _one_of(item["bwscale"], "b Kb Mb Gb", where)
            if not re.fullmatch(r"[1-9][0-9]*", item["bw"]):
                raise Refused(f"{where}: rate {item['bw']!r}")


def _nat(area: dict[str, Any]) -> None:
    _keys(area, "outbound", "rule", "nat")
    outbound = area["outbound"]
    _keys(outbound, "mode", "rule", "nat outbound")
    _one_of(outbound["mode"], "automatic hybrid advanced disabled", "nat outbound")
    if outbound.get("rule") and outbound["mode"] not in ("hybrid", "advanced"):
        raise Refused("nat outbound: rules are ignored in this mode")
    for rule in outbound.get("rule", []):
        _outbound_rule(rule)
    for rule in area.get("rule", []):
        _keys(
            rule,
            "interface ipprotocol protocol source destination target local-port descr associated-rule-id",
            "natreflection",
            "port forward",
        )
        _one_of(rule["interface"], "wan", "port forward")
        _one_of(rule["ipprotocol"], "inet", "port forward")
        _one_of(rule["protocol"], "tcp udp tcp/udp", "port forward")
        _one_of(rule.get("natreflection", "disable"), "enable disable purenat", "port forward")
        for end in ("source", "destination"):
            _end(rule[end], rule["protocol"], f"port forward {end}")
        if "any" in rule["source"]:
            raise Refused("port forward: open to the world")
        if not _is_alias(rule["target"]):
            _ip(rule["target"], "port forward")
        first, _ = _port(rule["destination"].get("port", ""), "-", "port forward")
        if rule["local-port"] != str(first):
            raise Refused("port forward: local-port is the first port")


def _outbound_rule(rule: dict[str, Any]) -> None:
    where = "outbound rule"
    common = "interface ipprotocol protocol source sourceport destination target poolopts source_hash_key descr"
    new = "target_subnet" in rule
    _keys(rule, common, "target_subnet staticnatport" if new else "targetip targetip_subnet staticnatport", where)
    _one_of(rule["interface"], "wan", where)
    _one_of(rule["protocol"], "tcp udp tcp/udp", where)
    _flag(rule, "staticnatport", where)
    _keys(rule["source"], "network", "", where)
    _cidr(rule["source"]["network"], where)
    _keys(rule["destination"], "any", "", where)
    _flag(rule["destination"], "any", where)
    if rule["target"] != ("wanip" if new else ""):
        raise Refused(f"{where}: target {rule['target']!r} is of the other layout")


def _dhcpd(area: dict[str, Any]) -> None:
    for key, scope in area.items():
        where = f"dhcpd {key}"
        if not re.fullmatch(r"lan|opt[1-9][0-9]*", key):
            raise Refused(f"{where}: no interface")
        _keys(scope, "range", "enable gateway domain dnsserver ntpserver tftp numberoptions staticmap", where)
        _flag(scope, "enable", where)
        _keys(scope["range"], "from to", "", where)
        first, last = _ip(scope["range"]["from"], where), _ip(scope["range"]["to"], where)
        if first > last:
            raise Refused(f"{where}: the range ends before it begins")
        for value in (*scope.get("dnsserver", []), *scope.get("ntpserver", [])):
            _ip(value, where)
        for name in ("gateway", "tftp"):
            if name in scope:
                _ip(scope[name], where)
        _options(scope.get("numberoptions", {"item": []}), where)
        _maps(scope.get("staticmap", []), first, last, where)


def _options(options: Any, where: str) -> None:
    _keys(options, "item", "", where)
    for item in options["item"]:
        _keys(item, "number type value", "", f"{where} option")
        if not item["number"].isdigit() or not 1 <= int(item["number"]) <= 254:
            raise Refused(f"{where}: option number")
        if item["number"] == "66":
            raise Refused(f"{where}: option 66 is <tftp>")
        _one_of(item["type"], "ip-address text string", where)
        value = option_value(item, where)
        if item["type"] == "ip-address":
            _ip(value, where)
        elif item["number"] == "150":
            raise Refused(f"{where}: phones read option 150 as addresses")
        elif item["type"] == "text" and '"' in value:
            raise Refused(f"{where}: quotes in a text value stop the whole DHCP server")


def option_value(item: dict[str, str], where: str = "option") -> str:
    """The value of a numbered option, decoded."""
    try:
        value = base64.b64decode(item["value"], validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as err:
        raise Refused(f"{where}: an option value that is not base64 stops the whole DHCP server") from err
    if not value:
        raise Refused(f"{where}: an option without value")
    return value


def _maps(maps: list[dict[str, str]], first: IPv4Address, last: IPv4Address, where: str) -> None:
    macs = [entry.get("mac") for entry in maps]
    if len(set(macs)) != len(macs):
        raise Refused(f"{where}: a MAC twice")
    for entry in maps:
        _keys(entry, "mac ipaddr hostname descr", "", f"{where} static map")
        if not re.fullmatch(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", entry["mac"]):
            raise Refused(f"{where}: MAC {entry['mac']!r}")
        if first <= _ip(entry["ipaddr"], where) <= last:
            raise Refused(f"{where}: {entry['ipaddr']} is inside the range")
        if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", entry["hostname"]):
            raise Refused(f"{where}: host name {entry['hostname']!r}")


CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "aliases": _aliases,
    "dnshaper": _dnshaper,
    "filter": _filter,
    "nat": _nat,
    "dhcpd": _dhcpd,
}


def read_router(files: dict[str, bytes]) -> dict[str, Area]:
    """The areas of one router by name; names used must be defined, forwards and rules refer to each other."""
    areas = {area.name: area for area in map(read_area, files.values())}
    aliases = {a["name"]: a for a in areas["aliases"].value["alias"]} if "aliases" in areas else {}
    rules = areas["filter"].value["rule"] if "filter" in areas else []
    forwards = areas["nat"].value.get("rule", []) if "nat" in areas else []
    used = set()
    for thing in (*rules, *forwards):
        for end in (thing["source"], thing["destination"], {"address": thing.get("target", "")}):
            used |= _names(end, aliases)
    if set(aliases) != used:
        raise Refused(f"aliases that nothing uses: {sorted(set(aliases) - used)}")
    pipes = {pipe["name"] for pipe in areas["dnshaper"].value["queue"]} if "dnshaper" in areas else set()
    for rule in rules:
        if ("dnpipe" in rule) != ("pdnpipe" in rule) or not {
            rule[k] for k in ("dnpipe", "pdnpipe") if k in rule
        } <= pipes:
            raise Refused(f"rule {rule['tracker']}: limiters that are not there, or one without the other")
    linked = {rule["associated-rule-id"]: rule for rule in rules if "associated-rule-id" in rule}
    if set(linked) != {f["associated-rule-id"] for f in forwards}:
        raise Refused("a port forward without its rule, or a rule without its port forward")
    for forward in forwards:
        rule = linked[forward["associated-rule-id"]]
        same = all(rule[k] == forward[k] for k in ("interface", "protocol", "source", "ipprotocol"))
        inside = {"address": forward["target"], "port": forward["destination"]["port"]}
        if not same or rule["destination"] != inside:
            raise Refused("a port forward and its rule disagree")
    return areas


def _names(end: dict[str, str], aliases: dict[str, Any]) -> set[str]:
    """The aliases that an end of a rule uses, each of the right type."""
    used = set()
    for element, kinds in (("address", ("host", "network")), ("port", ("port",))):
        value = end.get(element, "")
        if value and _is_alias(value):
            if value not in aliases or aliases[value]["type"] not in kinds:
                raise Refused(f"no {element} alias {value}")
            used.add(value)
    return used

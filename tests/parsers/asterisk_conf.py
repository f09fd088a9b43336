"""An independent, strict reader of Asterisk's configuration files: it refuses what Asterisk accepts in silence.

`sections` reads the common syntax; `pjsip`, `voicemail` and `rtp` judge those files; the dialplan is judged in
`asterisk_dialplan`. Names of options are those that the manuals of Asterisk 16 and 22 (core-en_US.xml of both packages)
have in common. Raises Fault with the line of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network

LINE_MOST = 8190


class Fault(Exception):
    """The file is not what Asterisk 16 and 22 both take, or says something that leads nowhere."""


@dataclass(frozen=True)
class Entry:
    """One `key=value` (or `key => value`: then `arrow`), with its line."""

    key: str
    value: str
    line: int
    arrow: bool


@dataclass
class Section:
    """One `[name](…)`: its own entries after those of its templates."""

    name: str
    line: int
    template: bool
    entries: list[Entry] = field(default_factory=list)


HEADER = re.compile(r"\[([A-Za-z0-9_.+-]+)\](?:\(([A-Za-z0-9_.,!+-]*)\))?\Z")
PAIR = re.compile(r"([A-Za-z0-9_*]+) ?(=>|=) ?(.*)\Z")


CUSTOM = re.compile(r'#tryinclude "[a-z][a-z0-9_-]*/\*\.conf"\Z')


def sections(text: str, *, custom: bool = False) -> list[Section]:
    """The sections in the order of the file, templates applied. Only with `custom` a folder may be included."""
    if not text.endswith("\n") or "\r" in text:
        raise Fault("the file does not end its lines with LF")
    if bad := re.search(r"[^\x20-\x7e\n]", text):
        raise Fault(f"character {bad[0]!r}")
    out: list[Section] = []
    templates: dict[str, Section] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        if len(raw) > LINE_MOST:
            raise Fault(f"{number}: longer than {LINE_MOST} characters, Asterisk drops it")
        if raw.startswith(";--") and not raw.startswith(";---"):
            raise Fault(f"{number}: opens a block comment")
        line = raw.strip()
        if not line or line.startswith(";"):
            continue
        if re.search(r"(?<!\\);", line):
            raise Fault(f"{number}: a semicolon ends the value")
        if custom and CUSTOM.match(line):
            continue
        if line.startswith("#"):
            raise Fault(f"{number}: {line.split()[0]}: the files stand alone")
        if line.startswith("["):
            out.append(_header(line, number, templates))
            continue
        pair = PAIR.match(line)
        if not pair:
            raise Fault(f"{number}: no '=' in {line!r}")
        if not out:
            raise Fault(f"{number}: stands before the first section")
        out[-1].entries.append(Entry(pair[1], pair[3], number, pair[2] == "=>"))
    return out


def _header(line: str, number: int, templates: dict[str, Section]) -> Section:
    head = HEADER.match(line)
    if not head:
        raise Fault(f"{number}: not a section header: {line}")
    flags = head[2].split(",") if head[2] else []
    if "+" in flags:
        raise Fault(f"{number}: (+) adds to another section")
    section = Section(head[1], number, "!" in flags)
    for base in (f for f in flags if f != "!"):
        if base not in templates:
            raise Fault(f"{number}: no template {base}: Asterisk refuses the whole file")
        section.entries += templates[base].entries
    if section.template:
        if section.name in templates:
            raise Fault(f"{number}: template {section.name} stands twice")
        templates[section.name] = section
    return section


# ---------------------------------------------------------------- values


def _word(*choices: str) -> Callable[[str], bool]:
    return lambda value: value in choices


def _number(least: int, most: int) -> Callable[[str], bool]:
    return lambda value: bool(re.fullmatch(r"0|[1-9][0-9]*", value)) and least <= int(value) <= most


def _match(pattern: str) -> Callable[[str], bool]:
    return lambda value: bool(re.fullmatch(pattern, value))


def _network(value: str) -> bool:
    try:
        IPv4Network(value, strict=True)
    except ValueError:
        return False
    return True


def _address(value: str) -> bool:
    try:
        IPv4Address(value)
    except ValueError:
        return False
    return True


def _codecs(value: str) -> bool:
    names = value.split(",")
    if names[0] == "!all" and len(names) > 1:  # anew, whatever a template allowed
        del names[0]
    return len(set(names)) == len(names) and set(names) <= {"alaw", "ulaw", "g722", "g729", "gsm", "opus", "all"}


def _bind(value: str) -> bool:
    address, _, port = value.partition(":")
    return _address(address) and _number(1, 65535)(port)


def _matches(value: str) -> bool:
    return all(_network(x) or re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", x) for x in value.split(","))


YES_NO = _word("yes", "no")
NAME = _match(r"[A-Za-z0-9_.+-]{1,79}")
SIP_URI = _match(r"sip:(?:[A-Za-z0-9._+-]+@)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?")
TEAMS = _match(r"[a-z0-9-]+(?:,[a-z0-9-]+)*")
MASKED = _match(r"0\.0\.0\.0/0(?:\.0\.0\.0)?")
SECONDS = _number(0, 86400)

# Options that may stand more than once in one object; all others may not.
REPEATED = {"local_net", "set_var", "permit", "deny", "contact_permit", "contact_deny", "match", "contact"}

VALUES: dict[str, dict[str, Callable[[str], bool]]] = {
    "transport": {
        "protocol": _word("udp"), "bind": _bind, "external_signaling_address": _address,
        "external_media_address": _address, "external_signaling_port": _number(1, 65535), "local_net": _network,
    },
    "endpoint": {
        "identify_by": _word("username", "ip"), "disallow": _word("all"), "allow": _codecs,
        "dtmf_mode": _word("rfc4733", "inband", "info", "auto", "auto_info", "none"),
        "direct_media": YES_NO, "force_rport": YES_NO, "rewrite_contact": YES_NO, "rtp_symmetric": YES_NO,
        "trust_id_inbound": YES_NO, "trust_id_outbound": YES_NO, "send_pai": YES_NO, "send_rpid": YES_NO,
        "allow_transfer": YES_NO, "allow_subscribe": YES_NO, "deny": MASKED, "contact_deny": MASKED,
        "permit": _network, "contact_permit": _network, "auth": NAME, "outbound_auth": NAME, "aors": NAME,
        "context": NAME, "subscribe_context": NAME, "named_call_group": TEAMS, "named_pickup_group": TEAMS,
        "from_user": NAME, "transport": NAME, "language": _match(r"[a-z]{2}(_[A-Z]{2})?"),
        "callerid": _match(r"\"[A-Za-z0-9 .'+_-]+\" <[0-9]{2,8}>"), "mailboxes": _match(r"[0-9]{2,8}@[a-z]+"),
        "set_var": _match(r"[A-Z][A-Z_]*=[A-Za-z0-9+-]*"), "from_domain": _match(r"[a-z0-9-]+(\.[a-z0-9-]+)+"),
    },
    "auth": {"auth_type": _word("userpass"), "username": _match(r"[A-Za-z0-9._+-]{1,64}"),
             "password": _match(r"[A-Za-z0-9]{6,64}")},
    "aor": {
        "max_contacts": _number(1, 10), "remove_existing": YES_NO, "qualify_frequency": SECONDS,
        "qualify_timeout": _match(r"[1-9][0-9]?(\.[0-9]+)?"), "contact": SIP_URI,
        "minimum_expiration": SECONDS, "maximum_expiration": SECONDS, "default_expiration": SECONDS,
    },
    "registration": {
        "transport": NAME, "server_uri": SIP_URI, "client_uri": SIP_URI, "contact_user": _match(r"[A-Za-z0-9._+-]+"),
        "outbound_auth": NAME, "expiration": _number(60, 86400), "retry_interval": _number(1, 3600),
        "forbidden_retry_interval": _number(1, 3600), "fatal_retry_interval": _number(1, 3600),
        "max_retries": _number(1000, 1000000), "auth_rejection_permanent": YES_NO, "line": YES_NO, "endpoint": NAME,
    },
    "identify": {"endpoint": NAME, "match": _matches, "srv_lookups": YES_NO},
}  # fmt: skip

NEEDED = {
    "transport": {"protocol", "bind"},
    "endpoint": {"context", "aors", "disallow", "allow", "direct_media", "identify_by"},
    "auth": {"auth_type", "username", "password"},
    "aor": {"qualify_frequency"},
    "registration": {"server_uri", "client_uri", "contact_user", "outbound_auth", "max_retries"},
    "identify": {"endpoint", "match"},
}


@dataclass
class Pjsip:
    """The objects of pjsip.conf: type → name → option → values."""

    objects: dict[str, dict[str, dict[str, list[str]]]]

    def all(self, kind: str) -> dict[str, dict[str, list[str]]]:
        """The objects of one type, by name."""
        return self.objects.get(kind, {})

    def one(self, kind: str, name: str, option: str) -> str:
        """The single value of an option; Fault if there is none or more."""
        values = self.all(kind).get(name, {}).get(option, [])
        if len(values) != 1:
            raise Fault(f"{kind} {name}: {option} has {len(values)} values")
        return values[0]

    @property
    def emitted(self) -> set[str]:
        """Every `TYPE.OPTION` in use."""
        return {f"{kind}.{o}" for kind, all_ in self.objects.items() for opts in all_.values() for o in opts}


def pjsip(text: str) -> Pjsip:
    """Read and judge pjsip.conf as a whole."""
    objects: dict[str, dict[str, dict[str, list[str]]]] = {}
    for section in sections(text):
        if section.template:
            continue
        kinds = [e.value for e in section.entries if e.key == "type"]
        if len(kinds) != 1 or kinds[0] not in VALUES:
            raise Fault(f"{section.line}: [{section.name}] has the types {kinds}")
        kind = kinds[0]
        if section.name in objects.setdefault(kind, {}):
            raise Fault(f"{section.line}: a second {kind} {section.name}: Asterisk would drop every {kind}")
        objects[kind][section.name] = _options(kind, section)
    found = Pjsip(objects)
    _related(found)
    return found


def _options(kind: str, section: Section) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for entry in section.entries:
        where = f"{entry.line}: [{section.name}] {entry.key}={entry.value}"
        if entry.key == "type":
            pass
        elif entry.key not in VALUES[kind]:
            raise Fault(f"{where}: no option of {kind} in both 16 and 22")
        elif not VALUES[kind][entry.key](entry.value):
            raise Fault(f"{where}: a value that {kind} does not take")
        elif entry.key in out and entry.key not in REPEATED and not entry.value.startswith("!all,"):
            raise Fault(f"{where}: stands twice")
        if entry.arrow:
            raise Fault(f"{where}: written with =>")
        out.setdefault(entry.key, []).append(entry.value)
    if missing := NEEDED[kind] - set(out):
        raise Fault(f"{section.line}: {kind} {section.name} lacks {', '.join(sorted(missing))}")
    return out


REFERENCES = (
    ("endpoint", "aors", "aor"), ("endpoint", "auth", "auth"), ("endpoint", "outbound_auth", "auth"),
    ("endpoint", "transport", "transport"), ("registration", "outbound_auth", "auth"),
    ("registration", "transport", "transport"), ("registration", "endpoint", "endpoint"),
    ("identify", "endpoint", "endpoint"),
)  # fmt: skip


def _related(found: Pjsip) -> None:
    """What only the whole file shows: references, open doors, one socket on a port."""
    for kind, option, wanted in REFERENCES:
        for name, options in found.all(kind).items():
            for value in options.get(option, []):
                if value not in found.all(wanted):
                    raise Fault(f"{kind} {name}: {option}={value} is no {wanted}")
    binds = [o["bind"][0] for o in found.all("transport").values()]
    if not binds or len(set(binds)) != len(binds):
        raise Fault(f"transports on {binds}")
    for name, options in found.all("transport").items():
        if ("external_signaling_address" in options) != ("local_net" in options):
            raise Fault(f"transport {name}: an external address and local_net go together")
    for name, options in found.all("endpoint").items():
        if "auth" not in options and options["identify_by"] != ["ip"]:
            raise Fault(f"endpoint {name}: who knows the name may call as it")
        if "auth" in options and "outbound_auth" in options:
            raise Fault(f"endpoint {name}: challenges its provider")
        if ("permit" in options) != ("deny" in options) or ("contact_permit" in options) != ("contact_deny" in options):
            raise Fault(f"endpoint {name}: deny and permit go together")
    for name, options in found.all("registration").items():
        if options.get("line") != ["yes"] or "endpoint" not in options:
            raise Fault(f"registration {name}: line=yes and endpoint= go together")
    for name, options in found.all("aor").items():
        if ("contact" in options) == ("max_contacts" in options):
            raise Fault(f"aor {name}: either registers or has a contact")


# ---------------------------------------------------------------- voicemail.conf and rtp.conf

BOX = re.compile(
    r"([0-9]{4,10}),([A-Za-z0-9 .'+_-]+),([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)?,,([a-z]+=[a-z]+(?:\|[a-z]+=[a-z]+)*)\Z"
)
ZONE = re.compile(r"[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)*\|('[a-z/-]+'|[A-Za-z])( ('[a-z/-]+'|[A-Za-z]))*\Z")
GENERAL: dict[str, Callable[[str], bool]] = {
    "format": _word("wav", "wav49|wav", "wav49|gsm|wav"),
    "serveremail": _match(r"[a-z]+@[a-z0-9-]+(\.[a-z0-9-]+)+"),
    "passwordlocation": _word("spooldir", "voicemail.conf"),
    "attach": YES_NO,
    "maxlogins": _number(1, 10),
    "maxsecs": _number(1, 3600),
}


@dataclass(frozen=True)
class Box:
    """A mailbox; `email` is empty if it has none."""

    pin: str
    name: str
    email: str
    options: tuple[tuple[str, str], ...]


@dataclass
class Voicemail:
    """voicemail.conf: its general options, zones, the boxes of `default`, and the PINs of `desks`."""

    general: dict[str, str]
    zones: dict[str, str]
    boxes: dict[str, Box]
    desks: dict[str, Box]


def voicemail(text: str) -> Voicemail:
    """Read and judge voicemail.conf."""
    desks = ("desks",) if "\n[desks]\n" in text else ()
    parts = _parts(text, ("general", "zonemessages", "default", *desks))
    general = _plain(parts["general"], GENERAL)
    zones = _plain(parts["zonemessages"], None)
    for name, value in zones.items():
        if not ZONE.match(value):
            raise Fault(f"zone {name}: {value}")
    return Voicemail(
        general,
        zones,
        _boxes(parts["default"], zones),
        _boxes(parts["desks"], zones) if desks else {},
    )


def _boxes(section: Section, zones: dict[str, str]) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for entry in section.entries:
        match = BOX.match(entry.value)
        if not match or not entry.arrow or not entry.key.isdigit() or entry.key in boxes:
            raise Fault(f"{entry.line}: not a mailbox, or one that stands twice")
        options = tuple((k, v) for k, _, v in (o.partition("=") for o in match[4].split("|")))
        for key, value in options:
            if not (key == "attach" and YES_NO(value)) and not (key == "tz" and value in zones):
                raise Fault(f"{entry.line}: option {key}={value}")
        boxes[entry.key] = Box(match[1], match[2], match[3] or "", options)
    return boxes


def rtp(text: str) -> tuple[int, int]:
    """Read and judge rtp.conf: the first and the last port."""
    port = _number(1024, 65535)
    values = _plain(_parts(text, ("general",))["general"], {"rtpstart": port, "rtpend": port})
    first, last = int(values["rtpstart"]), int(values["rtpend"])
    if first >= last or first % 2:
        raise Fault(f"RTP from {first} to {last}")
    return first, last


def _parts(text: str, wanted: tuple[str, ...]) -> dict[str, Section]:
    found = sections(text)
    if tuple(s.name for s in found) != wanted:
        raise Fault(f"sections {[s.name for s in found]}, not {list(wanted)}")
    return {s.name: s for s in found}


def _plain(section: Section, known: dict[str, Callable[[str], bool]] | None) -> dict[str, str]:
    out: dict[str, str] = {}
    for entry in section.entries:
        if entry.key in out or (known is not None and (entry.key not in known or not known[entry.key](entry.value))):
            raise Fault(f"{entry.line}: [{section.name}] {entry.key}={entry.value}")
        out[entry.key] = entry.value
    return out


def options(text: str, known: dict[str, dict[str, Callable[[str], bool]]]) -> dict[str, dict[str, str]]:
    """Read a file of plain options; `known` has, for each section (`*` for any other), what may stand in it."""
    out = {}
    for section in sections(text):
        if section.name in out or section.template:
            raise Fault(f"{section.line}: [{section.name}] stands twice")
        out[section.name] = _plain(section, known.get(section.name, known.get("*", {})))
    return out


ROOM: dict[str, Callable[[str], bool]] = {
    "type": _word("bridge", "user"), "max_members": _number(2, 1000), "pin": _match("[0-9]{4,10}"),
    "music_on_hold_when_empty": YES_NO, "announce_only_user": YES_NO,
}  # fmt: skip
PLAIN_FILES: dict[str, dict[str, dict[str, Callable[[str], bool]]]] = {
    "confbridge.conf": {"general": {}, "*": ROOM},
    "res_parking.conf": {
        "general": {},
        "default": {
            "parkext": _number(10, 99999999), "parkpos": _match("[0-9]{2,8}-[0-9]{2,8}"), "context": NAME,
            "parkinghints": YES_NO, "comebacktoorigin": YES_NO,
        },
    },
    "features.conf": {
        "general": {"pickupexten": _word("")},
        "featuremap": {k: _match(r"[*#0-9]{1,3}") for k in ("blindxfer", "atxfer")},
    },
    "musiconhold.conf": {"general": {}, "default": {"mode": _word("files"), "directory": NAME}},
}  # fmt: skip


def modules(text: str) -> set[str]:
    """Read and judge modules.conf: what is loaded, and nothing by itself."""
    found = sections(text)
    if [s.name for s in found] != ["modules"]:
        raise Fault("modules.conf has one section")
    first, *rest = found[0].entries
    names = [e.value.removesuffix(".so") for e in rest]
    loads = all(e.key == "load" for e in rest)
    if (first.key, first.value) != ("autoload", "no") or not loads or len(set(names)) < len(names):
        raise Fault("not a list of modules to load")
    return set(names)

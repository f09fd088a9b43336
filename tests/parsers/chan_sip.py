"""An independent, strict reader of sip.conf: it refuses what chan_sip accepts in silence, which is any option at all.

Names and values of options are those of the sample sip.conf of Asterisk 16. Raises Fault with the line of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.parsers.asterisk_conf import Fault, Section, sections

Check = Callable[[str], bool]


def _word(*choices: str) -> Check:
    return lambda value: value in choices


def _like(pattern: str) -> Check:
    return lambda value: bool(re.fullmatch(pattern, value))


OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
ADDRESS = rf"{OCTET}(?:\.{OCTET}){{3}}"
DOMAIN = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"
USER = r"[A-Za-z0-9._+-]{1,64}"
SECRET = r"[A-Za-z0-9!$%*+._=?^~-]{6,64}"
YES_NO = _word("yes", "no")
NETWORK = _like(rf"{ADDRESS}/(?:3[0-2]|[12]?[0-9])")
CONTEXT = _like(r"[a-z][a-z0-9-]{0,78}")
CODECS = _like(r"(?:alaw|ulaw|g722|g729)(?:,(?:alaw|ulaw|g722|g729))*")
SECONDS = _like(r"[1-9][0-9]{0,4}")
LANGUAGE = _like(r"[a-z]{2}")
TEAMS = _like(r"[a-z0-9-]+(?:,[a-z0-9-]+)*")
ALL = _word("all")
NOBODY = _word("0.0.0.0/0.0.0.0")
REGISTER = re.compile(
    rf"(?P<peer>[a-z0-9_-]+)\?(?P<user>{USER}):(?P<secret>{SECRET})@(?P<host>{DOMAIN})/(?P<contact>{USER})~(?P<expiry>[0-9]+)"
)

GENERAL: dict[str, Check] = {
    "context": CONTEXT, "allowguest": _word("no"), "alwaysauthreject": _word("yes"), "allowoverlap": _word("no"),
    "udpbindaddr": _like(rf"{ADDRESS}:[1-9][0-9]{{0,4}}"), "tcpenable": _word("no"), "transport": _word("udp"),
    "srvlookup": YES_NO, "externaddr": _like(ADDRESS), "localnet": NETWORK, "nat": _word("no"),
    "directmedia": _word("no"), "dtmfmode": _word("rfc2833"), "disallow": ALL, "allow": CODECS, "language": LANGUAGE,
    "callcounter": _word("yes"), "qualifyfreq": SECONDS, "minexpiry": SECONDS, "maxexpiry": SECONDS,
    "defaultexpiry": SECONDS, "registerattempts": _word("0"), "registertimeout": SECONDS, "register_retry_403": YES_NO,
    "register": lambda value: bool(REGISTER.fullmatch(value)),
}  # fmt: skip
PHONE: dict[str, Check] = {
    "type": _word("friend"), "host": _word("dynamic"), "subscribecontext": CONTEXT, "deny": NOBODY, "permit": NETWORK,
    "contactdeny": NOBODY, "contactpermit": NETWORK, "qualify": _like(r"[1-9][0-9]{3}"), "secret": _like(SECRET),
    "context": CONTEXT, "callerid": _like(r"\"[A-Za-z0-9 .'+_-]+\" <[0-9]{2,8}>"), "language": LANGUAGE,
    "disallow": ALL, "allow": CODECS, "mailbox": _like(r"[0-9]{2,8}@default"), "namedcallgroup": TEAMS,
    "namedpickupgroup": TEAMS, "setvar": _like(r"[A-Z][A-Z_]*=[A-Za-z0-9+-]*"),
}  # fmt: skip
TRUNK: dict[str, Check] = {
    "type": _word("peer"), "host": _like(f"{ADDRESS}|{DOMAIN}"), "defaultuser": _like(USER),
    "remotesecret": _like(SECRET), "fromuser": _like(USER), "fromdomain": _like(DOMAIN),
    "insecure": _word("port,invite"), "context": CONTEXT, "nat": _word("comedia"), "disallow": ALL, "allow": CODECS,
    "language": LANGUAGE, "trustrpid": YES_NO, "sendrpid": _word("pai", "no"), "trust_id_outbound": _word("no"),
    "allowtransfer": _word("no"), "allowsubscribe": _word("no"), "qualify": _like(r"no|[1-9][0-9]{3}"),
}  # fmt: skip
REPEATED = {"localnet", "register", "setvar", "permit"}
MAY_LACK = {
    "externaddr", "localnet", "register", "mailbox", "namedcallgroup", "namedpickupgroup", "setvar", "fromuser",
    "sendrpid",
}  # fmt: skip


@dataclass(frozen=True)
class Registration:
    """A line `register =>`: by which peer, as whom, where, and what the Contact says."""

    peer: str
    user: str
    secret: str
    host: str
    contact: str
    expiry: int


@dataclass(frozen=True)
class Sip:
    """sip.conf: its general options, the phones and the peers of providers by name (option → values)."""

    general: dict[str, list[str]]
    phones: dict[str, dict[str, list[str]]]
    trunks: dict[str, dict[str, list[str]]]
    registrations: tuple[Registration, ...]

    def one(self, name: str, option: str) -> str:
        """The single value of an option of a peer; Fault if there is none or more."""
        values = {**self.phones, **self.trunks}[name].get(option, [])
        if len(values) != 1:
            raise Fault(f"{name}: {option} has {len(values)} values")
        return values[0]

    @property
    def emitted(self) -> set[str]:
        """Every option in use, as the target's KEYS names them."""
        out = {f"sip.general.{o}" for o in self.general}
        for kind, peers in (("phone", self.phones), ("trunk", self.trunks)):
            out |= {f"sip.{kind}.{o}" for options in peers.values() for o in options}
        return out


def sip(text: str) -> Sip:
    """Read and judge sip.conf as a whole."""
    general, *rest = [s for s in sections(text) if not s.template]
    if general.name != "general":
        raise Fault("the first section is not general")
    phones: dict[str, dict[str, list[str]]] = {}
    trunks: dict[str, dict[str, list[str]]] = {}
    for section in rest:
        kinds = [e.value for e in section.entries if e.key == "type"]
        if kinds not in (["friend"], ["peer"]):
            raise Fault(f"{section.line}: [{section.name}] has the types {kinds}")
        taken = {n.lower() for n in (*phones, *trunks, "general", "authentication")}  # the driver does not tell case
        if section.name.lower() in taken:
            raise Fault(f"{section.line}: a second [{section.name}]")
        (phones if kinds == ["friend"] else trunks)[section.name] = _options(section, kinds[0])
    said = _options(general, "general")
    found = [REGISTER.fullmatch(r) for r in said.get("register", [])]
    registrations = tuple(
        Registration(m["peer"], m["user"], m["secret"], m["host"], m["contact"], int(m["expiry"])) for m in found if m
    )
    out = Sip(said, phones, trunks, registrations)
    for registration in registrations:
        if out.trunks.get(registration.peer, {}).get("qualify") != ["no"]:
            raise Fault(f"{registration.peer}: registers by a peer that may count as unreachable")
    if ("externaddr" in said) != ("localnet" in said):
        raise Fault("an external address and localnet go together")
    return out


def _options(section: Section, kind: str) -> dict[str, list[str]]:
    known = {"general": GENERAL, "friend": PHONE, "peer": TRUNK}[kind]
    out: dict[str, list[str]] = {}
    for entry in section.entries:
        where = f"{entry.line}: [{section.name}] {entry.key}"
        if entry.key not in known or not known[entry.key](entry.value):
            raise Fault(f"{where}: an option or a value that chan_sip does not know")
        if entry.arrow != (entry.key == "register"):
            raise Fault(f"{where}: => is for register alone")
        # Of an option that stands twice the later one holds: a template's `host` is replaced so.
        if entry.key in out and entry.key not in REPEATED and entry.key not in ("host", "disallow", "allow"):
            raise Fault(f"{where}: stands twice")
        out[entry.key] = [*out.get(entry.key, []), entry.value] if entry.key in REPEATED else [entry.value]
    if missing := set(known) - MAY_LACK - set(out):
        raise Fault(f"{section.line}: [{section.name}] lacks {', '.join(sorted(missing))}")
    return out

"""What a router holds, as values: aliases, rules, port forwards, outbound NAT and DHCP.

Both the setup sheet and the XML are made from these, so that they cannot disagree. Texts are named by
key (`texts.py`) and written in the language of the sheet, or in the organization's first one in XML.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address

from generators.estate.places import Network


@dataclass(frozen=True)
class Interface:
    """An interface: its key in the configuration of an empty router, its name on the screens, its network."""

    key: str
    name: str
    network: Network


class AliasType(StrEnum):
    """What an alias holds (alias-utils.inc)."""

    HOST = "host"
    NETWORK = "network"
    PORT = "port"


@dataclass(frozen=True)
class AliasEntry:
    """An entry of an alias and the words beside it."""

    value: str
    detail: str


@dataclass(frozen=True)
class Alias:
    """A name for addresses or ports. `text` names its description. A port range is written `a:b` here."""

    name: str
    type: AliasType
    entries: tuple[AliasEntry, ...]
    text: str


class EndKind(StrEnum):
    """How an end of a rule is given; exactly one of the three (filter.inc)."""

    ANY = "any"
    NETWORK = "network"  # interface words only: opt1, opt1ip, wanip
    ADDRESS = "address"  # an address, a network or an alias


@dataclass(frozen=True)
class End:
    """Source or destination of a rule. A port range is written `a-b` here; `said` is what the screen calls it."""

    kind: EndKind
    value: str
    said: str
    port: str | None = None


@dataclass(frozen=True)
class Pipes:
    """The limiters of a rule: for what comes in by its interface, and for what goes out there."""

    incoming: str
    outgoing: str


@dataclass(frozen=True)
class Limiter:
    """A limiter: its number on an empty router, its rate in kbit/s, and the access in bit/s that it is a part of."""

    name: str
    number: int
    rate: int
    access: int
    text: str


@dataclass(frozen=True)
class Rule:
    """A filter rule. `id` is its identity within the site, `text` names its description and its reason.

    `last` stands below all rules of its interface, also those that are not ours. `ours` are not those of an empty
    router's LAN: they are there for its administrator, carry no mark, and no merge makes or takes them away.
    """

    id: str
    interface: str
    action: str
    protocol: str | None
    source: End
    destination: End
    text: str
    names: tuple[tuple[str, str], ...] = ()
    family: str = "inet"
    log: bool = False
    association: str | None = None
    tracker: str = ""
    last: bool = False
    ours: bool = True
    pipes: Pipes | None = None


@dataclass(frozen=True)
class Forward:
    """A port forward from the WAN. `local_port` is the first port of the range only."""

    id: str
    protocol: str
    source: End
    destination: End
    target: str
    local_port: str
    text: str
    association: str


@dataclass(frozen=True)
class Outbound:
    """An outbound NAT rule that keeps the source port. `new` chooses the layout of configuration 23.0 and later."""

    source: str
    text: str
    new: bool


@dataclass(frozen=True)
class StaticMap:
    """A phone with a fixed address."""

    mac: str
    address: str
    hostname: str
    descr: str


@dataclass(frozen=True)
class Option:
    """A numbered DHCP option: its type on the screen's list, and its value in clear."""

    number: int
    type: str
    value: str


@dataclass(frozen=True)
class Scope:
    """A DHCP scope. Lists and texts may be empty: then the element is left out."""

    key: str
    first: IPv4Address | str
    last: IPv4Address | str
    gateway: str = ""
    domain: str = ""
    dns: str = ""
    ntp: str = ""
    tftp: str = ""
    options: tuple[Option, ...] = ()
    maps: tuple[StaticMap, ...] = ()


@dataclass(frozen=True)
class HostName:
    """A name that the router's resolver answers: `host` under `domain`."""

    host: str
    domain: str
    address: str
    text: str


@dataclass(frozen=True)
class Plan:
    """All that a site's router holds for telephony.

    `voice` is None where there are no phones. `servers` are the interfaces behind which the PBX and the
    provisioning server stand, of those at this site. `factory_lan`: LAN is left as delivered. `data`: computers go
    out by this router too, as far as is known.
    """

    voice: Interface | None
    servers: tuple[tuple[str, Interface], ...]
    factory_lan: bool
    data: bool
    aliases: tuple[Alias, ...]
    forwards: tuple[Forward, ...]
    outbound: tuple[Outbound, ...]
    limiters: tuple[Limiter, ...]
    rules: tuple[Rule, ...]
    scope: Scope | None
    lan_scope: Scope | None
    names: tuple[HostName, ...]

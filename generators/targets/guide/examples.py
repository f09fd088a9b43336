"""The values that written pages may draw: frozen views, every field of which is always there.

`exists` says whether the estate has such a thing; where it is False the others are invented
(`fiction.py`). All are text as printed, except counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Org:
    """The organization. `repository` is its address for readers, or empty; `edit_branch` its branch."""

    name: str
    domain: str
    timezone: str
    repository: str
    edit_branch: str


@dataclass(frozen=True)
class Pbx:
    """The telephone server: addresses inside and from the Internet, product, and its site's title."""

    address: str
    public: str
    product: str
    site: str


@dataclass(frozen=True)
class Tftp:
    """Where phones fetch their files. `http` is the port of the same files over HTTP, or empty."""

    address: str
    port: str
    http: str


@dataclass(frozen=True)
class Time:
    """The time server."""

    address: str


@dataclass(frozen=True)
class Trunk:
    """The first trunk: the provider's title, the account, the provider's domain, calls at once."""

    id: str
    provider: str
    account: str
    domain: str
    channels: int
    exists: bool


@dataclass(frozen=True)
class Number:
    """The first public number, in E.164, as dialled in the country, and with the prefix for abroad (`0033…`)."""

    e164: str
    national: str
    international: str
    exists: bool


@dataclass(frozen=True)
class Person:
    """Somebody with an extension."""

    id: str
    name: str
    extension: str
    exists: bool


@dataclass(frozen=True)
class PhoneExample:
    """A phone: `mac` twelve digits, `colons` with colons, `file` what it asks TFTP for, `load` its firmware."""

    id: str
    mac: str
    colons: str
    model: str
    file: str
    site: str
    load: str
    exists: bool


@dataclass(frozen=True)
class Head:
    """The site of the PBX and its voice network."""

    id: str
    title: str
    subnet: str
    vlan: str
    gateway: str
    pool: str


@dataclass(frozen=True)
class Agency:
    """A site with a VPN: its voice network, the link's id and the link's own network."""

    id: str
    title: str
    subnet: str
    vlan: str
    gateway: str
    pool: str
    exists: bool
    tunnel: str
    link: str


@dataclass(frozen=True)
class ProxySite:
    """A site without VPN, behind siproxd: its router's address inside and from the Internet."""

    id: str
    title: str
    exists: bool
    router_address: str
    public: str


class Emergency(NamedTuple):
    """An emergency number and whom it reaches."""

    number: str
    title: str


@dataclass(frozen=True)
class CodeExamples:
    """Feature codes, as dialled."""

    voicemail: str


@dataclass(frozen=True)
class Counts:
    """How many of each there are."""

    sites: int
    phones: int
    people: int
    numbers: int
    lines: int
    endpoints: int


@dataclass(frozen=True)
class Tool:
    """Tonalité itself."""

    version: str

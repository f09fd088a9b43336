"""The shapes of catalog data: what a product, a country, a provider or a release is.

Frozen dataclasses, filled from one YAML file each (`catalog/load.py`), so that adding a phone model
adds a file and nothing else. Every file names the public source of its facts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Screen:
    """A phone's screen: label widths in characters."""

    label: int
    line_label: int


@dataclass(frozen=True)
class Poe:
    """Power over Ethernet: the class of IEEE 802.3af, None where the phone has none, and the watts it was given."""

    ieee_class: int | None
    watts: float


@dataclass(frozen=True)
class PhoneModel:
    """A phone model on SIP firmware. What no public document states is None or empty, never guessed.

    `family` chooses the files it reads: `flat` (7940, 7960: name: value text) or `xml` (7941 and
    siblings: one document). `lines` counts the buttons that can hold a line. `load` is the firmware
    that phones get where the source names none, one of the known `loads`, which all begin with
    `load_prefix` (not to be had from the model's number: a 7961 runs SIP41). `load_id` is the number
    of the model in XMLDefault.cnf.xml, `default_load` the first firmware of a phone that was reset or is new.
    `firmware_files` are the names of the files that the firmware consists of, `*` for the release.
    `firmware_releases` is, by load, the release that its .sbn files carry, where a public listing shows it.
    `locale_jar` is the archive of texts in a language's folder, `desktops` the folder of backgrounds
    below `Desktops/`, `option60` the vendor classes its DHCP client was seen to send.
    `password_most` is the longest SIP password it takes, `file_most` the largest file, in bytes.
    `uncertain` names the fields above that sources contradict or that none confirms.
    """

    id: str
    title: str
    vendor: str
    family: Literal["flat", "xml"]
    lines: int
    load: str
    load_prefix: str
    loads: tuple[str, ...]
    load_id: int
    default_load: str
    screen: Screen
    password_most: int
    file_most: int
    sources: tuple[str, ...]
    firmware_files: tuple[str, ...] = ()
    firmware_releases: dict[str, str] = field(default_factory=dict)
    locale_jar: str | None = None
    desktops: str | None = None
    option60: tuple[str, ...] = ()
    g722: bool | None = None
    poe: Poe | None = None
    uncertain: tuple[str, ...] = ()
    seen_on_hardware: tuple[str, ...] = ()


@dataclass(frozen=True)
class NumberClass:
    """A class of numbers that a permission opens: its patterns as dialled, and whether it is open by default.

    `protected` numbers (helplines) may not be taken by an extension.
    """

    id: str
    title: dict[str, str]
    patterns: tuple[str, ...]
    default: bool
    sources: tuple[str, ...]
    protected: bool = False


@dataclass(frozen=True)
class Holiday:
    """A public holiday: its day and its name by language."""

    day: date
    title: dict[str, str]


@dataclass(frozen=True)
class EmergencyNumber:
    """A number that every phone can always dial."""

    number: str
    title: dict[str, str]


@dataclass(frozen=True)
class Country:
    """A number plan: `calling_code` without plus, the prefix before a national number, the one before a foreign one.

    `national_digits` counts the digits of a national number with its prefix: the most of them where numbers differ
    in length, `national_least` being the least then (None where all are alike). After the prefix, which is empty in
    some countries, comes one of the digits `national_first`; this tells a national number from a short one there.
    `geographic` are the beginnings (in E.164) of numbers that tell emergency centres a place. `fiction` begins a block
    of ten thousand numbers that are never assigned: masked numbers and samples are taken from it. `tone_zone` names
    the call progress tones as Asterisk's indications.conf does.
    """

    id: str
    title: dict[str, str]
    calling_code: str
    trunk_prefix: str
    international_prefix: str
    national_digits: int
    geographic: tuple[str, ...]
    fiction: str
    fiction_mobile: str
    emergency: tuple[EmergencyNumber, ...]
    classes: tuple[NumberClass, ...]
    tone_zone: str
    sources: tuple[str, ...]
    national_least: int | None = None
    national_first: str = "123456789"


@dataclass(frozen=True)
class Provider:
    """A SIP provider: where it is, how it writes numbers, what it needs of a PBX.

    `domain` is a default that a trunk may replace. `outbound_format` is `e164` (+33…), `00` (0033…)
    or `national` (01…). `caller_id` says where the presented number goes: `from` or `pai`.
    `registration_seconds` is the expiry to ask for.
    """

    id: str
    title: str
    domain: str | None
    outbound_format: Literal["e164", "00", "national"]
    caller_id: Literal["from", "pai"]
    registration_seconds: int
    codecs: tuple[str, ...]
    match: tuple[str, ...]
    sources: tuple[str, ...]
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RouterRelease:
    """A release of a router's system: its name, and the version number its configuration files carry.

    `presumed_version` stands for `config_version` where that is not confirmed; a file is taken by it only if forced.
    `kea` says what its DHCP server Kea can do: it is not there, it ignores numbered options, or takes them as JSON.
    """

    product: str
    release: str
    config_version: str | None
    confirmed: bool
    outbound_nat: Literal["old", "new"]
    sources: tuple[str, ...]
    presumed_version: str | None = None
    kea: Literal["absent", "limited", "json"] = "absent"


@dataclass(frozen=True)
class HourChange:
    """A yearly change of hour in the local time that holds just before it: `week` 1 to 4, or 8 for the month's last."""

    month: int
    weekday: Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    week: int
    time: str


@dataclass(frozen=True)
class SummerTime:
    """Summer time: hours added to standard time, from `start` (standard time) to `stop` (summer time)."""

    offset: int
    start: HourChange
    stop: HourChange


@dataclass(frozen=True)
class PhoneZone:
    """A zone as one family of phones says it.

    `name` is exact: a time_zone code (flat) or a timeZone text (xml). `offset` is its standard time in minutes
    east of UTC. `summer` is the change of hour: written out for the flat family; for the xml family, which
    knows the rule of each name, the rule that the name stands for. `uncertain` where no document states it.
    `since` is the first of ten years in which that is the zone's clock (its country may have changed it in 2026).
    """

    name: str
    offset: int
    summer: SummerTime | None = None
    since: int = 2026
    uncertain: bool = False


@dataclass(frozen=True)
class ModuleModel:
    """An add-on module: keys that go on after the phone's own. `fits` are the models it can be attached to.

    `device_type` is the module's number in addOnModules and `load_id` that of its load in XMLDefault.cnf.xml.
    """

    id: str
    title: str
    keys: int
    fits: tuple[str, ...]
    most: int
    device_type: int
    load_id: int
    load: str
    label: int
    sources: tuple[str, ...]
    poe: Poe | None = None
    uncertain: tuple[str, ...] = ()
    seen_on_hardware: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A documented parameter of a family: what `extra:` may set, and to what.

    `name` is a .cnf parameter, or an element's path below `device`. `kind` decides what else counts: `low` and
    `high` for an integer, `choices` for a choice, `most` characters for a text. `managed` names what of the YAML
    decides it (then it cannot be set by hand), or None.
    """

    name: str
    kind: Literal["integer", "choice", "text"]
    source: str
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    most: int | None = None
    managed: str | None = None


@dataclass(frozen=True)
class Catalog:
    """Everything known about the world, by id."""

    models: dict[str, PhoneModel]
    countries: dict[str, Country]
    providers: dict[str, Provider]
    routers: dict[str, dict[str, RouterRelease]]
    flat_time_zones: dict[str, PhoneZone]
    xml_time_zones: dict[str, PhoneZone]
    modules: dict[str, ModuleModel]
    parameters: dict[str, dict[str, Parameter]]
    holidays: dict[str, tuple[Holiday, ...]]

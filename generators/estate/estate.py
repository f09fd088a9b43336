"""The Estate: the whole installation, resolved. The only thing targets, simulators and pages see.

Everything in it is immutable and sorted; look-ups are dictionaries made once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generators.catalog.types import ModuleModel, Parameter
from generators.estate.dialing import Country, DialRule
from generators.estate.handsets import Background, Logo, RingTone
from generators.estate.places import Link, Server, Site
from generators.estate.telephony import (
    Conference,
    Contact,
    Destination,
    Endpoint,
    Group,
    Kind,
    Line,
    Mailbox,
    Menu,
    Number,
    Person,
    Phone,
    PhoneModel,
    Provider,
    Schedule,
    Trunk,
)
from generators.estate.values import Audience, Origin
from generators.estate.zones import TimeZone


@dataclass(frozen=True)
class Organization:
    """Who runs the network. `languages`: the first is the default. `repository` and `url` may be empty."""

    name: str
    domain: str
    languages: tuple[str, ...]
    timezone: TimeZone
    url: str
    repository: str
    branch: str
    origin: Origin


@dataclass(frozen=True)
class Codes:
    """Feature codes, as dialled. `parked` are the first and the last position of parked calls, as extensions.

    `logout_at` is when hot desks are logged out every day (`HH:MM`), empty for never.
    """

    voicemail: str
    pickup: str
    do_not_disturb: str
    forward: str
    forward_busy: str
    forward_no_answer: str
    forward_off: str
    login: str
    logout: str
    hide_number: str
    intercom: str
    park: str
    parked: tuple[str, str]
    logout_at: str


@dataclass(frozen=True)
class Estate:
    """The installation for one audience. Tuples are sorted by id (trunks by priority and id, endpoints by phone
    and button).

    `models` are those of its phones, `known_models`, `known_modules` and `known_providers` all of the catalog,
    `parameters` what its families of phones can be told, by family (pages list them).
    """

    audience: Audience
    organization: Organization
    country: Country
    codes: Codes
    servers: Mapping[str, Server]
    sites: tuple[Site, ...]
    links: tuple[Link, ...]
    trunks: tuple[Trunk, ...]
    numbers: tuple[Number, ...]
    schedules: tuple[Schedule, ...]
    people: tuple[Person, ...]
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    mailboxes: tuple[Mailbox, ...]
    menus: tuple[Menu, ...]
    conferences: tuple[Conference, ...]
    contacts: tuple[Contact, ...]
    phones: tuple[Phone, ...]
    endpoints: tuple[Endpoint, ...]
    dial_rules: tuple[DialRule, ...]
    models: tuple[PhoneModel, ...]
    known_models: tuple[PhoneModel, ...]
    known_modules: tuple[ModuleModel, ...]
    known_providers: tuple[Provider, ...]
    parameters: Mapping[str, tuple[Parameter, ...]]
    ring_tones: tuple[RingTone, ...]
    logo: Logo | None
    backgrounds: tuple[Background, ...]
    sources: tuple[str, ...]

    @property
    def public(self) -> bool:
        """Whether this Estate may be shown to anybody."""
        return self.audience is Audience.PUBLIC

    @property
    def pbx(self) -> Server:
        """The telephone server."""
        return self.servers["pbx"]

    @cached_property
    def site(self) -> Mapping[str, Site]:
        """Sites by id."""
        return {s.id: s for s in self.sites}

    @cached_property
    def line(self) -> Mapping[str, Line]:
        """Lines by id (a person's line has the person's id)."""
        return {x.id: x for x in self.lines}

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """People by id."""
        return {x.id: x for x in self.people}

    @cached_property
    def group(self) -> Mapping[str, Group]:
        """Groups by id."""
        return {x.id: x for x in self.groups}

    @cached_property
    def mailbox(self) -> Mapping[str, Mailbox]:
        """Mailboxes by id."""
        return {x.id: x for x in self.mailboxes}

    @cached_property
    def menu(self) -> Mapping[str, Menu]:
        """Menus by id."""
        return {x.id: x for x in self.menus}

    @cached_property
    def conference(self) -> Mapping[str, Conference]:
        """Conferences by id."""
        return {x.id: x for x in self.conferences}

    @cached_property
    def contact(self) -> Mapping[str, Contact]:
        """Contacts by id."""
        return {x.id: x for x in self.contacts}

    @cached_property
    def schedule(self) -> Mapping[str, Schedule]:
        """Schedules by id."""
        return {x.id: x for x in self.schedules}

    @cached_property
    def trunk(self) -> Mapping[str, Trunk]:
        """Trunks by id."""
        return {x.id: x for x in self.trunks}

    @cached_property
    def link(self) -> Mapping[str, Link]:
        """Links by id."""
        return {x.id: x for x in self.links}

    @cached_property
    def phone(self) -> Mapping[str, Phone]:
        """Phones by id."""
        return {x.id: x for x in self.phones}

    @cached_property
    def endpoints_of_phone(self) -> Mapping[str, tuple[Endpoint, ...]]:
        """Endpoints by phone id, in the order of the buttons."""
        out: dict[str, list[Endpoint]] = {p.id: [] for p in self.phones}
        for endpoint in self.endpoints:
            out[endpoint.phone.id].append(endpoint)
        return {k: tuple(sorted(v, key=lambda e: e.button)) for k, v in out.items()}

    @cached_property
    def endpoints_of_line(self) -> Mapping[str, tuple[Endpoint, ...]]:
        """Endpoints by line id: they ring together."""
        out: dict[str, list[Endpoint]] = {x.id: [] for x in self.lines}
        for endpoint in self.endpoints:
            out[endpoint.line.id].append(endpoint)
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def phones_of_site(self) -> Mapping[str, tuple[Phone, ...]]:
        """Phones by site id."""
        out: dict[str, list[Phone]] = {s.id: [] for s in self.sites}
        for phone in self.phones:
            out[phone.site].append(phone)
        return {k: tuple(v) for k, v in out.items()}

    def title_of(self, destination: Destination) -> str:
        """What people call the destination."""
        return self._called(destination).title

    def extension_of(self, destination: Destination) -> str:
        """The extension that reaches the destination; empty for a contact, which has none."""
        found = self._called(destination)
        return "" if isinstance(found, Contact) else found.extension

    def _called(self, destination: Destination) -> Line | Group | Mailbox | Menu | Conference | Contact:
        tables: dict[Kind, Mapping[str, Line | Group | Mailbox | Menu | Conference | Contact]] = {
            Kind.LINE: self.line,
            Kind.GROUP: self.group,
            Kind.MAILBOX: self.mailbox,
            Kind.MENU: self.menu,
            Kind.CONFERENCE: self.conference,
            Kind.CONTACT: self.contact,
        }
        return tables[destination.kind][destination.id]

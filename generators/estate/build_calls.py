"""Builds people, lines, phones, endpoints, groups, numbers and trunks from a lawful source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from generators.catalog.types import Catalog, Country
from generators.estate.build_handsets import SSH_PASSWORD, HandsetsBuilder, chosen, levels
from generators.estate.handsets import Settings
from generators.estate.names import accounts, fit, fold
from generators.estate.origins import Origins
from generators.estate.places import Server, Site, Way
from generators.estate.services import directory_url, services_url
from generators.estate.telephony import (
    Conference,
    Contact,
    Destination,
    Endpoint,
    Forwards,
    Group,
    Kind,
    Line,
    Mailbox,
    Menu,
    Number,
    OpenHours,
    Person,
    Phone,
    Schedule,
    Strategy,
    Trunk,
)
from generators.estate.values import Alphabet, Mac, PhoneNumber, Secret, SecretRule
from generators.source.schema import telephony as written
from generators.source.schema.root import Source

# The strictest device of the house takes 30 characters of letters and digits (UCM, line/authPassword).
SIP_PASSWORD = SecretRule(length=20, least=12, most=30, alphabet=Alphabet.ALNUM)
# A provider's own password: what pjsip.conf takes as it is (no ; which begins a comment, nothing quoted).
TRUNK_PASSWORD = SecretRule(length=20, least=6, most=64, alphabet=Alphabet.ALNUM, extra="!$%*+-._=?^~")
MAILBOX_PIN = SecretRule(length=6, least=4, most=10, alphabet=Alphabet.DIGITS)
LOGIN_PIN = SecretRule(length=6, least=4, most=10, alphabet=Alphabet.DIGITS)  # typed on a keypad
SETTINGS_CODE = SecretRule(length=8, least=6, most=12, alphabet=Alphabet.DIGITS)  # typed on a keypad


class CallsBuilder:
    """Turns the telephony of a source into that of an Estate; every reference is known to hold."""

    def __init__(
        self,
        source: Source,
        catalog: Catalog,
        country: Country,
        origins: Origins,
        sites: Mapping[str, Site],
        handsets: HandsetsBuilder,
        provisioning: Server,
        secrets: Callable[[str, SecretRule], str | None] | None,
    ) -> None:
        self.source = source
        self.catalog = catalog
        self.country = country
        self.origins = origins
        self.sites = sites
        self.handsets = handsets
        self.provisioning = provisioning
        self.secrets = secrets

    def _secret(self, name: str, rule: SecretRule) -> Secret:
        return Secret(name, rule, self.secrets(name, rule) if self.secrets else None)

    def _to(self, name: str | None) -> Destination | None:
        return None if name is None else self.destination(name)

    def destination(self, name: str) -> Destination:
        """What an id stands for; ids are unique among what can be called."""
        if name in self.source.groups:
            return Destination(Kind.GROUP, name)
        if name in self.source.mailboxes:
            return Destination(Kind.MAILBOX, name)
        if name in self.source.menus:
            return Destination(Kind.MENU, name)
        if name in self.source.conferences:
            return Destination(Kind.CONFERENCE, name)
        if name in self.source.contacts:
            return Destination(Kind.CONTACT, name)
        return Destination(Kind.LINE, name)

    def extensions(self) -> Iterator[str]:
        """Every extension, in no particular order."""
        source = self.source
        for things in (source.people, source.lines, source.groups, source.mailboxes, source.menus, source.conferences):
            for thing in things.values():
                yield thing.extension
        yield source.dialing.park
        yield from map(str, range(source.dialing.parked[0], source.dialing.parked[1] + 1))

    def people(self) -> tuple[Person, ...]:
        """The people, sorted by id."""
        default = self.source.organization.languages[0]
        return tuple(
            Person(key, p.name, p.extension, p.email, p.language or default, self.origins.of("people", key))
            for key, p in sorted(self.source.people.items())
        )

    @cached_property
    def _presented(self) -> dict[str, PhoneNumber]:
        """For each line that a public number rings: that number (the lowest, if there are several)."""
        out: dict[str, PhoneNumber] = {}
        for number, entry in sorted(self.source.numbers.items()):
            out.setdefault(entry.to, PhoneNumber(number))
        return out

    @cached_property
    def _lines(self) -> dict[str, Line]:
        default = frozenset(c.id for c in self.country.classes if c.default)
        out: dict[str, Line] = {}
        for kind, things in (("people", self.source.people), ("lines", self.source.lines)):
            for key, thing in things.items():
                out[key] = Line(
                    id=key,
                    title=thing.name if isinstance(thing, written.Person) else thing.title,
                    extension=thing.extension,
                    person=key if kind == "people" else None,
                    mailbox=key if thing.mailbox else None,
                    presented=PhoneNumber(thing.shows) if thing.shows else self._presented.get(key),
                    permissions=default | set(thing.allow),
                    ring=thing.ring,
                    forwards=Forwards(
                        self._to(thing.forward.always), self._to(thing.forward.busy), self._to(thing.forward.no_answer)
                    ),
                    hidden=bool(thing.hide_number),
                    pickup=tuple(sorted(set(thing.pickup))),
                    login=self._secret(f"person/{key}", LOGIN_PIN) if getattr(thing, "hot_desk", None) else None,
                    origin=self.origins.of(kind, key),
                )
        return dict(sorted(out.items()))

    def lines(self) -> tuple[Line, ...]:
        """People's lines and shared lines, sorted by id."""
        return tuple(self._lines.values())

    def mailboxes(self) -> tuple[Mailbox, ...]:
        """Mailboxes of lines and those of their own, sorted by id."""
        out = [
            Mailbox(
                key,
                box.title,
                box.extension,
                box.email,
                self._secret(f"mailbox/{key}", MAILBOX_PIN),
                self.origins.of("mailboxes", key),
            )
            for key, box in self.source.mailboxes.items()
        ]
        for kind, things in (("people", self.source.people), ("lines", self.source.lines)):
            for key, thing in things.items():
                if thing.mailbox:
                    email = thing.mailbox.email or getattr(thing, "email", None)
                    pin = self._secret(f"mailbox/{key}", MAILBOX_PIN)
                    origin = self.origins.of(kind, key, "mailbox")
                    out.append(Mailbox(key, self._lines[key].title, thing.extension, email, pin, origin))
        return tuple(sorted(out, key=lambda m: m.id))

    @cached_property
    def _seats(self) -> dict[tuple[str, str], tuple[int, str, int]]:
        """(phone, line) → button, kind of the line, index in its list of phones."""
        out = {}
        for kind, things in (("people", self.source.people), ("lines", self.source.lines)):
            for key, thing in things.items():
                for index, (phone, button) in enumerate(thing.phones):
                    out[phone, key] = (button, kind, index)
        return out

    @cached_property
    def _phones(self) -> dict[str, Phone]:
        unlock = self._secret("phones/settings", SETTINGS_CODE)
        first = {phone: line for (phone, line), (button, _, _) in self._seats.items() if button == 1}
        taken: dict[str, set[int]] = {key: set() for key in self.source.phones}
        for (seat, _), (button, _, _) in self._seats.items():
            taken[seat].add(button)
        out = {}
        for key, phone in sorted(self.source.phones.items()):
            model = self.catalog.models[phone.model]
            text = phone.label or self._lines[first[key]].extension
            label = fit(text, model.screen.label)[0]
            out[key] = Phone(
                id=key,
                mac=Mac(phone.mac),
                model=model,
                site=phone.site,
                place=phone.place or "",
                address=phone.address,
                load=phone.load or self.source.firmware.get(model.id) or model.load,
                label=label.replace(" ", "") if model.family == "xml" else label,  # UCM: no blanks in phoneLabel
                unlock=unlock,
                settings=self._settings(key),
                keys=self.handsets.keys(key, frozenset(taken[key])),
                modules=tuple(self.catalog.modules[name] for name in phone.modules),
                extra=self.handsets.extra(key),
                origin=self.origins.of("phones", key),
            )
        return out

    def _settings(self, phone: str) -> Settings:
        site = self.sites[self.source.phones[phone].site]
        opens = chosen(levels(self.source, phone), "ssh")[0]
        return self.handsets.settings(
            phone,
            self._secret("phones/ssh", SSH_PASSWORD) if opens else None,
            {
                x: (directory_url(site, self.provisioning, x), services_url(site, self.provisioning, x))
                for x in self.source.organization.languages
            },
            inside=site.reach["pbx"].way is not Way.PUBLIC,
        )

    def phones(self) -> tuple[Phone, ...]:
        """The phones, sorted by id."""
        return tuple(self._phones.values())

    def endpoints(self) -> tuple[Endpoint, ...]:
        """The pairs of phone and line, sorted by phone and button."""
        names = accounts(self._seats)
        has_trunk = bool(self.source.trunks)
        out = []
        for (phone_id, line_id), (button, kind, index) in self._seats.items():
            phone, line = self._phones[phone_id], self._lines[line_id]
            site = self.sites[phone.site]
            said = self.source.people.get(line_id) or self.source.lines[line_id]
            out.append(
                Endpoint(
                    phone=phone,
                    line=line,
                    button=button,
                    account=names[phone_id, line_id],
                    secret=self._secret(f"endpoint/{phone_id}/{line_id}", SIP_PASSWORD),
                    label=fit(said.label or line.title, phone.model.screen.line_label)[0],
                    display=fold(line.title)[:30].strip(),
                    site=site,
                    presented=(line.presented or site.number) if has_trunk else None,
                    emergency=site.number if has_trunk else None,
                    origin=self.origins.of(kind, line_id, "phones", index),
                )
            )
        return tuple(sorted(out, key=lambda e: (e.phone.id, e.button)))

    def groups(self) -> tuple[Group, ...]:
        """The ring groups, sorted by id."""
        return tuple(
            Group(
                id=key,
                title=g.title,
                extension=g.extension,
                strategy=Strategy(g.strategy),
                members=tuple(dict.fromkeys(g.members)),
                ring=g.ring,
                then=self._to(g.then),
                origin=self.origins.of("groups", key),
            )
            for key, g in sorted(self.source.groups.items())
        )

    def menus(self) -> tuple[Menu, ...]:
        """The menus, sorted by id."""
        return tuple(
            Menu(
                id=key,
                title=m.title,
                extension=m.extension,
                greeting=m.greeting or "",
                choices=tuple((digit, self.destination(to)) for digit, to in sorted(m.choices.items())),
                wait=m.wait,
                repeats=m.repeats,
                then=self._to(m.then),
                origin=self.origins.of("menus", key),
            )
            for key, m in sorted(self.source.menus.items())
        )

    def conferences(self) -> tuple[Conference, ...]:
        """The conference rooms, sorted by id."""
        return tuple(
            Conference(
                key,
                c.title,
                c.extension,
                self._secret(f"conference/{key}", MAILBOX_PIN) if c.pin else None,
                c.most,
                self.origins.of("conferences", key),
            )
            for key, c in sorted(self.source.conferences.items())
        )

    def contacts(self) -> tuple[Contact, ...]:
        """The numbers outside, sorted by id."""
        return tuple(
            Contact(key, c.title, PhoneNumber(c.number), self.origins.of("contacts", key))
            for key, c in sorted(self.source.contacts.items())
        )

    def schedules(self) -> tuple[Schedule, ...]:
        """The opening hours, sorted by id."""
        zone = self.source.organization.timezone
        return tuple(
            Schedule(
                id=key,
                title=s.title,
                timezone=zone,
                hours=tuple(OpenHours(*span) for span in s.open),
                closures=tuple(sorted(s.closed)),
                holidays=self.catalog.holidays.get(self.country.id, ()) if s.holidays else (),
                night=s.night or "",
                origin=self.origins.of("schedules", key),
            )
            for key, s in sorted(self.source.schedules.items())
        )

    def trunks(self) -> tuple[Trunk, ...]:
        """The trunks by priority and id, with what the provider's profile adds."""
        out = []
        for key, trunk in sorted(self.source.trunks.items(), key=lambda item: (item[1].priority, item[0])):
            provider = self.catalog.providers[trunk.provider]
            out.append(
                Trunk(
                    id=key,
                    provider=provider,
                    account=trunk.account,
                    domain=trunk.domain or provider.domain or "",
                    channels=trunk.channels,
                    outbound_format=trunk.format or provider.outbound_format,
                    caller_id=trunk.caller_id or provider.caller_id,
                    priority=trunk.priority,
                    registration_seconds=provider.registration_seconds,
                    secret=self._secret(f"trunk/{key}", TRUNK_PASSWORD),
                    origin=self.origins.of("trunks", key),
                )
            )
        return tuple(out)

    def numbers(self) -> tuple[Number, ...]:
        """The public numbers, sorted."""
        only = next(iter(self.source.trunks), "")
        return tuple(
            Number(
                number=PhoneNumber(key),
                trunk=n.trunk or only,
                to=self.destination(n.to),
                schedule=n.hours,
                closed=self._to(n.closed),
                origin=self.origins.of("numbers", key),
            )
            for key, n in sorted(self.source.numbers.items())
        )

"""The set-up sheet: every screen in the order in which things depend on each other, every field with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generators.estate.emergencies import trunk_order
from generators.estate.estate import Estate
from generators.estate.spellings import dialled, house_number, presented
from generators.estate.telephony import Conference, Destination, Group, Kind, Menu, Number, Schedule, Strategy, Trunk
from generators.estate.values import Secret
from generators.targets.sheets import Row, Section, Texts, cell, page
from generators.targets.xivo.dialplan import further, trunk_name
from generators.targets.xivo.flavour import Flavour
from generators.targets.xivo.losses import losses
from generators.targets.xivo.numbers import rewriting
from generators.targets.xivo.users import direct_number, email

PACKAGE = "generators.targets.xivo"
DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# XiVO's names of the ways a group rings: all at once, in the order written, from the one after who rang last.
STRATEGIES = {Strategy.ALL: "ringall", Strategy.TURN: "linear", Strategy.MEMORY: "rrmemory"}


def sheet(estate: Estate, product: Flavour, files: Iterable[str], language: str) -> str:
    """The sheet of `estate` in `language` as Markdown. `files` are the paths of what lies beside it."""
    writer = Writer(estate, product, Texts(PACKAGE, language))
    t = writer.texts
    intro = (t("intro", product=product.title), t("intro_order"), t("intro_untried"))
    sections = (
        *writer.contexts(),
        *writer.phones(),
        *writer.trunks(),
        *writer.outgoing(),
        *writer.users(),
        *writer.voicemails(),
        *writer.groups(),
        *writer.conferences(),
        *writer.menus(),
        *writer.schedules(),
        *writer.incoming(),
        *writer.forwards(),
        *writer.files(tuple(files)),
        *writer.losses(),
    )
    heads = (t("head_field"), t("head_value"), t("head_reason"))
    return page(t("title", product=product.title), intro, sections, heads)


class Writer:
    """Writes the sections of one sheet."""

    def __init__(self, estate: Estate, product: Flavour, texts: Texts) -> None:
        self.estate = estate
        self.product = product
        self.texts = texts

    def row(self, field: str, value: str | Secret, why: str, /, **names: object) -> Row:
        """A row whose value is typed as it stands; an empty one is said."""
        if value == "":
            return Row(field, self.texts("v_empty"), self.texts(why, **names), literal=False)
        return Row(field, value, self.texts(why, **names))

    def section(self, screen: str, intro: str, *rows: Row, title: str = "", **names: object) -> Section:
        """A screen; `screen` and `intro` are keys of texts."""
        return Section(self.texts(screen), title, self.texts(intro, **names) if intro else "", rows)

    def called(self, destination: Destination | None) -> str:
        """A destination as the sheet names it."""
        if destination is None:
            return self.texts("v_none")
        title = cell(self.estate.title_of(destination)) or destination.id
        if destination.kind is Kind.CONTACT:
            return f"{title}, {dialled(self.estate, self.estate.contact[destination.id].number)}"
        return f"{self.texts(f'kind_{destination.kind}')} {title}, {self.estate.extension_of(destination)}"

    def contexts(self) -> Iterator[Section]:
        """The ranges without which no user and no incoming call is accepted."""
        estate, names = self.estate, self.product.contexts
        users = [x.extension for x in estate.lines] + [x.extension for x in estate.mailboxes]
        internal = [self.row(self.texts("f_name"), names.internal, "why_context_name")]
        for key, found in (
            ("f_user_range", users),
            ("f_group_range", [g.extension for g in estate.groups]),
            ("f_conference_range", [c.extension for c in estate.conferences]),
        ):
            for first, last in _ranges(found):
                internal.append(self.row(self.texts(key), f"{first} - {last}", "why_range"))
        yield self.section("s_contexts", "contexts", *internal, title=names.internal)
        dids = [dialled(estate, n.number) for n in estate.numbers]
        if dids:
            rows = [
                self.row(self.texts("f_incall_range"), f"{a} - {b}", "why_incall_range", length=len(a))
                for a, b in _ranges(dids)
            ]
            yield self.section("s_contexts", "", *rows, title=names.incoming)
        if self.product.wazo:
            yield self.section("s_contexts", "contexts_wazo", title=self.texts("t_tenant"))

    def phones(self) -> Iterator[Section]:
        """What Cisco phones need of SIP."""
        if self.product.pjsip:
            options = {"force_rport": "no", "rewrite_contact": "no", "rtp_symmetric": "no", "direct_media": "no"}
            options["dtmf_mode"] = "rfc4733"
        else:
            options = {"NAT": "no", "Redirect media streams": "no", "DTMF": "rfc2833", "Monitoring": "yes"}
        rows = [self.row(name, value, "why_phone_option") for name, value in options.items()]
        rows.append(self.row("Codecs", "alaw, ulaw", "why_codecs"))
        yield self.section("s_sip" if not self.product.pjsip else "s_template", "phones", *rows)

    def trunks(self) -> Iterator[Section]:
        """A trunk a section, with the fields of its driver."""
        for trunk in self.estate.trunks:
            rows = self._pjsip(trunk) if self.product.pjsip else self._sip(trunk)
            yield self.section("s_trunks", "trunk", *rows, title=trunk_name(self.product, trunk), id=trunk.id)

    def _sip(self, trunk: Trunk) -> list[Row]:
        name, seconds = trunk_name(self.product, trunk), trunk.registration_seconds
        rows = [
            self.row("General > Name", name, "why_trunk_name_sip"),
            self.row("General > Username", trunk.account, "why_account"),
            self.row("General > Password", trunk.secret, "why_secret"),
            self.row("General > Connection type", "Peer", "why_peer"),
            self.row("General > IP Addressing type", trunk.domain, "why_domain"),
            self.row("General > Context", self.product.contexts.incoming, "why_incoming"),
            self.row("Register > Register", self.texts("v_checked"), "why_register"),
            self.row("Register > Transport", "udp", "why_udp"),
            self.row("Register > Name", trunk.account, "why_account"),
            self.row("Register > Username", trunk.account, "why_account"),
            self.row("Register > Password", trunk.secret, "why_secret"),
            self.row("Register > Remote server", trunk.domain, "why_domain"),
            self.row("Register > Contact", trunk.account, "why_contact"),
            self.row("Signalling > Monitoring", "yes", "why_qualify"),
            self.row("Signalling > Codecs", ", ".join(trunk.provider.codecs), "why_codecs"),
            self.row("Advanced > Insecure", "port, invite", "why_insecure"),
            self.row("Advanced > fromdomain", trunk.domain, "why_from_domain"),
            self.row("Advanced > fromuser", "", "why_from_user"),
            self.row(self.texts("f_expiry"), str(seconds), "why_expiry"),
        ]
        return [*rows, *self._pai(trunk, "Advanced > sendrpid", "pai")]

    def _pjsip(self, trunk: Trunk) -> list[Row]:
        sip = f"sip:{trunk.domain}"
        rows = [
            self.row("Name", trunk_name(self.product, trunk), "why_trunk_name"),
            self.row("Endpoint > context", self.product.contexts.incoming, "why_incoming"),
            self.row("Endpoint > from_domain", trunk.domain, "why_from_domain"),
            self.row("Endpoint > from_user", "", "why_from_user"),
            self.row("Endpoint > direct_media", "no", "why_direct_media"),
            self.row("Endpoint > rtp_symmetric", "yes", "why_direct_media"),
            self.row("Endpoint > allow", "!all," + ",".join(trunk.provider.codecs), "why_codecs"),
            self.row("Auth", "", "why_no_auth"),
            self.row("Outbound auth > username", trunk.account, "why_account"),
            self.row("Outbound auth > password", trunk.secret, "why_secret"),
            self.row("AOR > contact", sip, "why_domain"),
            self.row("AOR > qualify_frequency", "60", "why_qualify"),
            self.row("Registration > server_uri", sip, "why_domain"),
            self.row("Registration > client_uri", f"sip:{trunk.account}@{trunk.domain}", "why_account"),
            self.row("Registration > contact_user", trunk.account, "why_contact"),
            self.row("Registration > expiration", str(trunk.registration_seconds), "why_expiry"),
            self.row("Registration > retry_interval", "60", "why_retries"),
            self.row("Registration > max_retries", "10000", "why_retries"),
            self.row("Registration > auth_rejection_permanent", "no", "why_retries"),
            self.row("Registration outbound auth > username", trunk.account, "why_account"),
            self.row("Registration outbound auth > password", trunk.secret, "why_secret"),
            self.row("Identify > match", ", ".join((trunk.domain, *trunk.provider.match)), "why_identify"),
        ]
        return [*rows, *self._pai(trunk, "Endpoint > send_pai", "yes")]

    def _pai(self, trunk: Trunk, field: str, value: str) -> list[Row]:
        return [self.row(field, value, "why_pai")] if trunk.caller_id == "pai" else []

    def outgoing(self) -> Iterator[Section]:
        """An outgoing call for each class of the number plan."""
        estate = self.estate
        if not estate.trunks:
            return
        names = ", ".join(trunk_name(self.product, estate.trunk[t]) for t in trunk_order(estate, house_number(estate)))
        for group in estate.country.classes:
            rows = [
                self.row(self.texts("f_name"), f"tonalite-{group.id}", "why_class", title=self._title(group.title)),
                self.row(self.texts("f_context"), self.product.contexts.outgoing, "why_outgoing_context"),
                self.row(self.texts("f_trunks"), names, "why_trunk_order"),
            ]
            rows += [self._pattern(pattern) for pattern in group.patterns]
            yield self.section("s_outgoing", "outgoing", *rows, title=self._title(group.title))

    def _pattern(self, pattern: str) -> Row:
        """A pattern of an outgoing call, with what makes the provider's spelling of it (that of the first trunk)."""
        order = trunk_order(self.estate, house_number(self.estate))
        strip, prefix = rewriting(self.estate, self.estate.trunk[order[0]].outbound_format, pattern)
        if not strip:
            return self.row("Exten", pattern, "why_pattern")
        return self.row("Exten", f"{pattern} (Stripnum {strip}, Prefix {prefix})", "why_stripped")

    def _title(self, titles: dict[str, str]) -> str:
        return titles[self.texts.language]

    def users(self) -> Iterator[Section]:
        """How the import is run."""
        name = "users-old.csv" if self.product.old_import else "users.csv"
        yield self.section("s_users", "users", title=self.texts("t_import"), file=name, count=len(self.estate.lines))
        if self.product.old_import:
            yield self.section("s_users", "users_which", title=self.texts("t_which"))
        if self.product.entity:
            yield self.section("s_users", "users_entity", title="entity_id")

    def voicemails(self) -> Iterator[Section]:
        """Mailboxes that are no user's."""
        lines = {line.mailbox for line in self.estate.lines}
        for box in (b for b in self.estate.mailboxes if b.id not in lines):
            yield self.section(
                "s_voicemails",
                "voicemail",
                self.row(self.texts("f_name"), cell(box.title) or box.extension, "why_name"),
                self.row(self.texts("f_number"), box.extension, "why_extension"),
                self.row(self.texts("f_context"), self.product.contexts.internal, "why_context_name"),
                self.row(self.texts("f_pin"), box.pin, "why_secret"),
                self.row("E-mail", email(box.email), "why_email"),
                title=cell(box.title) or box.extension,
            )

    def groups(self) -> Iterator[Section]:
        """Ring groups."""
        for group in self.estate.groups:
            yield self._group(group)

    def _group(self, group: Group) -> Section:
        rows = [
            self.row(self.texts("f_name"), cell(group.title) or group.extension, "why_name"),
            self.row(self.texts("f_number"), group.extension, "why_extension"),
            self.row(self.texts("f_context"), self.product.contexts.internal, "why_context_name"),
            self.row(self.texts("f_strategy"), STRATEGIES[group.strategy], "why_strategy"),
            self.row(self.texts("f_ring"), str(group.ring), "why_ring"),
        ]
        for member in group.members:
            kind = Kind.CONTACT if member in self.estate.contact else Kind.LINE
            rows.append(self.row(self.texts("f_member"), self.called(Destination(kind, member)), f"why_member_{kind}"))
        rows.append(self.row(self.texts("f_no_answer"), self.called(group.then), "why_then"))
        return self.section("s_groups", "", *rows, title=cell(group.title) or group.extension)

    def conferences(self) -> Iterator[Section]:
        """Conference rooms."""
        for room in self.estate.conferences:
            yield self._conference(room)

    def _conference(self, room: Conference) -> Section:
        return self.section(
            "s_conferences",
            "",
            self.row(self.texts("f_name"), cell(room.title) or room.extension, "why_name"),
            self.row(self.texts("f_number"), room.extension, "why_extension"),
            self.row(self.texts("f_context"), self.product.contexts.internal, "why_context_name"),
            self.row(self.texts("f_pin"), room.pin if room.pin is not None else "", "why_pin"),
            self.row(self.texts("f_most"), str(room.most), "why_most"),
            title=cell(room.title) or room.extension,
        )

    def menus(self) -> Iterator[Section]:
        """Menus: Wazo has a screen for them; XiVO has none and needs a script of its own."""
        for menu in self.estate.menus:
            yield self._menu(menu)

    def _menu(self, menu: Menu) -> Section:
        rows = [
            self.row(self.texts("f_name"), cell(menu.title) or menu.extension, "why_name"),
            self.row(self.texts("f_number"), menu.extension, "why_menu_number"),
            self.row(self.texts("f_greeting"), menu.greeting, "why_greeting"),
            self.row(self.texts("f_wait"), str(menu.wait), "why_wait"),
            self.row(self.texts("f_tries"), str(menu.repeats), "why_wait"),
        ]
        rows += [self.row(digit, self.called(to), "why_choice") for digit, to in menu.choices]
        rows.append(self.row(self.texts("f_no_answer"), self.called(menu.then), "why_then"))
        intro = "menus_wazo" if self.product.wazo else "menus_xivo"
        return self.section("s_menus", intro, *rows, title=cell(menu.title) or menu.extension)

    def schedules(self) -> Iterator[Section]:
        """Opening hours, closures and public holidays."""
        for schedule in self.estate.schedules:
            yield self._schedule(schedule)

    def _schedule(self, schedule: Schedule) -> Section:
        language = self.texts.language
        rows = [
            self.row(self.texts("f_name"), cell(schedule.title) or schedule.id, "why_name"),
            self.row(self.texts("f_timezone"), schedule.timezone, "why_timezone"),
        ]
        for span in schedule.hours:
            days = " - ".join(dict.fromkeys((DAYS[language][span.first_day], DAYS[language][span.last_day])))
            rows.append(self.row(self.texts("f_open"), f"{days}, {span.start} - {span.end}", "why_open"))
        for first, last in schedule.closures:
            dates = " - ".join(dict.fromkeys((first.isoformat(), last.isoformat())))
            rows.append(self.row(self.texts("f_closed"), dates, "why_closed"))
        for holiday in schedule.holidays:
            text = f"{holiday.day.isoformat()} {holiday.title[language]}"
            rows.append(self.row(self.texts("f_closed"), text, "why_holiday"))
        return self.section("s_schedules", "schedule", *rows, title=cell(schedule.title) or schedule.id)

    def incoming(self) -> Iterator[Section]:
        """Each public number: the screen's fields, and whether the import has made it already."""
        for number in self.estate.numbers:
            yield self._incoming(number)

    def _incoming(self, number: Number) -> Section:
        spelt = dialled(self.estate, number.number)
        by_import = number.to.kind is Kind.LINE and direct_number(self.estate, self.estate.line[number.to.id]) == number
        rows = [
            self.row("DID", spelt, "why_did"),
            self.row(self.texts("f_context"), self.product.contexts.incoming, "why_incoming"),
            self.row("Destination", self.called(number.to), "why_destination"),
        ]
        if number.schedule is not None:
            title = cell(self.estate.schedule[number.schedule].title) or number.schedule
            rows.append(self.row(self.texts("f_schedule"), title, "why_schedule"))
            rows.append(self.row(self.texts("f_schedule_closed"), self.called(number.closed), "why_closed_to"))
        rows.append(self.row("Preprocess subroutine", "", "why_hook"))
        return self.section("s_incoming", "by_import" if by_import else "by_hand", *rows, title=spelt)

    def forwards(self) -> Iterator[Section]:
        """Forwards of the YAML, on each user's own screen."""
        for line in self.estate.lines:
            found = (
                ("f_always", line.forwards.always),
                ("f_busy", line.forwards.busy),
                ("f_no_answer", line.forwards.no_answer),
            )
            rows = [self.row(self.texts(key), self.called(to), "why_forward") for key, to in found if to is not None]
            if rows:
                yield self.section("s_forwards", "", *rows, title=f"{cell(line.title)} {line.extension}".strip())

    def files(self, files: tuple[str, ...]) -> Iterator[Section]:
        """What lies beside the sheet and where it goes."""
        places = {"extensions_extra.d/": "file_extra", "pjsip.d/": "file_pjsip", "sip.d/": "file_sip"}
        rows = [
            self.row(path, f"/etc/asterisk/{path}", places[folder])
            for path in files
            for folder in places
            if path.startswith(folder)
        ]
        yield self.section("s_files", "files", *rows)
        house = house_number(self.estate)
        if house is not None and self.estate.trunks:
            yield self.section(
                "s_files", "files_shown", title=self.texts("t_shown"), number=presented(self.estate, house)
            )
        if further(self.estate):
            yield self.section("s_files", "files_more", title=self.texts("t_more"), count=len(further(self.estate)))

    def losses(self) -> Iterator[Section]:
        """What this dialect does not carry, each with the things of the YAML it is about."""
        rows = [Row(self.texts(f"lost_{loss.key}"), ", ".join(loss.about), self.texts(f"lost_{loss.key}_why"))
                for loss in losses(self.estate, self.product)]  # fmt: skip
        yield Section(self.texts("s_lost"), "", self.texts("lost" if rows else "lost_nothing"), tuple(rows))


def _ranges(extensions: Iterable[str]) -> list[tuple[str, str]]:
    """Numbers as ranges: those of one length that follow each other within ten are one range."""
    out: list[tuple[str, str]] = []
    for text in sorted(set(extensions), key=lambda e: (len(e), e)):
        if out and len(out[-1][1]) == len(text) and int(text) - int(out[-1][1]) <= 10:
            out[-1] = (out[-1][0], text)
        else:
            out.append((text, text))
    return out

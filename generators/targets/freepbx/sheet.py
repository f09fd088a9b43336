"""The set-up sheet: what to load in which order, and every screen with its fields and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generators.estate.emergencies import trunk_order
from generators.estate.estate import Estate
from generators.estate.spellings import dialled, house_number, presented
from generators.estate.telephony import Conference, Destination, Group, Kind, Strategy, Trunk
from generators.estate.values import Secret
from generators.targets.freepbx.dialplan import site_context
from generators.targets.freepbx.losses import losses
from generators.targets.freepbx.numbers import target, trunk_name
from generators.targets.freepbx.tables import name
from generators.targets.sheets import Row, Section, Texts, cell, page

PACKAGE = "generators.targets.freepbx"
# The product's names of the ways a group rings: together, one after the other; it has no memory of its own.
STRATEGIES = {Strategy.ALL: "ringall", Strategy.TURN: "hunt", Strategy.MEMORY: "hunt"}
INCLUDES = {"extensions_custom.conf": "tonalite-extensions.conf", "pjsip_custom.conf": "tonalite-pjsip.conf"}


def sheet(estate: Estate, routes: Iterable[str], language: str) -> str:
    """The sheet of `estate` in `language` as Markdown. `routes` are the classes that have a file of patterns."""
    writer = Writer(estate, Texts(PACKAGE, language))
    t = writer.texts
    release = estate.pbx.release if estate.pbx.product == "freepbx" else ""
    product = f"FreePBX {release}".strip()
    intro = (t("intro", product=product), t("intro_order"), t("intro_untried"))
    sections = (
        *writer.settings(),
        *writer.trunks(),
        *writer.files(),
        *writer.extensions(),
        *writer.groups(),
        *writer.conferences(),
        *writer.hours(),
        *writer.menus(),
        *writer.incoming(),
        *writer.routes(tuple(routes)),
        *writer.forwards(),
        *writer.losses(),
        *writer.elastix(),
    )
    heads = (t("head_field"), t("head_value"), t("head_reason"))
    return page(t("title", product=product), intro, sections, heads)


class Writer:
    """Writes the sections of one sheet."""

    def __init__(self, estate: Estate, texts: Texts) -> None:
        self.estate = estate
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
            return "Terminate Call: Hangup"
        title = cell(self.estate.title_of(destination)) or destination.id
        if destination.kind is Kind.MENU:
            return f"Custom Destinations: {title}"
        if destination.kind is Kind.CONTACT:
            return f"Custom Destinations: {title}"
        kinds = {Kind.LINE: "Extensions", Kind.GROUP: "Ring Groups", Kind.MAILBOX: "Voicemail"}
        kind = kinds.get(destination.kind, "Conferences")
        return f"{kind}: {self.estate.extension_of(destination)} {title}"

    def settings(self) -> Iterator[Section]:
        """The port and range that phones and routers count on."""
        ports = self.estate.pbx.ports
        yield self.section(
            "s_settings",
            "",
            self.row("SIP Channel Driver (Advanced Settings)", "chan_pjsip", "why_driver"),
            self.row("Port to Listen On (udp)", str(ports.get("sip", 5060)), "why_port"),
            self.row("Allow Anonymous Inbound SIP Calls", "No", "why_anonymous"),
            self.row("Allow SIP Guests", "No", "why_anonymous"),
            self.row("NAT Settings > Local Networks", ", ".join(self._networks()), "why_local"),
            self.row("Codecs", "alaw, ulaw", "why_codecs"),
        )

    def _networks(self) -> list[str]:
        return sorted({str(n.subnet) for site in self.estate.sites for n in site.networks})

    def trunks(self) -> Iterator[Section]:
        """A trunk a section, tab by tab."""
        for trunk in self.estate.trunks:
            yield self.section("s_trunks", "trunk", *self._trunk(trunk), title=trunk_name(trunk), id=trunk.id)

    def _trunk(self, trunk: Trunk) -> list[Row]:
        house = house_number(self.estate)
        rows = [
            self.row("General > Trunk Name", trunk_name(trunk), "why_trunk_name"),
            self.row("General > Outbound CallerID", presented(self.estate, house) if house else "", "why_house"),
            self.row("General > CID Options", "Allow Any CID", "why_any_cid"),
            self.row("General > Maximum Channels", str(max(1, trunk.channels - 1)), "why_channels"),
            *self._dialled(trunk),
            self.row("pjsip > General > Username", trunk.account, "why_account"),
            self.row("pjsip > General > Secret", trunk.secret, "why_secret"),
            self.row("pjsip > General > Authentication", "Outbound", "why_outbound"),
            self.row("pjsip > General > Registration", "Send", "why_register"),
            self.row("pjsip > General > SIP Server", trunk.domain, "why_domain"),
            self.row("pjsip > General > SIP Server Port", "5060", "why_domain"),
            self.row("pjsip > General > Context", f"tonalite-trunk-{trunk.id}", "why_context"),
            self.row("pjsip > Advanced > Permanent Auth Rejection", "No", "why_retries"),
            self.row("pjsip > Advanced > Forbidden Retry Interval", "300", "why_retries"),
            self.row("pjsip > Advanced > Retry Interval", "60", "why_retries"),
            self.row("pjsip > Advanced > Expiration", str(trunk.registration_seconds), "why_expiry"),
            self.row("pjsip > Advanced > Max Retries", "10000", "why_retries"),
            self.row("pjsip > Advanced > Qualify Frequency", "60", "why_qualify"),
            self.row("pjsip > Advanced > Contact User", trunk.account, "why_contact"),
            self.row("pjsip > Advanced > From Domain", trunk.domain, "why_from_domain"),
            self.row("pjsip > Advanced > From User", "", "why_from_user"),
            self.row("pjsip > Advanced > Support Path", "No", "why_default"),
            self.row(
                "pjsip > Advanced > Match (Permit)", ", ".join((trunk.domain, *trunk.provider.match)), "why_match"
            ),
            self.row("pjsip > Advanced > Enable line", "Yes", "why_line"),
            self.row("pjsip > Codecs", ", ".join(trunk.provider.codecs), "why_codecs"),
        ]
        if trunk.caller_id == "pai":
            rows.append(self.row("pjsip > Advanced > Send RPID/PAI", "Send P-Asserted-Identity header", "why_pai"))
        return rows

    def _dialled(self, trunk: Trunk) -> list[Row]:
        country = self.estate.country
        if trunk.outbound_format == "national":
            return []
        plus = "+" if trunk.outbound_format == "e164" else "00"
        rest = "X" * (country.national_digits - len(country.trunk_prefix) - 1)
        home = f"prepend {plus}{country.calling_code}, prefix {country.trunk_prefix or '-'}, match Z{rest}"
        rows = [self.row("Dialed Number Manipulation Rules", home, "why_manipulation")]
        if plus != country.international_prefix:
            abroad = f"prepend {plus}, prefix {country.international_prefix}, match Z."
            rows.append(self.row("Dialed Number Manipulation Rules", abroad, "why_manipulation"))
        return rows

    def files(self) -> Iterator[Section]:
        """The two files of ours, and the line that adds each."""
        rows = [self.row(f"/etc/asterisk/{ours}", f"#include {ours}", "why_include", file=theirs)
                for theirs, ours in INCLUDES.items()]  # fmt: skip
        yield self.section("s_files", "files", *rows)
        sites = sorted({e.site.id for e in self.estate.endpoints})
        shown = [self.row(self.estate.site[s].title, site_context(s), "why_site_context") for s in sites]
        yield self.section("s_files", "files_contexts", *shown, title=self.texts("t_contexts"))

    def extensions(self) -> Iterator[Section]:
        """How the two tables are loaded."""
        yield self.section("s_bulk", "bulk", count=len(self.estate.lines))
        yield self.section("s_bulk", "bulk_custom", title=self.texts("t_custom"))

    def groups(self) -> Iterator[Section]:
        """Ring groups."""
        for group in self.estate.groups:
            yield self._group(group)

    def _group(self, group: Group) -> Section:
        members = []
        for member in group.members:
            if member in self.estate.contact:
                members.append(f"{dialled(self.estate, self.estate.contact[member].number)}#")
            else:
                members.append(self.estate.line[member].extension)
        return self.section(
            "s_groups",
            "",
            self.row("Ring-Group Number", group.extension, "why_extension"),
            self.row("Group Description", name(group.title, group.extension), "why_yaml"),
            self.row("Extension List", ", ".join(members), "why_members"),
            self.row("Ring Strategy", STRATEGIES[group.strategy], "why_strategy"),
            self.row("Ring Time (max 300 sec)", str(min(group.ring, 300)), "why_yaml"),
            self.row("Ignore CF Settings", "Yes", "why_ignore"),
            self.row("Skip Busy Agent", "No", "why_default"),
            self.row("Destination if no answer", self.called(group.then), "why_then"),
            title=name(group.title, group.extension),
        )

    def conferences(self) -> Iterator[Section]:
        """Conference rooms."""
        for room in self.estate.conferences:
            yield self._conference(room)

    def _conference(self, room: Conference) -> Section:
        return self.section(
            "s_conferences",
            "",
            self.row("Conference Number", room.extension, "why_extension"),
            self.row("Conference Name", name(room.title, room.extension), "why_yaml"),
            self.row("User PIN", room.pin if room.pin is not None else "", "why_pin"),
            self.row("Admin PIN", "", "why_default"),
            self.row("Max Participants", str(room.most), "why_yaml"),
            title=name(room.title, room.extension),
        )

    def hours(self) -> Iterator[Section]:
        """Time conditions: in our file, so that closures and holidays follow the YAML."""
        rows = [
            self.row(name(s.title, s.id), s.night or "-", "why_night" if s.night else "why_no_night")
            for s in self.estate.schedules
        ]
        if rows:
            yield self.section("s_hours", "hours", *rows)

    def menus(self) -> Iterator[Section]:
        """What our file holds and the screens must know: menus, contacts, and numbers with hours."""
        estate = self.estate
        found = [(m.title, target(estate, Destination(Kind.MENU, m.id))) for m in estate.menus]
        found += [(c.title, target(estate, Destination(Kind.CONTACT, c.id))) for c in estate.contacts]
        for number in estate.numbers:
            if number.schedule is not None:
                text = dialled(estate, number.number)
                found.append((text, f"tonalite-hours,{text},1"))
        rows = [self.row(name(title, to), to, "why_custom_destination") for title, to in found]
        if rows:
            yield self.section("s_destinations", "destinations", *rows)

    def incoming(self) -> Iterator[Section]:
        """Each public number, as the import has made it."""
        rows = []
        for number in self.estate.numbers:
            text = self.called(number.to)
            if number.schedule is not None:
                closed = self.called(number.closed)
                text = self.texts("v_hours", open=text, closed=closed)
            rows.append(Row(dialled(self.estate, number.number), text, self.texts("why_incoming"), literal=False))
        if rows:
            yield self.section("s_incoming", "incoming", *rows)

    def routes(self, classes: tuple[str, ...]) -> Iterator[Section]:
        """An outbound route for each class of the plan that anybody may call."""
        estate = self.estate
        names = ", ".join(trunk_name(estate.trunk[t]) for t in trunk_order(estate, house_number(estate)))
        for group in estate.country.classes:
            if group.id not in classes:
                continue
            yield self.section(
                "s_routes",
                "routes",
                self.row("Route Settings > Route Name", f"tonalite-{group.id}", "why_yaml"),
                self.row("Route Settings > Route CID", "", "why_route_cid"),
                self.row("Route Settings > Route Type", "", "why_route_type"),
                self.row("Route Settings > Trunk Sequence", names, "why_trunk_order"),
                self.row("Import/Export Patterns", f"routes-{group.id}.csv", "why_patterns"),
                title=group.title[self.texts.language],
            )
        closed = [g.title[self.texts.language] for g in estate.country.classes if g.id not in classes]
        if closed and estate.trunks:
            yield self.section("s_routes", "routes_closed", title=self.texts("t_closed"), classes=", ".join(closed))

    def forwards(self) -> Iterator[Section]:
        """Forwards of the YAML, on the extension's screen; the unconditional one is kept in astdb."""
        for line in self.estate.lines:
            rows = []
            if line.forwards.always is not None:
                command = f"database put CF {line.extension} {self._number(line.forwards.always)}"
                rows.append(self.row("asterisk -rx", command, "why_cf"))
            for field, to in (("No Answer", line.forwards.no_answer), ("Busy", line.forwards.busy),
                              ("Not Reachable", line.forwards.no_answer)):  # fmt: skip
                if to is not None:
                    rows.append(self.row(f"Advanced > Optional Destinations > {field}", self.called(to), "why_yaml"))
            if rows:
                yield self.section("s_forwards", "", *rows, title=f"{line.extension} {name(line.title, '')}".strip())

    def _number(self, destination: Destination) -> str:
        if destination.kind is Kind.CONTACT:
            return dialled(self.estate, self.estate.contact[destination.id].number)
        return self.estate.extension_of(destination)

    def losses(self) -> Iterator[Section]:
        """What this dialect does not carry, each with the things of the YAML it is about."""
        rows = [Row(self.texts(f"lost_{loss.key}"), ", ".join(loss.about), self.texts(f"lost_{loss.key}_why"))
                for loss in losses(self.estate)]  # fmt: skip
        yield Section(self.texts("s_lost"), "", self.texts("lost" if rows else "lost_nothing"), tuple(rows))

    def elastix(self) -> Iterator[Section]:
        """What Elastix takes differently."""
        yield self.section("s_elastix", "elastix")
        yield self.section("s_elastix", "elastix_batch", title=self.texts("t_batch"))

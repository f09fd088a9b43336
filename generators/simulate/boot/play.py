"""Plays a phone's boot: asks in the documented order, reads what comes, and tells the story.

It goes on where a phone would stop, so that one run shows every fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.telephony import Phone
from generators.simulate.boot.dialplan import UNMATCHED, Plan
from generators.simulate.boot.fetch import Answer, Source
from generators.simulate.boot.flat import Given
from generators.simulate.boot.judge import (
    judge_accounts,
    judge_images,
    judge_keys,
    judge_load,
    judge_sync,
    judge_upgrade,
    must_dial,
)
from generators.simulate.boot.judge_flat import flat_buttons, flat_clock, flat_lines, flat_users, judge_flat, text
from generators.simulate.boot.judge_xml import judge_modules, judge_xml, xml_buttons, xml_clock, xml_lines, xml_users
from generators.simulate.boot.loads import Upgrade
from generators.simulate.boot.readers import Readers
from generators.simulate.boot.sequence import MAY_BE_EMPTY, PATH_MOST, Need, Step, steps
from generators.simulate.boot.services import follow, own_path
from generators.simulate.boot.session import Session, wrong_of
from generators.simulate.boot.story import Button, Dialled, Fault, LineStory, Service, State, Story
from generators.simulate.boot.summary import firmware, settings
from generators.simulate.boot.xml import Document

# What opens a page by HTTP: key of the phone, parameter of the .cnf files or element of the document.
FLAT_PAGES = (("directory", "directory_url"), ("services", "services_url"))
XML_PAGES = (
    ("directory", "directoryURL"),
    ("services", "servicesURL"),
    ("messages", "messagesURL"),
    ("information", "informationURL"),
)


@dataclass(frozen=True)
class Start:
    """What the phone is at the start: its state, its load where that is another, and the way between the two."""

    state: State = State.CURRENT
    running: str = ""
    way: Upgrade | None = None


CURRENT = Start()


class Player:
    """Boots phones of one estate against one source."""

    def __init__(self, estate: Estate, source: Source) -> None:
        self.estate, self.source = estate, source
        self.numbers = must_dial(estate)
        self._paths: dict[str, str | None] = {}

    def boot(self, phone: Phone, start: Start = CURRENT) -> Story:
        """The story of `phone`. Raises nothing for whatever a file holds."""
        return self._play(phone, start).story()

    def faults(self, phone: Phone, start: Start = CURRENT) -> tuple[Fault, ...]:
        """Only the faults of the same boot, for who boots thousands."""
        return self._play(phone, start).found()

    def path(self, url: str) -> str | None:
        """The file behind `url` when it is on the provisioning server; see `own_path`."""
        if url not in self._paths:
            self._paths[url] = own_path(self.estate, url)
        return self._paths[url]

    def _play(self, phone: Phone, start: Start) -> _Boot:
        made = _Boot(self, phone, start)
        made.play()
        return made


def boot(
    estate: Estate,
    phone: Phone,
    source: Source,
    state: State = State.CURRENT,
    running: str = "",
    way: Upgrade | None = None,
) -> Story:
    """The story of `phone` starting in `state` against `source`; see `Start`. Raises nothing for what a file holds."""
    return Player(estate, source).boot(phone, Start(state, running, way))


class _Boot:
    """One boot."""

    def __init__(self, player: Player, phone: Phone, start: Start) -> None:
        self.player, self.estate, self.phone, self.start = player, player.estate, phone, start
        self.flat = phone.model.family == "flat"
        self.session = Session(player.source)
        self.session.known = {"mac": phone.mac.digits, "first_load": phone.model.default_load}
        if self.flat:
            self.session.known |= {"tftp_cfg_dir": "", "dial_template": "dialplan"}
        elif phone.model.desktops:
            self.session.known["desktops"] = phone.model.desktops
        self.read = Readers(self.session, phone, player.numbers)
        self.own = f"SIP{phone.mac}.cnf" if self.flat else f"SEP{phone.mac}.cnf.xml"
        self.services: list[Service] = []

    @property
    def document(self) -> Document | None:
        """The phone's own document, of the xml family."""
        return self.read.document

    def play(self) -> None:
        """Ask for everything, and judge what came."""
        known = self.session.known
        for step in steps(self.phone.model.family, self.start.state, self.start.running):
            fields = re.findall(r"\{(\w+)\}", step.name)
            if step.unless and step.unless in self.session.got:
                continue
            if any(f not in known or (known[f] == "" and f not in MAY_BE_EMPTY) for f in fields):
                continue
            self._ask(step, step.name.format_map(known))
        self._open_pages()
        self._judge()

    def found(self) -> tuple[Fault, ...]:
        """Every fault once, in order."""
        return tuple(sorted(set(self.session.faults)))

    def story(self) -> Story:
        """What happened."""
        load, state, running = self.session.known.get("load", ""), self.start.state, self.start.running
        there = any(r.found and r.name == f"{load}.loads" for r in self.session.requests)
        plan: Plan = self.read.plan
        return Story(
            self.phone.id,
            str(self.phone.mac),
            self.phone.model.title,
            state,
            running,
            self.player.source.name,
            tuple(self.session.requests),
            firmware(load, there, state, running, self.flat, self.start.way),
            settings(self.read.held, self.document),
            self._lines(),
            self._buttons(),
            tuple(Dialled(t.match, t.wait) for t in plan.templates),
            UNMATCHED,
            xml_clock(self.document) if self.document else flat_clock(self.read.held),
            tuple(self.services),
            self.found(),
        )

    def _ask(self, step: Step, name: str) -> None:
        session = self.session
        if self.flat and len(name) > PATH_MOST:
            session.fault(name, 0, f"has more than {PATH_MOST} characters: the phone cannot ask for it")
        answer = session.source.get(name)
        need, note = step.need, step.missing
        if step.reads == "loads" and self._loads_needed():
            need, note = Need.REQUIRED, "Cisco's file: without it the phone does not get the load"
        if answer.content is not None:
            note = ""
            if not step.reads or self.read.by_name[step.reads](answer.content, name):
                session.got.add(step.reads)
        elif wrong := wrong_of(answer):
            note = wrong
            session.fault(name, 0, wrong)
        elif need is not Need.NORMAL:
            session.fault(name, 0, f"is not there: {note}")
        session.told(name, answer, note, need is Need.NORMAL, step.later, step.ref)
        for part, line in self.read.take_parts():
            later = step.later or step.reads == "rings" or (step.reads == "loads" and not self._loads_needed())
            session.part(name, line, part.name, part.what, part.judge, later, step.ref)

    def _loads_needed(self) -> bool:
        """Whether the phone must fetch the load that its files name."""
        if self.start.state is State.CURRENT:
            return False
        return self.start.state is State.FACTORY or self.start.running != self.session.known.get("load")

    def _open_pages(self) -> None:
        document, held = self.document, self.read.held
        table = FLAT_PAGES if self.flat else XML_PAGES
        opened = [(key, held[n].value if n in held else "") for key, n in table] if self.flat else []
        if document:
            opened = [(key, document.text(name)) for key, name in table]
            services = document.repeated.get("phoneServices/phoneService", ())
            opened += [(f"menu entry {s.text('name')}", s.text("url")) for s in services]
            for button in document.repeated.get("sipProfile/sipLines/line", ()):
                if button.text("featureID") == "20":
                    opened.append((f"button {button.attributes.get('button', '?')}", button.text("serviceURI")))
        for key, url in opened:
            if url.startswith("http://"):
                self._open(key, url)
        if self.flat and text(held, "logo_url").startswith("http://"):
            self._logo(held["logo_url"])

    def _open(self, key: str, url: str) -> None:
        session = self.session

        def tell(name: str, answer: Answer, note: str) -> None:
            session.told(name, answer, note, False, True, "IPPS")

        menu_first = key == "directory" and not self.flat
        service, faults = follow(key, url, menu_first, session.source.open, self.player.path, tell)
        session.faults += faults
        self.services.append(service)

    def _logo(self, given: Given) -> None:
        path = self.player.path(given.value)
        answer = self.session.source.open(given.value, path)
        if answer is None:
            self.services.append(Service("logo", given.value, "", 0, 0, "on another server, not followed"))
            return
        name = path if path is not None else given.value
        wrong = wrong_of(answer) or ("is not there" if answer.content is None else self.read.logo(answer.content))
        if wrong:
            self.session.fault(given.file, given.line, f"the logo {name} {wrong}")
        self.session.told(name, answer, wrong, False, False, "SAG4")

    def _judge(self) -> None:
        session, phone, read = self.session, self.phone, self.read
        if self.flat:
            if "own" in session.got:
                session.faults += judge_flat(read.held, self.own, phone.model.lines)
                users = flat_users(read.held, phone.model.lines)
                session.faults += judge_accounts(users, self.estate, phone, self.own)
                session.faults += judge_keys(flat_buttons(read.held, phone.model.lines), phone, self.own)
            if "image_version" in read.held:
                read.images = {"image_version": read.held["image_version"]} | read.images
                session.faults += judge_load(read.held["image_version"], phone)
            session.faults += judge_images(read.images, "the stub")
            session.faults += judge_sync(read.sync, text(read.held, "sync"), text(read.held, "image_version"))
        elif self.document:
            session.faults += judge_xml(self.document, phone.model.lines)
            session.faults += judge_modules(self.document, [module.keys for module in phone.modules])
            session.faults += judge_accounts(xml_users(self.document), self.estate, phone, self.own)
            session.faults += judge_keys(xml_buttons(self.document), phone, self.own)
            session.faults += judge_load(self.document.values.get("loadInformation"), phone)
            session.faults += judge_images(read.images, "the phone's file")
        if self.start.state is State.OTHER:
            session.faults += judge_upgrade(self.start.way, self.start.running, read.images, self.own)

    def _lines(self) -> tuple[LineStory, ...]:
        if self.flat:
            return flat_lines(self.read.held, self.phone.model.lines) if "own" in self.session.got else ()
        return xml_lines(self.document) if self.document else ()

    def _buttons(self) -> tuple[Button, ...]:
        if self.flat:
            return flat_buttons(self.read.held, self.phone.model.lines)
        if not self.document:
            return ()
        made = xml_buttons(self.document)
        used = {b.number for b in made}
        free = tuple(Button(n, "free") for n in range(1, self.phone.model.lines + 1) if n not in used)
        return tuple(sorted((*made, *free), key=lambda b: b.number))

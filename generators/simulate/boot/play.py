"""Plays a phone's boot: asks in the documented order, reads what comes, and tells the story.

It goes on where a phone would stop, so that one run shows every fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generators.estate.estate import Estate
from generators.estate.telephony import Phone
from generators.simulate.boot.dialplan import UNMATCHED, Plan, judge_plan
from generators.simulate.boot.fetch import Answer, Source
from generators.simulate.boot.flat import Given, read_cnf, read_image, read_rings
from generators.simulate.boot.grammar import Grammar
from generators.simulate.boot.judge import judge_accounts, judge_images, judge_load, must_dial
from generators.simulate.boot.judge_flat import flat_buttons, flat_clock, flat_lines, judge_flat, text
from generators.simulate.boot.judge_xml import judge_xml, xml_buttons, xml_clock, xml_lines, xml_users
from generators.simulate.boot.sequence import PATH_MOST, Need, Step, steps
from generators.simulate.boot.story import Button, Dialled, Fault, LineStory, Request, State, Story
from generators.simulate.boot.summary import firmware, settings
from generators.simulate.boot.xml import Document, read_xml
from generators.simulate.boot.xml_elements import DEVICE_GRAMMAR
from generators.simulate.boot.xml_small import DEFAULT_GRAMMAR, RINGS_GRAMMAR, STUB_GRAMMAR, SYNC_GRAMMAR

SAMPLE = (240, 16080)  # bytes of a ring (SAG8; UCM, Ring Tones)


def boot(estate: Estate, phone: Phone, source: Source, state: State = State.CURRENT) -> Story:
    """The story of `phone` starting in `state` against `source`. Raises nothing for whatever a file holds."""
    return _Boot(estate, phone, source, state).story()


class _Boot:
    """One boot: what was asked, what is known by now, and what is wrong so far."""

    def __init__(self, estate: Estate, phone: Phone, source: Source, state: State) -> None:
        self.estate, self.phone, self.source, self.state = estate, phone, source, state
        self.flat = phone.model.family == "flat"
        self.known = {"mac": phone.mac.digits, "first_load": phone.model.default_load}
        if self.flat:
            self.known |= {"tftp_cfg_dir": "", "dial_template": "dialplan"}
        self.got: set[str] = set()
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.held: dict[str, Given] = {}
        self.images: dict[str, Given] = {}
        self.document: Document | None = None
        self.sync: Document | None = None
        self.plan = Plan(())
        self.own = f"SIP{phone.mac}.cnf" if self.flat else f"SEP{phone.mac}.cnf.xml"
        self.readers: dict[str, Callable[[bytes, str], bool]] = {
            "image": self._image,
            "stub": self._stub,
            "default": self._default,
            "defaults": self._cnf,
            "own": self._cnf if self.flat else self._device,
            "rings": self._rings,
            "plan": self._plan,
            "sync": self._sync,
            "loads": lambda data, name: True,
        }

    def story(self) -> Story:
        """Ask for everything, judge, and tell."""
        for step in steps(self.phone.model.family, self.state):
            fields = re.findall(r"\{(\w+)\}", step.name)
            if (step.unless and step.unless in self.got) or any(
                self.known.get(f, "") == "" for f in fields if f != "tftp_cfg_dir"
            ):
                continue
            self._ask(step, step.name.format_map(self.known))
        self._judge()
        return Story(
            self.phone.id,
            str(self.phone.mac),
            self.phone.model.title,
            self.state,
            self.source.name,
            tuple(self.requests),
            firmware(self.known.get("load", ""), self.requests, self.state),
            settings(self.held, self.document),
            self._lines(),
            self._buttons(),
            tuple(Dialled(t.match, t.wait) for t in self.plan.templates),
            UNMATCHED,
            xml_clock(self.document) if self.document else flat_clock(self.held),
            tuple(sorted(set(self.faults))),
        )

    def _ask(self, step: Step, name: str) -> None:
        if self.flat and len(name) > PATH_MOST:
            self.faults.append(Fault(name, 0, f"has more than {PATH_MOST} characters: the phone cannot ask for it"))
        answer = self.source.get(name)
        need = step.need
        if step.reads == "loads" and self.state is State.FACTORY and need is Need.NORMAL:
            need = Need.REQUIRED  # no image to keep
        note = step.missing
        if answer.content is not None:
            note = ""
            if not step.reads or self.readers[step.reads](answer.content, name):
                self.got.add(step.reads)
        elif wrong := _wrong(answer):
            note = wrong
            self.faults.append(Fault(name, 0, wrong))
        elif need is not Need.NORMAL:
            self.faults.append(Fault(name, 0, f"is not there: {step.missing}"))
        self._told(name, answer, note, need is Need.NORMAL, step.later, step.ref)

    def _told(self, name: str, answer: Answer, note: str, spare: bool, later: bool, ref: str) -> None:
        found = answer.content is not None
        size = len(answer.content) if answer.content is not None else None
        normal = found or (spare and not _wrong(answer))
        self.requests.append(Request(name, found, normal, note, later, size, answer.seconds, ref))

    def _xml(self, data: bytes, name: str, grammar: Grammar) -> Document | None:
        document, faults = read_xml(data, name, grammar)
        self.faults += faults
        return document

    def _image(self, data: bytes, name: str) -> bool:
        image, faults = read_image(data, name)
        self.faults += faults
        if image:
            self.known["image"] = image
            self.images[name] = Given(image, name, 1)
        return True

    def _stub(self, data: bytes, name: str) -> bool:
        document = self._xml(data, name, STUB_GRAMMAR)
        if document:
            self._load("the stub", document.values.get("loadInformation"))
        return document is not None

    def _default(self, data: bytes, name: str) -> bool:
        document = self._xml(data, name, DEFAULT_GRAMMAR)
        if document:
            key = f"loadInformation{self.phone.model.load_id}"
            if key not in document.values:
                self.faults.append(Fault(name, 0, f"has no {key}, the number of the {self.phone.model.title}"))
            self._load(name, document.values.get(key))
        return document is not None

    def _load(self, place: str, given: Given | None) -> None:
        if given and given.value:
            self.images[place] = given
            self.known.setdefault("load", given.value)

    def _cnf(self, data: bytes, name: str) -> bool:
        held, faults = read_cnf(data, name)
        self.faults += faults
        self.held |= held
        for key in ("tftp_cfg_dir", "dial_template"):
            if key in self.held:
                self.known[key] = self.held[key].value
        return True

    def _device(self, data: bytes, name: str) -> bool:
        self.document = document = self._xml(data, name, DEVICE_GRAMMAR)
        if document is None:
            return False
        self._load("the phone's file", document.values.get("loadInformation"))
        self.known |= {
            "user_locale": document.text("userLocale/name"),
            "tones": document.text("networkLocaleInfo/name") or document.text("networkLocale"),
            "dial_template": document.text("sipProfile/dialTemplate"),
            "soft_keys": document.text("sipProfile/softKeyFile"),
            "jar": self.phone.model.locale_jar or "",
        }
        return True

    def _plan(self, data: bytes, name: str) -> bool:
        self.plan, faults = judge_plan(data, name, must_dial(self.estate))
        self.faults += faults
        return True

    def _sync(self, data: bytes, name: str) -> bool:
        self.sync = self._xml(data, name, SYNC_GRAMMAR)
        return True

    def _rings(self, data: bytes, name: str) -> bool:
        if self.flat:
            samples, faults = read_rings(data, name)
            self.faults += faults
        else:
            document = self._xml(data, name, RINGS_GRAMMAR)
            rings = document.repeated.get("Ring", ()) if document else ()
            samples = [r.values["FileName"] for r in rings if "FileName" in r.values]
        for sample in samples:
            answer = self.source.get(sample.value)
            size = len(answer.content) if answer.content is not None else None
            wrong = _wrong(answer) or ("" if size is not None else "is not there")
            if size is not None and not SAMPLE[0] <= size <= SAMPLE[1]:
                wrong = f"has {size} bytes, a ring has {SAMPLE[0]} to {SAMPLE[1]}"
            if wrong:
                self.faults.append(Fault(name, sample.line, f"the ring {sample.value} {wrong}"))
            self._told(sample.value, answer, wrong, False, True, "SAG2" if self.flat else "UCM")
        return True

    def _judge(self) -> None:
        if self.flat:
            if "own" in self.got:
                self.faults += judge_flat(self.held, self.own, self.phone.model.lines)
                users = {n: g for n in range(1, self.phone.model.lines + 1) if (g := self.held.get(f"line{n}_name"))}
                users = {n: g for n, g in users.items() if g.value not in ("", "UNPROVISIONED")}
                self.faults += judge_accounts(users, self.estate, self.phone, self.own)
            if "image_version" in self.held:
                self.images = {"image_version": self.held["image_version"]} | self.images
                self.faults += judge_load(self.held["image_version"], self.phone)
            self.faults += judge_images(self.images, "the stub")
            self._judge_sync()
        elif self.document:
            self.faults += judge_xml(self.document, self.phone.model.lines)
            self.faults += judge_accounts(xml_users(self.document), self.estate, self.phone, self.own)
            self.faults += judge_load(self.document.values.get("loadInformation"), self.phone)
            self.faults += judge_images(self.images, "the phone's file")

    def _judge_sync(self) -> None:
        told = self.sync.values.get("IMAGE") if self.sync else None
        sync = text(self.held, "sync") or "1"  # its default (SAG8)
        if self.sync is None:
            return
        version = self.sync.attributes.get("IMAGE@VERSION", "*")
        line = told.line if told else 0
        if self.sync.attributes.get("IMAGE@SYNC", sync) != sync:
            self.faults.append(Fault(self.sync.file, line, "SYNC is not the value of sync: each check-sync restarts"))
        if version not in ("*", text(self.held, "image_version")):
            self.faults.append(Fault(self.sync.file, line, "VERSION is for another image: a check-sync does nothing"))

    def _lines(self) -> tuple[LineStory, ...]:
        if self.flat:
            return flat_lines(self.held, self.phone.model.lines) if "own" in self.got else ()
        return xml_lines(self.document) if self.document else ()

    def _buttons(self) -> tuple[Button, ...]:
        if self.flat:
            return flat_buttons(self.held, self.phone.model.lines)
        if not self.document:
            return ()
        used = {b.number for b in xml_buttons(self.document)}
        free = tuple(Button(n, "free") for n in range(1, self.phone.model.lines + 1) if n not in used)
        return tuple(sorted((*xml_buttons(self.document), *free), key=lambda b: b.number))


def _wrong(answer: Answer) -> str:
    if answer.other_case:
        return f"is there as {answer.other_case}: the case of every letter counts"
    return answer.silence

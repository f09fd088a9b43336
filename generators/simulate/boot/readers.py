"""Reads each file as it comes, keeps what it says, and notes the files it names, which are then asked for."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from lxml import etree

from generators.estate.telephony import Phone
from generators.simulate.boot.dialplan import Plan, judge_plan
from generators.simulate.boot.flat import Given, read_cnf, read_image, read_rings
from generators.simulate.boot.grammar import Grammar
from generators.simulate.boot.images import PREVIEWS, judge_logo, judge_png, judge_sample
from generators.simulate.boot.loads import files_of
from generators.simulate.boot.menus import IMAGES, IMAGES_MOST
from generators.simulate.boot.session import Session
from generators.simulate.boot.softkeys import judge_soft_keys
from generators.simulate.boot.xml import Document, read_xml
from generators.simulate.boot.xml_elements import DEVICE_GRAMMAR
from generators.simulate.boot.xml_small import (
    DEFAULT_GRAMMAR,
    RINGS_GRAMMAR,
    RINGS_MOST,
    STUB_GRAMMAR,
    SYNC_GRAMMAR,
)

Numbers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """A file that another names: what it is in words, and how its content is judged (empty: it is right)."""

    name: str
    what: str
    judge: Callable[[bytes], str]


class Readers:
    """The readers by the name that `sequence.py` gives them; each says whether the file was of use."""

    def __init__(self, session: Session, phone: Phone, numbers: Numbers) -> None:
        self.session, self.phone, self.numbers = session, phone, numbers
        self.flat = phone.model.family == "flat"
        self.held: dict[str, Given] = {}
        self.images: dict[str, Given] = {}
        self.document: Document | None = None
        self.sync: Document | None = None
        self.plan = Plan(())
        self._parts: list[tuple[Part, int]] = []
        self.by_name: dict[str, Callable[[bytes, str], bool]] = {
            "image": self._image,
            "stub": self._stub,
            "default": self._default,
            "defaults": self._cnf,
            "own": self._cnf if self.flat else self._device,
            "rings": self._rings,
            "plan": self._plan,
            "sync": self._sync,
            "loads": self._loads,
            "first_load": self._loads,
            "jar": self._jar,
            "tones": self._tones,
            "soft_keys": self._soft_keys,
            "desktops": self._desktops,
        }

    def take_parts(self) -> list[tuple[Part, int]]:
        """The files named since the last call, with the line that names each."""
        out, self._parts = self._parts, []
        return out

    def logo(self, data: bytes) -> str:
        """What is wrong with the logo."""
        return judge_logo(data)

    def _xml(self, data: bytes, name: str, grammar: Grammar) -> Document | None:
        document, faults = read_xml(data, name, grammar)
        self.session.faults += faults
        return document

    def _image(self, data: bytes, name: str) -> bool:
        image, faults = read_image(data, name)
        self.session.faults += faults
        if image:
            self.session.known["image"] = image
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
                self.session.fault(name, 0, f"has no {key}, the number of the {self.phone.model.title}")
            self._load(name, document.values.get(key))
        return document is not None

    def _load(self, place: str, given: Given | None) -> None:
        if given and given.value:
            self.images[place] = given
            self.session.known.setdefault("load", given.value)

    def _cnf(self, data: bytes, name: str) -> bool:
        held, faults = read_cnf(data, name)
        self.session.faults += faults
        self.held |= held
        for key in ("tftp_cfg_dir", "dial_template"):
            if key in self.held:
                self.session.known[key] = self.held[key].value
        return True

    def _device(self, data: bytes, name: str) -> bool:
        self.document = document = self._xml(data, name, DEVICE_GRAMMAR)
        if document is None:
            return False
        self._load("the phone's file", document.values.get("loadInformation"))
        self.session.known |= {
            "user_locale": document.text("userLocale/name"),
            "tones": document.text("networkLocaleInfo/name") or document.text("networkLocale"),
            "dial_template": document.text("sipProfile/dialTemplate"),
            "soft_keys": document.text("sipProfile/softKeyFile"),
            "jar": self.phone.model.locale_jar or "",
        }
        return True

    def _plan(self, data: bytes, name: str) -> bool:
        self.plan, faults = judge_plan(data, name, self.numbers)
        self.session.faults += faults
        return True

    def _sync(self, data: bytes, name: str) -> bool:
        self.sync = self._xml(data, name, SYNC_GRAMMAR)
        return True

    def _loads(self, data: bytes, name: str) -> bool:
        files = files_of(data, name)
        if not files:
            self.session.fault(name, 0, "names no file: it is not Cisco's list of a load, or was cut")
        self._parts += [(Part(f, "the firmware", lambda content: "" if content else "is empty"), 0) for f in files]
        return True

    def _jar(self, data: bytes, name: str) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                whole = bool(archive.namelist())
        except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError):
            whole = False
        if not whole:
            self.session.fault(name, 0, "is no archive of texts, or was cut")
        return True

    def _tones(self, data: bytes, name: str) -> bool:
        try:
            etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            self.session.fault(name, error.lineno or 0, "is not well-formed: American tones")
        return True

    def _soft_keys(self, data: bytes, name: str) -> bool:
        self.session.faults += judge_soft_keys(data, name)
        return True

    def _rings(self, data: bytes, name: str) -> bool:
        if self.flat:
            samples, faults = read_rings(data, name)
            self.session.faults += faults
        else:
            document = self._xml(data, name, RINGS_GRAMMAR)
            rings = document.repeated.get("Ring", ()) if document else ()
            if len(rings) > RINGS_MOST:
                self.session.fault(
                    name, rings[RINGS_MOST].line, f"has {len(rings)} rings, the phone holds {RINGS_MOST}"
                )
            samples = [r.values["FileName"] for r in rings if "FileName" in r.values]
        known = {s.value for s in samples}
        self._parts += [(Part(s.value, "the ring", judge_sample), s.line) for s in samples if s.value]
        if len(known) < len(samples) and not self.flat:
            self.session.fault(name, samples[-1].line, "names a ring twice")
        return True

    def _desktops(self, data: bytes, name: str) -> bool:
        document = self._xml(data, name, IMAGES)
        items = document.repeated.get("ImageItem", ()) if document else ()
        if len(items) > IMAGES_MOST:
            self.session.fault(name, items[IMAGES_MOST].line, f"has {len(items)} images, the phone holds {IMAGES_MOST}")
        folder = name.rpartition("/")[0]
        width, height = (int(n) for n in folder.rpartition("/")[2].split("x")[:2])
        for item in items:
            for attribute, sizes in (("Image", PREVIEWS), ("URL", ((width, height),))):
                path = item.attributes.get(attribute, "").removeprefix("TFTP:")
                if path and not path.startswith(f"{folder}/"):
                    self.session.fault(name, item.line, f"{attribute} is not in {folder}, the folder of this screen")
                if path:
                    self._parts.append((Part(path, "the picture", partial(judge_png, sizes=sizes)), item.line))
        return True

"""The soft keys of the xml family: what stands on the row of keys in each state of a call (UCM, Soft Keys).

Only keys that a phone serves itself or that a plain Asterisk answers. Left out are those that call a service of a
patched one (`x-cisco-serviceuri-…`): Park, PickUp, GPickUp, OPickUp, MeetMe, AbbrDial, CallBack, iDivert, ConfList,
RmLstC, QRT, MCID, HLog, Record, and Select and Join, which go with them. They would end in "number not found" for
the caller, or in a call to nowhere. CFwdAll stays where the phone forwards by itself (`local_forward`), DND where
its user may switch it. Not seen on hardware.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from generators.estate.handsets import Feature, Settings
from generators.estate.phone_files import soft_keys_file
from generators.targets.phones.output import ascii_bytes
from generators.targets.phones.stamp import stamp
from generators.targets.phones.text import xml_value
from generators.targets.templating import render

PACKAGE = "generators.targets.phones.xml"
TEMPLATE = "softkeys.xml.j2"
KEYS_MOST = 16  # a set (UCM)
FILE_MOST = 16000  # bytes
STAMP_LENGTH = 32
FREE = (Feature.OFF, Feature.ON)  # what a user may switch

# keyID: tag, eventID, helpID (UCM, Soft Keys)
NUMBERS: dict[str, tuple[int, int, int]] = {
    "Undefined": (0, 0, 0),
    "Redial": (1, 1, 301),
    "NewCall": (2, 2, 302),
    "Hold": (3, 3, 303),
    "Transfer": (4, 4, 304),
    "CFwdAll": (5, 5, 305),
    "<<": (8, 8, 308),
    "EndCall": (9, 9, 309),
    "Resume": (10, 10, 310),
    "Answer": (11, 11, 311),
    "Confrn": (13, 13, 313),
    "DND": (63, 69, 369),
}
# Undefined keeps a place free, so that EndCall and the next keys stand where they stood.
SETS: dict[str, tuple[str, ...]] = {
    "On Hook": ("Redial", "NewCall", "CFwdAll", "DND"),
    "Off Hook": ("Redial", "EndCall", "CFwdAll"),
    "Off Hook With Feature": ("Redial", "EndCall"),
    "Digits After First": ("<<", "EndCall"),
    "Ring Out": ("Undefined", "EndCall"),
    "Connected": ("Hold", "EndCall", "Transfer", "Confrn"),
    "Connected No Feature": ("Undefined", "EndCall"),
    "Connected Transfer": ("Undefined", "EndCall", "Transfer"),
    "Connected Conference": ("Undefined", "EndCall", "Confrn"),
    "On Hold": ("Resume", "NewCall"),
    "Ring In": ("Answer", "DND"),
    "Remote In Use": (),
}


@dataclass(frozen=True)
class Key:
    """A soft key's definition: its name, escaped, and the three numbers it is known by."""

    name: Markup
    tag: int
    event: int
    help: int


@dataclass(frozen=True)
class KeySet:
    """The keys of a state of a call, in their order."""

    state: str
    keys: tuple[Markup, ...]


def soft_keys(settings: Settings) -> str:
    """The text of that file. Its stamp follows from the rest of it."""
    absent = {"CFwdAll"} if not settings.local_forward else set()
    absent |= {"DND"} if settings.do_not_disturb not in FREE else set()
    sets = [KeySet(state, tuple(xml_value(key) for key in keys if key not in absent)) for state, keys in SETS.items()]
    used = {key for keys in SETS.values() for key in keys} - absent
    keys = [Key(xml_value(name), *numbers) for name, numbers in NUMBERS.items() if name in used]
    version = stamp([render(PACKAGE, TEMPLATE, keys=keys, sets=sets, stamp="")], STAMP_LENGTH)
    return render(PACKAGE, TEMPLATE, keys=keys, sets=sets, stamp=version)


def soft_key_file(settings: Settings) -> bytes:
    """The file as it is sent."""
    return ascii_bytes(soft_keys_file(settings), soft_keys(settings), FILE_MOST)

"""What a phone asks for, in its order, as data: one table a family.

Names hold what earlier answers told: `{load}` from the stub, `{dial_template}` from the .cnf files. A step whose
name is not known (no soft-key file) is not asked. Sources: LOG60 and LOG42 are logs of whole boots.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generators.simulate.boot.loads import asks_os79xx
from generators.simulate.boot.story import State


class Need(StrEnum):
    """What it means when a file is not there."""

    NORMAL = "normal"  # the phone goes on as it was meant to
    EXPECTED = "expected"  # it goes on, but not as it was meant to: a fault
    REQUIRED = "required"  # it stays here: a fault


class When(StrEnum):
    """For which phones a step is."""

    ALWAYS = "always"
    CONVERTED = "converted"  # fresh from the factory, reset, or on a load that begins with OS79XX.TXT


@dataclass(frozen=True)
class Step:
    """A request. `reads` names the reader of what comes; `unless` an earlier reader whose success spares this step.

    `later` steps happen after the boot: when a menu opens, or on NOTIFY. `ref` is a tag of the references.
    """

    name: str
    need: Need
    missing: str
    ref: str
    reads: str = ""
    unless: str = ""
    later: bool = False
    when: When = When.ALWAYS


FLAT = (
    Step("OS79XX.TXT", Need.REQUIRED, "nothing tells the phone which image to load", "C5455", "image",
         when=When.CONVERTED),
    Step("{image}.bin", Need.EXPECTED, "Cisco's file: without it an unsigned phone cannot be converted", "C5455",
         when=When.CONVERTED),
    Step("{image}.sbn", Need.EXPECTED, "Cisco's file: without it a signed phone cannot be converted", "FWM",
         when=When.CONVERTED),
    Step("CTLSEP{mac}.tlv", Need.NORMAL, "no trust list: goes on", "LOG60"),
    Step("SEP{mac}.cnf.xml", Need.EXPECTED, "no stub: asks for XMLDefault.cnf.xml", "LOG60", "stub"),
    Step("XMLDefault.cnf.xml", Need.EXPECTED, "goes on with the load in flash", "CME", "default", unless="stub"),
    Step("{load}.loads", Need.NORMAL, "keeps the load it runs", "LOG60", "loads"),
    Step("SIPDefault.cnf", Need.NORMAL, "optional: its values must then stand in the phone's own file", "SAG4",
         "defaults"),
    Step("{tftp_cfg_dir}SIP{mac}.cnf", Need.REQUIRED, "the phone stays unprovisioned", "SAG4", "own"),
    Step("RINGLIST.DAT", Need.NORMAL, "two built-in rings", "SAG2", "rings"),
    Step("{dial_template}.xml", Need.EXPECTED, "every number waits 10 to 15 seconds", "SIPCC", "plan"),
    Step("XMLDefault.cnf.xml", Need.EXPECTED, "a phone that nobody has written down is told nothing", "CME", "default",
         unless="default", later=True),
    Step("OS79XX.TXT", Need.EXPECTED, "nothing tells a phone on other firmware which image to load", "C5455", "image",
         unless="image", later=True),
    Step("syncinfo.xml", Need.EXPECTED, "a check-sync does nothing", "SAG8", "sync", later=True),
)  # fmt: skip
XML = (
    Step("{first_load}", Need.EXPECTED, "Cisco's file: a phone whose image was wiped stays here", "AG41", "first_load",
         when=When.CONVERTED),
    Step("CTLSEP{mac}.tlv", Need.NORMAL, "no trust list: goes on", "LOG42"),
    Step("ITLSEP{mac}.tlv", Need.NORMAL, "no trust list: goes on (newer firmware only)", "UCM"),
    Step("ITLFile.tlv", Need.NORMAL, "no trust list: goes on (newer firmware only)", "UCM"),
    Step("SEP{mac}.cnf.xml", Need.REQUIRED, "the phone is unprovisioned and asks again and again", "LOG42", "own"),
    Step("XMLDefault.cnf.xml", Need.REQUIRED, "the phone is unprovisioned", "LOG42", "default", unless="own"),
    Step("{load}.loads", Need.NORMAL, "keeps the load it runs", "LOG42", "loads"),
    Step("{user_locale}/{jar}", Need.NORMAL, "\"Error updating locale\", harmless: English", "UCM", "jar"),
    Step("{tones}/g3-tones.xml", Need.NORMAL, "American tones", "UCM", "tones"),
    Step("{dial_template}", Need.EXPECTED, "every number waits 10 to 15 seconds", "SIPCC", "plan"),
    Step("{soft_keys}", Need.EXPECTED, "default keys, though others are wanted", "UCM", "soft_keys"),
    Step("XMLDefault.cnf.xml", Need.EXPECTED, "a phone that nobody has written down is told nothing", "LOG42",
         "default", unless="default", later=True),
    Step("Ringlist.xml", Need.NORMAL, "an empty ring menu", "UCM", "rings", later=True),
    Step("distinctiveringlist.xml", Need.NORMAL, "no ring of its own for a line", "WHIZZY", "rings", later=True),
    Step("Desktops/{desktops}/List.xml", Need.NORMAL, "no background to choose", "UCM", "desktops", later=True),
)  # fmt: skip
PATH_MOST = 64  # characters of a name the 7940/7960 can ask for (SIPCC, config.h)
MAY_BE_EMPTY = ("tftp_cfg_dir", "user_locale")  # in a name: the root is asked then (SAG4; UCM, User Locale)


def steps(family: str, state: State, running: str) -> tuple[Step, ...]:
    """The requests of a family's phone in `state`; `running` is its load where it is another than the files name."""
    table = FLAT if family == "flat" else XML
    converted = state is State.FACTORY or (state is State.OTHER and family == "flat" and asks_os79xx(running))
    return tuple(s for s in table if converted or s.when is When.ALWAYS)

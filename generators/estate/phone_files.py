"""The names of the files a phone asks for: pure functions of the phone, for every target that needs to say them.

Names are exact: upper-case MAC without separators, and the case of every letter counts on a Unix server
(SAG2, "TFTP file names"; AG99, "File names"; UCM, "TFTP Provisioning"). All stand in the TFTP root.
"""

from __future__ import annotations

from generators.estate.handsets import Feature, Settings
from generators.estate.telephony import Phone

__all__ = [
    "DEFAULT_IMAGE",
    "DIAL_PLAN",
    "FLAT_DEFAULTS",
    "FLAT_RINGS",
    "FLAT_SYNC",
    "UNKNOWN_PHONE",
    "XML_RINGS",
    "XML_RINGS_LOWER",
    "boot_files",
    "config_file",
    "own_files",
    "soft_keys_file",
    "stub_file",
]

FLAT_DEFAULTS = "SIPDefault.cnf"
FLAT_RINGS = "RINGLIST.DAT"
FLAT_SYNC = "syncinfo.xml"
DEFAULT_IMAGE = "OS79XX.TXT"
DIAL_PLAN = "dialplan.xml"
UNKNOWN_PHONE = "XMLDefault.cnf.xml"
XML_RINGS = "Ringlist.xml"
XML_RINGS_LOWER = "ringlist.xml"


def config_file(phone: Phone) -> str:
    """The file with this phone's own settings: `SIP<MAC>.cnf` (flat) or `SEP<MAC>.cnf.xml` (xml)."""
    return f"SIP{phone.mac.digits}.cnf" if phone.model.family == "flat" else stub_file(phone)


def stub_file(phone: Phone) -> str:
    """`SEP<MAC>.cnf.xml`: the whole document of an xml phone, a stub that names the load for a flat one."""
    return f"SEP{phone.mac.digits}.cnf.xml"


def soft_keys_file(settings: Settings) -> str:
    """The file with the soft keys of an xml phone with these settings; there are four at most.

    A key that forwards stands only where the phone may forward by itself, one for do-not-disturb where its user may
    switch it.
    """
    forward = "" if settings.local_forward else "-no-forward"
    quiet = "" if settings.do_not_disturb in (Feature.OFF, Feature.ON) else "-no-dnd"
    return f"softkeys{forward}{quiet}.xml"


def own_files(phone: Phone) -> tuple[str, ...]:
    """The files of the tree that belong to this phone alone, in the order it asks for them."""
    if phone.model.family == "flat":
        return (stub_file(phone), config_file(phone))
    return (config_file(phone),)


def boot_files(phone: Phone) -> tuple[str, ...]:
    """The files of the tree that a running phone fetches while it boots, in its order.

    Firmware and what is asked for but never there (trust lists, locales) are not ours and not named.
    Sources: LOG60 and SAG4 for the 7940/7960; LOG42 and UCM "TFTP Provisioning" for the 7941 and siblings,
    which fetch `Ringlist.xml` only when its menu is opened.
    """
    if phone.model.family == "flat":
        return (stub_file(phone), FLAT_DEFAULTS, config_file(phone), FLAT_RINGS, DIAL_PLAN)
    return (config_file(phone), DIAL_PLAN, soft_keys_file(phone.settings))

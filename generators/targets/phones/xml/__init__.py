"""The boot files of the 7941, the 7961 and their siblings: one whole XML document a phone.

| file | holds |
|---|---|
| `SEP<MAC>.cnf.xml` | everything; elements in the order of UCM's page, empty ones kept: a missing one stops the phone |
| `Ringlist.xml`, `ringlist.xml` | the ring menu, in both spellings that phones were seen to ask for (AG99; LOG42) |

Choices that hold for the family:

- **Non-CCM mode**: line 1's `proxy` is an address, not USECALLMANAGER, so each line registers by itself with
  its own account, and the outbound proxy of a site behind siproxd is used (SIPCC, sip_regmgr).
- **UDP**, as nearly all samples for an unpatched Asterisk; TCP needs a listener on the PBX (UCM, WHIZZY).
- **No web page, no SSH** (`webAccess` and `sshAccess` are 1: those two mean "disabled" by 1). With an empty
  `authenticationURL` a phone with its web server on obeys whoever posts to it (UCM), and a dialled call costs.
- **Soft keys**: none of our own; an empty `softKeyFile` keeps the phone's (UCM, Soft Keys).
- **Spelling**: the case of element names counts; `MissedCallLoggingOption` and `dtmfOutofBand` are so in UCM.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generators.estate.estate import Estate
from generators.estate.phone_files import XML_RINGS, XML_RINGS_LOWER, config_file
from generators.estate.telephony import Phone
from generators.targets.artifact import Artifact
from generators.targets.phones.output import ascii_bytes, phone_file, shared_file
from generators.targets.phones.rings import RINGS
from generators.targets.phones.stamp import mark, stamp
from generators.targets.phones.xml.view import phone_view
from generators.targets.templating import render

__all__ = ["artifacts"]

PACKAGE = "generators.targets.phones.xml"
DOCUMENT = "SEPMAC.cnf.xml.j2"
RINGS_MOST = 16000  # bytes; fifty entries, the most the phone reads (UCM), stay below
STAMP_LENGTH = 32  # of 64


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """Every file of the family, if the Estate has a phone of it: one a phone, and the ring list twice."""
    phones = [phone for phone in estate.phones if phone.model.family == "xml"]
    if not phones:
        return
    for phone in phones:
        yield phone_file(estate, phone, config_file(phone), _document(estate, phone))
    rings = render(PACKAGE, "Ringlist.xml.j2", rings=RINGS)
    for name in (XML_RINGS, XML_RINGS_LOWER):
        yield shared_file(estate, name, ascii_bytes(name, rings, RINGS_MOST))


def _document(estate: Estate, phone: Phone) -> str:
    """The phone's document. Its stamp follows from all the rest of it, secrets by a mark only."""
    view = phone_view(estate, phone)
    version = stamp([render(PACKAGE, DOCUMENT, view=view.without_secrets()), mark(view.secrets)], STAMP_LENGTH)
    return render(PACKAGE, DOCUMENT, view=replace(view, stamp=version))

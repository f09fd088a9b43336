"""The boot files of the 7941, the 7961 and their siblings: one whole XML document a phone.

| file | holds |
|---|---|
| `SEP<MAC>.cnf.xml` | everything; elements in the order of UCM's page, empty ones kept: a missing one stops the phone |
| `softkeys….xml` | the soft keys, one file for each combination of settings in use |
| `Ringlist.xml`, `ringlist.xml` | the ring menu, in both spellings that phones were seen to ask for (AG99; LOG42) |
| `distinctiveringlist.xml` | the same once more, for the ring of a line (WHIZZY) |
| `Desktops/<width>x<height>x<depth>/…` | backgrounds, for models with such a screen (UCM, Background Images) |

Choices that hold for the family:

- **Non-CCM mode**: line 1's `proxy` is an address, not USECALLMANAGER, so each line registers by itself with
  its own account, and the outbound proxy of a site behind siproxd is used (SIPCC, sip_regmgr).
- **UDP**, as nearly all samples for an unpatched Asterisk; TCP needs a listener on the PBX (UCM, WHIZZY).
- **No web page, no SSH** unless the settings say so (`webAccess` and `sshAccess` are 1: those mean "disabled" by 1).
  With an empty `authenticationURL` a phone with its web server on obeys whoever posts to it (UCM), and a call costs.
- **Spelling**: the case of element names counts; `MissedCallLoggingOption` and `dtmfOutofBand` are so in UCM.
"""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.estate.phone_files import XML_RINGS, XML_RINGS_LOWER, config_file, soft_keys_file
from generators.estate.telephony import Phone
from generators.targets.artifact import Artifact
from generators.targets.phones.dialplan import dial_plan
from generators.targets.phones.media import background_files, ring_menu
from generators.targets.phones.output import ascii_bytes, phone_file, shared_file
from generators.targets.phones.stamp import mark, stamp
from generators.targets.phones.xml.document import Element, rows
from generators.targets.phones.xml.softkeys import soft_key_file, soft_keys
from generators.targets.phones.xml.view import phone_document
from generators.targets.templating import render

__all__ = ["artifacts"]

PACKAGE = "generators.targets.phones.xml"
DOCUMENT = "SEPMAC.cnf.xml.j2"
LINE_RINGS = "distinctiveringlist.xml"
RINGS_MOST = 16000  # bytes; fifty entries, the most the phone reads (UCM), stay below
STAMP_LENGTH = 32  # of 64


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """Every file of the family, if the Estate has a phone of it: one a phone, soft keys, the ring list thrice, and the
    backgrounds of the screens in use."""
    phones = [phone for phone in estate.phones if phone.model.family == "xml"]
    if not phones:
        return
    plan = dial_plan(estate.dial_rules).decode("ascii")
    for phone in phones:
        yield phone_file(estate, phone, config_file(phone), _text(estate, phone, plan))
    soft = {soft_keys_file(phone.settings): phone.settings for phone in phones}
    for name, settings in sorted(soft.items(), key=lambda item: item[0]):
        yield shared_file(estate, name, soft_key_file(settings))
    text = render(PACKAGE, "Ringlist.xml.j2", rings=ring_menu(estate.ring_tones))
    for name in (XML_RINGS, XML_RINGS_LOWER, LINE_RINGS):
        yield shared_file(estate, name, ascii_bytes(name, text, RINGS_MOST))
    yield from background_files(estate, estate.backgrounds, (phone.model for phone in phones))


def _text(estate: Estate, phone: Phone, plan: str) -> str:
    """The phone's document. Its stamp follows from all the rest of it, secrets by a mark only, and from the dial plan
    and the soft keys, which a phone reads when it starts and not again."""
    seen = phone_document(estate, phone, "")
    texts = [_render(seen.without_secrets()), mark(seen.secrets()), plan, soft_keys(phone.settings)]
    return _render(phone_document(estate, phone, stamp(texts, STAMP_LENGTH)))


def _render(document: Element) -> str:
    return render(PACKAGE, DOCUMENT, rows=list(rows(document)))

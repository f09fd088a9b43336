"""Asterisk with chan_pjsip: everything below `pbx/asterisk-pjsip/`; what chan_sip needs otherwise is in `sip/`.

The files use what Asterisk 16 and 22 share, so one set serves every release between them. They replace
the files of that name of a plain install, or are included by them; what else `/etc/asterisk` needs
(`asterisk.conf`, `logger.conf`, `indications.conf`) comes with the package.

| to change                                     | open                                   |
|---|---|
| what differs between the channel drivers      | `dialects.py`                          |
| accounts, transport, trunk                    | `pjsip.py`, `templates/pjsip.conf.j2`  |
| lines, groups, menus, conferences, mailboxes  | `inside.py`                            |
| our numbers, hours, calls from outside        | `incoming.py`                          |
| permissions, trunks, emergency                | `outside.py`                           |
| feature codes, hot desks                      | `features.py`                          |
| a step of the dialplan                        | `templates/extensions.conf.j2`         |
| parking, transfer keys, music, modules        | `services.py`, `templates/`            |
| names of contexts                             | `names.py`                             |
| the source of an option or application        | `keys.py`                              |

May import: `generators.estate`, `generators.targets.{artifact,templating}`, `generators.references`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generators.estate.estate import Estate
from generators.estate.values import Origin
from generators.targets.artifact import Artifact
from generators.targets.asterisk.dialects import DIALECTS, PJSIP, Dialect
from generators.targets.asterisk.dialplan import dialplan
from generators.targets.asterisk.head import head
from generators.targets.asterisk.keys import KEYS
from generators.targets.asterisk.pjsip import pjsip
from generators.targets.asterisk.rtp import rtp
from generators.targets.asterisk.services import confbridge, modules, parking
from generators.targets.asterisk.sip import dnsmgr, sip
from generators.targets.asterisk.voicemail import voicemail
from generators.targets.templating import render

__all__ = ["KEYS", "artifacts", "files"]

INSTALL = "In /etc/asterisk it takes the place of the file of that name; do not append it to a sample."
NOTIFY = "The package's own file has this section too: keep that one if other phones need its other sections."
CHAN_SIP = "Asterisk 16 to 20: chan_sip takes the same port; write noload = chan_sip.so into modules.conf."
CHAN_PJSIP = "Asterisk 12 to 20: chan_pjsip takes the same port; write noload = chan_pjsip.so into modules.conf."
SMALLEST = "Optional: the smallest set of modules that everything here needs, for a small computer."


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """The files of each dialect that the PBX speaks. Each one's first origin is the PBX."""
    for dialect in DIALECTS:
        if dialect.name in estate.pbx.dialects:
            yield from files(estate, dialect)


def files(estate: Estate, dialect: Dialect) -> Iterator[Artifact]:
    """The files below `pbx/DIALECT/`: those of one driver only for it, all others for either."""

    def file(name: str, view: object, origins: Iterable[Origin], *notes: str) -> Artifact:
        pbx = estate.pbx.origin
        whole = (pbx, *sorted(set(origins) - {pbx}))
        text = render(__name__, f"{name}.j2", view=view, head=head(estate, whole, notes))
        return Artifact(f"pbx/{dialect.name}/{name}", text.encode(), estate.audience, whole)

    phones = [e.origin for e in estate.endpoints]
    sites = [s.origin for s in estate.sites]
    boxes = [b.origin for b in estate.mailboxes]
    rooms = [c.origin for c in estate.conferences]
    called = [*(x.origin for x in estate.lines), *(x.origin for x in estate.groups), *boxes]
    called += [*(m.origin for m in estate.menus), *rooms, *(c.origin for c in estate.contacts)]
    outside = [x.origin for x in estate.trunks]
    outside += [*(x.origin for x in estate.numbers), *(x.origin for x in estate.schedules)]
    if dialect is PJSIP:
        yield file("pjsip.conf", pjsip(estate), [*phones, *outside, *sites, *called], INSTALL, CHAN_SIP)
        yield file("pjsip_notify.conf", None, [], INSTALL, NOTIFY)
    else:
        yield file("sip.conf", sip(estate), [*phones, *outside, *sites, *called], INSTALL, CHAN_PJSIP)
        yield file("sip_notify.conf", None, [], INSTALL, NOTIFY)
        yield file("dnsmgr.conf", dnsmgr(), [], INSTALL)
    yield file("extensions.conf", dialplan(estate, dialect), [*called, *outside, *phones, *sites], INSTALL)
    yield file("voicemail.conf", voicemail(estate), [estate.organization.origin, *boxes], INSTALL)
    yield file("confbridge.conf", confbridge(estate), rooms, INSTALL)
    yield file("res_parking.conf", parking(estate), [], INSTALL)
    yield file("features.conf", None, [], INSTALL)
    yield file("musiconhold.conf", None, [], INSTALL)
    yield file("modules.conf", modules(estate, dialect), [], INSTALL, SMALLEST)
    yield file("rtp.conf", rtp(estate), [], INSTALL)

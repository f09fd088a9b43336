"""Asterisk with chan_pjsip: `pjsip.conf`, `pjsip_notify.conf`, `extensions.conf`, `voicemail.conf` and `rtp.conf`.

The files use what Asterisk 16 and 22 share, so one set serves every release between them. They replace
the files of that name of a plain install, or are included by them; what else `/etc/asterisk` needs
(`asterisk.conf`, `modules.conf`, `logger.conf`, `indications.conf`) comes with the package.

| to change                                     | open                                   |
|---|---|
| accounts, transport, trunk                    | `pjsip.py`, `templates/pjsip.conf.j2`  |
| lines, groups, mailboxes, hours, our numbers  | `inside.py`                            |
| permissions, trunks, emergency                | `outside.py`                           |
| a step of the dialplan                        | `templates/extensions.conf.j2`         |
| names of contexts and devices                 | `names.py`                             |
| the source of an option or application        | `keys.py`                              |

May import: `generators.estate`, `generators.targets.{artifact,templating}`, `generators.references`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generators.estate.estate import Estate
from generators.estate.values import Origin
from generators.targets.artifact import Artifact
from generators.targets.asterisk.dialplan import dialplan
from generators.targets.asterisk.head import head
from generators.targets.asterisk.keys import KEYS
from generators.targets.asterisk.pjsip import pjsip
from generators.targets.asterisk.rtp import rtp
from generators.targets.asterisk.voicemail import voicemail
from generators.targets.templating import render

__all__ = ["DIALECT", "KEYS", "artifacts"]

DIALECT = "asterisk-pjsip"
INSTALL = "In /etc/asterisk it takes the place of the file of that name; do not append it to a sample."
NOTIFY = "The package's own file has this section too: keep that one if other phones need its other sections."
CHAN_SIP = "Asterisk 16 to 20: chan_sip takes the same port; write noload = chan_sip.so into modules.conf."


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """The five files, if the PBX speaks this dialect. Each one's first origin is the PBX."""
    if DIALECT not in estate.pbx.dialects:
        return
    phones = [e.origin for e in estate.endpoints]
    sites = [s.origin for s in estate.sites]
    boxes = [b.origin for b in estate.mailboxes]
    called = [*(x.origin for x in estate.lines), *(x.origin for x in estate.groups), *boxes]
    outside = [x.origin for x in estate.trunks]
    outside += [*(x.origin for x in estate.numbers), *(x.origin for x in estate.schedules)]
    yield _file(estate, "pjsip.conf", pjsip(estate), [*phones, *outside, *sites, *called], INSTALL, CHAN_SIP)
    yield _file(estate, "pjsip_notify.conf", None, [], INSTALL, NOTIFY)
    yield _file(estate, "extensions.conf", dialplan(estate), [*called, *outside, *phones, *sites], INSTALL)
    yield _file(estate, "voicemail.conf", voicemail(estate), [estate.organization.origin, *boxes], INSTALL)
    yield _file(estate, "rtp.conf", rtp(estate), [], INSTALL)


def _file(estate: Estate, name: str, view: object, origins: Iterable[Origin], *notes: str) -> Artifact:
    pbx = estate.pbx.origin
    whole = (pbx, *sorted(set(origins) - {pbx}))
    text = render(__name__, f"{name}.j2", view=view, head=head(estate, whole, notes))
    return Artifact(f"pbx/{DIALECT}/{name}", text.encode(), estate.audience, whole)

"""What chan_sip needs instead of `pjsip.conf`: `sip.conf`, `sip_notify.conf` and `dnsmgr.conf`.

Tested on Asterisk 16. Not seen on a real XiVO of 2015 (Asterisk 11, later 13), nor on 18 and 20. Asterisk 11 parks
calls by its features.conf: res_parking.conf of this dialect is for 12 and later. All other files of the dialect are
those of chan_pjsip, from the same templates (`dialects.py` says what differs); the templates of these three stand in
`../templates/`, too.

| to change                    | open                                  |
|---|---|
| peers, trunks, registrations | `view.py`, `../templates/sip.conf.j2` |
| the source of an option      | `keys.py`                             |

May import: `generators.estate`, `generators.references`, and of its own target `names` and `pjsip`.
"""

from __future__ import annotations

from generators.targets.asterisk.sip.keys import KEYS
from generators.targets.asterisk.sip.view import dnsmgr, sip

__all__ = ["KEYS", "dnsmgr", "sip"]

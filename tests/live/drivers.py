"""What the console of Asterisk says of phones and providers, by channel driver."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Console = Callable[[str], str]


@dataclass(frozen=True)
class Driver:
    """What differs between drivers, for tests.

    `technology` begins the names of channels. `anywhere` says whether a provider may call from an address that stands
    in no file. `reachable` tells whether the phone of an account has answered OPTIONS, `registrations` counts those
    of ours that providers have taken.
    """

    technology: str
    anywhere: bool
    reachable: Callable[[Console, str], bool]
    registrations: Callable[[Console], int]


def _pjsip_reachable(console: Console, account: str) -> bool:
    return any(f" {account}/" in x and " Avail " in x for x in console("pjsip show contacts").splitlines())


def _sip_reachable(console: Console, account: str) -> bool:
    return bool(re.search(r"^  Status +: OK ", console(f"sip show peer {account}"), re.M))


DRIVERS = {
    "asterisk-pjsip": Driver(
        "PJSIP", True, _pjsip_reachable, lambda console: console("pjsip show registrations").count("Registered")
    ),
    "asterisk-sip": Driver(
        "SIP", False, _sip_reachable, lambda console: len(re.findall(r" Registered ", console("sip show registry")))
    ),
}

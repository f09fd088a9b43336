"""The view of `pjsip.d/` or `sip.d/`: SIP accounts of the phones beyond the first of each line."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.names import fold
from generators.estate.places import Way
from generators.estate.values import Secret
from generators.targets.xivo.dialplan import further
from generators.targets.xivo.flavour import Flavour
from generators.targets.xivo.users import LANGUAGES

NO_MAILBOX = ""


@dataclass(frozen=True)
class Account:
    """A phone's account. `permit` is whence it may call in: its site's network, or its site's public address."""

    name: str
    secret: Secret
    title: str
    extension: str
    context: str
    mailbox: str
    language: str
    permit: str


def accounts(estate: Estate, product: Flavour) -> tuple[Account, ...]:
    """An account for each further endpoint, sorted by name."""
    out = []
    for endpoint in further(estate):
        line = endpoint.line
        person = estate.person.get(line.person) if line.person is not None else None
        language = person.language if person is not None else estate.organization.languages[0]
        site = endpoint.site
        public = site.reach["pbx"].way is Way.PUBLIC
        permit = str(site.uplink.address) if public and site.uplink.address is not None else str(site.voice.subnet)
        out.append(
            Account(
                name=endpoint.account,
                secret=endpoint.secret,
                title=fold(line.title)[:30].strip() or line.extension,
                extension=line.extension,
                context=product.contexts.internal,
                mailbox=f"{line.extension}@{product.contexts.internal}" if line.mailbox is not None else NO_MAILBOX,
                language=LANGUAGES[language],
                permit=permit if "/" in permit else f"{permit}/32",
            )
        )
    return tuple(sorted(out, key=lambda a: a.name))

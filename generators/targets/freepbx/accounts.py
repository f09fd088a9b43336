"""The view of `tonalite-pjsip.conf`: the SIP account of every phone, as whole objects of our own."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.names import fold
from generators.estate.places import Way
from generators.estate.spellings import house_number, presented
from generators.estate.telephony import Endpoint
from generators.estate.values import Secret
from generators.targets.freepbx.dialplan import site_context


@dataclass(frozen=True)
class Account:
    """A phone's account. `variables` are inherited by all channels that come of its calls (two underscores).

    `permit` is whence it may call in: its site's network, or its site's public address.
    """

    name: str
    secret: Secret
    title: str
    extension: str
    context: str
    mailbox: str
    language: str
    permit: str
    variables: tuple[str, ...]


def accounts(estate: Estate) -> tuple[Account, ...]:
    """An account for each endpoint, sorted by name."""
    return tuple(sorted((_account(estate, e) for e in estate.endpoints), key=lambda a: a.name))


def _account(estate: Estate, endpoint: Endpoint) -> Account:
    line, site = endpoint.line, endpoint.site
    person = estate.person.get(line.person) if line.person is not None else None
    shown = endpoint.presented or (house_number(estate) if estate.trunks else None)
    variables = [f"__TONALITE_SHOWN={presented(estate, shown)}"] if shown is not None else []
    if line.hidden:
        variables.append("__TONALITE_HIDDEN=yes")
    public = site.reach["pbx"].way is Way.PUBLIC and site.uplink.address is not None
    return Account(
        name=endpoint.account,
        secret=endpoint.secret,
        title=fold(line.title)[:30].strip() or line.extension,
        extension=line.extension,
        context=site_context(site.id),
        mailbox=f"{line.extension}@default" if line.mailbox is not None else "",
        language=person.language if person is not None else estate.organization.languages[0],
        permit=f"{site.uplink.address}/32" if public else str(site.voice.subnet),
        variables=tuple(variables),
    )

"""What `pjsip.conf` says: one transport, three objects for each endpoint, five for each trunk.

Options are those that Asterisk 16 and 22 share. The endpoint settings against NAT are off for every phone:

- On a routed network or across a VPN there is no NAT, and a 79x1 sends from a port on which it does not listen, so
  it must be answered where its Via and Contact say (DRACH; asterisk.md, section 4).
- Behind siproxd the proxy has already put its own public address into Via, Contact and SDP, and it listens where it
  sends from. It is the one NAT helper; a second one (rport, rewritten contacts, symmetric RTP) would only undo it.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network

from generators.estate.estate import Estate
from generators.estate.places import Reach, Site, Way
from generators.estate.telephony import Endpoint, Trunk
from generators.estate.values import Secret
from generators.targets.asterisk import names

SIP_PORT = 5060
CODECS = ("alaw", "ulaw")  # what phones share; one that is set to others names them itself
QUALIFY_SECONDS = 60  # also keeps the state of firewalls on the way open
QUALIFY_TIMEOUT = 3  # seconds; Asterisk's own default
QUALIFY_TIMEOUT_FAR = 5  # over a VPN or the Internet


@dataclass(frozen=True)
class Transport:
    """The UDP socket. `external` is the public address (none or one), `local` the networks that see the real one."""

    name: str
    port: int
    external: tuple[str, ...]
    local: tuple[str, ...]


@dataclass(frozen=True)
class PhoneSite:
    """What the endpoints of one site share: whence they may come, and how long an answer to OPTIONS may take."""

    id: str
    title: str
    permit: str
    qualify_timeout: int


@dataclass(frozen=True)
class Account:
    """One endpoint: `name` is its section, its user and its AOR. Tuples hold options that may be absent."""

    name: str
    title: str
    site: str
    secret: Secret
    context: str
    caller_name: str
    extension: str
    language: str
    mailboxes: tuple[str, ...]
    teams: tuple[str, ...]
    variables: tuple[str, ...]
    codecs: tuple[str, ...]


@dataclass(frozen=True)
class TrunkView:
    """The link to a provider. `match` holds nothing where the option is left out; `pai` the account where the presented
    number goes into P-Asserted-Identity, and the account into From."""

    name: str
    title: str
    account: str
    domain: str
    secret: Secret
    expiration: int
    context: str
    codecs: str
    language: str
    pai: tuple[str, ...]
    match: tuple[str, ...]


@dataclass(frozen=True)
class Pjsip:
    """The whole file."""

    transport: Transport
    qualify_seconds: int
    sites: tuple[PhoneSite, ...]
    accounts: tuple[Account, ...]
    trunks: tuple[TrunkView, ...]


def pjsip(estate: Estate) -> Pjsip:
    """Everything `pjsip.conf` says of `estate`."""
    used = {e.site.id for e in estate.endpoints}
    return Pjsip(
        transport=_transport(estate),
        qualify_seconds=QUALIFY_SECONDS,
        sites=tuple(_site(s) for s in estate.sites if s.id in used),
        accounts=tuple(_account(estate, e) for e in estate.endpoints),
        trunks=tuple(_trunk(estate, t) for t in estate.trunks),
    )


def _transport(estate: Estate) -> Transport:
    pbx = estate.pbx
    outside = bool(estate.trunks) or any(_reach(s).way is Way.PUBLIC for s in estate.sites if "pbx" in s.reach)
    behind_nat = pbx.public is not None and pbx.public != pbx.address and outside
    networks: list[IPv4Network] = [n.subnet for s in estate.sites for n in s.networks]
    networks += [link.tunnel for link in estate.links]
    return Transport(
        name=names.TRANSPORT,
        port=pbx.ports.get("sip", SIP_PORT),
        external=(str(pbx.public),) if behind_nat else (),
        # Without every site and tunnel here, phones there would be told the public address and hear nothing.
        local=tuple(str(n) for n in sorted(set(networks))) if behind_nat else (),
    )


def _reach(site: Site) -> Reach:
    return site.reach["pbx"]


def _site(site: Site) -> PhoneSite:
    reach = _reach(site)
    if reach.way is Way.PUBLIC:
        if site.uplink.address is None:
            raise ValueError(f"site {site.id} is admitted from the Internet without a fixed address (TON426)")
        permit = str(IPv4Network(site.uplink.address))
    else:
        permit = str(site.voice.subnet)
    timeout = QUALIFY_TIMEOUT if reach.way is Way.LOCAL else QUALIFY_TIMEOUT_FAR
    return PhoneSite(site.id, names.words(site.title, site.id), permit, timeout)


def _account(estate: Estate, endpoint: Endpoint) -> Account:
    line = endpoint.line
    person = estate.person[line.person] if line.person is not None else None
    boxes = (estate.mailbox[line.mailbox].extension,) if line.mailbox is not None else ()
    return Account(
        name=names.plain(endpoint.account),
        title=f"{endpoint.phone.id}, button {endpoint.button}",
        site=endpoint.site.id,
        secret=endpoint.secret,
        context=names.phones_context(endpoint.site.id),
        caller_name=names.words(endpoint.display, line.extension),
        extension=line.extension,
        language=person.language if person is not None else estate.organization.languages[0],
        mailboxes=tuple(f"{box}@default" for box in boxes),
        teams=(",".join(line.pickup),) if line.pickup else (),
        variables=variables(estate, endpoint),
        codecs=(",".join(codecs),) if (codecs := endpoint.phone.settings.codecs) != CODECS else (),
    )


def variables(estate: Estate, endpoint: Endpoint) -> tuple[str, ...]:
    """What the dialplan must know of a phone's line, whichever driver brings its calls.

    The account, that of the phone's first button (where hot desks log in), the line's id, the site and its number, the
    right to transfer by keys, and where a transferred call is dialled.
    """
    context = names.phones_context(endpoint.site.id)
    first = estate.endpoints_of_phone[endpoint.phone.id][0]
    out = [f"TONALITE_PHONE={names.plain(endpoint.account)}", f"TONALITE_FIRST={names.plain(first.account)}"]
    out += [f"TONALITE_OWN={endpoint.line.id}"]
    out += [f"TONALITE_AT={endpoint.site.id}", "TONALITE_KEYS=T", f"TRANSFER_CONTEXT={context}"]
    if endpoint.emergency is not None:
        out.append(f"TONALITE_SITE={endpoint.emergency.digits}")
    return tuple(out)


def _trunk(estate: Estate, trunk: Trunk) -> TrunkView:
    return TrunkView(
        name=names.trunk_name(trunk),
        title=names.words(trunk.provider.title, trunk.id),
        account=names.plain(trunk.account),
        domain=names.plain(trunk.domain),
        secret=trunk.secret,
        expiration=trunk.registration_seconds,
        context=names.trunk_context(trunk),
        codecs=",".join(trunk.provider.codecs),
        language=estate.organization.languages[0],
        pai=(names.plain(trunk.account),) if trunk.caller_id == "pai" else (),
        match=(",".join(trunk.provider.match),) if trunk.provider.match else (),
    )

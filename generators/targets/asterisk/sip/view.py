"""What `sip.conf` says: one peer for each endpoint, two or more for each trunk.

What both drivers say alike (contexts, variables, mailboxes, caller IDs, networks) is taken from the view of
`pjsip.conf`, so that the two dialects cannot part. What chan_sip does otherwise:

- It takes an option that it does not know without a word. `KEYS` lists ours, and the live tests compare them with the
  options of the real module.
- It matches a phone's call by the name in From (type=friend), a provider's by the address and port that it comes from
  (type=peer), never by a network and never by what was registered. So a trunk has one peer for each address that the
  catalog lists, and a call from any other address is refused: the limit of this driver.
- It does not dial a peer that left its OPTIONS unanswered. Emergency calls therefore have a second peer for the same
  provider, which sends no OPTIONS; registrations go by it, too.
- A registration with a Contact outside of the site is refused (603), but calls to the phone go there all the same until
  it registers properly: seen on 16, where `nat=no` makes the driver believe the Contact before it looks at contactdeny.
- A stranger learns whether a phone's name exists: 403 for one, 401 for others. They call nobody with either.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network

from generators.estate.estate import Estate
from generators.estate.telephony import Endpoint, Trunk
from generators.targets.asterisk import names
from generators.targets.asterisk.pjsip import Account, PhoneSite, Pjsip, TrunkView, pjsip

ADDRESSES_MOST = 256  # peers for the listed addresses of one provider
QUALIFY = 3000  # milliseconds, of a provider: as chan_pjsip by itself
DNS_REFRESH = 300  # seconds
HINTS = "hints"  # the context that holds them
EXPIRATION = 1800  # seconds; only where there is no provider to ask


@dataclass(frozen=True)
class Peer:
    """One endpoint. `codecs` are those of its phone, in its order."""

    shared: Account
    codecs: str


@dataclass(frozen=True)
class SiteView:
    """What the peers of one site share; `qualify` is in milliseconds."""

    shared: PhoneSite
    qualify: int


@dataclass(frozen=True)
class Sender:
    """A peer for one more address from which a provider calls: an address, or a name with just one."""

    name: str
    host: str


@dataclass(frozen=True)
class TrunkPeers:
    """A provider. `direct` is the peer without OPTIONS, `senders` those for its other addresses; `unlisted` holds the
    networks that are too wide for a peer per address."""

    shared: TrunkView
    direct: str
    senders: tuple[Sender, ...]
    unlisted: tuple[str, ...]


@dataclass(frozen=True)
class Dnsmgr:
    """What `dnsmgr.conf` says: how often names are looked up again, in seconds."""

    refresh_seconds: int


@dataclass(frozen=True)
class Sip:
    """The whole file. `expiration` is what registrations ask for that say nothing themselves, in seconds;
    `qualify` how long a provider may take to answer OPTIONS, in milliseconds."""

    shared: Pjsip
    language: str
    hints: str
    expiration: int
    qualify: int
    sites: tuple[SiteView, ...]
    peers: tuple[Peer, ...]
    trunks: tuple[TrunkPeers, ...]


def sip(estate: Estate) -> Sip:
    """Everything `sip.conf` says of `estate`."""
    shared = pjsip(estate)
    return Sip(
        shared=shared,
        language=estate.organization.languages[0],
        hints=HINTS,
        expiration=estate.trunks[0].registration_seconds if estate.trunks else EXPIRATION,
        qualify=QUALIFY,
        sites=tuple(SiteView(s, 1000 * s.qualify_timeout) for s in shared.sites),
        peers=tuple(_peer(e, a) for e, a in zip(estate.endpoints, shared.accounts, strict=True)),
        trunks=tuple(_trunk(t, s) for t, s in zip(estate.trunks, shared.trunks, strict=True)),
    )


def dnsmgr() -> Dnsmgr:
    """Everything `dnsmgr.conf` says, the same for every Estate."""
    return Dnsmgr(DNS_REFRESH)


def _peer(endpoint: Endpoint, shared: Account) -> Peer:
    return Peer(shared, ",".join(endpoint.phone.settings.codecs))


def _trunk(trunk: Trunk, shared: TrunkView) -> TrunkPeers:
    hosts, wide = _hosts(trunk.provider.match)
    return TrunkPeers(
        shared=shared,
        # No id has an underscore, so no other trunk's peer has such a name.
        direct=f"{shared.name}_direct",
        senders=tuple(Sender(f"{shared.name}_{i}", host) for i, host in enumerate(hosts, 1)),
        unlisted=wide,
    )


def _hosts(match: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The single addresses and names in `match`, each once, and the networks that hold too many addresses."""
    hosts: dict[str, None] = {}
    wide: list[str] = []
    for entry in match:
        network = _network(entry)
        if network is None:
            hosts[names.plain(entry)] = None
        elif len(hosts) + network.num_addresses <= ADDRESSES_MOST:
            hosts.update((str(address), None) for address in network)
        else:
            wide.append(str(network))
    return tuple(hosts), tuple(wide)


def _network(entry: str) -> IPv4Network | None:
    """A network or an address; None for a name."""
    try:
        return IPv4Network(entry)
    except ValueError:
        return None

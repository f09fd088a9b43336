"""What the public may not see is replaced before anything is derived: Source in, Source out.

Every derived value (accounts, file names, diagrams) then follows from masked values, so no finished
text is ever searched. E-mail addresses never reach the public. Masked values stay well formed:
MACs are locally administered, numbers come from the country's block kept for fiction, addresses from
198.18.0.0/15 (RFC 2544, benchmarks) or, when that is too small, 10.0.0.0/8.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from generators.catalog.types import Country
from generators.estate.masking_calls import renamed, renumbered
from generators.estate.masking_keys import without_addresses, without_names, without_numbers
from generators.source.schema.root import Source

# RFC 5737 (documentation), then RFC 6598 (shared address space) for more than 762 addresses.
PUBLIC_BLOCKS = tuple(map(IPv4Network, ("203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24", "100.64.0.0/10")))


@dataclass(frozen=True)
class Masked:
    """A source that may be shown, and for each (kind, shown id) the id that the YAML has."""

    source: Source
    written: Mapping[tuple[str, str], str]


def mask(source: Source, country: Country) -> Masked:
    """The source as the organization lets the public see it."""
    public = source.organization.public
    written: dict[tuple[str, str], str] = {}
    source = _without_emails(source)
    if public.names == "masked":
        source, written = _names(source)
    if public.numbers == "masked":
        source = _numbers(source, country, written)
    if public.macs == "masked":
        phones = {
            key: phone.model_copy(update={"mac": f"02{index:010X}"})
            for index, (key, phone) in enumerate(sorted(source.phones.items()), 1)
        }
        source = source.model_copy(update={"phones": phones})
    if public.addresses == "masked":
        source = _addresses(source)
    return Masked(source, written)


def _without_emails(source: Source) -> Source:
    def bare(items: Mapping[str, object]) -> dict[str, object]:
        out = {}
        for key, item in items.items():
            update: dict[str, object] = {"email": None} if hasattr(item, "email") else {}
            own = getattr(item, "mailbox", None)
            if own is not None:
                update["mailbox"] = own.model_copy(update={"email": None})
            out[key] = item.model_copy(update=update)  # type: ignore[attr-defined]
        return out

    return source.model_copy(
        update={"people": bare(source.people), "lines": bare(source.lines), "mailboxes": bare(source.mailboxes)}
    )


def _names(source: Source) -> tuple[Source, dict[tuple[str, str], str]]:
    """People and phones become person-1, phone-1 …, also where others name them."""
    people = _aliases("person", sorted(source.people), source)
    contacts = _aliases("contact", sorted(source.contacts), source)
    source = renamed(without_names(source, {**people, **contacts}), {**people, **contacts}, "Contact")
    written = {("contacts", new): old for old, new in contacts.items()}
    phones = _aliases("phone", sorted(source.phones), source)
    word = "Personne" if source.organization.languages[0] == "fr" else "Person"
    written |= {("people", new): old for old, new in people.items()}
    written |= {("phones", new): old for old, new in phones.items()}

    called = {**people, **contacts}

    def seats(pairs: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
        return tuple((phones.get(phone, phone), button) for phone, button in pairs)

    def to(target: str | None) -> str | None:
        return None if target is None else called.get(target, target)

    return (
        source.model_copy(
            update={
                "people": {
                    people[key]: person.model_copy(
                        update={
                            "name": f"{word} {people[key].rpartition('-')[2]}",
                            "label": None,
                            "phones": seats(person.phones),
                        }
                    )
                    for key, person in source.people.items()
                },
                "lines": {k: x.model_copy(update={"phones": seats(x.phones)}) for k, x in source.lines.items()},
                "groups": {
                    k: x.model_copy(update={"members": tuple(called.get(m, m) for m in x.members), "then": to(x.then)})
                    for k, x in source.groups.items()
                },
                "numbers": {
                    k: x.model_copy(update={"to": to(x.to), "closed": to(x.closed)}) for k, x in source.numbers.items()
                },
                "phones": {
                    phones[k]: x.model_copy(update={"place": None, "label": None}) for k, x in source.phones.items()
                },
            }
        ),
        written,
    )


def _aliases(word: str, ids: list[str], source: Source) -> dict[str, str]:
    taken = {*source.lines, *source.groups, *source.mailboxes, *source.menus, *source.conferences}
    out, number = {}, 0
    for old in ids:
        number += 1
        while f"{word}-{number}" in taken:
            number += 1
        out[old] = f"{word}-{number}"
    return out


def _numbers(source: Source, country: Country, written: dict[tuple[str, str], str]) -> Source:
    sample = {old: _sample(country, index) for index, old in enumerate(sorted(source.numbers))}
    written |= {("numbers", new): old for old, new in sample.items()}
    others = sorted({c.number for c in source.contacts.values()} - set(sample))
    spare = {number: _sample(country, len(sample) + index) for index, number in enumerate(others)}
    used = len(sample) + len(spare)
    source = renumbered(source, sample, spare)
    known = {**sample, **spare}
    source = without_numbers(source, country, known, lambda index: _sample(country, max(index, used)))
    return source.model_copy(
        update={
            "numbers": {sample[k]: x for k, x in source.numbers.items()},
            "sites": {
                k: x.model_copy(update={"number": sample.get(x.number) if x.number else None})
                for k, x in source.sites.items()
            },
            "trunks": {
                k: x.model_copy(update={"account": f"sample{index}"})
                for index, (k, x) in enumerate(sorted(source.trunks.items()), 1)
            },
        }
    )


def _sample(country: Country, index: int) -> str:
    """A number that nobody has: from the country's two blocks for fiction, then from the spare code +999."""
    block, number = divmod(index, 10_000)
    blocks = (country.fiction, country.fiction_mobile)
    return f"{blocks[block]}{number:04d}" if block < len(blocks) else f"+999{index:08d}"


def _addresses(source: Source) -> Source:
    """Networks keep their sizes and hosts their places in them; everything else moves to sample ranges."""
    source = without_addresses(source)
    backup = source.servers.pbx.backup
    networks = sorted({n.subnet for s in source.sites.values() for n in s.networks.values()})
    tunnels = sorted({s.link.tunnel for s in source.sites.values() if s.link})
    starts = [int(network.network_address) for network in networks]  # networks do not overlap
    room = _pack([*networks, *tunnels])
    outside = sorted(
        {a for s in source.sites.values() if (a := s.uplink.address)}
        | ({source.servers.pbx.public} if source.servers.pbx.public else set())
        | ({backup.address} if backup else set())
    )
    public = dict(zip(outside, (host for block in PUBLIC_BLOCKS for host in block.hosts()), strict=False))

    def moved(address: IPv4Address | None) -> IPv4Address | None:
        if address is None:
            return None
        at = bisect_right(starts, int(address)) - 1
        home = networks[at] if at >= 0 else None
        if home is None or address not in home:
            return public.get(address)
        return room[home].network_address + (int(address) - int(home.network_address))

    return source.model_copy(
        update={
            "servers": source.servers.model_copy(
                update={
                    "pbx": source.servers.pbx.model_copy(
                        update={
                            "address": moved(source.servers.pbx.address),
                            "backup": backup.model_copy(update={"address": moved(backup.address)}) if backup else None,
                            "public": public.get(source.servers.pbx.public) if source.servers.pbx.public else None,
                        }
                    ),
                    "provisioning": source.servers.provisioning.model_copy(
                        update={"address": moved(source.servers.provisioning.address)}
                    ),
                    "time": source.servers.time.model_copy(update={"address": moved(source.servers.time.address)}),
                }
            ),
            "sites": {
                key: site.model_copy(
                    update={
                        "networks": {
                            name: net.model_copy(update={"subnet": room[net.subnet], "gateway": moved(net.gateway)})
                            for name, net in site.networks.items()
                        },
                        "uplink": site.uplink.model_copy(
                            update={"address": public.get(site.uplink.address) if site.uplink.address else None}
                        ),
                        "link": site.link.model_copy(update={"tunnel": room[site.link.tunnel]}) if site.link else None,
                    }
                )
                for key, site in source.sites.items()
            },
            "phones": {k: x.model_copy(update={"address": moved(x.address)}) for k, x in source.phones.items()},
        }
    )


def _pack(networks: list[IPv4Network]) -> dict[IPv4Network, IPv4Network]:
    """Each network's stand-in: the same size, one after the other, larger ones first so that none is cut."""
    ordered = sorted(networks, key=lambda n: (n.prefixlen, n))
    block = IPv4Network("198.18.0.0/15")
    if sum(n.num_addresses for n in ordered) > block.num_addresses:
        block = IPv4Network("10.0.0.0/8")
    out, at = {}, int(block.network_address)
    for network in ordered:
        out[network] = IPv4Network((at, network.prefixlen))
        at += network.num_addresses
    return out

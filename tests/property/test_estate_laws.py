"""What holds for every lawful source: it resolves for both audiences, and the Estate keeps the laws of its field."""

from __future__ import annotations

import itertools
import re
from ipaddress import ip_address
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.organization import MODELS, Tree
from generators.estate.names import fold
from generators.estate.places import Way
from generators.estate.telephony import Destination, Kind
from generators.estate.values import Audience
from generators.problems import Report
from tests.property.estates import estate_of, made_up, values_in, without_origins
from tests.strategies import shuffled, valid_sources


@given(valid_sources(), st.sampled_from(Audience))
def test_a_lawful_source_resolves(source: Tree, audience: Audience) -> None:
    report = Report()
    estate = estate_of(source, audience, report=report)
    assert estate.audience is audience
    assert {p.code for p in report} <= {"TON901", "TON902", "TON903", "TON910"}
    assert len(estate.phones) == len(source["phones"])
    assert len(estate.sites) == len(source["sites"])
    assert len(estate.lines) == len(source.get("people", {})) + len(source.get("lines", {}))


@given(valid_sources(), st.sampled_from(Audience))
def test_endpoints_are_the_pairs_of_phone_and_line(source: Tree, audience: Audience) -> None:
    estate = estate_of(source, audience)
    said = [seat for part in ("people", "lines") for thing in source.get(part, {}).values() for seat in thing["phones"]]
    assert len(estate.endpoints) == len(said)
    assert len({(e.phone.id, e.line.id) for e in estate.endpoints}) == len(said)
    for phone in estate.phones:
        buttons = [e.button for e in estate.endpoints_of_phone[phone.id]]
        assert buttons == list(range(1, len(buttons) + 1))
        assert buttons
        assert len(buttons) <= MODELS[phone.model.id]
    for line in estate.lines:
        assert estate.endpoints_of_line[line.id]
        assert {e.line for e in estate.endpoints_of_line[line.id]} == {line}
    if source["organization"].get("public", {}).get("names") != "masked" or audience is Audience.INTERNAL:
        written = {
            (seat.partition("/")[0], key, int(seat.partition("/")[2] or 1))
            for part in ("people", "lines")
            for key, thing in source.get(part, {}).items()
            for seat in thing["phones"]
        }
        assert {(e.phone.id, e.line.id, e.button) for e in estate.endpoints} == written


@given(valid_sources(), st.sampled_from(Audience))
def test_accounts_secrets_and_labels_fit_every_device(source: Tree, audience: Audience) -> None:
    estate = estate_of(source, audience, made_up)
    accounts = [e.account for e in estate.endpoints]
    assert len(set(accounts)) == len(accounts)
    assert len({e.secret.name for e in estate.endpoints}) == len(accounts)
    for endpoint in estate.endpoints:
        assert re.fullmatch(r"[a-z0-9]{1,30}", endpoint.account)
        assert endpoint.secret.rule.fault(endpoint.secret.reveal()) is None
        assert len(endpoint.secret.reveal()) <= endpoint.phone.model.password_most
        screen = endpoint.phone.model.screen
        assert 1 <= len(endpoint.label) <= screen.line_label
        assert 1 <= len(endpoint.phone.label) <= screen.label
        assert 1 <= len(endpoint.display) <= 30
        for text in (endpoint.label, endpoint.display, endpoint.phone.label):
            assert re.fullmatch(r"[A-Za-z0-9 .'+_-]+", text)
            assert text == text.strip()


@given(valid_sources(), st.sampled_from(Audience))
def test_presented_and_emergency_numbers_are_owned(source: Tree, audience: Audience) -> None:
    estate = estate_of(source, audience)
    owned = {n.number for n in estate.numbers}
    assert len(owned) == len(source.get("numbers", {}))
    for endpoint in estate.endpoints:
        if not estate.trunks:
            assert endpoint.presented is None
            assert endpoint.emergency is None
            continue
        assert endpoint.presented in owned
        assert endpoint.emergency in owned
        assert endpoint.emergency == estate.site[endpoint.phone.site].number, "the phone's place, not the person's"
        rings = {n.number for n in estate.numbers if n.to == Destination(Kind.LINE, endpoint.line.id)}
        assert endpoint.presented in (rings or {endpoint.site.number})
    for number in estate.numbers:
        assert number.trunk in estate.trunk
        assert (number.schedule is None) == (number.closed is None)
        assert number.schedule is None or number.schedule in estate.schedule


@given(valid_sources(), st.sampled_from(Audience))
def test_every_reference_is_followed_and_everything_is_sorted(source: Tree, audience: Audience) -> None:
    estate = estate_of(source, audience)
    ends = [n.to for n in estate.numbers] + [n.closed for n in estate.numbers] + [g.then for g in estate.groups]
    for end in filter(None, ends):
        assert estate.title_of(end)
        assert estate.extension_of(end)
    for group in estate.groups:
        assert group.members
        assert len(set(group.members)) == len(group.members)
        assert set(group.members) <= set(estate.line)
    for line in estate.lines:
        assert line.mailbox is None or line.mailbox in estate.mailbox
        assert line.person is None or line.person in estate.person
    for kind in ("sites", "links", "trunks", "schedules", "people", "lines", "groups", "mailboxes", "phones"):
        ids = [thing.id for thing in getattr(estate, kind)]
        assert ids == sorted(set(ids)), kind
    order = [(e.phone.id, e.button) for e in estate.endpoints]
    assert order == sorted(order)
    assert list(estate.numbers) == sorted(estate.numbers, key=lambda n: n.number)
    extensions = [x.extension for part in (estate.lines, estate.groups) for x in part]
    extensions += [m.extension for m in estate.mailboxes if m.id not in estate.line]
    assert len(set(extensions)) == len(extensions)


@given(valid_sources(), st.sampled_from(Audience))
def test_every_phone_has_a_way_to_every_server(source: Tree, audience: Audience) -> None:
    estate = estate_of(source, audience)
    for site in estate.sites:
        if not estate.phones_of_site[site.id]:
            continue
        assert set(site.reach) == {"pbx", "provisioning", "time"}
        for name, reach in site.reach.items():
            server = estate.servers[name]
            at = site.id
            for link_id in reach.links:
                link = estate.link[link_id]
                assert at in (link.near, link.far)
                at = link.far if at == link.near else link.near
            if reach.way is Way.ROUTER:
                assert reach.address == site.voice.gateway
                assert name != "pbx"
            elif reach.way is Way.PUBLIC:
                assert reach.address == server.public
                assert name == "pbx"
                assert site.id in server.admit
            else:
                assert reach.address == server.address
                assert at == server.site
                assert bool(reach.links) == (reach.way is Way.VPN)


@given(valid_sources(), st.sampled_from(Audience))
def test_addresses_lie_where_they_belong(source: Tree, audience: Audience) -> None:
    estate = estate_of(source, audience)
    networks = [n for s in estate.sites for n in s.networks]
    spans = sorted((int(n.subnet[0]), int(n.subnet[-1])) for n in networks)
    spans = sorted(spans + [(int(x.tunnel[0]), int(x.tunnel[-1])) for x in estate.links])
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans)), "no overlap, also when masked"
    for network in networks:
        assert network.gateway in network.subnet
        if network.pool:
            assert network.subnet[0] < network.pool[0] <= network.pool[1] < network.subnet[-1]
            assert not network.pool[0] <= network.gateway <= network.pool[1]
    fixed = [p.address for p in estate.phones if p.address]
    assert len(set(fixed)) == len(fixed)
    assert not set(fixed) & {s.address for s in estate.servers.values()}
    for phone in estate.phones:
        voice = estate.site[phone.site].voice
        if phone.address:
            assert phone.address in voice.subnet
            assert phone.address != voice.gateway
            assert voice.pool is None or not voice.pool[0] <= phone.address <= voice.pool[1]
    for server in estate.servers.values():
        assert any(server.address in n.subnet for n in estate.site[server.site].networks)
    for link in estate.links:
        assert link.tunnel.prefixlen == 30
        assert {link.near_address, link.far_address} == set(link.tunnel.hosts())


@given(valid_sources(), st.randoms(use_true_random=False))
def test_order_of_files_and_keys_changes_nothing_but_origins(source: Tree, random: Random) -> None:
    for audience in Audience:
        one = without_origins(estate_of(source, audience, made_up))
        other = without_origins(estate_of(shuffled(source, random), audience, made_up, split=random))
        assert one == other


@given(valid_sources())
def test_the_public_estate_knows_no_secret(source: Tree) -> None:
    asked: list[str] = []

    def never(name: str, rule: object) -> str:
        asked.append(name)
        return "x"

    estate = estate_of(source, Audience.PUBLIC, never)
    assert not asked
    for path, value in values_in(estate):
        assert not (path.endswith(".known") and value), path
    made = {v for path, v in values_in(estate_of(source, Audience.INTERNAL, made_up)) if path.endswith(".reveal")}
    passwords = {value for value in made if not value.isdigit()}  # a PIN may well be somebody's extension
    assert passwords
    assert not passwords & {str(value) for _, value in values_in(estate)}
    assert not any(m.email for m in estate.mailboxes)
    assert not any(p.email for p in estate.people)


@given(valid_sources())
def test_masked_values_never_reach_the_public_estate(source: Tree) -> None:
    public = source["organization"].get("public", {})
    estate = estate_of(source, Audience.PUBLIC)
    texts = [(path, str(value)) for path, value in values_in(estate) if value is not None]
    everything = {text for _, text in texts}
    if public.get("names") == "masked":
        others = other_texts(source)
        names = [p["name"] for p in source.get("people", {}).values()]
        names += [p["label"] for part in ("people", "phones") for p in source.get(part, {}).values() if "label" in p]
        names += [p["place"] for p in source["phones"].values() if "place" in p]
        for name in {*names, *map(fold, names)} - others:
            if len(name) > 2 and not name.isdigit():  # "0" is a prefix of the number plan, whoever is called so
                assert name not in everything, name
        for key in {*source.get("people", {}), *source["phones"]}:
            if not re.fullmatch(r"(person|phone)-[0-9]+", key):
                assert key not in everything, key
                assert not any(f"/{key}/" in f"/{text}/" for path, text in texts if path.endswith(".name")), key
    if public.get("macs", "masked") == "masked":
        macs = {re.sub(r"[^0-9A-F]", "", phone["mac"].upper()) for phone in source["phones"].values()}
        assert not macs & {re.sub(r"[^0-9A-F]", "", text.upper()) for text in everything}
        assert all(int(p.mac.digits[:2], 16) & 2 for p in estate.phones), "locally administered"
        assert len({p.mac for p in estate.phones}) == len(estate.phones)
    if public.get("numbers") == "masked":
        for number in source.get("numbers", {}):
            digits = re.sub(r"[^0-9]", "", number)
            assert not any(digits[2:] in text for text in everything), number
        assert not {t["account"] for t in source.get("trunks", {}).values()} & everything
        assert all(n.number.e164.startswith("+33") and len(n.number.e164) == 12 for n in estate.numbers)
    if public.get("addresses", "masked") == "masked":
        shown = {a for a in map(_address, everything) if a}
        assert not shown & addresses_of(source)


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text.partition("/")[0]))
    except ValueError:
        return None


def addresses_of(source: Tree) -> set[str]:
    """Every address written in the source but the documentation ones, which masked values share."""
    found = re.findall(r"\b[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+\b", str(source))
    return {a for a in found if not a.startswith(("203.0.113.", "198.51.100."))}


def other_texts(source: Tree) -> set[str]:
    """What may be shown although a person is called the same: titles, labels of lines, numbers, ids."""
    organization = source["organization"]
    out = {organization["name"], "Personne", "Person"}
    for part in ("sites", "lines", "groups", "mailboxes", "schedules"):
        for key, thing in source.get(part, {}).items():
            out |= {key, thing["title"], thing.get("label", "")}
    for text in list(out):
        words = fold(text).split(" ")
        out |= {" ".join(words[:n]) for n in range(len(words) + 1)} | {fold(text)[:n] for n in range(31)}
        out |= {fold(text)[:30].strip(), text.strip()}
    for part in ("people", "lines", "groups", "mailboxes"):
        out |= {str(thing["extension"]) for thing in source.get(part, {}).values()}
    return out

"""The files of the dialect asterisk-sip, read by an independent reader: peers, trunks, registrations, and no way in."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from generators.estate.estate import Estate
from generators.estate.places import Way
from generators.estate.values import Audience, Secret
from generators.references import DOCUMENTS
from generators.targets.asterisk import artifacts
from generators.targets.asterisk.sip import KEYS
from tests.estates import THEMES
from tests.parsers.asterisk_conf import Fault, sections
from tests.parsers.chan_sip import Sip, sip
from tests.strategies import Tree, valid_sources, write_source
from tests.unit.targets.asterisk.reading import EXAMPLE, load

FOLDER = "pbx/asterisk-sip"
FILES = {
    "confbridge", "dnsmgr", "extensions", "features", "modules", "musiconhold", "res_parking", "rtp", "sip",
    "sip_notify", "voicemail",
}  # fmt: skip
DEVICE = re.compile(r"(?<!\w)SIP/([\w-]+)(?=[/,&)\n?:]|$)")


@dataclass(frozen=True)
class Read:
    """The files by name, and sip.conf as its reader understands it."""

    text: dict[str, str]
    sip: Sip


def spoken(estate: Estate) -> Estate:
    """The estate with chan_sip as the only dialect."""
    pbx = replace(estate.pbx, dialects=("asterisk-sip",))
    return replace(estate, servers={**estate.servers, "pbx": pbx})


def read(estate: Estate) -> Read:
    """Generate and read the files of `estate`. Every name that leads from one file to another must arrive there."""
    made = {a.path: a.content.decode() for a in artifacts(spoken(estate))}
    assert set(made) == {f"{FOLDER}/{name}.conf" for name in FILES}
    text = {Path(path).name: content for path, content in made.items()}
    found = sip(text["sip.conf"])
    contexts = {s.name for s in sections(text["extensions.conf"], custom=True)}
    boxes = {e.key for s in sections(text["voicemail.conf"]) if s.name == "default" for e in s.entries}
    peers = {**found.phones, **found.trunks}
    assert found.general["context"][0] in contexts
    for name, options in peers.items():
        assert options["context"][0] in contexts, name
        assert options.get("subscribecontext", ["hints"]) == ["hints"]
        assert {m.removesuffix("@default") for m in options.get("mailbox", [])} <= boxes
    assert "hints" in contexts
    assert set(DEVICE.findall(text["extensions.conf"])) <= set(peers)
    assert not any("PJSIP" in content for content in text.values())
    return Read(text, found)


@pytest.fixture(scope="module")
def example() -> Read:
    """The example's files."""
    return read(load())


def altered(estate: Estate, *, pai: bool = False, match: tuple[str, ...] = ()) -> Estate:
    """The estate whose first trunk puts the number into the other header, or has listed addresses."""
    first, *rest = estate.trunks
    first = replace(first, caller_id="pai" if pai else "from", provider=replace(first.provider, match=match))
    return replace(estate, trunks=(first, *rest))


# ------------------------------------------------------------------ the whole


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("folder", [EXAMPLE, *THEMES], ids=lambda f: f.name)
def test_every_source_is_read_and_every_option_has_its_document(folder: Path, audience: Audience) -> None:
    estate = load(folder, audience)
    found = read(estate)
    assert found.sip.emitted <= set(KEYS)
    assert {ref.tag for ref in KEYS.values()} <= set(DOCUMENTS)
    assert set(found.sip.phones) == {e.account for e in estate.endpoints}
    ours = {f"trunk-{t.id}" for t in estate.trunks}
    assert {n for n in found.sip.trunks if "_" not in n} == ours
    assert {f"{n}_direct" for n in ours} <= set(found.sip.trunks)


def test_no_option_is_listed_that_nothing_emits() -> None:
    estate = altered(load(next(f for f in THEMES if f.name == "every_call")), pai=True)
    public = replace(estate.pbx, public=load().pbx.public)
    found = read(replace(estate, servers={**estate.servers, "pbx": public}))
    assert {k for k in KEYS if k.startswith("sip.")} == found.sip.emitted
    for key in KEYS:
        file, *_, option = key.split(".")
        if file in ("app", "function"):
            assert re.search(rf"\b{option}\(", found.text["extensions.conf"]), key
        elif file != "sip":
            assert re.search(rf"^{option} ?=>?", found.text[f"{file}.conf"], re.M), key


@settings(max_examples=25, deadline=None)
@given(source=valid_sources())
def test_any_lawful_source_gives_files_that_are_read(source: Tree) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for audience in Audience:
            estate = load(write_source(Path(folder), source), audience)
            found = read(estate)
            assert found.sip.emitted <= set(KEYS)
            assert set(found.sip.phones) == {e.account for e in estate.endpoints}
            assert [r.user for r in found.sip.registrations] == [t.account for t in estate.trunks]


def test_hostile_names_are_harmless_even_if_a_law_lets_them_through() -> None:
    """The strict reader takes no other option, section or value than ours, whatever a name holds."""
    estate = load()
    bad = '"\n[x]\ntype=friend\nallowguest=yes;\\<1>,${SHELL(id)}&SIP/x'
    lines = tuple(replace(line, title=bad) for line in estate.lines)
    endpoints = tuple(replace(e, display=bad) for e in estate.endpoints)
    boxes = tuple(replace(m, title=bad) for m in estate.mailboxes)
    sites = tuple(replace(s, title=bad) for s in estate.sites)
    trunks = tuple(replace(t, provider=replace(t.provider, title=bad)) for t in estate.trunks)
    found = read(replace(estate, lines=lines, endpoints=endpoints, mailboxes=boxes, sites=sites, trunks=trunks))
    assert set(found.sip.phones) == {e.account for e in estate.endpoints}
    assert set(found.sip.trunks) == {"trunk-ovh", "trunk-ovh_direct"}
    assert not any("SHELL(" in text or "\n[x]" in text for text in found.text.values())
    for broken in (replace(estate.trunks[0], account="a;b"), replace(estate.trunks[0], domain="a\nb")):
        with pytest.raises(ValueError, match="cannot stand"):
            read(replace(estate, trunks=(broken,)))
    with pytest.raises(ValueError, match="cannot stand"):
        read(altered(estate, match=("198.51.100.1/24",)))


def test_public_files_hold_no_secret() -> None:
    internal = load()
    secrets = {e.secret.reveal() for e in internal.endpoints} | {internal.trunks[0].secret.reveal()}
    public = "".join(read(load(audience=Audience.PUBLIC)).text.values())
    private = "".join(read(internal).text.values())
    assert all(s in private for s in secrets)
    assert [s for s in secrets if s in public] == []
    assert "placeholders" in public


def test_both_dialects_stand_beside_each_other() -> None:
    estate = load()
    pbx = replace(estate.pbx, dialects=("asterisk-pjsip", "asterisk-sip"))
    made = {a.path for a in artifacts(replace(estate, servers={**estate.servers, "pbx": pbx}))}
    assert {path.split("/")[1] for path in made} == {"asterisk-pjsip", "asterisk-sip"}
    assert f"{FOLDER}/pjsip.conf" not in made
    assert "pbx/asterisk-pjsip/sip.conf" not in made


# ------------------------------------------------------------------ phones


def test_every_phone_comes_from_its_site_alone_and_is_answered_where_it_says(example: Read) -> None:
    assert example.sip.general["nat"] == ["no"]
    for endpoint in load().endpoints:
        name, one = endpoint.account, example.sip.one
        whence = str(endpoint.site.voice.subnet)
        if endpoint.site.reach["pbx"].way is Way.PUBLIC:
            whence = f"{endpoint.site.uplink.address}/32"
        assert one(name, "permit") == one(name, "contactpermit") == whence
        assert one(name, "secret") == endpoint.secret.reveal()
        near = endpoint.site.reach["pbx"].way is Way.LOCAL
        assert one(name, "qualify") == ("3000" if near else "5000")
        assert "nat" not in example.sip.phones[name]  # a peer unlike the others betrays its name


def test_codecs_are_those_of_the_phone_in_its_order() -> None:
    estate = load()
    first = estate.endpoints[0]
    phone = replace(first.phone, settings=replace(first.phone.settings, codecs=("g722", "ulaw")))
    found = read(replace(estate, endpoints=(replace(first, phone=phone), *estate.endpoints[1:])))
    assert found.sip.one(first.account, "allow") == "g722,ulaw"
    assert found.sip.one(estate.endpoints[-1].account, "allow") == "alaw,ulaw"


def test_teams_take_each_others_calls() -> None:
    found = read(load(next(f for f in THEMES if f.name == "every_call")))
    assert found.sip.one("paris1anne", "namedcallgroup") == found.sip.one("paris1anne", "namedpickupgroup") == "sales"
    assert "namedcallgroup" not in found.sip.phones["paris3carla"]


def test_external_address_is_told_only_where_it_is_needed(example: Read) -> None:
    estate = load()
    assert example.sip.general["externaddr"] == ["203.0.113.10"]
    inside = {str(n.subnet) for s in estate.sites for n in s.networks} | {str(x.tunnel) for x in estate.links}
    assert set(example.sip.general["localnet"]) == inside
    minimal = read(load(next(f for f in THEMES if f.name == "minimal")))
    assert "externaddr" not in minimal.sip.general
    assert minimal.sip.registrations == ()


def test_port_follows_the_server() -> None:
    estate = load()
    pbx = replace(estate.pbx, ports={**estate.pbx.ports, "sip": 5070})
    found = read(replace(estate, servers={**estate.servers, "pbx": pbx}))
    assert found.sip.general["udpbindaddr"] == ["0.0.0.0:5070"]


# ------------------------------------------------------------------ trunks


def test_trunk_registers_for_ever_with_its_account_as_contact(example: Read) -> None:
    trunk = load().trunks[0]
    (registration,) = example.sip.registrations
    assert registration.user == registration.contact == trunk.account
    assert (registration.host, registration.secret) == (trunk.domain, trunk.secret.reveal())
    assert registration.expiry == trunk.registration_seconds
    assert example.sip.general["defaultexpiry"] == [str(trunk.registration_seconds)]
    assert example.sip.one("trunk-ovh", "qualify") == "3000"
    for name in ("trunk-ovh", "trunk-ovh_direct"):
        assert example.sip.one(name, "host") == example.sip.one(name, "fromdomain") == trunk.domain
        assert example.sip.one(name, "context") == "from-trunk-ovh"
        assert not {"secret", "fromuser", "sendrpid"} & set(example.sip.trunks[name])


def test_password_with_every_character_that_a_provider_may_choose_stands_in_the_register_line() -> None:
    """A question mark would end the name of a peer, had the line none before it."""
    estate = load()
    trunk = estate.trunks[0]
    password = "a?b~c$d%e*f+g-h.i_j=k^l!m"
    found = read(
        replace(estate, trunks=(replace(trunk, secret=Secret(trunk.secret.name, trunk.secret.rule, password)),))
    )
    assert [(r.peer, r.secret) for r in found.sip.registrations] == [("trunk-ovh_direct", password)]
    assert found.sip.one("trunk-ovh", "remotesecret") == password


def test_number_goes_beside_from_where_the_trunk_wants_it_there() -> None:
    found = read(altered(load(), pai=True))
    assert found.sip.one("trunk-ovh", "sendrpid") == "pai"
    assert found.sip.one("trunk-ovh", "fromuser") == load().trunks[0].account


def test_each_listed_address_has_a_peer_and_what_is_too_wide_is_said() -> None:
    match = ("198.51.100.7", "198.51.100.8/30", "sip-2.example.net", "198.51.100.7", "203.0.112.0/22")
    found = read(altered(load(), match=match))
    hosts = [found.sip.one(n, "host") for n in sorted(found.sip.trunks) if re.search(r"_\d+$", n)]
    addresses = ["198.51.100.7", "198.51.100.8", "198.51.100.9", "198.51.100.10", "198.51.100.11", "sip-2.example.net"]
    assert hosts == addresses
    assert {found.sip.one(n, "context") for n in found.sip.trunks} == {"from-trunk-ovh"}
    assert "; Not admitted, too many addresses for a peer each: 203.0.112.0/22\n" in found.text["sip.conf"]


def test_two_trunks_have_peers_of_their_own() -> None:
    """Though the id of one is the beginning of the other's."""
    estate = load(next(f for f in THEMES if f.name == "two_trunks"))
    ids = {t.id: f"ovh{'-direct' * i}" for i, t in enumerate(estate.trunks)}
    trunks = tuple(replace(t, id=ids[t.id]) for t in estate.trunks)
    numbers = tuple(replace(n, trunk=ids[n.trunk]) for n in estate.numbers)
    found = read(replace(estate, trunks=trunks, numbers=numbers))
    assert set(found.sip.trunks) == {"trunk-ovh", "trunk-ovh_direct", "trunk-ovh-direct", "trunk-ovh-direct_direct"}


# ------------------------------------------------------------------ the reader


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("allowguest=no\n", ""),
        ("allowguest=no", "allowguest=yes"),
        ("alwaysauthreject=yes", "alwaysauthrejects=yes"),  # taken in silence
        ("dtmfmode=rfc2833", "dtmfmode=rfc4733"),  # the other driver's word
        ("dtmfmode=rfc2833", "dtmf_mode=rfc2833"),
        ("nat=no", "nat=yes"),
        ("externaddr=203.0.113.10\n", ""),
        ("registerattempts=0", "registerattempts=10"),
        ("/0033199000100~", "~"),  # calls would come to `s`
        ("trunk-ovh_direct?", "trunk-ovh?"),
        ("type=friend", "type=friends"),
        ("deny=0.0.0.0/0.0.0.0\n", ""),
        ("permit=10.42.20.0/24\nc", "permit=10.42.20.0/33\nc"),
        ('callerid="Accueil" <1000>', 'callerid="Acc"ueil" <1000>'),
        ("insecure=port,invite", "insecure=very"),
        ("remotesecret=", "secret="),  # the provider would be challenged
        ("[bureau1thomas]", "[BUREAU2NADIA]"),
        ("(tonalite-phone-siege)", "(tonalite-phone-siège)"),
        ("qualify=no", "qualify=yes"),
    ],
)
def test_file_with_a_mistake_is_refused(example: Read, old: str, new: str) -> None:
    text = example.text["sip.conf"]
    assert old in text
    with pytest.raises(Fault):
        sip(text.replace(old, new, 1))

"""Source → Estate on sources one can read: what follows from what, for both audiences."""

from __future__ import annotations

import dataclasses
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from generators.estate.places import Way
from generators.estate.telephony import Destination, Kind, Strategy
from generators.estate.values import Audience, SecretRule
from generators.flow import load_estate
from generators.problems import Report, SourceInvalid
from tests.estates import FOLDER


def told(name: str, rule: SecretRule) -> str:
    """Secrets whose values tell whose they are."""
    return (
        f"{name}".replace("/", "").replace("-", "")[:10].ljust(rule.least, "0")
        if rule.length == 20
        else "0" * rule.length
    )


SMALL = load_estate(FOLDER / "two_sites", Audience.INTERNAL, told)
MASKED = load_estate(FOLDER / "masked", Audience.PUBLIC, told)
MASKED_INSIDE = load_estate(FOLDER / "masked", Audience.INTERNAL, told)


def test_an_endpoint_is_a_line_on_a_phone() -> None:
    assert [(e.id, e.button, e.account) for e in SMALL.endpoints] == [
        ("agence-1/anne", 1, "agence1anne"),
        ("agence-1/bruno", 2, "agence1bruno"),
        ("agence-1/accueil", 3, "agence1accueil"),
        ("annexe-1/annexe", 1, "annexe1annexe"),
        ("siege-1/anne", 1, "siege1anne"),
        ("siege-1/accueil", 2, "siege1accueil"),
        ("siege-2/bruno", 1, "siege2bruno"),
    ]
    assert [e.id for e in SMALL.endpoints_of_line["anne"]] == ["agence-1/anne", "siege-1/anne"]
    assert [e.id for e in SMALL.endpoints_of_phone["siege-1"]] == ["siege-1/anne", "siege-1/accueil"]
    assert len({e.secret.name for e in SMALL.endpoints}) == 7


def test_calls_present_the_line_and_emergency_calls_the_place() -> None:
    shown = {e.id: (str(e.presented), str(e.emergency)) for e in SMALL.endpoints}
    assert shown["siege-1/anne"] == ("+33199002001", "+33199002000")
    assert shown["agence-1/anne"] == ("+33199002001", "+33199002001")
    assert shown["siege-2/bruno"] == ("+33199002000", "+33199002000"), "no number of his own: the site's"
    assert shown["agence-1/bruno"] == ("+33199002001", "+33199002001"), "the same person from another place"
    assert shown["annexe-1/annexe"] == ("+33199002002", "+33199002002")


def test_the_lowest_number_of_a_line_is_the_one_it_presents() -> None:
    shared = load_estate(FOLDER / "shared_lines", Audience.INTERNAL)
    assert str(shared.line["accueil"].presented) == "+33465719000"
    assert shared.line["bruno"].presented is None


def test_without_a_trunk_nothing_is_presented() -> None:
    minimal = load_estate(FOLDER / "minimal", Audience.INTERNAL)
    assert [(e.presented, e.emergency) for e in minimal.endpoints] == [(None, None)]
    assert minimal.trunks == minimal.numbers == minimal.links == ()
    assert minimal.site["bureau"].router is None


def test_each_site_knows_its_ways() -> None:
    ways = {s.id: {name: (r.way, str(r.address), r.links) for name, r in s.reach.items()} for s in SMALL.sites}
    assert ways["siege"]["pbx"] == (Way.LOCAL, "10.60.20.10", ())
    assert ways["siege"]["time"] == (Way.ROUTER, "10.60.20.1", ())
    assert ways["agence"]["pbx"] == (Way.VPN, "10.60.20.10", ("agence",))
    assert ways["agence"]["provisioning"] == (Way.VPN, "10.60.20.11", ("agence",))
    assert ways["annexe"]["pbx"] == (Way.PUBLIC, "198.51.100.60", ())
    assert ways["annexe"]["provisioning"] == (Way.ROUTER, "192.168.61.1", ())
    assert SMALL.site["siege"].links == SMALL.site["agence"].links == ("agence",)
    assert SMALL.site["annexe"].links == ()


def test_a_site_without_phones_has_no_ways() -> None:
    assert load_estate(FOLDER / "no_vpn", Audience.INTERNAL).site["remise"].reach == {}


def test_the_tunnel_s_first_address_is_that_of_the_end_that_listens() -> None:
    link = SMALL.link["agence"]
    assert (link.near, link.far, link.port) == ("agence", "siege", 1140)
    assert (link.far_address, link.near_address) == (IPv4Address("10.60.255.41"), IPv4Address("10.60.255.42"))


def test_groups_and_numbers_lead_to_things() -> None:
    tous, soir = SMALL.group["tous"], SMALL.group["soir"]
    assert (tous.strategy, tous.members, tous.then) == (
        Strategy.ALL,
        ("anne", "bruno"),
        Destination(Kind.GROUP, "soir"),
    )
    assert (soir.strategy, soir.then) == (Strategy.TURN, Destination(Kind.MAILBOX, "repondeur"))
    number = SMALL.numbers[0]
    assert (number.to, number.schedule, number.closed) == (
        Destination(Kind.LINE, "accueil"),
        "bureau",
        Destination(Kind.MAILBOX, "repondeur"),
    )
    assert {n.trunk for n in SMALL.numbers} == {"ovh"}, "the only trunk need not be named"
    assert SMALL.title_of(Destination(Kind.GROUP, "soir")) == "Soir"
    assert SMALL.extension_of(Destination(Kind.LINE, "anne")) == "1001"


def test_a_mailbox_is_a_person_s_or_its_own() -> None:
    assert [(m.id, m.extension) for m in SMALL.mailboxes] == [("anne", "1001"), ("repondeur", "1099")]
    assert SMALL.line["anne"].mailbox == "anne"
    assert SMALL.line["bruno"].mailbox is None
    shared = load_estate(FOLDER / "shared_lines", Audience.INTERNAL)
    assert shared.mailbox["accueil"].email == "desk@shared.example"
    assert {m.id: m.email for m in MASKED_INSIDE.mailboxes} == {
        "gwenaelle": "gwenaelle@masked.example",
        "yannick": "yannick@masked.example",
        "repondeur": "contact@masked.example",
    }


def test_permissions_are_the_open_classes_and_those_allowed() -> None:
    trunks = load_estate(FOLDER / "two_trunks", Audience.INTERNAL)
    assert trunks.line["bruno"].permissions == {"social", "national", "mobile", "special"}
    assert trunks.line["anne"].permissions == trunks.line["bruno"].permissions | {"international"}
    assert [(t.id, t.domain, t.outbound_format) for t in trunks.trunks] == [
        ("ovh", "siptrunk.ovh.net", "00"),
        ("secours", "sip.secours.example", "national"),
    ]


def test_origins_name_the_line_of_the_yaml() -> None:
    assert str(SMALL.line["bruno"].origin) == "site_data/site.yml:67", "wherever the folder stands"
    assert SMALL.endpoints[0].origin.line == 66
    assert SMALL.phone["agence-1"].origin.line == 62
    assert SMALL.site["agence"].networks[0].origin.line == 36, "a profile's line"
    assert SMALL.link["agence"].origin.line in (37, 38)
    assert SMALL.numbers[1].origin.line == 24


def test_masking_does_not_move_origins() -> None:
    inside = {e.account: e.origin for e in MASKED_INSIDE.endpoints}
    assert sorted(inside.values()) == sorted(e.origin for e in MASKED.endpoints)
    assert [n.origin for n in MASKED.numbers] == [n.origin for n in MASKED_INSIDE.numbers]


def test_the_masked_estate_is_a_whole_one() -> None:
    assert [(p.id, p.name, p.email) for p in MASKED.people] == [
        ("person-1", "Personne 1", None),
        ("person-2", "Personne 2", None),
    ]
    assert [(p.id, str(p.mac), p.place) for p in MASKED.phones] == [
        ("phone-1", "020000000001", ""),
        ("phone-2", "020000000002", ""),
        ("phone-3", "020000000003", ""),
    ]
    assert [str(n.number) for n in MASKED.numbers] == [f"+3319900000{n}" for n in range(4)]
    assert str(MASKED.site["siege"].number) == "+33199000000"
    assert [n.subnet.prefixlen for n in MASKED.site["agence"].networks] == [25]
    assert str(MASKED.pbx.address).endswith(".10"), "a host keeps its place in its network"
    assert {e.account for e in MASKED.endpoints} == {
        "phone1annexe", "phone2person1", "phone2accueil", "phone3person2", "phone3accueil",
    }  # fmt: skip
    assert MASKED.group["equipe"].members == ("person-1", "person-2")
    assert MASKED.group["equipe"].then == Destination(Kind.LINE, "person-1")
    assert MASKED.trunks[0].account == "sample1"
    assert not MASKED.trunks[0].secret.known
    assert not MASKED.phones[0].unlock.known


def test_the_internal_estate_hides_nothing() -> None:
    assert MASKED_INSIDE.person["yannick"].name == "Yannick Quéméneur"
    assert str(MASKED_INSIDE.phone["poste-yannick"].mac) == "001BD4602201"
    assert MASKED_INSIDE.endpoints[0].secret.known


def test_masking_is_by_kind(tmp_path: Path) -> None:
    text = (FOLDER / "masked" / "site.yml").read_text("utf-8")
    public = "public: {names: masked, numbers: masked, macs: masked, addresses: masked}"
    assert text.count(public) == 1
    (tmp_path / "site.yml").write_text(
        text.replace(public, "public: {names: shown, numbers: masked, addresses: shown}"), "utf-8"
    )
    estate = load_estate(tmp_path, Audience.PUBLIC)
    assert estate.person["yannick"].name == "Yannick Quéméneur"
    assert estate.person["yannick"].email is None, "an address is never shown"
    assert str(estate.pbx.address) == "10.77.20.10"
    assert str(estate.numbers[0].number) == "+33199000000"
    assert str(estate.phones[0].mac).startswith("02"), "masked unless shown"


def test_names_that_look_like_masks_do_not_collide(tmp_path: Path) -> None:
    text = (
        (FOLDER / "masked" / "site.yml").read_text("utf-8").replace("equipe", "person-1").replace("annexe", "person-2")
    )
    text = text.replace("{to: person-1}", "{to: gwenaelle}")
    (tmp_path / "site.yml").write_text(text, "utf-8")
    estate = load_estate(tmp_path, Audience.PUBLIC)
    assert [p.id for p in estate.people] == ["person-3", "person-4"]


def test_an_estate_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        SMALL.phones[0].place = "elsewhere"  # type: ignore[misc]
    with pytest.raises(TypeError):
        SMALL.servers["pbx"] = SMALL.pbx  # type: ignore[index]


def test_one_report_may_serve_both_audiences(tmp_path: Path) -> None:
    text = (FOLDER / "two_sites" / "site.yml").read_text("utf-8").replace("model: cisco-7960", "model: cisco-7690")
    (tmp_path / "site.yml").write_text(text, "utf-8")
    report = Report()
    for audience in Audience:
        with pytest.raises(SourceInvalid, match="1 problem in the source"):
            load_estate(tmp_path, audience, report=report)

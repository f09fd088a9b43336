"""The pages on the phones' screens: what a key leads to, and that the pages say what the Estate says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from ipaddress import IPv4Address
from types import MappingProxyType

import pytest

from generators.estate.dialing import Country
from generators.estate.estate import Codes, Estate
from generators.estate.handsets import Key, KeyKind
from generators.estate.places import Reach, Site, Way
from generators.estate.services import directory_url, http_address, services_url
from generators.estate.telephony import Group, Line, Mailbox, OpenHours, Schedule, Strategy
from generators.estate.values import Audience
from generators.targets.phones.services.keys import KEYS
from generators.targets.phones.services.texts import LANGUAGES, words
from tests.parsers import cisco_services
from tests.unit.targets.phones.services_small import chained, pages_of, visited

SET = "/services/fr/10.1.20.11"


def start(estate: Estate, site: str = "base", language: str = "fr") -> tuple[str, str]:
    server = estate.servers["provisioning"]
    return directory_url(estate.site[site], server, language), services_url(estate.site[site], server, language)


def shown(estate: Estate, name: str) -> cisco_services.Shown:
    return cisco_services.parse(pages_of(estate)[f"{SET}/{name}"])


def test_the_keys_of_a_phone_lead_to_its_own_server(estate: Estate) -> None:
    assert start(estate) == (
        "http://10.1.20.11:6970/services/fr/10.1.20.11/directory.xml",
        "http://10.1.20.11:6970/services/fr/10.1.20.11/services.xml",
    )
    assert start(estate, "relais", "en")[0] == "http://10.1.20.11:6970/services/en/10.1.20.11/directory.xml"


def test_the_port_is_the_one_of_the_source(build: Callable[..., Estate]) -> None:
    estate = build(("provisioning: {site: base, address: 10.1.20.11}",
                    "provisioning: {site: base, address: 10.1.20.11, http: 8080}"))  # fmt: skip
    assert start(estate)[0].startswith("http://10.1.20.11:8080/")
    assert b"http://10.1.20.11:8080/" in pages_of(estate)[f"{SET}/services.xml"]


def test_where_nothing_serves_http_there_is_no_url_and_no_page(estate: Estate) -> None:
    assert estate.site["remise"].reach["provisioning"].way is Way.ROUTER
    assert start(estate, "remise") == ("", "")
    away = tuple(phone for phone in estate.phones if phone.site == "remise")
    assert away
    assert pages_of(replace(estate, phones=away)) == {}
    assert pages_of(replace(estate, phones=())) == {}
    assert start(replace(estate, sites=tuple(without_way(site) for site in estate.sites))) == ("", "")
    public = over(estate.site["base"], Way.PUBLIC, "203.0.113.9")
    assert http_address(public) == "", "names and numbers do not cross the Internet in clear"


def without_way(site: Site) -> Site:
    return replace(site, reach=MappingProxyType({}))


def over(site: Site, way: Way, address: str) -> Site:
    reach = Reach(way, IPv4Address(address), ())
    return replace(site, reach=MappingProxyType({**site.reach, "provisioning": reach}))


def test_each_address_has_a_set_of_its_own(estate: Estate) -> None:
    sites = tuple(over(s, Way.VPN, "10.9.9.9") if s.id == "relais" else s for s in estate.sites)
    two = replace(estate, sites=sites)
    pages = pages_of(two)
    assert {path.split("/")[3] for path in pages} == {"10.1.20.11", "10.9.9.9"}
    for site, address in (("base", "10.1.20.11"), ("relais", "10.9.9.9")):
        for url in start(two, site):
            assert set(visited(pages, url)) <= {path for path in pages if f"/{address}/" in path}
    assert {p.replace("10.9.9.9", "10.1.20.11") for p in pages} == set(pages_of(estate))


def test_every_page_is_reached_and_every_link_leads_to_one(estate: Estate, example: Estate) -> None:
    for each in (estate, example):
        pages = pages_of(each)
        seen: set[str] = set()
        for phone in each.phones:
            for language in each.organization.languages:
                for url in start(each, phone.site, language):
                    seen |= set(visited(pages, url)) if url else set()
        assert seen == set(pages)


def test_the_directories_key_meets_a_menu(estate: Estate) -> None:
    """UCM, Phone Services; FORUM; LOG42: a Directory there is an error on the 7941 and siblings."""
    index = shown(estate, "directory.xml")
    assert index.kind == "CiscoIPPhoneMenu"
    assert [name for name, _ in index.rows] == ["L - Z", "Sites"]
    assert shown(estate, "services.xml").kind == "CiscoIPPhoneMenu"


def test_everybody_is_in_the_directory_by_name(estate: Estate) -> None:
    names = shown(estate, "names.xml")
    assert names.rows == (("La remise", "2003"), ("Max Strasse", "2002"), ("Relais", "2004"), ("Zoe OEillet", "2001"))
    assert [url for _, url in names.keys] == ["SoftKey:Dial", "SoftKey:EditDial", "SoftKey:Exit"]


def test_a_site_lists_the_lines_that_ring_there(estate: Estate) -> None:
    assert shown(estate, "sites.xml").rows == tuple(
        (title, f"http://10.1.20.11:6970{SET}/site/{site}/lines.xml")
        for site, title in (("base", "Base"), ("relais", "Relais"), ("remise", "Remise"))
    )
    assert shown(estate, "site/base/lines.xml").rows == (("Max Strasse", "2002"), ("Zoe OEillet", "2001"))
    assert shown(estate, "site/remise/lines.xml").rows == (("La remise", "2003"), ("Relais", "2004"))


def test_one_site_needs_no_list_of_sites(estate: Estate) -> None:
    one = tuple(p for p in estate.phones if p.site == "base")
    alone = replace(estate, phones=one, endpoints=tuple(e for e in estate.endpoints if e.phone in one))
    assert [name for name, _ in shown(alone, "directory.xml").rows] == ["L - Z"]
    assert not [path for path in pages_of(alone) if "/site" in path]


def line(estate: Estate, title: str, extension: str) -> Line:
    return replace(estate.lines[0], id=f"x{extension}", title=title, extension=extension, person=None, mailbox=None)


def titled(estate: Estate, *titles: str) -> Estate:
    lines = tuple(line(estate, title, str(3000 + n)) for n, title in enumerate(titles))
    return replace(estate, lines=lines, mailboxes=())


def test_initials_stay_whole_while_they_fit(estate: Estate) -> None:
    titles = [f"A{n:02}" for n in range(20)] + [f"B{n:02}" for n in range(12)] + ["Ciel", "éa", "1er", "'Dune"]
    many = titled(estate, *titles)
    assert [name for name, _ in shown(many, "directory.xml").rows][:2] == ["0-9 - A", "B - E"]
    chain = chained(pages_of(many), start(many)[0].replace("directory", "names"))
    assert [len(page.rows) for page in chain] == [21, 15]
    assert [page.title for page in chain] == ["Annuaire 0-9 - A", "Annuaire B - E"]
    assert [page.prompt for page in chain] == ["Page 1/2", "Page 2/2"]
    assert [name for page in chain for name, _ in page.rows] == [
        "1er", *(t for t in titles if t[0] == "A"), *(t for t in titles if t[0] == "B"), "Ciel", "'Dune", "ea",
    ]  # fmt: skip


def test_a_block_may_be_full(estate: Estate) -> None:
    full = titled(estate, *(f"A{n:02}" for n in range(20)), *(f"B{n:02}" for n in range(12)))
    assert [name for name, _ in shown(full, "directory.xml").rows][:-1] == ["A - B"]
    assert len(shown(full, "names.xml").rows) == 32


def test_names_follow_one_another_whatever_their_case_and_signs(estate: Estate) -> None:
    mixed = titled(estate, "AB", "aa", "'Dune", "Dor", "d'Été")
    assert [name for name, _ in shown(mixed, "names.xml").rows] == ["aa", "AB", "d'Ete", "Dor", "'Dune"]


def test_a_row_of_the_index_stays_readable(estate: Estate) -> None:
    rows = shown(titled(estate, *(f"Zacharie-Barnabe {n:03} Duchemin" for n in range(33))), "directory.xml").rows
    assert [name for name, _ in rows[:2]] == [
        "Z 1/2: Zacharie-Barnab - Zacharie-Barnab",
        "Z 2/2: Zacharie-Barnab - Zacharie-Barnab",
    ]
    assert all(len(name) <= 40 for name, _ in rows)


def test_an_initial_of_too_many_is_cut_by_names(estate: Estate) -> None:
    many = titled(estate, *(f"Dupont {n:03}" for n in range(70)), "Anne")
    rows = shown(many, "directory.xml").rows
    assert [name for name, _ in rows][:4] == [
        "A",
        "D 1/3: Dupont 000 - Dupont 031",
        "D 2/3: Dupont 032 - Dupont 063",
        "D 3/3: Dupont 064 - Dupont 069",
    ]
    chain = chained(pages_of(many), rows[0][1])
    assert [len(page.rows) for page in chain] == [1, 32, 32, 6]
    assert [url for _, url in chain[0].keys[:3]] == ["SoftKey:Dial", "SoftKey:EditDial", "SoftKey:Exit"]
    assert chain[0].keys[3] == ("Suite", rows[1][1])
    assert len(chain[-1].keys) == 3


def test_a_menu_of_too_many_goes_on(estate: Estate) -> None:
    base, lyon = estate.site["base"], estate.phone["grand"]
    sites = tuple(replace(base, id=f"s{n}", title=f"Site {n}") for n in range(205))
    phones = tuple(replace(lyon, id=f"p{n}", site=f"s{n}") for n in range(205))
    seats = tuple(replace(estate.endpoints[0], phone=phone) for phone in phones)
    many = replace(estate, sites=sites, phones=phones, endpoints=seats)
    chain = chained(pages_of(many), f"http://10.1.20.11:6970{SET}/sites.xml")
    assert [len(page.rows) for page in chain] == [100, 100, 5]
    assert [page.prompt for page in chain] == ["Page 1/3", "Page 2/3", "Page 3/3"]
    assert [url for _, url in chain[1].keys][:2] == ["SoftKey:Select", "SoftKey:Exit"]
    assert sum((page.rows for page in chain), ())[204][0] == "Site 204"


def test_a_name_of_which_nothing_is_left_shows_its_number(estate: Estate) -> None:
    assert shown(titled(estate, "東京", "A&B <c>"), "names.xml").rows == (("3000", "3000"), ("A+B c", "3001"))


def test_a_long_name_is_cut_to_what_a_directory_takes(estate: Estate) -> None:
    (row,) = shown(titled(estate, "A" * 31 + " " + "B" * 40), "names.xml").rows
    assert row == ("A" * 31, "3000")


def group(estate: Estate, title: str, extension: str) -> Group:
    origin = estate.organization.origin
    return Group(f"g{extension}", title, extension, Strategy.ALL, ("zoe",), 20, None, origin)


def test_speed_dials_are_groups_voicemail_codes_and_keys(estate: Estate) -> None:
    box = replace(estate.mailboxes[0], id="repondeur", title="Répondeur", extension="2099")
    key = Key(2, KeyKind.SPEED_DIAL, "Taxi", "0199000199", None, "", estate.organization.origin)
    colleague = replace(key, label="Zoe", number="2001")
    others = (replace(key, kind=KeyKind.BLF, label="Max", number="0199000198"), replace(key, kind=KeyKind.SERVICE))
    phones = tuple(replace(p, keys=(key, colleague, *others)) for p in estate.phones)
    full = replace(estate, groups=(group(estate, "Vente", "2100"),), mailboxes=(*estate.mailboxes, box), phones=phones)
    assert [name for name, _ in shown(full, "speed.xml").rows] == [
        "Groupes",
        "Messagerie",
        "Codes",
        "Numeros enregistres",
    ]
    assert shown(full, "groups.xml").rows == (("Vente", "2100"),)
    assert shown(full, "mailboxes.xml").rows == (("Mes messages", "*97"), ("Repondeur", "2099"))
    assert ("Ecouter sa messagerie", "*97") in shown(full, "codes.xml").rows
    assert shown(full, "keys.xml").rows == (("Taxi", "0199000199"),)
    assert ("Vente", "2100") in shown(full, "names.xml").rows
    assert ("Repondeur", "2099") in shown(full, "names.xml").rows


def test_a_key_that_dials_on_after_a_pause_is_listed_by_its_number(estate: Estate) -> None:
    key = Key(2, KeyKind.SPEED_DIAL, "Banque", "0199000199,12#", None, "", estate.organization.origin)
    phones = tuple(replace(p, keys=(key, replace(key, label="Code", number="#12"))) for p in estate.phones)
    assert shown(replace(estate, phones=phones), "keys.xml").rows == (("Banque", "0199000199"),)


def test_a_set_has_the_keys_of_its_own_phones(estate: Estate) -> None:
    sites = tuple(over(s, Way.VPN, "10.9.9.9") if s.id == "relais" else s for s in estate.sites)
    taxi = Key(2, KeyKind.SPEED_DIAL, "Taxi", "0199000199", None, "", estate.organization.origin)
    phones = tuple(replace(p, keys=(taxi,)) if p.site == "relais" else p for p in estate.phones)
    pages = pages_of(replace(estate, sites=sites, phones=phones))
    assert {path.split("/")[3] for path in pages if path.endswith("/keys.xml")} == {"10.9.9.9"}


def test_what_is_not_there_is_not_offered(estate: Estate) -> None:
    lines = tuple(replace(x, mailbox=None) for x in estate.lines)
    bare = replace(estate, mailboxes=(), groups=(), lines=lines, schedules=(), trunks=())
    assert [name for name, _ in shown(bare, "services.xml").rows] == ["Annuaire", "Appels rapides", "Aide"]
    text = shown(bare, "help.xml").text
    assert "*97" not in text
    assert "MESSAGERIE" not in text
    assert "DEHORS" not in text
    assert "URGENCES" in text


def test_help_names_the_codes_and_numbers_of_the_estate(estate: Estate) -> None:
    with_group = replace(estate, groups=(group(estate, "Vente", "2100"),))
    for language, dehors, parts in (("fr", "0 compris", "GROUPE"), ("en", "0 included", "GROUP")):
        path = f"/services/{language}/10.1.20.11/help.xml"
        text = cisco_services.parse(pages_of(with_group)[path]).text
        assert "*97" in text
        assert dehors in text
        assert parts in text
        lines = text.split("\n")
        assert all(any(line.startswith(f"{e.number} ") for line in lines) for e in estate.country.emergency)


def emergency_free(country: Country) -> Country:
    return replace(country, emergency=())


def test_help_without_emergency_numbers_has_no_such_paragraph(estate: Estate) -> None:
    assert "URGENCES" not in shown(replace(estate, country=emergency_free(estate.country)), "help.xml").text


def schedule(estate: Estate, name: str, *closed: tuple[date, date]) -> Schedule:
    hours = (OpenHours(0, 4, "09:00", "12:30"), OpenHours(5, 5, "10:00", "12:00"))
    return Schedule(name, f"Heures {name}", "Europe/Paris", hours, closed, (), "", estate.organization.origin)


def test_opening_hours_and_closures(estate: Estate) -> None:
    noel, ete = date(2026, 12, 25), (date(2027, 8, 9), date(2027, 8, 20))
    one = replace(estate, schedules=(schedule(estate, "bureau", (noel, noel), ete),))
    page = shown(one, "hours/bureau.xml")
    assert page.title == "Heures bureau"
    assert page.text.split("\n") == [
        "Lun-Ven 09:00-12:30", "Sam 10:00-12:00", "", "Fermetures :", "25/12/2026", "09/08/2027 - 20/08/2027", "",
        "Fuseau horaire : Europe/Paris",
    ]  # fmt: skip
    assert dict(shown(one, "services.xml").rows)["Horaires"].endswith("/hours/bureau.xml")
    english = cisco_services.parse(pages_of(one)["/services/en/10.1.20.11/hours/bureau.xml"]).text
    assert "Mon-Fri 09:00-12:30\nSat 10:00-12:00\n\nClosed on:\n2026-12-25\n2027-08-09 - 2027-08-20" in english
    two = replace(one, schedules=(*one.schedules, replace(schedule(estate, "x"), hours=())))
    assert [name for name, _ in shown(two, "hours.xml").rows] == ["Heures bureau", "Heures x"]
    assert shown(two, "hours/x.xml").text.startswith("Toujours ferme\n")
    assert dict(shown(two, "services.xml").rows)["Horaires"].endswith("/hours.xml")


def test_a_long_text_goes_on(estate: Estate) -> None:
    closed = tuple((date(2026, 1, 1).replace(day=1 + n % 28), date(2027, 1, 1)) for n in range(400))
    one = replace(estate, schedules=(schedule(estate, "bureau", *closed),))
    chain = chained(pages_of(one), f"http://10.1.20.11:6970{SET}/hours/bureau.xml")
    assert len(chain) == 3
    assert chain[0].keys[0] == ("Quitter", "SoftKey:Exit")
    assert "\n".join(page.text for page in chain).count("01/01/2027") == 400


def test_pages_come_in_the_languages_of_the_organization(build: Callable[..., Estate], estate: Estate) -> None:
    pages = pages_of(estate)
    french = {p.removeprefix("/services/fr") for p in pages if p.startswith("/services/fr/")}
    english = {p.removeprefix("/services/en") for p in pages if p.startswith("/services/en/")}
    assert french == english
    assert len(french) + len(english) == len(pages)
    only = build(("languages: [fr, en]", "languages: [en]"))
    assert {path.split("/")[2] for path in pages_of(only)} == {"en"}


def test_words_are_the_same_in_every_language_and_ascii() -> None:
    for language in LANGUAGES:
        assert set(words(language)) == set(words(LANGUAGES[0]))
        assert all(text.isascii() and text for text in words(language).values())
        for field in fields(Codes):
            if field.name in ("parked", "logout_at"):
                continue  # places and a time, nothing one dials
            assert f"code_{field.name}" in words(language), f"a code without words: add code_{field.name}"


def test_all_that_is_written_is_recorded(estate: Estate) -> None:
    box = Mailbox("x", "X", "2098", None, estate.mailboxes[0].pin, estate.organization.origin)
    closed = tuple((date(2026, 1, 1), date(2027, 1, 1)) for _ in range(400))
    lines = tuple(line(estate, f"A{n}", str(3000 + n)) for n in range(40))
    phones = tuple(replace(estate.phone["grand"], id=f"p{n}", site=f"s{n}") for n in range(120))
    full = replace(
        estate,
        mailboxes=(*estate.mailboxes, box),
        lines=lines,
        schedules=(schedule(estate, "a", *closed),),
        sites=tuple(replace(estate.site["base"], id=f"s{n}") for n in range(120)),
        phones=phones,
        endpoints=tuple(replace(estate.endpoints[0], phone=phone) for phone in phones),
    )
    pages = [cisco_services.parse(content) for content in pages_of(full).values()]
    actions = {url for page in pages for _, url in page.keys if url.startswith("SoftKey:")}
    assert set(KEYS) == set().union(*(page.paths for page in pages)) | actions


def test_a_public_estate_shows_what_it_shows_elsewhere(build: Callable[..., Estate]) -> None:
    hidden = build(
        ("timezone: Europe/Paris}", "timezone: Europe/Paris, public: {names: masked, addresses: masked}}"),
        audience=Audience.PUBLIC,
    )
    text = b"".join(pages_of(hidden).values())
    assert b"Zoe" not in text
    assert b"Max" not in text
    assert b"10.1.20.11" not in text
    assert b"Personne 1" in text


def test_no_secret_is_on_a_page(estate: Estate) -> None:
    assert pages_of(estate)
    text = b"".join(pages_of(estate).values()).decode()
    for owner in (*estate.endpoints, *estate.trunks):
        assert owner.secret.reveal() not in text
    assert all(box.pin.reveal() not in text for box in estate.mailboxes)


@pytest.mark.parametrize("salt", ["", "x"])
def test_pages_do_not_depend_on_secrets(build: Callable[..., Estate], estate: Estate, salt: str) -> None:
    assert pages_of(build(salt=salt)) == pages_of(estate)

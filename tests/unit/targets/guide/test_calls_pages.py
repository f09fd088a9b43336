"""The pages about calls: every number, path, site, schedule and code of the estate, and nothing that is masked."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
import yaml

from generators.catalog import load_catalog
from generators.estate.emergencies import emergency_matrix
from generators.estate.estate import Codes, Estate
from generators.estate.legs import outbound_legs
from generators.estate.telephony import Destination, Kind
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.references import DOCUMENTS
from generators.targets.guide.call_words import _WORDS, call_words
from generators.targets.guide.calls import call_pages, index_page
from generators.targets.guide.calls_emergency import emergency_page
from generators.targets.guide.calls_numbers import destination_anchor, number_anchor, numbers_page
from generators.targets.guide.calls_reference import feature_codes_page, providers_page
from generators.targets.guide.calls_rings import reached

Public = Callable[[str], Estate]
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
ESTATES = pytest.mark.parametrize("name", ["every_call", "minimal", "schedules", "siproxd", "two_trunks", "site_data"])
EVERY_CALL = Path(__file__).parents[3] / "estates" / "every_call" / "site.yml"


def cell_text(cell: str) -> str:
    """A cell as a reader sees it, a line break as a new line."""
    return unescape(re.sub(r"<[^>]+>", "", cell.replace("<br>", "\n"))).strip()


def tables(text: str) -> dict[str, list[list[str]]]:
    """The rows of each table of a page by its caption, cells as a reader sees them."""
    out = {}
    for part in re.findall(r"(?s)<table.*?</table>", text):
        caption = unescape(re.findall(r"<caption>(.*?)</caption>", part)[0])
        out[caption] = [
            [cell_text(c) for c in re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"(?s)<tr[^>]*>(.*?)</tr>", part.partition("<tbody>")[2])
        ]
    return out


@LANGUAGES
@ESTATES
def test_both_languages_have_the_same_pages_tables_and_anchors(public: Public, name: str, language: str) -> None:
    estate = public(name)
    made = {page.path: page.text for page in call_pages(estate, language)}
    assert list(made) == ["calls/index.md", "calls/emergency.md", "calls/numbers.md"]
    other = {page.path: page.text for page in call_pages(estate, "en" if language == "fr" else "fr")}
    for path, text in made.items():
        ids = re.findall(r'id="([^"]+)"|\{ #([a-z0-9-]+) \}', text)
        assert ids == re.findall(r'id="([^"]+)"|\{ #([a-z0-9-]+) \}', other[path])
        assert len(set(ids)) == len(ids)
        assert len(tables(text)) == len(tables(other[path]))
        assert "None" not in text
        assert "<Why" not in text


@LANGUAGES
@ESTATES
def test_links_lead_to_rows_and_headings_that_exist(public: Public, name: str, language: str) -> None:
    estate = public(name)
    made = {page.path: unescape(page.text) for page in call_pages(estate, language)}
    ids = {p: {a or b for a, b in re.findall(r'id="([^"]+)"|\{ #([a-z0-9-]+) \}', t)} for p, t in made.items()}
    followed = 0
    for path, text in made.items():
        folder = {
            "calls/index.md": "calls",
            "calls/emergency.md": "calls/emergency",
            "calls/numbers.md": "calls/numbers",
        }
        for href in re.findall(r'href="([^"]+)"', text):
            there, _, anchor = href.partition("#")
            parts = folder[path].split("/")
            for step in there.strip("/").split("/"):
                parts = parts[:-1] if step == ".." else [*parts, step] if step else parts
            target = "/".join(parts)
            if target.startswith("sites/"):
                assert target.removeprefix("sites/") in estate.site
            elif target.startswith("reference/"):
                assert target == "reference/feature-codes"
            else:
                page = {v: k for k, v in folder.items()}[target]
                assert not anchor or anchor in ids[page], href
            followed += 1
    assert followed >= 3


@LANGUAGES
def test_emergency_calls_of_each_site(public: Public, language: str) -> None:
    estate, w = public("every_call"), call_words(language)
    found = tables(emergency_page(estate, language).text)
    assert [row[0] for row in found[w["emergency_numbers"]]] == [e.number for e in estate.country.emergency]
    assert found[w["matrix"]] == [
        ["Lyon", "+33353015000", w["located_yes"], "spare, main, last", f"{w['way_vpn']} (lyon)"],
        ["Nice", "+33465715000", w["located_yes"], "last, main, spare", f"{w['way_vpn']} (nice, lyon)"],
        ["Paris", "+33199005000", w["located_yes"], "main, spare, last", w["way_local"]],
    ]
    lyon, nice, paris = found[w["failures"]]
    assert (lyon[1], paris[1]) == (w["way_fails_vpn"].format(links="lyon"), w["way_fails_local"])
    assert nice[2] == w["trunk_fails_next"].format(next="main, spare")
    assert (lyon[3], paris[3]) == (w["power_fails_text"], w["power_fails_pbx"])
    assert {row[4] for row in found[w["failures"]]} == {w["pbx_site_fails_text"].format(site="Paris")}
    kept = {row[0]: row[3] for row in found[w["trunks"]]}
    assert kept == {"main": w["kept_one"], "spare": w["kept_one"], "last": w["kept_none"]}
    assert "!!! warning" not in emergency_page(estate, language).text


@LANGUAGES
def test_a_number_that_tells_no_place_is_a_warning(public: Public, language: str) -> None:
    estate, w = public("every_call"), call_words(language)
    mobile = next(n.number for n in estate.numbers if n.number.e164 == "+33639985000")
    sites = tuple(dataclasses.replace(s, number=mobile) if s.id == "nice" else s for s in estate.sites)
    moved = dataclasses.replace(estate, sites=sites)
    text = emergency_page(moved, language).text
    assert f"<strong>{w['located_no']}</strong>" in unescape(text)
    assert unescape(text).count("!!! warning") == 1
    assert w["warning_place"].format(site="Nice", number="+33639985000") in unescape(text)
    assert [row[2] for row in tables(text)[w["matrix"]]] == [w["located_yes"], w["located_no"], w["located_yes"]]


@LANGUAGES
def test_an_estate_without_trunk_says_that_emergency_calls_do_not_leave(public: Public, language: str) -> None:
    estate, w = public("minimal"), call_words(language)
    assert not estate.trunks
    text = emergency_page(estate, language).text
    assert w["warning_trunk"] in unescape(text)
    rows = tables(text)[w["matrix"]]
    assert [row[3] for row in rows] == [w["no_trunk"]] * len(emergency_matrix(estate))
    assert w["trunks"] not in tables(text)


@LANGUAGES
def test_a_site_behind_siproxd_depends_on_the_internet(public: Public, language: str) -> None:
    estate, w = public("siproxd"), call_words(language)
    ways = {row.site.title: row.way for row in emergency_matrix(estate)}
    rows = {row[0]: row for row in tables(emergency_page(estate, language).text)[w["failures"]]}
    outside = [title for title, way in ways.items() if way == "public"]
    assert outside
    assert all(rows[title][1] == w["way_fails_public"] for title in outside)


@LANGUAGES
def test_what_rings_when(public: Public, language: str) -> None:
    estate, w = public("every_call"), call_words(language)
    rows = {row[0]: row[1:] for row in tables(numbers_page(estate, language).text)[w["who_rings"]]}
    assert list(rows) == [n.number.e164 for n in estate.numbers]
    box = "Night box, 1099"
    assert rows["+33199005000"] == ["main", "Office hours", "Welcome, 1200", box, box, f"{box} (*61)"]
    assert rows["+33199005004"] == ["main", "Office hours", "Sales, 1100", "Jean", "Jean", "Jean (*61)"]
    assert rows["+33353015001"] == ["spare", w["always_open"], "Meeting, 1300", "—", "—", "—"]
    week = {row[0]: row[1:] for row in tables(numbers_page(public("schedules"), language).text)[w["who_rings"]]}
    assert week["+33199007000"][4:] == [w["same"], "—"], "no holidays, no night code"


@LANGUAGES
def test_what_each_destination_does(public: Public, language: str) -> None:
    estate, w = public("every_call"), call_words(language)
    text = numbers_page(estate, language).text
    rows = {(row[0], row[1]): row[2:] for row in tables(text)[w["destinations"]]}
    assert len(rows) == len(reached(estate))
    person, line, group = w["kind_person"], w["kind_line"], w["kind_group"]
    assert rows["Carla, 1003", person] == [
        *("paris-3", "25"),
        f"{w['why_busy'].format(to='Bruno, 1002')}\n{w['why_no_answer'].format(to=title(estate, 'carla-mobile'))}",
    ]
    always = w["why_always"].format(to="Lyon desk, 1010")
    assert rows["Dora, 1004", person] == ["—", "—", always], "nothing else counts then"
    assert rows["Bruno, 1002", person][:2] == ["lyon-1, paris-2", "15"]
    assert w["says_busy"] in rows["Bruno, 1002", person][2]
    assert rows["Lyon desk, 1010", line][2].count(w["mailbox"]) == 2
    assert rows["On call, 1102", group] == [
        *(w["memory"].format(members="Anne, Bruno, Lift"), "12", w["why_then"].format(to="Carla, 1003"))
    ]
    menu = rows["Welcome, 1200", w["kind_menu"]]
    assert menu[2].split("\n")[0] == w["why_choice"].format(digit="1", to="Sales, 1100")
    assert menu[2].split("\n")[-1] == w["why_then"].format(to="Sales, 1100")
    assert rows["Meeting, 1300", w["kind_conference"]][0] == w["room_pin"].format(most=5)
    for to in reached(estate):
        assert f'id="{destination_anchor(to)}"' in text
    assert Destination(Kind.MAILBOX, "anne") in reached(estate)
    assert Destination(Kind.LINE, "lift") not in reached(estate), "it rings as a member only"


def title(estate: Estate, contact: str) -> str:
    return estate.contact[contact].title


@LANGUAGES
@ESTATES
def test_every_path_that_presents_a_number_is_there(public: Public, name: str, language: str) -> None:
    estate, w = public(name), call_words(language)
    found = tables(numbers_page(estate, language).text).get(w["presented"], [])
    legs = outbound_legs(estate)
    inhabited = [s for s in estate.sites if s.number and estate.phones_of_site[s.id] and estate.trunks]
    own = [x for x in estate.lines if x.login and x.presented and estate.trunks]
    guests = {x.hidden for x in estate.lines if x.login and not x.presented and estate.trunks}
    assert len(found) == len(legs) + len(inhabited) + len(own) + len(guests) * len(inhabited)
    for site in inhabited if guests else ():
        assert [site.number.e164, w["desk_here"].format(site=site.title), "—", w["calls_outside"], w["no"]] in found
    ours = {n.number.e164 for n in estate.numbers}
    assert {row[0] for row in found} <= ours, "a number that nobody owns would be cut"
    for leg in legs:
        if leg.contact is not None:
            number = str(estate.contact[leg.contact].number)
            assert any(r[0] == leg.presented.e164 and r[1] == leg.start and r[3].endswith(number) for r in found)
        else:
            phone, _, line = leg.start.partition("/")
            who = w["at_phone"].format(line=estate.line[line].title, phone=phone)
            shown = [leg.presented.e164, who, "—", w["calls_outside"], w["yes" if leg.hidden else "no"]]
            assert [" ".join(c.split()) for c in shown] in [[" ".join(c.split()) for c in r] for r in found]
    for site in inhabited:
        assert [
            site.number.e164,
            w["emergency_of"].format(site=site.title),
            "—",
            w["emergency_calls"],
            w["no"],
        ] in found


@LANGUAGES
def test_a_withheld_number_is_never_withheld_from_emergencies(public: Public, language: str) -> None:
    estate, w = public("every_call"), call_words(language)
    found = tables(numbers_page(estate, language).text)[w["presented"]]
    assert [row[1] for row in found if row[4] == w["yes"]] == [w["at_phone"].format(line="Carla", phone="paris-3")]


def test_schedules_with_hours_closures_and_holidays(public: Public) -> None:
    french, english = (index_page(public("every_call"), x).text for x in ("fr", "en"))
    facts = dict(tables(french)["Office hours"])
    assert facts["Horaires"] == "lundi au vendredi 09:00-12:30\nlundi au jeudi 14:00-18:00"
    assert facts["Fermetures"] == "1er mars 2027 au 5 mars 2027"
    assert facts["Jours fériés"] == "fermé"
    assert facts["Mode nuit"] == "*61 ferme, et rouvre"
    assert facts["Numéros publics"] == "+33199005000, +33199005004"
    fixed = dict(tables(english)["Public holidays on a fixed day"])
    days = ["1 January", "1 May", "8 May", "14 July", "15 August", "1 November", "11 November", "25 December"]
    assert list(fixed.values()) == days
    assert fixed["National Day"] == "14 July"
    years = tables(english)["Movable public holidays"]
    assert [row[0] for row in years] == [str(year) for year in range(2026, 2041)]
    assert years[:2] == [["2026", "6 April", "14 May", "25 May"], ["2027", "29 March", "6 May", "17 May"]]
    assert "1er janvier" in french
    week = dict(tables(index_page(public("schedules"), "en").text)["Semaine"])
    assert week["Closures"] == "25 December 2026\n31 December 2026 to 1 January 2027\n29 February 2028"
    assert week["Hours"].endswith("Friday 14:00-17:00")
    assert week["Night mode"] == "none"
    assert "Movable public holidays" not in tables(index_page(public("schedules"), "en").text), "no schedule keeps them"
    assert tables(index_page(public("minimal"), "en").text) == {}


@LANGUAGES
def test_swiss_readers_learn_that_cantons_differ(public: Public, language: str) -> None:
    estate, catalog = public("every_call"), load_catalog()
    swiss = tuple(dataclasses.replace(s, holidays=catalog.holidays["CH"]) for s in estate.schedules)
    moved = dataclasses.replace(estate, country=catalog.countries["CH"], schedules=swiss)
    assert "canton" in index_page(moved, language).text
    assert "canton" not in index_page(estate, language).text


@LANGUAGES
def test_rows_of_the_tracer_are_shown_as_given(public: Public, language: str) -> None:
    estate, w = public("every_call"), call_words(language)
    who = [("+33199005000", "open", "Anne *and* <Bruno>"), ("+33199005001", "always", "Anne|25 s")]
    what = [("--down trunk:main", "out", "lyon", "spare", True), ("--down pbx", "emergency", "lyon", "nothing", False)]
    made = {p.path: p.text for p in call_pages(estate, language, who, what)}
    assert tables(made["calls/numbers.md"])[w["rows_of_tracer"]] == [list(row) for row in who]
    assert tables(made["calls/emergency.md"])[w["rows_of_tracer"]] == [
        [*what[0][:4], w["yes"]],
        [*what[1][:4], w["no"]],
    ]
    assert "<Bruno>" not in made["calls/numbers.md"]
    assert f'href="&#35;{number_anchor("+33199005000")}"' in made["calls/numbers.md"]
    assert f"## {w['what_if']}" in made["calls/emergency.md"]
    without = {p.path: p.text for p in call_pages(estate, language)}
    assert w["rows_of_tracer"] not in without["calls/numbers.md"] + without["calls/emergency.md"]


@LANGUAGES
def test_every_feature_code_is_there(public: Public, language: str) -> None:
    estate, w = public("every_call"), call_words(language)
    page = feature_codes_page(estate, language)
    rows = {row[0]: row[1:] for row in tables(page.text)[w["feature_codes"]]}
    for field in dataclasses.fields(Codes):
        if field.name not in ("parked", "logout_at"):
            assert rows[w[f"code_{field.name}"]][0].startswith(getattr(estate.codes, field.name)), field.name
    assert all(p in rows[w["code_park"]][1] for p in estate.codes.parked)
    assert rows[w["code_night"]] == ["*61", w["code_night_does"].format(title="Office hours")]
    assert "20:00" in page.text
    assert all(does.endswith(".") for _, does in rows.values())
    none = feature_codes_page(public("minimal"), language).text
    assert w["code_login"] not in tables(none)[w["feature_codes"]][0]
    assert w["code_login"] not in [row[0] for row in tables(none)[w["feature_codes"]]], "nobody may log in anywhere"


@LANGUAGES
def test_every_provider_of_the_catalog_can_be_shown(public: Public, language: str) -> None:
    estate, w = public("every_call"), call_words(language)
    providers = load_catalog().providers
    text = providers_page(estate, language, tuple(providers.values())).text
    rows = {row[1]: row for row in tables(text)[w["providers"]]}
    sources = dict(zip(rows, tables(text)[w["provider_sources"]], strict=True))
    assert list(rows) == sorted(providers)
    for provider in providers.values():
        assert f'id="provider-{provider.id}"' in text
        assert rows[provider.id][2] == (provider.domain or w["own_domain"])
        title, match, tags = sources[provider.id]
        assert title == provider.title
        assert match == (" ".join(provider.match) or w["not_published"])
        assert tags.split() == list(provider.sources)
        assert all(f"#doc-{tag.lower()}" in unescape(text) for tag in provider.sources if tag in DOCUMENTS)
        if provider.notes:
            assert f"## {provider.title}\n\n{provider.notes[language]}" in unescape(text)
    assert rows["ovh"][3] == "0033199000000"
    assert rows["telnyx"][3:5] == ["+33199000000", "P-Asserted-Identity"]
    assert (rows["ovh"][7], rows["generic"][7], rows["kwebbl"][7]) == ("main", "spare, last", "—")
    assert w["providers"] not in tables(providers_page(public("minimal"), language, ()).text)


@LANGUAGES
def test_a_masked_estate_shows_nothing_masked(tmp_path: Path, language: str) -> None:
    source = yaml.load(EVERY_CALL.read_text("utf-8"), Loader=yaml.BaseLoader)
    secret = {"Anne", "Bruno", "Carla", "Dora", "Emma", "Félix", "London", "Jean", "anne", "bruno", "carla", "felix"}
    numbers = {*source["numbers"], *(c["number"] for c in source["contacts"].values())}
    accounts = {t["account"] for t in source["trunks"].values()}
    assert {p["name"] for p in source["people"].values()} <= secret
    hidden = "public: {names: masked, numbers: masked, macs: masked, addresses: masked}"
    text = EVERY_CALL.read_text("utf-8").replace(
        "domain: every-call.example}", f"domain: every-call.example, {hidden}}}"
    )
    (tmp_path / "site.yml").write_text(text, "utf-8")
    estate = load_estate(tmp_path, Audience.PUBLIC)
    made = [*call_pages(estate, language), feature_codes_page(estate, language)]
    made.append(providers_page(estate, language, tuple(t.provider for t in estate.trunks)))
    for page in made:
        shown = unescape(page.text)
        for word in secret:
            assert not re.search(rf"\b{word}\b", shown), (page.path, word)
        for number in numbers:
            assert number.removeprefix("+") not in shown, page.path
            assert f"0{number.removeprefix('+33')}" not in shown
        assert not any(account in shown for account in accounts)
        assert "10.50." not in shown
        assert "paris-1" not in shown, "phones have aliases, too"
    located = [row.located for row in emergency_matrix(estate)]
    assert located == [True, True, True], "sample numbers of sites are landlines"


def test_words_are_complete() -> None:
    assert all(len(texts) == 2 and all(texts) for texts in _WORDS.values())
    for key, (french, english) in _WORDS.items():
        assert sorted(re.findall(r"\{[a-z]+\}", french)) == sorted(re.findall(r"\{[a-z]+\}", english)), key

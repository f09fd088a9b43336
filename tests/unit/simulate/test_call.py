"""`tonalite call`: its words, its laws on any source, the two tables, and what the guide shows of it."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from benchmarks.organization import random_organization
from generators.cli import app
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.simulate.call import (
    Call,
    End,
    Ending,
    Outcome,
    Rings,
    State,
    Unknown,
    question,
    trace,
    what_if,
    who_rings,
)
from generators.simulate.call.ask import STATES
from generators.simulate.call.numbers import Sort, classify, clean
from tests.estates import FOLDER
from tests.property.estates import estate_of

ROOT = Path(__file__).resolve().parents[3]
FULL = FOLDER / "every_call"
NOW = datetime(2027, 2, 8, 10, tzinfo=ZoneInfo("Europe/Paris"))


@cache
def every_call() -> Estate:
    """The small organisation with every feature."""
    return load_estate(FULL, Audience.INTERNAL)


@cache
def random_estate(seed: int) -> Estate:
    """A random organisation with every feature."""
    return estate_of(random_organization(2 + seed % 6, seed, features=True))


def tonalite(*words: str) -> Result:
    """Run the command on the small organisation."""
    return CliRunner().invoke(app, ["call", *words, "--data", str(FULL)])


# ---- numbers


@pytest.mark.parametrize(
    ("dialled", "sort", "number"),
    [
        ("112", Sort.EMERGENCY, "112"),
        ("116117", Sort.EMERGENCY, "116117"),
        ("1001", Sort.EXTENSION, "1001"),
        ("700", Sort.EXTENSION, "700"),
        ("709", Sort.EXTENSION, "709"),
        ("*98", Sort.CODE, "*98"),
        ("*61", Sort.CODE, "*61"),
        ("*8", Sort.CODE, "*8"),
        ("*81002", Sort.CODE, "*81002"),
        ("06.39.98.00.01", Sort.OUTSIDE, "+33639980001"),
        ("+33 (0)6 39 98 00 01", Sort.OUTSIDE, "+33639980001"),
        ("0033639980001", Sort.OUTSIDE, "+33639980001"),
        ("+44 7700 900123", Sort.OUTSIDE, "+447700900123"),
        ("116006", Sort.OUTSIDE, "116006"),
        ("06399800011", Sort.UNKNOWN, "06399800011"),
        ("*21", Sort.UNKNOWN, "*21"),
        ("+112", Sort.OUTSIDE, "+112"),  # a foreign number, as far as the plan goes: no emergency number
    ],
)
def test_a_number_is_what_its_spelling_says(dialled: str, sort: Sort, number: str) -> None:
    found = classify(every_call(), clean(dialled))
    assert (found.sort, found.number) == (sort, number)


@pytest.mark.parametrize(
    ("dialled", "group"),
    [
        ("0199000000", "national"),
        ("0912345678", "national"),
        ("0612345678", "mobile"),
        ("0712345678", "mobile"),
        ("0800123456", "special"),
        ("1055", "special"),
        ("3001", "special"),
        ("3050", "special"),
        ("3008", "surcharged"),  # in the gap of 3000 to 3009
        ("3103", "social"),
        ("3018", "social"),  # within 301X, which is special
        ("3919", "social"),
        ("3939", "surcharged"),
        ("118218", "surcharged"),
        ("116006", "social"),
        ("0811234567", "surcharged"),
        ("0033891234567", "surcharged"),
        ("001", "international"),
        ("0033", "international"),  # not yet a number of ours: no more is known of it
    ],
)
def test_the_more_exact_pattern_gives_the_class(dialled: str, group: str) -> None:
    found = classify(every_call(), dialled)
    assert found.group is not None
    assert found.group.id == group


# ---- words


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("anna", "1001"), "no person, line, phone or trunk 'anna'; the nearest is 'anne'"),
        (("paris-9", "1001"), "no person, line, phone or trunk 'paris-9'; the nearest is 'paris-3'"),
        (("paris-1/bruno", "1001"), "no line on paris-1 'bruno'; the nearest is 'anne'"),
        (("anne", "bruno"), "'bruno' is no number to dial; bruno has the extension 1002"),
        (("anne", "hello!"), "'hello!' is no number to dial; digits, * and # make one, or + and digits"),
        (("anne", "1", "sleeps:anne"), "no state 'sleeps'; the nearest is 'answers'"),
        (("anne", "1", "dnd:anna"), "no line 'anna'; the nearest is 'anne'"),
        (("anne", "1", "dnd"), "--state dnd: of what? write dnd:NAME"),
        (("anne", "1", "away:paris"), "no phone 'paris'; the nearest is 'paris-3'"),
        (("anne", "1", "forward:anne"), "--state forward:anne: write forward:LINE=NUMBER"),
        (
            ("anne", "1", "forward:bruno=00447700900123"),
            "--state forward:bruno=00447700900123: bruno may not call 00447700900123; allow: [international] opens it",
        ),
        (("anne", "1", "forward:bruno=1002"), "--state forward:bruno=1002: 1002 is bruno itself"),
        (("anne", "1", "login:anne@paris-2"), "anne may not log in on other phones; hot_desk: true opens it"),
        (("anne", "1", "login:emma@paris-2x"), "no phone 'paris-2x'; the nearest is 'paris-2'"),
        (("anne", "1", "night:offices"), "no schedule 'offices'; the nearest is 'office'"),
        (("anne", "1", "press:welcome=7"), "no choice '7'; the nearest is '9'"),
        (("anne", "1", "last:on-call=dora"), "no member 'dora'; the nearest is 'anne'"),
    ],
)
def test_a_wrong_word_is_one_line_with_the_way_out(words: tuple[str, ...], text: str) -> None:
    with pytest.raises(Unknown) as caught:
        question(every_call(), words[0], words[1], NOW, words[2:])
    assert str(caught.value) == text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("--down", "trunk:mein"), "no trunk 'mein'; the nearest is 'main'"),
        (("--down", "trunk"), "no trunk ''"),
        (("--down", "power"), "--down power: write trunk:NAME, link:NAME, site:NAME or pbx"),
        (("--full", "link:lyon"), "--full link:lyon: only a trunk can be full; write trunk:NAME"),
        (("--at", "noon"), "'noon' is no time; write 2026-12-25T10:00"),
        (("--caller", "+33639980001"), "--caller is for calls from outside: --from one of the trunks"),
        (("--all",), "ask for one call with --from and --to, or for all with --all"),
    ],
)
def test_a_wrong_option_is_one_line_and_status_2(words: tuple[str, ...], text: str) -> None:
    done = tonalite("--from", "anne", "--to", "1002", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {text}")
    assert done.stderr.count("\n") == 1


# ---- what is told


def test_every_decision_names_a_line_of_the_source_that_holds_it() -> None:
    estate = every_call()
    text = (FULL / "site.yml").read_text("utf-8").split("\n")
    outcome = trace(estate, question(estate, "bruno", "1003", NOW, ["busy:carla"]))
    told = [(s.text, text[s.origin.line - 1]) for s in outcome.steps if s.origin is not None]
    assert len(told) == len(outcome.steps)
    for start, holds in (("1003 is the line carla", "carla:"), ("carla is forwarded (when busy) to bruno", "carla:")):
        assert any(step.startswith(start) and holds in line for step, line in told), start
    assert all(s.origin.file == "site_data/site.yml" for s in outcome.steps if s.origin is not None)


def test_caller_id_of_a_colleague_a_guest_and_a_stranger() -> None:
    estate = every_call()
    shown = {
        ("anne", (), ""): ("Anne", "1001"),
        ("paris-1", ("login:felix@paris-1",), ""): ("Felix", "1006"),
        ("main", (), "+33639980001"): ("", "0639980001"),
        ("main", (), "33639980001"): ("", "0639980001"),
        ("main", (), "+447700900123"): ("", "00447700900123"),
        ("main", (), "anonymous"): ("", ""),
    }
    for (who, states, number), wanted in shown.items():
        call = question(estate, who, "0199005001" if who == "main" else "1002", NOW, states, shown=number)
        assert (call.caller.name, call.caller.number) == wanted


def test_json_says_the_same_as_the_text() -> None:
    words = ("--from", "anne", "--to", "1003", "--at", "2027-02-08T10:00")
    text, data = tonalite(*words), json.loads(tonalite(*words, "--json").stdout)
    assert text.exit_code == 0
    assert [s["text"] for s in data["steps"] if s["text"] in text.stdout] == [s["text"] for s in data["steps"]]
    assert data["stages"][0]["phones"] == [{"phone": "paris-3", "line": "carla", "account": "paris3carla"}]
    assert data["stages"][1]["outside"][0]["attempts"][0]["trunk"] == "main"
    assert data["at"] == "2027-02-08T10:00:00+01:00"


def test_a_menu_tells_where_each_choice_leads() -> None:
    done = tonalite("--from", "main", "--to", "0199005000", "--at", "2027-02-08T10:00")
    assert re.search(r"^ +2  Lyon desk: lyon-1 \(line lyon-desk\), lyon-2 .*mailbox lyon-desk", done.stdout, re.M)


# ---- the tables


def test_who_rings_has_a_row_for_each_number_and_situation() -> None:
    rows = {(r.number.e164, r.situation.value if r.situation else "always"): r.brief for r in who_rings(every_call())}
    assert rows["+33199005001", "always"] == "ring paris-1/anne 25; box anne u"
    assert rows["+33199005000", "open"].startswith("menu welcome")
    assert rows["+33199005000", "closed"] == rows["+33199005000", "night"] == "box night-box u"
    assert rows["+33199005004", "night"].startswith("out main:0033639985100<0033199005004")
    assert {n.number.e164 for n in every_call().numbers} == {number for number, _ in rows}


def test_a_row_of_who_rings_can_be_asked_again() -> None:
    estate = every_call()
    for row in who_rings(estate):
        states = ["night:office"] if row.situation == "night" else []
        assert trace(estate, question(estate, row.trunk, row.number.e164, row.at, states)).stages == row.stages


def test_what_if_tells_what_a_failure_takes_and_what_stays() -> None:
    rows = {(r.failure, r.call, r.what): r for r in what_if(every_call())}
    assert not rows["--down link:lyon", "emergency", "nice"].works  # Nice gets to Paris through Lyon
    assert ("--down link:nice", "emergency", "lyon") not in rows  # nothing changes there
    assert rows["--down trunk:main", "emergency", "paris"].works
    assert rows["--full trunk:main", "out", "paris"].works
    assert ("--full trunk:main", "emergency", "paris") not in rows  # a channel is kept
    assert not rows["--down trunk:main", "in", "+33199005001"].works
    assert {c for f, c, _ in rows if f == "--down pbx"} == {"in", "out", "emergency", "inside"}
    assert all(r.changed for r in rows.values())


def test_all_prints_both_tables() -> None:
    done = tonalite("--all")
    assert (done.exit_code, "Who rings when" in done.stdout, "--down link:lyon" in done.stdout) == (0, True, True)
    data = json.loads(tonalite("--all", "--json").stdout)
    assert len(data["who_rings"]) == len(who_rings(every_call()))
    assert len(data["what_if"]) == len(what_if(every_call()))


# ---- laws on any source


@given(st.integers(0, 60), st.data())
def test_a_call_ends_shows_our_numbers_and_emergencies_leave(seed: int, data: st.DataObject) -> None:
    estate = random_estate(seed)
    endpoint = data.draw(st.sampled_from(estate.endpoints))
    ours = {n.number for n in estate.numbers}
    numbers = [x.extension for x in (*estate.lines, *estate.groups, *estate.menus)] + ["0639980001", "+447700900123"]
    dialled = data.draw(st.sampled_from(numbers))
    forwards = [
        f"forward:{x.id}={data.draw(st.sampled_from(numbers))}" for x in estate.lines if data.draw(st.booleans())
    ]
    lawful = []
    for word in forwards:
        try:
            question(estate, endpoint.id, "1", NOW, [word])
            lawful.append(word)
        except Unknown:
            continue
    outcome = trace(estate, question(estate, endpoint.id, dialled, NOW, lawful))
    assert isinstance(outcome.stages[-1], End)
    assert all(leg.shown in ours for stage in outcome.stages if isinstance(stage, Rings) for leg in stage.legs)
    for emergency in estate.country.emergency:
        called = trace(estate, question(estate, endpoint.id, emergency.number, NOW, lawful))
        if estate.trunks:
            assert called.end.kind is Ending.OUTSIDE
            assert _legs(called) == [(emergency.number, endpoint.site.number, False)]
        else:
            assert called.end.kind is Ending.CONGESTION


def _legs(outcome: Outcome) -> list[tuple[str, object, bool]]:
    return [(x.number, x.shown, x.withheld) for s in outcome.stages if isinstance(s, Rings) for x in s.legs]


@given(st.integers(0, 60), st.data())
def test_nobody_outside_gets_to_a_code_or_to_a_number_that_no_contact_names(seed: int, data: st.DataObject) -> None:
    estate = random_estate(seed)
    if not estate.trunks:
        return
    trunk = data.draw(st.sampled_from(estate.trunks))
    own = {n.number.e164 for n in estate.numbers}
    named = {c.number.e164 for c in estate.contacts}
    codes = [estate.codes.login, estate.codes.voicemail, estate.codes.forward + "0639980001", "112", "0639980001"]
    for number in (*codes, *(n.number.e164 for n in estate.numbers)):
        outcome = trace(estate, question(estate, trunk.id, number, NOW))
        assert number in own or outcome.end.kind is Ending.UNKNOWN
        assert {leg[0] for leg in _legs(outcome)} <= named


@given(st.integers(0, 60))
def test_the_tables_of_any_source_are_made(seed: int) -> None:
    estate = random_estate(seed)
    assert {r.number for r in who_rings(estate)} == {n.number for n in estate.numbers}
    for row in what_if(estate):
        assert row.changed


def test_the_tracer_reads_no_clock_and_no_state_of_its_own() -> None:
    estate = every_call()
    call = question(estate, "anne", "1101", NOW)
    assert trace(estate, call) == trace(estate, Call(call.caller, call.number, NOW, State()))


# ---- the guide


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_shows_what_the_command_prints(language: str) -> None:
    text = (ROOT / "docs" / language / "call.md").read_text("utf-8")
    shown = re.findall(r"```sh\n\.venv/bin/tonalite call (.+?)\n```\n\n```text\n(.+?)\n```", text, re.S)
    assert len(shown) == 2
    for words, output in shown:
        assert tonalite(*words.split()).stdout.strip() == output


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_names_every_state(language: str) -> None:
    text = (ROOT / "docs" / language / "call.md").read_text("utf-8")
    assert not {state for state in STATES if f"`{state}" not in text}

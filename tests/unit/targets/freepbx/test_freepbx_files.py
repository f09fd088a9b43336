"""FreePBX's files from every source: read strictly, complete, and nothing in them without a document."""

from __future__ import annotations

import re
import tempfile
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.organization import organization
from generators.estate.dialing import spellings
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.references import DOCUMENTS
from generators.targets.freepbx import KEYS, artifacts
from generators.targets.freepbx.losses import losses
from tests.estates import THEMES
from tests.golden_trees import ROOT, fake_secret
from tests.parsers.custom_conf import Custom, dialplan, objects
from tests.parsers.import_tables import comma, freepbx_dids, freepbx_extensions
from tests.strategies import Drawn, Tree, write_source

EXAMPLE = ROOT / "site_data"
EVERY_CALL = next(f for f in THEMES if f.name == "every_call")
RELEASES = ("", "16.0", "17.0")
PLAN, ACCOUNTS = "tonalite-extensions.conf", "tonalite-pjsip.conf"
THEIRS = {"from-did-direct", "ext-group", "ext-local", "ext-meetme", "from-pstn", "from-internal", "app-blackhole"}


def estate_of(folder: Path, release: str = "", audience: Audience = Audience.INTERNAL) -> Estate:
    """The Estate of a source on a FreePBX."""
    estate = load_estate(folder, audience, fake_secret if audience is Audience.INTERNAL else None)
    pbx = replace(estate.pbx, product="freepbx", release=release, dialects=("freepbx",))
    return replace(estate, servers={**estate.servers, "pbx": pbx})


def made(estate: Estate) -> dict[str, str]:
    """The files by name."""
    return {a.path.removeprefix("pbx/freepbx/"): a.content.decode() for a in artifacts(estate)}


def whole_tables(text: str) -> None:
    """Every row of a sheet has its three cells, whatever its names hold; every other line is one of ours."""
    for line in text.splitlines():
        if line.startswith("|"):
            bare = re.sub(r"`[^`|]*`|\\[|]", "x", line)
            assert bare.count("|") == 4, line
        else:
            assert re.match(r"(#{1,3} )?[^#|<\s]|\Z", line), line


def emitted(texts: dict[str, str], plan: Custom) -> set[str]:
    """Everything in use, as KEYS names it."""
    out = {f"extensions.{name}" for name in texts["extensions.csv"].split("\n", 1)[0].split(",")}
    out |= {f"dids.{name}" for name in texts["dids.csv"].split("\n", 1)[0].split(",")}
    for name in texts:
        if name.startswith("routes-"):
            out |= {f"routes.{x.replace(' ', '_')}" for x in texts[name].split("\n", 1)[0].split(",")}
    out |= {f"app.{a}" for a in plan.applications} | {f"function.{f}" for f in plan.functions}
    out |= {f"hook.{c}" for c in plan.steps if c.startswith("macro-")}
    for _, said in objects(texts[ACCOUNTS]):
        out |= {f"pjsip.{said['type'][0]}.{option}" for option in said}
    text = texts[PLAN] + texts["dids.csv"]
    return out | {f"context.{c}" for c in THEIRS - {"app-blackhole"} if c in text}


def landings(plan: Custom) -> set[tuple[str, str]]:
    """(context, extension) of every jump to another context."""
    out = set()
    for steps in (s for c in plan.steps.values() for s in c.values()):
        for app, args in steps:
            for text in re.findall(r"\?([a-z][^:?]*)", args) if app == "GotoIf" else [args] if app == "Goto" else []:
                parts = text.split(",")
                if len(parts) == 3:
                    out.add((parts[0], parts[1]))
    return out


@pytest.mark.parametrize("release", RELEASES, ids=lambda r: r or "unknown")
@pytest.mark.parametrize("folder", [EXAMPLE, *THEMES], ids=lambda f: f.name)
def test_every_source_is_read_and_every_key_has_its_document(folder: Path, release: str) -> None:
    for audience in Audience:
        estate = estate_of(folder, release, audience)
        texts = made(estate)
        assert made(estate) == texts
        lines = {line.extension for line in estate.lines}
        rows = freepbx_extensions(texts["extensions.csv"].encode())
        assert {r["extension"] for r in rows} == lines | {b.extension for b in estate.mailboxes}
        dids = freepbx_dids(texts["dids.csv"].encode())
        assert len(dids) == len(estate.numbers)
        plan = dialplan(texts[PLAN])
        assert emitted(texts, plan) <= set(KEYS), emitted(texts, plan) - set(KEYS)
        for context, exten in landings(plan) | {tuple(r["destination"].split(",")[:2]) for r in dids}:
            assert context in THEIRS or exten in plan.steps[context] or "$" in exten, (context, exten)
        found = objects(texts[ACCOUNTS])
        assert {n for n, said in found if said["type"] == ["endpoint"]} == {e.account for e in estate.endpoints}
        assert all(said["context"][0] in plan.steps or said["context"][0] in plan.includes
                   for _, said in found if "context" in said)  # fmt: skip
        assert ("Fake" in "".join(texts.values())) == (audience is Audience.INTERNAL)
    assert {ref.tag for ref in KEYS.values()} <= set(DOCUMENTS)


def test_no_key_is_listed_that_nothing_emits() -> None:
    found: set[str] = set()
    for release in RELEASES:
        for folder in (EXAMPLE, EVERY_CALL):
            texts = made(estate_of(folder, release))
            found |= emitted(texts, dialplan(texts[PLAN]))
    assert set(KEYS) - found == set()


def test_nothing_is_made_unless_the_pbx_asks_for_it() -> None:
    estate = estate_of(EXAMPLE)
    pbx = replace(estate.pbx, dialects=("xivo",))
    assert list(artifacts(replace(estate, servers={**estate.servers, "pbx": pbx}))) == []


@pytest.mark.parametrize(("release", "wanted"), [("16.0", {"macro"}), ("17.0", {"return"}), ("", {"macro", "return"})])
def test_the_hook_ends_as_the_release_wants_it(release: str, wanted: set[str]) -> None:
    steps = dialplan(made(estate_of(EXAMPLE, release))[PLAN]).steps["macro-dialout-trunk-predial-hook"]["s"]
    ends = {"macro" for app, args in steps if app == "MacroExit" or "MacroExit" in args}
    assert ends | {"return" for app, _ in steps if app == "Return"} == wanted


@pytest.mark.parametrize("folder", [EXAMPLE, EVERY_CALL], ids=lambda f: f.name)
def test_every_phone_shows_its_number_and_its_sites_in_emergencies(folder: Path) -> None:
    estate = estate_of(folder)
    texts = made(estate)
    plan = dialplan(texts[PLAN])
    said = {n: s for n, s in objects(texts[ACCOUNTS]) if s["type"] == ["endpoint"]}
    numbers = {n.number for n in estate.country.emergency}
    for endpoint in estate.endpoints:
        options = said[endpoint.account]
        assert endpoint.presented is not None
        assert endpoint.emergency is not None
        variables = dict(v.split("=", 1) for v in options["set_var"])
        assert variables["__TONALITE_SHOWN"].endswith(endpoint.presented.digits[2:])
        assert ("__TONALITE_HIDDEN" in variables) == endpoint.line.hidden
        assert options["force_rport"] == options["rewrite_contact"] == ["no"]
        (context,) = options["context"]
        includes = plan.includes[context]
        assert includes[0].startswith("tonalite-emergency-")
        assert includes[-1] == "from-internal"
        emergencies = plan.steps[includes[0]]
        assert set(emergencies) == numbers
        for steps in emergencies.values():
            shown = [args for app, args in steps if args.startswith("CALLERID(num)=")]
            assert shown
            assert all(x.endswith(endpoint.emergency.digits[2:]) for x in shown)


def test_every_spelling_of_every_number_comes_to_its_route() -> None:
    estate = estate_of(EVERY_CALL)
    texts = made(estate)
    plan = dialplan(texts[PLAN])
    known = {r["extension"] for r in freepbx_dids(texts["dids.csv"].encode())}
    for number in estate.numbers:
        steps = plan.steps[f"tonalite-trunk-{number.trunk}"]
        ends = {steps[s][0][1] for s in spellings(estate.country, number.number.e164)}
        assert len(ends) == 1
        assert ends.pop().split(",")[1] in known
    for trunk in estate.trunks:
        assert {"s", trunk.account} <= set(plan.steps[f"tonalite-trunk-{trunk.id}"])


def test_routes_hold_each_class_for_those_who_may_call_it() -> None:
    estate = estate_of(EXAMPLE)
    texts = made(estate)
    with_phone = [x for x in estate.lines if estate.endpoints_of_line[x.id]]
    for group in estate.country.classes:
        rows = comma(texts[f"routes-{group.id}.csv"].encode())
        assert {r["match pattern"] for r in rows} == set(group.patterns)
        allowed = {x.extension for x in with_phone if group.id in x.permissions}
        callers = {r["callerid"] for r in rows}
        assert callers == ({""} if len(allowed) == len(with_phone) else allowed)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_names_every_thing_and_every_loss(language: str) -> None:
    estate = estate_of(EVERY_CALL)
    texts = made(estate)
    sheet = texts[f"setup-sheet.{language}.md"]
    for things in (estate.groups, estate.conferences, estate.menus):
        for thing in things:
            assert thing.extension in sheet, thing.id
    for trunk in estate.trunks:
        assert f"`{trunk.secret.reveal()}`" in sheet
    for name in texts:
        assert name.startswith("setup-sheet") or name in sheet.replace("\\", ""), name
    for loss in losses(estate):
        assert ", ".join(loss.about) in sheet, loss.key
    assert {"hot_desk", "codes", "parking"} <= {loss.key for loss in losses(estate)}


def test_both_languages_have_the_same_words_and_all_are_used() -> None:
    package = files("generators.targets.freepbx")
    words = {x: tomllib.loads(package.joinpath("words", f"{x}.toml").read_text("utf-8")) for x in ("fr", "en")}
    assert list(words["fr"]) == list(words["en"])
    for key, text in words["fr"].items():
        names = [{f for _, f, _, _ in Formatter().parse(t) if f} for t in (text, words["en"][key])]
        assert names[0] == names[1], key
    code = "".join(p.read_text("utf-8") for p in (ROOT / "generators/targets/freepbx").glob("*.py"))
    for key in words["en"]:
        stem = key.removeprefix("lost_").removesuffix("_why") if key not in {"lost", "lost_nothing"} else key
        assert f'"{stem if key.startswith("lost_") else key}"' in code, key


@st.composite
def rich_sources(draw: st.DrawFn) -> Tree:
    """Lawful sources with menus, conferences, contacts, forwards, hot desks and nights."""
    return organization(Drawn(draw), draw(st.integers(1, 4)), draw(st.integers(1, 6)), features=True)


@settings(max_examples=20)
@given(source=rich_sources())
def test_any_lawful_source_gives_files_that_are_read(source: Tree) -> None:
    """Names and labels of every kind: nothing of them becomes a section, an application, a column or a formula."""
    with tempfile.TemporaryDirectory() as folder:
        estate = estate_of(write_source(Path(folder), source))
        texts = made(estate)
        freepbx_extensions(texts["extensions.csv"].encode())
        freepbx_dids(texts["dids.csv"].encode())
        plan = dialplan(texts[PLAN])
        assert emitted(texts, plan) <= set(KEYS)
        for name in texts:
            if name.startswith("routes-"):
                comma(texts[name].encode())
        assert {n for n, _ in objects(texts[ACCOUNTS])} == {e.account for e in estate.endpoints}
        assert all(c.startswith("tonalite-") or c == "macro-dialout-trunk-predial-hook" for c in plan.steps)
        for path_of, text in texts.items():
            if path_of.endswith(".md"):
                whole_tables(text)

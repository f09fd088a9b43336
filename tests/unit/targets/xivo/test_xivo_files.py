"""XiVO's and Wazo's files from every source: read strictly, complete, and nothing in them without a document."""

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
from generators.estate.dialrules import fits
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.references import DOCUMENTS
from generators.targets.xivo import KEYS, artifacts
from generators.targets.xivo.flavour import flavour
from generators.targets.xivo.losses import losses
from generators.targets.xivo.numbers import rewriting
from tests.estates import THEMES
from tests.golden_trees import ROOT, fake_secret
from tests.parsers.custom_conf import Custom, dialplan, objects
from tests.parsers.import_tables import bars, xivo_users
from tests.strategies import Drawn, Tree, write_source

EXAMPLE = ROOT / "site_data"
EVERY_CALL = next(f for f in THEMES if f.name == "every_call")
PRODUCTS = [("xivo", ""), ("xivo", "15.12"), ("xivo", "15.20"), ("wazo", ""), ("wazo", "20.03"), ("wazo", "24.10")]
EXTRA = "extensions_extra.d/tonalite.conf"
NUMBERS = ("0199001234", "0639981234", "0800123456", "3000", "3999", "118218", "0899123456", "00441632960000", "112")


def estate_of(folder: Path, product: str = "xivo", release: str = "", audience: Audience = Audience.INTERNAL) -> Estate:
    """The Estate of a source on that product."""
    estate = load_estate(folder, audience, fake_secret if audience is Audience.INTERNAL else None)
    pbx = replace(estate.pbx, product=product, release=release, dialects=("xivo",))
    return replace(estate, servers={**estate.servers, "pbx": pbx})


def made(estate: Estate) -> dict[str, str]:
    """The files by their path below pbx/xivo/."""
    return {a.path.removeprefix("pbx/xivo/"): a.content.decode() for a in artifacts(estate)}


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
    users = texts["users.csv"].split("\n", 1)[0].split(",")
    out = {f"users.{name}" for name in users}
    if "users-old.csv" in texts:
        out |= {f"old.{name}" for name in texts["users-old.csv"].split("\n", 1)[0].split("|")}
    out |= {f"app.{a}" for a in plan.applications} | {f"function.{f}" for f in plan.functions}
    out |= {f"hook.{c}" for c in plan.steps if c.startswith("xivo-")}
    out |= {f"variable.{v}" for v in re.findall(r"(?:XIVO|WAZO)_([A-Z]+)", texts[EXTRA])}
    for name, prefix in (("pjsip.d/tonalite.conf", "pjsip"), ("sip.d/tonalite.conf", "sip")):
        for _, said in objects(texts[name]) if name in texts else ():
            middle = f"{prefix}.{said['type'][0]}" if prefix == "pjsip" else prefix
            out |= {f"{middle}.{option}" for option in said}
    return out


@pytest.mark.parametrize("product", PRODUCTS, ids="-".join)
@pytest.mark.parametrize("folder", [EXAMPLE, *THEMES], ids=lambda f: f.name)
def test_every_source_is_read_and_every_key_has_its_document(folder: Path, product: tuple[str, str]) -> None:
    for audience in Audience:
        estate = estate_of(folder, *product, audience)
        texts = made(estate)
        assert made(estate) == texts
        rows = xivo_users(texts["users.csv"].encode())
        assert {r["exten"] for r in rows} == {line.extension for line in estate.lines}
        assert ("entity_id" in rows[0]) == (product[0] == "xivo")
        assert ("users-old.csv" in texts) == (product in {("xivo", ""), ("xivo", "15.12")})
        if "users-old.csv" in texts:
            old = bars(texts["users-old.csv"].encode())
            assert [r["phonenumber"] for r in old] == [r["exten"] for r in rows]
            assert [r["linesecret"] for r in old] == [r["sip_secret"] for r in rows]
        plan = dialplan(texts[EXTRA])
        assert emitted(texts, plan) <= set(KEYS), emitted(texts, plan) - set(KEYS)
        assert ("Fake" in "".join(texts.values())) == (audience is Audience.INTERNAL)
    assert {ref.tag for ref in KEYS.values()} <= set(DOCUMENTS)


def test_no_key_is_listed_that_nothing_emits() -> None:
    found: set[str] = set()
    for product in PRODUCTS:
        for folder in (EXAMPLE, EVERY_CALL):
            texts = made(estate_of(folder, *product))
            found |= emitted(texts, dialplan(texts[EXTRA]))
    assert set(KEYS) - found == set()


def test_nothing_is_made_unless_the_pbx_asks_for_it() -> None:
    estate = estate_of(EXAMPLE)
    pbx = replace(estate.pbx, dialects=("asterisk-pjsip",))
    assert list(artifacts(replace(estate, servers={**estate.servers, "pbx": pbx}))) == []


@pytest.mark.parametrize(
    ("product", "release", "pjsip", "variables", "old"),
    [
        ("xivo", "", False, "XIVO", True),
        ("xivo", "15.19", False, "XIVO", True),
        ("xivo", "15.20", False, "XIVO", False),
        ("xivo", "16.03", False, "XIVO", False),
        ("xivo", "2022.05", True, "XIVO", False),
        ("wazo", "", True, "XIVO", False),
        ("wazo", "18.03", False, "XIVO", False),
        ("wazo", "19.12", True, "XIVO", False),
        ("wazo", "24.01", True, "XIVO", False),
        ("wazo", "24.02", True, "WAZO", False),
        ("asterisk", "22", False, "XIVO", True),  # the release is Asterisk's own, not that of a XiVO
    ],
)
def test_the_release_decides_driver_names_and_formats(
    product: str, release: str, pjsip: bool, variables: str, old: bool
) -> None:
    found = flavour(estate_of(EXAMPLE, product, release).pbx)
    assert (found.pjsip, found.variables, found.old_import) == (pjsip, variables, old)


@pytest.mark.parametrize("folder", [EXAMPLE, EVERY_CALL], ids=lambda f: f.name)
def test_every_phone_shows_its_number_has_its_permissions_and_its_sites_emergencies(folder: Path) -> None:
    estate = estate_of(folder, "wazo", "24.10")
    plan = dialplan(made(estate)[EXTRA])
    assert set(plan.steps["tonalite-phones"]) == {e.account for e in estate.endpoints}
    for endpoint in estate.endpoints:
        said = dict(args.split("=", 1) for app, args in plan.steps["tonalite-phones"][endpoint.account] if app == "Set")
        assert endpoint.presented is not None
        assert endpoint.emergency is not None
        assert said["TONALITE_SHOWN"].lstrip("+0").endswith(endpoint.presented.digits[2:])
        assert (said.get("TONALITE_HIDDEN") == "yes") == endpoint.line.hidden
        legs = plan.steps[said["TONALITE_EMERGENCY"]]["_X."]
        shown = [args for app, args in legs if app == "Set" and args.startswith("CALLERID(num)=")]
        assert shown
        assert all(x.endswith(endpoint.emergency.digits[2:]) for x in shown)
        assert sum(app == "Dial" for app, _ in legs) == 2 * len(estate.trunks)
        answers = plan.steps[said["TONALITE_PLAN"]]
        for number in NUMBERS:
            exact = [e for e in answers if not e.startswith("_") and e == number]
            # Of the patterns that fit, Asterisk takes the one with the fewest open places.
            found = exact or sorted(
                (e for e in answers if e.startswith("_") and fits(number, e[1:])),
                key=lambda e: ("." in e, len([c for c in e if c in "XZN"])),
            )
            classes = [c for c in estate.country.classes if any(fits(number, p) for p in c.patterns)]
            emergency = number in {n.number for n in estate.country.emergency}
            special = min(
                (p for c in classes for p in c.patterns if fits(number, p)),
                key=lambda p: ("." in p, len([x for x in p if x in "XZN"])),
                default="",
            )
            allowed = emergency or any(special in c.patterns and c.id in endpoint.line.permissions for c in classes)
            assert answers[found[0]] == [("Return", "open" if allowed else "refused")], (endpoint.account, number)


def test_emergencies_are_on_every_way_in_and_out() -> None:
    estate = estate_of(EVERY_CALL)
    plan = dialplan(made(estate)[EXTRA])
    numbers = {n.number for n in estate.country.emergency}
    assert set(plan.steps["xivo-extrafeatures"]) == set(plan.steps["tonalite-emergency"]) == numbers


@pytest.mark.parametrize(
    ("form", "pattern", "wanted"),
    [
        ("00", "01XXXXXXXX", (1, "0033")),
        ("e164", "06XXXXXXXX", (1, "+33")),
        ("national", "01XXXXXXXX", (0, "")),
        ("00", "00.", (0, "")),
        ("e164", "00.", (2, "+")),
        ("national", "00.", (0, "")),
        ("00", "3XXX", (0, "")),
        ("e164", "116XXX", (0, "")),
    ],
)
def test_an_outgoing_call_is_written_as_its_provider_wants_it(form: str, pattern: str, wanted: tuple[int, str]) -> None:
    assert rewriting(estate_of(EXAMPLE), form, pattern) == wanted


def test_no_trunk_means_no_hook_and_emergencies_that_say_so() -> None:
    estate = estate_of(next(f for f in THEMES if f.name == "minimal"))
    plan = dialplan(made(estate)[EXTRA])
    assert "xivo-subrgbl-outcall" not in plan.steps
    assert all(app != "Dial" for c in plan.steps.values() for steps in c.values() for app, _ in steps)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_names_every_thing_and_every_loss(language: str) -> None:
    estate = estate_of(EVERY_CALL)
    sheet = made(estate)[f"setup-sheet.{language}.md"]
    of_lines = {line.mailbox for line in estate.lines}
    boxes = tuple(b for b in estate.mailboxes if b.id not in of_lines)
    for things in (estate.groups, estate.conferences, estate.menus, boxes):
        for thing in things:
            assert thing.extension in sheet, thing.id
    for trunk in estate.trunks:
        assert f"`{trunk.account}`" in sheet
        assert f"`{trunk.secret.reveal()}`" in sheet
    lost = sheet.split("\n## ")[-1]
    for schedule in estate.schedules:
        for holiday in schedule.holidays:
            assert holiday.day.isoformat() in sheet
    found = losses(estate, flavour(estate.pbx))
    assert {loss.key for loss in found} >= {"hot_desk", "night", "codes", "no_code", "parking", "menus", "channels"}
    for loss in found:
        assert ", ".join(loss.about) in lost, loss.key
    assert [x.id for x in estate.lines if x.login] == list(next(x.about for x in found if x.key == "hot_desk"))


def test_both_languages_have_the_same_words_and_all_are_used() -> None:
    package = files("generators.targets.xivo")
    words = {x: tomllib.loads(package.joinpath("words", f"{x}.toml").read_text("utf-8")) for x in ("fr", "en")}
    assert list(words["fr"]) == list(words["en"])
    for key, text in words["fr"].items():
        names = [{f for _, f, _, _ in Formatter().parse(t) if f} for t in (text, words["en"][key])]
        assert names[0] == names[1], key
    code = "".join(p.read_text("utf-8") for p in (ROOT / "generators/targets/xivo").glob("*.py"))
    for key in words["en"]:
        stem = key.removeprefix("lost_").removesuffix("_why") if key.startswith("lost_") else key
        assert f'"{stem}"' in code or key.startswith(("kind_", "why_member_", "lost_")), key


@st.composite
def rich_sources(draw: st.DrawFn) -> Tree:
    """Lawful sources with menus, conferences, contacts, forwards, hot desks and nights."""
    return organization(Drawn(draw), draw(st.integers(1, 4)), draw(st.integers(1, 6)), features=True)


@settings(max_examples=20)
@given(source=rich_sources())
def test_any_lawful_source_gives_files_that_are_read(source: Tree) -> None:
    """Names and labels of every kind: nothing of them becomes a section, an application, a column or a formula."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_source(Path(folder), source)
        for product in (("xivo", ""), ("wazo", "24.10")):
            estate = estate_of(path, *product)
            texts = made(estate)
            xivo_users(texts["users.csv"].encode())
            plan = dialplan(texts[EXTRA])
            assert emitted(texts, plan) <= set(KEYS)
            known = {
                "xivo-extrafeatures",
                "xivo-subrgbl-outcall",
                "xivo-subrgbl-did",
                "xivo-subrgbl-user",
                "from-extern",
            }
            assert all(name in known or name.startswith("tonalite-") for name in plan.steps)
            further = {e.account for x in estate.lines for e in estate.endpoints_of_line[x.id][1:]}
            name = "pjsip.d/tonalite.conf" if product[0] == "wazo" else "sip.d/tonalite.conf"
            assert {n for n, _ in objects(texts[name])} == further if further else name not in texts
            for path_of, text in texts.items():
                if path_of.endswith(".md"):
                    whole_tables(text)

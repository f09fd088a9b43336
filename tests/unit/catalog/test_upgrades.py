"""Ways between loads: every pair is explained or refused, in both languages, and the known traps are in the way."""

from __future__ import annotations

from itertools import product

import pytest

from generators.catalog import load_catalog
from generators.catalog.firmware import file_names
from generators.catalog.releases import Protocol, read_load, read_release
from generators.catalog.types import PhoneModel
from generators.catalog.upgrades import NoPath, Step, rules, upgrade_path
from generators.references import DOCUMENTS

MODELS = load_catalog().models
M7941, M7960, M7970 = MODELS["cisco-7941"], MODELS["cisco-7960"], MODELS["cisco-7970"]
OLD_FLAT = ["P0S30203", "P0S3-05-3-00", "P0S3-06-3-00", "P0S3-07-5-00", "P0S3-08-11-00", "P0S3-8-12-00", "P003-8-12-00"]
OLD_FLAT += ["P0030301", "P00303020214", "P00305000301", "P00306000500", "P00308000500", "P0030801SR02"]
every_model = pytest.mark.parametrize("model", MODELS.values(), ids=lambda m: m.id)


def loads(model: PhoneModel) -> list[str]:
    """What a second-hand phone of this model may run: our loads, and SCCP and older ones."""
    if model.family == "flat":
        return OLD_FLAT
    series = model.load_prefix.removeprefix("SIP")
    more = [
        f"{kind}{series}.{r}S" for kind in ("SIP", "SCCP") for r in ("8-0-3", "8-3-2", "8-3-3", "8-5-2", "9-3-1SR1-1")
    ]
    return [*dict.fromkeys([*model.loads, *more]), f"TERM{series}.7-0-3-0S"]


def explained(model: PhoneModel, old: str, new: str) -> tuple[tuple[Step, ...], NoPath | None]:
    """The path, or why there is none."""
    try:
        return upgrade_path(model, old, new), None
    except NoPath as none:
        return (), none


def names(path: tuple[Step, ...]) -> list[str]:
    return [step.load for step in path]


@every_model
def test_every_pair_of_loads_is_explained_or_refused(model: PhoneModel) -> None:
    refused = steps = 0
    for old, new in product(loads(model), repeat=2):
        path, none = explained(model, old, new)
        if none is not None:
            refused += 1
            assert set(none.why) == {"en", "fr"}
            assert set(none.sources) <= set(DOCUMENTS)
            assert all("{" not in text for text in none.why.values())
            continue
        assert (not path) == (old == new)
        assert [s.old for s in path] == [old, *names(path)][:-1] if path else True
        for step in path:
            steps += 1
            assert step.sources and set(step.sources) <= set(DOCUMENTS)
            for text in (step.put, step.does, step.why):
                assert set(text) == {"en", "fr"} and all(text.values())
            assert step.load in step.put["en"] and step.load in step.put["fr"]
            assert step.files == file_names(model, step.load)
        if path:
            assert path[-1].load == new
    assert refused and steps


@every_model
def test_our_own_load_is_reached_from_each_of_its_loads(model: PhoneModel) -> None:
    for load in model.loads:
        if read_load(load).release <= read_load(model.load).release:
            path = upgrade_path(model, load, model.load)
            assert names(path)[-1:] == ([model.load] if load != model.load else [])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("SIP41.8-3-2S", "SIP41.9-4-2SR3-1S", ["SIP41.8-5-2S", "SIP41.9-4-2SR3-1S"]),
        ("SIP41.8-3-3S", "SIP41.9-4-2SR3-1S", ["SIP41.9-4-2SR3-1S"]),
        ("SIP41.8-3-2S", "SIP41.8-5-2S", ["SIP41.8-5-2S"]),
        ("SIP41.8-3-2S", "SIP41.8-5-2SR1S", ["SIP41.8-5-2S", "SIP41.8-5-2SR1S"]),
        ("SIP41.8-5-2S", "SIP41.8-5-3S", ["SIP41.8-5-3S"]),
        ("SCCP41.9-3-1SR1-1S", "SIP41.9-4-2SR3-1S", ["SIP41.9-4-2SR3-1S"]),
        ("SCCP41.8-2-1S", "SIP41.9-4-2SR3-1S", ["SIP41.8-5-2S", "SIP41.9-4-2SR3-1S"]),
        ("TERM41.7-0-3-0S", "SIP41.9-2-1S", ["SIP41.8-5-2S", "SIP41.9-2-1S"]),
        ("SIP41.9-4-2SR3-1S", "SIP41.9-2-1S", ["SIP41.9-2-1S"]),
        ("SIP41.9-2-1S", "SIP41.9-2-1S", []),
    ],
)
def test_the_7941_goes_through_8_5_2(old: str, new: str, expected: list[str]) -> None:
    assert names(upgrade_path(M7941, old, new)) == expected


@pytest.mark.parametrize(
    ("model", "old", "new", "reason"),
    [
        (M7941, "SIP41.9-2-1S", "SIP41.8-5-2S", "signed in another way"),
        (M7941, "SIP41.9-2-1S", "SCCP41.9-2-1S", "makes SIP phones"),
        (M7941, "SIP42.9-2-1S", "SIP41.9-2-1S", "is not for the Cisco 7941G"),
        (M7941, "SIP41.9-2-1S", "P0S3-8-12-00", "is not for the Cisco 7941G"),
        (M7941, "SIP41.9-2-1S.loads", "SIP41.9-2-1S", "without its extension"),
        (M7970, "SIP75.9-2-1S", "SIP70.9-2-1S", "begin with SIP70"),
        (M7960, "P0S3-8-12-00", "P00303020214", "no way back"),
        (M7960, "P0S3-8-12-00", "P0S30203", "no way back"),
        (M7960, "P00303020214", "P0S3-8-12-00", "document 5455"),
        (M7960, "P00305000301", "P0S3-07-5-00", "document 5455"),
        (M7960, "P0S3-06-3-00", "P0S3-8-12-00", "Upgrade Matrix"),
        (M7960, "P0S3-8-12-00", "P003-8-12-00", "universal loader"),
        (M7960, "P0030301", "P0S30203", "no document read"),
    ],
)
def test_what_is_not_documented_is_refused_by_saying_so(model: PhoneModel, old: str, new: str, reason: str) -> None:
    with pytest.raises(NoPath, match=reason):
        upgrade_path(model, old, new)


def test_a_7960_on_sccp_is_converted_in_two_stages_with_the_universal_loader() -> None:
    (step,) = upgrade_path(M7960, "P00308000500", "P0S3-8-12-00")
    assert step.files == ("P0S3-8-12-00.loads", "P0S3-8-12-00.sb2", "P003-8-12-00.bin", "P003-8-12-00.sbn")
    assert "two stages" in step.does["en"] and "deux temps" in step.does["fr"]
    assert "Protocol Application Invalid" in step.why["en"] and "C5455" in step.sources


def test_the_files_of_a_step_have_the_releases_that_listings_show() -> None:
    first, last = upgrade_path(M7941, "SIP41.8-3-1S", "SIP41.9-4-2SR3-1S")
    assert "jar41sip.8-5-2TH1-9.sbn" in first.files and "jar41sip.9-4-2ES26.sbn" in last.files
    assert file_names(M7941, "SCCP41.9-3-1SR1-1S")[:3] == ("SCCP41.9-3-1SR1-1S.loads", "apps41.*.sbn", "cnu41.*.sbn")
    assert "jar41sccp.*.sbn" in file_names(M7941, "SCCP41.9-3-1SR1-1S")
    assert file_names(MODELS["cisco-7975"], "SIP75.9-4-2SR3-1S") == ("SIP75.9-4-2SR3-1S.loads", "term75.default.loads")


def test_known_releases_are_of_known_loads_and_fill_every_name() -> None:
    for model in MODELS.values():
        assert set(model.firmware_releases) <= set(model.loads)
        for other in MODELS.values():
            assert other.load_prefix != model.load_prefix or other.firmware_releases == model.firmware_releases
        for load in model.firmware_releases:
            assert not any("*" in name for name in file_names(model, load))


def test_every_rule_can_be_reached_and_ends() -> None:
    used = set()
    for model in (M7941, M7960):
        for old, new in product(loads(model), repeat=2):
            first = next(r for r in rules()[model.family] if r.fits(read_load(old), read_load(new)))
            used.add(first.id)
            if first.way == "via":
                between = upgrade_path(model, old, f"{model.load_prefix}.8-5-2S")
                assert not between or between[0].rule != first.id
    same = {r.id for family in rules().values() for r in family} - used
    assert not same, f"rules that decide nothing: {same}"
    for rule in (r for family in rules().values() for r in family):
        assert (rule.way == "step") == bool(rule.put) == bool(rule.does)
        assert (rule.way == "via") == (rule.via is not None)
        assert set(rule.start.protocols) | set(rule.end.protocols) <= set(Protocol)
        if rule.via:
            read_release(rule.via)

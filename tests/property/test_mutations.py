"""Broken sources: whatever a person does to the YAML gives problems or an Estate, never another exception."""

from __future__ import annotations

import copy
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.organization import Tree
from benchmarks.text import to_yaml
from generators.catalog import load_catalog
from generators.estate.resolve import resolve
from generators.estate.values import Audience
from generators.flow import check_folder
from generators.problems import Report
from tests.estates import THEMES
from tests.strategies import valid_sources

HUGE = "9" * 5000
Container = dict[str, Any] | list[Any]
Spot = tuple[Container, Any]

SCALARS: tuple[Any, ...] = (
    None, "", " ", 0, -1, 99, 2**63, -(10**30), HUGE, "x" * 5000, "a\nb", "é" * 81, "null", "~", "[", "{index}", "{}",
    "{id", "0", "00", "+", "+33", "+33199000100", "*98", "1001", "112", "10.0.0.0/8", "10.0.0.1", "255.255.255.255",
    "0.0.0.0/0", "300.1.1.1", "0-0", "99999-1", "mon-sun 00:00-23:59", "2026-02-29", "true", "no", "1e400", "0x10",
    "cisco-7960", "Europe/Paris", "\u202e", "\ud7ff", "😀", "a/b/c", "p/99", "../..", "$(x)", "%s", "a" * 33,
)  # fmt: skip
COLLECTIONS: tuple[Any, ...] = ({}, [], [None], {"": None}, {"a": {"b": {"c": 1}}}, [[[]]], {"x": []}, ["x"] * 200)


def spots(tree: Any) -> Iterator[Spot]:
    """Every place of a tree: its container with its key or index."""
    if isinstance(tree, dict | list):
        for key in list(tree) if isinstance(tree, dict) else range(len(tree)):
            yield tree, key
            yield from spots(tree[key])


def leaves(tree: Any) -> list[Spot]:
    """The places that hold a single value."""
    return [(where, key) for where, key in spots(tree) if not isinstance(where[key], dict | list)]


def near_miss(draw: st.DrawFn, tree: Tree) -> None:
    """A mistake that keeps the shape: the value of another place of the same key, or of none."""
    where, key = draw(st.sampled_from(leaves(tree)))
    same = [
        w[k]
        for w, k in leaves(tree)
        if (isinstance(k, str) and k == key) or (isinstance(key, int) and isinstance(k, int))
    ]
    value = str(where[key])
    where[key] = draw(
        st.one_of(
            st.sampled_from(same),
            st.sampled_from((f"{value}x", value[:-1], value[1:], f"{value}1", value.swapcase(), f" {value}")),
            st.integers(-1, 12).map(str),
        )
    )


def mutate(draw: st.DrawFn, tree: Tree) -> None:
    """Change one place of the tree as people and editors do, or worse."""
    kind = draw(st.sampled_from(KINDS))
    if kind == "near" and leaves(tree):
        near_miss(draw, tree)
        return
    places = list(spots(tree))
    if not places:
        return
    where, key = places[draw(st.integers(0, len(places) - 1))]
    other, other_key = places[draw(st.integers(0, len(places) - 1))]
    if kind == "remove":
        del where[key]
    elif kind == "value":
        where[key] = draw(st.sampled_from(SCALARS))
    elif kind == "collection":
        where[key] = copy.deepcopy(draw(st.sampled_from(COLLECTIONS)))
    elif kind == "text":
        where[key] = draw(st.text(max_size=20))
    elif kind == "wrap":
        where[key] = [where[key]] if draw(st.booleans()) else {"anne": where[key]}
    elif kind == "turn" and isinstance(where[key], dict | list) and where[key]:
        inner = where[key]
        where[key] = list(inner) if isinstance(inner, dict) else {str(n): item for n, item in enumerate(inner)}
    elif kind == "copy":
        where[key] = copy.deepcopy(other[other_key])
    elif kind == "swap":
        where[key], other[other_key] = copy.deepcopy(other[other_key]), copy.deepcopy(where[key])
    elif isinstance(where, dict):
        names = ("x", "anne", "Z", "", "a-", HUGE[:900], "a\nb", "<<", "[key]", "+33 1 99 00 00 01")
        name = draw(st.one_of(st.sampled_from(names), st.text(max_size=9)))
        where[name] = where.pop(key) if kind == "rename" else copy.deepcopy(where[key])
    else:
        where.insert(0, copy.deepcopy(where[key]))


WORSE = ("remove", "value", "collection", "text", "wrap", "turn", "copy", "swap", "rename", "duplicate")
KINDS = ("near",) * len(WORSE) + ("remove",) * 4 + WORSE


def survives(text: str) -> str:
    """Take a text all the way: `read` (not even shaped), `checked` (reached `resolve`) or `estate`."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "site.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
        report = Report()
        checked = check_folder(Path(folder), report)
        estates = []
        if checked is not None:
            # One report for both audiences, as a build does: what was said already must not be taken for lawful.
            estates = [resolve(checked, load_catalog(), audience, None, report) for audience in Audience]
    for problem in report:
        assert len(str(problem).splitlines()) == 1, "a problem is one line"
        assert len(str(problem)) < 1500, "a problem is not a page"
    assert bool(report.errors) == (not estates or estates[0] is None)
    assert checked is not None or report.errors
    return "read" if checked is None else "estate" if all(estates) else "checked"


def share(counts: Counter[str]) -> str:
    """What became of the cases, in percent."""
    total = sum(counts.values())
    return f"{total} cases: " + ", ".join(f"{kind} {100 * n // total} %" for kind, n in sorted(counts.items()))


def test_mutated_trees_give_problems_or_an_estate(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()

    @settings(max_examples=400)
    @given(st.data(), valid_sources(max_sites=3, max_phones=4), st.sampled_from((1, 1, 2, 3)))
    def run(data: st.DataObject, source: Tree, times: int) -> None:
        tree = copy.deepcopy(source)
        for _ in range(times):
            mutate(data.draw, tree)
        counts[survives(to_yaml(tree))] += 1

    run()
    reached = (counts["checked"] + counts["estate"]) / sum(counts.values())
    with capsys.disabled():
        print(f"\nmutated trees: {share(counts)}; {reached:.0%} reach resolve")
    assert reached >= 0.2
    assert counts["checked"]
    assert counts["estate"]


def test_mutated_texts_give_problems_or_an_estate(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    texts = [(theme / "site.yml").read_text("utf-8") for theme in THEMES]
    bits = st.one_of(
        st.sampled_from(
            ("\n", " ", "  ", ":", ": ", "- ", "{", "}", "[", "]", ",", '"', "'", "#", "&a ", "*a", "!x ", "|", "\t")
        ),
        st.text(max_size=3),
        st.from_regex(r"[0-9a-z/.+*-]{1,3}", fullmatch=True),
    )

    @settings(max_examples=400)
    @given(st.data(), st.sampled_from(texts), st.integers(1, 4))
    def run(data: st.DataObject, text: str, times: int) -> None:
        for _ in range(times):
            at = data.draw(st.integers(0, len(text)))
            length = data.draw(st.sampled_from((0, 0, 1, 1, 3, 30)))
            text = text[:at] + data.draw(st.one_of(st.just(""), bits)) + text[at + length :]
        counts[survives(text)] += 1

    run()
    reached = (counts["checked"] + counts["estate"]) / sum(counts.values())
    with capsys.disabled():
        print(f"\nmutated texts: {share(counts)}; {reached:.0%} reach resolve")
    assert reached >= 0.2
    assert counts["read"]
    assert counts["estate"]


LINES = [
    (theme, number) for theme in THEMES for number in range(3, len((theme / "site.yml").read_text("utf-8").split("\n")))
]


def test_every_line_may_be_lost(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    for theme, number in LINES:
        lines = (theme / "site.yml").read_text("utf-8").split("\n")
        del lines[number - 1]
        counts[survives("\n".join(lines))] += 1
    with capsys.disabled():
        print(f"\nlost lines: {share(counts)}")
    assert counts["read"]
    assert counts["checked"]
    assert counts["estate"]

"""Laws of the comparison over whole random organisations."""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, settings

from generators.compare import Side, compare, patch, side, stand_in
from generators.estate.phone_files import boot_files, own_files
from generators.estate.values import Audience
from generators.flow import load_estate
from tests.strategies import Tree, shuffled, valid_sources, write_source


def read(source: Tree, name: str, split: Random | None = None, *, blank: bool = False) -> Side:
    """The side of a plain source."""
    with tempfile.TemporaryDirectory() as folder:
        estate = load_estate(write_source(Path(folder), source, split), Audience.INTERNAL, None if blank else stand_in)
    return side(name, estate)


@settings(max_examples=15)
@given(source=valid_sources())
def test_an_estate_and_itself_differ_in_nothing(source: Tree) -> None:
    """However its YAML is ordered."""
    found = compare(read(source, "a"), read(shuffled(source, Random(7)), "b"))
    assert not found.changed, found.to_json()


@settings(max_examples=15)
@given(source=valid_sources())
def test_a_place_is_told_and_wakes_no_phone(source: Tree) -> None:
    """A change of the place of one phone reaches its site's papers at most."""
    moved = copy.deepcopy(source)
    name = sorted(moved["phones"])[0]
    moved["phones"][name]["place"] = "Cellar 42"
    found = compare(read(source, "a"), read(moved, "b"))
    assert [(s.kind, s.id) for s in found.sentences] == [("phone", name)]
    assert (found.phones.reload, found.phones.new, found.phones.gone, found.pbx) == ((), (), (), ())
    site = moved["phones"][name]["site"]
    assert {f.path.split("/")[1] for f in found.files} <= {site}
    assert {f.path.split("/")[0] for f in found.files} <= {"routers"}


@settings(max_examples=15)
@given(one=valid_sources(), other=valid_sources())
def test_between_any_two_everything_is_told_once(one: Tree, other: Tree) -> None:
    """Each phone is in one list, each file in the list of files, forth and back are mirror images."""
    a, b = read(one, "a"), read(other, "b")
    forth, back = compare(a, b), compare(b, a)
    assert [f.path for f in forth.files] == [f.path for f in back.files]
    assert [p.mac for p in forth.phones.new] == [p.mac for p in back.phones.gone] or len(forth.phones.new) > 1
    macs = [p.mac for group in (forth.phones.reload, forth.phones.new, forth.phones.gone) for p in group]
    assert len(macs) == len(set(macs))
    assert {p.mac for p in forth.phones.new} == {p.mac for p in back.phones.gone}
    paths = {f.path for f in forth.files}
    for phone in forth.phones.reload:
        of = next(p for p in b.estate.phones if p.id == phone.id)
        assert set(phone.files) <= {*boot_files(of), *own_files(of)}
        assert {f"tftp/{name}" for name in phone.files} <= paths
    assert {path for pbx in forth.pbx for path in pbx.files} == {p for p in paths if p.startswith("pbx/")}
    assert {path for r in forth.routers for path in r.files} == {p for p in paths if p.startswith("routers/")}
    json.dumps(forth.to_json())
    if forth.changed:
        shown = patch(read(one, "a", blank=True), read(other, "b", blank=True), forth.files)
        assert all(path in shown for path in paths)

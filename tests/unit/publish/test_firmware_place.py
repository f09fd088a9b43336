"""Firmware dropped into a folder: found in any package, verified, placed whole or not at all, a warning a load."""

from __future__ import annotations

import io
import os
import random
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.estate.values import Audience, Origin
from generators.publish.firmware import Need, Placing, boxes, place
from tests.unit.publish.firmware_made import load_41, load_flat, manifest, signed, tarred, zipped

LOAD = "SIP41.9-4-2SR3-1S"
NAMES = (
    *(f"{LOAD}.loads", "apps41.9-4-2ES26.sbn", "cnu41.9-4-2ES26.sbn", "cvm41sip.9-4-2ES26.sbn"),
    *("dsp41.9-4-2ES26.sbn", "jar41sip.9-4-2ES26.sbn", "term41.default.loads", "term61.default.loads"),
)
ORIGINS = (Origin("site_data/phones.yml", 12), Origin("site_data/phones.yml", 15))
NEED = Need(LOAD, NAMES, ORIGINS, 2)
BLIND = Need(LOAD, (f"{LOAD}.loads", "apps41.*.sbn", "jar41sip.*.sbn", "term41.default.loads"), ORIGINS[:1], 1)
FLAT = Need(
    "P0S3-8-12-00",
    ("P0S3-8-12-00.loads", "P0S3-8-12-00.sb2", "P003-8-12-00.bin", "P003-8-12-00.sbn"),
    (Origin("site_data/phones.yml", 3),),
    1,
)
MODULE = Need("B016-1-0-4-2", ("B016-1-0-4-2.sbn",), ORIGINS[:1], 1, module=True)


def drop(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write `files` into `folder`."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def placed(folder: Path, *needs: Need, generated: tuple[str, ...] = ()) -> Placing:
    return place(folder, "firmware", needs, Audience.INTERNAL, generated)


def files(placing: Placing) -> dict[str, bytes]:
    return {a.path.removeprefix("tftp/"): a.content for a in placing.artifacts}


def told(placing: Placing) -> list[str]:
    return [str(problem) for problem in placing.problems]


@pytest.mark.parametrize(
    "form", ["loose", "folder", "zip", "tar", "tar.gz", "cop.sgn", "zip in zip", "cop in zip", "zip with folders"]
)
def test_a_load_is_placed_byte_for_byte_whatever_it_came_in(form: str, tmp_path: Path) -> None:
    load = load_41()
    more = {**load, "copstart.sh": b"#!/bin/sh", "README.txt": b"read", "OS79XX.TXT": b"P003-8-12-00"}
    forms: dict[str, dict[str, bytes]] = {
        "loose": load,
        "folder": {f"cmterm/{name}": content for name, content in load.items()},
        "zip": {"cmterm-7941_7961-sip.9-4-2SR3-1.zip": zipped(more)},
        "tar": {"cmterm.tar": tarred(more, compressed=False)},
        "tar.gz": {"cmterm.tar.gz": tarred(more)},
        "cop.sgn": {"cmterm.k3.cop.sgn": signed(tarred(more), "cmterm.k3.cop")},
        "zip in zip": {"outer.zip": zipped({"inner.zip": zipped(more)})},
        "cop in zip": {"outer.zip": zipped({"a/cmterm.cop.sgn": signed(tarred(more))})},
        "zip with folders": {"x.zip": zipped({f"a/b/{name}": content for name, content in more.items()})},
    }
    result = placed(drop(tmp_path, forms[form]), NEED)
    assert files(result) == load
    assert told(result) == []
    assert result.loads[0].missing == ()
    for artifact in result.artifacts:
        assert (artifact.audience, artifact.origins, artifact.site) == (Audience.INTERNAL, ORIGINS, None)


def test_nothing_is_one_warning_for_each_load_with_every_name(tmp_path: Path) -> None:
    result = placed(tmp_path / "not there", NEED, FLAT)
    assert told(result) == [
        "site_data/phones.yml:3:1: warning TON904: firmware P0S3-8-12-00 (1 phone) lacks P0S3-8-12-00.loads,"
        " P0S3-8-12-00.sb2, P003-8-12-00.bin, P003-8-12-00.sbn; nothing of it is placed, the phones keep what they run;"
        " put the vendor's package, or these files, into firmware/",
        "site_data/phones.yml:12:1: warning TON904: firmware SIP41.9-4-2SR3-1S (2 phones) lacks"
        " SIP41.9-4-2SR3-1S.loads, apps41.9-4-2ES26.sbn, cnu41.9-4-2ES26.sbn, cvm41sip.9-4-2ES26.sbn,"
        " dsp41.9-4-2ES26.sbn, jar41sip.9-4-2ES26.sbn, term41.default.loads, term61.default.loads; nothing of it is"
        " placed, the phones keep what they run; put the vendor's package, or these files, into firmware/",
    ]
    assert (result.artifacts, result.dropped) == ((), False)


@pytest.mark.parametrize("lost", NAMES)
def test_a_load_without_one_of_its_files_is_not_half_placed(lost: str, tmp_path: Path) -> None:
    load = load_41()
    del load[lost]
    result = placed(drop(tmp_path, load), NEED)
    (line,) = [text for text in told(result) if "TON904" in text]
    assert f"lacks {lost};" in line
    if lost.endswith(".default.loads"):
        assert files(result) == load
        assert "it is placed without them" in line
    else:
        assert files(result) == {}
        assert "nothing of it is placed" in line


def test_the_manifest_decides_over_the_catalog(tmp_path: Path) -> None:
    load = load_41("9-4-2ES99")
    result = placed(drop(tmp_path, load), NEED)
    assert (files(result), told(result)) == (load, [])
    load = load_41()
    load[f"{LOAD}.loads"] = manifest("apps41.9-4-2ES26.sbn", "new41.9-4-2ES26.sbn")
    result = placed(drop(tmp_path, load), NEED)
    assert result.loads[0].missing == ("new41.9-4-2ES26.sbn",)


def test_an_old_load_of_fewer_images_is_whole_and_one_of_the_7960_has_its_loader(tmp_path: Path) -> None:
    load = {name: content for name, content in load_41().items() if not name.startswith("dsp")}
    load[f"{LOAD}.loads"] = manifest(*(name for name in load if name.endswith(".sbn")))
    assert files(placed(drop(tmp_path / "a", load), NEED)) == load | {
        "term41.default.loads": load["term41.default.loads"]
    }
    flat = load_flat() | {"P0S3-8-12-00.loads": manifest("P0S3-8-12-00.sb2")}
    need = Need(FLAT.load, FLAT.files, FLAT.origins, 1, whole=False)
    assert files(placed(drop(tmp_path / "b", flat), need)) == flat
    (tmp_path / "b" / "P003-8-12-00.sbn").unlink()
    assert placed(tmp_path / "b", need).loads[0].missing == ("P003-8-12-00.sbn",)


def test_a_spelling_that_only_the_manifest_for_reset_phones_has_is_placed_too(tmp_path: Path) -> None:
    load = load_41() | {"term41.default.loads": load_41(jar="Jar")["term41.default.loads"]}
    jar = {"Jar41sip.9-4-2ES26.sbn": load["jar41sip.9-4-2ES26.sbn"]}
    assert files(placed(drop(tmp_path, load), NEED)) == load | jar


def test_a_manifest_that_names_nothing_leaves_the_names_to_the_catalog(tmp_path: Path) -> None:
    load = load_41() | {f"{LOAD}.loads": signed(b"\x00\x01 in a form that we do not know")}
    assert files(placed(drop(tmp_path, load), NEED)) == load
    names = {f"{LOAD}.loads", "apps41.9-4-2ES26.sbn", "jar41sip.9-4-2ES26.sbn", "term41.default.loads"}
    assert set(files(placed(tmp_path, BLIND))) == names
    drop(tmp_path, {"apps41.9-2-1TH1-13.sbn": signed(b"another release")})
    assert placed(tmp_path, BLIND).loads[0].missing == ("apps41.*.sbn",), "which of two it is cannot be known"


def test_both_spellings_of_the_jar_are_placed_where_old_firmware_asks_for_a_capital(tmp_path: Path) -> None:
    name, old = "SIP41.8-3-1S", "8-3-0-50"
    need = Need(name, (f"{name}.loads", *(n.replace("9-4-2ES26", old) for n in NAMES[1:])), ORIGINS, 2, both_cases=True)
    load = load_41(old, name)
    both = load | {f"Jar41sip.{old}.sbn": load[f"jar41sip.{old}.sbn"]}
    assert files(placed(drop(tmp_path / "a", load), need)) == both
    asking = load | {f"{name}.loads": load_41(old, name, "Jar")[f"{name}.loads"]}
    result = placed(drop(tmp_path / "b", asking), need)
    assert files(result) == both | {f"{name}.loads": asking[f"{name}.loads"]}
    assert told(result) == []


def test_a_name_in_another_case_is_found_and_placed_as_it_is_asked_for(tmp_path: Path) -> None:
    load = load_41()
    shouted = {name.upper() if name.startswith("dsp") else name: content for name, content in load.items()}
    assert files(placed(drop(tmp_path, shouted), NEED)) == load


def test_two_loads_that_share_a_name_take_it_from_their_own_package_the_newest_winning(tmp_path: Path) -> None:
    new, old = load_41(), load_41("8-5-2TH1-9", "SIP41.8-5-2S")
    older = Need("SIP41.8-5-2S", ("SIP41.8-5-2S.loads", "term41.default.loads"), ORIGINS[1:], 1)
    drop(tmp_path, {"a-old.zip": zipped(old), "b-new.zip": zipped(new)})
    result = placed(tmp_path, NEED, older)
    assert told(result) == []
    assert files(result) == old | new
    assert new["term41.default.loads"] != old["term41.default.loads"]


def test_a_file_that_is_wrong_is_told_and_never_placed(tmp_path: Path) -> None:
    load = load_41() | {"dsp41.9-4-2ES26.sbn": b"<!doctype html><title>Sign in</title>"}
    result = placed(drop(tmp_path, load), NEED)
    assert files(result) == {}
    assert [text.split(";")[0] for text in told(result)] == [
        "firmware/dsp41.9-4-2ES26.sbn:1:1: warning TON905: is a web page, not firmware",
        f"site_data/phones.yml:12:1: warning TON904: firmware {LOAD} (2 phones) lacks dsp41.9-4-2ES26.sbn",
    ]
    drop(tmp_path, {"again.zip": zipped({"dsp41.9-4-2ES26.sbn": load_41()["dsp41.9-4-2ES26.sbn"]})})
    assert files(placed(tmp_path, NEED)) == load_41(), "a sound copy elsewhere serves"


def test_two_manifests_of_one_name_are_told(tmp_path: Path) -> None:
    load, other = load_41(), load_41("9-4-2ES99")
    drop(tmp_path, {"a.zip": zipped(load), "b.zip": zipped(other), "c.zip": zipped(load)})
    result = placed(tmp_path, NEED)
    assert files(result) == load
    (line,) = told(result)
    assert line.startswith(f"firmware/b.zip!{LOAD}.loads:1:1: warning TON905: is not the same file as")


def test_firmware_of_no_load_in_use_is_told_once_for_each_place(tmp_path: Path) -> None:
    drop(tmp_path, {**load_41(), "old/cnu42.1.sbn": signed(b"x"), "old/apps42.1.sbn": signed(b"x")})
    drop(tmp_path, {"flat.zip": zipped(load_flat()), "mk-sip.jar": b"PK\x03\x04", "notes.txt": b"mine"})
    result = placed(tmp_path, NEED)
    assert [text.split(": warning ")[1].split(";")[0] for text in told(result)] == [
        "TON905: mk-sip.jar: of a locale package",
        "TON905: no load in use needs P003-8-12-00.bin, P003-8-12-00.sbn, P0S3-8-12-00.loads, P0S3-8-12-00.sb2",
        "TON905: no load in use needs apps42.1.sbn, cnu42.1.sbn",
    ]
    assert files(result) == load_41()


def test_a_module_is_one_file_in_either_case(tmp_path: Path) -> None:
    result = placed(drop(tmp_path, {"B016-1-0-4-2.SBN": b"of no known form"}), MODULE)
    assert (files(result), told(result)) == ({"B016-1-0-4-2.SBN": b"of no known form"}, [])
    result = placed(drop(tmp_path, {"B016-1-0-4-2.SBN": b"<html>"}), MODULE)
    assert files(result) == {}
    assert len(result.problems) == 2


def test_locale_files_keep_their_path_and_all_else_is_told(tmp_path: Path) -> None:
    good = {
        "locale/French_France/mk-sip.jar": b"PK\x03\x04 texts",
        "locale/france/g3-tones.xml": b"<tones/>",
        "locale/Desktops/320x196x4/logo.png": b"\x89PNG\r\n\x1a\n picture",
        "locale/Chime.raw": bytes(1000),
    }
    bad = {
        "locale/French_France/be-sip.jar": b"<html>",
        "locale/Bells/Chime.raw": bytes(1000),
        "locale/Short.raw": b"x",
        "locale/a/b/c/d.xml": b"<a/>",
        "locale/pack.zip": zipped({"mk-sip.jar": b"PK\x03\x04"}),
        "locale/France/ok.xml": b"no markup",
    }
    result = placed(drop(tmp_path, good | bad | load_41()), NEED, generated=("tftp/Chime.raw",))
    expected = {
        "French_France/mk-sip.jar": b"PK\x03\x04 texts",
        "France/g3-tones.xml": b"<tones/>",
        "Desktops/320x196x4/logo.png": b"\x89PNG\r\n\x1a\n picture",
    }
    assert files(result) == load_41() | expected
    wrong = {text.split(":1:1: ")[0] for text in told(result)}
    assert wrong == {
        *(f"firmware/{name}" for name in bad if not name.endswith(".zip")),
        "firmware/locale/pack.zip!mk-sip.jar",
        "firmware/locale/Chime.raw",
    }


def test_what_is_generated_is_never_replaced(tmp_path: Path) -> None:
    result = placed(drop(tmp_path, load_41()), NEED, generated=("tftp/term41.default.loads",))
    assert set(files(result)) == set(NAMES) - {"term41.default.loads"}


def test_order_and_times_of_files_change_nothing(tmp_path: Path) -> None:
    load = list({**load_41(), **load_flat(), "z.zip": zipped(load_41("9-4-2ES99")), "locale/A.raw": bytes(300)}.items())
    results = []
    for number in range(3):
        random.Random(number).shuffle(load)
        folder = drop(tmp_path / str(number), dict(load))
        for path in folder.rglob("*"):
            os.utime(path, (number * 10**8, number * 10**8))
        results.append(placed(folder, NEED, FLAT))
    assert results[0].artifacts == results[1].artifacts == results[2].artifacts
    assert told(results[0]) == told(results[1]) == told(results[2])


def test_archives_that_lie_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MOST_BOX", 1 << 20)
    monkeypatch.setattr(boxes, "MOST_MEMBERS", 100)
    sealed = bytearray(zipped(load_41()))
    for at in (i for i in range(len(sealed) - 4) if sealed[i : i + 4] in (b"PK\x03\x04", b"PK\x01\x02")):
        sealed[at + (6 if sealed[at + 2] == 3 else 8)] |= 1  # the flag of an encrypted member
    deep = zipped({"a.sbn": signed(b"x")})
    for _ in range(3):
        deep = zipped({"deep.zip": deep})
    hostile = {
        "bomb.tar.gz": tarred({"a.sbn": bytes(4 << 20)}),
        "bomb.zip": zipped({"inner.tar": tarred({"a.sbn": bytes(4 << 20)}, compressed=False)}),
        "many.zip": zipped({f"{i}.sbn": b"" for i in range(101)}),
        "deep.zip": deep,
        "damaged.zip": zipped(load_41())[:-40],
        "damaged.tar.gz": tarred(load_41())[:-40],
        "sealed.zip": bytes(sealed),
        "empty.zip": b"",
        "text.zip": b"not an archive",
        "web.tar": b"<html>",
    }
    escape = {"../../etc/apps41.9-4-2ES26.sbn": signed(b"x"), "/abs/cnu41.9-4-2ES26.sbn": signed(b"x")}
    folder = drop(tmp_path / "firmware", hostile | {"escape.zip": zipped(escape), "escape.tar": tarred(escape, False)})
    (folder / "link.zip").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    before = sorted(p.as_posix() for p in tmp_path.rglob("*"))
    result = placed(folder, NEED)
    assert sorted(p.as_posix() for p in tmp_path.rglob("*")) == before
    assert files(result) == {}
    places = {problem.place.file.removeprefix("firmware/") for problem in result.problems if problem.code == "TON905"}
    assert places == set(hostile)
    reasons = {problem.message for problem in result.problems if problem.code == "TON905"}
    assert {"is too large unpacked", "holds too many files", "is packed too deeply"} <= reasons


def test_a_member_that_is_larger_than_any_image_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MOST_FILE", 2000)
    load = load_41() | {"cnu41.9-4-2ES26.sbn": signed(bytes(5000), "cnu41.9-4-2ES26.sbn")}
    for folder in (drop(tmp_path / "a", load), drop(tmp_path / "b", {"x.zip": zipped(load)})):
        result = placed(folder, NEED)
        assert files(result) == {}
        assert any("is larger than any file of a load" in text for text in told(result))


def test_a_zip_with_two_members_of_one_name_is_read_the_same_each_time(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("B016-1-0-4-2.SBN", b"first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            box.writestr("B016-1-0-4-2.SBN", b"second")
    result = placed(drop(tmp_path, {"x.zip": packed.getvalue()}), MODULE)
    assert files(result)["B016-1-0-4-2.SBN"] in (b"first", b"second")
    assert files(placed(tmp_path, MODULE)) == files(result)


def test_a_name_from_an_archive_cannot_move_the_cursor(tmp_path: Path) -> None:
    bad = zipped({"a\x1b[2J\nb/cnu42.1.sbn": signed(b"x"), "c\rd.sbn": b"", "apps41.\x07.sbn": signed(b"x")})
    result = placed(drop(tmp_path, {"x.zip": bad, "y.zip": b"PK\x03\x04", "locale/\x1b[1m.jar": b"x"}), NEED, BLIND)
    assert len(result.problems) >= 4
    assert all(text.isprintable() for text in told(result))


def test_a_folder_with_far_too_many_files_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MOST_MEMBERS", 20)
    drop(tmp_path, {f"{i}.txt": b"" for i in range(30)})
    (line,) = [text for text in told(placed(tmp_path, NEED)) if "TON905" in text]
    assert line.startswith("firmware:1:1: warning TON905: holds too many files")


SMALL = {"a.sbn": signed(b"x" * 300), "b/B016-1-0-4-2.SBN": b"module"}
PACKED = {
    "x.zip": zipped(SMALL),
    "x.tar": tarred(SMALL, compressed=False),
    "x.tar.gz": tarred(SMALL),
    "x.cop.sgn": signed(tarred(SMALL)),
    "y.zip": zipped({"inner.tar": tarred(SMALL, compressed=False)}),
}


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(PACKED)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, 10**6),
)
def test_any_damage_is_told_and_never_a_crash(name: str, changes: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(PACKED[name])
    for at, byte in changes:
        content[at % len(content)] = byte
    if cut % 3 == 0:
        del content[cut % len(content) :]
    with tempfile.TemporaryDirectory() as folder:
        result = placed(drop(Path(folder), {name: bytes(content)}), NEED, MODULE)
    assert set(files(result)) <= {"B016-1-0-4-2.SBN", "B016-1-0-4-2.sbn"}
    assert all(text.isprintable() for text in told(result))


def test_a_member_without_a_name_is_no_crash(tmp_path: Path) -> None:
    """Python 3.11's zipfile raises IndexError for it, later ones read it."""
    content = zipped({"qq": b"content"}).replace(b"qq", b"\0q")  # a name ends at its first NUL
    result = placed(drop(tmp_path, {"x.zip": content}), NEED)
    assert (files(result), [p.code for p in result.problems if p.code == "TON904"]) == ({}, ["TON904"])


@given(
    st.sets(st.sampled_from(sorted(load_41()))),
    st.sets(st.sampled_from(sorted(load_flat()))),
    st.sampled_from(["loose", "zip", "both", "apart"]),
)
def test_a_load_is_placed_whole_or_not_at_all(first: set[str], second: set[str], form: str) -> None:
    loads = {NEED: ({n: c for n, c in load_41().items() if n in first}, load_41()), FLAT: ({}, load_flat())}
    loads[FLAT] = ({n: c for n, c in load_flat().items() if n in second}, load_flat())
    there = loads[NEED][0] | loads[FLAT][0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if form in ("loose", "both"):
            drop(folder, there)
        if form in ("zip", "both"):
            drop(folder, {"all.zip": zipped(there)})
        if form == "apart":
            drop(folder, {f"{i}.tar.gz": tarred({n: c}) for i, (n, c) in enumerate(there.items())})
        result = placed(folder, NEED, FLAT)
    expected: dict[str, bytes] = {}
    for state in result.loads:
        dropped, whole = loads[state.need]
        assert set(state.missing) == set(whole) - set(dropped)
        essential = {n for n in whole if not n.endswith((".default.loads", ".bin"))}
        if essential <= set(dropped):
            expected |= dropped
    assert files(result) == expected
    warned = {p.message.split(" ")[1] for p in result.problems if p.code == "TON904"}
    assert warned == {s.need.load for s in result.loads if s.missing}
    assert len([p for p in result.problems if p.code == "TON904"]) == len(warned)

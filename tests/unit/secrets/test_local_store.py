"""The local store: one set of strong values, private on the disk, and no value in any message."""

from __future__ import annotations

import gc
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.estate.values import Alphabet, SecretRule
from generators.problems import StoreError
from generators.secrets.store import LocalStore

SIP = SecretRule(length=24, least=8, most=31, alphabet=Alphabet.ALNUM)
PIN = SecretRule(length=6, least=4, most=10, alphabet=Alphabet.DIGITS)
VALUE = "Wq7nTopSecretValue99"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / ".tonalite" / "secrets.json"


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids="{:03o}".format)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def written(path: Path, content: str | bytes, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(mode)
    return path


def holding(path: Path, **secrets: object) -> Path:
    return written(path, json.dumps({"secrets": secrets, "version": 1}))


def told(path: Path, act: Callable[[LocalStore], object] = lambda store: None) -> str:
    """The one line that opening (and `act`) fails with; it and everything chained to it hold no value."""
    with pytest.raises(StoreError) as caught:
        act(LocalStore.open(path, patience=0.1))
    error: BaseException | None = caught.value
    while error is not None:
        assert VALUE not in f"{error!s} {error!r} {vars(error)}"
        error = error.__cause__ or error.__context__
    text = str(caught.value)
    assert "\n" not in text and str(path) in text
    return text


def test_a_value_is_made_by_its_rule_and_stays(store: Path) -> None:
    with LocalStore.open(store) as first:
        password, pin = first.value("endpoint/a/b", SIP), first.value("mailbox/b", PIN)
        assert first.value("endpoint/a/b", SIP) == password
        first.save()
    assert len(password) == 24 and SIP.fault(password) is None
    assert len(pin) == 6 and PIN.fault(pin) is None
    again = LocalStore.open(store)
    assert again.value("endpoint/a/b", SIP) == password
    assert dict(again.values()) == {"endpoint/a/b": password, "mailbox/b": pin}


@given(st.sampled_from(list(Alphabet)), st.integers(12, 40))
def test_what_a_rule_makes_passes_it_and_is_never_made_twice(alphabet: Alphabet, length: int) -> None:
    import tempfile

    rule = SecretRule(length=length, least=length, most=length, alphabet=alphabet)
    with tempfile.TemporaryDirectory() as folder, LocalStore.open(Path(folder) / "s.json") as store:
        made = [store.value(f"n{number}", rule) for number in range(5)]
    assert len(set(made)) == 5
    assert all(rule.fault(value) is None and set(value) <= set(alphabet.value) for value in made)


def test_nothing_is_written_before_save_nor_without_a_new_value(store: Path) -> None:
    opened = LocalStore.open(store)
    assert not store.parent.exists()
    opened.value("a", SIP)
    assert not store.exists()
    opened.save()
    before = store.stat()
    with LocalStore.open(store) as again:
        again.value("a", SIP)
        again.save()
    assert (store.stat().st_ino, store.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_file_is_sorted_json_and_keeps_what_is_no_longer_used(store: Path) -> None:
    holding(store, zebra=VALUE, old="NoLongerUsed12")
    with LocalStore.open(store) as opened:
        opened.value("middle", SIP)
        opened.save()
    text = store.read_text("utf-8")
    content = json.loads(text)
    assert list(content["secrets"]) == ["middle", "old", "zebra"]
    assert content["secrets"]["zebra"] == VALUE
    assert text == json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    assert sorted(path.name for path in store.parent.iterdir()) == ["secrets.json", "secrets.json.lock"]


def test_only_the_owner_may_read_under_any_umask(store: Path, umask: int) -> None:
    with LocalStore.open(store) as opened:
        opened.value("a", SIP)
        opened.save()
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.parent.stat().st_mode) == 0o700
    with LocalStore.open(store) as opened:
        opened.value("b", SIP)
        opened.save()
    assert stat.S_IMODE(store.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o620])
def test_a_store_others_can_reach_is_refused_and_says_how_to_mend_it(store: Path, mode: int) -> None:
    holding(store, a=VALUE).chmod(mode)
    assert f"chmod 600 {store}" in told(store)
    assert stat.S_IMODE(store.stat().st_mode) == mode


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f'{{"secrets": {{"a": "{VALUE}"}}, "version": 1', "not JSON (line 1, column"),
        (f"{VALUE}", "not JSON"),
        ("", "not JSON"),
        (f'["{VALUE}"]', "not a store"),
        (f'"{VALUE}"', "not a store"),
        (f'{{"a": "{VALUE}"}}', "not a store"),
        (f'{{"secrets": ["{VALUE}"], "version": 1}}', "not a store"),
        (f'{{"secrets": {{"a": ["{VALUE}"]}}, "version": 1}}', "not a store"),
        (f'{{"secrets": {{"a": 5, "b": "{VALUE}"}}, "version": 1}}', "not a store"),
        (f'{{"secrets": {{"a": "{VALUE}"}}, "version": 2}}', "another version"),
        (f'{{"secrets": {{"a": "{VALUE}"}}, "version": true}}', "another version"),
        (f'{{"secrets": {{"a": "{VALUE}", "a": "{VALUE}x"}}, "version": 1}}', "twice"),
        ("[" * 100_000, "nests too deeply"),
        (VALUE.encode() + b"\xff", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(store: Path, content: str | bytes, expected: str) -> None:
    written(store, content)
    before = store.read_bytes()
    assert expected in told(store)
    assert store.read_bytes() == before


def test_what_is_not_a_file_is_refused(store: Path) -> None:
    store.mkdir(parents=True)
    assert str(store) in told(store)
    store.rmdir()
    os.mkfifo(store, 0o600)
    assert "not a regular file" in told(store)
    store.unlink()
    store.symlink_to("gone/secrets.json")
    assert "link to a file that is not there" in told(store)


def test_a_linked_store_stays_where_it_is(store: Path, tmp_path: Path) -> None:
    vault = holding(tmp_path / "vault" / "real.json", a=VALUE)
    store.parent.mkdir()
    store.symlink_to(vault)
    with LocalStore.open(store) as opened:
        opened.value("b", SIP)
        opened.save()
    assert store.is_symlink()
    assert set(json.loads(vault.read_text())["secrets"]) == {"a", "b"}


@pytest.mark.parametrize(("value", "rule"), [("short", SIP), ("x" * 40, SIP), ("has a blank 99", SIP), ("12a4", PIN)])
def test_a_stored_value_that_breaks_its_rule_is_named_not_shown(store: Path, value: str, rule: SecretRule) -> None:
    holding(store, trunk=value)
    text = told(store, lambda opened: opened.value("trunk", rule))
    assert "trunk" in text and value not in text and str(rule.fault(value)) in text


def test_a_failed_save_leaves_the_old_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = holding(store, a=VALUE).read_bytes()
    opened = LocalStore.open(store)
    made = opened.value("b", SIP)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StoreError, match="No space left") as caught:
        opened.save()
    assert made not in str(caught.value)
    assert store.read_bytes() == before


def test_repr_and_the_view_of_values_give_nothing_away(store: Path) -> None:
    opened = LocalStore.open(holding(store, a=VALUE))
    assert VALUE not in repr(opened)
    with pytest.raises(TypeError):
        opened.values()["a"] = "x"  # type: ignore[index]


def test_a_build_that_needs_new_values_waits_for_the_other_and_takes_its_values(store: Path) -> None:
    first, second = LocalStore.open(store), LocalStore.open(store, patience=0.1)
    made = first.value("a", SIP)
    with pytest.raises(StoreError, match="another build holds it"):
        second.value("a", SIP)
    first.save()
    assert second.value("a", SIP) == made


def test_the_lock_is_freed_when_a_store_is_dropped(store: Path) -> None:
    dropped = LocalStore.open(store)
    dropped.value("a", SIP)
    del dropped
    gc.collect()
    with LocalStore.open(store, patience=0.1) as opened:
        opened.value("a", SIP)
        opened.save()


FIRST_BUILD = """
import json, sys
from pathlib import Path
from generators.estate.values import Alphabet, SecretRule
from generators.secrets.store import LocalStore
rule = SecretRule(24, 8, 31, Alphabet.ALNUM)
store = LocalStore.open(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps({name: store.value(name, rule) for name in sys.argv[2].split(",")}), flush=True)
if sys.argv[3] == "hang":
    sys.stdin.readline()
store.save()
"""


def started(store: Path, names: str, then: str = "save") -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", FIRST_BUILD, str(store), names, then],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def test_first_builds_at_once_end_with_one_set(store: Path) -> None:
    wanted = ["a,b,c,d", "d,c,b,a", "b,e", "c,f,a"]
    builds = [started(store, names) for names in wanted]  # each has read the store as empty
    for build in builds:
        assert build.stdin is not None
        build.stdin.write("\n")
        build.stdin.flush()
    outputs = [build.communicate(timeout=60)[0] for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0, 0]
    kept = json.loads(store.read_text())["secrets"]
    assert set(kept) == set("abcdef")
    for output in outputs:
        handed_out = json.loads(output)
        assert handed_out == {name: kept[name] for name in handed_out}


def test_a_killed_build_leaves_no_lock_and_no_half_store(store: Path) -> None:
    build = started(store, "a,b", "hang")
    assert build.stdin is not None and build.stdout is not None
    build.stdin.write("\n")
    build.stdin.flush()
    assert build.stdout.readline().startswith("{")
    build.send_signal(signal.SIGKILL)
    build.communicate()
    begun = time.monotonic()
    with LocalStore.open(store, patience=5) as opened:
        opened.value("a", SIP)
        opened.save()
    assert time.monotonic() - begun < 5
    assert set(json.loads(store.read_text())["secrets"]) == {"a"}

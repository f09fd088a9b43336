"""Certificates of the VPNs: when a build warns, what the command tells and renews, and what it leaves."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generators.cli import app
from generators.cli.validity import endings, soon
from generators.estate.values import Alphabet, Made, SecretRule
from generators.problems import StoreError
from generators.secrets import pki
from generators.secrets.store import LocalStore
from tests.unit.targets.pfsense.keyed import keyed
from tests.unit.targets.pfsense.merging import agency

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def run(store: Path, *words: str) -> str:
    done = CliRunner().invoke(app, ["router", "certificates", "--data", "site_data", "--secrets", str(store), *words])
    assert (done.exit_code == 0) == (done.exception is None), done.exception
    return done.output


def values(store: Path) -> dict[str, str]:
    return dict(json.loads(store.read_text())["secrets"])


def test_a_build_warns_from_sixty_days_before_and_each_link_once() -> None:
    """From the first moment under sixty days; also once it has ended."""
    last = {e.link.id: e.when for e in endings(keyed()) if e.what == "client"}["lyon"]
    assert list(soon(keyed(), last - timedelta(days=61))) == []
    found = [(link.id, text) for link, text in soon(keyed(), last - timedelta(days=59, hours=1))]
    assert [name for name, _ in found] == ["lille", "lyon", "nantes"]
    assert found[1][1].endswith(f"certificate of link 'lyon' ends on {last:%Y-%m-%d}, in 59 days")
    assert all("ended on" in text for _, text in soon(keyed(), last + timedelta(days=1)))


def test_the_warning_of_a_build_names_the_link_and_its_line(tmp_path: Path) -> None:
    """A store in which one certificate is 700 days old."""
    store = tmp_path / "store" / "secrets.json"
    run(store, "--renew", "lyon")
    content = json.loads(store.read_text())
    known = content["secrets"]
    one = keyed().link["lyon"].keys.client.certificate
    known[one.name] = pki.make(one.rule, known, datetime.now(UTC) - timedelta(days=700))
    store.write_text(json.dumps(content))
    words = ["build", "--data", "site_data", "--out", str(tmp_path), "--secrets", str(store), "--no-site", "--quiet"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.exception
    (said,) = [line for line in done.output.splitlines() if " TON909: " in line]
    assert said.startswith("site_data/sites/agences.yml:")
    assert "warning TON909: the client certificate of link 'lyon' ends on" in said
    assert said.endswith("renew it: tonalite router certificates --renew lyon")


def test_a_merge_takes_the_keys_from_the_store_and_makes_none(tmp_path: Path) -> None:
    """Without a build there is no tunnel, and no store either; afterwards the backup gets it."""
    backup, store, out = tmp_path / "config.xml", tmp_path / "store" / "secrets.json", tmp_path / "merged.xml"
    backup.write_bytes(agency().data())
    words = ["router", "merge", "lyon", "--backup", str(backup), "-o", str(out), "--force", "--secrets", str(store)]
    said = CliRunner().invoke(app, words)
    assert said.exit_code == 0, said.exception
    assert "no keys at hand" in said.output
    assert not store.exists()
    assert b"<openvpn-client>" not in out.read_bytes()
    run(store, "--renew", "lyon")
    said = CliRunner().invoke(app, words)
    assert said.exit_code == 0, said.exception
    assert b"<openvpn-client>" in out.read_bytes()
    key = values(store)["link/lyon/client-key"]
    assert not any(line in said.output for line in key.split("\n")[1:3])


def test_a_link_is_renewed_alone_and_keeps_its_authority(tmp_path: Path) -> None:
    """Both routers go on trusting each other while one of them is not up to date yet."""
    store = tmp_path / "store" / "secrets.json"
    assert run(store).splitlines()[0] == "lille: no certificates yet; tonalite build makes them"
    assert not store.exists(), "telling makes nothing"
    run(store, "--renew", "lyon")
    before = values(store)
    said = run(store, "--renew", "lyon").splitlines()
    after = values(store)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {f"link/lyon/{name}" for name in ("server", "server-key", "client", "client-key")}
    assert said[-1] == "renewed: lyon; run tonalite build, then bring the routers of siege and lyon up to date"
    assert "lyon: server until" in "\n".join(said)
    assert before.keys() == after.keys()


def test_an_authority_is_renewed_with_all_it_signed(tmp_path: Path) -> None:
    store = tmp_path / "store" / "secrets.json"
    run(store, "--renew", "lyon")
    before = values(store)
    said = run(store, "--renew-authority", "siege")
    after = values(store)
    kept = {name for name in after if after[name] == before[name] and name.startswith(("link/", "authority/"))}
    assert kept == {f"link/{link}/tls" for link in ("lille", "lyon", "nantes")}
    assert said.count("renewed: ") == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--renew", "x"), "no link 'x'; known: lille"), (("--renew-authority", "lyon"), "no authority; known: siege")],
)
def test_what_is_not_there_is_said(tmp_path: Path, words: tuple[str, str], said: str) -> None:
    done = CliRunner().invoke(app, ["router", "certificates", "--secrets", str(tmp_path / "s.json"), *words])
    assert done.exit_code != 0
    assert said in str(done.exception)
    assert not (tmp_path / "s.json").exists()


def rule(kind: Made, *of: str) -> SecretRule:
    return SecretRule(64, 16, 8192, Alphabet.ALNUM, made=kind, of=of)


RULES = {
    "ca-key": rule(Made.KEY),
    "ca": rule(Made.AUTHORITY, "tel-vpn-x", "ca-key"),
    "key": rule(Made.KEY),
    "leaf": rule(Made.CLIENT, "tel-x-y", "key", "ca", "ca-key"),
    "tls": rule(Made.TLS),
    "private": rule(Made.WIREGUARD_PRIVATE),
    "public": rule(Made.WIREGUARD_PUBLIC, "private"),
    "shared": rule(Made.WIREGUARD_SHARED),
}


def made(now: datetime = NOW) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, one in RULES.items():
        known[name] = pki.make(one, known, now)
    return known


def test_what_is_made_fits_and_what_is_exchanged_does_not() -> None:
    """A line of the store that somebody deleted or pasted is seen, and never used with what it does not fit."""
    one, other = made(), made()
    for name, kind in RULES.items():
        assert kind.fault(one[name]) is None
        assert pki.fault(kind, one[name], one) is None
    for name in ("ca", "leaf", "public"):
        assert pki.fault(RULES[name], other[name], one) is not None
    assert (
        pki.fault(RULES["leaf"], one["leaf"], {**one, "ca": other["ca"]}) == "was not signed by the authority beside it"
    )
    for name, kind in RULES.items():
        assert pki.fault(kind, "SampleNotASecret" * 2 + "=", one) is not None, name


def test_a_certificate_ends_with_its_authority_at_the_latest() -> None:
    known = made()
    late = NOW + timedelta(days=pki.AUTHORITY_DAYS - 10)
    assert pki.ends(pki.make(RULES["leaf"], known, late)) == pki.ends(known["ca"])
    assert pki.ends(known["leaf"]) == NOW + timedelta(days=pki.CERTIFICATE_DAYS)


def test_the_store_refuses_a_pair_that_does_not_fit(tmp_path: Path) -> None:
    """One line, with the name and without the value."""
    path = tmp_path / "store" / "s.json"
    with LocalStore.open(path) as store:
        for name, kind in RULES.items():
            store.value(name, kind)
        store.save()
    content = json.loads(path.read_text())
    content["secrets"]["key"] = made()["key"]
    path.write_text(json.dumps(content))
    with LocalStore.open(path) as store, pytest.raises(StoreError, match="secret leaf does not belong") as caught:
        store.value("leaf", RULES["leaf"])
    assert "BEGIN" not in str(caught.value)

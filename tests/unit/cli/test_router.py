"""`tonalite router`: what it says, what it writes, its exit codes."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from generators.cli import main
from tests.backups import SECRETS
from tests.parsers.pfsense_config import read_config
from tests.unit.targets.pfsense.merging import agency, merge, siege
from tests.unit.targets.pfsense.routers import ROOT, estate

DATA = ("--data", str(ROOT / "site_data"))


class Shell:
    """Runs the command in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        monkeypatch.setenv("NO_COLOR", "1")

    def __call__(self, *words: object) -> tuple[int, str, str]:
        """Exit code, standard output, error stream."""
        self._monkeypatch.setattr(sys, "argv", ["tonalite", "router", *map(str, words), *DATA])
        with pytest.raises(SystemExit) as done:
            main()
        out = self._capsys.readouterr()
        assert not [secret for secret in SECRETS if secret in out.out + out.err]
        return int(done.value.code or 0), out.out, out.err


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "config.xml"
    path.write_bytes(agency().data())
    return path


def test_merge_writes_a_private_file_and_says_what_it_did(shell: Shell, backup: Path, tmp_path: Path) -> None:
    merged = tmp_path / "merged.xml"
    old = os.umask(0)
    try:
        code, out, err = shell("merge", "lyon", "--backup", backup, "-o", merged)
    finally:
        os.umask(old)
    assert (code, err) == (0, "")
    assert stat.S_IMODE(merged.stat().st_mode) == 0o600
    assert merged.read_bytes() == merge(estate("nyxd"), "lyon", agency()).content
    assert backup.read_bytes() == agency().data()
    assert "added: alias tel_pbx: 10.42.20.10\n" in out
    assert "to do by hand: link lyon" in out
    assert out.splitlines()[-1].startswith(f"{merged}: configuration 23.3 (pfSense 2.7.2), ")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["config.xml", "merged.xml"]
    code, out, err = shell("merge", "lyon", "--backup", merged, "-o", tmp_path / "again.xml", "--quiet")
    assert code == 0
    assert out.startswith("to do by hand: ")
    assert (tmp_path / "again.xml").read_bytes() == merged.read_bytes()


def test_merge_replaces_nothing_that_it_was_not_told_to(shell: Shell, backup: Path, tmp_path: Path) -> None:
    """Not a file that is there, and with --force neither the backup itself nor a link to it."""
    there = tmp_path / "there.xml"
    there.write_text("mine")
    code, _, err = shell("merge", "lyon", "--backup", backup, "-o", there)
    assert (code, err) == (1, f"error: {there} is there already; --force replaces it\n")
    assert there.read_text() == "mine"
    link = tmp_path / "link.xml"
    link.symlink_to(backup)
    hard = tmp_path / "hard.xml"
    hard.hardlink_to(backup)
    for target in (backup, link, hard):
        code, _, err = shell("merge", "lyon", "--backup", backup, "-o", target, "--force")
        assert (code, "is the backup itself" in err) == (1, True)
    assert backup.read_bytes() == agency().data()
    assert shell("merge", "lyon", "--backup", backup, "-o", there, "--force", "-q")[0] == 0
    assert there.read_bytes().startswith(b"<?xml")
    assert stat.S_IMODE(there.stat().st_mode) == 0o600
    code, _, err = shell("merge", "lyon", "--backup", backup, "-o", tmp_path / "no" / "x.xml")
    assert (code, "cannot be written" in err) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("merge", "paris", "--backup", "config.xml", "-o", "x.xml"), "no site 'paris'; known: atelier, lille"),
        (("merge", "lyon", "--backup", "none.xml", "-o", "x.xml"), "none.xml cannot be read: No such file"),
        (("merge", "lyon", "--backup", ".", "-o", "x.xml"), "cannot be read: Is a directory"),
        (("merge", "lyon", "--backup", "/dev/zero", "-o", "x.xml"), "/dev/zero is not a file"),
        (("merge", "siege", "--backup", "config.xml", "-o", "x.xml"), "router of site 'lyon', not of 'siege'"),
        (("merge", "lyon", "--backup", "config.xml", "--parent", "em9", "-o", "x.xml"), ""),
    ],
)
def test_what_cannot_be_is_one_line_and_nothing_is_written(
    shell: Shell, backup: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    """A socket that is named needlessly is no mistake: the VLAN is there."""
    monkeypatch.chdir(backup.parent)
    code, _, err = shell(*words)
    assert (code, err.count("\n"), said in err) == ((1, 1, True) if said else (0, 0, True))
    assert (backup.parent / "x.xml").exists() != bool(said)


def test_areas_are_written_in_their_order(shell: Shell, backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "areas"
    code, out, err = shell("areas", "lyon", "--backup", backup, "--out", folder)
    assert (code, err) == (0, "")
    wanted = ("aliases", "dnshaper", "nat", "filter", "dhcpd", "unbound")
    names = [f"{i}-{a}-for-configuration-23.3.xml" for i, a in enumerate(wanted, 1)]
    assert sorted(p.name for p in folder.iterdir()) == names
    assert [line.split()[0].rpartition("/")[2] for line in out.splitlines() if line.startswith("  ")] == names
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o600}
    assert shell("areas", "lyon", "--backup", backup, "--out", folder)[0] == 1
    assert shell("areas", "lyon", "--backup", backup, "--out", folder, "--force")[0] == 0
    backup.write_bytes(siege().data())
    assert "ntpd has no area" in shell("areas", "siege", "--backup", backup, "--out", tmp_path / "siege")[2]
    backup.write_bytes(merge(estate("nyxd"), "lyon", agency()).content)
    assert "nothing to restore" in shell("areas", "lyon", "--backup", backup, "--out", tmp_path / "none")[1]


def test_diff_tells_by_its_exit_code(shell: Shell, backup: Path) -> None:
    """0 equal, 1 differs, 2 could not compare: what a cron job needs."""
    code, out, err = shell("diff", "lyon", "--backup", backup)
    assert (code, err) == (1, "")
    assert "missing in the router: DHCP option 150: 10.42.20.10\n" in out
    merged = merge(estate("nyxd"), "lyon", agency()).content
    link = next(x for x in estate("nyxd").links if x.near == "lyon")
    client = f"<openvpn><openvpn-client><tunnel_network>{link.tunnel}</tunnel_network>"
    client += f"<server_port>{link.port}</server_port>"
    equal = merged.replace(b"<openvpn></openvpn>", f"{client}</openvpn-client></openvpn>".encode())
    backup.write_bytes(equal)
    code, out, err = shell("diff", "lyon", "--backup", backup)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "no difference: the router of 'lyon' is as the source says"
    assert shell("diff", "lyon", "--backup", backup, "--quiet") == (0, "", "")
    backup.write_bytes(equal.replace(b"10000:20000", b"10000:20001"))
    code, out, err = shell("diff", "lyon", "--backup", backup, "--quiet")
    assert (code, out, err) == (1, "differs: alias tel_rtp: lacks 10000:20000; has 10000:20001 besides\n", "")
    backup.write_bytes(b"---- BEGIN config.xml ----\n")
    code, out, err = shell("diff", "lyon", "--backup", backup)
    assert (code, out) == (2, "")
    assert err.startswith("error: the backup is encrypted")
    assert shell("diff", "paris", "--backup", backup)[0] == 2


def test_diff_for_programs(shell: Shell, backup: Path) -> None:
    """Owned and foreign told apart, each with its setting."""
    code, out, _ = shell("diff", "lyon", "--backup", backup, "--json")
    told = json.loads(out)
    assert (code, told["equal"], told["site"], told["configuration_version"]) == (1, False, "lyon", "23.3")
    assert {d["kind"] for d in told["differences"]} == {"missing", "by-hand"}
    assert {d["kind"] for d in told["notes"]} == {"foreign"}
    assert {"kind": "missing", "setting": "aliases.alias", "what": "alias tel_sip: 5060"} in told["differences"]
    assert read_config(backup.read_bytes())["version"] == "23.3"


def test_a_wrong_source_is_told_as_check_tells_it(
    shell: Shell, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2 for diff, 1 for merge; no traceback."""
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "a.yml").write_text("people: {a: {naem: A}}\n")
    monkeypatch.setitem(globals(), "DATA", ("--data", str(tmp_path / "wrong")))
    code, out, err = shell("diff", "lyon", "--backup", backup)
    assert (code, out, "unknown key 'naem'" in err) == (2, "", True)
    code, _, err = shell("merge", "lyon", "--backup", backup, "-o", tmp_path / "x.xml")
    assert (code, (tmp_path / "x.xml").exists(), "unknown key 'naem'" in err) == (1, False, True)

"""`tonalite router` as an administrator and a cron job run it: backup, merge, compare; then the source changes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.backups import SECRETS
from tests.parsers.pfsense_config import listed, read_config
from tests.unit.targets.pfsense.merging import agency

ROOT = Path(__file__).parents[2]


def router(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`."""
    command = [sys.executable, "-m", "generators", "router", *words]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr
    assert not [secret for secret in SECRETS if secret in done.stdout + done.stderr]
    return done


def test_from_the_backup_to_the_next_change_of_the_source(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "site_data", tmp_path / "site_data")
    (tmp_path / "config.xml").write_bytes(agency().data())

    merged = router(tmp_path, "merge", "lyon", "--backup", "config.xml", "-o", "merged.xml")
    assert (merged.returncode, merged.stderr) == (0, "")
    # The router restores the file: its next backup is that file. Only the tunnel is left to do.
    shutil.copyfile(tmp_path / "merged.xml", tmp_path / "next.xml")
    compared = router(tmp_path, "diff", "lyon", "--backup", "next.xml", "--quiet")
    assert compared.returncode == 1
    (left,) = compared.stdout.splitlines()
    assert "no keys at hand" in left
    # Once the keys are made, the tunnel follows, and nothing is left.
    assert router(tmp_path, "certificates", "--renew", "lyon").returncode == 0
    assert router(tmp_path, "merge", "lyon", "--backup", "next.xml", "-o", "whole.xml", "--quiet").stdout == ""
    shutil.copyfile(tmp_path / "whole.xml", tmp_path / "next.xml")
    compared = router(tmp_path, "diff", "lyon", "--backup", "next.xml", "--quiet")
    assert (compared.returncode, compared.stdout) == (0, "")

    # The PBX moves: one line of the source; the router's alias and what phones are told follow.
    source = tmp_path / "site_data" / "organization.yml"
    assert source.read_text("utf-8").count("10.42.20.10") >= 2
    source.write_text(source.read_text("utf-8").replace("10.42.20.10", "10.42.20.12"), "utf-8")
    compared = router(tmp_path, "diff", "lyon", "--backup", "next.xml", "--quiet")
    assert "alias tel_pbx: lacks 10.42.20.12; has 10.42.20.10 besides" in compared.stdout
    assert "DHCP option 150 is 10.42.20.10 as ip-address, should be 10.42.20.12" in compared.stdout
    again = router(tmp_path, "merge", "lyon", "--backup", "next.xml", "-o", "changed.xml", "--quiet")
    assert again.returncode == 0
    before, after = (read_config((tmp_path / name).read_bytes()) for name in ("next.xml", "changed.xml"))
    assert {a["address"] for a in listed(after, "aliases.alias") if a["name"] == "tel_pbx"} == {"10.42.20.12"}
    assert listed(before, "filter.rule") == listed(after, "filter.rule")

    areas = router(tmp_path, "areas", "lyon", "--backup", "next.xml", "--out", "areas")
    names = sorted(p.name for p in (tmp_path / "areas").iterdir())
    assert names == [f"{i}-{a}-for-configuration-23.3.xml" for i, a in enumerate(("aliases", "dhcpd", "unbound"), 1)]
    assert areas.returncode == 0

    refused = router(tmp_path, "merge", "nantes", "--backup", "next.xml", "-o", "wrong.xml")
    assert (refused.returncode, (tmp_path / "wrong.xml").exists()) == (1, False)
    assert refused.stderr.count("\n") == 1

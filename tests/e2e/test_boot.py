"""`tonalite boot` as an administrator runs it: against a folder and against a live `tonalite tftp`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets import artifacts
from tests.e2e.test_serve import running, said
from tests.golden_trees import CASES, fake_secret

ROOT = Path(__file__).parents[2]
DATA = CASES["one_of_each_model"]
pytestmark = pytest.mark.live


def boot(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the sample estate."""
    command = [sys.executable, "-m", "generators", "boot", *words, "--data", str(DATA)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tftp")
    for artifact in artifacts(load_estate(DATA, Audience.INTERNAL, fake_secret), ["phones"]):
        target = folder / artifact.path.removeprefix("tftp/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(artifact.content)
    return folder


@pytest.fixture
def broken(tree: Path, tmp_path: Path) -> Path:
    """The tree with three mistakes in it, one of them in a password."""
    folder = tmp_path / "tree"
    folder.mkdir()
    shutil.copytree(tree, folder, dirs_exist_ok=True)
    common = folder / "SIPDefault.cnf"
    common.write_text(common.read_text().replace("proxy_register: 1", "proxy_register: yes"))
    (folder / "dialplan.xml").rename(folder / "Dialplan.xml")
    own = folder / "SIP0007EB4C2160.cnf"
    own.write_text(own.read_text().replace('line1_password: "Fake', 'line1_password: "Fake;'))
    return folder


def test_every_phone_boots_from_a_live_server(tree: Path) -> None:
    with running("tftp", "--tree", str(tree), "--listen", "127.0.0.1:0") as (process, log):
        port = said(log, r"TFTP on 127\.0\.0\.1:([0-9]+)", process)[1]
        done = boot("all", "--server", f"127.0.0.1:{port}")
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        *rows, blank, verdict = done.stdout.splitlines()
        phones = len(load_estate(DATA, Audience.INTERNAL).phones)
        assert (len(rows), blank, verdict) == (phones, "", f"OK: {phones} phones, no fault")
        assert all("OK: no fault" in row and row.endswith(" s") for row in rows)
        whole = json.loads(boot("all", "--server", f"127.0.0.1:{port}", "--json").stdout)
    assert all(request["seconds"] < 5 for phone in whole["phones"] for request in phone["requests"])


def test_newer_phones_ask_http_first_and_older_ones_never(tree: Path) -> None:
    """The house's own servers, both at once: pages come as text/xml, every file of a 7961 by HTTP."""
    with running("tftp", "--tree", str(tree), "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0") as (process, log):
        found = said(log, r"TFTP on 127\.0\.0\.1:([0-9]+), HTTP on 127\.0\.0\.1:([0-9]+)", process)
        servers = ("--server", f"http://127.0.0.1:{found[2]}", "--server", f"tftp://127.0.0.1:{found[1]}")
        done = boot("all", "--json", *servers)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[-3000:]
    for phone in json.loads(done.stdout)["phones"]:
        by = {request["by"] for request in phone["requests"] if request["found"]}
        assert by == ({"tftp"} if phone["model"] in ("Cisco 7940", "Cisco 7960") else {"http"})
        assert phone["verdict"].startswith("OK: no fault")


def test_one_phone_tells_its_story_by_id_and_by_mac(tree: Path) -> None:
    done = boot("p7960", "--tree", str(tree))
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("SIP0007EB4C2160.cnf", "runs P0S3-8-12-00", "by UDP", "at once", "summer time", "\nOK: no fault"):
        assert words in done.stdout
    assert boot("00:07:eb:4c:21:60", "--tree", str(tree)).stdout == done.stdout
    assert "Fake" not in done.stdout


def test_faults_are_told_with_their_place_and_without_the_password(broken: Path) -> None:
    for words in (("p7960",), ("all",), ("all", "--json"), ("p7960", "--json")):
        done = boot(*words, "--tree", str(broken))
        assert (done.returncode, done.stderr) == (1, "")
        for fault in ("is not 0 or 1", "is there as Dialplan.xml", "line1_password holds ; or #"):
            assert fault in done.stdout
        assert "Fake" not in done.stdout
    assert "SIPDefault.cnf:2: proxy_register 'yes'" in boot("p7960", "--tree", str(broken)).stdout


def test_a_fresh_phone_wants_the_firmware(tree: Path) -> None:
    done = boot("p7961", "--state", "factory", "--tree", str(tree))
    assert (done.returncode, "term61.default.loads" in done.stdout) == (1, True)


def test_a_phone_on_other_firmware_is_told_its_way(tree: Path) -> None:
    done = boot("p7961", "--state", "other", "--firmware", "SIP41.8-3-1S", "--tree", str(tree))
    assert (done.returncode, done.stderr) == (1, "")
    assert "runs SIP41.8-3-1S; asks" in done.stdout
    assert "cannot be reached from SIP41.8-3-1S in one step: name SIP41.8-5-2S first" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--state", "other"),
        ("--firmware", "SIP41.8-3-1S"),
        ("--state", "other", "--firmware", "banana"),
        ("--server", "ftp://127.0.0.1"),
        ("--server", "tftp://127.0.0.1/x"),
        ("--server", "http://127.0.0.1:0"),
        ("--server", "tftp://127.0.0.1", "--server", "127.0.0.1:69"),
    ],
)
def test_wrong_usage_says_what_to_write(words: tuple[str, ...]) -> None:
    done = boot("p7961", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "such as" in done.stderr or "//" in done.stderr or "takes one" in done.stderr


def test_an_unknown_phone_is_wrong_usage_and_the_nearest_is_named(tree: Path) -> None:
    done = boot("pp7960", "--tree", str(tree))
    assert (done.returncode, done.stdout) == (2, "")
    assert "the nearest is p7960" in " ".join(done.stderr.replace("│", " ").split())
    assert boot("all", "--server", "nowhere:port").returncode == 2


def test_a_missing_tree_says_what_to_do(tmp_path: Path) -> None:
    done = boot("all", "--tree", str(tmp_path / "none"))
    assert (done.returncode, "make" in done.stderr) == (1, True)

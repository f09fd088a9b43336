"""Two generated accounts register and call each other, played by sipp from Debian, on Asterisk 16 and 22."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.live.debian_asterisk import need
from tests.live.systems import System

pytestmark = pytest.mark.live

SCENARIOS = Path(__file__).parent / "scenarios"


@contextmanager
def sipp(system: System, folder: Path, scenario: str, address: str, port: int, *more: str) -> Iterator[None]:
    """sipp as a phone at `address`. It must play its scenario to the end: its exit status says so.

    It plays once; one that waits for calls plays for each until the block is left. Its messages go to
    `scenario.log` in `folder`.
    """
    need("sipp")
    words = [
        "sipp", "-sf", str(SCENARIOS / f"{scenario}.xml"), "-i", address, "-p", str(port), "-timeout", "20",
        "-timeout_error", "-nostdin", "-trace_msg", "-message_file", str(folder / f"{scenario}.log"), *more,
    ]  # fmt: skip
    with subprocess.Popen(
        [*system.network.into("outside"), *words],
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            yield
            if scenario == "answer":
                process.send_signal(signal.SIGUSR1)  # end once the calls have ended
            out, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0, f"sipp {scenario}: {out[-1500:]}"


def test_two_accounts_register_and_call_each_other(example: System, tmp_path: Path) -> None:
    thomas, nadia = example.endpoint("bureau-1"), example.endpoint("bureau-2")
    (here, server), (there, _) = example.place(thomas), example.place(nadia)
    accounts = {e.account: ["-s", e.account, "-au", e.account, "-ap", e.secret.reveal()] for e in (thomas, nadia)}

    for endpoint, address in ((thomas, here), (nadia, there)):
        port = ["-m", "1", "-key", "contact_port", "5060", f"{server}:5060"]
        with sipp(example, tmp_path, "register", address, 5070, *accounts[endpoint.account], *port):
            pass
        assert f" {endpoint.account}/sip:{endpoint.account}@" in example.pbx.cli("pjsip show contacts")

    with sipp(example, tmp_path, "answer", there, 5060):
        example.pbx.cli(f"pjsip qualify {nadia.account}")
        reachable = lambda: any(  # noqa: E731
            f" {nadia.account}/" in line and " Avail " in line
            for line in example.pbx.cli("pjsip show contacts").splitlines()
        )
        example.pbx.wait_for(reachable, 8, "the called phone does not answer OPTIONS")
        number = ["-m", "1", "-key", "number", "1002", f"{server}:5060"]
        with sipp(example, tmp_path, "call", here, 5060, *accounts[thomas.account], *number):
            pass
    assert '"Thomas Girard" <sip:1001@' in (tmp_path / "answer.log").read_text()

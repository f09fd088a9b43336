"""The commands that `tonalite diff` prints, typed on real Asterisk 16 and 22; sipp plays the phones that are told."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from generators.compare import compare, side
from generators.compare.commands import BYTES_MOST, notify_commands
from generators.estate.telephony import Endpoint
from generators.targets.asterisk import artifacts
from tests.live.debian_asterisk import need, obtain
from tests.live.systems import MINIMAL, System, load, running
from tests.live.test_asterisk_sipp import SCENARIOS, sipp

pytestmark = pytest.mark.live


def typed(command: str) -> str:
    """What the shell gives to the console: the words between the quotes of `asterisk -rx '…'`."""
    match = re.fullmatch(r"asterisk -rx '([^']+)'", command)
    assert match, command
    return match[1]


@contextmanager
def listening(system: System, folder: Path, endpoint: Endpoint) -> Iterator[Path]:
    """A phone that is registered and listens; gives the file with each message. It must have been told once."""
    need("sipp")
    address, server = system.place(endpoint)
    folder.mkdir()
    account = ["-s", endpoint.account, "-au", endpoint.account, "-ap", endpoint.secret.reveal()]
    where = ["-m", "1", "-key", "contact_port", "5060", f"{server}:5060"]
    with sipp(system, folder, "register", address, 5070, *account, *where):
        pass
    log = folder / "notified.log"
    words = [
        "sipp", "-sf", str(SCENARIOS / "notified.xml"), "-i", address, "-p", "5060", "-timeout", "30", "-timeout_error",
        "-nostdin", "-trace_msg", "-message_file", str(log),
    ]  # fmt: skip
    with subprocess.Popen(
        [*system.network.into("outside"), *words],
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            system.pbx.cli(f"pjsip qualify {endpoint.account}")
            reachable = lambda: any(  # noqa: E731
                f" {endpoint.account}/" in line and " Avail " in line
                for line in system.pbx.cli("pjsip show contacts").splitlines()
            )
            system.pbx.wait_for(reachable, 10, f"{endpoint.account} does not answer OPTIONS")
            yield log
            process.send_signal(signal.SIGUSR1)
            out, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0, f"sipp notified: {out[-1500:]}"


def heard(log: Path) -> int:
    """How many NOTIFY requests stand in a log of sipp."""
    return log.read_text(errors="replace").count("\nNOTIFY sip:") if log.exists() else 0


def test_both_families_hear_check_sync_by_one_command(example: System, tmp_path: Path) -> None:
    """Two phones without a mailbox, so that no other NOTIFY comes: told together, each on its first line."""
    flat, xml = example.endpoint("nantes-1"), example.endpoint("nantes-2")
    assert {flat.phone.model.family, xml.phone.model.family} == {"flat", "xml"}
    assert flat.line.mailbox is xml.line.mailbox is None
    (command,) = notify_commands("asterisk-pjsip", [flat.account, xml.account])
    with listening(example, tmp_path / "flat", flat) as one, listening(example, tmp_path / "xml", xml) as two:
        said = example.pbx.cli(typed(command))
        assert said.count("Sending NOTIFY of type 'cisco-check-cfg'") == 2, said
        example.pbx.wait_for(lambda: heard(one) and heard(two), 10, "a phone is not told")
    for endpoint, log in ((flat, one), (xml, two)):
        text = log.read_text(errors="replace")
        request = next(m for m in re.split(r"\n-{20,}.*\n", text) if "\nNOTIFY sip:" in m)
        assert f"NOTIFY sip:{endpoint.account}@" in request
        assert re.search(r"^Event: check-sync\r?$", request, re.M)
        assert heard(log) == 1


def test_the_packages_own_file_has_the_same_section(running_example: System) -> None:
    """An administrator who keeps it types the same command."""
    stock = (obtain(running_example.pbx.version).stock / "pjsip_notify.conf").read_text()
    assert re.search(r"^\[cisco-check-cfg\]\nEvent=>check-sync\n", stock, re.M)


def test_the_console_takes_the_longest_command_and_not_much_more(example: System) -> None:
    """The names are nobody's; each that arrives whole is named in the answer."""
    names = [f"nobody{number:04d}" for number in range(100)]
    commands = notify_commands("asterisk-pjsip", names)
    assert max(len(typed(c)) for c in commands) > BYTES_MOST - 20
    told = [n for c in commands for n in re.findall(r"Unable to retrieve endpoint (\w+)", example.pbx.cli(typed(c)))]
    assert sorted(told) == names
    whole = f"pjsip send notify cisco-check-cfg endpoint {' '.join(names)}"
    assert len(re.findall(r"Unable to retrieve endpoint nobody\d{4}\b", example.pbx.cli(whole))) < len(names)


@pytest.mark.parametrize("version", ["16", "22"])
def test_the_reload_takes_the_new_files(version: str, tmp_path: Path) -> None:
    """Another extension and another person's account: there after the printed command, the old ones gone."""
    old = load(MINIMAL)
    line = replace(old.lines[0], extension="1042")
    endpoint = replace(old.endpoints[0], account="moved1anne", line=line)
    new = replace(old, lines=(line,), endpoints=(endpoint,))
    found = compare(side("old", old), side("new", new))
    (pbx,) = found.pbx
    assert pbx.reload is not None
    with running(version, old, tmp_path) as system:
        etc = system.pbx.folder / "etc"
        for artifact in artifacts(new):
            (etc / Path(artifact.path).name).write_bytes(artifact.content)
        assert "moved1anne" not in system.pbx.cli("pjsip show endpoints")
        system.pbx.cli(typed(pbx.reload))
        system.pbx.wait_for(
            lambda: "moved1anne" in system.pbx.cli("pjsip show endpoints"), 15, "the new account is not there"
        )
        gone = lambda: old.endpoints[0].account not in system.pbx.cli("pjsip show endpoints")  # noqa: E731
        system.pbx.wait_for(gone, 5, "the old account is still there")
        new_plan = lambda: "'1042' =>" in system.pbx.cli("dialplan show internal")  # noqa: E731
        system.pbx.wait_for(new_plan, 15, "the new extension is not there")
        assert "'1001' =>" not in system.pbx.cli("dialplan show internal")
        assert "cisco-check-cfg" in (etc / "pjsip_notify.conf").read_text()

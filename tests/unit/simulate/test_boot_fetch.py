"""The two sources: a folder and a live TFTP server, by exact names, with nothing that can hang."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generators.publish.tftp import TftpServer
from generators.simulate.boot import FolderSource, TftpSource, boot
from tests.unit.simulate.trees import example

FILES = {"SIPDefault.cnf": b"x" * 511, "whole": b"y" * 1024, "SEP0007EB4C2160.cnf.xml": b"z", "empty": b""}


@pytest.fixture
def server() -> Iterator[TftpServer]:
    made = TftpServer(FILES, ("127.0.0.1", 0), log=lambda line: None)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.stop()
    thread.join(10)


def test_files_arrive_whole_whatever_their_last_block(server: TftpServer) -> None:
    source = TftpSource("127.0.0.1", server.address[1])
    for name, content in FILES.items():
        answer = source.get(name)
        assert (answer.content, answer.silence) == (content, "")
        assert answer.seconds is not None and answer.seconds < 5


def test_a_missing_file_is_no_silence_and_another_case_is_told(server: TftpServer) -> None:
    source = TftpSource("127.0.0.1", server.address[1])
    missing = source.get("none.cnf")
    assert (missing.content, missing.other_case, missing.silence) == (None, "", "")
    server.replace({"sipdefault.cnf": b"x", "SEP0007eb4c2160.cnf.xml": b"x"})
    assert source.get("SIPDefault.cnf").other_case == "sipdefault.cnf"
    assert source.get("SEP0007EB4C2160.cnf.xml").other_case == "SEP0007eb4c2160.cnf.xml"


def test_a_whole_boot_against_a_live_server_has_times_and_no_fault(server: TftpServer) -> None:
    estate, files = example("one_of_each_model")
    server.replace(files)
    for phone_id in ("p7940", "p7961"):
        story = boot(estate, estate.phone[phone_id], TftpSource("127.0.0.1", server.address[1]))
        assert story.faults == ()
        assert all(request.seconds is not None for request in story.requests)


def test_a_silent_server_costs_its_limit_once() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hole:
        hole.bind(("127.0.0.1", 0))
        estate, _ = example("one_of_each_model")
        start = time.monotonic()
        story = boot(estate, estate.phone["p7960"], TftpSource("127.0.0.1", hole.getsockname()[1], limit=0.3))
        assert time.monotonic() - start < 3
        assert any("no answer in 0.3 s" in fault.what for fault in story.faults)
        assert not any(request.normal for request in story.requests)


def test_a_folder_answers_by_exact_name_and_never_from_outside(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"s")
    root = tmp_path / "tree"
    (root / "France").mkdir(parents=True)
    (root / "France" / "g3-tones.xml").write_bytes(b"t")
    source = FolderSource(root)
    assert source.get("France/g3-tones.xml").content == b"t"
    assert source.get("./France/g3-tones.xml").content == b"t"
    assert source.get("france/G3-tones.xml").other_case == "France/g3-tones.xml"
    assert source.get("../secret").content is None

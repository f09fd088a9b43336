"""The two sources: a folder and a live TFTP server, by exact names, with nothing that can hang."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from generators.publish.http import HttpServer, load_files
from generators.publish.tftp import TftpServer
from generators.simulate.boot import FolderSource, HttpSource, HttpThenTftp, TftpSource, boot
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


@contextmanager
def http_server(files: dict[str, bytes], kind: str = "") -> Iterator[HttpServer]:
    """The house's own HTTP server with `files`; `kind` replaces every Content-Type."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(data)
        loaded = load_files(Path(folder))
    if kind:
        loaded = {name: replace(file, kind=kind) for name, file in loaded.items()}
    made = HttpServer(loaded, ("127.0.0.1", 0), log=lambda line: None)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        made.stop()
        thread.join(10)


def test_newer_firmware_asks_http_first_and_then_tftp(server: TftpServer) -> None:
    estate, files = example("one_of_each_model")
    dial_plan = {"dialplan.xml": files["dialplan.xml"]}
    server.replace(dial_plan)
    rest = {name: data for name, data in files.items() if name not in dial_plan}
    with http_server(rest) as http:
        source = HttpThenTftp(HttpSource("127.0.0.1", http.address[1]), TftpSource("127.0.0.1", server.address[1]))
        story = boot(estate, estate.phone["p7961"], source)
    assert story.faults == ()
    by = {request.name: request.by for request in story.requests}
    assert by[f"SEP{estate.phone['p7961'].mac}.cnf.xml"] == "http"
    assert by["dialplan.xml"] == "tftp"
    assert by[f"CTLSEP{estate.phone['p7961'].mac}.tlv"] == "tftp", "asked at both, there at neither"
    assert [service.pages for service in story.services] and all(s.pages > 1 for s in story.services)
    assert all(request.seconds is not None for request in story.requests)


def test_without_an_http_server_the_phone_asks_tftp_for_everything(server: TftpServer) -> None:
    estate, files = example("one_of_each_model")
    server.replace(files)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    source = HttpThenTftp(HttpSource("127.0.0.1", port), TftpSource("127.0.0.1", server.address[1]))
    story = boot(estate, estate.phone["p7961"], source)
    assert {request.by for request in story.requests if request.found and "services" not in request.name} == {"tftp"}
    assert story.registers == 6
    assert {f.file.split("/")[0] for f in story.faults} == {"services"}, "pages come by HTTP alone"
    assert all("no answer by HTTP" in f.what for f in story.faults)


def test_a_page_with_another_content_type_is_a_fault() -> None:
    estate, files = example("one_of_each_model")
    with http_server(files, "application/xml") as http:
        story = boot(estate, estate.phone["p7961"], HttpSource("127.0.0.1", http.address[1]))
    assert story.registers == 6, "the phone's own files may have any type"
    assert story.faults
    assert all("is sent as application/xml" in f.what and f.file.startswith("services/") for f in story.faults)


def test_an_http_server_that_drops_packets_costs_its_limit_once(server: TftpServer) -> None:
    estate, files = example("one_of_each_model")
    server.replace(files)
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(1)
        start = time.monotonic()
        http = HttpSource("127.0.0.1", hole.getsockname()[1], limit=0.3)
        story = boot(estate, estate.phone["p7961"], HttpThenTftp(http, TftpSource("127.0.0.1", server.address[1])))
        assert time.monotonic() - start < 3
    assert story.registers == 6
    first = story.requests[0].seconds
    assert first is not None
    assert first >= 0.3, "the wait is told with the first request"


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

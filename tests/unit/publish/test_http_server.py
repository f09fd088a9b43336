"""The HTTP server as a phone meets it: the right bytes, types and headers, on one connection or many."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from ipaddress import ip_network
from pathlib import Path

import pytest

from generators.problems import PublishError
from generators.publish.http import HttpServer, load_files
from generators.publish.http.files import kind_of
from tests.unit.publish.http_running import CONTENTS, FILES, Answer, Running, exact, file, reset, rest_of


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    made = Running()
    yield made
    made.end()


@pytest.fixture
def fresh() -> Iterator[Running]:
    made = Running()
    yield made
    made.end()


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_file_comes_whole(server: Running, name: str, version: str) -> None:
    got = server.get(f"/{name}", "Host: x", "Connection: close", version=version)
    assert (got.status, got.phrase, got.body) == (200, "OK", CONTENTS[name])
    assert got.headers["content-length"] == str(len(CONTENTS[name]))
    assert got.headers["etag"] == f'"{FILES[name].digest}"'
    assert got.headers["last-modified"] == "Sun, 06 Nov 1994 08:49:37 GMT"
    assert got.headers["connection"] == "close"
    assert parsedate_to_datetime(got.headers["date"]).tzinfo is not None


@pytest.mark.parametrize("name", CONTENTS)
def test_head_tells_the_same_without_the_file(server: Running, name: str) -> None:
    got, head = server.get(f"/{name}"), server.get(f"/{name}", method="HEAD")
    assert head.body == b""
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}
    assert server.get("/none", method="HEAD").body == b""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("services/fr/10.0.0.1/directory.xml", "text/xml"),
        ("SEP001122334455.cnf.xml", "text/xml"),
        ("dialplan.XML", "text/xml"),
        ("SIPDefault.cnf", "text/plain"),
        ("OS79XX.TXT", "text/plain"),
        ("Desktops/320x196x4/a.png", "image/png"),
        ("logo.bmp", "image/bmp"),
        ("RINGLIST.DAT", "application/octet-stream"),
        ("ring.raw", "application/octet-stream"),
        ("P0S3-8-12-00.loads", "application/octet-stream"),
        ("none", "application/octet-stream"),
        ("folder.xml/none", "application/octet-stream"),
    ],
)
def test_types_are_those_the_phones_take(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(("name", "kind"), [("SEP1.cnf.xml", "text/xml"), ("SIP1.cnf", "text/plain")])
def test_the_type_does_not_depend_on_the_client(server: Running, name: str, kind: str) -> None:
    for headers in ([], ["Accept: application/xml"], ["User-Agent: Mozilla/5.0", "Accept: text/html"]):
        assert server.get(f"/{name}", *headers).headers["content-type"] == kind


@pytest.mark.parametrize(
    "target",
    [
        "/SEP1.cnf.xml?name=SEP001122334455&locale=French_France",
        "/SEP1.cnf.xml?",
        "/SEP1.cnf.xml?../../etc/passwd",
        "/./SEP1.cnf.xml",
        "//SEP1.cnf.xml",
        "http://10.0.0.1:6970/SEP1.cnf.xml",
        "HTTP://server/SEP1.cnf.xml?name=x",
    ],
)
def test_what_phones_write_around_a_name_is_ignored(server: Running, target: str) -> None:
    got = server.get(target)
    assert (got.status, got.body) == (200, CONTENTS["SEP1.cnf.xml"])


def test_a_missing_file_is_told_at_once(server: Running) -> None:
    got = server.get("/CTLSEP001122334455.tlv")
    assert (got.status, got.headers["content-length"]) == (404, str(len(got.body)))
    assert "result=404" in server.wait_for('file="/CTLSEP001122334455.tlv"')


def test_names_are_exact(server: Running) -> None:
    assert server.get("/sep1.cnf.xml").status == 404
    assert server.get("/services/fr").status == 404
    assert server.get("/").status == 404


def test_one_connection_takes_several_requests(server: Running) -> None:
    client = server.client()
    request = b"GET /SEP1.cnf.xml HTTP/1.1\r\nHost: x\r\n\r\n"
    client.sendall(request * 2)  # also when the second is there before the first is answered
    client.sendall(request.replace(b"GET", b"HEAD").replace(b"SEP1.cnf.xml", b"none"))
    client.sendall(request.replace(b"SEP1.cnf.xml", b"none"))
    client.sendall(request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    data = rest_of(client)
    assert data.count(b"HTTP/1.1 200 OK") == 3
    assert data.count(b"HTTP/1.1 404 Not Found") == 2
    assert data.count(CONTENTS["SEP1.cnf.xml"]) == 3
    assert data.count(b"Connection: close") == 1


def test_an_old_client_is_let_go_unless_it_asks_to_stay(server: Running) -> None:
    assert server.get("/empty", version="1.0").headers["connection"] == "close"
    client = server.client()
    client.sendall(b"GET /empty HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += exact(client, 1)
    assert Answer(head).headers["connection"] == "keep-alive"
    client.sendall(b"GET /SEP1.cnf.xml HTTP/1.0\r\n\r\n")
    assert Answer(rest_of(client)).body == CONTENTS["SEP1.cnf.xml"]


def test_a_connection_ends_after_a_hundred_requests(server: Running) -> None:
    data = server.ask(b"HEAD /empty HTTP/1.1\r\nHost: x\r\n\r\n" * 120)
    assert data.count(b"HTTP/1.1 200 OK") == 100
    assert data.count(b"Connection: close") == 1


def test_bare_line_feeds_and_one_empty_line_before_are_borne(server: Running) -> None:
    assert Answer(server.ask(b"\r\nGET /empty HTTP/1.0\r\n\r\n")).status == 200
    assert Answer(server.ask(b"GET /empty HTTP/1.0\n\n")).status == 200


def test_a_client_that_has_the_file_does_not_get_it_again(server: Running) -> None:
    tag = f'"{FILES["SIP1.cnf"].digest}"'
    for value in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        got = server.get("/SIP1.cnf", f"If-None-Match: {value}")
        assert (got.status, got.body) == (304, b"")
        assert got.headers["etag"] == tag
        assert "content-length" not in got.headers
    assert server.get("/SIP1.cnf", 'If-None-Match: "other"').status == 200


def test_nobody_in_between_keeps_a_password(server: Running) -> None:
    assert server.get("/SIP1.cnf").headers["cache-control"] == "private, no-cache"


def test_a_date_that_is_still_to_come_is_not_told(fresh: Running) -> None:
    ahead = file("a.xml", b"x")
    ahead = type(ahead)(ahead.content, ahead.kind, ahead.digest, 2**40)
    fresh.server.replace({"a.xml": ahead})
    assert "last-modified" not in fresh.get("/a.xml").headers


def test_the_log_tells_names_and_sizes_and_never_content(fresh: Running) -> None:
    fresh.get("/SIP1.cnf?name=SEP1")
    line = fresh.wait_for('file="/SIP1.cnf?name=SEP1"')
    assert line.startswith("event=done peer=127.0.0.1:")
    assert f"bytes={len(CONTENTS['SIP1.cnf'])} " in line
    assert line.endswith("result=ok proto=http")
    fresh.get("/SIP1.cnf", method="HEAD")
    assert "bytes=0 " in fresh.wait_for('file="/SIP1.cnf" bytes=0')
    assert "geheim" not in "".join(fresh.lines)


def test_other_files_are_served_from_the_next_request_on(fresh: Running) -> None:
    client = fresh.client(receive_buffer=4096)
    client.sendall(b"GET /big.sbn HTTP/1.0\r\n\r\n")
    begun = exact(client, 100)
    fresh.server.replace({"big.sbn": file("big.sbn", b"new"), "new.xml": file("new.xml", b"<n/>")})
    assert Answer(begun + rest_of(client)).body == CONTENTS["big.sbn"]
    assert fresh.get("/big.sbn").body == b"new"
    assert fresh.get("/new.xml").body == b"<n/>"
    assert fresh.get("/SEP1.cnf.xml").status == 404


def test_many_at_once(server: Running) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(server.get("/big.sbn").body)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == [CONTENTS["big.sbn"]] * 20


def test_a_client_that_leaves_is_forgotten(fresh: Running) -> None:
    for data in (b"", b"GET /big.sb", b"GET /big.sbn HTTP/1.1\r\nHost: x\r\n\r\n"):
        for leave in (lambda client: client.close(), reset):
            client = fresh.client(receive_buffer=4096)
            client.sendall(data)
            leave(client)
    fresh.works()
    assert not [line for line in fresh.lines if "fault" in line]


def test_another_address_wants_a_list_of_who_may_ask() -> None:
    with pytest.raises(PublishError, match="--allow"):
        HttpServer(FILES, ("0.0.0.0", 0))
    with pytest.raises(PublishError, match="IPv6"):
        HttpServer(FILES, ("::1", 0))
    with pytest.raises(PublishError, match="not an address"):
        HttpServer(FILES, ("localhost", 0))


def test_an_address_that_cannot_be_had_says_why(server: Running) -> None:
    with pytest.raises(PublishError, match=f"TCP port {server.port} at 127.0.0.1 is taken"):
        HttpServer(FILES, ("127.0.0.1", server.port))
    with pytest.raises(PublishError, match="not an address of this machine"):
        HttpServer(FILES, ("192.0.2.1", 0), [ip_network("192.0.2.0/24")])
    with pytest.raises(PublishError, match="cannot listen"):
        HttpServer(FILES, ("127.0.0.1", 70000))


def test_stopping_twice_or_before_the_start_is_harmless() -> None:
    early = HttpServer(FILES, ("127.0.0.1", 0))
    early.stop()
    # In a thread of its own: a browser test before this one leaves an event loop running in this one.
    thread = threading.Thread(target=early.serve_forever)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    early.stop()
    unused = HttpServer(FILES, ("127.0.0.1", 0))
    unused.close()
    unused.close()


def test_stopping_does_not_wait_for_a_slow_client() -> None:
    running = Running()
    client = running.client(receive_buffer=4096)
    client.sendall(b"GET /big.sbn HTTP/1.0\r\n\r\n")
    exact(client, 100)
    running.client()
    running.end()


def test_files_are_read_from_one_generation(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / str(number) / "services").mkdir(parents=True)
        (tmp_path / str(number) / "services" / "a.xml").write_text(f"<{number}/>")
        os.utime(tmp_path / str(number) / "services" / "a.xml", (number, 1000 + number))
    (tmp_path / "current").symlink_to("2")
    found = load_files(tmp_path / "current")
    assert {name: (f.content, f.kind, f.modified) for name, f in found.items()} == {
        "services/a.xml": (b"<2/>", "text/xml", 1002)
    }


def test_what_the_tftp_server_refuses_to_serve_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(PublishError, match="neither a file nor a folder"):
        load_files(tmp_path)
    with pytest.raises(PublishError, match="cannot be read"):
        load_files(tmp_path / "none")

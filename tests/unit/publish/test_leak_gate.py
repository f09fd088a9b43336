"""The gate finds a planted secret in every dress, says where and which, never what, and is silent on clean output."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import random
import string
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.problems import LeakFound, PublishError
from generators.publish.leak import check_public, files_below

PLAIN = "Wq7nTkPz4mVbR2xL"
AWKWARD = "a<b>&\"c'd é/+?=x"
NAME = "endpoint/bureau-1/thomas"
PAGE = b"<!doctype html><title>Bureau</title><p>0199000101 and SampleNotASecret "


def told(files: list[tuple[str, bytes]], secrets: dict[str, str]) -> str:
    with pytest.raises(LeakFound) as caught:
        check_public(files, secrets)
    text = str(caught.value)
    assert "\n" not in text and not any(value in text for value in secrets.values())
    return text


def tarred(content: bytes, mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as tar:  # type: ignore[call-overload]
        member = tarfile.TarInfo("SIP.cnf")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("in/side.cnf", content)
    return packed.getvalue()


DRESSES: dict[str, Callable[[str], bytes]] = {
    "plain": lambda v: v.encode(),
    "html": lambda v: html.escape(v).encode(),
    "xml text": lambda v: html.escape(v, quote=False).encode(),
    "xml apos": lambda v: html.escape(v).replace("&#x27;", "&apos;").replace("&quot;", "&#34;").encode(),
    "percent": lambda v: quote(v, safe="").encode(),
    "percent path": lambda v: quote(v).encode(),
    "percent all": lambda v: "".join(f"%{b:02x}" for b in v.encode()).encode(),
    "json": lambda v: json.dumps({"k": v}).encode(),
    "json utf-8": lambda v: json.dumps({"k": v}, ensure_ascii=False).encode(),
    "hex": lambda v: v.encode().hex().encode(),
    "hex upper": lambda v: v.encode().hex().upper().encode(),
    "base64 0": lambda v: base64.b64encode(f"xyz{v}tail".encode()),
    "base64 1": lambda v: base64.b64encode(f"xyzx{v}tail".encode()),
    "base64 2": lambda v: base64.b64encode(f"xyzxy{v}tail".encode()),
    "base64 end": lambda v: base64.b64encode(f"user:{v}".encode()),
    "base64 url": lambda v: base64.urlsafe_b64encode(f"{v}tail".encode()),
}
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda c: gzip.compress(tarred(c)),
    "zip in tar.xz": lambda c: lzma.compress(tarred(zipped(c))),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("value", [PLAIN, AWKWARD, "é" * 8, "x7Kp2m", "1234567890", "??>>??>>~~~"])
@pytest.mark.parametrize("before", [b"", PAGE, PAGE + b"1", PAGE + b"12", PAGE + b"12345"])
def test_a_planted_secret_is_found_in_every_dress(dress: str, value: str, before: bytes) -> None:
    files = [("a.html", PAGE), ("b/c.html", before + DRESSES[dress](value) + b"</p>")]
    text = told(files, {"x": "other-" * 3, NAME: value})
    assert f"b/c.html holds {NAME}" in text and "a.html" not in text and " x" not in text


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_planted_secret_is_found_in_archives(packing: str) -> None:
    packed = PACKINGS[packing](PAGE + PLAIN.encode())
    check_public([("dl.bin", PACKINGS[packing](PAGE))], {NAME: PLAIN})
    assert "dl.bin!" in (text := told([("dl.bin", packed)], {NAME: PLAIN})) or "dl.bin holds" in text
    assert NAME in text


@settings(max_examples=200)
@given(
    st.text(string.ascii_letters + string.digits, min_size=6, max_size=40).filter(lambda v: not v.isdigit()),
    st.binary(max_size=40), st.binary(max_size=40),
)  # fmt: skip
def test_base64_of_anything_that_holds_it_is_found(value: str, before: bytes, after: bytes) -> None:
    body = before + value.encode() + after
    for encoded in (base64.b64encode(body), base64.urlsafe_b64encode(body), base64.b64encode(body).rstrip(b"=")):
        with pytest.raises(LeakFound):  # its text may hold the value: hypothesis also tries words such as "public"
            check_public([("f", b'"' + encoded + b'"')], {"n": value})


BODY = "\n".join("Zm9v" * 15 + f"{i:04d}" for i in range(3))
PEM = f"-----BEGIN PRIVATE KEY-----\n{BODY}\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    "shown",
    [PEM, PEM.replace("\n", "\r\n"), PEM.split("\n")[2], base64.b64encode(PEM.encode()).decode(), json.dumps(PEM)],
    ids=["whole", "other line ends", "one line", "as pfSense holds it", "JSON"],
)
def test_a_key_of_several_lines_is_found(shown: str) -> None:
    """A part of it is enough; the frame alone is nobody's secret."""
    assert told([("a.html", PAGE + shown.encode())], {"link/lyon/client-key": PEM}).endswith("link/lyon/client-key")
    check_public([("a.html", PAGE + b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----")], {"k": PEM})


def test_clean_output_passes() -> None:
    dice = random.Random(7)
    secrets = {f"s/{n}": "".join(dice.choices(string.ascii_letters + string.digits, k=20)) for n in range(500)}
    secrets |= {f"pin/{n}": f"{dice.randrange(10**6):06}" for n in range(50)}
    noise = bytes(dice.randrange(256) for _ in range(200_000))
    files = [("index.html", PAGE * 100), ("noise.png", noise), ("empty", b""), ("zip.gz", gzip.compress(noise))]
    check_public(files, secrets)


def test_values_too_short_to_be_searched_for_are_left_out() -> None:
    check_public([("a", b"1234 abcde")], {"pin": "1234", "short": "abcde", "empty": ""})


def test_short_numbers_count_only_as_whole_numbers() -> None:
    pin = {"mailbox/thomas": "990001"}
    check_public([("a", b"0199000101 a990001 990001f #99000122 1990001")], pin)
    for text in (b"PIN: 990001.", b"990001", b"<td>990001</td>", b"x 990001\n"):
        assert "a holds mailbox/thomas" in told([("a", text)], pin)


def test_a_secret_in_a_file_name_is_found_and_blacked_out() -> None:
    text = told([(f"dl/{PLAIN}.cnf", b"x")], {NAME: PLAIN})
    assert "dl/***.cnf holds " + NAME in text
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as file:
        file.writestr(f"{PLAIN}.cnf", b"x" + PLAIN.encode())
    assert NAME in told([("d.zip", inside.getvalue())], {NAME: PLAIN})


def test_many_finds_are_one_line_in_a_fixed_order() -> None:
    files = [(f"f{n:02}.html", PLAIN.encode()) for n in range(30)]
    text = told(files[::-1], {"b": PLAIN, "a": PLAIN})
    assert text == told(files, {"a": PLAIN, "b": PLAIN})
    assert "f00.html holds a; f00.html holds b" in text and text.endswith("; and 50 more")


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"x" * 1000)[:-9],
        b"\x1f\x8bnot gzip at all",
        zipped(b"x" * 1000)[:-30],
        lzma.compress(b"x" * 1000)[:-9],
        tarred(b"x" * 2000)[:700],
    ],
    ids=["gzip cut", "no gzip", "zip cut", "xz cut", "tar cut"],
)
def test_what_cannot_be_searched_is_not_published(content: bytes) -> None:
    with pytest.raises(PublishError, match=r"dl\.bin.* cannot be searched for secrets"):
        check_public([("dl.bin", content)], {NAME: PLAIN})


def test_packing_without_end_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"x"
    for _ in range(9):
        content = gzip.compress(content)
    with pytest.raises(PublishError, match="too deeply"):
        check_public([("dl.bin", content)], {NAME: PLAIN})
    monkeypatch.setattr("generators.publish.unpack.MOST", 1000)
    with pytest.raises(PublishError, match="too large"):
        check_public([("dl.bin", gzip.compress(b"x" * 1001))], {NAME: PLAIN})


def test_ten_thousand_secrets_cost_one_pass_not_ten_thousand() -> None:
    dice = random.Random(3)
    secrets = {f"s/{n}": "".join(dice.choices(string.ascii_letters + string.digits, k=20)) for n in range(10_000)}
    words = ["".join(dice.choices(string.ascii_lowercase, k=dice.randint(2, 10))) for _ in range(5000)]
    page = " ".join(dice.choices(words, k=160_000)).encode()
    begun = time.process_time()
    check_public([("a", page), ("b", page), ("c", page), ("d", page), ("e", page)], secrets)
    assert time.process_time() - begun < 10  # one search a secret and dress takes minutes
    assert "e holds s/9999" in told([("e", page + secrets["s/9999"].encode())], secrets)


def test_files_below_gives_all_and_refuses_links(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "b").write_text("2")
    (tmp_path / "a").write_text("1")
    assert list(files_below(tmp_path)) == [("a", b"1"), ("en/b", b"2")]
    (tmp_path / "l").symlink_to("a")
    with pytest.raises(PublishError, match="neither a file nor a folder"):
        list(files_below(tmp_path))

"""What the content of firmware tells: header and manifest in the documented form, and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.publish.firmware.images import (
    MOST_MANIFEST,
    MOST_NAMES,
    fault_of,
    header_length,
    read_manifest,
    signed_name,
)
from tests.unit.publish.firmware_made import load_41, load_flat, manifest, signed

NAMES = ("jar41sip.9-4-2ES26.sbn", "cnu41.9-4-2ES26.sbn", "apps41.9-4-2ES26.sbn")


@pytest.mark.parametrize("joint", [b"\n", b"\r\n", b"\0", b"\0" * 40, b" ", b"\x17\0", b",", b'"'], ids=repr)
def test_the_names_in_a_manifest_are_found_however_they_are_set_apart(joint: bytes) -> None:
    found = read_manifest(manifest(*NAMES, joint=joint))
    assert (found.files, found.signed) == (NAMES, True)


def test_a_manifest_needs_no_signature_and_keeps_the_case_of_names() -> None:
    found = read_manifest(b"Jar41sip.8-3-0-50.sbn\ncnu41.8-3-0-50.sbn\n")
    assert (found.files, found.signed) == (("Jar41sip.8-3-0-50.sbn", "cnu41.8-3-0-50.sbn"), False)
    assert read_manifest(load_flat()["P0S3-8-12-00.loads"]).files == ("P003-8-12-00.sbn", "P0S3-8-12-00.sb2")
    assert read_manifest(signed(b"\x01\x02\x03 nothing that is a name")).files == ()


def test_a_name_is_taken_whole_or_not_at_all() -> None:
    body = b"../../etc/passwd /boot/x.sbn.exe apps41.9.sbnx cvm41sip.1.sbn\x07 .sbn a.sbn \xe9t\xe9.sbn"
    assert read_manifest(b"\x00" + body).files == ("cvm41sip.1.sbn",)


def test_the_header_is_measured_and_names_what_was_signed() -> None:
    plain, named = signed(b"body"), signed(b"body", "apps41.1.sbn", (1, 2))
    for content in (plain, named):
        assert content[header_length(content) :] == b"body"
    assert (signed_name(plain), signed_name(named), signed_name(b"body")) == (None, "apps41.1.sbn", None)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is empty"),
        (bytes(5000), "nothing but zeros"),
        (b"\r\n<!DOCTYPE html><html>Sign in to continue", "is a web page"),
        (b"<html>", "is a web page"),
        (manifest(*NAMES)[:60], "cut short"),
        (signed(b"")[:10], "cut short"),
        (b"\x01\x00\x02\x01\x01\x02\x00\x02\x00\x05" + b"x" * 40, "cut short"),
        (b"\x01\x00\x02\x01\x01\x02\x00\x02\x00\x14\x04\xff\xff" + b"x" * 40, "not well formed"),
        (b"apps41.1.sbn\n" * (MOST_MANIFEST // 10), "too large"),
        (b"".join(b"apps%d.1.sbn\n" % i for i in range(MOST_NAMES + 1)), "names more files"),
    ],
    ids=["empty", "zeros", "web", "html", "cut", "head", "short", "overrun", "large", "many"],
)
def test_what_is_no_manifest_is_refused(content: bytes, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_manifest(content)
    assert fault in str(fault_of("SIP41.9-4-2SR3-1S.loads", content))


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("apps41.1.sbn", signed(b"image"), None),
        ("apps41.1.sbn", signed(b"image", "apps41.1.sbn"), None),
        ("APPS41.1.SBN", signed(b"image", "apps41.1.sbn"), None),
        ("apps41.1.sbn", signed(b"image", "/vob/build/apps41.cnu"), None),
        ("apps41.1.sbn", signed(b"image", "cnu41.1.sbn"), "was signed under the name cnu41.1.sbn"),
        ("apps41.1.sbn", b"image", "is not a signed file"),
        ("apps41.1.sbn", signed(b"image", "apps75.2.sbn"), None),
        ("cnu41.1.sbn", signed(b"image", "cnu.sbn"), None),
        ("P0S3-8-12-00.sb2", signed(b"image", "P003-8-12-00.sbn"), "was signed under the name P003-8-12-00.sbn"),
        ("P0S3-8-12-00.sb2", b"\x7fELF image", "is not a signed file"),
        ("apps41.1.sbn", signed(b""), "ends after its signature header"),
        ("apps41.1.sbn", signed(b"image")[:100], "cut short"),
        ("P003-8-12-00.bin", b"image", None),
        ("P003-8-12-00.bin", b"", "is empty"),
    ],
)
def test_a_file_is_what_its_name_says(name: str, content: bytes, fault: str | None) -> None:
    found = fault_of(name, content)
    assert found is None if fault is None else found is not None and fault in found


def test_synthetic_loads_are_sound() -> None:
    for name, content in {**load_41(), **load_flat()}.items():
        assert fault_of(name, content) is None, name


@given(st.binary(max_size=400), st.sampled_from(["a.loads", "a.sbn", "a.sb2", "a.bin"]), st.booleans())
def test_any_content_is_judged_without_a_crash(content: bytes, name: str, headed: bool) -> None:
    content = b"\x01\x00\x02\x01\x01\x02\x00\x02" + content if headed else content
    fault = fault_of(name, content)
    assert fault is None or (fault and "\n" not in fault)


@given(st.integers(0, 600))
def test_a_file_cut_inside_its_header_is_never_taken(at: int) -> None:
    whole = signed(b"i" * 300, "apps41.1.sbn")
    length = header_length(whole)
    assert length is not None
    assert (fault_of("apps41.1.sbn", whole[:at]) is None) == (at > length)


def test_a_name_that_no_phone_can_ask_for_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than a phone can ask for"):
        read_manifest(b"apps41." + b"9" * 40 + b"." + b"9" * 20 + b".sbn\n")

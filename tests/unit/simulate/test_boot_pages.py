"""What keys open: pages followed and judged, from menus to the last of their lists; logo, rings, backgrounds."""

from __future__ import annotations

import re
import struct
import zlib

import pytest

from generators.simulate.boot import Story, boot
from generators.simulate.boot.images import judge_logo, judge_png, judge_sample
from generators.simulate.boot.services import judge_page, own_path
from tests.unit.simulate.trees import Files, MemorySource, example

BASE = "services/fr/192.0.2.10"
URL = f"http://192.0.2.10:6970/{BASE}"


def story_of(changes: dict[str, bytes | None], phone_id: str = "p7961") -> Story:
    """The boot of a phone of `one_of_each_model` with pages replaced; None takes one away."""
    estate, files = example("one_of_each_model")
    tree: Files = {name: data for name, data in (files | changes).items() if data is not None}
    return boot(estate, estate.phone[phone_id], MemorySource(tree))


def said(story: Story) -> str:
    """The faults as they are printed."""
    return "\n".join(str(fault) for fault in story.faults)


def page(root: str, inner: str) -> bytes:
    """An object with a title."""
    return f"<CiscoIPPhone{root}><Title>t</Title>{inner}</CiscoIPPhone{root}>\n".encode()


def items(*urls: str) -> str:
    """The items of a menu."""
    return "".join(f"<MenuItem><Name>n</Name><URL>{url}</URL></MenuItem>" for url in urls)


def entries(number: int) -> str:
    """The entries of a directory."""
    return "<DirectoryEntry><Name>n</Name><Telephone>2001</Telephone></DirectoryEntry>" * number


def test_pages_are_followed_to_the_last_and_told_with_what_they_hold() -> None:
    for phone_id in ("p7960", "p7961"):
        story = story_of({}, phone_id)
        directory = next(s for s in story.services if s.key == "directory")
        assert (directory.kind, directory.pages, directory.note) == ("Menu", 2, "")
        assert directory.entries == 24
        assert said(story) == ""
        assert any(r.name == f"{BASE}/names.xml" and r.later and r.found for r in story.requests)


def test_a_directory_where_a_menu_is_due_is_a_fault_of_the_xml_family_only() -> None:
    change: dict[str, bytes | None] = {f"{BASE}/directory.xml": page("Directory", entries(3))}
    assert f"{BASE}/directory.xml: is a Directory, the directory key of this phone needs a Menu first" in said(
        story_of(change)
    )
    assert said(story_of(change, "p7960")) == ""


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"names.xml": None}, r"directory.xml:\d+: leads to .*/names.xml, which is not there"),
        ({"directory.xml": None}, r"directory.xml: is not there"),
        ({"names.xml": None, "Names.xml": b"x"}, r"is there as .*/Names.xml: the case of every letter counts"),
        ({"names.xml": page("Directory", entries(33))}, "has 33 of DirectoryEntry, a phone shows 32"),
        ({"names.xml": page("Directory", "")}, "DirectoryEntry is missing: there is nobody to call"),
        ({"names.xml": page("Directory", entries(2)).replace(b">n<", b">A & B<")}, "is not well-formed"),
        ({"names.xml": page("Directory", entries(2)).replace(b">n<", ">é<".encode())}, "does not declare ISO-8859-1"),
        ({"names.xml": page("Directory", entries(2)).replace(b"2001", b"Bob")}, "is not a number or an address"),
        ({"names.xml": page("Directory", entries(2)).replace(b">n<", b">" + b"n" * 65 + b"<")}, "has 65 characters"),
        ({"names.xml": page("IconMenu", "")}, "is no page that these phones show"),
        ({"names.xml": b"<html><body>404</body></html>"}, "is no page that these phones show"),
        ({"names.xml": page("Text", f"<Text>{'x' * 4001}</Text>")}, "has 4001 characters"),
        ({"names.xml": page("Menu", items(*["SoftKey:Exit"] * 101))}, "has 101 of MenuItem, a phone shows 100"),
        ({"names.xml": page("Menu", items("names.xml"))}, "is not an http:// address or an action"),
        ({"names.xml": page("Menu", items("https://192.0.2.10/x.xml"))}, "is not an http:// address or an action"),
    ],
)
def test_a_spoiled_page_is_told(change: dict[str, bytes | None], fault: str) -> None:
    assert re.search(fault, said(story_of({f"{BASE}/{name}": data for name, data in change.items()})))


def test_soft_keys_of_a_page_must_allow_to_choose_and_have_a_place_each() -> None:
    key = "<SoftKeyItem><Name>k</Name><URL>{}</URL><Position>{}</Position></SoftKeyItem>"
    good = key.format("SoftKey:Dial", 1) + key.format(f"{URL}/directory.xml", 4)
    assert judge_page(page("Directory", entries(2) + good), "p")[1] == ()
    bad = key.format("SoftKey:Exit", 1) + key.format("SoftKey:Quit", 1)
    faults = " ".join(fault.what for fault in judge_page(page("Directory", entries(2) + bad), "p")[1])
    for what in ("none of them SoftKey:Dial", "two soft keys have the position 1", "is not an http:// address"):
        assert what in faults


def test_accents_are_fine_where_the_page_declares_what_the_phone_takes_them_for() -> None:
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?>' + page("Text", "<Text>été</Text>").decode()
    assert judge_page(latin.encode("latin-1"), "p")[1] == ()
    assert judge_page(latin.replace("ISO-8859-1", "UTF-8").encode(), "p")[1] != ()


def test_a_circle_of_menus_ends_and_a_query_is_no_other_page() -> None:
    change: dict[str, bytes | None] = {
        f"{BASE}/directory.xml": page("Menu", items(f"{URL}/names.xml?a=1", f"{URL}/directory.xml")),
        f"{BASE}/names.xml": page("Menu", items(f"{URL}/directory.xml?b=2", f"{URL}/names.xml")),
    }
    story = story_of(change)
    assert said(story) == ""
    assert next(s for s in story.services if s.key == "directory").pages == 2


def test_pages_of_another_server_are_named_and_not_followed() -> None:
    story = story_of({f"{BASE}/names.xml": page("Menu", items("http://192.0.2.99/x.xml"))})
    assert said(story) == ""
    assert next(s for s in story.services if s.key == "directory").note == "on another server, not followed"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (f"{URL}/a%20b.xml?name=SEP1", f"{BASE}/a b.xml"),
        ("http://192.0.2.10/x.xml", None),
        ("http://192.0.2.11:6970/x.xml", None),
        ("https://192.0.2.10:6970/x.xml", None),
        ("http://192.0.2.10:99999/x.xml", None),
        ("http://[192.0.2.10:6970/x.xml", None),
    ],
)
def test_only_the_provisioning_servers_pages_are_files_of_the_tree(url: str, path: str | None) -> None:
    assert own_path(example("one_of_each_model")[0], url) == path


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bmp(width: int, height: int, bits: int = 24, packed: int = 0) -> bytes:
    """A black picture."""
    body = bytes((width * bits // 8 + 3) // 4 * 4 * height)
    size = 54 + len(body)
    head = struct.pack("<2sIHHIIiiHHIIiiII", b"BM", size, 0, 0, 54, 40, width, height, 1, bits, packed, 0, 0, 0, 0, 0)
    return head + body


def test_a_background_must_have_the_size_of_the_screen_and_be_whole() -> None:
    good = png(320, 196)
    assert judge_png(good, ((320, 196),)) == ""
    assert "320 by 196 pixels, the phone shows 320 by 212" in judge_png(good, ((320, 212),))
    assert judge_png(good[:-5], ((320, 196),)) == "is a PNG that was cut"
    assert judge_png(good[:40] + b"?" + good[41:], ((320, 196),)) == "is a damaged PNG"
    assert judge_png(bmp(320, 196), ((320, 196),)) == "is not a PNG"


def test_backgrounds_are_asked_for_and_judged() -> None:
    folder = "Desktops/320x196x4"
    image = f'<ImageItem Image="TFTP:{folder}/a-small.png" URL="TFTP:{folder}/a.png" />'
    listed = f"<CiscoIPPhoneImageList>{image}</CiscoIPPhoneImageList>\n".encode()
    tree: dict[str, bytes | None] = {f"{folder}/List.xml": listed, f"{folder}/a-small.png": png(80, 53)}
    assert said(story_of(tree | {f"{folder}/a.png": png(320, 196)})) == ""
    assert f"the picture {folder}/a.png is not there" in said(story_of(tree))
    assert "has 80 by 53 pixels" in said(story_of(tree | {f"{folder}/a.png": png(80, 53)}))
    other = {f"{folder}/List.xml": listed.replace(b"320x196x4/a.png", b"320x212x16/a.png")}
    assert "is not in Desktops/320x196x4, the folder of this screen" in said(story_of(tree | other))


def test_a_logo_is_a_plain_bmp_of_its_size() -> None:
    assert judge_logo(bmp(90, 56)) == ""
    assert judge_logo(bmp(90, 57)) == "has 90 by 57 pixels, the phone shows 90 by 56"
    assert "alpha" in judge_logo(bmp(90, 56, bits=32))
    assert "packed" in judge_logo(bmp(90, 56, packed=1))
    assert "was cut" in judge_logo(bmp(90, 56)[:-4])
    assert judge_logo(png(90, 56)) == "is not a BMP"


def test_a_logo_is_fetched_at_boot_and_judged() -> None:
    estate, files = example("one_of_each_model")
    own = f"SIP{estate.phone['p7960'].mac}.cnf"
    text = files[own].decode().replace('logo_url: ""', 'logo_url: "http://192.0.2.10:6970/logo.bmp"').encode()
    story = story_of({own: text, "logo.bmp": bmp(90, 56)}, "p7960")
    assert said(story) == ""
    assert [r.name for r in story.requests if not r.later][-1] == "logo.bmp"
    assert f"{own}:" in said(story_of({own: text}, "p7960"))
    assert "the logo logo.bmp has 91 by 56" in said(story_of({own: text, "logo.bmp": bmp(91, 56)}, "p7960"))


def test_a_ring_is_raw_samples_of_whole_periods() -> None:
    assert judge_sample(bytes(240)) == judge_sample(bytes(16080)) == ""
    for size in (0, 239, 16081, 16320):
        assert f"has {size} bytes, a ring has 240 to 16080" in judge_sample(bytes(size))
    assert "a multiple of 240" in judge_sample(bytes(250))
    assert "header of a sound file" in judge_sample(b"RIFF" + bytes(236))

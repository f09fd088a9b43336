"""Ring tones, the logo and backgrounds of an organization: where they stand and who lists them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generators.catalog import load_catalog
from generators.estate.estate import Estate
from generators.estate.handsets import Background, Logo, RingTone
from generators.estate.values import Origin
from generators.targets.phones import artifacts
from generators.targets.phones.media import background_files, ring_menu
from generators.targets.phones.xml.keys import KEYS
from tests.parsers import cisco_flat, cisco_xml
from tests.unit.targets.phones.small import Files, files_of, relabelled

AT = Origin("site_data/media.yml", 3)
BELL = RingTone('Cloche & "co"', "cloche.raw", b"\xff" * 8000, AT)
LOGO = Logo("logo.bmp", b"BM" + b"\0" * 100, AT)
GREY = Background("Le port", "port", 320, 196, b"PNG1", b"png1", AT)
COLOUR = Background("La mer", "mer", 320, 212, b"PNG2", b"png2", AT)
MODELS = load_catalog().models


def tree(estate: Estate) -> Files:
    """The files by name, also those of folders."""

    return {artifact.path.removeprefix("tftp/"): artifact for artifact in artifacts(estate)}


def test_a_ring_of_ones_own_comes_first_in_every_list(estate: Estate) -> None:
    files = files_of(replace(estate, ring_tones=(BELL,)))
    assert cisco_flat.parse_ring_list(files["RINGLIST.DAT"].content)[0] == ("Cloche & 'co'", "cloche.raw")
    for name in ("Ringlist.xml", "ringlist.xml", "distinctiveringlist.xml"):
        got = cisco_xml.parse(files[name].content, "rings")
        assert got.all("Ring/DisplayName")[0] == "Cloche & 'co'"
        assert got.all("Ring/FileName") == ["cloche.raw", "tonalite-440.raw", "tonalite-duo.raw"]
    assert files["cloche.raw"].content == BELL.content
    assert AT in files["cloche.raw"].origins


@pytest.mark.parametrize(
    "wrong",
    [
        replace(BELL, content=b"\xff" * 239),
        replace(BELL, content=b"\xff" * 16081),
        replace(BELL, title="x" * 26),
        replace(BELL, title="Été"),
        replace(BELL, file="cloche.wav"),
        replace(BELL, file="tonalite-440.raw"),
    ],
)
def test_a_ring_that_no_phone_plays_is_our_bug(estate: Estate, wrong: RingTone) -> None:
    with pytest.raises(ValueError, match=r"samples|characters|ASCII|cannot list"):
        files_of(replace(estate, ring_tones=(wrong,)))


def test_the_menu_has_fifty_entries_at_most() -> None:
    rings = [replace(BELL, file=f"r{n}.raw") for n in range(48)]
    assert len(ring_menu(rings)) == 50
    with pytest.raises(ValueError, match="cannot list"):
        ring_menu([*rings, BELL])


def test_a_logo_is_fetched_by_http_where_a_server_of_ours_answers(estate: Estate) -> None:
    files = tree(replace(estate, logo=LOGO))
    near = cisco_flat.parse_cnf(files["SIP0007EBAA0001.cnf"].content)
    far = cisco_flat.parse_cnf(files["SIP0007EBAA0003.cnf"].content)
    port = estate.servers["provisioning"].ports["http"]
    assert near["logo_url"] == f"http://10.1.20.11:{port}/logo.bmp"
    assert far["logo_url"] == ""
    assert files["logo.bmp"].content == LOGO.content


def test_a_changed_logo_or_ring_list_moves_sync(estate: Estate) -> None:
    """A phone reads both when it starts, and not before."""
    seen = set()
    for other in (
        estate,
        replace(estate, logo=LOGO),
        replace(estate, logo=replace(LOGO, content=b"BM1")),
        replace(estate, ring_tones=(BELL,)),
    ):
        seen.add(cisco_flat.parse_cnf(files_of(other)["SIPDefault.cnf"].content)["sync"])
    louder = replace(estate, ring_tones=(replace(BELL, content=b"\x80" * 8000),))
    assert len(seen) == 4
    assert cisco_flat.parse_cnf(files_of(louder)["SIPDefault.cnf"].content)["sync"] in seen


@pytest.mark.parametrize("wrong", [replace(LOGO, content=b"\x89PNG"), replace(LOGO, file="l" * 110 + ".bmp")])
def test_a_logo_that_no_phone_shows_is_our_bug(estate: Estate, wrong: Logo) -> None:
    with pytest.raises(ValueError, match=r"no BMP|characters"):
        files_of(replace(estate, logo=wrong))


def test_backgrounds_stand_in_the_folder_of_each_screen_in_use(estate: Estate) -> None:
    """The small organization has greys only (7941, 7961); with a 7945 the colour folder comes too."""
    both = replace(estate, backgrounds=(GREY, COLOUR))
    assert {name for name in tree(both) if name.startswith("Desktops/")} == {
        "Desktops/320x196x4/List.xml",
        "Desktops/320x196x4/port.png",
        "Desktops/320x196x4/TN-port.png",
    }
    coloured = tree(relabelled(both, "petit", model=MODELS["cisco-7945"], load="SIP45.9-3-1SR4-1S"))
    got = cisco_xml.parse(coloured["Desktops/320x212x16/List.xml"].content, "images")
    (item,) = got.root.findall("ImageItem")
    assert dict(item.attrib) == {
        "Image": "TFTP:Desktops/320x212x16/TN-mer.png",
        "URL": "TFTP:Desktops/320x212x16/mer.png",
    }
    for address in item.attrib.values():
        assert str(address).removeprefix("TFTP:") in coloured
    assert coloured["Desktops/320x212x16/mer.png"].content == COLOUR.content
    assert coloured["Desktops/320x212x16/TN-mer.png"].content == COLOUR.preview
    assert got.paths <= set(KEYS)


def test_screens_of_one_size_and_another_depth_have_folders_of_their_own(estate: Estate) -> None:
    models = [MODELS["cisco-7945"], MODELS["cisco-7970"], MODELS["cisco-7911"]]
    folders = {artifact.path.split("/")[2] for artifact in background_files(estate, (COLOUR,), models)}
    assert folders == {"320x212x16", "320x212x12"}


@pytest.mark.parametrize(
    "wrong", [[GREY, GREY], [replace(GREY, name="a b")], [replace(GREY, name=f"n{n}") for n in range(51)]]
)
def test_backgrounds_that_no_phone_lists_are_our_bug(estate: Estate, wrong: list[Background]) -> None:
    with pytest.raises(ValueError, match="cannot list"):
        list(background_files(estate, wrong, [MODELS["cisco-7941"]]))


def test_nothing_is_written_for_what_is_not_there(estate: Estate, files: Files) -> None:
    assert not [name for name in tree(estate) if name.startswith("Desktops/") or name.endswith((".bmp", ".png"))]

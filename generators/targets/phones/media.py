"""Sounds and pictures: the ring menu, the logo of a 7940 or 7960, the backgrounds of the xml family.

| file | read by |
|---|---|
| `<name>.raw` in the TFTP root | both families, when the ring is chosen |
| the logo, a BMP | 7940 and 7960, by HTTP at each boot (SAG4, logo_url) |
| `Desktops/<width>x<height>x<depth>/List.xml`, pictures beside it | models with that screen, in the menu (UCM) |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generators.estate.estate import Estate
from generators.estate.handsets import Background, Logo, RingTone
from generators.estate.services import http_address
from generators.estate.telephony import Phone, PhoneModel
from generators.targets.artifact import Artifact
from generators.targets.phones.output import ascii_bytes, shared_file
from generators.targets.phones.rings import RINGS, sample
from generators.targets.phones.text import checked, flat_value, xml_value
from generators.targets.templating import render

PACKAGE = "generators.targets.phones"
TITLE_MOST = 25  # UCM, Ring Tones
ENTRIES_MOST = 50  # UCM, Ring Tones and Background Images
SAMPLES = range(240, 16081)  # SAG8; UCM, Ring Tones
LIST_MOST = 16000  # bytes; fifty entries stay below
URL_MOST = 127  # SAG8, logo_url
RAW = re.compile(r"[A-Za-z0-9_-]{1,21}\.raw\Z")
PICTURE = re.compile(r"[A-Za-z0-9_-]{1,32}\Z")


@dataclass(frozen=True)
class Entry:
    """A ring in the menu: `title` as a line of RINGLIST.DAT holds it, `escaped` for XML, and its file."""

    title: str
    file: str

    @property
    def escaped(self) -> Markup:
        """The title for an XML file."""
        return xml_value(self.title)


RING_MENU = tuple(Entry(ring.title, ring.file) for ring in RINGS)


def ring_menu(rings: Sequence[RingTone]) -> tuple[Entry, ...]:
    """The ring menu: the organization's own, then ours. ValueError for what no phone could list."""
    own = tuple(Entry(flat_value(checked(ring.title, TITLE_MOST, "title of a ring")), ring.file) for ring in rings)
    menu = own + RING_MENU
    files = [entry.file for entry in menu]
    if len(set(files)) != len(files) or len(menu) > ENTRIES_MOST or not all(RAW.match(file) for file in files):
        raise ValueError(f"a phone cannot list these rings: {files}")
    return menu


def ring_files(estate: Estate, rings: Sequence[RingTone] = ()) -> Iterator[Artifact]:
    """The samples of the menu, each as it is sent."""
    ring_menu(rings)
    for ring in RINGS:
        yield shared_file(estate, ring.file, sample(ring))
    for own in rings:
        if len(own.content) not in SAMPLES:
            raise ValueError(f"{own.file} has {len(own.content)} samples, a phone takes 240 to 16080")
        yield shared_file(estate, own.file, own.content, own.origin)


def logo_file(estate: Estate, logo: Logo) -> Artifact:
    """The logo as it is sent."""
    if not logo.content.startswith(b"BM"):
        raise ValueError(f"{logo.file} is no BMP")
    return shared_file(estate, logo.file, logo.content, logo.origin)


def logo_url(estate: Estate, phone: Phone, logo: Logo | None) -> str:
    """Where `phone` fetches the logo by HTTP; "" without one, or where no server of ours answers the phone."""
    address = http_address(estate.site[phone.site])
    if logo is None or not address:
        return ""
    url = f"http://{address}:{estate.servers['provisioning'].ports['http']}/{logo.file}"
    if len(url) > URL_MOST:
        raise ValueError(f"the logo's address has {len(url)} characters, {URL_MOST} fit")
    return url


@dataclass(frozen=True)
class Item:
    """An entry of the menu of backgrounds: the addresses of preview and picture, as the phone writes them."""

    preview: str
    picture: str


def background_files(
    estate: Estate, backgrounds: Sequence[Background], models: Iterable[PhoneModel]
) -> Iterator[Artifact]:
    """The folder of each screen among `models` for which there are backgrounds: a list, pictures, previews.

    A depth that differs makes a folder of its own (UCM).
    """
    for desktops in sorted({model.desktops for model in models if model.desktops is not None}):
        width, height, _ = (int(part) for part in desktops.split("x"))
        pictures = [picture for picture in backgrounds if (picture.width, picture.height) == (width, height)]
        if not pictures:
            continue
        names = [picture.name for picture in pictures]
        if len(names) > ENTRIES_MOST or len(set(names)) != len(names) or not all(PICTURE.match(n) for n in names):
            raise ValueError(f"a phone cannot list these backgrounds: {names}")
        folder = f"Desktops/{desktops}"
        items = [Item(f"TFTP:{folder}/TN-{name}.png", f"TFTP:{folder}/{name}.png") for name in names]
        text = render(PACKAGE, "List.xml.j2", items=items)
        origins = [picture.origin for picture in pictures]
        yield shared_file(estate, f"{folder}/List.xml", ascii_bytes("List.xml", text, LIST_MOST), *origins)
        for picture in pictures:
            yield shared_file(estate, f"{folder}/{picture.name}.png", picture.content, picture.origin)
            yield shared_file(estate, f"{folder}/TN-{picture.name}.png", picture.preview, picture.origin)

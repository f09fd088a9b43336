"""The boot files of the 7940 and 7960: flat text, values that stay in the phone's flash.

| file | holds |
|---|---|
| `SIPDefault.cnf` | what is the same for all of the organisation's phones |
| `SIP<MAC>.cnf` | the phone's lines, and everything its site decides, in full: no phone depends on a majority |
| `SEP<MAC>.cnf.xml` | a stub that names protocol and load, asked for first (LOG60) |
| `OS79XX.TXT` | the image for a phone on old or factory firmware (C72029) |
| `RINGLIST.DAT` | the ring menu |
| the logo | a picture on the screen, by HTTP (SAG4) |
| `syncinfo.xml` | the value that a running phone compares with its own `sync` when it is told to (SAG8) |

A parameter that is left out keeps its last value for ever (SAG4), so every documented one is written: unused lines,
speed dials and pages blank, what nothing of the YAML decides with its documented default. What an earlier life of
the phone, or an entry since removed from the YAML, has set is written back. Left out on purpose are, each with its
reason in `parameters.NOT_WRITTEN`: the CallManager addresses, the Contact of a line, the overrides of DHCP, the
domain's name, and automatic answer; and the parts of the rule of summer time where there is none.

What phones may differ in, or sites, stands in full in `SIP<MAC>.cnf`, which wins over `SIPDefault.cnf` (SAG4): no
phone depends on what a majority has. What is set by hand (`extra`) stands there too, in the place of our own value.
"""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.estate.phone_files import (
    DEFAULT_IMAGE,
    FLAT_DEFAULTS,
    FLAT_RINGS,
    FLAT_SYNC,
    config_file,
    stub_file,
)
from generators.targets.artifact import Artifact
from generators.targets.phones.flat.view import phone_view
from generators.targets.phones.loads import device_name
from generators.targets.phones.media import logo_file, logo_url, ring_menu
from generators.targets.phones.output import ascii_bytes, phone_file, shared_file
from generators.targets.phones.stamp import mark, stamp
from generators.targets.templating import render

__all__ = ["artifacts"]

PACKAGE = "generators.targets.phones.flat"
FILE_MOST = 8000  # the phone takes 8192 bytes (SIPCC, config.h); a margin is kept
SYNC_LENGTH = 16  # of 32 (SAG8)


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """Every file of the family, if the Estate has a phone of it: two a phone, and five or six shared ones."""
    phones = [phone for phone in estate.phones if phone.model.family == "flat"]
    if not phones:
        return
    logo = estate.logo
    ring_list = render(PACKAGE, "RINGLIST.DAT.j2", rings=ring_menu(estate.ring_tones))
    # What a phone reads at boot only, and what it says itself. The dial plan is no part of `sync`: a phone told to
    # compare fetches it anyway, without a restart (LOG60); neither are the samples, read when they are chosen.
    seen = [render(PACKAGE, "SIPDefault.cnf.j2", sync=""), ring_list, logo.content.hex() if logo else ""]
    for phone in phones:
        view = phone_view(estate, phone, device_name(phone.model), logo_url(estate, phone, logo))
        seen += [render(PACKAGE, "SIPMAC.cnf.j2", view=view.without_secrets()), mark(view.secrets)]
        yield phone_file(estate, phone, stub_file(phone), render(PACKAGE, "stub.xml.j2", view=view))
        yield phone_file(estate, phone, config_file(phone), render(PACKAGE, "SIPMAC.cnf.j2", view=view))
    if logo is not None:
        yield logo_file(estate, logo)
    sync = stamp(seen, SYNC_LENGTH)
    texts = {
        FLAT_DEFAULTS: render(PACKAGE, "SIPDefault.cnf.j2", sync=sync),
        FLAT_SYNC: render(PACKAGE, "syncinfo.xml.j2", sync=sync),
        FLAT_RINGS: ring_list,
        DEFAULT_IMAGE: render(PACKAGE, "OS79XX.TXT.j2", image=_default_image(estate)),
    }
    for name, text in texts.items():
        yield shared_file(estate, name, ascii_bytes(name, text, FILE_MOST))


def _default_image(estate: Estate) -> str:
    """The universal loader, `P003-…`, not the SIP image.

    A phone that asks for OS79XX.TXT runs old firmware, often of the other protocol, which may not load the
    signed SIP image itself; the loader of the same release can, and takes the SIP image from the stub and
    `image_version` in its second stage (C5455, BLOG-FB). A phone that has its files no longer obeys this
    one (C72029), so naming another image than they do does no harm.
    """
    images = {phone.model.default_load for phone in estate.phones if phone.model.family == "flat"}
    if len(images) != 1:
        raise ValueError(f"one file names the image for old firmware, the models want {sorted(images)}")
    return images.pop()

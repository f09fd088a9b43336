"""The boot files of the 7940 and 7960: flat text, values that stay in the phone's flash.

| file | holds |
|---|---|
| `SIPDefault.cnf` | what is the same for all of the organisation's phones |
| `SIP<MAC>.cnf` | the phone's lines, and everything its site decides, in full: no phone depends on a majority |
| `SEP<MAC>.cnf.xml` | a stub that names protocol and load, asked for first (LOG60) |
| `OS79XX.TXT` | the image for a phone on old or factory firmware (C72029) |
| `RINGLIST.DAT` | the ring menu |
| `syncinfo.xml` | the value that a running phone compares with its own `sync` when it is told to (SAG8) |

A parameter that is left out keeps its last value for ever (SAG4), so unused lines are written blank, and
what an earlier life of the phone may have set is written back. What users choose in the phone's own menus
(call waiting, do not disturb …) is left out on purpose: a file would undo it at every boot.
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
from generators.targets.phones.flat.view import defaults_view, phone_view
from generators.targets.phones.loads import device_name
from generators.targets.phones.output import ascii_bytes, phone_file, shared_file
from generators.targets.phones.rings import RINGS
from generators.targets.phones.stamp import mark, stamp
from generators.targets.templating import render

__all__ = ["artifacts"]

PACKAGE = "generators.targets.phones.flat"
FILE_MOST = 8000  # the phone takes 8192 bytes (SIPCC, config.h); a margin is kept
SYNC_LENGTH = 16  # of 32 (SAG8)


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """Every file of the family, if the Estate has a phone of it: two a phone, and five shared ones."""
    phones = [phone for phone in estate.phones if phone.model.family == "flat"]
    if not phones:
        return
    seen = [render(PACKAGE, "SIPDefault.cnf.j2", view=defaults_view(estate, ""))]
    for phone in phones:
        view = phone_view(estate, phone, device_name(phone.model))
        seen += [render(PACKAGE, "SIPMAC.cnf.j2", view=view.without_secrets()), mark(view.secrets)]
        yield phone_file(estate, phone, stub_file(phone), render(PACKAGE, "stub.xml.j2", view=view))
        yield phone_file(estate, phone, config_file(phone), render(PACKAGE, "SIPMAC.cnf.j2", view=view))
    # The dial plan is no part of `sync`: a phone told to compare fetches it anyway, without a restart (LOG60).
    sync = stamp(seen, SYNC_LENGTH)
    texts = {
        FLAT_DEFAULTS: render(PACKAGE, "SIPDefault.cnf.j2", view=defaults_view(estate, sync)),
        FLAT_SYNC: render(PACKAGE, "syncinfo.xml.j2", sync=sync),
        FLAT_RINGS: render(PACKAGE, "RINGLIST.DAT.j2", rings=RINGS),
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

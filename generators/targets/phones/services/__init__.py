"""The pages phones open on their screens: directory, speed dials, opening hours, help; static XML objects over HTTP.

Below `services/<language>/<address>/` of the TFTP root, one set a language of the organization and an address by
which phones reach the HTTP server (`estate/services.py` makes the URLs, here and in the phones' settings):

| file | object | holds |
|---|---|---|
| `services.xml` | Menu | what the services key opens |
| `directory.xml` | Menu | what the directories key opens: the blocks of names, the sites |
| `names.xml`, `names-2.xml` … | Directory | everybody an extension reaches, by name, at most 32 a page |
| `sites.xml`, `site/<id>/lines.xml` … | Menu, Directory | the lines that ring at each site |
| `speed.xml`, `groups.xml`, `mailboxes.xml`, `codes.xml`, `keys.xml` | Menu, Directory | what is dialled often |
| `hours.xml`, `hours/<id>.xml` | Menu, Text | opening hours and closures |
| `help.xml` | Text | how to transfer, hear messages, call outside |

A page that does not fit goes on at `<name>-2.xml`, joined by a soft key, since a static file sends no Refresh header.
The directories key of a 79xx must meet a Menu first (UCM, Phone Services), so it does. Numbers to dial are entries of
a Directory and not `Dial:` URLs, which the older phones do not all know. Texts are ASCII: SIP41.8-5-4S reads any
declared encoding as ISO-8859-1 (MSG41), and ASCII is the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.estate import Estate
from generators.estate.services import folder, http_address
from generators.targets.artifact import Artifact
from generators.targets.phones.output import ascii_bytes, shared_file
from generators.targets.phones.services.objects import Directory, Menu, Text
from generators.targets.phones.services.pages import PageSet
from generators.targets.templating import render

__all__ = ["artifacts"]

PACKAGE = "generators.targets.phones.services"
TEMPLATES = {Menu: "menu.xml.j2", Directory: "directory.xml.j2", Text: "text.xml.j2"}
FILE_MOST = 32768  # bytes; no limit is documented, the fullest menu and text stay below this


def artifacts(estate: Estate) -> Iterator[Artifact]:
    """Every page, for each language and address; none where no phone reaches the HTTP server."""
    addresses = {http_address(estate.site[phone.site]) for phone in estate.phones} - {""}
    for language in estate.organization.languages:
        for address in sorted(addresses):
            for page in PageSet(estate, language, address).pages():
                name = f"{folder(language, address)}/{page.name}"
                text = render(PACKAGE, TEMPLATES[type(page.content)], view=page.content)
                yield shared_file(estate, name, ascii_bytes(name, text, FILE_MOST), *page.origins)

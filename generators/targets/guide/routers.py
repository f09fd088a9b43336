"""The routers' setup sheets as pages: the sheets' own Markdown, with a head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generators.estate.estate import Estate
from generators.targets.artifact import Artifact
from generators.targets.guide.markup import front_matter, link
from generators.targets.guide.page import PHONE_SECTIONS, Page
from generators.targets.guide.words import words

_SHEET = re.compile(r"routers/([^/]+)/setup-sheet\.([a-z]{2})\.md")


def sheet_sites(artifacts: Sequence[Artifact], language: str) -> frozenset[str]:
    """The sites that have a setup sheet in `language`."""
    found = (_SHEET.fullmatch(a.path) for a in artifacts)
    return frozenset(m[1] for m in found if m and m[2] == language)


def sheet_pages(estate: Estate, language: str, artifacts: Sequence[Artifact]) -> Iterator[Page]:
    """`routers/<site>.md` for each sheet in `language`."""
    # Long, and alike at every site: other pages come first, and many sheets would make the index heavy to load.
    search = "boost: 0.5" if len(estate.phones) <= PHONE_SECTIONS else "exclude: true"
    for artifact in sorted(artifacts, key=lambda a: a.path):
        match = _SHEET.fullmatch(artifact.path)
        if match and match[2] == language:
            site = estate.site[match[1]]
            head = front_matter(words(language)["about_sheet"].format(site=site.title), search=search)
            back = link(f"../../sites/{site.id}/", site.title)
            yield Page(f"routers/{site.id}.md", f"{head}{artifact.content.decode('utf-8')}\n{back}\n", site.origin)

"""A phone's way through the pages: every page that its keys lead to, read by the strict reader."""

from __future__ import annotations

from urllib.parse import urlsplit

from generators.estate.estate import Estate
from generators.targets.phones import services
from tests.parsers import cisco_services
from tests.parsers.cisco_services import Shown

Pages = dict[str, bytes]


def pages_of(estate: Estate) -> Pages:
    """The pages by the path a phone asks for: `/services/fr/10.1.20.11/directory.xml`."""
    out: Pages = {}
    for artifact in services.artifacts(estate):
        path = artifact.path.removeprefix("tftp")
        assert path.startswith("/services/")
        assert path not in out
        assert artifact.audience == estate.audience
        assert artifact.origins[0] == estate.organization.origin
        assert (artifact.site, artifact.phone) == (None, None)
        out[path] = artifact.content
    return out


def visited(pages: Pages, start: str) -> dict[str, Shown]:
    """All pages that can be opened from the URL `start`, by path; each link leads to a page of the same server."""
    host = urlsplit(start).netloc
    todo, seen = [start], {}
    while todo:
        url = urlsplit(todo.pop())
        assert url.netloc == host
        if url.path not in seen:
            seen[url.path] = cisco_services.parse(pages[url.path])
            todo += seen[url.path].links
    return seen


def chained(pages: Pages, start: str) -> list[Shown]:
    """The pages from `start` on, by the last soft key of each as long as it leads to another."""
    out = [cisco_services.parse(pages[urlsplit(start).path])]
    while out[-1].keys and out[-1].keys[-1][1].startswith("http"):
        out.append(cisco_services.parse(pages[urlsplit(out[-1].keys[-1][1]).path]))
    return out

"""Built sites, a server on loopback and a real Chromium, each made once a session."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.publish.site import build_site

ROOT = Path(__file__).parents[2]

# Names that would break a page that trusts them, in every place a name comes to. A script that runs leaves its mark.
ROUGH = {
    "name: Minimal,": "name: 'A|B </title><script>window.ran = 1</script> & \"co\"', repository: 'https://forge.example/o/r',"
    " url: 'https://guide.example/tel',",
    "title: Bureau": "title: '*Bureau* </title><script>window.ran = 2</script> [[ x ]] {{ 7*7 }} | `y`'",
    "name: Anne,": "name: '<img src=x onerror=\"window.ran = 3\"> _Anne_ [x](javascript:window.ran=4)',",
    "site: bureau}\n\npeople": "site: bureau, place: '</td><script>window.ran = 5</script>'}\n\npeople",
}


@dataclass(frozen=True)
class Site:
    """A built site: its source's folder, its own folder, its public Estate."""

    data: Path
    folder: Path
    estate: Estate

    def typed(self) -> set[str]:
        """The names that its source gives, as pages show them."""
        e = self.estate
        titles = {x.title for kind in (e.sites, e.lines, e.groups, e.mailboxes) for x in kind}
        names = titles | {p.name for p in e.people} | {p.place for p in e.phones} | {e.organization.name}
        return {" ".join(name.split()) for name in names if name}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """Build, strictly and once, the site of `site_data`, `minimal`, `rough`, or a theme below `tests/estates`."""

    @functools.cache
    def build(name: str) -> Site:
        data = ROOT / "site_data" if name == "site_data" else ROOT / "tests" / "estates" / name
        if name == "rough":
            text = (ROOT / "tests" / "estates" / "minimal" / "site.yml").read_text("utf-8")
            for old, new in ROUGH.items():
                assert old in text
                text = text.replace(old, new)
            data = tmp_path_factory.mktemp("rough")
            (data / "site.yml").write_text(text, "utf-8")
        folder = tmp_path_factory.mktemp("site") / name
        build_site(data, folder)
        return Site(data, folder, load_estate(data, Audience.PUBLIC))

    return build


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(built: Callable[[str], Site]) -> Iterator[Callable[[str], str]]:
    """Serve a built site on loopback; gives its address, with a slash at the end."""
    servers: list[http.server.ThreadingHTTPServer] = []

    @functools.cache
    def serve(name: str) -> str:
        handler = functools.partial(_Quiet, directory=str(built(name).folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium of the system; it fails, and says how to get one, where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium for the browser tests; on Debian: apt-get install chromium", pytrace=False)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    flags.append("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")  # no other host can be reached
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=[*flags, "--disable-sync", "--no-first-run"])
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, served: Callable[[str], str]) -> Iterator[Callable[..., Page]]:
    """Open a page of a site: `visit("minimal", "sites/", color_scheme="dark")`.

    A request to another host, an error of a script or a missing file fails the test at its end.
    """
    contexts: dict[str, BrowserContext] = {}
    wrong: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:")):
            wrong.append(f"asked another host: {request.url}")

    def open_page(site: str, path: str = "", **options: object) -> Page:
        key = repr(sorted(options.items()))
        if key not in contexts:
            contexts[key] = browser.new_context(**options)  # type: ignore[arg-type]
            contexts[key].on("request", asked)
            contexts[key].on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None)
            contexts[key].on("weberror", lambda error: wrong.append(f"script: {error.error}"))
        page = contexts[key].new_page()
        page.goto(served(site) + path)
        return page

    yield open_page
    for context in contexts.values():
        context.close()
    assert wrong == []

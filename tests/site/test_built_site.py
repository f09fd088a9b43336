"""The built folders: sound in themselves, the same bytes on any machine; a wrong page stops the build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generators.problems import PageError, PublishError, SourceInvalid
from generators.publish import site as publisher
from generators.publish.site import DOCS, ROOT, build_site, key_tables
from generators.targets import TARGETS
from tests.site.checker import faults, read
from tests.site.conftest import Site

Built = Callable[[str], Site]
MINIMAL = ROOT / "tests" / "estates" / "minimal"


@pytest.mark.parametrize("name", ["site_data", "minimal", "rough", "accents", "masked", "english_only"])
def test_every_link_anchor_and_asset_is_there(built: Built, name: str) -> None:
    site = built(name)
    assert list(faults(site.folder, site.typed())) == []
    assert len(list(site.folder.rglob("index.html"))) > 12


def test_the_checker_sees_what_is_wrong(built: Built, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(built("minimal").folder, site)
    page = site / "why" / "index.html"
    text = page.read_text("utf-8").replace(
        "<h1", "<h1>x</h1><a href='../nowhere/'>x</a><a href='../sites/#no'>y</a><h1", 1
    )
    text = text.replace("</head>", "<script src='https://cdn.example/x.js'></script></head>").replace(
        "</h1>", "[[ x ]]</h1>", 1
    )
    page.write_text(re.sub(r'<meta name="description"[^>]*>', "", text), "utf-8")
    found = "\n".join(faults(site))
    for part in (
        "2 h1",
        "nowhere/ leads nowhere",
        "#no has an anchor",
        "cdn.example",
        "no description",
        "'[[ ' was not",
    ):
        assert part in found


def test_both_languages_have_the_same_pages(built: Built) -> None:
    site = built("site_data").folder
    pages = {p.relative_to(site).as_posix() for p in site.rglob("index.html")}
    english = {p.removeprefix("en/") for p in pages if p.startswith("en/")}
    assert english == {p for p in pages if not p.startswith("en/")}
    assert not [p.name for p in site.iterdir() if p.name.startswith(".")]


def test_pages_of_sites_stay_out_of_the_menu(built: Built) -> None:
    estate, site = built("site_data").estate, built("site_data").folder
    text = (site / "why" / "index.html").read_text("utf-8")
    assert 'href="../sites/"' in text
    assert not any(f"sites/{s.id}/" in text or f"routers/{s.id}/" in text for s in estate.sites)


def test_what_needs_the_address_of_the_site_comes_with_it(built: Built) -> None:
    site = built("rough").folder
    for folder, lang in (("", "fr"), ("en/", "en")):
        base = "https://guide.example/tel/"
        entries = {e[0].text: e[1:] for e in ET.parse(site / folder / "sitemap.xml").getroot()}
        assert base + folder in entries
        links = [(e.get("hreflang"), e.get("href")) for e in entries[f"{base}{folder}directory/"]]
        assert links == [("fr", f"{base}directory/"), ("en", f"{base}en/directory/")]
        text = (site / folder / "directory" / "index.html").read_text("utf-8")
        assert f'<link rel="canonical" href="{base}{folder}directory/">' in text
        lost = (site / folder / "404.html").read_text("utf-8")
        assert f'<html lang="{lang}"' in lost
        assert f'href="/tel/{folder}assets/tonalite.css"' in lost
        for link in re.findall(r'href="(/tel[^"]*/)" hreflang', lost):
            assert os.path.normpath(link) in ("/tel", "/tel/en")
    assert not list(site.rglob("*.gz"))


def test_without_an_address_there_is_no_page_that_needs_it(built: Built) -> None:
    site = built("minimal").folder
    assert not list(site.rglob("sitemap.xml*"))
    assert (site / "404.html").is_file()
    assert not (site / "en" / "404.html").exists()


def test_pages_lead_to_where_they_are_edited(built: Built) -> None:
    site = built("rough").folder
    text = (site / "why" / "index.html").read_text("utf-8")
    assert 'href="https://forge.example/o/r/edit/main/docs/fr/why.md"' in text
    english = (site / "en" / "why" / "index.html").read_text("utf-8")
    assert 'href="https://forge.example/o/r/edit/main/docs/en/why.md"' in english
    # The source of this site is not in the checkout: its pages have nothing to edit there.
    assert "/edit/" not in (site / "sites" / "bureau" / "index.html").read_text("utf-8")


def test_every_target_with_a_table_of_sources_is_on_the_page_of_sources(built: Built) -> None:
    tables = key_tables()
    assert {"phones", "asterisk", "pfsense"} <= set(tables) <= set(TARGETS)
    page = read(built("site_data").folder / "reference" / "sources" / "index.html")
    assert {f"keys-{name}" for name in tables} <= page.ids


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_undefined_name_stops_the_build_with_page_and_line(tmp_path: Path, language: str) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(DOCS, docs, ignore=shutil.ignore_patterns("theme"))
    page = docs / language / "why.md"
    lines = page.read_text("utf-8").rstrip("\n").split("\n")
    page.write_text("\n".join([*lines, "", "[[ org.nobody ]]", ""]), "utf-8")
    with pytest.raises(PageError) as caught:
        build_site(MINIMAL, tmp_path / "site", docs=docs)
    assert str(caught.value).startswith(
        f"{docs}/{language}/why.md:{len(lines) + 2}: no value 'nobody' here (there are: name,"
    )
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[x](nowhere.md)", "nowhere.md"),
        ("[x](network.md#nowhere)", "nowhere"),
    ],
)
def test_a_broken_link_stops_the_build_in_one_line(tmp_path: Path, text: str, complaint: str) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(DOCS, docs, ignore=shutil.ignore_patterns("theme"))
    with (docs / "en" / "why.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{text}\n")
    with pytest.raises(PublishError) as caught:
        build_site(MINIMAL, tmp_path / "site", docs=docs)
    assert str(caught.value).startswith("the site (en) cannot be built: ")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_build_that_stops_leaves_no_process_and_no_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(DOCS, docs, ignore=shutil.ignore_patterns("theme"))
    for language in ("fr", "en"):
        with (docs / language / "why.md").open("a", encoding="utf-8") as page:
            page.write("\n[x](nowhere.md)\n")
    started: list[subprocess.Popen[str]] = []
    start, fault = publisher._start, publisher._fault

    def noted(environment: Mapping[str, str], strict: bool) -> subprocess.Popen[str]:
        started.append(start(environment, strict))
        return started[-1]

    def late(output: str, language: str) -> Exception:
        os.waitid(os.P_PID, started[-1].pid, os.WEXITED | os.WNOWAIT)  # the other language has ended as well
        return fault(output, language)

    monkeypatch.setattr(publisher, "_start", noted)
    monkeypatch.setattr(publisher, "_fault", late)
    with pytest.raises(PublishError):
        build_site(MINIMAL, tmp_path / "site", docs=docs)
    assert len(started) == 2
    for process in started:
        assert process.returncode is not None
        assert process.stdout is not None and process.stdout.closed


def test_a_wrong_source_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text("people: []\n", "utf-8")
    with pytest.raises(SourceInvalid):
        build_site(tmp_path, tmp_path / "site")


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_another_clone_on_another_machine_gives_the_same_bytes(built: Built, tmp_path: Path) -> None:
    clone = tmp_path / "another clone"
    for name in ("generators", "docs", "site_data"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", clone)
    program = "import os, pathlib; os.umask(0o077); from generators.publish.site import build_site;"
    program += "build_site(pathlib.Path('site_data'), pathlib.Path('out'))"
    other = {
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(clone),
        "SOURCE_DATE_EPOCH": "1",
    }
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=clone, env=os.environ | other, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    here, there = contents(built("site_data").folder), contents(clone / "out")
    assert list(here) == list(there)
    assert [name for name in here if here[name] != there[name]] == []

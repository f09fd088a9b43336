"""The site in all languages of the organization: one MkDocs build each, of one mkdocs.yml.

The first language stands at the root, the others below their code. MkDocs runs as a process of its
own, so that its state, its messages and the machine's locale, zone and clock stay out of ours.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import PageError, PublishError
from generators.references import Ref
from generators.simulate.reach import reach_rows
from generators.targets import TARGETS, artifacts
from generators.targets.artifact import Artifact
from generators.targets.guide.edition import Edition, prepare
from generators.targets.guide.menu import folder, translate_nav
from generators.targets.guide.reach import MOST_SITES, Flow, Flows
from generators.targets.guide.words import known

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

# A record of MkDocs' log; colours are off because its output is no terminal.
_RECORD = re.compile(r"^(WARNING|ERROR|CRITICAL) +- +(.*)$")
_PAGE = re.compile(r"^\S+\.md:\d+: ")


def mkdocs_environment(data: Path, language: str, site_dir: Path | None = None, docs: Path = DOCS) -> dict[str, str]:
    """What mkdocs.yml and the hook read from the environment, to build or show the site in `language`.

    `data` is the source's folder, `site_dir` where a build writes (none: a preview), `docs` one folder a language.
    """
    found = {
        "NO_MKDOCS_2_WARNING": "1",
        "TONALITE_DATA": _near(data),
        "TONALITE_DOCS": str(docs / language),
        "TONALITE_LANGUAGE": language,
    }
    if site_dir is not None:
        found["TONALITE_SITE"] = str(site_dir.absolute())
    return found


def build_site(
    data: Path,
    site_dir: Path,
    strict: bool = True,
    progress: Callable[[str], None] | None = None,
    docs: Path = DOCS,
) -> None:
    """Build the public site of `data` into `site_dir`, which is emptied first.

    `progress` is told each language when it is done. The same source gives the same bytes on any machine.
    Raises SourceInvalid; PageError for a page that names what does not exist; PublishError for all else.
    """
    languages = known(load_estate(data, Audience.PUBLIC).organization.languages)
    if not languages:
        raise PublishError("the guide is written in French and English; organization.languages has neither")
    site_dir.mkdir(parents=True, exist_ok=True)
    # Beside each other, so that they can run at the same time; MkDocs empties its folder but for hidden names.
    places = {x: site_dir / f".{x}" if folder(languages, x) else site_dir for x in languages}
    running = {x: _start(mkdocs_environment(data, x, place, docs), strict) for x, place in places.items()}
    try:
        for language, process in running.items():
            output, _ = process.communicate()
            if process.returncode != 0:
                raise _fault(output, language)
            if progress is not None:
                progress(language)
        for language, place in places.items():
            _finish(place, at_root=place == site_dir)
            if place != site_dir:
                place.rename(site_dir / folder(languages, language))
    finally:
        for process in running.values():
            process.kill()
            with process:  # reaps it and closes its pipe, also that of one that ended before it was asked
                pass
        for place in places.values():
            if place != site_dir:
                shutil.rmtree(place, ignore_errors=True)


def edition_of(data: Path, language: str, alone: bool = False) -> Edition:
    """All that MkDocs needs to build the site of `data` in `language`; `alone`: as if there were no other language.

    Raises SourceInvalid.
    """
    estate = load_estate(data, Audience.PUBLIC)
    languages = (language,) if alone else known(estate.organization.languages)
    made = tuple(artifacts(estate))
    return prepare(estate, language, languages, made, key_tables(), router_flows(estate, made))


def router_flows(estate: Estate, made: Iterable[Artifact]) -> Flows | None:
    """What passes the routers of `made`, files of this same Estate, by site; None where there are too many sites."""
    if len(estate.sites) > MOST_SITES:
        return None
    found: dict[str, list[Flow]] = {}
    for row in reach_rows(estate, {a.path: a.content for a in made if a.path.startswith("routers/")}):
        if row.need == "needed" or row.passed:
            found.setdefault(row.site, []).append(
                Flow(
                    row.source_site, row.source, row.destination_site, row.destination, row.service, row.protocol,
                    row.ports, row.need == "needed", row.passed, row.rules,
                )
            )  # fmt: skip
    return found


def configure(config: MutableMapping[str, Any], guide: Edition, preview: bool) -> None:
    """Set in MkDocs' configuration what depends on the organization and the language; a preview keeps its address."""
    config.update({key: text for key, text in guide.settings.items() if key != "site_url" or not preview})
    config["nav"] = translate_nav(config["nav"], guide.language)
    config["extra"] |= {"alternate": True, "words": guide.words}
    config["mdx_configs"]["toc"]["permalink_title"] = guide.words["permalink"]
    for choice, name in zip(config["theme"]["palette"], ("theme_auto", "theme_light", "theme_dark"), strict=True):
        choice["toggle"]["name"] = guide.words[name]


def key_tables() -> dict[str, Mapping[str, Ref]]:
    """The table of sources of every target that has one, by the target's name, for the page of sources."""
    found: dict[str, Mapping[str, Ref]] = {}
    for name in TARGETS:
        module = f"generators.targets.{name}.keys"
        if importlib.util.find_spec(module) is not None:
            found[name] = importlib.import_module(module).KEYS
    return found


def _near(data: Path) -> str:
    """`data` as problems and edit links name it: relative to the checkout if it is inside, MkDocs' own folder."""
    path = data.resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _start(environment: Mapping[str, str], strict: bool) -> subprocess.Popen[str]:
    # Nothing of the machine's locale, zone, clock or hash seed may reach the pages.
    fixed = {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "0", "TZ": "UTC"}
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict" if strict else "--no-strict",
            "-f",
            str(ROOT / "mkdocs.yml"),
        ],
        cwd=ROOT,
        env={**os.environ, **fixed, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def _fault(output: str, language: str) -> PageError | PublishError:
    """One line for what stopped a build: the page's fault if one is told, else MkDocs' first complaint."""
    records = [m[2] for line in output.splitlines() if (m := _RECORD.match(line))]
    for text in records:
        if _PAGE.match(text):
            return PageError(text)
    told = records or [line for line in output.splitlines() if line.strip()][-1:] or ["MkDocs stopped without a word"]
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return PublishError(f"the site ({language}) cannot be built: {told[0]}{more}")


def _finish(place: Path, at_root: bool) -> None:
    """Remove what depends on the clock, or cannot work where it stands."""
    (place / "sitemap.xml.gz").unlink(missing_ok=True)  # holds the time; sitemap.xml says the same
    if not at_root and not (place / "sitemap.xml").is_file():
        # Without a public address MkDocs takes every site for the root of its server: this page's links are wrong.
        (place / "404.html").unlink(missing_ok=True)

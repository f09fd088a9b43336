"""MkDocs adapter: hands pages, files and values to MkDocs, and decides nothing itself (a test caps its length).

mkdocs.yml loads it by path; `site.mkdocs_environment` makes the environment that both read.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the checkout need not be installed

from generators.problems import PageError, SourceInvalid  # noqa: E402
from generators.publish.site import configure, edition_of  # noqa: E402
from generators.targets.guide import menu, search  # noqa: E402
from generators.targets.guide.edition import Edition  # noqa: E402

guide: Edition  # renewed by each build


def on_config(config: Any) -> Any:
    """Load the public Estate and make all that follows from it."""
    global guide
    data, language = Path(os.environ.get("TONALITE_DATA", "site_data")), config.theme["language"]
    preview = "TONALITE_SITE" not in os.environ  # of one language, at its own address: mkdocs serve
    try:
        guide = edition_of(data, language, alone=preview)
    except SourceInvalid as err:
        raise PluginError("\n".join(map(str, err.problems))) from None
    configure(config, guide, preview)
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages and the downloads."""
    for path, content in guide.sources().items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str | None:
    """Fill the values of a written page; a generated one has none."""
    if page.file.src_uri in guide.pages:
        return None
    try:
        page.meta.update(guide.fill_head(page.meta, _name(page)))
        return guide.fill(markdown, _name(page), page.file.content_string)
    except PageError as err:
        raise PluginError(str(err)) from None


def on_page_context(context: Any, page: Any, config: Any, **_: Any) -> Any:
    """Set the same page in other languages, and where to edit this one."""
    context["alternates"] = _alternates(page, config)
    page.edit_url = guide.edit_url(page.file.src_uri, _name(page), lambda name: (ROOT / name).is_file())
    return context


def on_template_context(context: Any, config: Any, **_: Any) -> Any:
    """From what is no page (404) a switch of language leads home; the sitemap tells the languages of each page."""
    context |= {
        "alternates": guide.alternates("", "", lambda _: True),
        "alternates_of": lambda p: _alternates(p, config),
    }
    return context


def on_post_build(config: Any, **_: Any) -> None:
    """Let the search find words typed without accents."""
    index = Path(config["site_dir"], "search", "search_index.json")
    index.write_text(search.fold_index(index.read_text("utf-8")), "utf-8")


def _alternates(page: Any, config: Any) -> tuple[menu.Alternate, ...]:
    path, docs = page.file.src_uri, Path(config["docs_dir"]).parent
    return guide.alternates(path, page.url, lambda language: (docs / language / path).is_file())


def _name(page: Any) -> str:
    """A page's file as messages name it: relative to the checkout if it is inside."""
    path = Path(page.file.abs_src_path or page.file.src_uri)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)

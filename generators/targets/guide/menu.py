"""What surrounds a page: the menu in the reader's language, the same page in others, the place to edit it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import generators
from generators.estate.estate import Estate
from generators.targets.guide.markup import escape, head_text, join, link
from generators.targets.guide.words import LANGUAGES, words

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"


@dataclass(frozen=True)
class Alternate:
    """The same page in a language.

    `link` leads there from the root of the site in the page's own language; `absolute` is the whole
    address, empty for an organization that has not said where its site stands.
    """

    name: str
    language: str
    link: str
    absolute: str
    current: bool


def translate_nav(nav: object, language: str) -> object:
    """The `nav` of mkdocs.yml, whose sections are titled in French, with titles in `language`.

    Pages carry no title there: each takes it from its own first heading.
    """
    titles = {words("fr")[key]: text for key, text in words(language).items() if key.startswith("nav_")}
    if isinstance(nav, list):
        return [translate_nav(item, language) for item in nav]
    if isinstance(nav, dict):
        return {titles.get(title, title): translate_nav(item, language) for title, item in nav.items()}
    return nav


def folder(languages: Sequence[str], language: str) -> str:
    """Where the site in `language` stands below the root: the first language at the root itself."""
    return "" if language == languages[0] else f"{language}/"


def alternates(
    languages: Sequence[str], language: str, url: str, has: Callable[[str], bool], base: str
) -> tuple[Alternate, ...]:
    """The page at `url` in every language of the site at `base`; where a language lacks it (`has`), its home."""
    home = "../" if folder(languages, language) else ""
    found = []
    for other in languages:
        place = folder(languages, other) + (url if has(other) else "")
        absolute = f"{base.rstrip('/')}/{place}" if base else ""
        found.append(Alternate(LANGUAGES[other], other, home + place, absolute, other == language))
    return tuple(found)


def edit_url(repository: str, branch: str, path: str, line: int | None = None) -> str | None:
    """The address at which `path` (relative to the repository) is edited on its forge, or None without a repository.

    GitHub, GitLab and Forgejo or Gitea (any host named so, and codeberg.org) have their own form each.
    """
    parts = urlsplit(repository)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    verb = "edit"
    if "gitlab" in parts.netloc:
        verb = "-/edit"
    elif any(name in parts.netloc for name in ("codeberg", "forgejo", "gitea")):
        verb = "_edit"
    base = repository.rstrip("/").removesuffix(".git")
    return f"{base}/{verb}/{quote(branch)}/{quote(path)}" + (f"#L{line}" if line else "")


def settings(estate: Estate, language: str, languages: Sequence[str]) -> dict[str, str]:
    """What MkDocs needs to know of the organization, by the key of mkdocs.yml; the theme prints it as HTML."""
    org, w = estate.organization, words(language)
    footer = escape(w["footer"].format(version=generators.__version__))
    if urlsplit(org.repository).scheme in ("http", "https"):
        footer = join([footer, link(org.repository, w["source_code"])], " ")
    found: dict[str, str] = {
        "site_name": head_text(org.name),
        "site_description": head_text(w["about_site_build"].format(org=org.name)),
        "copyright": join([footer, link(LICENCE, w["licence"])], " "),
    }
    if org.url:
        found["site_url"] = f"{org.url.rstrip('/')}/{folder(languages, language)}"
    return found

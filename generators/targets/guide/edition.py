"""All that one build of the guide in one language needs, made at once from the public Estate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from generators.estate.estate import Estate
from generators.references import Ref
from generators.targets.artifact import Artifact
from generators.targets.guide import Flows, files, pages
from generators.targets.guide.menu import Alternate, alternates, edit_url, settings
from generators.targets.guide.page import Page
from generators.targets.guide.prose import render_line, render_prose
from generators.targets.guide.values import guide_values
from generators.targets.guide.words import words


@dataclass(frozen=True)
class Edition:
    """The guide in one language: generated `pages` and `files` by path, `settings` of MkDocs, the values of prose."""

    estate: Estate
    language: str
    languages: tuple[str, ...]
    pages: Mapping[str, Page]
    files: Mapping[str, bytes]
    values: Mapping[str, object]
    settings: Mapping[str, str]
    words: Mapping[str, str]

    def sources(self) -> dict[str, str | bytes]:
        """What is added to the written pages: generated Markdown and files, by path."""
        return {page.path: page.text for page in self.pages.values()} | dict(self.files)

    def fill(self, markdown: str, name: str, whole: str) -> str:
        """The text of a written page with its values. `whole` is its file, head included. Raises PageError."""
        return render_prose(markdown, self.values, name, whole.count("\n") - markdown.count("\n") + 1)

    def fill_head(self, head: Mapping[str, object], name: str) -> dict[str, str]:
        """Title and description of a written page's head with their values, as HTML text. Raises PageError."""
        return {k: render_line(str(head[k]), self.values, name) for k in ("title", "description") if k in head}

    def alternates(self, path: str, url: str, written: Callable[[str], bool]) -> tuple[Alternate, ...]:
        """The page at `url` in each language; `written` says whether a written page exists in a language."""
        base = self.estate.organization.url
        return alternates(self.languages, self.language, url, lambda x: path in self.pages or written(x), base)

    def edit_url(self, path: str, name: str, exists: Callable[[str], bool]) -> str | None:
        """Where to edit the page at `path`: the written file `name`, or the line of YAML that it is made from.

        None without a repository, or where `exists` says that the file is not in the checkout.
        """
        org = self.estate.organization
        place: tuple[str, int | None] = (name, None)
        if path in self.pages:
            origin = self.pages[path].origin
            place = (origin.file, origin.line) if origin else ("", None)
        inside = place[0] and not place[0].startswith(("/", "../")) and exists(place[0])
        return edit_url(org.repository, org.branch, *place) if inside else None


def prepare(
    estate: Estate,
    language: str,
    languages: tuple[str, ...],
    artifacts: Sequence[Artifact],
    keys: Mapping[str, Mapping[str, Ref]],
    flows: Flows | None = MappingProxyType({}),
) -> Edition:
    """The edition in `language` of a site in `languages`; `artifacts`, `keys` and `flows` as for `guide.pages`."""
    return Edition(
        estate=estate,
        language=language,
        languages=languages,
        pages={page.path: page for page in pages(estate, language, artifacts, keys, flows)},
        files=dict(files(artifacts)),
        values=guide_values(estate, language).names(),
        settings=settings(estate, language, languages),
        words=words(language),
    )

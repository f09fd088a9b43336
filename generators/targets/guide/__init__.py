"""The generated pages of the guide: Estate in, Markdown pages out, in French or English.

It knows neither MkDocs nor the written pages of `docs/`; what the other targets made is handed in.
May import `problems`, `rulebook`, `references`, `estate` and `targets.artifact`, nothing else of the house.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from generators.estate.estate import Estate
from generators.references import Ref
from generators.targets.artifact import Artifact
from generators.targets.guide.calls import call_pages
from generators.targets.guide.calls_reference import feature_codes_page, providers_page
from generators.targets.guide.directory import directory_page
from generators.targets.guide.downloads import CHECKSUMS, checksums, downloads_page, offered
from generators.targets.guide.page import FILES, Page
from generators.targets.guide.parameters import parameters_page
from generators.targets.guide.reach import Flow, Flows
from generators.targets.guide.reference import phones_page, problems_page, sources_page
from generators.targets.guide.routers import sheet_pages, sheet_sites
from generators.targets.guide.sites import site_pages, sites_page

__all__ = ["Flow", "Flows", "Page", "files", "pages"]


def pages(
    estate: Estate,
    language: str,
    artifacts: Sequence[Artifact],
    keys: Mapping[str, Mapping[str, Ref]],
    flows: Flows | None = MappingProxyType({}),
) -> Iterator[Page]:
    """Every generated page in `language`.

    `artifacts` are those of all targets, made from the same Estate; `keys` their tables of sources by target.
    `flows` are those of every site's routers, as the evaluator of the rules found them; None where there are too many.
    """
    downloads, sheets = offered(artifacts), sheet_sites(artifacts, language)
    yield sites_page(estate, language, sheets)
    yield from site_pages(estate, language, downloads, sheets, flows)
    yield from sheet_pages(estate, language, artifacts)
    yield directory_page(estate, language)
    yield downloads_page(estate, language, downloads)
    yield problems_page(language)
    yield sources_page(estate, language, keys)
    yield phones_page(estate, language)
    yield parameters_page(estate, language)
    yield from call_pages(estate, language)
    yield providers_page(estate, language, estate.known_providers)
    yield feature_codes_page(estate, language)


def files(artifacts: Sequence[Artifact]) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file offered for download, and of the list of their checksums."""
    downloads = offered(artifacts)
    for artifact in downloads:
        yield f"{FILES}/{artifact.path}", artifact.content
    yield f"{FILES}/{CHECKSUMS}", checksums(downloads)

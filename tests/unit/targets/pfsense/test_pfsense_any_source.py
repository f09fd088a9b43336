"""Whatever lawful source is drawn, its routers' files are read strictly and its sheets show every row."""

from __future__ import annotations

import tempfile
from pathlib import Path

import markdown
from hypothesis import given, settings

from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets.pfsense import artifacts, setup_sheet
from generators.targets.pfsense.keys import KEYS
from tests.parsers.pfsense_xml import option_value
from tests.strategies import Tree, valid_sources, write_source
from tests.unit.targets.pfsense.page import Cells
from tests.unit.targets.pfsense.routers import areas


@settings(max_examples=25)
@given(source=valid_sources())
def test_any_lawful_source_gives_files_that_pfsense_reads_as_meant(source: Tree) -> None:
    """XML by the strict reader, cells of the rendered page against the sheet, for both audiences."""
    with tempfile.TemporaryDirectory() as folder:
        source_folder = write_source(Path(folder), source)
        for audience in Audience:
            estate = load_estate(source_folder, audience)
            pages = {a.path: a.content.decode() for a in artifacts(estate) if "setup-sheet" in a.path}
            for site in (s for s in estate.sites if s.router is not None):
                found = areas(estate, site.id)
                assert all(area.paths <= set(KEYS) for area in found.values())
                scopes = found["dhcpd"].value.values() if "dhcpd" in found else ()
                options = [option_value(o) for s in scopes for o in s.get("numberoptions", {"item": []})["item"]]
                assert set(options) <= {str(site.reach["provisioning"].address)} if site.reach else not options
                for language in estate.organization.languages:
                    sheet = setup_sheet(estate, site, language)
                    text = pages[f"routers/{site.id}/setup-sheet.{language}.md"]
                    page = Cells()
                    page.feed(markdown.markdown(text, extensions=["tables"]))
                    rows = [row for section in sheet.sections for row in section.rows]
                    assert page.cells == [" ".join(t.split()) for r in rows for t in (r.field, r.value, r.reason)]

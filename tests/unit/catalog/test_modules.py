"""The add-on modules: facts that agree with the phones of the catalog, each with its source, none claimed as seen."""

from __future__ import annotations

from dataclasses import fields

import pytest

from generators.catalog import load_catalog
from generators.catalog.types import ModuleModel
from generators.references import DOCUMENTS

CATALOG = load_catalog()
# Keys; type in addOnModules (UCM); number in XMLDefault (SCCP; 228 and 230 are those with 24 keys); load.
KNOWN = {
    "cisco-7914": (14, 7914, 124, "S00105000400"),
    "cisco-7915": (24, 7915, 228, "B015-1-0-4-2"),
    "cisco-7916": (24, 7916, 230, "B016-1-0-4-2"),
}


def test_the_modules_are_what_the_documents_say() -> None:
    found = {m.id: (m.keys, m.device_type, m.load_id, m.load) for m in CATALOG.modules.values()}
    assert found == KNOWN


@pytest.mark.parametrize("module", CATALOG.modules.values(), ids=lambda m: m.id)
def test_a_module_fits_phones_that_read_about_it(module: ModuleModel) -> None:
    assert len(set(module.fits)) == len(module.fits) > 0
    assert set(module.fits) <= set(CATALOG.models)
    for model in module.fits:
        assert CATALOG.models[model].family == "xml", "no document gives the 7940 and 7960 on SIP a word for modules"
        assert CATALOG.models[model].lines >= 6
    assert 1 <= module.most <= 3, "addOnModule counts from 1 to 3 (UCM)"
    assert module.load_id not in {m.load_id for m in CATALOG.models.values()}
    assert set(module.sources) <= set(DOCUMENTS)
    assert module.seen_on_hardware == ()
    assert set(module.uncertain) <= {f.name for f in fields(module)}
    assert {"fits", "most", "label"} <= set(module.uncertain)

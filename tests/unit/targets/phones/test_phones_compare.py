"""The page that compares us with others counts what the tables hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generators.catalog import load_catalog
from generators.targets.phones.flat.parameters import NOT_WRITTEN

DOCS = Path(__file__).parents[4] / "docs"
CATALOG = load_catalog()


def folded(names: object) -> set[str]:
    """Names with the number of their line as N: one that returns for each line counts once."""
    return {re.sub(r"\A(line|proxy|call_manager|speed_line|speed_label)[1-6]", r"\1N", str(name)) for name in names}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "row", "counts"),
    [
        ("en", "7906 to 7975 on SIP", (sum(m.family == "xml" for m in CATALOG.models.values()),)),
        ("fr", "7906 à 7975 en SIP", (sum(m.family == "xml" for m in CATALOG.models.values()),)),
        ("en", "Models, data in one file each", (len(CATALOG.models),)),
        ("fr", "Modèles, un fichier de données chacun", (len(CATALOG.models),)),
        ("en", "Add-on modules 7914, 7915, 7916", (len(CATALOG.modules),)),
        ("fr", "Modules 7914, 7915, 7916", (len(CATALOG.modules),)),
        *(
            (
                language,
                row,
                (
                    len(folded(set(CATALOG.parameters["flat"]) - set(NOT_WRITTEN))),
                    len(folded(CATALOG.parameters["flat"])),
                ),
            )
            for language, row in (("en", "Parameters of a 7960"), ("fr", "Paramètres d'un 7960"))
        ),
        ("en", "Elements of a 7941", (len(CATALOG.parameters["xml"]),)),
        ("fr", "Éléments d'un 7941", (len(CATALOG.parameters["xml"]),)),
    ],
)
def test_a_count_of_the_page_is_that_of_the_tables(language: str, row: str, counts: tuple[int, ...]) -> None:
    text = (DOCS / language / "compare.md").read_text("utf-8")
    (cells,) = re.findall(rf"^\| {re.escape(row)} \| ([^|]*) \|", text, re.MULTILINE)
    assert tuple(int(number) for number in re.findall(r"(?<!\w)[0-9]+", cells)) == counts


def test_both_languages_have_the_same_rows() -> None:
    shapes = []
    for language in ("en", "fr"):
        lines = (DOCS / language / "compare.md").read_text("utf-8").splitlines()
        shapes.append([(line.count("|"), line.startswith("#")) for line in lines if line.startswith(("|", "#"))])
    assert shapes[0] == shapes[1]

"""The flow in one place: from a folder of YAML to an Estate. Commands and the MkDocs adapter start here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generators.catalog import load_catalog
from generators.estate.estate import Estate
from generators.estate.origins import FOLDER
from generators.estate.resolve import SecretSource, resolve
from generators.estate.values import Audience
from generators.problems import Problem, Report, SourceInvalid
from generators.source.folder import source_files as listed
from generators.source.media import media_files, read_media
from generators.source.reader import read_folder
from generators.source.schema import validate
from generators.source.schema.check import Checked


def check_folder(folder: Path, report: Report) -> Checked | None:
    """Read and type `folder`. All problems of files and shape go to `report` at once; None if one is an error.

    What could not be read is typed all the same, so that the mistakes of the other files show in the same run.
    """
    document = read_folder(folder, report)
    if not report.errors:
        checked = validate(document, report)
        return replace(checked, media=read_media(folder, checked, report)) if checked else None
    rest = Report()
    validate(document, rest)
    report.extend(p for p in rest if not _echo(p))
    return None


def _echo(problem: Problem) -> bool:
    """Whether the problem may only be the shadow of a file that could not be read."""
    return problem.code in ("TON202", "TON303")


def load_estate(
    folder: Path, audience: Audience, secrets: SecretSource | None = None, report: Report | None = None
) -> Estate:
    """The Estate of `folder` for one audience.

    Raises SourceInvalid with every error at once. Warnings stay in `report`.
    An internal Estate without `secrets` has placeholders (a contributor without the key).
    """
    report = report if report is not None else Report()
    checked = check_folder(folder, report)
    estate = resolve(checked, load_catalog(), audience, secrets, report) if checked else None
    if estate is None or report.errors:
        raise SourceInvalid(report.errors)
    return estate


def source_files(folder: Path) -> dict[str, bytes]:
    """The content of every file of the source, by its canonical name (`site_data/people.yml`)."""
    found = [path for _, path in listed(folder, Report())] + media_files(folder)
    return {f"{FOLDER}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in found}

"""What the page "Firmware" shows of the catalog: each load that phones get by default, and its package's files."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate


@dataclass(frozen=True)
class FirmwareRow:
    """A load: its base name, the models that run it, and its files, `*` for a release that only the package tells."""

    load: str
    models: str
    files: str


def firmware_rows(estate: Estate) -> tuple[FirmwareRow, ...]:
    """One row for each load of the catalog that models get where the source names none, by load.

    A model whose package no public listing shows has its manifest, and what it asks for after a reset.
    """
    rows = []
    for load in sorted({model.load for model in estate.known_models}):
        models = [model for model in estate.known_models if model.load == load]
        names = dict.fromkeys(name for model in models for name in model.firmware_files)
        if not names:
            names = dict.fromkeys([f"{load}.loads", *(model.default_load for model in models)])
        rows.append(
            FirmwareRow(load, ", ".join(model.title.removeprefix("Cisco ") for model in models), ", ".join(names))
        )
    return tuple(rows)

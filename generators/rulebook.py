"""The rules of the source, by code: `rulebook.yml` as typed data. The guide's page "Problems" is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import yaml


@dataclass(frozen=True, slots=True)
class Text:
    """What a rule says in one language: its name, why it exists, how to mend a breach."""

    title: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, whether a breach stops a build (`error`) or not (`warning`), and its texts."""

    code: str
    severity: Literal["error", "warning"]
    en: Text
    fr: Text


def _load() -> dict[str, Rule]:
    data = yaml.load(files("generators").joinpath("rulebook.yml").read_text("utf-8"), Loader=yaml.CBaseLoader)
    return {
        code: Rule(code, entry["severity"], Text(*map(str.strip, entry["en"])), Text(*map(str.strip, entry["fr"])))
        for code, entry in data.items()
    }


RULES: dict[str, Rule] = _load()

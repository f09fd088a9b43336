"""The way from one load to another, explained step by step from documents, or refused where none was found.

`upgrades.yml` holds the rules and their texts; here they are typed, chosen and filled in. None of the steps
was seen on hardware by this project.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import TypeAdapter, ValidationError

from generators.catalog.firmware import file_names
from generators.catalog.releases import FLAT, LoadName, Protocol, Release, read_load, read_release
from generators.catalog.types import PhoneModel

Text = dict[str, str]  # by language


class NoPath(ValueError):
    """There is no documented way. `why` says it by language, `sources` are the tags of the documents to read."""

    def __init__(self, why: Text, sources: tuple[str, ...] = ()) -> None:
        super().__init__(why["en"])
        self.why = why
        self.sources = sources


@dataclass(frozen=True)
class Side:
    """One end of a way: protocols, and bounds of the release (`least` and `most` belong to it)."""

    protocols: tuple[Protocol, ...]
    least: str | None = None
    above: str | None = None
    below: str | None = None
    most: str | None = None

    def holds(self, load: LoadName) -> bool:
        """Whether `load` stands on this side."""
        release = load.release
        return (
            load.protocol in self.protocols
            and (self.least is None or release >= read_release(self.least))
            and (self.above is None or release > read_release(self.above))
            and (self.below is None or release < read_release(self.below))
            and (self.most is None or release <= read_release(self.most))
        )


@dataclass(frozen=True)
class Rule:
    """A rule of `upgrades.yml`; the first that fits decides. `via` is the release to go through."""

    id: str
    start: Side
    end: Side
    way: Literal["step", "via", "refuse"]
    why: Text
    sources: tuple[str, ...]
    direction: Literal["up", "down", "any"] = "any"
    via: str | None = None
    put: Text = field(default_factory=dict)
    does: Text = field(default_factory=dict)

    def fits(self, old: LoadName, new: LoadName) -> bool:
        """Whether this rule speaks of the way from `old` to `new`."""
        up = new.release > old.release
        turn = self.direction == "any" or (self.direction == "up") == up
        return turn and self.start.holds(old) and self.end.holds(new)


@dataclass(frozen=True)
class Step:
    """One step: the phone leaves `old` for `load`. `files` are names, `*` where the release is not known.

    `put` (into the TFTP root), `does` (the phone) and `why` are texts by language; `rule` is the rule's id.
    """

    old: str
    load: str
    files: tuple[str, ...]
    put: Text
    does: Text
    why: Text
    sources: tuple[str, ...]
    rule: str


@cache
def rules() -> dict[str, tuple[Rule, ...]]:
    """The rules by family, in their order. A wrong file is a bug of ours: ValueError."""
    text = files("generators.catalog").joinpath("upgrades.yml").read_text("utf-8")
    try:
        return TypeAdapter(dict[str, tuple[Rule, ...]]).validate_python(yaml.load(text, Loader=yaml.CBaseLoader))
    except ValidationError as err:
        raise ValueError(f"catalog/upgrades.yml: {err}") from err


def upgrade_path(model: PhoneModel, from_load: str, to_load: str) -> tuple[Step, ...]:
    """The steps that take a phone of `model` from one load to another; none where they are the same.

    Raises NoPath where a load is not one of this model's, and where no document describes the way.
    """
    old, new = _load_of(model, from_load), _load_of(model, to_load)
    if (old.protocol, old.release) == (new.protocol, new.release):
        return ()
    rule = next((r for r in rules()[model.family] if r.fits(old, new)), None)
    if rule is None:
        raise ValueError(f"no rule speaks of {old} and {new}: a bug of upgrades.yml")
    filled = {"old": old.name, "load": new.name, "model": model.id, "default": model.default_load}
    why = _fill(rule.why, filled)
    if rule.way == "refuse":
        raise NoPath(why, rule.sources)
    if rule.way == "via":
        between = _between(model, new, rule.via)
        first, rest = upgrade_path(model, from_load, between), upgrade_path(model, between, to_load)
        return (
            tuple(
                Step(
                    s.old,
                    s.load,
                    s.files,
                    s.put,
                    s.does,
                    why,
                    tuple(dict.fromkeys((*rule.sources, *s.sources))),
                    rule.id,
                )
                for s in first
            )
            + rest
        )
    put, does = _fill(rule.put, filled), _fill(rule.does, filled)
    return (Step(old.name, new.name, file_names(model, new.name), put, does, why, rule.sources, rule.id),)


def _between(model: PhoneModel, new: LoadName, via: str | None) -> str:
    """The load of release `via` in the protocol that the phone is to speak, named as Cisco names its series."""
    release: Release = read_release(via or "")
    kind = "SIP" if new.protocol is Protocol.SIP else "SCCP"
    return f"{kind}{new.series}.{release.major}-{release.minor}-{release.maintenance}S"


def _load_of(model: PhoneModel, name: str) -> LoadName:
    try:
        load = read_load(name)
    except ValueError as err:
        raise NoPath({"en": str(err), "fr": f"« {name} » n'est pas le nom d'un micrologiciel connu : {err}"}) from None
    series = FLAT if model.family == "flat" else model.load_prefix.removeprefix("SIP")
    if load.series != series:
        raise NoPath(
            {
                "en": f"{name} is not for the {model.title}: its SIP loads begin with {model.load_prefix}",
                "fr": f"{name} n'est pas pour le {model.title} : ses versions SIP commencent par {model.load_prefix}",
            }
        )
    return load


def _fill(text: Text, values: dict[str, str]) -> Text:
    return {language: line.format(**values) for language, line in text.items()}

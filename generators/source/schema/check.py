"""Document → Source: types every value, and says of each mistake where, what and what to write instead."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from generators.problems import Place, Report
from generators.source.document import Document, Path
from generators.source.document import Mapping as Block
from generators.source.schema.base import show
from generators.source.schema.prepare import prepare
from generators.source.schema.root import Source

KINDS = {
    "model_type": "a block of keys",
    "model_attributes_type": "a block of keys",
    "dict_type": "a block of keys",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "a text",
}
RANGES = {
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "too_short": "at least {min_length} of them",
    "too_long": "at most {max_length} of them",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
}


@dataclass(frozen=True)
class Checked:
    """A source whose every value is well formed, with the places of the text it came from.

    `media` are the bytes of the sounds and pictures that it names and that could be read, by file name.
    """

    source: Source
    document: Document
    media: Mapping[str, bytes] = field(default_factory=dict)

    def place(self, *path: str | int) -> Place:
        """Where the value at `path` was written."""
        return self.document.place(path)

    def key_place(self, *path: str | int) -> Place:
        """Where the key at the end of `path` was written."""
        return self.document.key_place(path)


def validate(document: Document, report: Report) -> Checked | None:
    """Type the whole document. All mistakes go to `report`; None when there is one that stops a build."""
    own = Report()
    ready, empty = prepare(document, own)
    _profiles(ready, own)
    source = None
    try:
        source = Source.model_validate(ready.plain())
    except ValidationError as err:
        found = Report()
        details = err.errors(include_url=False)
        for detail in details:
            if detail["type"] != "too_short" or not _has_wrong_items(detail["loc"], details):
                _translate(dict(detail), ready, found)
        seen = {(p.place, p.code) for p in own}
        for problem in found:  # a wrong value of a profile is one mistake, however many sites take it
            if (problem.place, problem.code) not in seen and problem.place not in empty:
                own.extend([problem])
                seen.add((problem.place, problem.code))
    report.extend(own)
    return Checked(source, ready) if source is not None and not own.errors else None


def _has_wrong_items(loc: Path, details: Sequence[Any]) -> bool:
    """Whether a list is only short because its items are wrong: they are the mistake."""
    return any(len(d["loc"]) > len(loc) and d["loc"][: len(loc)] == loc for d in details)


def _profiles(document: Document, report: Report) -> None:
    """Unknown keys in profiles, also in those that no site uses."""
    profiles = document.root.entries.get("site_profiles")
    if profiles is None or not isinstance(profiles.value, Block):
        return
    for name, profile in profiles.value.entries.items():
        if isinstance(profile.value, Block):
            _unknown_keys(profile.value, ("site_profiles", name), ("sites", name), report)


def _unknown_keys(block: Block, said: Path, like: Path, report: Report) -> None:
    known = _fields(like)
    for key, entry in block.entries.items():
        if known and key not in known:
            _unknown(entry.key.place, (*said, key), known, report)
        elif isinstance(entry.value, Block):
            _unknown_keys(entry.value, (*said, key), (*like, key), report)


def _unknown(place: Place, loc: Path, known: list[str], report: Report) -> None:
    near = get_close_matches(str(loc[-1]), known, 1)
    hint = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(sorted(known))}"
    report.add("TON201", place, f"unknown key {show(str(loc[-1]))}{_in(loc[:-1])}", hint)


def _translate(error: dict[str, Any], document: Document, report: Report) -> None:
    """Turn one of pydantic's errors into a problem of ours."""
    kind, context = error["type"], error.get("ctx", {})
    loc: Path = error["loc"]
    is_key = kind != "extra_forbidden" and loc[-1:] == ("[key]",)  # pydantic's mark for an error of the key itself
    loc = loc[:-1] if is_key else loc
    place = document.key_place(loc) if is_key else document.place(loc)
    name = _name(loc)
    value = error.get("input")
    if kind == "extra_forbidden":
        _unknown(document.key_place(loc), loc, _fields(loc[:-1]), report)
    elif kind == "missing":
        if len(loc) > 1:
            report.add("TON202", document.key_place(loc[:-1]), f"{_name(loc[:-1])} lacks {loc[-1]}:", f"add {loc[-1]}:")
        else:
            hint = f"add {loc[0]}: to a file of the folder"
            report.add("TON202", document.place(()), f"no file holds {loc[0]}:", hint)
    elif kind in KINDS or kind == "wrong_kind":
        expected = context.get("expected", KINDS.get(kind, ""))
        found = {dict: "a block", list: "a list", type(None): "nothing", str: "a text"}.get(type(value), "a value")
        report.add("TON203", place, f"{name} is {found}", f"write {expected}")
    elif kind == "literal_error":
        choices = _choices(loc)
        near = get_close_matches(str(value), choices, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"write one of: {', '.join(choices)}"
        report.add("TON206", place, f"{name}: {show(str(value))} is not known here", hint)
    elif kind in RANGES:
        report.add("TON205", place, f"{name} is out of range", "write " + RANGES[kind].format(**context))
    elif kind == "out_of_range":
        report.add("TON205", place, f"{name}: {context['text']}", context["hint"])
    elif kind == "malformed":
        report.add("TON204", place, f"{name}: {context['text']}", context["hint"])
    elif kind.startswith("int"):
        report.add("TON204", place, f"{name}: {show(str(value))} is not a whole number", "write digits only")
    elif kind.startswith("string_pattern"):
        hint = f"allowed is the pattern {context.get('pattern', '')}"
        report.add("TON204", place, f"{name}: {show(str(value))} is not well formed", hint)
    else:
        report.add("TON204", place, f"{name}: {error['msg']}")


def _name(loc: Path) -> str:
    return ".".join(str(p) for p in loc) if loc else "the source"


def _in(loc: Path) -> str:
    return f" in {_name(loc)}" if loc else " at the top of the file"


def _walk(loc: Path) -> Any:
    """The type that stands at `loc` in the models, or None."""
    current: Any = Source
    for step in loc:
        current = _bare(current)
        if isinstance(current, type) and issubclass(current, BaseModel):
            info = current.model_fields.get(str(step))
            if info is None:
                return None
            current = info.annotation
        elif get_origin(current) in (dict, Mapping):
            current = get_args(current)[1]
        elif get_origin(current) in (tuple, list):
            current = get_args(current)[0]
        else:
            return None
    return _bare(current)


def _bare(kind: Any) -> Any:
    """`kind` without Annotated and without `| None`."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (typing.Union, types.UnionType):
            rest = [a for a in get_args(kind) if a is not type(None)]
            if len(rest) != 1:
                return kind
            kind = rest[0]
        else:
            return kind


def _fields(loc: Path) -> list[str]:
    kind = _walk(loc)
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _choices(loc: Path) -> list[str]:
    kind = _walk(loc)
    return [str(c) for c in get_args(kind)] if get_origin(kind) is Literal else []

"""Contacts, forwards and menus as the public may see them: ids and numbers of people taken out."""

from __future__ import annotations

from collections.abc import Mapping

from generators.source.schema.root import Source
from generators.source.schema.telephony import Contact, Forward


def renamed(source: Source, names: Mapping[str, str], word: str) -> Source:
    """The source with people and contacts named by their aliases wherever a call is sent to them.

    `names` gives the alias of each person and contact; contacts get `word` and a number as title.
    """

    def to(name: str | None) -> str | None:
        return None if name is None else names.get(name, name)

    def forward(said: Forward) -> Forward:
        return said.model_copy(
            update={"always": to(said.always), "busy": to(said.busy), "no_answer": to(said.no_answer)}
        )

    def contact(alias: str, item: Contact) -> Contact:
        return item.model_copy(update={"title": f"{word} {alias.rpartition('-')[2]}"})

    return source.model_copy(
        update={
            "people": {k: x.model_copy(update={"forward": forward(x.forward)}) for k, x in source.people.items()},
            "lines": {k: x.model_copy(update={"forward": forward(x.forward)}) for k, x in source.lines.items()},
            "menus": {
                k: x.model_copy(update={"choices": {d: to(c) for d, c in x.choices.items()}, "then": to(x.then)})
                for k, x in source.menus.items()
            },
            "contacts": {names[k]: contact(names[k], x) for k, x in source.contacts.items()},
        }
    )


def renumbered(source: Source, sample: Mapping[str, str], spare: Mapping[str, str]) -> Source:
    """The source with sample numbers for what people show and for contacts."""
    known = {**spare, **sample}
    return source.model_copy(
        update={
            "people": {
                k: x.model_copy(update={"shows": known.get(x.shows) if x.shows else None})
                for k, x in source.people.items()
            },
            "lines": {
                k: x.model_copy(update={"shows": known.get(x.shows) if x.shows else None})
                for k, x in source.lines.items()
            },
            "contacts": {k: x.model_copy(update={"number": known[x.number]}) for k, x in source.contacts.items()},
        }
    )

"""Keys, pages and exceptions of phones as the public may see them: names, numbers and addresses taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from generators.catalog.types import Country
from generators.source.schema.handsets import Key, Settings
from generators.source.schema.root import Source

ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
SHORT = 7  # a number of fewer digits is a code, an extension or a service, and nobody's own
SHORT_WITHOUT_PREFIX = 5  # in a country without a prefix before national numbers some have no more
HIDDEN = "…"
SAMPLE_ADDRESS = "198.51.100.1"  # RFC 5737
SAMPLE_PAGE = "http://page.example/"


def each_key(source: Source, change: Callable[[Key], Key]) -> Source:
    """The source with every programmed key changed."""
    return source.model_copy(
        update={
            "phones": {
                name: phone.model_copy(update={"keys": {button: change(k) for button, k in phone.keys.items()}})
                for name, phone in source.phones.items()
            },
            "key_layouts": {name: tuple(change(k) for k in keys) for name, keys in source.key_layouts.items()},
        }
    )


def each_settings(source: Source, change: Callable[[Settings], Settings]) -> Source:
    """The source with the settings of every level changed."""
    return source.model_copy(
        update={
            "settings": change(source.settings),
            "models": {name: change(settings) for name, settings in source.models.items()},
            "sites": {k: x.model_copy(update={"settings": change(x.settings)}) for k, x in source.sites.items()},
            "phones": {k: x.model_copy(update={"settings": change(x.settings)}) for k, x in source.phones.items()},
        }
    )


def without_names(source: Source, people: Mapping[str, str]) -> Source:
    """Keys that name people by their aliases and bear no label; reasons, which are free text, are hidden."""

    def key(item: Key) -> Key:
        return item.model_copy(
            update={
                "speed": people.get(item.speed, item.speed) if item.speed else None,
                "blf": people.get(item.blf, item.blf) if item.blf else None,
                "label": None,
            }
        )

    def settings(item: Settings) -> Settings:
        extra = {name: x.model_copy(update={"reason": HIDDEN}) for name, x in item.extra.items()}
        return item.model_copy(update={"extra": extra})

    return each_settings(each_key(source, key), settings)


def without_numbers(source: Source, country: Country, sample: Mapping[str, str], spare: Callable[[int], str]) -> Source:
    """Keys that dial a public number dial its sample; `spare` gives a number that stands for no other."""
    others: dict[str, str] = {}

    def key(item: Key) -> Key:
        number = item.speed and canonical(item.speed, country)
        if not number:
            return item
        if number not in sample and number not in others:
            others[number] = spare(len(sample) + len(others))
        return item.model_copy(update={"speed": sample.get(number) or others[number]})

    return each_key(source, key)


def canonical(speed: str, country: Country) -> str | None:
    """The public number behind a key in international form; None for a code, an extension or a name."""
    digits = speed.replace(",", "")
    if digits.startswith("+"):
        return digits
    if not digits.isdigit() or len(digits) < (SHORT if country.trunk_prefix else SHORT_WITHOUT_PREFIX):
        return None
    if digits.startswith(country.international_prefix):
        return "+" + digits[len(country.international_prefix) :]
    return f"+{country.calling_code}{digits.removeprefix(country.trunk_prefix)}"


def without_addresses(source: Source) -> Source:
    """Pages of one's own become a sample page, and an address in a value set by hand a sample address."""

    def page(url: str | None) -> str | None:
        return url if url in (None, "own", "none") else SAMPLE_PAGE

    def key(item: Key) -> Key:
        return item.model_copy(update={"service": item.service and SAMPLE_PAGE})

    def settings(item: Settings) -> Settings:
        nat = item.nat if item.nat in (None, "none", "received") else SAMPLE_ADDRESS
        extra = {
            name: x.model_copy(
                update={"value": ADDRESS.sub(SAMPLE_ADDRESS, x.value), "reason": ADDRESS.sub(SAMPLE_ADDRESS, x.reason)}
            )
            for name, x in item.extra.items()
        }
        update = {"directory": page(item.directory), "services": page(item.services), "nat": nat, "extra": extra}
        return item.model_copy(update=update)

    return each_settings(each_key(source, key), settings)

"""The three objects these pages are made of, as values that cannot be outside of what a phone takes.

Menu, Directory and Text are the subset that the 7940/7960 know too (IPPS, chapter 3). Limits: 100 items in a
menu, 32 entries in a directory, 64 characters in the name of an item, about 4000 in a text (IPPS). The schema of
appendix B, which the parser of the 7941 and siblings enforces from 8.3(2) on, has 32 for titles, prompts, the
names and numbers of entries and soft keys: two public programs written from it agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from generators.estate.services import URL_MOST
from generators.targets.phones.text import checked, xml_value

__all__ = ["Directory", "Entry", "Item", "Menu", "SoftKey", "Text", "cut"]

ENTRIES_MOST = 32
ITEMS_MOST = 100
ITEM_NAME_MOST = 64
NAME_MOST = 32  # titles, prompts, names and numbers of entries
KEYS_MOST = 4  # what the screens show without a "more" key
KEY_NAME_MOST = 8  # characters beside one of four keys
TEXT_MOST = 4000
NUMBER = re.compile(r"[0-9*#]{1,32}\Z")
URL = re.compile(r"(?:http://[0-9.]+:[0-9]+/[A-Za-z0-9./_-]+|SoftKey:[A-Za-z]+)\Z")


def cut(text: str, most: int) -> str:
    """`text` without what is beyond `most` characters, and without blanks at its ends."""
    return text[:most].strip()


def _shown(text: str, most: int, what: str) -> Markup:
    if not text or text != text.strip():
        raise ValueError(f"{what} is empty or has blanks around it: {text!r}")
    return xml_value(checked(text, most, what))


def _url(text: str) -> Markup:
    if not URL.match(text):
        raise ValueError(f"not a URL of these pages: {text!r}")
    return xml_value(checked(text, URL_MOST, "a URL"))


def _at_most(things: tuple[object, ...], least: int, most: int, what: str) -> None:
    if not least <= len(things) <= most:
        raise ValueError(f"{len(things)} {what}, {least} to {most} fit")


@dataclass(frozen=True)
class SoftKey:
    """A key below the screen: its word, and a URL or an action of the phone (`SoftKey:Dial`)."""

    name: str
    url: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", _shown(self.name, KEY_NAME_MOST, "a soft key"))
        object.__setattr__(self, "url", _url(self.url))


@dataclass(frozen=True)
class Item:
    """A row of a menu and the page it opens."""

    name: str
    url: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", _shown(self.name, ITEM_NAME_MOST, "a menu item"))
        object.__setattr__(self, "url", _url(self.url))


@dataclass(frozen=True)
class Entry:
    """A row of a directory: a name, and the number that is dialled."""

    name: str
    number: str

    def __post_init__(self) -> None:
        if not NUMBER.match(self.number):
            raise ValueError(f"not a number a phone dials: {self.number!r}")
        object.__setattr__(self, "name", _shown(self.name, NAME_MOST, "a directory entry"))


@dataclass(frozen=True)
class _Page:
    """What all objects have. Without soft keys of its own an object has the phone's (IPPS, "Custom Softkeys")."""

    title: str
    prompt: str
    soft_keys: tuple[SoftKey, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", _shown(self.title, NAME_MOST, "a title"))
        object.__setattr__(self, "prompt", _shown(self.prompt, NAME_MOST, "a prompt"))
        _at_most(self.soft_keys, 0, KEYS_MOST, "soft keys")


@dataclass(frozen=True)
class Menu(_Page):
    """A list of rows that open other pages."""

    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        _at_most(self.items, 1, ITEMS_MOST, "menu items")


@dataclass(frozen=True)
class Directory(_Page):
    """A list of rows that dial."""

    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        _at_most(self.entries, 1, ENTRIES_MOST, "directory entries")


@dataclass(frozen=True)
class Text(_Page):
    """A text to read, its lines ended by a line feed."""

    text: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.text or len(self.text) > TEXT_MOST:
            raise ValueError(f"a text has {len(self.text)} characters, 1 to {TEXT_MOST} fit")
        for line in self.text.split("\n"):
            checked(line, TEXT_MOST, "a line of a text")
        object.__setattr__(self, "text", xml_value(self.text))

"""The setup sheet of a router: every field to fill in, in the order of pfSense's screens, with value and reason."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.places import Router, Site
from generators.targets.pfsense.flows import Traffic
from generators.targets.pfsense.texts import Texts
from generators.targets.pfsense.views import Plan


@dataclass(frozen=True)
class Row:
    """A field as its screen calls it, what to put there, why; `setting` is its key in `keys.KEYS`.

    `literal` values are typed as they stand; the others are said in the sheet's language (leave empty, checked).
    """

    field: str
    value: str
    reason: str
    setting: str
    literal: bool = True


@dataclass(frozen=True)
class Section:
    """A screen, or one entry of a list on it: `path` is the menu, `title` the entry (may be empty)."""

    path: str
    title: str
    intro: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """All screens of one site's router. `site` is its id, `release` that of pfSense."""

    site: str
    title: str
    intro: tuple[str, ...]
    release: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Writer:
    """What every screen needs to write its rows: the Estate, the site, its plan and the words."""

    estate: Estate
    site: Site
    router: Router
    traffic: Traffic
    plan: Plan
    texts: Texts

    def row(self, field: str, value: object, why: str, setting: str, /, **names: object) -> Row:
        """A row whose value is typed as it stands."""
        return Row(field, str(value), self.texts(why, **names), setting)

    def said(self, field: str, value: str, why: str, setting: str, /, **names: object) -> Row:
        """A row whose value is said in words; `value` and `why` are keys of texts."""
        return Row(field, self.texts(value, **names), self.texts(why, **names), setting, literal=False)

    def section(self, path: str, intro: str, *rows: Row, title: str = "", **names: object) -> Section:
        """A screen; `intro` is a key of texts, `title` the name of the entry on it."""
        return Section(path, title, self.texts(intro, **names), rows)

    @property
    def voice_name(self) -> str:
        """What the screens call the phones' interface."""
        return self.plan.voice.name if self.plan.voice is not None else ""

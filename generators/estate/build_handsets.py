"""Builds a phone's settings, keys and exceptions: what is nearest to the phone wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import Any

from generators.catalog.types import Catalog, Country, PhoneModel
from generators.estate.dialing import to_national
from generators.estate.handsets import (
    Extra,
    Feature,
    Key,
    KeyKind,
    Nat,
    NatMode,
    Settings,
    SettingsAccess,
    Telnet,
)
from generators.estate.names import fit, fold
from generators.estate.origins import Origins
from generators.estate.values import Alphabet, Origin, Secret, SecretRule
from generators.estate.zones import TimeZone
from generators.source.schema import handsets as written
from generators.source.schema.root import Source

SSH_PASSWORD = SecretRule(length=16, least=12, most=30, alphabet=Alphabet.ALNUM)

# What holds where nobody says anything: safe first, then what an office expects. `menu` is open since the code
# guards it; SSH, web page and telnet are closed, because these phones' own services are decades old.
DEFAULTS: Mapping[str, Any] = {
    "codecs": ("alaw", "ulaw"),
    "dscp": 46,
    "sip_port": 5060,
    "media": (16384, 32766),
    "directory": "own",
    "services": "own",
    "nat": "none",
    "web": False,
    "ssh": False,
    "telnet": "off",
    "menu": "open",
    "pc_port": True,
    "call_waiting": "on",
    "do_not_disturb": "off",
    "anonymous_block": "off",
    "hide_number": "off",
    "hold_reminder": "on",
    "local_forward": True,
    "transfer_on_hook": False,
    "missed_calls": True,
    "register_seconds": 3600,
}


@dataclass(frozen=True)
class Level:
    """Settings of one level, and the path in the source where they stand."""

    said: written.Settings
    path: tuple[str | int, ...]


def levels(source: Source, phone: str) -> tuple[Level, ...]:
    """The levels that decide for a phone, from the organization's to its own."""
    item = source.phones[phone]
    out = [Level(source.settings, ("settings",))]
    if item.model in source.models:
        out.append(Level(source.models[item.model], ("models", item.model)))
    if item.site in source.sites:
        out.append(Level(source.sites[item.site].settings, ("sites", item.site, "settings")))
    return (*out, Level(item.settings, ("phones", phone, "settings")))


def chosen(stack: tuple[Level, ...], name: str) -> tuple[Any, Level | None]:
    """The value of a setting and the level that says it; the default and None where none does."""
    for level in reversed(stack):
        value = getattr(level.said, name)
        if value is not None:
            return value, level
    return DEFAULTS.get(name), None


class HandsetsBuilder:
    """Turns what a source says of phones' behaviour into that of an Estate; every reference is known to hold."""

    def __init__(self, source: Source, catalog: Catalog, country: Country, origins: Origins) -> None:
        self.source = source
        self.catalog = catalog
        self.country = country
        self.origins = origins

    def timezone(self, site: str) -> TimeZone:
        """The time zone of a site."""
        zone = self.source.sites[site].timezone or self.source.organization.timezone
        return TimeZone(zone, self.catalog.flat_time_zones.get(zone), self.catalog.xml_time_zones.get(zone))

    def settings(self, phone: str, ssh: Secret | None, pages: Mapping[str, tuple[str, str]], inside: bool) -> Settings:
        """The settings of a phone. `ssh` is the password for where SSH is open, `pages` the URLs of our own
        directory and services by language. `inside` says whether it reaches private addresses of the PBX's site."""
        stack = levels(self.source, phone)

        def say(name: str) -> Any:
            return chosen(stack, name)[0]

        language = say("language") or self._language(phone)
        own = pages.get(language) or pages[self.source.organization.languages[0]]
        nat = say("nat")
        backup = self.source.servers.pbx.backup
        return Settings(
            timezone=self.timezone(self.source.phones[phone].site),
            language=language,
            codecs=tuple(dict.fromkeys(say("codecs"))),
            dscp=say("dscp"),
            sip_port=say("sip_port"),
            media_first=say("media")[0],
            media_last=say("media")[1],
            voicemail=self.source.dialing.voicemail,
            directory_url=_page(say("directory"), own[0]),
            services_url=_page(say("services"), own[1]),
            # A registration with the second PBX does not go through the outbound proxy (SIPCC), so not through siproxd.
            backup=(backup.address, backup.sip) if backup and inside else None,
            nat=Nat(NatMode(nat), None) if nat in ("none", "received") else Nat(NatMode.FIXED, IPv4Address(nat)),
            web=say("web"),
            ssh=ssh if say("ssh") else None,
            telnet=Telnet[say("telnet").upper()],
            menu=SettingsAccess[say("menu").upper()],
            pc_port=say("pc_port"),
            call_waiting=_feature(say("call_waiting")),
            do_not_disturb=_feature(say("do_not_disturb")),
            anonymous_block=_feature(say("anonymous_block")),
            hide_number=_feature(say("hide_number")),
            hold_reminder=_feature(say("hold_reminder")),
            local_forward=say("local_forward"),
            transfer_on_hook=say("transfer_on_hook"),
            missed_calls=say("missed_calls"),
            register_seconds=say("register_seconds"),
        )

    def _language(self, phone: str) -> str:
        """The language of the first person on the phone, else the organization's first."""
        people = self.source.people
        seats = sorted((button, key) for key, p in people.items() for at, button in p.phones if at == phone)
        default = self.source.organization.languages[0]
        return (people[seats[0][1]].language or default) if seats else default

    def keys(self, phone: str, taken: frozenset[int]) -> tuple[Key, ...]:
        """The programmed keys of a phone, by button; `taken` are the buttons of its lines."""
        placed = placed_keys(self.source, phone, taken)
        return tuple(sorted((self._key(*item, phone) for item in placed), key=lambda key: key.button))

    def _key(self, button: int, key: written.Key, path: tuple[str | int, ...], phone: str) -> Key:
        model = self.catalog.models[self.source.phones[phone].model]
        target = key.blf or key.speed or ""
        title, number = self.target(target) if not key.service else ("", "")
        label = fit(key.label or title or key.service or number, _label_most(self, phone, button, model))[0]
        watched = target if key.blf and model.family == "xml" else None
        kind = KeyKind.SERVICE if key.service else KeyKind.BLF if watched else KeyKind.SPEED_DIAL
        kind_, name, *rest = path
        origin = self.origins.of(str(kind_), str(name), *rest)
        return Key(button, kind, label or fold(number), number, watched, key.service or "", origin)

    def target(self, name: str) -> tuple[str, str]:
        """What a key's target is called and what it dials: an id's extension, a number as dialled inside."""
        for things, field in (
            (self.source.people, "name"),
            (self.source.lines, "title"),
            (self.source.groups, "title"),
            (self.source.mailboxes, "title"),
        ):
            if name in things:
                item = things[name]
                return getattr(item, "label", None) or getattr(item, field), item.extension
        return "", dialled(self.country, name)

    def extra(self, phone: str) -> tuple[Extra, ...]:
        """What is set by hand for a phone, by name; the nearest level wins."""
        out: dict[str, Extra] = {}
        for level in levels(self.source, phone):
            for name, extra in level.said.extra.items():
                kind, *rest = level.path
                origin = self._at(str(kind), rest, name)
                out[name] = Extra(name, extra.value, extra.reason, origin)
        family = self.catalog.models[self.source.phones[phone].model].family
        known = self.catalog.parameters.get(family, {})
        return tuple(out[name] for name in sorted(out) if name in known)

    def _at(self, kind: str, rest: list[str | int], name: str) -> Origin:
        if not rest:
            return self.origins.of(kind, "extra", name)
        return self.origins.of(kind, str(rest[0]), *rest[1:], "extra", name)


def keys_of(source: Source, phone: str) -> Iterator[tuple[tuple[str | int, ...], written.Key]]:
    """Each key of a phone, its own and those of its layout, with its path in the source."""
    item = source.phones[phone]
    for button, key in item.keys.items():
        yield ("phones", phone, "keys", str(button)), key
    for index, key in enumerate(source.key_layouts.get(item.layout, ()) if item.layout else ()):
        yield ("key_layouts", str(item.layout), index), key


def placed_keys(
    source: Source, phone: str, taken: frozenset[int]
) -> Iterator[tuple[int, written.Key, tuple[str | int, ...]]]:
    """Each key of a phone with its button and its path: its own by button, then the layout's on the buttons left."""
    item = source.phones[phone]
    yield from ((button, key, ("phones", phone, "keys", str(button))) for button, key in sorted(item.keys.items()))
    layout = source.key_layouts.get(item.layout, ()) if item.layout else ()
    free = (n for n in range(1, 1000) if n not in taken and n not in item.keys)
    for index, key in enumerate(layout):
        yield next(free), key, ("key_layouts", str(item.layout), index)


def dialled(country: Country, number: str) -> str:
    """A number as typed on a phone: `+33…` in the national form at home, with the foreign prefix abroad."""
    if not number.startswith("+"):
        return number
    return to_national(country, number) or country.international_prefix + number[1:]


def _label_most(builder: HandsetsBuilder, phone: str, button: int, model: PhoneModel) -> int:
    """The characters a label may have: the screen's, or that of the module the button is on."""
    if button <= model.lines:
        return model.screen.line_label
    at = model.lines
    for name in builder.source.phones[phone].modules:
        module = builder.catalog.modules[name]
        at += module.keys
        if button <= at:
            return module.label
    return model.screen.line_label


def _feature(word: str) -> Feature:
    return Feature[word.upper().replace("-", "_")]


def _page(said: str, own: str) -> str:
    return own if said == "own" else "" if said == "none" else said

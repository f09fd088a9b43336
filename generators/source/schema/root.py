"""The whole source: every top-level key, and the JSON Schema that editors read."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field

from generators.source.schema.base import Id, Item
from generators.source.schema.handsets import KeyLayout, Media, Settings
from generators.source.schema.organization import Dialing, Organization, Servers
from generators.source.schema.places import Site, SiteProfile
from generators.source.schema.telephony import (
    Conference,
    Contact,
    Group,
    Line,
    Load,
    Mailbox,
    Menu,
    Numbers,
    Person,
    Phone,
    Schedule,
    Trunk,
)


class Source(Item):
    """What the YAML says, typed. Ids are keys; each is unique in its kind."""

    organization: Organization
    servers: Servers
    dialing: Dialing = Dialing()
    trunks: dict[Id, Trunk] = {}
    numbers: Numbers = {}
    schedules: dict[Id, Schedule] = {}
    people: dict[Id, Person] = {}
    lines: dict[Id, Line] = {}
    groups: dict[Id, Group] = {}
    mailboxes: dict[Id, Mailbox] = {}
    menus: dict[Id, Menu] = {}
    conferences: dict[Id, Conference] = {}
    contacts: dict[Id, Contact] = {}
    site_profiles: dict[Id, SiteProfile] = {}
    sites: Annotated[dict[Id, Site], Field(min_length=1)]
    phones: dict[Id, Phone] = {}
    settings: Settings = Settings()
    models: dict[Id, Settings] = {}
    key_layouts: dict[Id, KeyLayout] = {}
    firmware: dict[Id, Load] = {}
    media: Media = Media()


def json_schema() -> str:
    """The JSON Schema of one file of `site_data` (each holds some of the top-level keys), as text."""
    schema = Source.model_json_schema()
    schema.pop("required", None)  # a file holds some of the keys; `tonalite check` sees the whole
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Tonalité site_data"
    site = schema["$defs"]["Site"]
    site["required"] = ["title"]
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"

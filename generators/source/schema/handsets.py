"""What a phone does: its settings, its keys, and what is set by hand."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from generators.source.schema.base import (
    WHOLE,
    Address,
    Id,
    Item,
    Port,
    PortRange,
    Title,
    malformed,
    show,
    text_only,
    wrong_kind,
)

YES, NO = {"true", "yes", "on"}, {"false", "no", "off"}
URL = re.compile(r"http://[A-Za-z0-9._~:/?#\[\]@!$'()*+,=%-]{3,120}\Z")
DIALLED = re.compile(r"\+?[0-9*#][0-9*#,]{0,30}\Z")


def _switch(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    word = text_only(value)
    if word in YES or word in NO:
        return word in YES
    raise wrong_kind("true or false")


def _url(value: Any) -> Any:
    word = text_only(value)
    if not URL.match(word):
        hint = "write http://, a host and a path, 127 characters at most; these phones know no https"
        raise malformed(f"{show(word)} is not a page a phone can open", hint)
    return word


def _page(value: Any) -> Any:
    return value if value is None or value in ("own", "none") else _url(value)


def _nat(value: Any) -> Any:
    word = str(value)
    if word in ("none", "received"):
        return word
    if re.match(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}\Z", word) and all(int(x) < 256 for x in word.split(".")):
        return word
    raise malformed(f"{show(word)} is no way through a NAT", "write none, received, or the router's public address")


Switch = Annotated[bool | None, BeforeValidator(_switch), WithJsonSchema({"type": "boolean"})]
Url = Annotated[
    str, BeforeValidator(_url), WithJsonSchema({"type": "string", "examples": ["http://10.42.20.10/a.xml"]})
]
Page = Annotated[str | None, BeforeValidator(_page), WithJsonSchema({"type": "string", "examples": ["own"]})]
NatChoice = Annotated[str | None, BeforeValidator(_nat), WithJsonSchema({"type": "string", "examples": ["received"]})]
Feature = Literal["off", "on", "locked-off", "locked-on"]
Button = Annotated[int, Field(ge=1, le=99), WHOLE]


class Extra(Item):
    """A parameter set by hand, as the phone spells its value, and the reason, which the pages show."""

    value: Annotated[
        str,
        Field(max_length=255),
        WithJsonSchema({"type": ["string", "integer", "boolean"], "examples": ["600"]}),
    ]
    reason: Title


class Settings(Item):
    """How phones behave. What is left out comes from the level above: phone, site, model, organization.

    `directory` and `services` are the pages behind the phone's keys: `own` (made by this tool), `none` or an URL.
    `dscp` marks voice. `nat` is for a phone behind a NAT without VPN and siproxd. `extra` sets any documented
    parameter by hand. `menu` is the phone's own settings menu, `web` its web page.
    """

    language: Literal["fr", "en"] | None = None
    codecs: Annotated[tuple[Literal["alaw", "ulaw", "g722", "g729"], ...], Field(min_length=1)] | None = None
    dscp: Annotated[int, Field(ge=0, le=63), WHOLE] | None = None
    sip_port: Port | None = None
    media: PortRange | None = None
    directory: Page = None
    services: Page = None
    nat: NatChoice = None
    web: Switch = None
    ssh: Switch = None
    telnet: Literal["off", "on", "privileged"] | None = None
    menu: Literal["open", "closed"] | None = None
    pc_port: Switch = None
    call_waiting: Feature | None = None
    do_not_disturb: Feature | None = None
    anonymous_block: Feature | None = None
    hide_number: Feature | None = None
    hold_reminder: Feature | None = None
    local_forward: Switch = None
    transfer_on_hook: Switch = None
    missed_calls: Switch = None
    register_seconds: Annotated[int, Field(ge=60, le=3600), WHOLE] | None = None
    extra: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_/@.-]{2,120}$")], Extra] = {}


def _speed(value: Any) -> Any:
    return re.sub(r"[ .()\u00a0\u202f]", "", text_only(value)) if re.match(r"[+0-9*#]", text_only(value)) else value


class Key(Item):
    """A programmed key: one of `speed` (a number, or the id of whom to call), `blf` (a person or line to watch
    and call) and `service` (a page). `label` is what stands beside it."""

    speed: Annotated[
        str | None,
        BeforeValidator(_speed),
        WithJsonSchema({"type": ["string", "integer"], "examples": ["0199000100", "accueil"]}),
    ] = None
    blf: Id | None = None
    service: Url | None = None
    label: Title | None = None


Keys = dict[Button, Key]
KeyLayout = Annotated[tuple[Key, ...], Field(min_length=1)]


class BackupServer(Item):
    """A second PBX that phones turn to when the first does not answer."""

    address: Address
    sip: Port = 5060


class RingTone(Item):
    """A ring tone of one's own: a WAV file below `media/`, its name in the phone's menu."""

    title: Annotated[str, Field(min_length=1, max_length=25)]
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,21}\.wav$")]


class Background(Item):
    """A background of the xml family: a picture below `media/`, its name in the phone's menu."""

    title: Annotated[str, Field(min_length=1, max_length=32)]
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}\.(png|bmp)$")]


class Media(Item):
    """Sounds and pictures of one's own, files of the folder `media/`. `logo` is shown by the 7940 and 7960."""

    rings: tuple[RingTone, ...] = ()
    logo: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}\.(png|bmp)$")] | None = None
    backgrounds: tuple[Background, ...] = ()

"""From a rendered text to an Artifact: path, bytes, size, and the lines of YAML it follows from."""

from __future__ import annotations

from generators.estate.estate import Estate
from generators.estate.telephony import Endpoint, Phone
from generators.estate.values import Origin
from generators.targets.artifact import Artifact

FOLDER = "tftp/"


def phone_file(estate: Estate, phone: Phone, name: str, text: str) -> Artifact:
    """A file of one phone; it follows from the phone, the lines on it, its keys, and what was set by hand."""
    endpoints: tuple[Endpoint, ...] = estate.endpoints_of_phone[phone.id]
    origins = [phone.origin]
    for endpoint in endpoints:
        origins += [endpoint.origin, endpoint.line.origin]
    origins += [key.origin for key in phone.keys] + [extra.origin for extra in phone.extra]
    return Artifact(
        path=FOLDER + name,
        content=ascii_bytes(name, text, phone.model.file_most),
        audience=estate.audience,
        origins=tuple(dict.fromkeys(origins)),
        site=phone.site,
        phone=phone.id,
    )


def shared_file(estate: Estate, name: str, content: bytes, *more: Origin) -> Artifact:
    """A file that every phone of a family reads; it follows from the organisation and from `more`."""
    origins = tuple(dict.fromkeys((estate.organization.origin, *more)))
    return Artifact(path=FOLDER + name, content=content, audience=estate.audience, origins=origins)


def ascii_bytes(name: str, text: str, most: int) -> bytes:
    """`text` as bytes; ValueError if it is not ASCII or longer than `most` bytes: a bug of ours."""
    content = text.encode("ascii")
    if len(content) > most:
        raise ValueError(f"{name} has {len(content)} bytes, the phone takes {most}")
    return content

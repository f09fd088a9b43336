"""Files of a load as their content tells: the signature header, the names in a manifest, and what is plainly wrong.

Signed files begin with a header of tag, length, value (UCM, usecallmanagernz/certutils: sgnfile, stripsgn):

    01 0002 major minor    version of the header
    02 0002 length         length of the whole header, big-endian
    ...                    signer, algorithm, signature; 0d is one byte of padding
    0e length name 00      the name of the file that was signed, where there is one

A manifest (`.loads`) holds behind its header the names of the files to fetch (AG41; a user read them with `strings`,
sysop.ca 337). How names are set apart there is documented nowhere, so every run of characters that has the form of
such a name is taken. The signature itself can be checked only by a phone, which knows the signer's key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HEADER = re.compile(rb"\x01\x00\x02..\x02\x00\x02(..)", re.DOTALL)
NAME = re.compile(rb"[A-Za-z][A-Za-z0-9_-]{1,40}(?:\.[A-Za-z0-9_-]{1,40}){0,3}?\.(?:sbn|sb2|bin)(?![A-Za-z0-9])", re.I)
PART = re.compile(r"(apps|cnu|cvm|dsp|jar)[0-9]{2}|(p003|p0s3)-", re.I)
IMAGE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*\.(sbn|sb2|bin|loads)", re.I)
PADDING, FILE_NAME = 13, 14
# Elements that hold others: their own length is followed by the first element inside.
NESTING = (3, 7, 9)
MOST_MANIFEST = 64 << 10
MOST_NAMES = 64
MOST_NAME = 64  # of a path on the TFTP server (SIPCC, config.h)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The names that a manifest holds, in its order, and whether it is signed."""

    files: tuple[str, ...]
    signed: bool


def header_length(content: bytes) -> int | None:
    """The length of the signature header that `content` begins with, or None without one."""
    match = HEADER.match(content)
    return int.from_bytes(match[1], "big") if match else None


def signed_name(content: bytes) -> str | None:
    """The file name inside the signature header, or None. ValueError when the header is cut off or not well formed."""
    length = header_length(content)
    if length is None:
        return None
    if not 10 <= length <= len(content):
        raise ValueError("is cut short inside its signature header")
    at, name = 10, None
    while at < length:
        tag = content[at]
        at += 1
        if tag == PADDING:
            continue
        size = int.from_bytes(content[at : at + 2], "big")
        at += 2
        if tag in NESTING:
            continue
        if at + size > length:
            raise ValueError("has a signature header that is not well formed")
        if tag == FILE_NAME:
            name = content[at : at + size].rstrip(b"\0").decode("ascii", "replace")
        at += size
    return name


def read_manifest(content: bytes) -> Manifest:
    """The names in a `.loads` file; none is normal for one whose form we do not know. ValueError for what is none."""
    fault = plain_fault(content)
    if fault:
        raise ValueError(fault)
    if len(content) > MOST_MANIFEST:
        raise ValueError("is too large for a manifest")
    signed_name(content)  # raises when it is cut short
    length = header_length(content)
    names = dict.fromkeys(match[0].decode("ascii") for match in NAME.finditer(content, length or 0))
    if len(names) > MOST_NAMES:
        raise ValueError("names more files than any load has")
    if any(len(name) > MOST_NAME for name in names):
        raise ValueError("names a file that is longer than a phone can ask for")
    return Manifest(tuple(names), length is not None)


def fault_of(name: str, content: bytes) -> str | None:
    """What is plainly wrong with a file called `name`, as the end of a sentence; None where nothing is.

    `.sbn` and `.sb2` are signed (Cisco document 68244; C5455), so they have a header and something behind it.
    """
    fault = plain_fault(content)
    if fault:
        return fault
    try:
        inside = signed_name(content)
        if name.lower().endswith(".loads"):
            read_manifest(content)
    except ValueError as error:
        return str(error)
    length = header_length(content)
    if name.lower().endswith((".sbn", ".sb2")):
        if length is None:
            return "is not a signed file, as its ending says"
        if length == len(content):
            return "ends after its signature header"
    # The name inside may be a builder's own, of another series or release; that of another part tells a renaming.
    if inside is not None and _part(inside) and _part(name) and _part(inside) != _part(name):
        return f"was signed under the name {inside}"
    return None


def _part(name: str) -> str:
    """`apps`, `cnu`…, or the kind of a file of the 7940 and 7960; empty for a name of another form."""
    match = PART.match(name)
    return (match[1] or match[2]).lower() if match else ""


def plain_fault(content: bytes) -> str | None:
    """What no file of firmware can be: empty, zeros, a web page saved under its name."""
    if not content:
        return "is empty"
    if content.lstrip()[:15].lower().startswith((b"<!doctype", b"<html", b"<head", b"<?xml")):
        return "is a web page, not firmware"
    if not content.strip(b"\0"):
        return "holds nothing but zeros"
    return None

"""Synthetic firmware in the documented form: a signature header of tag, length, value, then a body; not Cisco's."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping


def signed(body: bytes, name: str = "", version: tuple[int, int] = (1, 1)) -> bytes:
    """`body` behind a signature header that holds an invented signer and, where given, the name that was signed."""

    def element(tag: int, value: bytes) -> bytes:
        return struct.pack(">BH", tag, len(value)) + value

    signer = element(4, b"CN=Test\0") + element(5, b"\x01\x02") + element(6, b"CN=Test CA\0")
    rest = struct.pack(">BH", 3, len(signer)) + signer
    info = element(8, b"\x01") + struct.pack(">BH", 9, 8) + element(10, b"\0") + element(11, b"\x01")
    rest += struct.pack(">BH", 7, len(info)) + info + element(12, bytes(range(128)))
    if name:
        rest += element(14, name.encode() + b"\0")
    rest += element(15, b"\0\0\0\1")
    while (10 + len(rest)) % 4:
        rest += b"\x0d"
    head = struct.pack(">BHBB", 1, 2, *version) + struct.pack(">BHH", 2, 2, 10 + len(rest))
    return head + rest + body


def manifest(*names: str, joint: bytes = b"\n") -> bytes:
    """A signed manifest that names files."""
    return signed(joint.join(name.encode() for name in names) + joint)


def load(prefix: str, load_name: str, release: str, resets: tuple[str, ...], jar: str = "jar") -> dict[str, bytes]:
    """Every file of a load of the XML family, the .sbn with contents of their own."""
    parts = [f"apps{prefix}", f"cnu{prefix}", f"cvm{prefix}sip", f"dsp{prefix}", f"{jar}{prefix}sip"]
    names = [f"{part}.{release}.sbn" for part in parts]
    files = {name: signed(b"image of " + name.encode() * 50, name) for name in names}
    named = manifest(*names)
    return {f"{load_name}.loads": named, **files, **{f"{reset}.default.loads": named for reset in resets}}


def load_41(release: str = "9-4-2ES26", name: str = "SIP41.9-4-2SR3-1S", jar: str = "jar") -> dict[str, bytes]:
    """The load of a 7941 and 7961."""
    return load("41", name, release, ("term41", "term61"), jar)


def load_flat() -> dict[str, bytes]:
    """The load of a 7940 and 7960."""
    names = ("P003-8-12-00.sbn", "P0S3-8-12-00.sb2")
    files = {name: signed(b"image of " + name.encode()) for name in names}
    return {"P0S3-8-12-00.loads": manifest(*names), **files, "P003-8-12-00.bin": b"unsigned loader"}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of `files`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in files.items():
            box.writestr(name, content)
    return packed.getvalue()


def tarred(files: Mapping[str, bytes], compressed: bool = True) -> bytes:
    """A tar of `files`, in gzip."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as box:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            box.addfile(member, io.BytesIO(content))
    return gzip.compress(packed.getvalue(), mtime=0) if compressed else packed.getvalue()

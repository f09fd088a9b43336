"""The archive of the TFTP root, the same bytes for the same files, and the checksums of `dist/`.

POSIX.1-1988 "ustar" members (GNU tar, BSD tar and busybox read it), in the order of their names, owned
by 0:0, folders 0755 and files 0644, one time for all; RFC 1952 gzip without name and time.

The archive holds the content of `tree/tftp` and nothing else: it is unpacked in the root of a TFTP
server. A list of checksums inside it would be served with it, and tell anyone the file name of every
phone, hence its password. `SHA256SUMS` beside the archive covers it whole.
"""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Mapping
from hashlib import sha256

from generators.problems import PublishError

NAME = "tonalite-tftp.tar.gz"
SUMS = "SHA256SUMS"


def archive(files: Mapping[str, bytes], date: int = 0) -> bytes:
    """A gzip-compressed tar of `files` (POSIX path to content). `date`: seconds since 1970 for every member.

    Raises PublishError for a path or a date that the format cannot hold (100 bytes of name, 155 of folder; 2242).
    """
    packed = io.BytesIO()
    folders = {"/".join(path.split("/")[:depth]) for path in files for depth in range(1, path.count("/") + 1)}
    try:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for path in sorted(folders | files.keys()):
                member = tarfile.TarInfo(path)
                member.mtime = date
                if path in folders:
                    member.type = tarfile.DIRTYPE
                    member.mode = 0o755
                    tar.addfile(member)
                else:
                    member.mode = 0o644
                    member.size = len(files[path])
                    tar.addfile(member, io.BytesIO(files[path]))
    except ValueError as error:
        raise PublishError(f"the archive cannot be made: {error}") from None
    return gzip.compress(packed.getvalue(), compresslevel=9, mtime=0)


def sums(files: Mapping[str, bytes]) -> bytes:
    """The text that `sha256sum -c` takes: one line a file, sorted by name."""
    return "".join(f"{sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())).encode()

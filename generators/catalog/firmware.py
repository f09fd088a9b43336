"""Which files a load consists of, by name: from the patterns of the catalog and the release of a known load.

`firmware_files` holds `*` for a release. That of the manifest (`SIP41.*.loads`) and of every file of the 7940 and
7960 is the load's own; that of the .sbn files of the XML family is another one, which the manifest names and
`firmware_releases` holds where a public listing shows it.
"""

from __future__ import annotations

from generators.catalog.releases import Protocol, read_load
from generators.catalog.types import PhoneModel

UNKNOWN = "*"


def file_names(model: PhoneModel, load: str) -> tuple[str, ...]:
    """The names of the files of `load` on `model`, the manifest first; `*` stands for a release that is not known.

    For a model or a protocol whose package was never listed: the manifest, and what is asked for after a reset.
    ValueError for a name that is no load.
    """
    name = read_load(load)
    manifest = f"{load}.loads"
    if model.family == "flat":
        if name.protocol is Protocol.SCCP:
            return (manifest, f"{load}.sb2", f"{load}.bin", f"{load}.sbn")
        release = name.release.text
    else:
        release = model.firmware_releases.get(load, UNKNOWN)
    patterns = [p for p in model.firmware_files if not p.endswith(".loads") or UNKNOWN not in p]
    if name.protocol is Protocol.SCCP:
        patterns = [p.replace("sip.", "sccp.") for p in patterns]
    if not patterns and model.default_load.endswith(".loads"):
        patterns = [model.default_load]
    return (manifest, *(p.replace(UNKNOWN, release) for p in patterns))

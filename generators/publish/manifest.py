"""`manifest.json`: what was built, by which version, from which source files, for whom; sorted, without a clock."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

from generators.problems import PublishError
from generators.targets.artifact import Artifact

NAME = "manifest.json"


def source_date(environment: Mapping[str, str]) -> int | None:
    """SOURCE_DATE_EPOCH in seconds since 1970, or None when it is not set.

    Reproducible Builds, "SOURCE_DATE_EPOCH specification": ASCII digits only. Raises PublishError.
    """
    text = environment.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise PublishError("SOURCE_DATE_EPOCH is not a number of seconds since 1970")
    return int(text)


def manifest(
    artifacts: Iterable[Artifact], sources: Mapping[str, bytes], version: str, date: int | None = None
) -> bytes:
    """The manifest of a tree as JSON.

    `sources`: the content of each source file, by the name that origins give it. `version`: the tool's.
    `date`: seconds since 1970 (`source_date`); without it no time is written, so that the same source
    gives the same bytes. The manifest does not list itself.
    """
    told: dict[str, object] = {
        "files": [_file(artifact) for artifact in sorted(artifacts, key=lambda artifact: artifact.path)],
        "sources": [{"path": path, **_sum(content)} for path, content in sorted(sources.items())],
        "tool": {"name": "tonalite", "version": version},
    }
    if date is not None:
        told["date"] = datetime.fromtimestamp(date, UTC).isoformat().replace("+00:00", "Z")
    return (json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8")


def _file(artifact: Artifact) -> dict[str, object]:
    return {
        "audience": artifact.audience.value,
        "origins": [str(origin) for origin in artifact.origins],
        "path": artifact.path,
        "phone": artifact.phone,
        "site": artifact.site,
        **_sum(artifact.content),
    }


def _sum(content: bytes) -> dict[str, object]:
    return {"sha256": sha256(content).hexdigest(), "size": len(content)}

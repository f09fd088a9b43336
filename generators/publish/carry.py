"""A partial build: what it does not renew is carried on from the current tree, so that a tree is always whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from generators.estate.values import Audience, Origin
from generators.problems import PublishError
from generators.publish.manifest import NAME
from generators.targets.artifact import Artifact


def carried(out: Path, fresh: Iterable[Artifact], folders: Sequence[str], sites: Sequence[str]) -> list[Artifact]:
    """The files of the new tree: of `fresh` those below `folders` and of `sites`, the others as they are now.

    With neither folders nor sites everything is fresh. Raises PublishError where there is no whole
    tree to carry on from, or where it was changed by hand.
    """

    def renewed(path: str, site: str | None) -> bool:
        return (not folders or path.startswith(tuple(folders))) and (not sites or site in sites)

    chosen = [a for a in fresh if renewed(a.path, a.site)]
    if not folders and not sites:
        return chosen
    tree = out / "build" / "tree"
    try:
        listed = json.loads((tree / NAME).read_text("utf-8"))["files"]
        kept = [_kept(tree, row) for row in listed if not renewed(row["path"], row["site"])]
    except (OSError, ValueError, KeyError, TypeError):
        raise PublishError(
            f"{tree} is not a whole tree as it was built, to renew a part of: build everything first"
        ) from None
    return sorted([*chosen, *kept], key=lambda a: a.path)


def _kept(tree: Path, row: dict[str, Any]) -> Artifact:
    origins = []
    for text in row["origins"]:
        file, _, line = str(text).rpartition(":")
        origins.append(Origin(file, int(line)))
    content = (tree / row["path"]).read_bytes()
    if sha256(content).hexdigest() != row["sha256"]:
        raise ValueError("changed by hand")
    return Artifact(row["path"], content, Audience(row["audience"]), tuple(origins), row["site"], row["phone"])

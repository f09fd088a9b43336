"""How the grammar of an XML file is written down: kinds by path below the root; `path@name` is an attribute."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from functools import cached_property

PORT = "int 1-65535"


@dataclass(frozen=True, eq=False)
class Grammar:
    """A document: its root, kinds by path, paths that may repeat, and why a missing one matters.

    `latin` documents may hold the letters of ISO 8859-1 beside ASCII if they declare them. Grammars are compared
    by identity: each is made once.
    """

    root: str
    kinds: dict[str, str]
    many: frozenset[str] = frozenset()
    needed: dict[str, str] = field(default_factory=dict)
    latin: bool = False

    @cached_property
    def branches(self) -> frozenset[str]:
        """The paths of elements that hold elements."""
        parts = [p.partition("@")[0].split("/") for p in self.kinds]
        return frozenset("/".join(p[:n]) for p in parts for n in range(1, len(p)))

    @cached_property
    def leaves(self) -> frozenset[str]:
        """The paths of elements that hold text."""
        return frozenset(p for p in self.kinds if "@" not in p) - self.branches

    @cached_property
    def folded(self) -> dict[str, str]:
        """Every path by itself in lower case, to tell a wrong case from an unknown name."""
        return {p.lower(): p for p in {*self.kinds, *self.branches}}


def below(parent: str, text: str) -> dict[str, str]:
    """Kinds by path below `parent`; `text` holds `kind: names`, which may go on in lines that are further in."""
    out: dict[str, str] = {}
    for row in textwrap.dedent(text).replace("\n    ", " ").strip().splitlines():
        kind, _, names = row.partition(": ")
        out |= {f"{parent}{name}": kind.replace("PORT", PORT) for name in names.split()}
    return out

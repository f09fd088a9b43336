"""The exact trees of a few sources, for review: `make golden` refreshes them, `tests/test_golden.py` compares.

Their secrets are made from their names, so that the files are the same everywhere and nobody's.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from generators.estate.values import Alphabet, Audience, SecretRule
from generators.flow import load_estate
from generators.targets import artifacts

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
CASES = {
    "nyxd": ROOT / "site_data",
    "minimal": ROOT / "tests" / "estates" / "minimal",
    "one_of_each_model": ROOT / "tests" / "estates" / "one_of_each_model",
}


def fake_secret(name: str, rule: SecretRule) -> str:
    """A value that fits `rule`, made from the name: anybody can make it, so it protects nothing."""
    number = int(hashlib.sha256(name.encode()).hexdigest(), 16)
    letters = str(rule.alphabet.value)
    out = ""
    while len(out) < rule.length:
        number, index = divmod(number, len(letters))
        out += letters[index]
    return out if rule.alphabet is Alphabet.DIGITS else "Fake" + out[4:]


def tree(case: str, audience: Audience = Audience.INTERNAL) -> dict[str, bytes]:
    """The files of a case by path."""
    estate = load_estate(CASES[case], audience, fake_secret)
    return {a.path: a.content for a in artifacts(estate)}


def stored(paths: Iterable[str]) -> dict[str, str]:
    """Where each file of a tree is kept: under its own path, or with `.case` where only the case of letters differs.

    Phones ask for both Ringlist.xml and ringlist.xml; a clone on a disk that folds case can hold one.
    """
    out, seen = {}, set()
    for path in sorted(paths):
        out[path] = path + ".case" if path.casefold() in seen else path
        seen.add(path.casefold())
    return out


def main() -> None:
    """Write every golden tree anew."""
    for case in CASES:
        shutil.rmtree(GOLDEN / case, ignore_errors=True)
        made = tree(case)
        names = stored(made)
        for path, content in made.items():
            target = GOLDEN / case / names[path]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


if __name__ == "__main__":
    main()

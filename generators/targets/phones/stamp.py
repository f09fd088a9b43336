"""A short text that changes when a phone's files change, and tells nothing of the passwords in them.

It goes where phones look for a change (`sync`, `versionStamp`), so everybody on the voice network can
read it. A digest over a file with its passwords would let a guessed password be checked at leisure; a
digest over the file without them would not move when a password is rotated, and the phone would keep
the old one. So all secrets of a file take part together, by sixteen bits only: a rotation is missed once
in 65,536 times, and a guess of one needs all the others, and then is still right for one text in 65,536.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from generators.estate.values import Secret


def mark(secrets: Iterable[Secret]) -> str:
    """Four hexadecimal digits that stand for all `secrets` of a file, in their order, where a stamp is made."""
    seed = "\0".join(f"{secret.name}={secret.reveal()}" for secret in secrets)
    return hashlib.sha256(seed.encode()).hexdigest()[:4]


def stamp(texts: Iterable[str], length: int) -> str:
    """`length` hexadecimal digits (64 at most) that follow from `texts`, in their order."""
    digest = hashlib.sha256()
    for text in texts:
        data = text.encode()
        digest.update(f"{len(data)}\n".encode() + data)
    return digest.hexdigest()[:length]

"""The server's log: the TFTP server's lines, marked `proto=http`. Never content; names escaped and cut."""

from __future__ import annotations

from collections.abc import Callable

from generators.publish.tftp import journal
from generators.publish.tftp.journal import escaped
from generators.publish.tftp.wire import Peer


class Journal(journal.Journal):
    """Writes through `log`; otherwise as the TFTP server's."""

    def __init__(self, log: Callable[[str], None]) -> None:
        super().__init__(lambda line: log(f"{line} proto=http"))

    def answered(self, peer: Peer, target: bytes, size: int, seconds: float, result: str) -> None:
        """Tell a file given: `size` bytes of it sent in `seconds`."""
        self._write(
            f'event=done peer={peer[0]}:{peer[1]} file="{escaped(target)}" bytes={size} '
            f"ms={round(seconds * 1000)} result={result}"
        )

"""The server's log: one line a transfer or refusal, fit for any log whatever the client sent."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from generators.publish.tftp.transfer import Transfer
from generators.publish.tftp.wire import Peer

NAME_MOST = 128  # characters of a client's name that are shown
REFUSALS_A_SECOND = 50


class Journal:
    """Writes through `log`, which gets text without time and line end; what it raises is swallowed.

    Refusals beyond `REFUSALS_A_SECOND` are counted and told as a number: they cost a stranger nothing.
    """

    def __init__(self, log: Callable[[str], None]) -> None:
        self._log = log
        self._left = REFUSALS_A_SECOND
        self._suppressed = 0
        self._since = 0.0

    def ended(self, transfer: Transfer, peer: Peer, tid: int, now: float, result: str) -> None:
        """Tell a finished or failed transfer. `now`: monotonic seconds."""
        options = ",".join(f"{name}:{value}" for name, value in transfer.agreed.answer) or "-"
        self._write(
            f'event=done peer={peer[0]}:{peer[1]} tid={tid} file="{transfer.name}" bytes={transfer.size} '
            f"blocks={transfer.index} resent={transfer.resent} ms={round((now - transfer.begun) * 1000)} "
            f"options={options} result={result}"
        )

    def refused(self, peer: Peer, name: bytes, result: str) -> None:
        """Tell a request that was not served. `name` is the client's, shown escaped and cut."""
        if self._left <= 0:
            self._suppressed += 1
            return
        self._left -= 1
        self._write(f'event=refused peer={peer[0]}:{peer[1]} file="{escaped(name)}" result={result}')

    def sweep(self, now: float) -> None:
        """Let a new second begin. `now`: monotonic seconds."""
        if now - self._since < 1:
            return
        if self._suppressed:
            self._write(f"event=suppressed lines={self._suppressed}")
        self._left, self._suppressed, self._since = REFUSALS_A_SECOND, 0, now

    def _write(self, line: str) -> None:
        with contextlib.suppress(Exception):  # a full disk or a closed pipe must not stop the phones
            self._log(line)


def escaped(name: bytes) -> str:
    """A client's text as printable ASCII without quotes, at most `NAME_MOST` characters of it."""
    shown = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\x{byte:02x}" for byte in name[:NAME_MOST]
    )
    return shown + ("..." if len(name) > NAME_MOST else "")

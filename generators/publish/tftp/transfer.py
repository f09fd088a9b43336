"""One file on its way to one phone: what to send next, and when to send it again. No sockets, no clock."""

from __future__ import annotations

from generators.publish.tftp import codec
from generators.publish.tftp.codec import Agreed

FIRST_WAIT = 0.25  # seconds until the first resend, before any round trip is known
LEAST_WAIT, MOST_WAIT = 0.2, 1.0  # bounds of four smoothed round trips
BACKED_OFF = 4.0  # the longest wait after doubling
TRIES = 8  # resends of one packet to a peer that has answered before
FIRST_TRIES = 3  # and to one that never has: a spoofed request must not be worth much


class Transfer:
    """Sends OACK (if options were agreed) and then blocks 1, 2, … in lock-step; times are in seconds, monotonic.

    `packet` is what is outstanding. A block is resent by the timer; a repeated ACK lets it be resent early, once
    per interval, and never at once: RFC 1123 section 4.2.3.1 (sorcerer's apprentice).
    """

    __slots__ = (
        "_content",
        "_due",
        "_rtt",
        "_sent",
        "_tries",
        "agreed",
        "answered",
        "begun",
        "index",
        "name",
        "packet",
        "request",
        "resent",
    )

    def __init__(self, name: str, request: bytes, content: bytes, agreed: Agreed, now: float) -> None:
        self.name = name
        self.request = request
        self.agreed = agreed
        self.begun = now
        self.answered = False
        self.index = 0 if agreed.answer else 1
        self.resent = 0
        self._content = content
        self._rtt: float | None = None
        self._tries = 0
        self.packet = codec.oack(agreed.answer) if agreed.answer else self._block()
        self._wait_for(now)

    @property
    def last(self) -> bool:
        """Whether the outstanding packet is the file's last block, the first that is not full."""
        return self.index > 0 and self.index * self.agreed.block > len(self._content)

    @property
    def size(self) -> int:
        """Bytes of the file as sent."""
        return len(self._content)

    def acknowledge(self, number: int, now: float) -> bytes | None:
        """Take an ACK; give the packet to send now, or None (nothing to do, or `done`)."""
        if number == self.index & 0xFFFF:
            if self._tries == 0:  # Karn's rule: no round trip is measured from a packet sent twice
                sample = now - self._sent
                self._rtt = sample if self._rtt is None else 0.875 * self._rtt + 0.125 * sample
            self.answered = True
            if self.last:
                self.packet = b""
                return None
            self.index += 1
            self.packet = self._block()
            self._tries = 0
            self._wait_for(now)
            return self.packet
        if number == (self.index - 1) & 0xFFFF and now - self._sent >= LEAST_WAIT:
            return self.resend(now)
        return None

    def due(self, now: float) -> bool:
        """Whether the outstanding packet has waited long enough."""
        return now >= self._due

    def resend(self, now: float) -> bytes | None:
        """The outstanding packet once more, or None when the peer has had its tries."""
        if self._tries >= (TRIES if self.answered else FIRST_TRIES):
            return None
        return self._again(now)

    @property
    def done(self) -> bool:
        """Whether the last block was acknowledged."""
        return not self.packet

    def _again(self, now: float) -> bytes:
        self._tries += 1
        self.resent += 1
        self._wait_for(now)
        return self.packet

    def _block(self) -> bytes:
        start = (self.index - 1) * self.agreed.block
        return codec.data(self.index, self._content[start : start + self.agreed.block])

    def _wait_for(self, now: float) -> None:
        self._sent = now
        if self.agreed.timeout is not None:
            self._due = now + self.agreed.timeout  # RFC 2349: the client set it
            return
        wait = FIRST_WAIT if self._rtt is None else min(max(4 * self._rtt, LEAST_WAIT), MOST_WAIT)
        doubled = max(self._tries - 1, 0) if self.answered else self._tries
        self._due = now + min(wait * 2**doubled, BACKED_OFF)

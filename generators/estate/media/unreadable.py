"""What makes a sound or a picture unusable, said once for all readers."""

from __future__ import annotations

AGAIN = "copy it again, or save it again"


class Unreadable(ValueError):
    """A file that cannot be used: what is wrong, and in `hint` what to do."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint

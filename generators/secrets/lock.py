"""One process at a time: a lock on a file, which the kernel frees when its holder ends or is killed."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

PAUSE = 0.05


def acquire(path: Path, patience: float) -> int:
    """Lock the file `path` (made if missing, 0600, never removed) and give its descriptor; close it to unlock.

    Waits up to `patience` seconds for another holder. Raises TimeoutError after that, and OSError
    when the file cannot be opened or its file system knows no locks.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        if os.fstat(descriptor).st_uid == os.geteuid():
            os.fchmod(descriptor, 0o600)  # whatever the umask took away, or a restored backup gave
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise TimeoutError(f"{path} is held by another process") from None
                time.sleep(PAUSE)
    except BaseException:
        os.close(descriptor)
        raise

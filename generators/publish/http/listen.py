"""The socket the HTTP server listens at, or one line about why it cannot be had."""

from __future__ import annotations

import errno
import socket

from generators.problems import PublishError


def listening(listen: tuple[str, int]) -> socket.socket:
    """A listening, non-blocking socket at (IPv4 address, port), port 0 for any free one. Raises PublishError."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setblocking(False)
        made.bind(listen)
        made.listen(socket.SOMAXCONN)
    except (OSError, OverflowError) as error:
        made.close()
        raise PublishError(_why_not(listen, error)) from None
    return made


def _why_not(listen: tuple[str, int], error: Exception) -> str:
    host, port = listen
    code = error.errno if isinstance(error, OSError) else None
    if code in (errno.EACCES, errno.EPERM):
        return f"TCP port {port} needs CAP_NET_BIND_SERVICE: phones ask 6970, which needs nothing"
    if code == errno.EADDRINUSE:
        return f"TCP port {port} at {host} is taken by another program"
    if code == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine"
    return f"cannot listen at {host} port {port}: {error.strerror if isinstance(error, OSError) else error}"

"""How pages are served: a port that is taken before anybody is told its number, and an end that does not wait."""

from __future__ import annotations

import socket

from fieldbook.core.i18n import _
from fieldbook.core.problems import OutputError

GRACE_SECONDS = 2
"""What open connections are given to end after Ctrl-C."""


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises ``OutputError`` where the port cannot be used."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(128)  # who comes before the pages are ready waits instead of being refused
    except OSError as error:
        sock.close()
        message = _("port {port} cannot be used ({reason}); choose another with --port").format(
            port=port, reason=error.strerror
        )
        raise OutputError(f"{message} [FB-RUN-07]") from error
    return sock

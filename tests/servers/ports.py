"""Ports for the servers of the tests."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

FIRST, LAST = 10_000, 19_999
"""Below those that Linux takes for who connects (32,768 and up), so that no connection sits on one that was given."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 where nobody listens, and which nobody else in this process was given lately; the same
    one serves a server that starts again."""
    return next(port for port in _ports if _is_free(port))


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False


def _in_turn() -> Iterator[int]:
    """All of them, one after the other, for ever; processes begin at places of their own."""
    count = LAST - FIRST + 1
    at = os.getpid() * 101
    while True:
        yield FIRST + at % count
        at += 1


_ports = _in_turn()

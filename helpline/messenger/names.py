"""Under which names Redis carries wake-ups: what reads along there learns no id, and cannot tell what it is about."""

from __future__ import annotations

import hmac
import os
from pathlib import Path

from helpline import keyfiles

_SIZE = 32
_LENGTH = 16


class Names:
    """Opaque, and the same on every node that shares the key directory."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, topic: str) -> bytes:
        """The channel of a topic."""
        return hmac.digest(self._secret, topic.encode(), "sha256")[:_LENGTH].hex().encode()


def read_names(keys: Path) -> Names:
    """By the key of this helpline, which is made where there is none; it blocks. keys: the key directory.

    Raises:
        KeyProblem: it cannot be made or read.
    """
    folder = keys / "messenger"
    keyfiles.make_folder(folder)
    path = folder / "names.key"
    keyfiles.create(path, os.urandom(_SIZE))
    return Names(keyfiles.read(path, _SIZE))

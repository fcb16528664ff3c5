"""The key of second steps, `staff/factors.key`: what the database keeps of a code opens with it alone."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpline import keyfiles

_SIZE = 32
_NONCE_BYTES = 12


def path_of(keys: Path) -> Path:
    """Where it is; keys: the key directory."""
    return keys / "staff" / "factors.key"


class FactorKey:
    """The key, kept in memory."""

    def __init__(self, keys: Path) -> None:
        """Read it, and make it where there is none; it blocks. keys: the key directory.

        Raises:
            KeyProblem: it is short, readable by others, or cannot be made.
        """
        path = path_of(keys)
        keyfiles.make_folder(path.parent)
        keyfiles.create(path, os.urandom(_SIZE))
        self._key = AESGCM(keyfiles.read(path, _SIZE))

    def seal(self, secret: str, factor: str) -> bytes:
        """Seal a secret for this factor: elsewhere it does not open."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._key.encrypt(nonce, secret.encode(), factor.encode())

    def open(self, sealed: bytes, factor: str) -> str | None:
        """The secret, or null when it was sealed by another key, for another factor, or altered."""
        try:
            return self._key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], factor.encode()).decode()
        except (InvalidTag, ValueError):
            return None

"""The key of blocks, `identity/blocks.key`: by it what is blocked is met again when its epoch is over.

The key outlasts the epochs, so that nothing is ever kept under it but what a block holds at that moment.
"""

from __future__ import annotations

import hmac
import os
from pathlib import Path

from helpline import keyfiles
from helpline.keyfiles import KeyMissing, KeyProblem

_SIZE = 32
_ADVICE = (
    "Put it back from where a copy of the keys is kept. Without one, or for a helpline from before blocks: "
    "`helpline keys rotate --blocks`."
)


def create(keys: Path) -> None:
    """Make the key where there is none; one that is there stays. keys: the key directory.

    Raises:
        KeyProblem: it cannot be written.
    """
    keyfiles.make_folder(keys / "identity")
    keyfiles.create(_path(keys), os.urandom(_SIZE))


class BlockKey:
    """The key, kept in memory. `prepare` and `renew` use the disk: call them outside the event loop."""

    def __init__(self, keys: Path) -> None:
        """Read it; keys: the key directory.

        Raises:
            KeyProblem: it is missing, short, or readable by others.
        """
        self._path = _path(keys)
        self._secret = b""
        self.prepare()

    def prepare(self) -> None:
        """Follow what another process did. Call it every minute.

        Raises:
            KeyProblem: as at the start.
        """
        try:
            self._secret = keyfiles.read(self._path, _SIZE)
        except KeyMissing as missing:
            raise KeyProblem(missing.path, missing.what, _ADVICE) from None

    def digest(self, kind: str, canonical: str) -> bytes:
        """32 bytes that stand for this identifier."""
        # apart from what an epoch's key would make of it, were the two ever the same
        return hmac.digest(self._secret, f"block|{kind}|{canonical}".encode(), "sha256")


def renew(keys: Path) -> None:
    """Put a new key in the place of the old one, which is destroyed: what is blocked is met again by the epochs alone
    until it is seen once more.

    Raises:
        KeyProblem: it cannot be written.
    """
    keyfiles.make_folder(keys / "identity")
    keyfiles.forget(_path(keys))
    keyfiles.create(_path(keys), os.urandom(_SIZE))


def _path(keys: Path) -> Path:
    return keys / "identity" / "blocks.key"

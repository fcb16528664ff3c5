"""The pepper of callers, `identity/caller.pepper`: with it a telephone number becomes a key, before anybody sees it.

The PBX does so for a real call (`config/asterisk/extensions.conf`), and we in the same way for a number that is typed.
The key is no pseudonym yet: it is hashed again with the key of the epoch, and kept nowhere itself.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from helpline import keyfiles
from helpline.identity.canonical import canonical_number

_SIZE = 32


def create(keys: Path) -> None:
    """Make the pepper where there is none; one that is there stays. keys: the key directory.

    Raises:
        KeyProblem: it cannot be written.
    """
    keyfiles.make_folder(keys / "identity")
    keyfiles.create(path_of(keys), os.urandom(_SIZE))


def path_of(keys: Path) -> Path:
    """Where it is."""
    return keys / "identity" / "caller.pepper"


class CallerPepper:
    """The pepper, kept in memory. It never changes: with another one nobody who rang is met again."""

    def __init__(self, keys: Path) -> None:
        """Read it, and make it where there is none: a helpline from before the telephone. keys: the key directory.

        Raises:
            KeyProblem: it is short, readable by others, or cannot be made.
        """
        create(keys)
        self._secret = keyfiles.read(path_of(keys), _SIZE)

    def written(self) -> str:
        """As it stands in the dialplan."""
        return self._secret.hex()

    def key(self, number: str) -> str | None:
        """What the PBX would tell of a call from this number (`+31…`); null for a withheld one."""
        identifier = canonical_number(number)
        if identifier is None:
            return None
        salted = f"{self.written()}:{identifier[1].removeprefix('+')}"
        # what Asterisk has; it hides a number only from who has not the pepper, and so would any other hash
        return hashlib.sha1(salted.encode(), usedforsecurity=False).hexdigest()

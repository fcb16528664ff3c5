"""The passwords of volunteers' phones: kept nowhere, and made anew by whichever process is asked.

So a phone stays registered, and a talk on it goes on, while one process of ours takes over from another.
"""

from __future__ import annotations

import base64
import hmac
import os
from pathlib import Path

from helpline import keyfiles

_SIZE = 32


class PhonePasswords:
    """By the key `telephone.key`, which is made where there is none; it blocks. keys: the key directory.

    Raises:
        KeyProblem: it cannot be made or read.
    """

    def __init__(self, keys: Path) -> None:
        path = keys / "telephone.key"
        keyfiles.create(path, os.urandom(_SIZE))
        self._secret = keyfiles.read(path, _SIZE)

    def of(self, phone: str) -> str:
        """A phone has the name of one log-in, so that its password ends with it."""
        made = hmac.digest(self._secret, phone.encode(), "sha256")
        return base64.urlsafe_b64encode(made).decode().rstrip("=")

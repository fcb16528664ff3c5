"""The vault with its keys in files: master key → day keys → conversation keys → bodies, all AES-256-GCM."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpline import keyfiles
from helpline.core.errors import Forgotten
from helpline.keyfiles import KeyProblem
from helpline.ports import MarkKey, SealedKey
from helpline.vault.day_keys import DayKeys
from helpline.vault.sealing import KEY_BYTES, Random, open_sealed, seal, unwrap, wrap
from helpline.vault.week_keys import WeekKeys

_AHEAD = timedelta(hours=1)


def create(keys: Path) -> None:
    """Make the folders and the master key, for `helpline init`; keys: the key directory.

    Raises:
        KeyProblem: there is a master key already (nothing is overwritten), or it cannot be written.
    """
    folder = keys / "vault"
    keyfiles.make_folder(folder)
    keyfiles.make_folder(folder / "days")
    keyfiles.make_folder(folder / "marked")
    if not keyfiles.create(folder / "master.key", os.urandom(KEY_BYTES)):
        raise KeyProblem(folder / "master.key", "is there already", "Nothing was overwritten.")


class FileVault:
    """The port `Vault`.

    `seal` and `open` touch no disk for a day that this process knows; `prepare` and `forget_days` use the disk, so
    call them outside the event loop.
    """

    def __init__(self, keys: Path, *, cached: int = 4096, random: Random = os.urandom) -> None:
        """Read the master key and the keys of all days, and write nothing.

        keys: the key directory · cached: how many conversation keys stay unwrapped in memory (half a kilobyte each).

        Raises:
            KeyProblem: a folder or the master key is missing, or a key is damaged or readable by others.
        """
        folder = keys / "vault"
        keyfiles.names(folder)
        master = AESGCM(keyfiles.read(folder / "master.key", KEY_BYTES))
        self._random = random
        self._days = DayKeys(folder / "days", master, random)
        self._weeks = WeekKeys(folder / "marked")
        self._unwrapped = lru_cache(cached)(self._unwrap)

    def prepare(self, now: datetime) -> None:
        """Make the key of today, and of tomorrow within the last hour, and follow what other processes did.

        Call it every minute.

        Raises:
            KeyProblem: as at the start.
        """
        if self._days.reload():
            self._unwrapped.cache_clear()
        for moment in (now, now + _AHEAD):
            self._days.make(moment.date().isoformat())
        self._weeks.prepare(now)

    def new_key(self, conversation: str, now: datetime) -> SealedKey:
        """A fresh key for this conversation, wrapped by today's key (made when it does not exist yet)."""
        day = now.date().isoformat()
        return SealedKey(day, wrap(self._days.make(day), self._random(KEY_BYTES), conversation, self._random))

    def seal(self, conversation: str, key: SealedKey, row: str, text: str) -> bytes:
        """Seal `text`, padded to a size class and bound to the conversation and to `row`.

        Raises:
            Forgotten: the day's key is gone, or this key was not wrapped by it for this conversation.
        """
        return seal(self._key(conversation, key), _place(conversation, row), text, self._random)

    def open(self, conversation: str, key: SealedKey, row: str, sealed: bytes) -> str:
        """The text again.

        Raises:
            Forgotten: the day's key is gone, or this key was not wrapped by it for this conversation.
            ValueError: not sealed by this key for this row (moved, altered or truncated).
        """
        return open_sealed(self._key(conversation, key), _place(conversation, row), sealed)

    def forget_days(self, before: str) -> Sequence[str]:
        """Delete the key files of all days before the ISO date `before`; answers which were deleted.

        Keep the days of conversations that still run: nothing can be sealed under a day that is gone.
        """
        gone = self._days.forget(before)
        self._unwrapped.cache_clear()
        return gone

    def mark_keys(self, now: datetime) -> Sequence[MarkKey]:
        """The keys of marked lines, of this week and, behind it, the one before while it is kept."""
        return self._weeks.at(now)

    def forget_marks(self, now: datetime) -> Sequence[str]:
        """Delete the keys of marked lines from before these weeks; answers which."""
        return self._weeks.forget(now)

    def _key(self, conversation: str, key: SealedKey) -> AESGCM:
        # the day is asked for each time, so that a key unwrapped while its day was being forgotten opens nothing
        self._days.of(key.day)
        return self._unwrapped(conversation, key.day, key.wrapped)

    def _unwrap(self, conversation: str, day: str, wrapped: bytes) -> AESGCM:
        try:
            return unwrap(self._days.of(day), wrapped, conversation)
        except ValueError:
            # the day's key was lost and the day begun again with another
            raise Forgotten from None


def _place(conversation: str, row: str) -> bytes:
    return f"v1|{conversation}|{row}".encode()

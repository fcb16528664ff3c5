"""The keys of the days: `vault/days/<ISO date>.key`, random and wrapped by the master key, each bound to its date."""

from __future__ import annotations

import re
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpline import keyfiles
from helpline.core.errors import Forgotten
from helpline.keyfiles import KeyMissing, KeyProblem
from helpline.vault.sealing import KEY_BYTES, WRAPPED_BYTES, Random, unwrap, wrap

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FILE = re.compile(rf"({_DAY.pattern})\.key")


class DayKeys:
    """All day keys that are kept, in memory; a running process finds the disk only for a day that is new to it."""

    def __init__(self, folder: Path, master: AESGCM, random: Random) -> None:
        """Read every key that is there.

        Raises:
            KeyProblem: a key is damaged, readable by others, or of another master key.
        """
        self._folder = folder
        self._master = master
        self._random = random
        self._wrapped: dict[str, bytes] = {}
        self._keys: dict[str, AESGCM] = {}
        self.reload()

    def of(self, day: str) -> AESGCM:
        """The key of an ISO date.

        Raises:
            Forgotten: it is gone.
            ValueError: not a date.
        """
        key = self._keys.get(day)
        if key is None:
            if not _DAY.fullmatch(day):
                raise ValueError("not a day")
            try:
                self._read(day)
            except KeyMissing:
                raise Forgotten from None
            key = self._keys[day]
        return key

    def make(self, day: str) -> AESGCM:
        """The key of an ISO date, made when there is none yet; of two processes that make it, one wins for both."""
        if day not in self._keys:
            keyfiles.create(self._path(day), wrap(self._master, self._random(KEY_BYTES), day, self._random))
        return self.of(day)

    def reload(self) -> bool:
        """Follow what other processes made and forgot; says whether a key was lost or replaced."""
        before = dict(self._wrapped)
        for day in before.keys() | set(self._days()):
            try:
                self._read(day)
            except KeyMissing:
                self._drop(day)
        return any(self._wrapped.get(day) != wrapped for day, wrapped in before.items())

    def forget(self, before: str) -> list[str]:
        """Delete the keys of all days before this ISO date; answers which were deleted."""
        gone = [day for day in self._days() if day < before]
        for day in gone:
            keyfiles.forget(self._path(day))
            self._drop(day)
        keyfiles.finish_forgetting(self._folder)
        return gone

    def _read(self, day: str) -> None:
        path = self._path(day)
        wrapped = keyfiles.read(path, WRAPPED_BYTES)
        if self._wrapped.get(day) == wrapped:
            return
        try:
            self._keys[day] = unwrap(self._master, wrapped, day)
        except ValueError:
            advice = "It is damaged or belongs to another master key: put the right one back."
            raise KeyProblem(path, "cannot be opened with the master key", advice) from None
        self._wrapped[day] = wrapped

    def _drop(self, day: str) -> None:
        self._wrapped.pop(day, None)
        self._keys.pop(day, None)

    def _days(self) -> list[str]:
        matches = (_FILE.fullmatch(name) for name in keyfiles.names(self._folder))
        return [match[1] for match in matches if match]

    def _path(self, day: str) -> Path:
        return self._folder / f"{day}.key"

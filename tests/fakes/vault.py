"""A vault in memory that keeps the promises of the real one towards the code, and none towards a thief."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from helpline.core.errors import Forgotten
from helpline.ports import MarkKey, SealedKey

_SEAL_BYTES = 16


class FakeVault:
    """The port `Vault`; `days` are those whose keys are kept."""

    def __init__(self) -> None:
        self.days: set[str] = set()
        self.weeks: set[str] = set()
        self._numbers = count(1)

    def new_key(self, conversation: str, now: datetime) -> SealedKey:
        """A key that is only a number and the name of its conversation."""
        day = now.date().isoformat()
        self.days.add(day)
        return SealedKey(day, f"{next(self._numbers)}|{day}|{conversation}".encode())

    def seal(self, conversation: str, key: SealedKey, row: str, text: str) -> bytes:
        """The padded text, veiled, behind a digest of everything it belongs to."""
        self._check(conversation, key)
        padded = text.encode() + b"\x80"
        padded = padded.ljust(1 << max(6, (len(padded) - 1).bit_length()), b"\0")
        veiled = _veil(key, padded)
        return _digest(key, row, veiled) + veiled

    def open(self, conversation: str, key: SealedKey, row: str, sealed: bytes) -> str:
        """The text again."""
        self._check(conversation, key)
        digest, veiled = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
        if digest != _digest(key, row, veiled):
            raise ValueError("not sealed by this key for this row")
        return _veil(key, veiled).rstrip(b"\0")[:-1].decode()

    def forget_days(self, before: str) -> Sequence[str]:
        """Forget all days before the ISO date `before`; answers which."""
        gone = sorted(day for day in self.days if day < before)
        self.days.difference_update(gone)
        return gone

    def mark_keys(self, now: datetime) -> Sequence[MarkKey]:
        """Of this week and, where there was one, the week before; anybody could compute them."""
        weeks = [_monday(now), _monday(now - timedelta(weeks=1))]
        self.weeks.add(weeks[0])
        return [MarkKey(week, week.encode().ljust(32)) for week in weeks if week in self.weeks]

    def forget_marks(self, now: datetime) -> Sequence[str]:
        """Forget the weeks before."""
        self.weeks.add(_monday(now))
        gone = sorted(week for week in self.weeks if week < _monday(now - timedelta(weeks=1)))
        self.weeks.difference_update(gone)
        return gone

    def _check(self, conversation: str, key: SealedKey) -> None:
        if key.day not in self.days or not key.wrapped.endswith(f"|{key.day}|{conversation}".encode()):
            raise Forgotten


def _monday(moment: datetime) -> str:
    return (moment.date() - timedelta(days=moment.weekday())).isoformat()


def _veil(key: SealedKey, body: bytes) -> bytes:
    stream = hashlib.shake_256(key.wrapped).digest(len(body))
    return bytes(one ^ other for one, other in zip(body, stream, strict=True))


def _digest(key: SealedKey, row: str, veiled: bytes) -> bytes:
    return hashlib.sha256(key.wrapped + b"|" + row.encode() + b"|" + veiled).digest()[:_SEAL_BYTES]

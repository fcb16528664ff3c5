"""The identifier keys: one file of 32 random bytes for each epoch, `identity/epoch-<number>.key`.

An epoch is a week, Monday to Monday in UTC. Its number is the week's, counted from Monday 1 January 2024, times 100.
`helpline keys rotate` ends an epoch early: the rest of the week gets the number after it, with a key of its own. So
numbers grow with time, the name of a file says when its key may be used, and no process has to tell another.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpline import keyfiles
from helpline.keyfiles import KeyMissing, KeyProblem

_FIRST_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
_WEEK = timedelta(days=7)
_PARTS = 100
_AHEAD = timedelta(hours=1)
_SIZE = 32
_NAME = re.compile(r"epoch-(-?[0-9]{1,9})\.key")


@dataclass(frozen=True, slots=True)
class EpochKey:
    """The key of one epoch; larger numbers are later."""

    number: int
    secret: bytes = field(repr=False)


def first_number(moment: datetime) -> int:
    """The number of the epoch that begins with the week of this moment."""
    return (moment - _FIRST_MONDAY) // _WEEK * _PARTS


def create(keys: Path, now: datetime) -> None:
    """Make the folder and the first key, for `helpline init`; keys: the key directory.

    Raises:
        KeyProblem: there are keys already (nothing is overwritten), or they cannot be written.
    """
    folder = keys / "identity"
    keyfiles.make_folder(folder)
    if _numbers(folder):
        raise KeyProblem(folder, "holds keys already", "Nothing was overwritten.")
    keyfiles.create(_path(folder, first_number(now)), os.urandom(_SIZE))


class EpochKeys:
    """The keys of the current and the previous epoch, kept in memory.

    `prepare`, `rotate` and `forget` use the disk: call them outside the event loop.
    """

    def __init__(self, keys: Path, *, epochs: int = 2) -> None:
        """Read every key and write nothing; keys: the key directory · epochs: how many are used for look-ups.

        Raises:
            KeyProblem: the folder is missing or empty, or a key is short or readable by others.
        """
        self._folder = keys / "identity"
        self._epochs = epochs
        self._keys: tuple[EpochKey, ...] = ()
        self._load()
        if not self._keys:
            raise KeyProblem(self._folder, "holds no key", "Put the keys back, or run `helpline init` if it is new.")

    def at(self, now: datetime) -> tuple[EpochKey, ...]:
        """The current key and, behind it, the previous one while it is kept.

        Only a process that never called `prepare` near the end of the week touches the disk here.
        """
        kept = self._kept(now)
        if not kept or kept[0].number < first_number(now):
            self.prepare(now)
            kept = self._kept(now)
        return kept

    def prepare(self, now: datetime) -> None:
        """Make the key of this epoch, and of the next within its last hour, and follow what other processes did.

        Call it every minute.

        Raises:
            KeyProblem: as at the start.
        """
        for moment in (now, now + _AHEAD):
            number = first_number(moment)
            if not any(number <= known < number + _PARTS for known in _numbers(self._folder)):
                keyfiles.create(_path(self._folder, number), os.urandom(_SIZE))
        self._load()

    def rotate(self, now: datetime) -> int:
        """End the running epoch early and begin the next; answers its number.

        The epoch that ends becomes the previous one: history and sanctions given in it hold on, and what was before it
        is out of reach at once. Done twice, nobody who ever called is known any more.

        Raises:
            KeyProblem: this was done a hundred times this week, or the key cannot be written.
        """
        self.prepare(now)
        number = self.at(now)[0].number + 1
        if number >= first_number(now) + _PARTS:
            raise KeyProblem(self._folder, "began too many epochs this week", "Wait for Monday.")
        keyfiles.create(_path(self._folder, number), os.urandom(_SIZE))
        self._load()
        return self.at(now)[0].number

    def forget(self, now: datetime) -> tuple[int, ...]:
        """Delete the keys from before the epochs in use; answers their numbers. Rows of other epochs are noise now.

        Raises:
            KeyProblem: a key cannot be deleted.
        """
        self.prepare(now)
        oldest = self.at(now)[-1].number
        gone = tuple(number for number in _numbers(self._folder) if number < oldest)
        for number in gone:
            keyfiles.forget(_path(self._folder, number))
        keyfiles.finish_forgetting(self._folder)
        self._load()
        return gone

    def _kept(self, now: datetime) -> tuple[EpochKey, ...]:
        end = first_number(now) + _PARTS
        start = end - self._epochs * _PARTS
        return tuple(key for key in self._keys if start <= key.number < end)[: self._epochs]

    def _load(self) -> None:
        keys = []
        for number in reversed(_numbers(self._folder)):
            # another process may forget one between the listing and the reading
            with contextlib.suppress(KeyMissing):
                keys.append(EpochKey(number, keyfiles.read(_path(self._folder, number), _SIZE)))
        self._keys = tuple(keys)


def _numbers(folder: Path) -> list[int]:
    matches = (_NAME.fullmatch(name) for name in keyfiles.names(folder))
    return sorted(int(match[1]) for match in matches if match)


def _path(folder: Path, number: int) -> Path:
    return folder / f"epoch-{number}.key"

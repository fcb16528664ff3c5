"""The keys of marked lines: `vault/marked/<Monday>.key`, one for each week, in use for that week and the next."""

from __future__ import annotations

import contextlib
import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from helpline import keyfiles
from helpline.keyfiles import KeyMissing
from helpline.ports import MarkKey

_FILE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.key")
_AHEAD = timedelta(hours=1)
_WEEKS = 2
_BYTES = 32


class WeekKeys:
    """Those that are kept, in memory. `prepare` and `forget` use the disk: call them outside the event loop."""

    def __init__(self, folder: Path) -> None:
        """folder: of which the next `prepare` makes what is missing."""
        self._folder = folder
        self._keys: dict[str, bytes] = {}

    def prepare(self, now: datetime) -> None:
        """Make the key of this week, and of the next within the last hour, and follow what other processes did."""
        keyfiles.make_folder(self._folder)
        for moment in (now, now + _AHEAD):
            path = self._path(_monday(moment))
            if not path.exists():
                keyfiles.create(path, os.urandom(_BYTES))
        self._load()

    def at(self, now: datetime) -> tuple[MarkKey, ...]:
        """The key of this week and, behind it, the one before while it is kept.

        Only a process that never called `prepare` near the end of the week touches the disk here.
        """
        weeks = [_monday(now - timedelta(weeks=number)) for number in range(_WEEKS)]
        if weeks[0] not in self._keys:
            self.prepare(now)
        return tuple(MarkKey(week, self._keys[week]) for week in weeks if week in self._keys)

    def forget(self, now: datetime) -> list[str]:
        """Delete the keys from before the weeks in use; answers which."""
        self.prepare(now)
        oldest = _monday(now - timedelta(weeks=_WEEKS - 1))
        gone = [week for week in self._weeks() if week < oldest]
        for week in gone:
            keyfiles.forget(self._path(week))
        keyfiles.finish_forgetting(self._folder)
        self._load()
        return gone

    def _load(self) -> None:
        kept = {}
        for week in self._weeks():
            # another process may forget one between the listing and the reading
            with contextlib.suppress(KeyMissing):
                kept[week] = keyfiles.read(self._path(week), _BYTES)
        self._keys = kept

    def _weeks(self) -> list[str]:
        matches = (_FILE.fullmatch(name) for name in keyfiles.names(self._folder))
        return [match[1] for match in matches if match]

    def _path(self, week: str) -> Path:
        return self._folder / f"{week}.key"


def _monday(moment: datetime) -> str:
    day = moment.date()
    return (day - timedelta(days=day.weekday())).isoformat()

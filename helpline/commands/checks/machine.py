"""The machine: does its clock go right, does its disk keep what it is given, and is there room?"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpline.commands.checks.finding import Finding, fail, ok, warn
from helpline.db.disk import QUICK_SECONDS, slow_sync
from helpline.ports import Clock
from helpline.settings import Places

MADE = datetime(2025, 1, 1, tzinfo=UTC)
"""Before this there was no helpline."""
AHEAD = timedelta(minutes=2)
DRIFT_SECONDS = 0.05
SLOW_SECONDS = 0.1
LITTLE_BYTES, TOO_LITTLE_BYTES = 2 << 30, 200 << 20
_NOT_SYNCHRONISED = 5
_TIMEX_BYTES = 512
_NTP = "Let the machine follow a time server (systemd-timesyncd, chrony): deadlines and opening hours go by its clock."


def look_at(places: Places, clock: Clock) -> Iterator[Finding]:
    """Clock, disk and user."""
    folder = places.data if places.data.is_dir() else Path.cwd()
    disk_seconds = slow_sync(folder, clock.monotonic)
    yield _clock(places, clock)
    yield _synchronised()
    yield _disk(disk_seconds)
    yield _room(folder)
    if os.geteuid() == 0:
        yield warn("user", "this is root", "Run the helpline as a user of its own, to which data and keys belong.")


def _clock(places: Places, clock: Clock) -> Finding:
    now = clock.now()
    if now < MADE:
        return fail("clock", f"it says {now:%Y-%m-%d}", _NTP)
    newest = max((moment for folder in (places.data, places.keys) for moment in _written(folder)), default=now)
    if newest > now + AHEAD:
        return fail("clock", f"it says {now:%Y-%m-%d %H:%M}, and a file was written at {newest:%Y-%m-%d %H:%M}", _NTP)
    drift = _drift(clock)
    if drift > DRIFT_SECONDS:
        return warn("clock", f"it was moved by {drift:.2f} s while it was watched", _NTP)
    return ok("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def _written(folder: Path) -> Iterator[datetime]:
    for path in folder.rglob("*"):
        yield datetime.fromtimestamp(path.lstat().st_mtime, UTC)


def _drift(clock: Clock) -> float:
    """How much more the wall clock moved than time passed, in seconds, during a moment."""
    wall, steady = clock.now(), clock.monotonic()
    while clock.monotonic() < steady + 2 * DRIFT_SECONDS:
        pass
    return abs((clock.now() - wall).total_seconds() - (clock.monotonic() - steady))


def _synchronised() -> Finding:
    """What the kernel says of a time server (adjtimex(2)); asking changes nothing and needs no right."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        state = -1
    if state == _NOT_SYNCHRONISED:
        return warn("time server", "the clock follows none", _NTP)
    if state < 0:
        return warn("time server", "this machine does not tell whether its clock follows one", _NTP)
    return ok("time server", "the clock follows one")


def _disk(seconds: float) -> Finding:
    took = f"{seconds * 1000:.1f} ms until what is written lasts"
    if seconds > SLOW_SECONDS:
        return warn("disk", took, "Every message waits for this. Use a disk that is in the machine.")
    if seconds > QUICK_SECONDS:
        return ok("disk", f"{took}: the journal writes in a thread of its own")
    return ok("disk", took)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    room = f"{free / (1 << 30):.1f} GiB free"
    if free < TOO_LITTLE_BYTES:
        return fail("room", room, "Make room: with a full disk no message can be kept.")
    if free < LITTLE_BYTES:
        return warn("room", room, "Make room before it is full: with a full disk no message can be kept.")
    return ok("room", room)

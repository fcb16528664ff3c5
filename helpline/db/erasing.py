"""The files of an SQLite database that nobody needs any more: overwritten as well as a disk allows, then removed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_CHUNK = 1 << 20
BESIDE = ("-wal", "-shm", "-journal")


class Remains:
    """The files beside a database as they were at first, which SQLite removes by itself and does not overwrite."""

    def __init__(self, path: Path, files: list[int]) -> None:
        self._path = path
        self._files = files

    def erase(self) -> None:
        """Overwrite and remove everything; nobody may have the database open any more.

        A copying file system, a disk that spreads its writes and snapshots may keep the old blocks.
        """
        for file in self._files:
            _overwrite(file)
        for path in (self._path, *beside(self._path)):
            if path.exists():
                with _opened(path) as file:
                    _overwrite(file)
                path.unlink()
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def remains_of(path: Path) -> Iterator[Remains]:
    """Hold on to what lies beside a database, before anybody opens it."""
    with ExitStack() as held:
        yield Remains(path, [held.enter_context(_opened(it)) for it in beside(path) if it.exists()])


def beside(path: Path) -> list[Path]:
    """The files that SQLite keeps beside a database."""
    return [path.with_name(path.name + ending) for ending in BESIDE]


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        yield file
    finally:
        os.close(file)


def _overwrite(file: int) -> None:
    size = os.fstat(file).st_size
    for at in range(0, size, _CHUNK):
        os.pwrite(file, bytes(min(_CHUNK, size - at)), at)
    os.fsync(file)

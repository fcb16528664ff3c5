"""What goes wrong with a machine: its disk fills up, its clock jumps."""

from __future__ import annotations

import errno
import os
import resource
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.commands.typed import Server

MEGABYTES = 20
PIECE = b"x" * 65_536


class Clock:
    """How wrong the clock of a process is, by the file that `tests.faults.harmed` reads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.is_wrong_by(0)

    def is_wrong_by(self, seconds: float) -> None:
        """From this moment on."""
        if not self._file.exists():
            self._file.write_bytes(bytes(8))
        with self._file.open("r+b") as file:
            file.write(struct.pack("d", seconds))


class Disk:
    """A file system of twenty megabytes. Where nobody may mount one, as in some containers, no file of the process can
    grow any more instead: that is told in the ledger."""

    def __init__(self, folder: Path, *, is_mounted: bool) -> None:
        self.folder = folder
        self.is_mounted = is_mounted
        self.name = f"a file system of {MEGABYTES} MB" if is_mounted else "RLIMIT_FSIZE: mounting is not allowed here"
        self._ballast = folder / "ballast"

    def fill(self, server: Server) -> None:
        """Not a byte more can be written."""
        if not self.is_mounted:
            log = max(it.stat().st_size for it in self.folder.rglob("*.sqlite3*"))
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (log, resource.RLIM_INFINITY))
            return
        with self._ballast.open("ab", buffering=0) as file:
            for piece in (PIECE, PIECE[:512], b"x"):
                _write_until_full(file.fileno(), piece)

    def make_room(self, server: Server) -> None:
        """As a technician does."""
        if self.is_mounted:
            self._ballast.unlink()
        else:
            everything = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, everything)


def _write_until_full(file: int, piece: bytes) -> None:
    try:
        while True:
            os.write(file, piece)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


@contextmanager
def a_disk(folder: Path) -> Iterator[Disk]:
    """A small one, in this folder."""
    folder.mkdir()
    words = ("-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0700", "tmpfs", str(folder))
    done = subprocess.run(("mount", *words), capture_output=True, check=False)
    try:
        yield Disk(folder, is_mounted=done.returncode == 0)
    finally:
        if done.returncode == 0:
            subprocess.run(("umount", str(folder)), check=True)

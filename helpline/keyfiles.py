"""Key files: written whole and only once, read with suspicion, destroyed as well as a disk allows.

`identity` and `vault` keep their keys in separate folders of the key directory (`HELPLINE_KEYS`) and share only this.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

_GOING = ".going"


class KeyProblem(Exception):
    """A key or its folder is not as it must be, and nothing may start; says which, what is wrong and what to do."""

    def __init__(self, path: Path, what: str, advice: str) -> None:
        super().__init__(f"{path}: {what}. {advice}")
        self.path = path
        self.what = what
        self.advice = advice


class KeyMissing(KeyProblem):
    """There is no such key file: lost, or forgotten."""


def make_folder(path: Path) -> None:
    """Make a folder that only its owner may enter, with the folders above it; one that is there stays as it is."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from None


def names(folder: Path) -> list[str]:
    """The names in a folder of keys, sorted.

    Raises:
        KeyProblem: the folder is missing, or others than its owner may change what is in it.
    """
    try:
        mode = folder.stat().st_mode
        found = os.listdir(folder)
    except OSError as error:
        advice = "Run `helpline init` for a new helpline, or put the key directory back (HELPLINE_KEYS)."
        raise KeyProblem(folder, f"cannot be read ({error.strerror})", advice) from None
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise KeyProblem(folder, "others may write here", f"Run `chmod 700 {folder}`.")
    return sorted(found)


def read(path: Path, size: int) -> bytes:
    """The `size` bytes of a key file.

    Raises:
        KeyMissing: there is none.
        KeyProblem: unreadable, of another size, only zeros, or readable by others than its owner.
    """
    content = read_most(path, size)
    if len(content) != size or not any(content):
        raise KeyProblem(path, f"is damaged: a key of {size} bytes was expected", "Put the right file back.")
    return content


def read_most(path: Path, size: int) -> bytes:
    """A key file of whatever length; more than `size` bytes are cut off one byte behind it.

    Raises:
        KeyMissing: there is none.
        KeyProblem: unreadable, or readable by others than its owner.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(size + 1)
    except FileNotFoundError:
        raise KeyMissing(path, "is missing", "Put it back from where a copy of the keys is kept.") from None
    except OSError as error:
        advice = "It must belong to the user that the helpline runs as."
        raise KeyProblem(path, f"cannot be read ({error.strerror})", advice) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        advice = f"Run `chmod 600 {path}`, and think about who may have read it."
        raise KeyProblem(path, "others than its owner may read it", advice)
    return content


def create(path: Path, content: bytes) -> bool:
    """Put a key file in place, readable by its owner alone; False when one was there already, which then stays.

    Of any number of processes that do this at once exactly one wins, and nobody ever reads half a key: the file gets
    its name, by a hard link, after its content is on the disk.

    Raises:
        KeyProblem: the disk or the rights do not allow it.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        try:
            _write(draft, content)
            os.link(draft, path)
        except FileExistsError:
            return False
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(draft)
        _sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    return True


def forget(path: Path) -> bool:
    """Overwrite and delete a key file; False when it was gone already.

    Overwriting is the best that can be done and no more: a copying file system or a disk that spreads its writes may
    keep the old block for a while.

    Raises:
        KeyProblem: the file is there and cannot be deleted.
    """
    going = path.with_name(path.name + _GOING)
    try:
        # renamed first, so that nobody takes the zeros for a key, also after a crash in between
        os.rename(path, going)
        _destroy(going)
        _sync_folder(path.parent)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from None
    return True


def finish_forgetting(folder: Path) -> None:
    """Destroy what a crash left behind half forgotten."""
    for name in names(folder):
        if name.endswith(_GOING):
            with contextlib.suppress(FileNotFoundError):
                _destroy(folder / name)


def _write(path: Path, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        if os.geteuid() == 0:
            # a technician who works as root must not lock out the user that the helpline runs as
            folder = path.parent.stat()
            os.fchown(file, folder.st_uid, folder.st_gid)
        os.write(file, content)
        os.fsync(file)
    finally:
        os.close(file)


def _destroy(path: Path) -> None:
    with contextlib.suppress(OSError):
        size = path.stat().st_size
        file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(file, bytes(size))
            os.fsync(file)
        finally:
            os.close(file)
    os.unlink(path)


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _unwritable(path: Path, error: OSError) -> KeyProblem:
    advice = "The folder must belong to the user that the helpline runs as, on a file system with room and hard links."
    return KeyProblem(path, f"cannot be written ({error.strerror})", advice)

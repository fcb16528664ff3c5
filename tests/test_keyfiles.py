"""Key files come into being once, are read with suspicion, and go as completely as a disk allows."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from helpline import keyfiles
from helpline.keyfiles import KeyMissing, KeyProblem

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path / "some.key"


def test_a_key_is_read_as_it_was_made_and_only_its_owner_may(path: Path):
    assert keyfiles.create(path, KEY)
    assert keyfiles.read(path, 32) == KEY
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_there_stays(path: Path):
    keyfiles.create(path, KEY)
    assert not keyfiles.create(path, b"\1" * 32)
    assert keyfiles.read(path, 32) == KEY


def test_making_a_key_leaves_nothing_beside_it(path: Path):
    keyfiles.create(path, KEY)
    keyfiles.create(path, KEY)
    assert keyfiles.names(path.parent) == ["some.key"]


def test_of_many_who_make_a_key_at_once_one_wins_and_all_read_its_key(path: Path):
    together = Barrier(8)

    def make(number: int) -> tuple[bool, bytes]:
        together.wait()
        return keyfiles.create(path, bytes([number]) * 32), keyfiles.read(path, 32)

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(make, range(1, 9)))
    (winner,) = [content for won, content in outcomes if won]
    assert {content for _, content in outcomes} == {winner}


def test_no_file_has_the_name_of_a_key_before_its_content_is_on_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch):
    seen = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.append(path.exists()))
    keyfiles.create(path, KEY)
    assert seen == [False, True]


def test_a_missing_key_says_so(path: Path):
    with pytest.raises(KeyMissing, match=r"some\.key: is missing\. Put it back") as problem:
        keyfiles.read(path, 32)
    assert problem.value.path == path


@pytest.mark.parametrize("content", [b"", KEY[:31], KEY + b"\0", bytes(32)])
def test_a_short_long_or_empty_key_is_damaged(path: Path, content: bytes):
    keyfiles.create(path, content)
    with pytest.raises(KeyProblem, match="damaged"):
        keyfiles.read(path, 32)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_may_read_is_refused_with_what_to_do(path: Path, mode: int):
    keyfiles.create(path, KEY)
    path.chmod(mode)
    with pytest.raises(KeyProblem, match="chmod 600"):
        keyfiles.read(path, 32)


@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_folder_where_others_may_write_is_refused_with_what_to_do(path: Path, mode: int):
    path.parent.chmod(mode)
    with pytest.raises(KeyProblem, match="chmod 700"):
        keyfiles.names(path.parent)


def test_a_missing_folder_is_refused_with_what_to_do(path: Path):
    with pytest.raises(KeyProblem, match="helpline init"):
        keyfiles.names(path.parent / "keys")


def test_what_cannot_be_written_says_so(path: Path):
    with pytest.raises(KeyProblem, match="cannot be written"):
        keyfiles.create(path.parent / "keys" / "some.key", KEY)
    path.write_bytes(b"")
    with pytest.raises(KeyProblem, match="cannot be written"):
        keyfiles.make_folder(path / "keys")


def test_a_forgotten_key_is_overwritten_before_it_goes(path: Path):
    keyfiles.create(path, KEY)
    with path.open("rb") as still_open:
        assert keyfiles.forget(path)
        assert still_open.read() == bytes(32)
    assert keyfiles.names(path.parent) == []


def test_forgetting_what_is_gone_is_no_error(path: Path):
    assert not keyfiles.forget(path)


def test_a_key_that_cannot_be_overwritten_goes_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch):
    keyfiles.create(path, KEY)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert keyfiles.forget(path)
    assert keyfiles.names(path.parent) == []


def test_what_a_crash_left_half_forgotten_is_no_key_and_goes_the_next_time(path: Path, monkeypatch: pytest.MonkeyPatch):
    keyfiles.create(path, KEY)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", crash)
        with pytest.raises(KeyboardInterrupt):
            keyfiles.forget(path)
    with pytest.raises(KeyMissing):
        keyfiles.read(path, 32)
    keyfiles.finish_forgetting(path.parent)
    assert keyfiles.names(path.parent) == []


def test_what_root_makes_belongs_to_the_owner_of_the_folder(path: Path, monkeypatch: pytest.MonkeyPatch):
    given = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "fchown", lambda _, user, group: given.append((user, group)))
    keyfiles.create(path, KEY)
    assert given == [(path.parent.stat().st_uid, path.parent.stat().st_gid)]

"""The vault's keys in files: made when needed, found by every process, gone when forgotten."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from helpline.core.errors import Forgotten
from helpline.keyfiles import KeyProblem
from helpline.ports import SealedKey
from helpline.vault import file_vault
from helpline.vault.file_vault import FileVault

SATURDAY = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
DAY = timedelta(days=1)
ROW = "message|1|child"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    file_vault.create(tmp_path)
    return tmp_path


def days(keys: Path) -> list[str]:
    return sorted(path.name for path in (keys / "vault" / "days").iterdir())


def test_init_makes_a_master_key_that_only_its_owner_may_read(keys: Path):
    master = keys / "vault" / "master.key"
    assert master.stat().st_size == 32
    assert master.stat().st_mode & 0o777 == 0o600
    assert (keys / "vault").stat().st_mode & 0o777 == (keys / "vault" / "days").stat().st_mode & 0o777 == 0o700


def test_init_overwrites_nothing(keys: Path):
    before = (keys / "vault" / "master.key").read_bytes()
    with pytest.raises(KeyProblem, match="there already"):
        file_vault.create(keys)
    assert (keys / "vault" / "master.key").read_bytes() == before


def test_without_its_folders_or_its_master_key_nothing_starts(tmp_path: Path):
    with pytest.raises(KeyProblem, match="helpline init"):
        FileVault(tmp_path)
    file_vault.create(tmp_path)
    (tmp_path / "vault" / "days").rmdir()
    with pytest.raises(KeyProblem, match="days"):
        FileVault(tmp_path)
    (tmp_path / "vault" / "master.key").unlink()
    with pytest.raises(KeyProblem, match=r"master\.key: is missing"):
        FileVault(tmp_path)


@pytest.mark.parametrize("content", [b"", b"short", b"\0" * 60, b"x" * 60])
def test_with_a_damaged_day_key_nothing_starts(keys: Path, content: bytes):
    FileVault(keys).prepare(SATURDAY)
    (keys / "vault" / "days" / "2026-11-21.key").write_bytes(content)
    with pytest.raises(KeyProblem, match=r"2026-11-21\.key"):
        FileVault(keys)


def test_with_another_master_key_nothing_starts(keys: Path):
    FileVault(keys).prepare(SATURDAY)
    (keys / "vault" / "master.key").write_bytes(os.urandom(32))
    with pytest.raises(KeyProblem, match="master key"):
        FileVault(keys)


def test_a_day_key_put_under_another_date_does_not_start(keys: Path):
    FileVault(keys).prepare(SATURDAY)
    (keys / "vault" / "days" / "2026-11-21.key").rename(keys / "vault" / "days" / "2026-11-22.key")
    with pytest.raises(KeyProblem, match=r"2026-11-22\.key"):
        FileVault(keys)


def test_starting_writes_nothing(keys: Path):
    FileVault(keys)
    assert days(keys) == []


def test_the_days_key_is_made_when_first_needed_and_sealed_itself(keys: Path):
    FileVault(keys).new_key("blue", SATURDAY)
    assert days(keys) == ["2026-11-21.key"]
    assert (keys / "vault" / "days" / "2026-11-21.key").stat().st_size == 60


def test_the_next_days_key_is_made_within_the_hour_before_it_is_needed(keys: Path):
    vault = FileVault(keys)
    vault.prepare(MIDNIGHT - timedelta(hours=2))
    assert days(keys) == ["2026-11-21.key"]
    vault.prepare(MIDNIGHT - timedelta(minutes=59))
    assert days(keys) == ["2026-11-21.key", "2026-11-22.key"]
    # from memory: the disk may be as slow as it likes at midnight
    (keys / "vault").rename(keys / "elsewhere")
    assert vault.new_key("blue", MIDNIGHT).day == "2026-11-22"


def test_after_a_restart_everything_opens(keys: Path):
    vault = FileVault(keys)
    key = vault.new_key("blue", SATURDAY)
    sealed = vault.seal("blue", key, ROW, "hoi")
    assert FileVault(keys).open("blue", key, ROW, sealed) == "hoi"


def test_two_processes_that_need_a_days_key_at_once_share_one(keys: Path):
    one, other = FileVault(keys), FileVault(keys)
    key = one.new_key("blue", SATURDAY)
    theirs = other.new_key("green", SATURDAY)
    assert other.open("blue", key, ROW, one.seal("blue", key, ROW, "hoi")) == "hoi"
    assert one.open("green", theirs, ROW, other.seal("green", theirs, ROW, "hoi")) == "hoi"


def test_another_process_follows_what_was_forgotten(keys: Path):
    vault = FileVault(keys)
    key = vault.new_key("blue", SATURDAY)
    sealed = vault.seal("blue", key, ROW, "hoi")
    FileVault(keys).forget_days("2026-11-22")
    vault.prepare(SATURDAY + DAY)
    with pytest.raises(Forgotten):
        vault.open("blue", key, ROW, sealed)
    assert days(keys) == ["2026-11-22.key"]


def test_a_day_that_was_forgotten_and_begun_again_is_followed_too(keys: Path):
    vault, other = FileVault(keys), FileVault(keys)
    key = vault.new_key("blue", SATURDAY)
    sealed = vault.seal("blue", key, ROW, "hoi")
    other.forget_days("2026-11-22")
    new = other.new_key("green", SATURDAY)
    vault.prepare(SATURDAY)
    with pytest.raises(Forgotten):
        vault.open("blue", key, ROW, sealed)
    with pytest.raises(Forgotten):
        vault.seal("blue", key, ROW, "hoi")
    assert vault.open("green", new, ROW, other.seal("green", new, ROW, "hoi")) == "hoi"


def test_a_conversation_key_in_memory_opens_nothing_once_its_day_is_gone(keys: Path):
    vault = FileVault(keys)
    key = vault.new_key("blue", SATURDAY)
    sealed = vault.seal("blue", key, ROW, "hoi")
    # as when a key was unwrapped in the very moment in which the day was being forgotten
    vault._unwrapped.cache_clear = lambda: None  # type: ignore[attr-defined]
    vault.forget_days("2026-11-22")
    with pytest.raises(Forgotten):
        vault.open("blue", key, ROW, sealed)


def test_forgotten_keys_leave_nothing_on_the_disk(keys: Path):
    vault = FileVault(keys)
    for number in range(3):
        vault.prepare(SATURDAY + number * DAY)
    assert vault.forget_days("2026-11-23") == ["2026-11-21", "2026-11-22"]
    assert days(keys) == ["2026-11-23.key"]


@pytest.mark.parametrize("day", ["../master", "", "2026-11-21/../../master", "2026-11-2", "２026-11-21"])
def test_a_day_that_is_none_reaches_no_file(keys: Path, day: str):
    with pytest.raises(ValueError, match="not a day"):
        FileVault(keys).open("blue", SealedKey(day, bytes(60)), ROW, bytes(93))


def test_two_equal_texts_do_not_look_alike(keys: Path):
    vault = FileVault(keys)
    key = vault.new_key("blue", SATURDAY)
    assert vault.seal("blue", key, ROW, "hoi") != vault.seal("blue", key, ROW, "hoi")


def test_only_so_many_conversation_keys_stay_in_memory(keys: Path):
    vault = FileVault(keys, cached=2)
    sealed = {}
    for name in ("blue", "green", "red"):
        key = vault.new_key(name, SATURDAY)
        sealed[name] = (key, vault.seal(name, key, ROW, name))
    assert vault._unwrapped.cache_info().currsize == 2
    for name, (key, body) in sealed.items():
        assert vault.open(name, key, ROW, body) == name


def test_no_key_shows_in_what_is_printed(keys: Path):
    drawn: list[bytes] = []

    def random(size: int) -> bytes:
        drawn.append(os.urandom(size))
        return drawn[-1]

    vault = FileVault(keys, random=random)
    key = vault.new_key("blue", SATURDAY)
    vault.seal("blue", key, ROW, "hoi")
    shown = repr([vault, vars(vault), key, vars(vault._days)])
    secrets = [content for content in drawn if len(content) == 32] + [(keys / "vault" / "master.key").read_bytes()]
    assert len(secrets) == 3
    for secret in secrets:
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown

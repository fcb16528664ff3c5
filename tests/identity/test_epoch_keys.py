"""The identifier keys: made when a week begins, used for two weeks, then gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from helpline.identity import block_key, epoch_keys
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys, first_number
from helpline.identity.pseudonyms import KeyedPseudonyms
from helpline.keyfiles import KeyProblem

WEEK = timedelta(days=7)
SATURDAY = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
BLUE = "Ymx1ZSBpcyBhIGNvbG91cg"


@pytest.fixture
def keys(tmp_path: Path) -> EpochKeys:
    epoch_keys.create(tmp_path, SATURDAY)
    return EpochKeys(tmp_path)


@pytest.fixture
def blocks(tmp_path: Path) -> BlockKey:
    block_key.create(tmp_path)
    return BlockKey(tmp_path)


def files(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "identity").glob("epoch-*"))


def test_an_epoch_is_a_week_from_monday_midnight():
    monday = datetime(2026, 11, 16, tzinfo=UTC)
    assert first_number(monday) == first_number(monday + WEEK - timedelta(microseconds=1)) == 15000
    assert first_number(monday - timedelta(microseconds=1)) == 14900
    assert first_number(datetime(2024, 1, 1, tzinfo=UTC)) == 0


def test_init_makes_one_key_that_only_its_owner_may_read(tmp_path: Path):
    epoch_keys.create(tmp_path / "new" / "keys", SATURDAY)
    folder = tmp_path / "new" / "keys" / "identity"
    (key,) = folder.iterdir()
    assert key.name == "epoch-15000.key"
    assert key.stat().st_size == 32
    assert key.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_init_overwrites_nothing(tmp_path: Path, keys: EpochKeys):
    with pytest.raises(KeyProblem, match="keys already"):
        epoch_keys.create(tmp_path, SATURDAY + WEEK)
    assert files(tmp_path) == ["epoch-15000.key"]


def test_starting_writes_nothing(tmp_path: Path, keys: EpochKeys):
    EpochKeys(tmp_path)
    assert files(tmp_path) == ["epoch-15000.key"]


def test_without_a_folder_or_a_key_nothing_starts(tmp_path: Path):
    with pytest.raises(KeyProblem, match="helpline init"):
        EpochKeys(tmp_path)
    (tmp_path / "identity").mkdir(mode=0o700)
    with pytest.raises(KeyProblem, match="holds no key"):
        EpochKeys(tmp_path)


def test_a_key_of_an_earlier_week_starts_too(tmp_path: Path, keys: EpochKeys):
    assert [key.number for key in EpochKeys(tmp_path).at(SATURDAY + 5 * WEEK)] == [15500]


def test_a_new_week_makes_its_key_and_uses_the_one_before_it_too(tmp_path: Path, keys: EpochKeys):
    before = keys.at(SATURDAY)
    after = keys.at(SATURDAY + WEEK)
    assert [key.number for key in after] == [15100, 15000]
    assert after[1:] == before
    assert after[0].secret != after[1].secret


def test_the_next_key_is_made_within_the_hour_before_it_is_needed(tmp_path: Path, keys: EpochKeys):
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    keys.prepare(midnight - timedelta(hours=2))
    assert files(tmp_path) == ["epoch-15000.key"]
    keys.prepare(midnight - timedelta(minutes=59))
    assert files(tmp_path) == ["epoch-15000.key", "epoch-15100.key"]
    assert [key.number for key in keys.at(midnight - timedelta(minutes=1))] == [15000]
    # from memory: the disk may be as slow as it likes at midnight
    (tmp_path / "identity").rename(tmp_path / "elsewhere")
    assert [key.number for key in keys.at(midnight)] == [15100, 15000]


def test_two_processes_that_meet_a_new_week_use_one_key(tmp_path: Path, keys: EpochKeys):
    other = EpochKeys(tmp_path)
    assert keys.at(SATURDAY + WEEK) == other.at(SATURDAY + WEEK)


def test_a_week_without_the_previous_one_has_no_previous_key(keys: EpochKeys):
    assert [key.number for key in keys.at(SATURDAY + 2 * WEEK)] == [15200]


def test_forgetting_deletes_what_is_older_than_the_previous_epoch(tmp_path: Path, keys: EpochKeys):
    for weeks in range(4):
        keys.prepare(SATURDAY + weeks * WEEK)
    assert keys.forget(SATURDAY + 3 * WEEK) == (15000, 15100)
    assert files(tmp_path) == ["epoch-15200.key", "epoch-15300.key"]
    assert keys.forget(SATURDAY + 3 * WEEK) == ()


def test_forgetting_never_leaves_the_folder_empty(tmp_path: Path, keys: EpochKeys):
    assert keys.forget(SATURDAY + 9 * WEEK) == (15000,)
    assert files(tmp_path) == ["epoch-15900.key"]


def test_a_helpline_may_keep_one_epoch_alone(tmp_path: Path, keys: EpochKeys):
    single = EpochKeys(tmp_path, epochs=1)
    assert [key.number for key in single.at(SATURDAY + WEEK)] == [15100]
    assert single.forget(SATURDAY + WEEK) == (15000,)


def test_a_rotation_begins_an_epoch_now_and_keeps_the_one_it_ended(keys: EpochKeys):
    before = keys.at(SATURDAY)
    assert keys.rotate(SATURDAY) == 15001
    assert [key.number for key in keys.at(SATURDAY)] == [15001, 15000]
    assert keys.at(SATURDAY)[1:] == before


def test_the_epoch_after_a_rotation_still_ends_with_the_week(keys: EpochKeys):
    keys.rotate(SATURDAY)
    assert [key.number for key in keys.at(SATURDAY + WEEK)] == [15100, 15001]


def test_two_rotations_leave_nobody_known(tmp_path: Path, keys: EpochKeys, blocks: BlockKey):
    pseudonyms = KeyedPseudonyms(keys, blocks, CallerPepper(tmp_path))
    before = pseudonyms.of_device(BLUE, SATURDAY)
    keys.rotate(SATURDAY)
    assert before[0] in pseudonyms.of_device(BLUE, SATURDAY)
    keys.rotate(SATURDAY)
    assert not set(before) & set(pseudonyms.of_device(BLUE, SATURDAY))
    assert keys.forget(SATURDAY) == (15000,)
    assert files(tmp_path) == ["epoch-15001.key", "epoch-15002.key"]


def test_a_running_process_follows_a_rotation_by_another(tmp_path: Path, keys: EpochKeys):
    EpochKeys(tmp_path).rotate(SATURDAY)
    keys.prepare(SATURDAY)
    assert keys.at(SATURDAY)[0].number == 15001


def test_a_week_has_room_for_a_hundred_epochs_and_says_so(tmp_path: Path, keys: EpochKeys):
    (tmp_path / "identity" / "epoch-15000.key").rename(tmp_path / "identity" / "epoch-15099.key")
    with pytest.raises(KeyProblem, match="too many"):
        keys.rotate(SATURDAY)


def test_a_clock_that_stands_far_too_early_still_gets_a_key(keys: EpochKeys):
    assert len(keys.at(datetime(1970, 1, 1, tzinfo=UTC))) == 1


def test_known_answers(tmp_path: Path, keys: EpochKeys, blocks: BlockKey):
    (tmp_path / "identity" / "epoch-15000.key").write_bytes(bytes(range(32)))
    pseudonyms = KeyedPseudonyms(EpochKeys(tmp_path), blocks, CallerPepper(tmp_path))
    answers = {
        "device": pseudonyms.of_device(BLUE, SATURDAY),
        "ip4": pseudonyms.of_network("193.0.14.129", SATURDAY),
        "ip6": pseudonyms.of_network("2a02:a44d:1:2:3:4:5:6", SATURDAY),
    }
    # computed with `openssl dgst -mac HMAC` over device|…, ip4|193.0.14.129 and ip6|2a02:a44d:1:2::/64
    assert {kind: [one.digest.hex() for one in found] for kind, found in answers.items()} == {
        "device": ["0f530fc86ecd44b16fbf7015c63b77ff3577bc47d983ccb5d2b8f525d736ff07"],
        "ip4": ["7ce958ad8aab0d06683840ba8edb8c0d9003109bcb80a5fc88891a2ec1029758"],
        "ip6": ["04f0e5cce64c72c66c1f69755ba463cb6578b9ed721f262183f17fcf40fadb39"],
    }


def test_no_key_shows_in_what_is_printed(tmp_path: Path, keys: EpochKeys, blocks: BlockKey):
    (key,) = keys.at(SATURDAY)
    pepper = CallerPepper(tmp_path)
    shown = repr(key) + repr(keys) + repr(blocks) + repr(pepper) + repr(KeyedPseudonyms(keys, blocks, pepper))
    assert pepper.written() not in shown
    assert repr(key.secret) not in shown
    assert key.secret.hex() not in shown

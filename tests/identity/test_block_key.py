"""The key of blocks: one file, made once, apart from the epochs."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpline.identity import block_key, epoch_keys
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.pseudonyms import KeyedPseudonyms
from helpline.keyfiles import KeyProblem
from helpline.ports import Lasting

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
BLUE = "Ymx1ZSBpcyBhIGNvbG91cg"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    block_key.create(tmp_path)
    return tmp_path / "identity" / "blocks.key"


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path, file: Path):
    before = file.read_bytes()
    block_key.create(tmp_path)
    assert (file.read_bytes(), len(before), stat.S_IMODE(file.stat().st_mode)) == (before, 32, 0o600)


@pytest.mark.parametrize("content", [b"", b"short", bytes(32), b"x" * 33])
def test_a_key_that_is_no_key_is_not_used(tmp_path: Path, file: Path, content: bytes):
    file.write_bytes(content)
    with pytest.raises(KeyProblem):
        BlockKey(tmp_path)


def test_where_it_is_missing_it_is_said_what_to_do(tmp_path: Path, file: Path):
    file.unlink()
    with pytest.raises(KeyProblem, match="keys rotate --blocks"):
        BlockKey(tmp_path)


def test_it_outlasts_the_epochs_and_makes_something_else(tmp_path: Path, file: Path):
    epoch_keys.create(tmp_path, NOW)
    keys = EpochKeys(tmp_path)
    (epoch,) = (tmp_path / "identity").glob("epoch-*")
    epoch.write_bytes(file.read_bytes())
    pseudonyms = KeyedPseudonyms(EpochKeys(tmp_path), BlockKey(tmp_path), CallerPepper(tmp_path))
    (now,) = pseudonyms.of_device(BLUE, NOW)
    (lasting,) = pseudonyms.lasting_device(BLUE)
    assert now.digest != lasting.digest
    keys.rotate(NOW)
    keys.rotate(NOW)
    assert pseudonyms.lasting_device(BLUE) == (lasting,)


def test_a_running_process_follows_a_new_one(tmp_path: Path, file: Path):
    key = BlockKey(tmp_path)
    before = key.digest("device", BLUE)
    block_key.renew(tmp_path)
    key.prepare()
    assert key.digest("device", BLUE) != before
    assert key.digest("device", BLUE) == BlockKey(tmp_path).digest("device", BLUE)


def test_known_answer(tmp_path: Path, file: Path):
    file.write_bytes(bytes(range(32)))
    # computed with `openssl dgst -mac HMAC` over block|tel|+31201234567
    told = "44f48836d16553b1903c101d40fcda6f288a23f147c84521cd190f71228f68d8"
    assert BlockKey(tmp_path).digest("tel", "+31201234567").hex() == told


def test_it_shows_in_nothing_that_is_printed(tmp_path: Path, file: Path):
    assert file.read_bytes().hex() not in repr(BlockKey(tmp_path)) + repr(Lasting("device", b"x"))

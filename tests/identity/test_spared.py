"""`networks.toml`: who asked to be spared, read by the child's side alone; what is wrong in it stops the start."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpline.identity import block_key, epoch_keys
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.pseudonyms import KeyedPseudonyms
from helpline.identity.spared import Spared, read_spared
from helpline.settings import WrongSetting, load, packaged_config

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
HOME = "+31201234567"


def written(tmp_path: Path, text: str) -> Spared:
    path = tmp_path / "networks.toml"
    path.write_text(text)
    return read_spared(path)


def pseudonyms(tmp_path: Path, text: str = "") -> KeyedPseudonyms:
    epoch_keys.create(tmp_path / "keys", NOW)
    block_key.create(tmp_path / "keys")
    blocks = BlockKey(tmp_path / "keys")
    pepper = CallerPepper(tmp_path / "keys")
    text = text.replace("HOME", blocks.digest("tel", pepper.key(HOME) or "").hex())
    return KeyedPseudonyms(EpochKeys(tmp_path / "keys"), blocks, pepper, (), written(tmp_path, text))


def test_the_packaged_file_spares_nobody():
    assert read_spared(packaged_config() / "networks.toml") == Spared()
    assert load({}).files["networks.toml"] == packaged_config() / "networks.toml"


@pytest.mark.parametrize(
    ("address", "spared"),
    [
        ("193.0.14.129", True), ("::ffff:193.0.14.129", True), ("193.0.15.1", False), ("2001:610:148:9::1", True),
        ("2001:610:149::1", False),
    ],
)  # fmt: skip
def test_a_network_that_asked_for_it_is_spared_and_its_neighbours_are_not(tmp_path: Path, address: str, spared: bool):
    here = pseudonyms(tmp_path, 'networks = ["193.0.14.0/24", "2001:610:148::/48"]')
    (found,) = here.of_network(address, NOW)
    assert found.spared is spared
    assert bool(here.lasting_network(address)) is not spared


def test_a_number_that_asked_for_it_is_spared_and_its_file_does_not_hold_it(tmp_path: Path):
    here = pseudonyms(tmp_path, 'numbers = ["HOME"]')
    assert [one.spared for one in here.of_number(HOME, NOW)] == [True]
    assert [one.spared for one in here.of_number("+31201234568", NOW)] == [False]
    assert here.lasting_number(HOME) == ()
    key = CallerPepper(tmp_path / "keys").key(HOME)
    assert key
    assert (here.of_caller_key(key, NOW), here.lasting_caller_key(key)) == (here.of_number(HOME, NOW), ())
    assert HOME[3:] not in (tmp_path / "networks.toml").read_text()


@pytest.mark.parametrize(
    "number", ["", "anonymous", "0201234567", "+", "+0201234567", "+3120", "+31 20 1234567", "112"]
)
def test_what_is_no_number_of_anybody_is_nobody(tmp_path: Path, number: str):
    here = pseudonyms(tmp_path)
    assert (here.of_number(number, NOW), here.lasting_number(number)) == ((), ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('networks = ["193.0.14.1/24"]', "no bits beyond its length"),
        ('networks = ["0.0.0.0/0"]', "never everybody"),
        ('networks = ["school"]', "a network such as"),
        ("networks = [7]", "a network such as"),
        ('networks = "193.0.14.0/24"', "networks"),
        ('numbers = ["+31201234567"]', "never the number itself"),
        ('numbers = ["AB"]', "never the number itself"),
        ("numbers = [7]", "never the number itself"),
        ('schools = ["193.0.14.0/24"]', "schools"),
        ("networks = [", "TOML"),
    ],
)
def test_what_is_wrong_in_it_is_named(tmp_path: Path, text: str, told: str):
    with pytest.raises(WrongSetting, match=told) as wrong:
        written(tmp_path, text)
    assert str(tmp_path / "networks.toml") in str(wrong.value)

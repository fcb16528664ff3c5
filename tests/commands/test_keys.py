"""`helpline keys`: the key of blocks made anew, and a number that is to be spared."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.spared import read_spared
from tests.commands.test_doctor import marks
from tests.commands.typed import Run, program


def key_of_blocks(house: Path) -> bytes:
    return (house / "keys" / "identity" / "blocks.key").read_bytes()


def test_a_new_key_of_blocks_is_made_only_when_it_is_asked_for(house: Path, run: Run):
    before = key_of_blocks(house)
    run("keys", "rotate")
    assert key_of_blocks(house) == before
    assert "a new key of blocks" in run("keys", "rotate", "--blocks").stdout
    assert key_of_blocks(house) != before


def test_a_helpline_from_before_blocks_gets_its_key_and_nothing_starts_without(house: Path, run: Run):
    (house / "keys" / "identity" / "blocks.key").unlink()
    done = program("serve", "--port", "0", data=house)
    assert (done.returncode, "`helpline keys rotate --blocks`" in done.stderr) == (2, True)
    assert marks(run)["keys of identifiers"] == "fail"
    assert run("keys", "rotate", "--blocks").exit_code == 0
    assert marks(run)["keys of identifiers"] == "ok"


def test_what_it_prints_for_a_number_spares_that_number(house: Path, run: Run):
    printed = run("keys", "spare", typed="+31 20 123 45 67\n").stdout.splitlines()[-1]
    key = CallerPepper(house / "keys").key("+31201234567")
    assert printed == BlockKey(house / "keys").digest("tel", key or "").hex()
    path = house / "config" / "networks.toml"
    path.write_text(f'networks = ["193.0.14.0/24"]\nnumbers = ["{printed}"]\n')
    assert read_spared(path).numbers == {bytes.fromhex(printed)}
    assert "spared: networks: 1, numbers: 1" in run("doctor", HELPLINE_CONFIG=str(house / "config")).stdout


@pytest.mark.parametrize("typed", ["0201234567\n", "anonymous\n"])
def test_what_is_no_number_is_told_so(house: Path, run: Run, typed: str):
    done = run("keys", "spare", typed=typed)
    assert (done.exit_code, "That is no telephone number" in done.stderr) == (1, True)


def test_a_wrong_network_stops_the_start_and_the_doctor_finds_it(house: Path, run: Run):
    path = house / "config" / "networks.toml"
    path.write_text('networks = ["193.0.14.1/24"]\n')
    said = {"HELPLINE_CONFIG": str(house / "config")}
    done = program("serve", "--port", "0", data=house, **said)
    assert (done.returncode, f"{path}: networks" in done.stderr) == (2, True)
    assert marks(run, **said)["spared"] == "fail"

"""`helpline retention run` and `helpline keys rotate`, on a helpline with a past."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from helpline.clock import SystemClock
from helpline.db.sqlite import SqliteStore
from helpline.db.sqlite_journal import SqliteJournal
from helpline.db.wakeups import LocalWakeups
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys
from helpline.vault.file_vault import FileVault
from tests.commands.typed import Run
from tests.fakes.clock import FakeClock
from tests.privacy.past import BLUE, RULES, Past


def remember(house: Path, *, days: int, closed: bool = True) -> None:
    """A conversation at noon, so many days ago, that is over or still runs."""
    noon = SystemClock().now().replace(hour=12, minute=0, second=0, microsecond=0)
    clock = FakeClock(noon - timedelta(days=days))
    vault, keys, blocks = FileVault(house / "keys"), EpochKeys(house / "keys"), BlockKey(house / "keys")
    pepper = CallerPepper(house / "keys")

    async def hold() -> None:
        store = SqliteStore(house / "helpline.sqlite3", LocalWakeups())
        await store.open()
        past = Past(store, SqliteJournal(store, vault, clock, in_loop=True), vault, keys, blocks, pepper, clock, RULES)
        await past.hire()
        await (past.close() if closed else past.talk(BLUE))
        await past.journal.close()
        await store.close()

    asyncio.run(hold())


def test_it_forgets_what_is_due_and_says_how_much(house: Path, run: Run):
    remember(house, days=40)
    done = run("retention", "run")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "→ conversations whose words are forgotten: 1; keys of days: 1",
        "→ pseudonyms: 2; keys of epochs: 1",
        "→ attempts, with their registrations, that keep the hour and nobody: 1",
    ]
    again = run("retention", "run")
    assert [line.count(": 0") for line in again.stdout.splitlines()] == [2, 2, 1]


def test_what_is_not_due_stays(house: Path, run: Run):
    remember(house, days=1)
    said = run("retention", "run").stdout.splitlines()
    assert [line.count(": 0") for line in said] == [2, 2, 1]


@pytest.mark.parametrize("by_option", [True, False])
def test_the_terms_are_those_of_the_settings(house: Path, run: Run, tmp_path: Path, by_option: bool):
    remember(house, days=2)
    (tmp_path / "rules.toml").write_text("[retention]\nmessages_days = 0\npseudonyms_days = 0\n")
    if by_option:
        done = run("retention", "run", "--config", str(tmp_path))
    else:
        done = run("retention", "run", HELPLINE_CONFIG=str(tmp_path))
    assert [line.count(": 0") for line in done.stdout.splitlines()] == [0, 1, 0]


def test_it_is_said_what_holds_a_key_back(house: Path, run: Run):
    remember(house, days=40, closed=False)
    done = run("retention", "run")
    assert done.exit_code == 0
    assert "still runs: keys from that day on stay meanwhile" in done.stderr


def test_before_migrate_it_says_so(run: Run):
    run("init")
    done = run("retention", "run")
    assert (done.exit_code, done.stderr) == (1, "The database has no tables yet. Run `helpline migrate`.\n")


def test_without_keys_it_says_so(house: Path, run: Run):
    (house / "keys" / "vault" / "master.key").unlink()
    done = run("retention", "run")
    assert done.exit_code == 1
    assert "master.key: is missing. Put it back" in done.stderr


def test_rotating_begins_an_epoch_and_the_next_forgetting_deletes_what_is_out_of_use(house: Path, run: Run):
    (first,) = (house / "keys" / "identity").glob("epoch-*.key")
    for _ in range(2):
        assert "has begun" in run("keys", "rotate").stdout
    number = int(first.stem.removeprefix("epoch-"))
    # within the last hour of a week that of the next one is there too
    assert all((house / "keys" / "identity" / f"epoch-{number + more}.key").exists() for more in range(3))
    assert "keys of epochs: 1" in run("retention", "run").stdout
    assert not first.exists()


def test_without_keys_there_is_nothing_to_rotate(run: Run, data: Path):
    done = run("keys", "rotate")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{data}/keys/identity: cannot be read")

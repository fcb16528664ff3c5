"""What outlasts an epoch: nothing but a block of what was seen again, as long as it holds."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from helpline.actions.forget import Terms, forget_due
from helpline.actions.sanction import keep_blocks, not_kept
from helpline.core.errors import NoPseudonym
from helpline.core.sanctions import Sanction, Scope
from helpline.db.forgetting import DatabaseMemory
from helpline.identity import block_key, epoch_keys
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.pseudonyms import KeyedPseudonyms
from tests.child import Child
from tests.house import House

SCHOOL = "84.241.200.17"
WEEK = 7 * 24


@pytest.fixture
def keys(any_house: House, tmp_path: Path) -> EpochKeys:
    """The real ones, and a house that makes its pseudonyms with them."""
    now = any_house.now()
    epoch_keys.create(tmp_path, now)
    block_key.create(tmp_path)
    keys = EpochKeys(tmp_path)
    any_house.pseudonyms = KeyedPseudonyms(  # type: ignore[assignment]
        keys, BlockKey(tmp_path), CallerPepper(tmp_path)
    )
    return keys


async def talks(house: House, colour: str) -> Child:
    child = house.child(colour)
    await house.ann.is_available()
    await child.enters(network=SCHOOL)
    await house.ann.accepts()
    await house.ann.rounds_off()
    await house.ann.is_away()
    return child


async def blocked(house: House, colour: str, hours: int = 2160) -> tuple[Child, Sanction]:
    child = await talks(house, colour)
    given = await house.cora.blocks(child.its, hours)
    return child, await house.dirk.agrees_with(given)


async def weeks_pass(house: House, keys: EpochKeys, hours: float = WEEK) -> None:
    """Time goes by, keys are made, and what is due is forgotten."""
    house.clock.advance(hours=hours)
    await asyncio.to_thread(keys.prepare, house.now())
    await forget_due(house.store, DatabaseMemory(house.store), house.vault, keys, Terms.in_days(30, 14), house.now())


async def kept(house: House) -> Sequence[tuple[object, ...]]:
    """Everything under the key of blocks."""
    return [(sanction, kind) for sanction, kind in await house.rows("SELECT sanction, kind FROM block_pseudonym")]


async def test_after_three_epochs_who_was_seen_is_still_blocked_and_nobody_else_is_known(
    any_house: House, keys: EpochKeys
):
    house = any_house
    (seen, given), (away, _) = await blocked(house, "seen"), await blocked(house, "away")
    innocent = await talks(house, "innocent")
    assert await kept(house) == []
    await weeks_pass(house, keys)
    assert (await seen.is_refused(network=SCHOOL))["code"] == "blocked"
    await innocent.enters(network=SCHOOL)
    await innocent.leaves()
    assert await kept(house) == [(given.id, "device")]
    old = {bytes(digest) for (digest,) in await house.rows("SELECT digest FROM sanction_pseudonym")}  # type: ignore[call-overload]
    for _ in range(3):
        await weeks_pass(house, keys)
    assert (await seen.is_refused())["until"] == given.until
    await away.enters()
    await innocent.enters(network=SCHOOL)
    assert await kept(house) == [(given.id, "device")]
    known = {one.digest for child in (seen, away, innocent) for one in child.device}
    assert old
    assert not known & old
    assert await house.rows("SELECT sanction FROM sanction_pseudonym") == []
    linked = await house.rows("SELECT DISTINCT epoch FROM attempt_pseudonym")
    assert {epoch for (epoch,) in linked} <= {key.number for key in keys.at(house.now())}


async def test_nobody_is_known_by_the_key_of_blocks_once_their_block_is_over(any_house: House, keys: EpochKeys):
    house = any_house
    (ends, _), (lifted, undone) = await blocked(house, "ends", 48), await blocked(house, "lifted")
    for child in (ends, lifted):
        assert (await child.is_refused())["code"] == "blocked"
    assert len(await kept(house)) == 2
    await house.dirk.lifts(undone)
    assert len(await kept(house)) == 1
    await lifted.enters()
    await lifted.leaves()
    await weeks_pass(house, keys, hours=48)
    assert await kept(house) == []
    await ends.enters()
    await ends.leaves()
    assert await kept(house) == []


async def test_whoever_lifts_a_block_while_it_is_met_again_leaves_nothing_behind(any_house: House, keys: EpochKeys):
    """The page connects; between its look and its deed Dirk undoes the block."""
    house = any_house
    child, given = await blocked(house, "blue")
    lasting = house.pseudonyms.lasting_device(child.token)
    missing = await house.look(lambda records: not_kept([given], lasting, records))
    assert missing == [(given.id, lasting[0])]
    await house.dirk.lifts(given)
    await house.do(lambda work: keep_blocks(missing, work, house.now()))
    assert await kept(house) == []


async def test_a_new_key_of_blocks_meets_those_whom_an_epoch_knows_and_no_others(
    any_house: House, keys: EpochKeys, tmp_path: Path
):
    house = any_house
    (soon, given), (late, _) = await blocked(house, "soon"), await blocked(house, "late")
    for child in (soon, late):
        await child.is_refused()
    await asyncio.to_thread(block_key.renew, tmp_path)
    renewed = await asyncio.to_thread(BlockKey, tmp_path)
    pepper = await asyncio.to_thread(CallerPepper, tmp_path)
    house.pseudonyms = KeyedPseudonyms(keys, renewed, pepper)  # type: ignore[assignment]
    assert (await soon.is_refused())["code"] == "blocked"
    for _ in range(3):
        await weeks_pass(house, keys)
    assert (await soon.is_refused())["until"] == given.until
    await late.enters()


async def test_what_was_forgotten_cannot_be_blocked_any_more(any_house: House, keys: EpochKeys):
    house = any_house
    child = await talks(house, "blue")
    for _ in range(3):
        await weeks_pass(house, keys)
    for scope in (Scope.DEVICE, Scope.NETWORK):
        with pytest.raises(NoPseudonym):
            await house.cora.blocks((await child.it()).id, 1, scope)
    assert house.now() - (await child.it()).entered_at > timedelta(days=14)

"""A coordinator reads along, whispers and takes over; each is seen and written down."""

from __future__ import annotations

import pytest

from helpline.actions.accounts import disable_staff
from helpline.core.conversation import State
from helpline.core.errors import Ended, NotYours
from helpline.ports import ShownWhisper, Sought
from tests.actions.talking import talk
from tests.child import Child
from tests.house import House


async def watched_by(house: House, blue: Child) -> list[str]:
    return await house.look(lambda records: records.along.watchers(blue.its))


async def asked(house: House) -> list[str]:
    return [it.volunteer for it in await house.look(lambda records: records.along.all_asked())]


async def whispers(house: House) -> list[ShownWhisper]:
    return await house.look(lambda records: records.along.whispers_to("ann"))


async def written(house: House) -> list[tuple[str, str | None, str | None, str | None, str | None]]:
    found = await house.look(lambda records: records.audit.find(Sought(), 10))
    return [(it.deed.what, it.deed.by, it.deed.whom, it.deed.reason, it.deed.about) for it in reversed(found)]


async def in_company(house: House) -> Child:
    blue = await talk(house)
    await house.cora.comes()
    await house.cora.watches(blue.its)
    return blue


async def test_reading_along_is_seen_at_once_and_written_down(house: House):
    blue = await in_company(house)
    assert await watched_by(house, blue) == ["Lou"]
    assert f"conversation:{blue.its}" in house.told[-1]
    await house.cora.watches(blue.its)
    await house.cora.unwatches(blue.its)
    assert await watched_by(house, blue) == []
    assert await written(house) == [
        ("watch_began", "cora", "ann", "coaching", None),
        ("watch_ended", "cora", "ann", None, "unwatched"),
    ]
    with pytest.raises(NotYours):
        await house.cora.unwatches(blue.its)


async def test_what_does_not_run_is_nobodys_to_open(house: House):
    red = house.child("red")
    await red.enters()
    with pytest.raises(NotYours):
        await house.cora.watches(red.its)
    with pytest.raises(NotYours):
        await house.cora.takes_over(red.its)
    await red.leaves()
    blue = await talk(house)
    await house.ann.ends()
    for it in (blue.its, red.its, "nothing"):
        with pytest.raises(NotYours):
            await house.cora.watches(it)
        with pytest.raises(NotYours):
            await house.cora.takes_over(it)
    assert await written(house) == []


@pytest.mark.parametrize("how", ["end", "log out", "disable", "gone"])
async def test_it_ends_by_itself(house: House, how: str):
    token = await house.cora.logs_in()
    blue = await in_company(house)
    if how == "end":
        await house.ann.ends()
    elif how == "log out":
        await house.cora.logs_out(token)
    elif how == "disable":
        await house.do(lambda work: disable_staff("cora", work=work, now=house.now()))
    else:
        await house.cora.goes()
        await house.passes(seconds=89)
        assert await watched_by(house, blue) == ["Lou"]
        await house.passes(seconds=1)
    assert await watched_by(house, blue) == []
    assert (await written(house))[-1][0] == "watch_ended"


async def test_whoever_is_back_in_time_still_reads_along(house: House):
    blue = await in_company(house)
    await house.cora.goes()
    await house.passes(seconds=80)
    await house.cora.comes()
    await house.passes(minutes=10)
    assert await watched_by(house, blue) == ["Lou"]


async def test_a_whisper_is_for_the_volunteer_sealed_and_gone_after_a_minute(house: House):
    blue = await in_company(house)
    await house.cora.whispers(blue.its, "vraag naar thuis")
    (said,) = await whispers(house)
    assert (said.by, said.whisper.said_to) == ("Lou", "ann")
    assert b"thuis" not in said.whisper.sealed
    house.clock.advance(seconds=40)
    await house.cora.whispers(blue.its, "en naar school")
    await house.passes(seconds=20)
    assert len(await whispers(house)) == 1
    await house.passes(seconds=40)
    assert await house.rows("SELECT id FROM whisper") == []
    assert await house.rows("SELECT seq FROM message") == []


async def test_only_who_reads_along_may_whisper_and_only_to_who_is_there(house: House):
    blue = await in_company(house)
    with pytest.raises(NotYours):
        await house.dirk.whispers(blue.its, "x")
    await house.cora.whispers(blue.its, "dag")
    await house.ann.hands_over()
    assert await whispers(house) == []
    with pytest.raises(Ended):
        await house.cora.whispers(blue.its, "x")


async def test_for_who_is_coached_company_is_asked_by_itself(house: House):
    await house.eva.is_available()
    blue = house.child("blue")
    await blue.enters()
    await house.eva.accepts()
    assert await asked(house) == ["Isa"]
    await house.cora.watches(blue.its)
    assert await asked(house) == []


async def test_for_who_is_independent_it_is_not(house: House):
    await talk(house)
    assert await asked(house) == []


async def test_a_coached_colleague_who_takes_over_in_company_is_not_asked_for_again(house: House):
    blue = await in_company(house)
    await house.eva.is_available()
    await house.ann.hands_over()
    await house.eva.accepts()
    assert (await asked(house), await watched_by(house, blue)) == ([], ["Lou"])


async def test_asking_for_company_stands_until_somebody_comes(house: House):
    blue = await talk(house)
    await house.ann.asks_along()
    await house.ann.asks_along()
    assert await asked(house) == ["Nora"]
    assert "alarms" in house.told[-1]
    with pytest.raises(NotYours):
        await house.ben.asks_along(blue.its)
    await house.cora.watches(blue.its)
    assert await asked(house) == []
    await house.ann.asks_along()
    assert await asked(house) == []
    await house.cora.unwatches(blue.its)
    await house.ann.asks_along()
    await house.ann.ends()
    assert await asked(house) == []
    with pytest.raises(Ended):
        await house.ann.asks_along(blue.its)


async def test_taking_over_fences_the_earlier_volunteer_out_in_one_step(house: House):
    blue = await in_company(house)
    await house.cora.whispers(blue.its, "ik neem het over")
    await house.ann.asks_along()
    await house.cora.takes_over(blue.its)
    await house.cora.takes_over(blue.its)
    it = await blue.it()
    assert (it.volunteer, it.assignment, it.state, it.reads_back) == ("cora", 2, State.ACTIVE, True)
    with pytest.raises(NotYours):
        await house.ann.says("nog iets", conversation=blue.its)
    assert await house.look(lambda records: records.facts.why_unassigned(blue.its, "ann")) == "taken_over"
    assert await house.look(lambda records: records.facts.last_alias(blue.its)) == "Lou"
    assert await watched_by(house, blue) == []
    assert await house.rows("SELECT id FROM whisper") == []
    assert [row[:4] for row in await written(house)] == [
        ("watch_began", "cora", "ann", "coaching"),
        ("watch_ended", "cora", "ann", None),
        ("taken_over", "cora", "ann", "safety"),
    ]
    await house.cora.says("dag")


async def test_one_that_is_being_offered_again_may_be_taken_over(house: House):
    blue = await talk(house)
    await house.ben.is_available()
    await house.ann.hands_over()
    assert await house.ben.is_asked_for() == blue.its
    await house.cora.comes()
    await house.cora.takes_over(blue.its)
    assert await house.ben.offer() is None
    assert await house.cora.its() == blue.its

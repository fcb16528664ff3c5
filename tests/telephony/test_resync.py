"""The helpline, ARI or the PBX is gone during a talk, and comes back: the whole way, on a real Asterisk."""

from __future__ import annotations

import pytest

from helpline.actions import call as deeds
from helpline.core.conversation import EndedBy, State
from helpline.core.line import Down
from tests.servers.asterisk import Asterisk
from tests.telephony.way import Way

pytestmark = pytest.mark.slow


async def test_a_talk_goes_on_over_a_restart_of_ours_and_ends_cleanly(way: Way):
    call, conversation = await way.talk()
    leg = await way.leg(conversation, "ann")
    await way.restart()
    await way.exchange.hears(call, "child", {leg.id})
    await way.exchange.hears(call, leg.id, {"child"})
    await way.house.do(
        lambda work: deeds.hang_up(conversation, "ann", work=work, rules=way.house.rules, now=way.house.now())
    )
    await way.nothing_is_left()
    it = await way.house.get(conversation)
    assert (it.state, it.ended_by) == (State.WRAP_UP, EndedBy.VOLUNTEER)


async def test_a_talk_goes_on_without_ari_and_ends_cleanly_when_the_child_hangs_up(way: Way):
    call, conversation = await way.talk()
    leg = await way.leg(conversation, "ann")
    await way.exchange.go_down()
    await way.exchange.hears(call, "child", {leg.id})
    await way.comes_up(way.exchange.come_up)
    await way.exchange.hears(call, "child", {leg.id})
    await way.exchange.hang_up(call)
    await way.nothing_is_left()
    it = await way.house.get(conversation)
    assert (it.state, it.ended_by) == (State.WRAP_UP, EndedBy.CHILD)


async def test_a_child_that_hung_up_while_ari_was_away_is_gone_when_it_is_back(way: Way):
    call, conversation = await way.talk()
    await way.exchange.go_down()
    await way.exchange.hang_up(call)
    await way.comes_up(way.exchange.come_up)
    it = await way.until(lambda it: it.ended_at is not None, conversation)
    assert (it.state, it.ended_by) == (State.WRAP_UP, EndedBy.CHILD)
    await way.nothing_is_left()


async def test_a_volunteer_who_was_lost_while_ari_was_away_leaves_the_child_first(way: Way):
    call, conversation = await way.talk()
    leg = await way.leg(conversation, "ann")
    await way.exchange.go_down()
    await way.exchange.hang_up(call, leg.id)
    await way.comes_up(way.exchange.come_up)
    await way.until(lambda it: it.state is State.WAITING, conversation)
    await way.exchange.hears(call, "child", {"music"})
    assert await way.waits() == [conversation]


async def test_a_pbx_that_restarts_ends_its_calls_and_the_desk_is_told(way: Way, asterisk: Asterisk):
    _, conversation = await way.talk()
    way.house.told.clear()
    asterisk.stop()
    await way.exchange.told.one(Down)
    up = await way.comes_up(lambda: started(asterisk))
    assert up.calls == ()
    it = await way.until(lambda it: it.ended_at is not None, conversation)
    assert (it.state, it.volunteer) == (State.WRAP_UP, "ann")
    await way.nothing_is_left()
    assert {f"conversation:{conversation}", "staff:ann"} <= set().union(*way.house.told)


async def started(asterisk: Asterisk) -> None:
    asterisk.start()

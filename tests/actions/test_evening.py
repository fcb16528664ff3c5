"""How an evening goes by itself: closing time, dead nodes, quarters of an hour."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.exc import IntegrityError

from helpline.actions.tick import beat, carry_out_due, mourn, mourn_nodes
from helpline.core.conversation import State
from helpline.core.deadlines import Kind
from helpline.ticker import Ticker
from tests.actions.talking import talk
from tests.house import House


@pytest.fixture
def evening(house: House) -> House:
    """Open until 21:00 in Amsterdam; it is eight."""
    house.rules = replace(house.rules, hours=replace(house.rules.hours, always=False))
    return house


async def test_who_waits_at_closing_is_helped_while_volunteers_stay(evening: House):
    blue = evening.child("blue")
    await blue.enters()
    await evening.passes(hours=1, minutes=29)
    assert await blue.state() == State.WAITING
    await evening.ann.is_available()
    assert await evening.ann.is_asked_for() == blue.its


async def test_after_the_run_out_who_still_waits_is_told_kindly(evening: House):
    blue = evening.child("blue")
    await blue.enters()
    await evening.passes(hours=1, minutes=31)
    assert ((await blue.it()).ended_by, (await blue.attempt()).detail) == ("line", "line")


async def test_who_is_being_offered_when_the_line_runs_out_is_told_too(evening: House):
    blue = evening.child("blue")
    await blue.enters()
    await evening.passes(hours=1, minutes=29, seconds=59)
    await evening.ann.is_available()
    await evening.passes(seconds=1)
    assert ((await blue.it()).ended_by, await evening.ann.offer()) == ("line", None)


async def test_a_running_conversation_is_never_cut_off_by_closing_time(evening: House):
    blue = await talk(evening)
    await evening.passes(hours=5)
    assert await blue.state() == State.ACTIVE


async def test_nor_is_one_that_lost_its_volunteer(evening: House):
    blue = await talk(evening)
    await evening.ann.goes()
    await evening.passes(hours=5)
    assert await blue.state() == State.WAITING
    await evening.ben.is_available()
    assert await evening.ben.is_asked_for() == blue.its


async def test_while_it_is_open_nobody_is_sent_away(evening: House):
    blue = evening.child("blue")
    await blue.enters()
    await evening.passes(minutes=59)
    assert await blue.state() == State.WAITING


async def test_what_a_dead_node_held_is_lost_and_may_return_to_another(house: House):
    blue = await talk(house)
    red = house.child("red")
    await red.enters()
    await beat(house.store, "here", house.now())
    house.clock.advance(seconds=10)
    await beat(house.store, "there", house.now())
    house.clock.advance(seconds=6)
    await mourn_nodes(house.store, house.rules, house.now())
    await house.tick()
    assert (await house.ann.duty()).gone_at == house.now()
    assert (await blue.it()).interrupted
    assert (await red.it()).child_gone_at == house.now()
    assert await house.rows("SELECT id FROM node") == [("there",)]
    await house.ann.comes(node="there")
    await blue.comes(node="there")
    assert not (await blue.it()).interrupted


async def test_a_node_that_beats_is_not_mourned(house: House):
    await talk(house)
    await beat(house.store, "here", house.now())
    house.clock.advance(seconds=15)
    await mourn_nodes(house.store, house.rules, house.now())
    assert (await house.ann.duty()).is_connected


async def test_after_a_while_without_the_database_no_node_takes_another_for_dead(house: House):
    await talk(house)
    here, there = [Ticker(house.store, house.rules, house.clock, node=name, alone=False) for name in ("here", "there")]
    await here.step()
    await there.step()
    house.clock.advance(seconds=20)  # nobody could beat
    await there.step()
    assert (await house.ann.duty()).is_connected
    await here.step()
    for _ in range(3):
        house.clock.advance(seconds=6)
        await there.step()
        await here.step()
    assert (await house.ann.duty()).is_connected
    for _ in range(3):
        house.clock.advance(seconds=6)
        await there.step()
    assert not (await house.ann.duty()).is_connected


async def test_a_node_that_was_taken_for_dead_hears_of_it_once(house: House):
    heard: list[datetime] = []

    async def returned() -> None:
        heard.append(house.now())

    ticker = Ticker(house.store, house.rules, house.clock, node="here", alone=False, returned=returned)
    await ticker.step()
    await mourn(house.store, "here", house.rules, house.now())
    for _ in range(3):
        house.clock.advance(seconds=6)
        await ticker.step()
    assert len(heard) == 1


async def test_on_one_machine_a_node_that_starts_is_the_only_one(house: House):
    await talk(house)
    await beat(house.store, "here", house.now())
    await beat(house.store, "new", house.now())
    await mourn_nodes(house.store, house.rules, house.now(), alone_as="new")
    assert not (await house.ann.duty()).is_connected


async def test_waiting_children_keep_place_and_waiting_time_over_a_crash(house: House):
    blue, red = house.child("blue"), house.child("red")
    await blue.enters()
    await red.enters()
    before = [(await child.it()).place_at for child in (blue, red)]
    await beat(house.store, "here", house.now())
    house.clock.advance(seconds=40)
    await mourn_nodes(house.store, house.rules, house.now(), alone_as="new")
    await red.comes(node="new")
    await blue.comes(node="new")
    assert await house.queue() == [blue.its, red.its]
    assert [(await child.it()).place_at for child in (blue, red)] == before
    await house.ann.is_available()
    assert (await house.ann.offer()).waiting_seconds == 40


async def test_each_quarter_of_an_hour_is_counted_once_and_without_persons(house: House):
    await talk(house)
    await house.ben.is_available()
    await house.eva.comes()
    await house.cora.comes()
    await house.finn.is_available()
    await house.finn.takes_a_break()
    await house.child("red").enters()
    await house.ben.is_away()
    house.clock.advance(minutes=7)
    await house.keeps_quarter()
    await house.keeps_quarter()
    kept = await house.rows(
        'SELECT available, talking, wrap_up, "break", away, waiting, longest_wait FROM quarter_hour'
    )
    assert kept == [(0, 1, 0, 1, 2, 1, 420)]


async def test_who_practises_is_no_child_that_waits(house: House):
    """Neither to coordinators nor in what is measured and kept; but coordinators see that somebody does."""
    await house.child("blue").enters(channel="phone", practice=True)
    house.clock.advance(minutes=5)
    await house.child("red").enters()
    house.clock.advance(minutes=2)
    await house.keeps_quarter()
    assert await house.rows("SELECT waiting, longest_wait FROM quarter_hour") == [(1, 120)]
    seen = await house.look(lambda records: records.conversations.overview(house.now()))
    assert (seen.waiting, seen.longest_seconds, seen.practising) == ({"chat": 1, "phone": 0}, 120, 1)


async def test_a_child_that_comes_later_goes_before_all_who_practise(house: House):
    blue, red, green = (house.child(colour) for colour in ("blue", "red", "green"))
    await blue.enters(channel="phone", practice=True)
    house.clock.advance(minutes=1)
    assert (await red.enters()).place == 1
    house.clock.advance(minutes=1)
    assert (await green.enters(channel="phone", practice=True)).place == 3
    order = [red.its, blue.its, green.its]
    queue = await house.queue()
    assert queue == order
    waiting = await house.look(
        lambda records: records.conversations.next_waiting(["chat", "phone"], house.rules.languages, 9)
    )
    assert [it.conversation for it in waiting] == order
    for place, it in enumerate(queue, start=1):
        kept = await house.get(it)
        assert await house.look(lambda records, kept=kept: records.conversations.place_of(kept)) == place


async def test_who_practises_and_is_not_taken_is_no_child_passed_on(house: House):
    await house.child("blue").enters()
    for person in (house.ann, house.ben):
        await person.is_available()
        await person.declines()
    for practice, counted in ((False, (1, 0)), (True, (0, 1))):
        await house.change(f"UPDATE conversation SET practice = {practice}")
        seen = await house.look(lambda records: records.conversations.overview(house.now()))
        assert (seen.passed_on, seen.practising) == counted


async def test_a_deadline_that_fails_does_not_keep_up_the_others(house: House):
    blue = house.child("blue")
    await blue.enters()
    await blue.goes()
    red = await talk(house, colour="red")
    await house.ann.goes()
    await house.change("UPDATE deadline SET at = 0 WHERE kind = 'child_waited'")
    with closing(sqlite3.connect(house.store.path)) as raw, raw:  # which does not look after references
        raw.execute("DELETE FROM attempt WHERE id = ?", ((await blue.it()).attempt,))
    house.clock.advance(seconds=90)
    with pytest.raises(IntegrityError):
        await carry_out_due(house.store, house.rules, house.now())
    assert await red.state() == State.WAITING
    assert [deadline.kind for deadline in await house.deadlines()] == [Kind.CHILD_WAITED]

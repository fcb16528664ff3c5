"""The exit: the page's last word, sent while it closes."""

from __future__ import annotations

from dataclasses import replace

from helpline.core.conversation import EndedBy
from tests.web.place import TOKEN, AwayStore

OTHER = "sssssssssssssssssssssA"
BEACON = {"Content-Type": "text/plain;charset=UTF-8"}


async def test_a_child_that_vanishes_has_left_the_queue(place):
    waiting = await place.child_enters()
    answer = await place.ask("POST", "/child/away", data=TOKEN, headers=BEACON)
    assert (answer.status, answer.body) == (204, b"")
    left = await place.look_at(waiting.id)
    assert (left.ended_at, left.ended_by) == (place.clock.now(), EndedBy.CHILD)


async def test_a_beacon_of_a_page_without_referrer_is_heard(place):
    waiting = await place.child_enters()
    headers = BEACON | {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    await place.ask("POST", "/child/away", data=TOKEN, headers=headers)
    assert (await place.look_at(waiting.id)).ended_by is EndedBy.CHILD


async def test_another_childs_token_ends_nothing(place):
    waiting = await place.child_enters()
    answer = await place.ask("POST", "/child/away", data=OTHER, headers=BEACON)
    assert answer.status == 204
    assert (await place.look_at(waiting.id)).ended_at is None


async def test_saying_it_twice_changes_nothing_more(place):
    waiting = await place.child_enters()
    await place.ask("POST", "/child/away", data=TOKEN, headers=BEACON)
    left = await place.look_at(waiting.id)
    place.clock.advance(seconds=5)
    assert (await place.ask("POST", "/child/away", data=TOKEN, headers=BEACON)).status == 204
    assert await place.look_at(waiting.id) == left


async def test_everybody_who_looks_is_woken_after_it(place):
    woken: set[str] = set()
    place.store._wakeups.subscribe(woken.update)
    waiting = await place.child_enters()
    woken.clear()
    await place.ask("POST", "/child/away", data=TOKEN, headers=BEACON)
    assert {f"conversation:{waiting.id}", "queue"} <= woken


async def test_a_token_without_a_conversation_writes_nothing(place):
    begun = []
    begin = place.store.begin
    place.store.begin = lambda: begun.append(1) or begin()
    await place.ask("POST", "/child/away", data=OTHER, headers=BEACON)
    assert begun == []


async def test_a_database_that_is_away_is_not_the_childs_affair(open_house, house):
    place = await open_house(replace(house, store=AwayStore()))
    answer = await place.ask("POST", "/child/away", data=TOKEN, headers=BEACON)
    assert (answer.status, answer.body) == (204, b"")
    assert place.faults == []
